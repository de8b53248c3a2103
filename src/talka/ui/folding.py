"""Text as people search for it: without case, without diacritics, without doubled spaces."""

import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_WHOLE = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})

LONGEST_SEARCH = 200
MOST_WORDS = 12


def visible(text: str) -> str:
    """The text without signs that nobody sees: control signs, marks that turn the line around, blanks of no width.

    Two names that look the same are the same then. Line ends stay; letters are put together (NFC).
    """
    kept = (sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept))


def fold(text: str) -> str:
    """Fold text for searching: fold("Šķiņķis") == fold("SKINKIS") == "skinkis". Dashes and quotes become plain."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    seen = (sign for sign in parts if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    bare = "".join(seen).translate(_WHOLE)
    plain = "".join("-" if unicodedata.category(sign) == "Pd" else sign for sign in bare)
    for sign in "“”„‟«»":
        plain = plain.replace(sign, '"')
    for sign in "‘’‚‛`´":
        plain = plain.replace(sign, "'")
    return " ".join(plain.split())


def sought(text: str) -> list[str]:
    """The words of a search, folded; of a text that nobody would type the first dozen."""
    return fold(text[:LONGEST_SEARCH]).split()[:MOST_WORDS]
