"""Tables of joint projects and budgets: checked first, entered when somebody has seen what would happen."""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from talka.documents.entering import enter_all, faults_kept, rehearse, taken_back, typed
from talka.documents.tables import Row, TableRead, read_table
from talka.people.access import ask_anew, not_allowed
from talka.people.actions.sent_tables import BACKGROUND_FROM, enter_accepted, waiting
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ...access import may_begin
from ...models import ProjectImport
from ...project_columns import WRITTEN_ONLY, columns_of
from .table_rows import Into

MOST_ROWS = 5000
State = ProjectImport.State


def check_table(kind: str, file: BinaryIO, name: str, *, by: Person | None) -> ProjectImport:
    """Read a table and say per row what would come of it; past 500 rows in the background. Nothing is entered; the
    right rows wait for `accept_table`. Raises Refusal."""
    if by is None or not may_begin(by):
        raise not_allowed()
    if kind not in ProjectImport.Kind.values:
        raise Refusal(_("This kind of table is not known."), status=422)
    read = read_table(file, name, columns_of(kind), most_rows=MOST_ROWS)
    row = ProjectImport.objects.create(
        kind=kind,
        file_name=name[:200],
        found=sorted(set(read.found) - set(WRITTEN_ONLY[kind])),
        rows=[[one.number, one.values] for one in read.rows],
        faults=faults_kept(read),
        faulty=read.rows_with_faults,
        ignored=read.ignored,
        language=get_language() or "lv",
        by=by,
    )
    _now_or_later(row)
    return row


def accept_table(table: ProjectImport, *, by: Person | None) -> ProjectImport:
    """Enter the right rows, all or none; past 500 rows in the background. Raises Refusal."""
    if by is None:
        raise not_allowed()
    with transaction.atomic():
        row = waiting(table, by=by)
        row.state = State.RUNNING
        row.save(update_fields=["state"])
    _now_or_later(row)
    return row


def _now_or_later(row: ProjectImport) -> None:
    if len(row.rows) <= BACKGROUND_FROM:
        carry_out(row.key)
        row.refresh_from_db()
        return
    from ...jobs import carry_out_table

    transaction.on_commit(lambda: carry_out_table.defer(key=row.key))


def carry_out(key: str) -> None:
    """Check a table that was sent, or enter one that was accepted; doing it again changes nothing."""
    row = ProjectImport.objects.select_related("by__account").get(key=key)
    if row.state == State.CHECKING:
        with override(row.language):
            _check(row)
    else:
        enter_accepted(ProjectImport, key, _enter)


def _check(row: ProjectImport) -> None:
    columns = columns_of(row.kind)
    read = TableRead(
        rows=[Row(number, typed(values, columns)) for number, values in row.rows], rows_with_faults=row.faulty
    )
    with taken_back(), deed(row.by):
        into = Into(row.kind, set(row.found), row.by)
        done = rehearse(read, into.row(), into.name_of)
    ask_anew(row.by)
    row.rows, row.result, row.state = done.rows, done.counts, State.CHECKED
    row.faults = sorted([*row.faults, *faults_kept(read)], key=lambda fault: fault[0] or 0)
    row.faulty = read.rows_with_faults
    row.save(update_fields=["rows", "result", "state", "faults", "faulty"])


def _enter(row: ProjectImport) -> dict[str, int]:
    meaning = _("What stands has changed since the table was checked; nothing was entered.")
    with deed(row.by):
        into = Into(row.kind, set(row.found), row.by)
        return enter_all(row.rows, into.row(), columns_of(row.kind), meaning=meaning)
