"""The only door to group work: for those who lead it, for seats, and for the projector.

Leading everything: organisers and facilitators of the project. Leading one group: who is named as facilitator of its
agenda item. Taking part: who holds a seat's credential. Everybody else gets "not found".
"""

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.qr import plain_code
from talka.events import access as events
from talka.events.models import AgendaItem, Event
from talka.live.statements import prepared
from talka.people.models import Person
from talka.programmes.access import project_to_organise
from talka.ui.refusals import Refusal

from .formats.spec import Kind, Sees
from .models import Card, Format, Group, Picture, Seat, Stage, Workshop

CODE = "workshop"
"""Under which name wrong codes of rooms are counted."""
NAME_CARD = "name-card"
"""Under which name wrong codes of name cards are counted."""
MOVE = "move-seat"
"""Under which name wrong digits that take a seat to another device are counted."""
DAYS_AROUND = 1
# Phones ask it with everything they send: composing it anew each time would cost more than asking it.
SENDS = """
SELECT seat.id, seat.workshop_id, seat.group_id
FROM workshops_seat seat JOIN workshops_workshop workshop ON workshop.id = seat.workshop_id
WHERE seat.digest = %s AND workshop.code = %s
"""


def digest_of(credential: str) -> str:
    """What is stored of a seat's credential: SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(credential.encode()).hexdigest()


def typed_code(typed: str) -> str:
    """A code as it is stored, from what a person typed or an address holds; anything else finds nobody."""
    return "".join(sign for sign in plain_code(typed) if sign.isalnum())[:12]


def may_run(person: Person | None, workshop: Workshop) -> bool:
    """May do everything in the workshop: form groups, move steps, all groups' cards."""
    return events.may_run(person, workshop.event)


def groups_led(person: Person | None, workshop: Workshop) -> tuple[Group, ...]:
    """The groups the person may lead: all of them, those of the agenda items that name them, or none."""
    groups = workshop.groups.select_related("item", "stage", "workshop__stage")
    if may_run(person, workshop):
        return tuple(groups)
    if person is None:
        return ()
    return tuple(groups.filter(item__facilitators=person))


def may_lead_any(person: Person | None, workshop: Workshop) -> bool:
    """May lead the whole, or one group of it."""
    if may_run(person, workshop):
        return True
    return person is not None and workshop.groups.filter(item__facilitators=person).exists()


def may_lead(person: Person | None, group: Group) -> bool:
    if may_run(person, group.workshop):
        return True
    if person is None or group.item_id is None:
        return False
    return AgendaItem.objects.filter(pk=group.item_id, facilitators=person).exists()


def workshop_to_lead(person: Person | None, event_slug: str, slug: str) -> Workshop:
    """For the console: who may lead the whole or at least one of its groups."""
    workshop = _workshops().filter(event__slug=event_slug, slug=slug).first()
    if workshop is None or not may_lead_any(person, workshop):
        raise Http404
    return workshop


def workshop_to_run(person: Person | None, event_slug: str, slug: str) -> Workshop:
    """For forming groups and moving steps."""
    workshop = _workshops().filter(event__slug=event_slug, slug=slug).first()
    if workshop is None or not may_run(person, workshop):
        raise Http404
    return workshop


def group_to_lead(person: Person | None, event_slug: str, slug: str, number: int) -> Group:
    group = (
        Group.objects.select_related("workshop__event__project__programme", "workshop__stage", "stage", "item")
        .filter(workshop__event__slug=event_slug, workshop__slug=slug, number=number)
        .first()
    )
    if group is None or not may_lead(person, group):
        raise Http404
    return group


def event_to_set_up(person: Person | None, slug: str) -> Event:
    """For making a workshop from the agenda."""
    return events.event_to_run(person, slug)


def format_to_organise(person: Person | None, project_slug: str, key: str) -> Format:
    """A format of a project's own, for its organisers."""
    project = project_to_organise(person, project_slug)
    own = Format.objects.select_related("project").filter(project=project, key=key, removed_at__isnull=True).first()
    if own is None:
        raise Http404
    return own


def workshop_of_code(code: str) -> Workshop | None:
    """The workshop whose room code this is or was; see `is_open_now`."""
    return _workshops().filter(code=typed_code(code)).first()


def workshop_by_code(code: str) -> Workshop | None:
    """The workshop whose room code this is, on its days. The caller counts wrong ones (`people.failed_codes`)."""
    workshop = workshop_of_code(code)
    return workshop if workshop is not None and is_open_now(workshop) else None


def workshops_by_event_code(code: str) -> tuple[Workshop, ...]:
    """The workshops of the event whose check-in code this is: people type the one code they see."""
    found = _workshops().filter(event__room_code=typed_code(code), rehearsal=False).exclude(event__room_code="")
    return tuple(workshop for workshop in found if is_open_now(workshop))


def is_open_now(workshop: Workshop, now: dt.datetime | None = None) -> bool:
    """Codes and seats are valid from the day before the event to the day after it, by the event's own clock.

    Never those of a draft or of an event that is cancelled. A rehearsal is open while it stands.
    """
    event = workshop.event
    return workshop.rehearsal or is_open(event.state, event.first_day, event.last_day, event.time_zone, now)


def is_open(state: str, first: dt.date, last: dt.date, zone: str, now: dt.datetime | None = None) -> bool:
    """The same, of an event of which only this is known."""
    if state != Event.State.PUBLISHED:
        return False
    today = (now or timezone.now()).astimezone(ZoneInfo(zone)).date()
    around = dt.timedelta(days=DAYS_AROUND)
    return first - around <= today <= last + around


def closed_days() -> Refusal:
    """What is said outside these days."""
    return Refusal(
        _("The group work is over, or has not begun."),
        _("Codes and links of the group work are valid on the days of the event."),
        status=410,
    )


def seat_that_sends(code: str, credential: str | None) -> Seat | None:
    """The seat of a phone that sends or follows, by the room's code and its credential: one question, nothing joined.

    None tells nobody whether the code or the credential was wrong.
    """
    if not credential:
        return None
    with prepared() as cursor:
        cursor.execute(SENDS, [digest_of(credential), typed_code(code)])
        row = cursor.fetchone()
    return Seat.from_db(connection.alias, ["id", "workshop_id", "group_id"], row) if row is not None else None


def seat_for(workshop: Workshop, credential: str | None) -> Seat | None:
    """The seat whose phone holds this credential; None for no seat, a seat of another workshop, or a freed one."""
    return seat_of_code(workshop.code, credential)


def seat_of_code(code: str, credential: str | None) -> Seat | None:
    """The same by the room's code, with all that its page needs. One query."""
    if not credential:
        return None
    seat = (
        Seat.objects.select_related(
            "workshop__event__project__programme",
            "workshop__stage",
            "group__item",
            "group__stage",
            "registration__person",
        )
        .filter(workshop__code=typed_code(code), digest=digest_of(credential))
        .first()
    )
    if seat is not None and seat.group is not None:
        seat.group.workshop = seat.workshop
    return seat


def card_of(seat: Seat, card_id: uuid.UUID) -> Card:
    """The seat's own card; "not found" for anybody else's."""
    card = Card.objects.select_related("workshop", "stage").filter(pk=card_id, seat=seat).first()
    if card is None:
        raise Http404
    return card


def workshop_with_ideas(person: Person | None, event_slug: str, slug: str) -> tuple[Workshop, bool]:
    """For the ideas of teams, and whether the person runs the group work. Who does sees them before; everybody else
    once it is closed, if the words were written for everybody."""
    workshop = _workshops().filter(event__slug=event_slug, slug=slug).first()
    if workshop is None or not any(stage.spec.fields for stage in workshop.stages.all()):
        raise Http404
    if may_run(person, workshop):
        return workshop, True
    if not is_published(person, workshop):
        raise Http404
    return workshop, False


def is_published(person: Person | None, workshop: Workshop) -> bool:
    """The words may be read by whoever may know of the event."""
    if not workshop.closed or workshop.audience != "public" or workshop.rehearsal:
        return False
    return events.events_known_to(person).filter(pk=workshop.event_id).exists()


def picture_to_see(pk: int, *, person: Person | None = None, seat: Seat | None = None) -> Picture:
    """A photo of group work: for the phones of those who may read its card, for who leads, for all once published."""
    picture = (
        Picture.objects.select_related("group__workshop__event__project", "group__item", "card__stage", "card__seat")
        .filter(pk=pk)
        .first()
    )
    if picture is None or (picture.card is not None and picture.card.withdrawn_at is not None):
        raise Http404
    workshop = picture.group.workshop
    if seat is not None and seat.workshop_id == workshop.pk and _sees(seat, picture):
        return picture
    if may_lead(person, picture.group) or is_published(person, workshop):
        return picture
    raise Http404


def _sees(seat: Seat, picture: Picture) -> bool:
    """Whether the seat may read what goes with the photo: its own words, those of its group, those open to all."""
    card, workshop = picture.card, picture.group.workshop
    sees = card.stage.spec.sees if card is not None else Sees.GROUP
    if seat.role == Seat.Role.MASTER or (card is not None and card.seat_id == seat.pk):
        return True
    if seat.group_id == picture.group_id and sees != Sees.LEAD:
        return True
    if workshop.audience == "group":
        return False
    return sees == Sees.ALL or workshop.closed or _goes_with_a_sheet(seat, picture)


def _goes_with_a_sheet(seat: Seat, picture: Picture) -> bool:
    """Whether it is evidence that stands with a sheet the seat may read."""
    card, workshop = picture.card, picture.group.workshop
    if card is None or card.stage.kind != Kind.TEST or card.stage.spec.sees == Sees.LEAD:
        return False
    now = seat.group.now if seat.group is not None else workshop.stage
    return reads_sheets([*workshop.stages.all()], now, workshop)


def reads_sheets(stages: Sequence[Stage], now: Stage | None, workshop: Workshop) -> bool:
    """Whether all may read all teams' sheets: once teams present them to all, and after."""
    pitches = [stage for stage in stages if stage.spec.fields and stage.spec.sees == Sees.ALL]
    begun = [stage for stage in pitches if now is not None and stage.order <= now.order]
    return workshop.audience != "group" and bool(begun or (pitches and workshop.closed))


def workshop_to_project(code: str, key: str) -> Workshop:
    """For the projector: who has its key, which the console gives."""
    workshop = _workshops().filter(code=typed_code(code)).first()
    if workshop is None:
        raise Http404
    if secrets.compare_digest(workshop.projector_key.encode(), key.encode()):
        return workshop
    raise Http404


def require_run(person: Person | None, workshop: Workshop) -> None:
    """Raise Refusal(403) unless the person may run the workshop."""
    if not may_run(person, workshop):
        raise not_allowed()


def require_lead(person: Person | None, groups: Iterable[Group]) -> None:
    """Raise Refusal(403) unless the person may lead each of the groups."""
    if not all(may_lead(person, group) for group in groups):
        raise not_allowed()


def not_allowed() -> Refusal:
    return Refusal(
        _("This is for those who lead the group."),
        _("Nothing was changed."),
        _("Ask the organiser to name you as the group's facilitator."),
        status=403,
    )


def _workshops() -> QuerySet[Workshop]:
    return Workshop.with_rehearsals.select_related("event__project__programme", "stage")
