"""Which language a card is in that names none: by its letters, then by its small words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from talka.methods.clustering.language import english, latvian

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def language_of(words: Sequence[str], otherwise: str) -> str:
    """ "ru" where Cyrillic words prevail, "en" where more words are English function words than Latvian ones.

    `otherwise` where nothing speaks for another language; never guessed between languages that are not known here.
    """
    cyrillic = sum(1 for word in words if _CYRILLIC.search(word))
    if 2 * cyrillic > len(words):
        return "ru"
    if otherwise == "en" or any(not word.isascii() for word in words):
        return otherwise
    small = [word.lower() for word in words]
    in_english = sum(1 for word in small if word in english.FUNCTION_WORDS)
    in_latvian = sum(1 for word in small if word in latvian.FUNCTION_WORDS)
    return "en" if in_english > in_latvian else otherwise
