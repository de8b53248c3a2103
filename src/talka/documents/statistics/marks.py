"""Signs that stand in place of a value or beside it: the legend of the file says what each means, else the custom does.

PC-Axis and PxWeb: “.” and repeated dots, “…”, “-” (PX file format, DATASYMBOL1–6 and DATASYMBOLNIL).
SDMX: code list CL_OBS_STATUS, in capitals. Eurostat: small letters after the value, “:” for no value.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from .table import Status

WORDS: tuple[tuple[Status, tuple[str, ...]], ...] = (
    (
        Status.SUPPRESSED,
        ("confiden", "secre", "suppress", "not released", "konfidenci", "netiek publiskot", "disclos", "geheim"),
    ),
    (
        Status.NIL,
        ("magnitude zero", "magnitude nil", "nil", "nav parādīb", "no phenomen", "parādības nav", "absolut", "nothing"),
    ),
    (Status.BREAK, ("break", "pārtraukum", "not comparable")),
    (Status.FORECAST, ("forecast", "projection", "prognoz")),
    (Status.IMPUTED, ("imputed", "imputēt", "aizstāt")),
    (Status.ESTIMATED, ("estimate", "novērtē", "aplēs")),
    (Status.PROVISIONAL, ("provisional", "preliminary", "pagaidu", "provizor", "operatīv")),
    (
        Status.MISSING,
        (
            "not available",
            "missing",
            "no data",
            "nav pieejam",
            "dati nav",
            "nav datu",
            "not applicable",
            "cannot exist",
        ),
    ),
    (Status.UNRELIABLE, ("reliab", "uncertain", "ticam", "significan", "mazs novērojumu")),
)
"""Words of a legend, looked for in this order: “not available or too uncertain” is missing, not unreliable."""

ALONE: dict[str, Status] = {
    **dict.fromkeys(
        (".", "..", "...", "....", ".....", "......", "…", "……", ":", "n/a", "na", "nan", "null"), Status.MISSING
    ),
    **dict.fromkeys(("#n/a", "n.d.", "n.a.", "none", "*", "**", "***", "?", "//", "/"), Status.MISSING),
    **dict.fromkeys(("-", "–", "—", "−"), Status.NIL),
    **dict.fromkeys(("c", "x", "konf."), Status.SUPPRESSED),
}
"""What a cell that holds only this means where no legend says otherwise."""

SDMX: dict[str, Status] = {
    "A": Status.NORMAL,
    "B": Status.BREAK,
    "D": Status.NORMAL,
    "E": Status.ESTIMATED,
    "F": Status.FORECAST,
    "G": Status.NORMAL,
    "H": Status.MISSING,
    "I": Status.IMPUTED,
    "J": Status.NORMAL,
    "K": Status.NORMAL,
    "L": Status.MISSING,
    "M": Status.MISSING,
    "N": Status.UNRELIABLE,
    "O": Status.MISSING,
    "P": Status.PROVISIONAL,
    "Q": Status.SUPPRESSED,
    "S": Status.NORMAL,
    "U": Status.UNRELIABLE,
    "V": Status.NORMAL,
    "W": Status.NORMAL,
    "Z": Status.NIL,
}

EUROSTAT: dict[str, Status] = {
    "b": Status.BREAK,
    "c": Status.SUPPRESSED,
    "d": Status.NORMAL,
    "e": Status.ESTIMATED,
    "f": Status.FORECAST,
    "i": Status.IMPUTED,
    "m": Status.MISSING,
    "n": Status.UNRELIABLE,
    "p": Status.PROVISIONAL,
    "r": Status.NORMAL,
    "s": Status.ESTIMATED,
    "u": Status.UNRELIABLE,
    "z": Status.MISSING,
}

GRAVEST = (
    Status.SUPPRESSED,
    Status.MISSING,
    Status.NIL,
    Status.BREAK,
    Status.UNRELIABLE,
    Status.FORECAST,
    Status.ESTIMATED,
    Status.IMPUTED,
    Status.PROVISIONAL,
    Status.NORMAL,
)
"""Of several flags of a value the first of these is kept: what forbids a comparison goes before what softens it."""

LEGEND = re.compile(r"^\s*(\S{1,6})\s*=\s*(\S.*)$", re.DOTALL)


def meant_by(words: str) -> Status | None:
    """The status that a legend's words tell of, in English or Latvian; None where they tell of none."""
    lower = words.casefold()
    return next((status for status, stems in WORDS if any(stem in lower for stem in stems)), None)


def legend_line(text: str) -> tuple[str, Status] | None:
    """“… = Data not available” as the mark and what it means; None where the line is no legend."""
    found = LEGEND.match(text)
    if found is None:
        return None
    mark, words = found.groups()
    status = meant_by(words) or ALONE.get(mark.casefold())
    return None if status is None else (mark, status)


def alone(mark: str, legend: Mapping[str, Status]) -> Status | None:
    """What a cell without a number means; None where its sign is not known."""
    if mark in legend:
        return legend[mark]
    if mark == "...":
        return legend.get("…", Status.MISSING)
    return ALONE.get(mark.casefold())


@lru_cache(1000)
def beside(flags: str) -> Status | None:
    """The status of the flags that stand beside a value: one code of SDMX, or Eurostat's letters. None: not known."""
    flags = flags.strip()
    if flags in SDMX:
        return SDMX[flags]
    letters = [each for each in flags if each not in " ,;()"]
    if not letters or any(each not in EUROSTAT for each in letters):
        return None
    return gravest(EUROSTAT[each] for each in letters)


def gravest(statuses: Iterable[Status]) -> Status:
    kept = set(statuses)
    return next((each for each in GRAVEST if each in kept), Status.NORMAL)
