"""Catalogues of the rooms' words, without gettext's own tools: extracted, kept, compiled, checked.

`extraction` finds the texts in Python and templates, `catalogues` keeps one .po per room and language, `review` says
what is missing or wrong.
"""

from pathlib import Path

LANGUAGES = ("lv",)
"""Languages that have catalogues: the source strings themselves are English."""

HOUSE = Path(__file__).resolve().parents[2]


def rooms() -> list[str]:
    """The names of all rooms, in order of the alphabet."""
    return sorted(folder.parent.name for folder in HOUSE.glob("*/__init__.py"))


def po_path(room: str, language: str) -> Path:
    return HOUSE / room / "locale" / language / "LC_MESSAGES" / "django.po"


def to_compile(chosen: list[str]) -> list[tuple[str, str]]:
    """Rooms and languages whose .mo is missing or older than its .po."""
    found = []
    for room in chosen:
        for language in LANGUAGES:
            po = po_path(room, language)
            mo = po.with_suffix(".mo")
            if po.exists() and (not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns):
                found.append((room, language))
    return found
