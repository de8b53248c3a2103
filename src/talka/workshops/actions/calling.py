"""A group calls: the facilitator for help, or a practitioner. One open call of a kind is enough."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.live.actions import append
from talka.ui.refusals import Refusal

from ..models import Call, Group, Seat
from .deeds import Done, deed
from .joining import require_open
from .sent import Sent

HELP = "help"
PRACTITIONER = "practitioner"


@transaction.atomic
def call(seat: Seat, to: str = HELP, practitioner: Seat | None = None) -> Call:
    """Call the facilitator (`HELP`) or a practitioner: that one, or whoever is free (None). Called twice is once."""
    group = _locked_group(seat)
    if to not in (HELP, PRACTITIONER):
        raise Refusal(_("Nobody can be called so."), status=422)
    if practitioner is not None and (
        to != PRACTITIONER
        or practitioner.workshop_id != group.workshop_id
        or practitioner.role != Seat.Role.PRACTITIONER
    ):
        raise Refusal(_("There is no such practitioner here."), status=404)
    if group.workshop.closed:
        raise Refusal(_("The group work is closed."), advice=_("Speak to the facilitator directly."))
    standing = Call.objects.filter(group=group, to=to, practitioner=practitioner, answered_at=None).first()
    if standing is not None:
        return standing
    made = Call.objects.create(group=group, to=to, practitioner=practitioner)
    append(group.workshop.stream, "called", group=group.pk, call=made.pk)
    return made


@transaction.atomic
def take_back(seat: Seat, to: str = HELP) -> int:
    """The group no longer needs who it called. How many calls ended."""
    group = _locked_group(seat)
    ended = Call.objects.filter(group=group, to=to, answered_at=None).update(answered_at=timezone.now())
    if ended:
        append(group.workshop.stream, "call-ended", group=group.pk)
    return ended


@deed("call", fields={"call"})
def _call_sent(seat: Seat, sent: Sent) -> Done:
    """call: "help", or "back" where it is no longer needed."""
    if sent.key("call") == "back":
        take_back(seat)
    else:
        call(seat, HELP)
    return Done()


def _locked_group(seat: Seat) -> Group:
    """The seat's group as it is now, held so that two who press at once call once."""
    fresh = Seat.objects.select_related("workshop__event").get(pk=seat.pk)
    require_open(fresh.workshop)
    if fresh.group_id is None:
        raise Refusal(_("Choose your group first."), status=403)
    group = Group.objects.select_for_update(of=("self",), no_key=True).get(pk=fresh.group_id)
    group.workshop = fresh.workshop
    return group
