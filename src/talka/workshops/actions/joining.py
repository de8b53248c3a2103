"""Take a seat: with the code on one's name card or one's own link, or without a name by the room's code."""

import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.printable import clean
from talka.events.models import Registration
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import closed_days, digest_of, is_open_now, require_lead, require_run, typed_code
from ..models import Group, Seat, Workshop
from .credentials import CREDENTIAL, put_credential


class WrongCode(Refusal):
    """Nobody has this code; the caller counts it (`talka.people.failed_codes`) outside the transaction."""


def join_without_name(workshop: Workshop, group: Group, *, name: str = "", people: int = 1) -> tuple[Seat, str]:
    """A seat for somebody of whom nothing is known but the group; with the credential that the phone keeps.

    people: how many share the device.
    """
    if group.workshop_id != workshop.pk:
        raise Refusal(_("This group belongs to other group work."), status=404)
    require_open(workshop)
    credential = secrets.token_urlsafe(24)
    with transaction.atomic():
        seat = Seat.objects.create(
            workshop=workshop,
            group=group,
            digest=digest_of(credential),
            name=clean(name).strip()[:120],
            people=people,
            joined_at=timezone.now(),
        )
        append(workshop.stream, "seat-taken", group=group.pk)
    return seat, credential


def join_by_name_card(workshop: Workshop, code: str) -> tuple[Seat, str]:
    """The registered person's own seat, by the short code on the name card.

    Others can read a name card too, so it opens a seat that no phone holds; one that is held is opened by the person's
    own link, or freed by the facilitator. Raises WrongCode for a code nobody has.
    """
    require_open(workshop)
    registration = _registered(workshop).filter(code=typed_code(code)).exclude(code="").first()
    if registration is None:
        raise WrongCode(
            _("Nobody is registered with this code."),
            advice=_("Look at your name card again, or join without it by choosing a group."),
            status=404,
        )
    return _take(workshop, registration, held_too=False)


def join_by_own_link(workshop: Workshop, token: str) -> tuple[Seat, str]:
    """The registered person's own seat, by the token of their registration: a phone that held it before loses it."""
    require_open(workshop)
    registration = _registered(workshop).filter(token=token).first()
    if registration is None:
        raise WrongCode(_("This link does not open a seat here."), advice=_("Join by the room's code."), status=404)
    return _take(workshop, registration, held_too=True)


@transaction.atomic
def choose_group(seat: Seat, group: Group) -> Seat:
    """Somebody whom nobody has placed chooses a group. Who was placed asks the facilitator to be moved."""
    locked = Seat.objects.select_for_update(no_key=True).select_related("workshop").get(pk=seat.pk)
    if group.workshop_id != locked.workshop_id:
        raise Refusal(_("This group belongs to other group work."), status=404)
    if locked.group_id == group.pk:
        return locked
    if locked.role != Seat.Role.PARTICIPANT:
        raise Refusal(
            _("Your place in the group work belongs to no group."),
            _("You advise, help or look on, and see all of them."),
            _("To work in a group, join it on another device."),
        )
    if locked.registration_id and locked.group_id:
        raise Refusal(
            _("You already have a place in a group."),
            advice=_("If you would rather work in another group, tell the facilitator: they can move you."),
        )
    require_open(locked.workshop)
    locked.group = group
    locked.save(update_fields=["group"])
    append(locked.workshop.stream, "seat-moved", group=group.pk, seat=locked.pk)
    return locked


@transaction.atomic
def leave(seat: Seat) -> None:
    """The phone gives the seat back; cards and votes stay. A named person may take it again by their code."""
    put_credential(seat)
    seat.save(update_fields=CREDENTIAL)
    append(seat.workshop.stream, "seat-left", seat=seat.pk, **({"group": seat.group_id} if seat.group_id else {}))


@transaction.atomic
def free_seat(seat: Seat, *, by: Person | None) -> None:
    """A facilitator takes the seat from a phone, so that its person may open it on another one by the name card."""
    if seat.group:
        require_lead(by, [seat.group])
    else:
        require_run(by, seat.workshop)
    leave(seat)


@transaction.atomic
def hand_over_seats(old: int, new: int) -> int:
    """Give the places in groups of one registration to who comes instead; returns how many. Idempotent.

    The former phone no longer opens the seat. Where its holder has written, voted, answered or sat through a round
    already, that stays theirs: the newcomer gets a seat of their own in the same group.
    """
    handed = 0
    for seat in Seat.objects.select_for_update().filter(registration_id=old, group__isnull=False):
        if Seat.objects.filter(workshop_id=seat.workshop_id, registration_id=new).exists():
            continue
        if any(said.exists() for said in (seat.cards, seat.ballots, seat.answers, seat.sittings)):
            own = Seat(workshop_id=seat.workshop_id, group_id=seat.group_id, registration_id=new, kept=seat.kept)
            put_credential(own)
            own.save()
        else:
            seat.registration_id, seat.name = new, ""
            put_credential(seat)
            seat.save(update_fields=["registration", "name", *CREDENTIAL])
        append(Workshop(pk=seat.workshop_id).stream, "seat.handed_over", group=seat.group_id or 0, seat=seat.pk)
        handed += 1
    return handed


def require_open(workshop: Workshop) -> None:
    """Raise Refusal(410) outside the days around the event."""
    if not is_open_now(workshop):
        raise closed_days()


def _registered(workshop: Workshop) -> QuerySet[Registration]:
    return Registration.objects.filter(event=workshop.event_id, state=Registration.State.REGISTERED)


def _take(workshop: Workshop, registration: Registration, *, held_too: bool) -> tuple[Seat, str]:
    credential = secrets.token_urlsafe(24)
    with transaction.atomic():
        seat, _made = Seat.objects.get_or_create(
            workshop=workshop, registration=registration, defaults={"digest": digest_of(secrets.token_urlsafe(24))}
        )
        seat = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
        if seat.joined_at and not held_too:
            raise Refusal(
                _("Another phone already uses this name card's code."),
                advice=_(
                    "If it was you, open your personal link from the registration letter, or ask the facilitator to "
                    "free your place."
                ),
            )
        put_credential(seat, credential, joined_at=timezone.now())
        seat.save(update_fields=CREDENTIAL)
        append(workshop.stream, "seat-taken", seat=seat.pk, **({"group": seat.group_id} if seat.group_id else {}))
    return seat, credential
