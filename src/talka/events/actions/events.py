"""Making, changing, publishing and calling off an event."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.documents.qr import new_code
from talka.events import clock, letters_of_planning
from talka.events.models import AgendaItem, Event, Quota, Registration
from talka.events.patterns import Pattern
from talka.events.queries.snapshot import in_order
from talka.events.words import same
from talka.people.models import Person
from talka.programmes import access as programmes
from talka.programmes.models import Activity, Project
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from .overtaken import Overtaken
from .record import note_event
from .waiting_list import move_up

# What the edit form may change; everything else has a deed of its own.
EDITABLE = (
    "title",
    "summary",
    "description",
    "record",
    "kind",
    "activity",
    "language",
    "time_zone",
    "first_day",
    "last_day",
    "starts_at",
    "ends_at",
    "venue",
    "address",
    "area",
    "online_url",
    "capacity",
    "choices_asked",
    "registration_open",
    "invited_first",
    "registration_closes_at",
    "self_check_in",
    "certificate_hours",
    "reminder_days",
    "follows",
)
# Copied with the agenda: how the event is set up, never who came, spoke, paid or was asked.
COPIED = (
    "kind",
    "summary",
    "description",
    "language",
    "time_zone",
    "venue",
    "address",
    "area",
    "capacity",
    "choices_asked",
    "self_check_in",
    "certificate_hours",
    "reminder_days",
)


def refuse_unless_organiser(person: Person | None, project: Project) -> None:
    if not programmes.may_organise(person, project):
        raise Refusal(
            _("Only organisers of the project may do this."),
            advice=_("Ask an organiser of the project to do it or to give you the role."),
            status=403,
        )


@transaction.atomic
def create_from_pattern(
    project: Project,
    pattern: Pattern | None,
    *,
    title: LazyI18nString,
    first_day: dt.date,
    by: Person | None,
    last_day: dt.date | None = None,
    venue: LazyI18nString | str = "",
    activity: Activity | None = None,
) -> Event:
    """A draft with the pattern's agenda on that day; without one an empty draft. It takes the pattern's days."""
    refuse_unless_organiser(by, project)
    days = pattern.days if pattern else 1
    event = Event(
        project=project,
        activity=activity,
        title=title,
        first_day=first_day,
        last_day=max(last_day or first_day, first_day + dt.timedelta(days=days - 1)),
        venue=venue,
        kind=pattern.kind if pattern else Event.Kind.OTHER,
        capacity=pattern.room_for if pattern else None,
        choices_asked=pattern.choices_asked if pattern else 0,
        certificate_hours=pattern.certificate_hours if pattern else None,
    )
    if pattern:
        event.starts_at = clock.moment_at(event, event.first_day, pattern.starts)
        event.ends_at = clock.moment_at(event, first_day + dt.timedelta(days=days - 1), pattern.ends)
        if event.last_day > first_day + dt.timedelta(days=days - 1):
            event.ends_at = clock.moment_at(event, event.last_day, pattern.ends)
    _save_new(event, by)
    for order, item in enumerate(pattern.items if pattern else ()):
        starts = clock.moment_at(event, first_day + dt.timedelta(days=item.day - 1), item.starts)
        AgendaItem.objects.create(
            event=event,
            key=item.key,
            order=order,
            kind=item.kind,
            block=item.block,
            part=LazyI18nString(item.part),
            title=LazyI18nString(item.title),
            description=LazyI18nString(item.description),
            starts_at=starts,
            ends_at=starts + dt.timedelta(minutes=item.minutes),
            capacity_min=item.capacity_min,
            capacity=item.capacity,
            edited_by=by,
        )
    return event


@transaction.atomic
def copy_event(
    source: Event,
    project: Project,
    *,
    title: LazyI18nString,
    first_day: dt.date,
    by: Person | None,
    venue: LazyI18nString | str = "",
    activity: Activity | None = None,
) -> Event:
    """A draft like another event, its agenda moved to the new day by the wall clock. No people are copied."""
    refuse_unless_organiser(by, project)
    if not programmes.may_read_inside(by, source.project):
        raise Refusal(_("Only members of its team may copy this event."), status=403)
    days = (first_day - source.first_day).days
    event = Event(
        project=project,
        activity=activity or (source.activity if source.project_id == project.pk else None),
        title=title,
        first_day=first_day,
        last_day=source.last_day + dt.timedelta(days=days),
        starts_at=clock.moved_by_days(source, source.starts_at, days),
        ends_at=clock.moved_by_days(source, source.ends_at, days),
        **{name: getattr(source, name) for name in COPIED},
    )
    if str(venue):
        event.venue, event.address, event.area = venue, "", None
    _save_new(event, by)
    for order, item in enumerate(in_order(source.items.all())):
        if item.cancelled:
            continue
        AgendaItem.objects.create(
            event=event,
            key=item.key,
            order=order,
            kind=item.kind,
            block=item.block,
            part=item.part,
            title=item.title,
            description=item.description,
            starts_at=clock.moved_by_days(source, item.starts_at, days),
            ends_at=clock.moved_by_days(source, item.ends_at, days),
            room=item.room if not str(venue) else "",
            capacity_min=item.capacity_min,
            capacity=item.capacity,
            edited_by=by,
        )
    for question in source.questions.all():
        question.pk, question.event = None, event
        question._state.adding = True
        question.save()
    for quota in Quota.objects.filter(event=source):
        quota.pk, quota.event = None, event
        quota._state.adding = True
        quota.save()
    return event


def _save_new(event: Event, by: Person | None) -> None:
    event.slug = free_slug(str(event.title.localize("lv") if hasattr(event.title, "localize") else event.title))
    event.room_code = free_room_code()
    event.edited_by = by
    event.save()


def free_slug(title: str) -> str:
    """An address made from the title, with a number where it is taken."""
    stem = slugify(fold(title))[:70].strip("-") or "pasakums"
    taken = set(Event.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def free_room_code() -> str:
    while Event.objects.filter(room_code=(code := new_code(6))).exists():
        pass
    return code


@transaction.atomic
def edit_event(event: Event, values: Mapping[str, Any], *, seen: int, by: Person | None) -> Event:
    """Change what stands about the event. `seen` is the version the form was opened with; a stale one is Overtaken."""
    refuse_unless_organiser(by, event.project)
    row = (
        Event.objects.select_for_update(of=("self",)).select_related("project__programme", "edited_by").get(pk=event.pk)
    )
    if row.version != seen:
        raise Overtaken(row, row.edited_by, row.edited_at)
    changed = [name for name in EDITABLE if name in values and not same(getattr(row, name), values[name])]
    if not changed:
        return row
    if "capacity" in changed and values["capacity"] is not None:
        taken = row.registrations.filter(state=Registration.State.REGISTERED).count()
        if values["capacity"] < taken:
            raise Refusal(
                _("There are already more people registered than that."),
                _("%(number)s people have a place.") % {"number": taken},
                _("Give at least that many places, or take the matter up with those who registered."),
            )
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    row.edited_by = by
    row.save()
    note_event(row, "event.changed", by)
    if "first_day" in changed:
        # Whoever was reminded of the former day is reminded of the new one too.
        row.registrations.exclude(reminded_at=None).update(reminded_at=None)
    if "capacity" in changed:
        move_up(row)
    return row


@transaction.atomic
def publish_event(event: Event, *, by: Person | None) -> Event:
    """Everybody may now know of the event. Its agenda shows when it is released."""
    return _into(event, Event.State.PUBLISHED, "event.published", by)


@transaction.atomic
def withdraw_event(event: Event, *, by: Person | None) -> Event:
    """Back to a draft that only the team sees; refused once people have registered."""
    refuse_unless_organiser(by, event.project)
    if event.registrations.exclude(state=Registration.State.CANCELLED).exists():
        raise Refusal(
            _("People have registered for this event, so it cannot become a draft again."),
            advice=_("If it will not be held, cancel it: then its page says so."),
        )
    return _into(event, Event.State.DRAFT, "event.withdrawn", by)


@transaction.atomic
def cancel_event(event: Event, *, by: Person | None, tell: bool = True) -> int:
    """The event will not be held. Its page stays and says so; registration closes. How many people were written to."""
    row = _into(event, Event.State.CANCELLED, "event.cancelled", by)
    return letters_of_planning.tell_cancelled(row) if tell and not clock.is_over(row) else 0


def _into(event: Event, state: str, moment: str, by: Person | None) -> Event:
    refuse_unless_organiser(by, event.project)
    row = Event.objects.select_for_update(of=("self",)).select_related("project__programme").get(pk=event.pk)
    if row.state != state:
        row.state = state
        row.version += 1
        row.edited_by = by
        if state == Event.State.CANCELLED:
            row.registration_open = False
        row.save()
        note_event(row, moment, by)
    return row


@transaction.atomic
def open_registration(event: Event, *, by: Person | None, open_: bool = True) -> Event:
    """Open or close registration. A draft is published first by its own deed."""
    refuse_unless_organiser(by, event.project)
    row = Event.objects.select_for_update(of=("self",)).select_related("project__programme").get(pk=event.pk)
    if open_ and row.state != Event.State.PUBLISHED:
        raise Refusal(
            _("Registration can be opened once the event is published."),
            advice=_("Publish the event first."),
        )
    if row.registration_open != open_:
        row.registration_open = open_
        row.version += 1
        row.edited_by = by
        row.save()
    return row


@transaction.atomic
def delete_draft(event: Event, *, by: Person | None) -> None:
    """Throw away a draft nobody was invited to and nobody registered for."""
    refuse_unless_organiser(by, event.project)
    if event.state != Event.State.DRAFT or event.registrations.exists() or event.invitations.exists():
        raise Refusal(
            _("Only a draft without invitations and registrations can be thrown away."),
            advice=_("Cancel the event instead: its page stays and says so."),
        )
    event.delete()
