"""What the dimensions of a table are to us: areas, years, a breakdown, and which combination is which indicator."""

import hashlib
import json
import re
from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Self

from talka.documents.statistics.table import Dimension, Role, StatisticalTable
from talka.ui.folding import fold

BETWEEN = " | "
"""Between the category labels of a series that more than one dimension makes."""
MOST_SERIES = 300
YEAR = re.compile(r"^(?:19|20)\d\d$")


@dataclass(frozen=True)
class Mapping:
    """By labels and not by places, so that it fits the next edition of the table.

    area, time, breakdown: codes of dimensions; breakdown may be empty. classification: by which the breakdown's
    categories are known. categories: label of a category of the breakdown → code in the classification, "" for the
    total, absent for what is left out. series: labels of the other dimensions' categories, joined → key of an
    indicator, "" for what is left out. areas: label → key of an area that a person told by hand.
    """

    area: str = ""
    time: str = ""
    breakdown: str = ""
    classification: str = ""
    categories: Mapped[str, str] = field(default_factory=dict)
    series: Mapped[str, str] = field(default_factory=dict)
    areas: Mapped[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {name: dict(v) if isinstance(v, Mapped) else v for name, v in vars(self).items()}

    @classmethod
    def from_json(cls, told: Mapped[str, Any]) -> Self:
        return cls(**{name: told[name] for name in cls.__dataclass_fields__ if name in told})


def signature(table: StatisticalTable) -> str:
    """By which a table of this kind is known again: its code, or its title or file's name without the years in it; and
    what its dimensions are called."""
    told = [
        table.code or re.sub(r"\d+", "", fold(table.title)),
        [[each.code, fold(each.label)] for each in table.dimensions],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def proposed(table: StatisticalTable) -> Mapping:
    """A first guess by the roles that the file tells, and by what looks like years where it tells none."""
    area, time = table.dimension(Role.AREA), table.dimension(Role.TIME)
    if time is None:
        years = [n for n, each in enumerate(table.dimensions) if _all_years(each)]
        time = years[0] if len(years) == 1 else None
    codes = [each.code for each in table.dimensions]
    return Mapping(
        area="" if area is None else codes[area],
        time="" if time is None else codes[time],
    )


def others(table: StatisticalTable, mapping: Mapping) -> list[Dimension]:
    """The dimensions whose combinations are the series: neither area, time nor the breakdown."""
    return [each for each in table.dimensions if each.code not in (mapping.area, mapping.time, mapping.breakdown)]


def series_of(table: StatisticalTable, mapping: Mapping) -> list[str]:
    """The name of every series, in the order of the table; one empty name where nothing else is told."""
    labels = [[category.label for category in each.categories] for each in others(table, mapping)]
    return [BETWEEN.join(combination) for combination in product(*labels)]


def number_of_series(table: StatisticalTable, mapping: Mapping) -> int:
    count = 1
    for each in others(table, mapping):
        count *= len(each.categories)
    return count


def _all_years(dimension: Dimension) -> bool:
    return bool(dimension.categories) and all(year_of(c.label) or year_of(c.code) for c in dimension.categories)


def year_of(text: str) -> int | None:
    """2021 of “2021”, “2021.”, “2021Y” and “2021. gads”; None where it is no whole year."""
    plain = re.sub(r"\s*(?:[yY]|\.?\s*gads|\.?\s*gada sākumā|\.)$", "", text.strip())
    return int(plain) if YEAR.match(plain) else None


def complete(table: StatisticalTable, mapping: Mapping) -> bool:
    """Whether every dimension and series has been told apart."""
    codes = {each.code for each in table.dimensions}
    if not {mapping.area, mapping.time} <= codes or mapping.area == mapping.time:
        return False
    if mapping.breakdown and mapping.breakdown not in codes - {mapping.area, mapping.time}:
        return False
    # Combinations grow without bound with the dimensions: nobody tells more of them apart than a page asks.
    if number_of_series(table, mapping) > MOST_SERIES:
        return False
    return any(mapping.series.get(name) for name in series_of(table, mapping))


def known_labels(dimension: Dimension) -> Sequence[str]:
    return [category.label for category in dimension.categories]
