"""How names are put into order, searched and compared."""

from difflib import SequenceMatcher

from talka.ui.folding import fold
from talka.ui.sorting import latvian_key

LONGEST = 500
ALIKE = 0.72


def person_sort_key(given_name: str, family_name: str) -> str:
    """Latvian lists sort by family name."""
    return latvian_key(f"{family_name} {given_name}")[:LONGEST]


def person_folded(given_name: str, family_name: str, email: str) -> str:
    """What a person is searched by: "family given" too, because both ways are typed."""
    return fold(f"{given_name} {family_name} {given_name} {email}")[:LONGEST]


def organisation_sort_key(name: str) -> str:
    return latvian_key(name)[:LONGEST]


def organisation_folded(name: str, short_name: str = "", name_en: str = "") -> str:
    return fold(f"{name} {short_name} {name_en}")[:LONGEST]


def same_person(given_a: str, family_a: str, given_b: str, family_b: str) -> bool:
    """Whether two spellings may be one person's name: "Ilze Šķiņķe" and "ilze skinke", "I. Šķiņķe", a slip of the pen.

    Two who share a mailbox (dome@…) but neither a given nor a family name are two persons.
    """
    a, b = fold(f"{given_a} {family_a}"), fold(f"{given_b} {family_b}")
    if not a or not b or a == b or a == fold(f"{family_b} {given_b}"):
        return True
    given, other_given = fold(given_a), fold(given_b)
    family, other_family = fold(family_a), fold(family_b)
    if family == other_family and _may_be_short_for(given, other_given):
        return True
    if given == other_given and given:
        return SequenceMatcher(None, family, other_family).ratio() >= 0.5 or not (family and other_family)
    return SequenceMatcher(None, a, b).ratio() >= ALIKE and SequenceMatcher(None, given, other_given).ratio() >= 0.6


def _may_be_short_for(a: str, b: str) -> bool:
    a, b = a.rstrip("."), b.rstrip(".")
    if not a or not b:
        return True
    return a.startswith(b) or b.startswith(a) or SequenceMatcher(None, a, b).ratio() >= 0.6
