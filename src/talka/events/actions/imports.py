"""Reading tables of registrations, attendance and feedback: checked first, taken in when somebody says so.

Up to 500 rows are checked while the person waits, more by the worker. Nothing changes before the table is accepted,
unless every row is right.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.sheets import Column
from talka.documents.tables import Fault, read_table
from talka.events import access, sheets
from talka.events.models import Event, SheetImport
from talka.events.queries.questions import blocks_of
from talka.people.models import Person
from talka.ui.refusals import Refusal

from . import taking_in
from .record import note_event

AT_ONCE = 500
Kind, State = SheetImport.Kind, SheetImport.State


def columns_of(event: Event, kind: str) -> tuple[Column, ...]:
    match kind:
        case Kind.REGISTRATIONS:
            return sheets.registration_columns(event, blocks_of(event))
        case Kind.ATTENDANCE:
            return sheets.attendance_columns(event)
    return sheets.feedback_columns()


def bring(event: Event, kind: str, file: BinaryIO | bytes, name: str, *, by: Person | None) -> SheetImport:
    """Read a file. A wrong file or wrong columns are told at once; right tables of at most 500 rows are taken in."""
    if not access.may_organise(by, event):
        raise Refusal(_("Only the event's organisers may do this."), advice=_("Ask the organiser."), status=403)
    read = read_table(file, name, columns_of(event, kind))
    rows = [{"row": row.number, **row.values} for row in read.rows]
    shelf = SheetImport(
        event=event, kind=kind, by=by, file_name=name[:255], row_count=len(rows) + read.rows_with_faults
    )
    shelf.faults = [_plain(fault) for fault in read.faults]
    shelf.faulty_count = read.rows_with_faults
    if read.unreadable:
        shelf.state, shelf.finished_at = State.FAILED, timezone.now()
        shelf.save()
        return shelf
    shelf.rows = json.loads(json.dumps(rows, cls=DjangoJSONEncoder))
    shelf.report = {"found": read.found}
    shelf.save()
    if shelf.row_count > AT_ONCE:
        from talka.events import jobs

        transaction.on_commit(lambda: jobs.check_import.defer(number=shelf.pk))
        return shelf
    check(shelf)
    if shelf.state == State.CHECKED and not shelf.faulty_count:
        accept(shelf, by=by)
    return shelf


def _plain(fault: Fault) -> dict[str, Any]:
    return {"row": fault.row, "column": str(fault.column), "what": str(fault.what), "advice": str(fault.advice)}


def check(shelf: SheetImport) -> SheetImport:
    """What one cell cannot tell: doubles, unknown codes. The good rows stay, the faults are written down."""
    with transaction.atomic():
        row = SheetImport.objects.select_for_update(of=("self",)).get(pk=shelf.pk)
        if row.state == State.CHECKING:
            checked = taking_in.CHECKS[row.kind](row.event, row.rows)
            wrong = {fault.row for fault in checked.faults}
            row.rows = [one for one in row.rows if one["row"] not in wrong]
            row.faults = (row.faults + [_plain(fault) for fault in checked.faults])[:500]
            row.faulty_count += len(wrong)
            row.good_count = len(row.rows)
            row.state = State.CHECKED
            row.save()
        shelf.__dict__.update({k: v for k, v in row.__dict__.items() if not k.startswith("_")})
    return shelf


def accept(shelf: SheetImport, *, by: Person | None) -> SheetImport:
    """Take the good rows in; many of them by the worker. Accepting twice takes them in once."""
    if not access.may_organise(by, shelf.event):
        raise Refusal(_("Only the event's organisers may do this."), advice=_("Ask the organiser."), status=403)
    changed = SheetImport.objects.filter(pk=shelf.pk, state=State.CHECKED).update(state=State.TAKING)
    shelf.refresh_from_db()
    if changed and len(shelf.rows) > AT_ONCE:
        from talka.events import jobs

        transaction.on_commit(lambda: jobs.take_import.defer(number=shelf.pk))
    elif changed:
        take(shelf)
    return shelf


def take(shelf: SheetImport) -> SheetImport:
    """Write the accepted rows, all or none, and empty the shelf. What is refused on the way stands among its faults."""
    try:
        _take(shelf)
    except Refusal as refusal:
        fault = _plain(Fault(None, "", str(refusal.what), str(refusal.advice)))
        SheetImport.objects.filter(pk=shelf.pk, state=State.TAKING).update(
            state=State.FAILED, rows=[], faults=[fault], finished_at=timezone.now()
        )
    shelf.refresh_from_db()
    return shelf


def _take(shelf: SheetImport) -> None:
    with transaction.atomic():
        row = (
            SheetImport.objects.select_for_update(of=("self",))
            .select_related("event__project__programme", "by")
            .get(pk=shelf.pk)
        )
        if row.state == State.TAKING:
            taker: Callable[..., Mapping[str, int]] = taking_in.TAKERS[row.kind]
            report = taker(row.event, row.rows, found=set(row.report.get("found", [])), by=row.by)
            row.report = dict(report)
            row.rows, row.state, row.finished_at = [], State.DONE, timezone.now()
            row.save()
            note_event(row.event, f"import.{row.kind}", row.by, **report)


def give_up(shelf: SheetImport, *, by: Person | None) -> SheetImport:
    """Throw a checked table away; nothing was changed by it."""
    if not access.may_organise(by, shelf.event):
        raise Refusal(_("Only the event's organisers may do this."), advice=_("Ask the organiser."), status=403)
    SheetImport.objects.filter(pk=shelf.pk, state__in=[State.CHECKED, State.CHECKING]).update(
        state=State.GIVEN_UP, rows=[], finished_at=timezone.now()
    )
    shelf.refresh_from_db()
    return shelf


def give_up_unfinished() -> int:
    """For after a restore: tables that were being entered then name who may have been erased since. How many."""
    unfinished = SheetImport.objects.filter(state__in=[State.CHECKING, State.CHECKED, State.TAKING])
    return unfinished.update(state=State.GIVEN_UP, rows=[], faults=[], finished_at=timezone.now())


def forget_old_rows(days: int = 7) -> int:
    """Empty tables that nobody decided on. How many."""
    limit = timezone.now() - dt.timedelta(days=days)
    old = SheetImport.objects.filter(created_at__lt=limit)
    # What was wrong in a row quotes it, and a file may be called by the name of a person.
    old.exclude(faults=[], file_name="").update(faults=[], file_name="")
    return old.exclude(rows=[]).update(rows=[], state=State.GIVEN_UP, finished_at=timezone.now())
