"""What events keep of a person: shown to them on request, emptied when they are erased."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from talka.documents.storage import delete_file
from talka.people.models import Person, new_token
from talka.people.personal_data import Kept, blank_versions, drop_versions, held, plain_row
from talka.people.traces import Naming, naming_with_doubles, rows_named_after, rows_naming
from talka.ui import numbers

from .actions import release, waiting_list
from .models import (
    AgendaItem,
    Answer,
    Attendance,
    Certificate,
    Choice,
    Event,
    Invitation,
    Presentation,
    Registration,
    SheetImport,
    Speaker,
)
from .queries.questions import answers_in_words

State = Registration.State
TOLD = ("rows", "faults")
EMPTY: dict[str, Any] = {
    "diet": "",
    "access_needs": "",
    "interpretation": "",
    "transport": "",
    "overnight": None,
    "remark": "",
    "notice_digest": "",
}


def export(person: Person) -> Mapping[str, Any]:
    """Registrations with answers and attendance, invitations, talks and certificates, as they stand."""
    registrations = []
    for row in (
        Registration.objects.filter(person=person)
        .select_related("event", "organisation", "registered_by")
        .prefetch_related("choices__item", "answers", "attendances")
    ):
        registrations.append(
            {
                _("Event"): str(row.event.title),
                _("State"): str(row.get_state_display()),
                _("Registered on"): row.registered_at.isoformat(),
                _("Registered by"): row.registered_by.name if row.registered_by else "",
                _("Organisation"): str(row.organisation or ""),
                _("Position"): row.position,
                _("Working groups"): [str(choice.item.title) for choice in row.choices.all()],
                _("Answers"): dict(answers_in_words(row, row.answers.all())),
                _("Attended on"): [attendance.day.isoformat() for attendance in row.attendances.all()],
                _("Feedback"): _("sent, without your name") if row.feedback_given else _("not sent"),
            }
        )
    told: dict[str, Any] = {
        _("Registrations"): registrations,
        _("Invitations"): [
            {_("Event"): str(row.event.title), **plain_row(row, leave_out=["event", "person"])}
            for row in Invitation.objects.filter(person=person).select_related("event", "invited_by")
        ],
        _("Certificates"): [
            {_("Code"): row.code, _("Name"): row.holder, _("Issued on"): row.issued_at.isoformat()}
            for row in Certificate.objects.filter(registration__person=person)
        ],
        _("Talks"): [
            {_("Event"): str(row.item.event.title), _("Talk"): str(row.item.title)}
            for row in Speaker.objects.filter(person=person).select_related("item__event")
        ],
        _("Groups and items that you lead"): [
            {_("Event"): str(row.event.title), _("Agenda item"): str(row.title)}
            for row in AgendaItem.objects.filter(facilitators=person).select_related("event")
        ],
        _("Presentations that you handed in"): [
            {_("Event"): str(row.item.event.title), _("Title"): str(row.title), _("File"): row.file_name or row.url}
            for row in Presentation.objects.filter(uploaded_by=person).select_related("item__event")
        ],
    }
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Empty everything; what proves attendance to a funder waits until the project's retention date."""
    kept: list[Kept] = []
    freed: set[int] = set()
    rows = list(
        Registration.objects.select_for_update(of=("self",))
        .filter(person=person)
        .select_related("event__project")
        .prefetch_related("attendances")
    )
    ids = [row.pk for row in rows]
    Answer.objects.filter(registration__in=ids).delete()
    Choice.objects.filter(registration__in=ids).delete()
    Certificate.objects.filter(registration__in=ids).delete()
    for row in rows:
        days = [attendance.day for attendance in row.attendances.all()]
        until = row.event.project.retention_until
        locked = bool(days and until and until >= today)
        values = {**EMPTY, "token": new_token(), "registered_by": None}
        if locked:
            first = numbers.short_date(min(days))
            what = _("Attendance at “%(event)s”, %(day)s") % {"event": row.event.title, "day": first}
            kept.append(Kept(what, _("The funder has the attendance list kept until this day."), until))
            blank_versions(Registration, [row.pk], ["position"])
        else:
            values |= {"position": "", "organisation": None, "funder_answers": {}}
            drop_versions(Registration, [row.pk])
            if not days and row.state != State.CANCELLED:
                values |= {"state": State.CANCELLED, "waiting_since": None}
                freed.add(row.event_id)
        Registration.objects.filter(pk=row.pk).update(**values)
        # The update itself makes a version of what stood there before.
        if locked:
            blank_versions(Registration, [row.pk], ["position"])
        else:
            drop_versions(Registration, [row.pk])
    Invitation.objects.filter(person=person).delete()
    _forget_papers(person)
    AgendaItem.facilitators.through.objects.filter(person=person).delete()
    Speaker.objects.filter(person=person).update(introduced_as="")
    release.forget_introductions(person)
    Registration.objects.filter(registered_by=person).update(registered_by=None)
    Attendance.objects.filter(checked_in_by=person).update(checked_in_by=None)
    _forget_tables(person)
    for event in Event.objects.filter(pk__in=freed):
        waiting_list.move_up(event)
    return kept


def _forget_papers(person: Person) -> None:
    """What they handed in for their own talk goes, with its file, which tells of them inside too: a talk of theirs
    alone, or a file they sent themselves. Papers of others that they put there as organisers stay."""
    spoken = Presentation.objects.filter(item__speakers__person=person)
    others = Speaker.objects.filter(item=OuterRef("item")).exclude(person=person)
    for row in spoken.filter(Q(uploaded_by=person) | ~Exists(others)).distinct():
        name = row.file.name or ""
        row.delete()
        transaction.on_commit(partial(delete_file, name))
    Presentation.objects.filter(uploaded_by=person).update(uploaded_by=None)


def hold(person: Person, naming: Naming) -> bool:
    """Lock the events whose seats the person would free, and the tables on their way that name them.

    False where one of the tables is being taken in.
    """
    list(Event.objects.select_for_update().filter(registrations__person=person).order_by("pk").values_list("pk"))
    return held(SheetImport, rows_naming(SheetImport, TOLD, naming), busy=[SheetImport.State.TAKING])


def holds(today: dt.date) -> Sequence[Any]:
    """Whom events still need: by registrations and invitations until the project's retention date (without one: as
    long as they stand), as speakers, and by certificates, which are the person's own to erase."""
    current = Q(event__project__retention_until=None) | Q(event__project__retention_until__gte=today)
    return (
        Registration.objects.filter(current | Q(certificate__isnull=False)).values("person"),
        Invitation.objects.filter(current).values("person"),
        Speaker.objects.values("person"),
    )


def _forget_tables(person: Person) -> None:
    """Tables on their way that name the person are emptied, and what was wrong in them is no longer told."""
    named = naming_with_doubles(person)
    tables = SheetImport.objects.filter(pk__in=rows_naming(SheetImport, TOLD, named))
    waiting = (SheetImport.State.CHECKING, SheetImport.State.CHECKED)
    tables.filter(state__in=waiting).update(state=SheetImport.State.GIVEN_UP)
    tables.update(rows=[], faults=[])
    SheetImport.objects.filter(pk__in=rows_named_after(SheetImport, "file_name", named)).update(file_name="")
