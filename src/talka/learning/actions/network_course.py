"""What a learning network does: meetings, homework, notes on why some do better, targets and what was reached."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.events.access import events_known_to
from talka.events.models import Event
from talka.indicators.models import Indicator
from talka.people.access import not_allowed
from talka.people.actions.versions import amend, check_shown, fill
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import networks as access
from ..models import Network, NetworkMeeting, NetworkMember, NetworkNote, NetworkTarget, NetworkTask
from ..queries.network_figures import latest_figure
from .networks import network_locked

Text = LazyI18nString | str
Row = TypeVar("Row", NetworkNote, NetworkTask, NetworkTarget)
LONGEST = 5000
YEARS = range(1990, 2101)


def add_meeting(
    network: Network, event: Event, *, by: Person | None, host: NetworkMember | None = None
) -> NetworkMeeting:
    """An event of the same programme becomes a meeting; again: another host. by None: the house. Raises Refusal."""
    if by is not None:
        access.check_run(by, network)
        if not events_known_to(by).filter(pk=event.pk).exists():
            raise Refusal(_("This event is not known."), _("Nothing was changed."), status=422)
    if event.project.programme_id != network.programme_id:
        raise Refusal(
            _("This event belongs to another programme."),
            _("Nothing was changed."),
            _("Make the event in a project of the network's own programme."),
            status=422,
        )
    if host is not None and host.network_id != network.pk:
        raise Refusal(_("This municipality is in another network."), _("Nothing was changed."), status=422)
    with deed(by):
        network_locked(network)
        row, made = NetworkMeeting.objects.get_or_create(network=network, event=event, defaults={"host": host})
        if not made and row.host_id != (host and host.pk):
            row.host = host
            row.save(update_fields=["host"])
    return row


def remove_meeting(meeting: NetworkMeeting, *, by: Person | None) -> None:
    """The event stays; it is no meeting of the network any more. Twice is once."""
    access.check_run(by, meeting.network)
    with deed(by):
        network_locked(meeting.network)
        NetworkMeeting.objects.filter(pk=meeting.pk).delete()


@dataclass(frozen=True)
class TaskData:
    """due_on: until the end of that day; None: no day is set."""

    title: str
    what: str = ""
    due_on: dt.date | None = None


def set_task(
    network: Network, data: TaskData, members: Collection[NetworkMember], *, by: Person | None
) -> list[NetworkTask]:
    """Ask it of these members, of each for itself; sent twice, it is asked once. by None: the house. Raises Refusal."""
    if by is not None:
        access.check_run(by, network)
    _check_task(data)
    if not members:
        raise Refusal(_("It is not said who is to do it."), _("Nothing was changed."), status=422)
    if any(member.network_id != network.pk for member in members):
        raise Refusal(_("This municipality is in another network."), _("Nothing was changed."), status=422)
    with deed(by):
        network_locked(network)
        rows = []
        for member in members:
            row = NetworkTask(member=member, by=by)
            fill(row, data)
            rows.append(_once(row, ("title", "what", "due_on", "done_on")))
    return rows


def change_task(task: NetworkTask, data: TaskData, *, version: int, by: Person | None) -> NetworkTask:
    """`version` is the one that was shown. Raises Refusal."""
    access.check_run(by, task.member.network)
    _check_task(data)
    with deed(by):
        network_locked(task.member.network)
        row = NetworkTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
        amend(row, data, version)
    return row


def do_task(task: NetworkTask, outcome: str, *, done: bool, version: int, by: Person | None) -> None:
    """It is done, with what came of it; or not done after all. Said by the member itself, or who runs the network.
    `version` is the one that was shown. Raises Refusal."""
    access.check_work_for(by, task.member)
    _check_length(outcome)
    with deed(by):
        network_locked(task.member.network)
        row = NetworkTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
        check_shown(row, version)
        row.done_on = (row.done_on or timezone.localdate()) if done else None
        row.outcome = outcome.strip()
        row.version += 1
        row.save(update_fields=["done_on", "outcome", "version"])


def write_note(
    member: NetworkMember, text: str, *, by: Person | None, indicator: Indicator | None = None
) -> NetworkNote:
    """Why it does better or worse than the others; sent twice, it stands once. by None: the house. Raises Refusal."""
    if by is not None:
        access.check_work_for(by, member)
    _check_note(text)
    with deed(by):
        network_locked(member.network)
        return _once(NetworkNote(member=member, text=text.strip(), indicator=indicator, by=by), ("text", "indicator"))


def change_note(
    note: NetworkNote, text: str, *, version: int, by: Person | None, indicator: Indicator | None = None
) -> NetworkNote:
    """`version` is the one that was shown. Raises Refusal."""
    access.check_work_for(by, note.member)
    _check_note(text)
    with deed(by):
        network_locked(note.member.network)
        row = NetworkNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
        check_shown(row, version)
        row.text, row.indicator = text.strip(), indicator
        row.version += 1
        row.save()
    return row


@dataclass(frozen=True)
class TargetData:
    """indicator, or what the member measures itself. Values in the indicator's unit, years of the calendar; without a
    first value the newest figure of the member's area is taken, where there is one."""

    to_value: Decimal
    to_year: int
    indicator: Indicator | None = None
    measured: Text = ""
    from_value: Decimal | None = None
    from_year: int | None = None
    how: str = ""


def set_target(member: NetworkMember, data: TargetData, *, by: Person | None) -> NetworkTarget:
    """Sent twice, it stands once. by None: the house. Raises Refusal."""
    if by is not None:
        access.check_work_for(by, member)
    row = NetworkTarget(member=member, by=by)
    _fill_target(row, data)
    with deed(by):
        network_locked(member.network)
        return _once(row, ("indicator", "measured", "from_value", "from_year", "to_value", "to_year", "how"))


def change_target(target: NetworkTarget, data: TargetData, *, version: int, by: Person | None) -> NetworkTarget:
    """`version` is the one that was shown. Raises Refusal."""
    access.check_work_for(by, target.member)
    with deed(by):
        network_locked(target.member.network)
        row = NetworkTarget.objects.select_for_update(of=("self",)).get(pk=target.pk)
        check_shown(row, version)
        row.member = target.member
        _fill_target(row, data)
        row.version += 1
        row.save()
    return row


@dataclass(frozen=True)
class ReachedData:
    """value, year: entered where no figure of the catalogue tells it; words: what was reached, and learnt of it."""

    value: Decimal | None = None
    year: int | None = None
    words: str = ""


def say_reached(target: NetworkTarget, data: ReachedData, *, version: int, by: Person | None) -> NetworkTarget:
    """`version` is the one that was shown. Raises Refusal."""
    access.check_work_for(by, target.member)
    _check_length(data.words)
    if (data.value is None) != (data.year is None):
        raise half_a_figure("year" if data.year is None else "value")
    check_years(year=data.year)
    with deed(by):
        network_locked(target.member.network)
        row = NetworkTarget.objects.select_for_update(of=("self",)).get(pk=target.pk)
        check_shown(row, version)
        row.reached_value, row.reached_year, row.reached_words = data.value, data.year, data.words.strip()
        row.version += 1
        row.save()
    return row


def take_away(row: NetworkNote | NetworkTask | NetworkTarget, *, away: bool, by: Person | None) -> None:
    """It is there no longer, or again; nothing of it is lost. Homework only by those who run the network. Twice is
    once."""
    member = row.member
    if isinstance(row, NetworkTask):
        access.check_run(by, member.network)
    access.check_work_for(by, member)
    if not away and member.left_on is not None and not access.may_run(by, member.network):
        raise not_allowed()
    with deed(by):
        network_locked(member.network)
        held = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
        if away != (held.retired_at is not None):
            held.retired_at = timezone.now() if away else None
            held.version += 1
            held.save(update_fields=["retired_at", "version"])


def _fill_target(row: NetworkTarget, data: TargetData) -> None:
    """Raises Refusal."""
    if (data.indicator is None) == (not str(data.measured or "").strip()):
        raise Refusal(
            _("A target has an indicator, or says in words what is measured."),
            _("Nothing was changed."),
            _("Choose an indicator, or leave it empty and write what you measure yourselves."),
            status=422,
            field="measured",
        )
    if (data.from_value is None) != (data.from_year is None):
        raise half_a_figure("from_year" if data.from_year is None else "from_value")
    check_years(from_year=data.from_year, to_year=data.to_year)
    _check_length(data.how)
    fill(row, data)
    if data.from_value is None and data.indicator is not None and row.member.area_id is not None:
        newest = latest_figure(data.indicator, row.member.area_id)
        if newest is not None and newest.year < data.to_year:
            row.from_year, row.from_value = newest.year, newest.value
    if row.from_year is not None and row.from_year >= row.to_year:
        raise Refusal(
            _("The target's year is not after the first one."), _("Nothing was changed."), status=422, field="to_year"
        )


def _check_task(data: TaskData) -> None:
    if not data.title.strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    _check_length(data.what)


def _check_note(text: str) -> None:
    if not text.strip():
        raise Refusal(_("The text is missing."), _("Nothing was changed."), status=422)
    _check_length(text)


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST},
            _("Nothing was saved."),
            status=422,
        )


def check_years(**years: int | None) -> None:
    """By the name of their fields."""
    for field, year in years.items():
        if year is not None and year not in YEARS:
            raise Refusal(
                _("A year is between %(first)s and %(last)s.") % {"first": YEARS[0], "last": YEARS[-1]},
                _("Nothing was changed."),
                status=422,
                field=field,
            )


def half_a_figure(lacking: str) -> Refusal:
    return Refusal(_("A value and its year go together."), _("Nothing was changed."), status=422, field=lacking)


def _once(row: Row, said: tuple[str, ...]) -> Row:
    """Kept, unless the same stands there already: a button was pressed twice. The network is locked."""
    same = {name: getattr(row, name) for name in said}
    found = type(row).objects.filter(member=row.member, retired_at=None)
    for name, value in same.items():
        found = found.filter(**({f"{name}__isnull": True} if value is None else {name: value}))
    there: Row | None = found.first()
    if there is None:
        row.save()
    return there or row
