"""People with a place in group work but in none of its groups: practitioners, co-games masters, the public.

Practitioners and co-games masters come by a link of their own, which whoever runs the work gives them; the public by
the code in the hall, one place per device. A link is shown once: of it, as of every place's credential, only a digest
is kept.
"""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.printable import clean
from talka.events.models import Registration
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import digest_of, require_run
from ..models import Ballot, Call, Seat, Workshop
from .credentials import CREDENTIAL, put_credential
from .joining import WrongCode, require_open
from .stages import locked_workshop

BY_LINK = (Seat.Role.PRACTITIONER, Seat.Role.MASTER)
MOST_GUESTS = 100
MOST_PUBLIC = 5000
LONGEST_NAME = 120
LONGEST_EXPERTISE = 200


@transaction.atomic
def invite(
    workshop: Workshop,
    role: str,
    name: str,
    *,
    by: Person | None,
    expertise: str = "",
    registration: Registration | None = None,
) -> tuple[Seat, str]:
    """A place for a practitioner or a co-games master, with the credential of their link.

    expertise: in a few words what teams may ask a practitioner about. registration: of somebody who registered for the
    event; they are placed in no group then, and their own link and name card open this place too.
    """
    require_run(by, workshop)
    locked = locked_workshop(workshop)
    if role not in BY_LINK:
        raise Refusal(_("Nobody is invited so."), status=422)
    if locked.seats.filter(role__in=BY_LINK).count() >= MOST_GUESTS:
        raise Refusal(_("At most %(n)s guests take part in group work.") % {"n": MOST_GUESTS}, status=422)
    called = " ".join(clean(name).split())[:LONGEST_NAME]
    if registration is not None and registration.event_id != locked.event_id:
        raise Refusal(_("This person is not registered for the event."), status=404)
    if registration is None and not called:
        raise Refusal(_("Say who is invited."), _("Teams must know whom they may call."), status=422)
    credential = secrets.token_urlsafe(24)
    seat = Seat(workshop=locked)
    if registration is not None:
        standing = Seat.objects.select_for_update(no_key=True).filter(workshop=locked, registration=registration)
        seat = standing.first() or Seat(workshop=locked, registration=registration)
        _require_idle(seat)
    seat.role, seat.group, seat.name = role, None, called
    seat.expertise = " ".join(clean(expertise).split())[:LONGEST_EXPERTISE]
    put_credential(seat, credential)
    seat.save()
    append(locked.stream, "guest-invited", seat=seat.pk)
    return seat, credential


@transaction.atomic
def new_link(seat: Seat, *, by: Person | None) -> str:
    """A new credential for a guest whose link was lost or seen by others: the former one opens nothing any more."""
    locked = _guest(seat, by)
    credential = secrets.token_urlsafe(24)
    put_credential(locked, credential)
    locked.save(update_fields=CREDENTIAL)
    append(locked.workshop.stream, "guest-invited", seat=locked.pk)
    return credential


@transaction.atomic
def uninvite(seat: Seat, *, by: Person | None) -> None:
    """A guest who does not come. Who has voted or was called has taken part: then only the link is closed."""
    locked = _guest(seat, by)
    if Ballot.objects.filter(seat=locked).exists() or Call.objects.filter(practitioner=locked).exists():
        put_credential(locked)
        locked.save(update_fields=CREDENTIAL)
    else:
        locked.delete()
    append(locked.workshop.stream, "guest-uninvited", workshop=locked.workshop_id)


def join_by_link(workshop: Workshop, credential: str) -> Seat:
    """The guest's place, by the link: the phone keeps its credential. Raises WrongCode where it opens none."""
    require_open(workshop)
    with transaction.atomic():
        seat = (
            Seat.objects.select_for_update(no_key=True)
            .filter(workshop=workshop, digest=digest_of(credential), role__in=BY_LINK)
            .first()
        )
        if seat is None:
            raise WrongCode(
                _("This link does not open a place here."),
                advice=_("Ask whoever invited you for a new one."),
                status=404,
            )
        if seat.joined_at is None:
            seat.joined_at = timezone.now()
            seat.save(update_fields=["joined_at"])
            append(workshop.stream, "seat-taken")
    return seat


def join_as_public(workshop: Workshop) -> tuple[Seat, str]:
    """A place for somebody who looks on and has a vote at the end, with the credential that the phone keeps."""
    require_open(workshop)
    if not takes_public(workshop):
        raise Refusal(
            _("In this group work onlookers do not vote."), advice=_("Join one of its groups instead."), status=409
        )
    if workshop.seats.filter(role=Seat.Role.PUBLIC).count() >= MOST_PUBLIC:
        raise Refusal(_("There are no more places for onlookers."), status=429)
    credential = secrets.token_urlsafe(24)
    with transaction.atomic():
        seat = Seat.objects.create(
            workshop=workshop, role=Seat.Role.PUBLIC, digest=digest_of(credential), joined_at=timezone.now()
        )
        append(workshop.stream, "seat-taken")
    return seat, credential


def takes_public(workshop: Workshop) -> bool:
    """Whether onlookers vote in one of its steps."""
    votes = [stage.spec.vote for stage in workshop.stages.all()]
    return any(vote is not None and vote.votes(Seat.Role.PUBLIC) for vote in votes)


@transaction.atomic
def come(seat: Seat, call: int) -> Call:
    """A practitioner goes to the team that called: the call waits no more."""
    standing = (
        Call.objects.select_for_update(of=("self",), no_key=True)
        .select_related("group__workshop")
        .filter(pk=call, to="practitioner", group__workshop=seat.workshop_id)
        .first()
    )
    if seat.role != Seat.Role.PRACTITIONER or standing is None or standing.practitioner_id not in (None, seat.pk):
        raise Refusal(_("No team calls you so."), advice=_("Load the page again."), status=404)
    if standing.answered_at is None:
        standing.answered_at, standing.practitioner = timezone.now(), seat
        standing.save(update_fields=["answered_at", "practitioner"])
        append(standing.group.workshop.stream, "call-answered", call=standing.pk, group=standing.group_id)
    return standing


def _guest(seat: Seat, by: Person | None) -> Seat:
    locked = (
        Seat.objects.select_for_update(of=("self",), no_key=True)
        .select_related("workshop__event__project")
        .get(pk=seat.pk)
    )
    require_run(by, locked.workshop)
    if locked.role not in BY_LINK:
        raise Refusal(_("This place is no guest's."), status=409)
    return locked


def _require_idle(seat: Seat) -> None:
    if seat.pk and (seat.cards.exists() or seat.ballots.exists()):
        raise Refusal(
            _("This person already takes part in a group."),
            _("What they wrote and voted stays theirs."),
            _("Invite them by name, without their registration, if they are to advise as well."),
        )
