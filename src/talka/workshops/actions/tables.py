"""A device that a whole table shares: it writes for all of them, and votes with the weight of as many as they are."""

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from talka.live.actions import append
from talka.ui.refusals import Refusal

from ..formats.spec import Way
from ..models import Ballot, Seat, Stage
from .deeds import Done, deed
from .joining import require_open
from .sent import Sent

MOST_PEOPLE = 12


@transaction.atomic
def share(seat: Seat, people: int) -> Seat:
    """The device stands for so many people from now on; 1 is a person's own phone again.

    Raises Refusal where more has already been voted than so many people have to give.
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise Refusal(_("A device is shared by up to %(n)s people.") % {"n": MOST_PEOPLE}, status=422)
    locked = Seat.objects.select_for_update(of=("self",), no_key=True).select_related("workshop__event").get(pk=seat.pk)
    require_open(locked.workshop)
    if locked.people == people:
        return locked
    if people < locked.people and _given_too_much(locked, people):
        raise Refusal(
            _("This device has already voted for more people."),
            _("Your votes stand as they were."),
            _("Take some votes back first."),
        )
    locked.people = people
    locked.save(update_fields=["people"])
    append(locked.workshop.stream, "seat-shared", **({"group": locked.group_id} if locked.group_id else {}))
    return locked


def _given_too_much(seat: Seat, people: int) -> bool:
    given = Ballot.objects.filter(seat=seat).order_by().values("stage_id")
    sums = {row["stage_id"]: row for row in given.annotate(sum=Sum("value"), most=Max("value"))}
    for stage in Stage.objects.filter(pk__in=sums):
        vote, row = stage.spec.vote, sums[stage.pk]
        if vote is None or vote.way == Way.SCORES:
            continue
        if vote.way == Way.DOTS and row["sum"] > vote.dots * people:
            return True
        if vote.way == Way.APPROVAL and (row["most"] > people or (vote.most and row["sum"] > vote.most * people)):
            return True
    return False


@deed("share", fields={"people"})
def _sharing_sent(seat: Seat, sent: Sent) -> Done:
    return Done(facts={"people": share(seat, sent.whole("people", 1)).people})
