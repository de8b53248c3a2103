"""Labels that hold more than a name: a code in front, dots that show the level, a year or another period."""

import re
from collections import Counter
from collections.abc import Container, Sequence

from .table import Category, Dimension, Role

CODED = re.compile(r"([A-Z0-9][A-Z0-9_.\-+]{0,29})\s+(\S.*)", re.DOTALL)
INDENT = re.compile(r"((?:\.\s?)*|[\s\u00a0]*)(.*)", re.DOTALL)
DEEPEST = 20
PERIOD = re.compile(
    r"(1[6-9]|20|21)\d\d"
    r"(\.|[-\s]?([QKSTH][1-4]|[IV]{1,3}|M(0?[1-9]|1[0-2])|W?(0?[1-9]|[1-4]\d|5[0-3]))"
    r"|[-./](0[1-9]|1[0-2])([-./]([0-2]\d|3[01]))?|\s*[-–/]\s*(1[6-9]|20|21)?\d\d|\.?\s*g(\.|ads)?)?"
)
NOTED = re.compile(r"((?:1[6-9]|20|21)\d\d)\s*(?:\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}\)?|(?<=\s)\d\)|\(\d\)|\.?\s*g(?:\.|ads)?|\.)")

AREA_WORDS = frozenset(
    (
        "geo",
        "ref_area",
        "refarea",
        "area",
        "areas",
        "areacode",
        "region",
        "regions",
        "municipality",
        "municipalities",
        "territory",
        "territories",
        "all territories",
        "territorial unit",
        "territorial units",
        "administrative territory",
        "statistical region",
        "county",
        "country",
        "location",
        "teritorija",
        "teritorijas",
        "visas teritorijas",
        "teritoriālā vienība",
        "administratīvā teritorija",
        "statistiskais reģions",
        "reģions",
        "novads",
        "pašvaldība",
        "atvk",
        "nuts",
    )
)
TIME_WORDS = frozenset(
    (
        "time",
        "time_period",
        "time period",
        "timeperiod",
        "year",
        "years",
        "period",
        "month",
        "quarter",
        "laika periods",
        "laiks",
        "gads",
        "gadi",
        "periods",
        "tid",
        "tlist(a1)",
        "mēnesis",
        "ceturksnis",
    )
)
MEASURE_WORDS = frozenset(
    (
        "indicator",
        "indicators",
        "measure",
        "contents",
        "contentscode",
        "content",
        "variable",
        "rādītājs",
        "rādītāji",
        "rādītāja nosaukums",
        "indic",
        "metric",
    )
)


def heading_of(text: str) -> str:
    """A heading without what stands beside its year: “2020*”, “2020 1)”, “2020. gads”."""
    found = NOTED.fullmatch(text.strip())
    return found[1] if found else text.strip()


def is_period(text: str) -> bool:
    """A year, quarter, month, week or day of the years 1600 to 2199, as statisticians write them."""
    return PERIOD.fullmatch(text.strip()) is not None


def all_periods(texts: Sequence[str]) -> bool:
    return bool(texts) and all(map(is_period, texts))


def role_of(code: str, label: str, categories: Sequence[str]) -> Role:
    """The role that a dimension's name tells, where the file itself does not; periods tell it without a name."""
    names = {code.strip().casefold(), label.strip().casefold()}
    if names & TIME_WORDS or all_periods(categories):
        return Role.TIME
    if names & AREA_WORDS:
        return Role.AREA
    return Role.MEASURE if names & MEASURE_WORDS else Role.OTHER


def single_roles(dimensions: Sequence[Dimension], told: Container[str] = ()) -> tuple[Dimension, ...]:
    """Of several dimensions with one role only those keep it whose code is in `told`: the file itself says it."""
    counted = Counter(each.role for each in dimensions)
    return tuple(
        each
        if counted[each.role] == 1 or each.code in told
        else Dimension(each.code, each.label, Role.OTHER, each.categories)
        for each in dimensions
    )


def indented(text: str) -> tuple[int, str]:
    """How many steps the label stands inside (two dots or two blanks are one) and the label without them."""
    found = INDENT.fullmatch(text)
    lead, name = found.groups() if found else ("", text)
    steps = lead.count(".") or len(lead)
    return (min((steps + 1) // 2, DEEPEST) if name else 0), (name.strip() or text.strip())


def codes_and_names(texts: Sequence[str]) -> list[tuple[str, str]]:
    """(code, rest) of each label where every one begins with a code of its own; else the code is "".

    A first word in capitals and digits is taken for a code only where it is one in all labels, no two are the same and
    what is left still tells most of them apart: “0-4 years” and “5-9 years” keep their numbers.
    """
    found = [CODED.fullmatch(text.strip()) for text in texts]
    pairs = [(each[1], each[2]) for each in found if each is not None]
    codes = {code for code, _name in pairs}
    short = all(len(code) <= 3 and code.isalpha() for code in codes)
    mixed = [any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code) for code in codes]
    right = (
        len(pairs) == len(texts) > 0
        and len(codes) == len(set(texts))
        and (any(mixed) or (short and len(codes) > 1) or all(code.isdigit() and len(code) > 1 for code in codes))
        and len({name for _code, name in pairs}) * 2 > len(codes)
        and not all(map(is_period, texts))
    )
    return pairs if right else [("", text) for text in texts]


def categories_of(labels: Sequence[str], notes: Sequence[str] = (), given: Sequence[str] = ()) -> tuple[Category, ...]:
    """Categories in the order of the file; each stands under the nearest one before it that is less indented.

    given: codes that the file tells apart from the labels. Where there are none, the label is the code; of two with one
    label both codes get the name that they stand under, in brackets, else a number.
    """
    pairs = list(zip(given, labels, strict=True)) if given else codes_and_names(labels)
    steps = [indented(rest) for _code, rest in pairs]
    above: list[int] = []
    parents: list[int | None] = []
    for at, (depth, _name) in enumerate(steps):
        while above and steps[above[-1]][0] >= depth:
            above.pop()
        parents.append(above[-1] if above else None)
        above.append(at)
    codes = _codes([code for code, _rest in pairs], [name for _depth, name in steps], parents)
    found = []
    for at, (depth, name) in enumerate(steps):
        parent = parents[at]
        under = codes[parent] if parent is not None else ""
        found.append(Category(codes[at], name, notes[at] if notes else "", depth, under))
    return tuple(found)


def _codes(codes: list[str], names: list[str], parents: list[int | None]) -> list[str]:
    chosen = [code or name for code, name in zip(codes, names, strict=True)]
    counted = Counter(chosen)
    for at, parent in enumerate(parents):
        if counted[chosen[at]] > 1 and parent is not None and not codes[at]:
            chosen[at] = f"{names[at]} ({names[parent]})"
    return distinct(chosen)


def distinct(names: Sequence[str]) -> list[str]:
    """The names, each one only once: the second gets a number, and so on."""
    taken, next_number = set(names), Counter[str]()
    seen: set[str] = set()
    found = []
    for name in names:
        once = name
        while once in seen or (once != name and once in taken):
            next_number[name] += 1
            once = f"{name} ({next_number[name] + 1})"
        seen.add(once)
        found.append(once)
    return found
