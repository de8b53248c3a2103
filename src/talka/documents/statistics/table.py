"""The one shape of a published statistical table, whatever file it came in: dimensions, cells, what is said of them."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Role(StrEnum):
    """What a dimension counts along. A reader says it where the file does; else it is `OTHER`."""

    AREA = "area"
    TIME = "time"
    MEASURE = "measure"
    OTHER = "other"


class Status(StrEnum):
    """What is said of a value; the codes are those of the SDMX code list CL_OBS_STATUS where it has one."""

    NORMAL = "A"
    BREAK = "B"
    ESTIMATED = "E"
    FORECAST = "F"
    IMPUTED = "I"
    MISSING = "M"
    PROVISIONAL = "P"
    SUPPRESSED = "Q"
    UNRELIABLE = "U"
    NIL = "Z"
    """Published as “magnitude zero”: 0 where things are counted, no value where a mean is told."""


@dataclass(frozen=True)
class Category:
    """One value of a dimension. depth: how far its label was indented; under: the code of the one it stands below;
    unit: of a measure that has its own, else that of the table."""

    code: str
    label: str
    note: str = ""
    depth: int = 0
    under: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Dimension:
    code: str
    label: str
    role: Role
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class CellFault:
    """A cell that cannot be read. row, column: as a person counts them, from 1; 0 where the file has no such place."""

    row: int
    column: int
    what: str
    shown: str = ""


@dataclass(frozen=True)
class StatisticalTable:
    """A table with one row per cell that the file holds.

    places: (n, d) index of the category in each dimension; values: (n,) float64, NaN where there is none;
    statuses: (n,) one-letter codes of `Status`; rows, columns: (n,) where in the file the cell stood, from 1, else 0.
    code: the publisher's own name of the table. updated: as the file says it. notes: in the publisher's words.
    """

    title: str
    dimensions: tuple[Dimension, ...]
    places: NDArray[np.int32]
    values: NDArray[np.float64]
    statuses: NDArray[np.str_]
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    code: str = ""
    source: str = ""
    licence: str = ""
    updated: str = ""
    unit: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()
    faults: tuple[CellFault, ...] = field(default_factory=tuple)

    def dimension(self, role: Role) -> int | None:
        """The place of the only dimension of that role; None where there is none or more than one."""
        found = [place for place, each in enumerate(self.dimensions) if each.role == role]
        return found[0] if len(found) == 1 else None
