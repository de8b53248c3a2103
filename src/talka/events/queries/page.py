"""Everything the public page of an event shows, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.events.access import Standing, events_known_to, standing_of
from talka.events.clock import is_over, zone_of
from talka.events.models import AgendaRelease, Event, Photo, Presentation, Registration
from talka.people.models import Person
from talka.ui.refusals import Words

from . import openness
from .agenda import Day, Line, days_from, last_release
from .snapshot import frozen_items, names_of, people_in
from .when import begins_of, day_of, hours_of

MOST_LINKED, MOST_LISTED = 100, 100


@dataclass(frozen=True)
class Shown:
    """A presentation as a list shows it."""

    title: str
    url: str
    file_name: str
    size: int
    kind: str
    published: bool
    by: str

    @property
    def outside(self) -> bool:
        return not self.file_name

    @property
    def signed(self) -> bool:
        return self.kind == "signed"


@dataclass(frozen=True)
class SpeakerShown:
    name: str
    introduced: str
    talks: tuple[str, ...]


@dataclass(frozen=True)
class Door:
    """How one gets in: open, waiting, soon, closed, past or cancelled; words for it, and where the button leads."""

    state: str
    words: Words
    advice: Words = ""
    href: str = ""


@dataclass
class EventPage:
    event: Event
    standing: Standing
    day: str
    hours: str
    begins: str
    release: AgendaRelease | None
    days: list[Day]
    draft: bool
    speakers: list[SpeakerShown]
    presentations: list[Shown]
    photos: list[Photo]
    door: Door
    over: bool
    follows: Event | None
    followed_by: list[Event] = field(default_factory=list)

    @property
    def calendar_links(self) -> bool:
        """Each item can be put into a calendar, as long as there are not hundreds of them."""
        return self.release is not None and not self.over and len(self.release.items) <= MOST_LINKED


def event_page(event: Event, person: Person | None) -> EventPage:
    """The page as this person may see it: the last release; for the team before the first one, the draft."""
    standing = standing_of(person, event)
    release = last_release(event)
    draft = release is None and standing.inside
    items = release.items if release else frozen_items(event) if draft else []
    by_item, presentations = presentations_of(event)
    days = days_from(items, zone_of(event), names_of(people_in(items)), presentations=by_item)
    known = events_known_to(person)
    return EventPage(
        event=event,
        standing=standing,
        day=day_of(event, weekday=True),
        hours=hours_of(event),
        begins=begins_of(event),
        release=release,
        days=days,
        draft=draft,
        speakers=_speakers(days),
        presentations=presentations,
        photos=list(event.photos.filter(published=True)),
        door=door_of(event),
        over=is_over(event),
        follows=known.filter(pk=event.follows_id).first() if event.follows_id else None,
        followed_by=list(known.filter(follows=event)),
    )


def presentations_of(event: Event) -> tuple[dict[str, list[Shown]], list[Shown]]:
    """Published presentations by the key of their item, and all in the order of the agenda. One query."""
    rows: QuerySet[Presentation] = (
        Presentation.objects.filter(item__event=event, published=True)
        .select_related("item")
        .order_by("item__starts_at", "item__order", "pk")
    )
    by_item: dict[str, list[Shown]] = {}
    everything = []
    for row in rows:
        shown = shown_presentation(row, event)
        by_item.setdefault(row.item.key, []).append(shown)
        everything.append(shown)
    return by_item, everything


def shown_presentation(row: Presentation, event: Event) -> Shown:
    return Shown(
        title=str(row.title),
        url=reverse("events:presentation", args=[event.slug, row.token]) if row.file_name else row.url,
        file_name=row.file_name,
        size=row.size,
        kind=row.kind,
        published=row.published,
        by=str(row.item.title),
    )


def _speakers(days: Sequence[Day]) -> list[SpeakerShown]:
    """Everybody who speaks, once, in the order of the agenda; nobody where they are hundreds: then each stands by their
    item only, or the page would say it all twice."""
    found: dict[int, tuple[str, str, list[str]]] = {}
    for line in lines_of(days):
        for voice in line.speakers:
            name, introduced, talks = found.setdefault(voice.person, (voice.name, voice.introduced, []))
            talks.append(line.title)
            if not introduced and voice.introduced:
                found[voice.person] = (name, voice.introduced, talks)
    if len(found) > MOST_LISTED:
        return []
    return [SpeakerShown(name, introduced, tuple(talks)) for name, introduced, talks in found.values()]


def lines_of(days: Sequence[Day]) -> list[Line]:
    return [line for day in days for slot in day.slots for line in slot.lines]


def door_of(event: Event, *, invited: bool = False) -> Door:
    """The state of registration in words, for anybody or for somebody with a personal invitation. One query where it is
    open and places are limited."""
    if event.state == Event.State.CANCELLED:
        return Door("cancelled", _("The event is cancelled"), _("It will not be held."))
    if is_over(event):
        return Door("past", _("The event is over"))
    answer = openness.registration(event, invited=invited)
    if not answer.open:
        closed = event.registration_closes_at is not None and event.registration_open
        if closed:
            return Door("closed", _("Registration has closed"), answer.advice)
        return Door("soon", _("Registration is not open"), answer.advice)
    href = reverse("events:register", args=[event.slug])
    if event.capacity is not None:
        taken = event.registrations.filter(state=Registration.State.REGISTERED).count()
        if taken >= event.capacity:
            return Door(
                "waiting", _("All places are taken"), _("You can join the waiting list: it moves by itself."), href
            )
    return Door("open", _("Registration is open"), "", href)
