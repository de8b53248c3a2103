"""Words of the field: which words of a card speak of which subject, in Latvian, English and Russian.

Two people say the same thing in other words ("autobuss", "maršruts", "bus", "рейс"). A subject is a line of words that
do; it follows what municipalities do by law and how they plan, not the cards of any one day. Nobody sees the subjects:
they only make cards alike, and what is shown are people's own words.

How words are written down: `word` is any inflection of it, `begin*` every word that begins so, `two_words` both in this
order side by side (each of them again a word or a begin*). Diacritics do not matter.
"""

from talka.methods.clustering.field import people, places, planning, services

TABLES = (planning.SUBJECTS, people.SUBJECTS, services.SUBJECTS, places.SUBJECTS)
"""Tables of lines "subject | Latvian | English | Russian", words separated by blanks."""

LANGUAGES = ("lv", "en", "ru")
"""The languages in the order of the columns."""
