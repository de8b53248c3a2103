"""Tables of a document: checked first, entered when somebody has seen what would happen."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from talka.documents.entering import enter_all, faults_kept, rehearse, taken_back
from talka.documents.tables import read_table
from talka.people.access import not_allowed
from talka.people.actions.sent_tables import finish, waiting
from talka.people.history import deed
from talka.people.models import Person

from ..access import check_change
from ..columns import TABLES, WRITTEN_ONLY
from ..models import Plan, PlanImport
from .rows import locked
from .table_rows import Into

MOST_ROWS = 1000


def check_table(plan: Plan, kind: str, file: BinaryIO, name: str, *, by: Person | None) -> PlanImport:
    """Read a table and say per row what would come of it. Nothing is entered; the right rows wait for `accept_table`.

    Each row is entered and everything is taken back at the end, so that what is said here is what will happen.
    """
    check_change(by, plan)
    if by is None:
        raise not_allowed()
    read = read_table(file, name, TABLES[kind], most_rows=MOST_ROWS)
    columns = set(read.found) - set(WRITTEN_ONLY.get(kind, ()))
    with taken_back(), deed(by):
        locked(plan)
        into = Into(plan, columns, by)
        done = rehearse(read, into.row(kind), lambda values: str(values["number"]))
    return PlanImport.objects.create(
        plan=plan,
        kind=kind,
        file_name=name[:200],
        found=sorted(columns),
        rows=done.rows,
        faults=faults_kept(read),
        faulty=read.rows_with_faults,
        ignored=read.ignored,
        result=done.counts | {"passed_over": into.passed_over},
        by=by,
    )


def accept_table(table: PlanImport, *, by: Person | None) -> PlanImport:
    """Enter the right rows, all or none: what has changed in the document since may forbid one. Raises Refusal."""
    check_change(by, table.plan)
    if by is None:
        raise not_allowed()
    with deed(by):
        row = waiting(table, by=by)
        plan = locked(table.plan)
        into = Into(plan, set(row.found), by)
        meaning = _("The document has changed since the table was checked; nothing was entered.")
        counts = enter_all(row.rows, into.row(row.kind), TABLES[row.kind], meaning=meaning)
        finish(row, PlanImport.DONE, counts | {"passed_over": into.passed_over})
    return row
