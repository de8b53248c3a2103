"""One cell of a sheet to a value and what is said of it; what cannot be read is a fault with its place."""

import datetime
import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.documents.workbooks import ErrorValue, Formula

from . import marks
from .building import Faults, cleaned
from .numbers import Decimals, decimals_of, parse_number, parted
from .table import Status


class CellValues:
    """Reads the cells of one file: its legend and its decimal sign hold for all of them.

    unknown: marks beside numbers that the file does not explain, with how many numbers have each.
    """

    def __init__(self, legend: Mapping[str, Status], decimals: Decimals, faults: Faults) -> None:
        self.legend = legend
        self.decimals = decimals
        self.faults = faults
        self.unknown: dict[str, int] = {}

    def read(self, raw: Any, row: int, column: int) -> tuple[float, str] | None:
        """The value (NaN where there is none) and its status; None where it is a fault, which is then kept, or where
        the cell is blank: nothing is said of it."""
        if isinstance(raw, str):
            return self._text(raw.strip(), row, column)
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            value = float(raw) if abs(raw) < 1e300 else math.inf
            if math.isfinite(value):
                return value, Status.NORMAL.value
            self.faults.add(row, column, _("The number is too large, or it is not a number."), raw)
            return None
        if raw is not None:
            self.faults.add(row, column, _why(raw), _shown(raw))
        return None

    def _text(self, text: str, row: int, column: int) -> tuple[float, str] | None:
        if not text:
            return None
        value = parse_number(text, self.decimals.sign)
        if value is not None:
            return value, Status.NORMAL.value
        status = marks.alone(text, self.legend)
        if status is not None:
            return math.nan, status.value
        pair = parted(text)
        value = parse_number(pair[0], self.decimals.sign) if pair else None
        if pair and value is not None and (flag := self._flag(pair[1])) is not None:
            return value, flag.value
        start, _space, flags = text.partition(" ")
        if start and marks.alone(start, self.legend) == Status.MISSING and (flag := marks.beside(flags)) is not None:
            return math.nan, (flag if flag == Status.SUPPRESSED else Status.MISSING).value
        self.faults.add(row, column, self._not_a_number(text), text)
        return None

    def _flag(self, mark: str) -> Status | None:
        """What the mark beside a number says; letters that nobody explains are no mark."""
        if mark in self.legend:
            return self.legend[mark]
        if not mark.isalpha() or not mark.isascii():
            self.unknown[mark] = self.unknown.get(mark, 0) + 1
            return Status.NORMAL
        return marks.beside(mark) if mark.islower() or len(mark) == 1 else None

    def _not_a_number(self, text: str) -> str:
        other = "," if self.decimals.sign == "." else "."
        if text.casefold().lstrip("+-−") in ("inf", "infinity", "∞"):
            return _("Infinity is not a value that can be compared.")
        if parse_number(text, other) is not None:
            return _("In this file “%(sign)s” parts the decimals; this number is written otherwise.") % {
                "sign": self.decimals.sign
            }
        return _("This is not a number, and the file does not say what the sign means.")

    def notes(self) -> list[str]:
        """What the reader should know of how the numbers were read."""
        found = unexplained(self.unknown)
        if not self.decimals.sure:
            shown = {"example": f"1{self.decimals.sign}234", "read": "1.234"}
            found.append(
                _("Numbers such as “%(example)s” may be read in two ways in this file; they were read as decimals.")
                % shown
            )
        return found


def unexplained(marks_met: Mapping[str, int]) -> list[str]:
    """A note for each mark beside values that nobody explains, with how many values have it."""
    return [
        ngettext(
            "The mark “%(mark)s” stands beside %(count)s value; the file does not say what it means.",
            "The mark “%(mark)s” stands beside %(count)s values; the file does not say what it means.",
            count,
        )
        % {"mark": cleaned(mark)[:20], "count": count}
        for mark, count in list(marks_met.items())[:20]
        if mark != "%"
    ]


def _why(raw: Any) -> str:
    if isinstance(raw, Formula):
        return _(
            "The cell holds a formula; what it gave is not taken for a published value. Put the value in its place."
        )
    if isinstance(raw, ErrorValue):
        return _("The cell holds the error %(error)s of a spreadsheet.") % {"error": raw.sign}
    if isinstance(raw, datetime.date | datetime.time | datetime.timedelta):
        return _("The cell holds a date. A spreadsheet has probably changed the number when the file was opened in it.")
    if isinstance(raw, bool):
        return _("The cell holds yes or no, not a number.")
    return _("This is not a number, and the file does not say what the sign means.")


def _shown(raw: Any) -> str:
    if isinstance(raw, Formula):
        return raw.text
    return raw.sign if isinstance(raw, ErrorValue) else str(raw)


def decimals_in(cells: Iterable[Any], delimiter: str) -> Decimals:
    """The decimal sign of the texts among the cells. Where semicolons part the cells, commas part decimals, unless the
    numbers say otherwise: that is why such files use semicolons. Where commas part the cells, dots part decimals."""
    texts = (cell.strip() for cell in cells if isinstance(cell, str))
    return decimals_of(texts, {";": ",", ",": "."}.get(delimiter, ""))
