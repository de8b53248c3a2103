"""Entering the rows of a table by the deeds that forms use: rehearsed first, so that what is said is what will happen.

Each row is entered by a function of the room that answers whether it was new, changed or the same already, and raises
Refusal where it cannot be entered. A rehearsal enters all of them and takes everything back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from talka.ui.refusals import Refusal, Words

from .sheets import Column
from .tables import Fault, TableRead

NEW, CHANGED, SAME = "new", "changed", "same"
Values = Mapping[str, Any]
Enter = Callable[[Values], str]


class _TakenBack(Exception):
    """Ends a rehearsal: what was entered goes."""


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing that is written inside stays."""
    try:
        with transaction.atomic():
            yield
            raise _TakenBack
    except _TakenBack:
        pass


@dataclass
class Rehearsal:
    """rows: the right ones as (number in the file, values); counts: how many are new, changed, the same."""

    rows: list[list[Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {NEW: 0, CHANGED: 0, SAME: 0})


def rehearse(read: TableRead, enter: Enter, name_of: Callable[[Values], str]) -> Rehearsal:
    """Enter each row by itself; a refusal becomes a fault of the row. To be called inside `taken_back`.

    name_of: what a row is about, in words, of which a table may have one row only; "" where that is not told.
    """
    done = Rehearsal()
    names: dict[str, int] = {}
    for row in read.rows:
        fault = _twice(name_of(row.values), row.number, names) or _tried(enter, row.values, row.number, done.counts)
        if fault is None:
            done.rows.append([row.number, row.values])
        else:
            read.rows_with_faults += 1
            read.fault(fault)
    return done


def enter_all(
    rows: Iterable[Sequence[Any]], enter: Enter, columns: Sequence[Column], *, meaning: Words
) -> dict[str, int]:
    """Enter rows that were right when checked; how many were new, changed, the same. Raises Refusal that names
    the row, and then the caller's transaction enters none. meaning: that what stands has changed since."""
    counts = {NEW: 0, CHANGED: 0, SAME: 0}
    for number, values in rows:
        try:
            counts[enter(typed(values, columns))] += 1
        except Refusal as refusal:
            raise Refusal(
                _("Row %(row)s: %(what)s") % {"row": number, "what": refusal.what}, meaning, _("Send the table again.")
            ) from refusal
    return counts


def typed(values: Values, columns: Sequence[Column]) -> dict[str, Any]:
    """Values as they were read: JSON keeps decimals and days as texts."""
    kinds = {column.key: column.kind for column in columns}
    return {name: _typed(value, kinds.get(name, "text")) for name, value in values.items()}


def _typed(value: Any, kind: str) -> Any:
    if kind == "decimal" and value is not None:
        return Decimal(str(value))
    return date.fromisoformat(value) if kind == "date" and isinstance(value, str) and value else value


def faults_kept(read: TableRead) -> list[list[Any]]:
    """Faults in the order of the file, as JSON keeps them."""
    return [[one.row, one.column, one.what, one.advice] for one in sorted(read.faults, key=lambda one: one.row or 0)]


def _tried(enter: Enter, values: Values, number: int, counts: dict[str, int]) -> Fault | None:
    try:
        with transaction.atomic():
            counts[enter(values)] += 1
    except Refusal as refusal:
        return Fault(number, "", str(refusal.what), str(refusal.advice))
    return None


def _twice(name: str, row: int, names: dict[str, int]) -> Fault | None:
    first = names.setdefault(name, row) if name else row
    if first == row:
        return None
    return Fault(
        row,
        "",
        _("“%(name)s” stands in row %(row)s already.") % {"name": name, "row": first},
        _("Leave one of the rows out."),
    )
