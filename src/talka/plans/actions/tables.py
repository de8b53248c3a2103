"""Tables of a document: checked first, entered when somebody has seen what would happen."""

from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from talka.documents.sheets import Column
from talka.documents.tables import Fault, read_table
from talka.people.access import not_allowed
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import check_change
from ..columns import TABLES, WRITTEN_ONLY
from ..models import Plan, PlanImport
from .rows import locked
from .table_rows import CHANGED, NEW, SAME, Into

MOST_ROWS = 1000


class _TakenBack(Exception):
    """Ends a rehearsal: what was entered goes."""


def check_table(plan: Plan, kind: str, file: BinaryIO, name: str, *, by: Person | None) -> PlanImport:
    """Read a table and say per row what would come of it. Nothing is entered; the right rows wait for `accept_table`.

    Each row is entered and everything is taken back at the end, so that what is said here is what will happen.
    """
    check_change(by, plan)
    if by is None:
        raise not_allowed()
    read = read_table(file, name, TABLES[kind], most_rows=MOST_ROWS)
    columns = set(read.found) - set(WRITTEN_ONLY.get(kind, ()))
    counts = {NEW: 0, CHANGED: 0, SAME: 0}
    right: list[list[Any]] = []
    numbers: dict[str, int] = {}
    passed_over = 0
    try:
        with deed(by):
            locked(plan)
            into = Into(plan, columns, by)
            enter = into.row(kind)
            for row in read.rows:
                number = str(row.values["number"])
                fault = _twice(number, row.number, numbers) or _tried(enter, row.values, row.number, counts)
                if fault is None:
                    right.append([row.number, row.values])
                else:
                    read.rows_with_faults += 1
                    read.fault(fault)
            passed_over = into.passed_over
            raise _TakenBack
    except _TakenBack:
        pass
    return PlanImport.objects.create(
        plan=plan,
        kind=kind,
        file_name=name[:200],
        found=sorted(columns),
        rows=right,
        faults=[[one.row, one.column, one.what, one.advice] for one in sorted(read.faults, key=_place)],
        faulty=read.rows_with_faults,
        ignored=read.ignored,
        result=counts | {"passed_over": passed_over},
        by=by,
    )


def accept_table(table: PlanImport, *, by: Person | None) -> PlanImport:
    """Enter the right rows, all or none: what has changed in the document since may forbid one. Raises Refusal."""
    check_change(by, table.plan)
    if by is None or by.pk != table.by_id:
        raise not_allowed()
    with deed(by):
        row = PlanImport.objects.select_for_update(of=("self",)).get(pk=table.pk)
        if row.state != PlanImport.State.CHECKED:
            raise Refusal(_("This table has been entered already."))
        if not row.rows:
            raise Refusal(_("There is no row that could be entered."), advice=_("Correct the file and send it again."))
        plan = locked(table.plan)
        into = Into(plan, set(row.found), by)
        enter = into.row(row.kind)
        counts = {NEW: 0, CHANGED: 0, SAME: 0}
        for number, values in row.rows:
            try:
                counts[enter(_typed(values, TABLES[row.kind]))] += 1
            except Refusal as refusal:
                raise Refusal(
                    _("Row %(row)s: %(what)s") % {"row": number, "what": refusal.what},
                    _("The document has changed since the table was checked; nothing was entered."),
                    _("Send the table again."),
                ) from refusal
        row.state = PlanImport.State.DONE
        row.result, row.rows = counts | {"passed_over": into.passed_over}, []
        row.save(update_fields=["state", "result", "rows"])
    return row


def _tried(enter: Any, values: dict[str, object], number: int, counts: dict[str, int]) -> Fault | None:
    try:
        with transaction.atomic():
            counts[enter(values)] += 1
    except Refusal as refusal:
        return Fault(number, "", str(refusal.what), str(refusal.advice))
    return None


def _twice(number: str, row: int, numbers: dict[str, int]) -> Fault | None:
    first = numbers.setdefault(number, row)
    if first == row:
        return None
    return Fault(
        row,
        "",
        _("The number %(number)s stands in row %(row)s already.") % {"number": number, "row": first},
        _("Leave one of the rows out, or give it another number."),
    )


def _place(fault: Fault) -> int:
    return fault.row or 0


def _typed(values: dict[str, Any], columns: tuple[Column, ...]) -> dict[str, Any]:
    """Values as they were read: JSON keeps decimals as texts."""
    decimals = {column.key for column in columns if column.kind == "decimal"}
    return {
        name: Decimal(str(value)) if name in decimals and value is not None else value for name, value in values.items()
    }
