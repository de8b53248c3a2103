"""What the languages of cards need: which words carry no subject, and which forms belong to one word.

`written(word)` is a word in small letters as its language is compared: without diacritics, which people leave out on
phones. `inflected(written)` is it without its ending, so that all forms of a noun are one; `root(written)` also without
what verbs, doers and deeds add to it, so that "sadarbība" and "sadarbojas" are one.
"""

from talka.methods.clustering.language import english, latvian, russian
from talka.methods.clustering.language.guess import language_of

__all__ = ["english", "language_of", "latvian", "russian"]
