"""The draft agenda: items written, moved, shifted, removed. What people see changes only with a release."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.events import clock
from talka.events.models import AgendaItem, Event, Speaker
from talka.events.queries.snapshot import in_order
from talka.people.models import Person
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from .events import refuse_unless_organiser
from .overtaken import Overtaken, agenda_moved_on

EDITABLE = (
    "kind",
    "block",
    "part",
    "title",
    "description",
    "starts_at",
    "ends_at",
    "room",
    "capacity_min",
    "capacity",
    "cancelled",
)
MOST_ITEMS = 1000


@dataclass(frozen=True)
class SpeakerData:
    """Who speaks, introduced how, in this order."""

    person: Person
    introduced_as: LazyI18nString


def _locked(event: Event, by: Person | None, seen: int | None = None) -> Event:
    """The event's row, locked until the end of the deed: two deeds on one agenda follow one another."""
    refuse_unless_organiser(by, event.project)
    row = Event.objects.select_for_update(of=("self",)).select_related("project__programme").get(pk=event.pk)
    if seen is not None and row.agenda_version != seen:
        raise agenda_moved_on()
    return row


def _moved_on(event: Event) -> None:
    event.agenda_version += 1
    event.save(update_fields=["agenda_version"])


@transaction.atomic
def add_item(
    event: Event,
    values: Mapping[str, Any],
    *,
    by: Person | None,
    facilitators: Sequence[Person] = (),
    after: str = "",
) -> AgendaItem:
    """A new item; its key comes from its title. `after`: the key of the item it follows where hours do not decide."""
    row = _locked(event, by)
    items = in_order(row.items.all())
    if len(items) >= MOST_ITEMS:
        raise Refusal(_("An agenda holds at most %(number)s items.") % {"number": MOST_ITEMS})
    place = _place_after(items, after)
    item = AgendaItem(event=row, key=free_key(row, str(values["title"])), order=place, edited_by=by)
    for name in EDITABLE:
        if name in values:
            setattr(item, name, values[name])
    _check_capacity(item)
    _renumber([*items[:place], None, *items[place:]])
    item.save()
    item.facilitators.set(facilitators)
    _moved_on(row)
    return item


def _place_after(items: Sequence[AgendaItem], key: str) -> int:
    """The place behind an item and all that runs parallel to it; the end where there is no such item."""
    here = next((item for item in items if item.key == key), None)
    if here is None:
        return len(items)
    return max(n for n, item in enumerate(items) if item is here or (here.block and item.block == here.block)) + 1


def free_key(event: Event, title: str) -> str:
    """An item's name within its event, from the title, with a number where it is taken."""
    stem = slugify(fold(title))[:50].strip("-") or "punkts"
    taken = set(event.items.values_list("key", flat=True)) | {"new", "release", "shift", "move"}
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


@transaction.atomic
def edit_item(
    item: AgendaItem,
    values: Mapping[str, Any],
    *,
    seen: int,
    by: Person | None,
    facilitators: Sequence[Person] | None = None,
    speakers: Sequence[SpeakerData] | None = None,
) -> AgendaItem:
    """Change an item. `seen`: the version the form was opened with; a stale one is Overtaken and changes nothing."""
    event = _locked(item.event, by)
    row = AgendaItem.objects.select_related("edited_by").filter(pk=item.pk).first()
    if row is None:
        raise Refusal(
            _("This agenda item is no longer there."),
            _("Meanwhile somebody removed it."),
            _("If it is still needed, add it anew."),
            status=410,
        )
    if row.version != seen:
        raise Overtaken(row, row.edited_by, row.edited_at)
    row.event = event
    for name in EDITABLE:
        if name in values:
            setattr(row, name, values[name])
    _check_capacity(row)
    row.version += 1
    row.edited_by = by
    row.save()
    if facilitators is not None:
        row.facilitators.set(facilitators)
    if speakers is not None:
        _set_speakers(row, speakers)
    _moved_on(event)
    return row


def _set_speakers(item: AgendaItem, speakers: Sequence[SpeakerData]) -> None:
    kept = {data.person.pk for data in speakers}
    item.speakers.exclude(person__in=kept).delete()
    for order, data in enumerate(speakers):
        Speaker.objects.update_or_create(
            item=item, person=data.person, defaults={"introduced_as": data.introduced_as, "order": order}
        )


@transaction.atomic
def add_speaker(item: AgendaItem, person: Person, *, introduced_as: LazyI18nString, by: Person | None) -> Speaker:
    """One more speaker at the end of the list. Somebody who is on it already is not added twice."""
    event = _locked(item.event, by)
    speaker, made = Speaker.objects.get_or_create(
        item=item, person=person, defaults={"introduced_as": introduced_as, "order": item.speakers.count()}
    )
    if made:
        AgendaItem.objects.filter(pk=item.pk).update(version=F("version") + 1, edited_by=by)
        _moved_on(event)
    return speaker


@transaction.atomic
def remove_item(item: AgendaItem, *, seen: int, by: Person | None) -> None:
    """Take an item off the agenda. Groups that people have chosen are cancelled instead, so that choices stay."""
    event = _locked(item.event, by, seen)
    chosen = Refusal(
        _("People have chosen this working group, so it cannot be removed."),
        advice=_("Mark it as cancelled instead: then its choices stay on record."),
    )
    if item.chosen_by.exists():
        raise chosen
    if item.presentations.exists():
        raise Refusal(
            _("This item has presentations, so it cannot be removed."),
            advice=_("Move or remove its presentations first, or mark the item as cancelled."),
        )
    try:
        item.delete()
    except ProtectedError:
        raise chosen from None
    _moved_on(event)


@transaction.atomic
def shift_items(event: Event, key: str, minutes: int, *, seen: int, by: Person | None) -> int:
    """Move this item and everything after it on the same local day by some minutes. How many were moved."""
    row = _locked(event, by, seen)
    if not minutes or abs(minutes) > 12 * 60:
        raise Refusal(_("Say by how many minutes, at most twelve hours."), status=400)
    item = row.items.filter(key=key).first()
    if item is None or item.starts_at is None:
        raise Refusal(_("This item has no hour yet, so nothing can be shifted from it."), status=400)
    day = clock.local(row, item.starts_at).date()
    later = [
        each
        for each in row.items.filter(starts_at__gte=item.starts_at)
        if each.starts_at and clock.local(row, each.starts_at).date() == day
    ]
    by_time = dt.timedelta(minutes=minutes)
    for each in later:
        if each.starts_at and clock.local(row, each.starts_at + by_time).date() != day:
            raise Refusal(
                _("That would move “%(title)s” to another day.") % {"title": each.title},
                _("Nothing was shifted."),
                _("Choose fewer minutes."),
            )
    for each in later:
        _by(each, by_time)
        _save_moved(each, by)
    _moved_on(row)
    return len(later)


@transaction.atomic
def move_slot(event: Event, key: str, way: Literal["up", "down"], *, seen: int, by: Person | None) -> None:
    """Let an item, with all that runs parallel to it, change places with the slot before or after it that day.

    The two keep their lengths and the pause between them; where hours are not on record only the order changes.
    """
    row = _locked(event, by, seen)
    slots = _slots(in_order(row.items.all()))
    here = next((n for n, slot in enumerate(slots) if any(i.key == key for i in slot)), None)
    if here is None:
        raise Refusal(_("This agenda item is no longer there."), status=410)
    there = here - 1 if way == "up" else here + 1
    if not 0 <= there < len(slots) or _day(row, slots[here]) != _day(row, slots[there]):
        raise Refusal(_("It already stands at the edge of its day."), status=400)
    first, second = sorted((here, there))
    _swap_hours(slots[first], slots[second])
    slots[first], slots[second] = slots[second], slots[first]
    for order, item in enumerate(item for slot in slots for item in slot):
        if item.order != order or item in slots[first] or item in slots[second]:
            item.order = order
            _save_moved(item, by)
    _moved_on(row)


@transaction.atomic
def move_in_block(event: Event, key: str, way: Literal["up", "down"], *, seen: int, by: Person | None) -> None:
    """Change the order in which parallel items stand side by side."""
    row = _locked(event, by, seen)
    slots = _slots(in_order(row.items.all()))
    slot = next((s for s in slots if any(i.key == key for i in s)), [])
    here = next((n for n, item in enumerate(slot) if item.key == key), None)
    there = None if here is None else here - 1 if way == "up" else here + 1
    if here is None or there is None or not 0 <= there < len(slot):
        raise Refusal(_("It already stands at the edge of its group."), status=400)
    one, other = slot[here], slot[there]
    one.order, other.order = other.order, one.order
    if one.order == other.order:
        one.order += -1 if way == "up" else 1
    for item in (one, other):
        _save_moved(item, by)
    _moved_on(row)


def _slots(items: Sequence[AgendaItem]) -> list[list[AgendaItem]]:
    slots: list[list[AgendaItem]] = []
    blocks: dict[tuple[str, dt.date | None], list[AgendaItem]] = {}
    for item in items:
        block = (item.block, clock.local(item.event, item.starts_at).date() if item.starts_at else None)
        if item.block and block in blocks:
            blocks[block].append(item)
            continue
        slots.append([item])
        if item.block:
            blocks[block] = slots[-1]
    return slots


def _day(event: Event, slot: Sequence[AgendaItem]) -> dt.date | None:
    start = slot[0].starts_at
    return clock.local(event, start).date() if start else None


def _swap_hours(first: Sequence[AgendaItem], second: Sequence[AgendaItem]) -> None:
    starts, ends = _span(first), _span(second)
    if starts is None or ends is None:
        return
    (a, b), (c, d) = starts, ends
    pause = max(c - b, dt.timedelta())
    later = (d - c) + pause
    for item in second:
        _by(item, a - c)
    for item in first:
        _by(item, later)


def _span(slot: Sequence[AgendaItem]) -> tuple[dt.datetime, dt.datetime] | None:
    starts = [item.starts_at for item in slot if item.starts_at]
    ends = [item.ends_at or item.starts_at for item in slot if item.starts_at]
    return (min(starts), max(e for e in ends if e)) if starts else None


def _by(item: AgendaItem, much: dt.timedelta) -> None:
    item.starts_at = item.starts_at + much if item.starts_at else None
    item.ends_at = item.ends_at + much if item.ends_at else None


def _save_moved(item: AgendaItem, by: Person | None) -> None:
    item.version += 1
    item.edited_by = by
    item.save()


def _renumber(items: Sequence[AgendaItem | None]) -> None:
    """Give every item its place as its order; None keeps a place free."""
    changed = []
    for order, item in enumerate(items):
        if item is not None and item.order != order:
            item.order = order
            changed.append(item)
    AgendaItem.objects.bulk_update(changed, ["order"])


def _check_capacity(item: AgendaItem) -> None:
    if item.capacity is not None and item.capacity < item.capacity_min:
        raise Refusal(_("There are fewer places than the smallest number of participants."), status=422)
    if item.starts_at and item.ends_at and item.ends_at <= item.starts_at:
        raise Refusal(_("The item ends before it starts."), status=422)
