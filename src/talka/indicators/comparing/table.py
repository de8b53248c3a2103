"""A comparison as a table: the longer list downwards, so that two areas stand beside each other on a phone too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from talka.indicators.models import Observation
from talka.territories.models import Area
from talka.territories.queries import name_of
from talka.ui.numbers import number

from .compared import Cell, Column, Compared

SIGNS = {
    Observation.Status.PROVISIONAL: "p",
    Observation.Status.ESTIMATED: "e",
    Observation.Status.IMPUTED: "i",
    Observation.Status.FORECAST: "f",
    Observation.Status.UNRELIABLE: "u",
    Observation.Status.BREAK: "b",
    Observation.Status.SUPPRESSED: "c",
}


class Head(NamedTuple):
    """Of a row or column. note: unit and year of an indicator."""

    label: str
    href: str
    note: str = ""


class Shown(NamedTuple):
    """text: the figure in the reader's language, a dash for none. sign: a letter that the legend explains."""

    text: str
    sign: str = ""


class Row(NamedTuple):
    head: Head
    cells: Sequence[Shown]


@dataclass(frozen=True)
class Table:
    """by_area: whether the rows are areas. signs: the letters used, with their words."""

    heads: list[Head]
    rows: list[Row]
    signs: list[tuple[str, str]]
    by_area: bool


Cells = Callable[[Column], Sequence[Shown]]


def figures(column: Column) -> list[Shown]:
    return [shown(cell, column.indicator.decimals) for cell in column.cells]


def shown(cell: Cell, decimals: int) -> Shown:
    sign = SIGNS.get(Observation.Status(cell.status), "") if cell.status != Observation.Status.NORMAL else ""
    return Shown("–" if cell.value is None else number(cell.value, decimals), sign)


def table_of(compared: Compared, cells: Cells = figures) -> Table:
    """cells: what stands under each measure, in the order of the areas."""
    areas = [area_head(area) for area in compared.areas]
    measures = [measure_head(column) for column in compared.columns]
    down = [cells(column) for column in compared.columns]
    used = {cell.sign for column in down for cell in column if cell.sign}
    signs = [(sign, str(status.label)) for status, sign in SIGNS.items() if sign in used]
    if len(areas) >= len(measures):
        across = list(zip(*down, strict=True)) or [()] * len(areas)
        rows = [Row(head, list(line)) for head, line in zip(areas, across, strict=True)]
        return Table(measures, rows, signs, by_area=True)
    return Table(areas, [Row(head, line) for head, line in zip(measures, down, strict=True)], signs, by_area=False)


def area_head(area: Area) -> Head:
    return Head(name_of(area), reverse("territories:area", args=[area.key]))


def measure_head(column: Column) -> Head:
    unit, year = str(column.indicator.unit), column.year
    said = [unit] if unit else []
    said.append(str(year) if year else _("no figures"))
    return Head(column.measure.title, reverse("indicators:indicator", args=[column.indicator.key]), ", ".join(said))
