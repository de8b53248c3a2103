"""Small contests within steps: the games master and those who help give points. They count in no vote."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.printable import clean
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import may_run, not_allowed
from ..models import Award, Group, Seat, Workshop
from .stages import locked_workshop

MOST_POINTS = 1000
LONGEST = 200


@transaction.atomic
def award(
    group: Group, words: str, points: int, *, name: uuid.UUID, seat: Seat | None = None, by: Person | None = None
) -> Award:
    """Points for a group, in the step that goes on. words: what for. name: the form's own, sent twice they are given
    once. By whoever runs the group work, or from the phone of a co-games master."""
    locked = locked_workshop(group.workshop)
    _require_master(locked, seat, by)
    team = locked.groups.filter(pk=group.pk).select_related("stage").first()
    if team is None:
        raise Refusal(_("This group belongs to other group work."), status=404)
    said = " ".join(clean(words).split())[:LONGEST]
    if not said:
        raise Refusal(_("Say what the points are for."), status=422)
    if not 1 <= points <= MOST_POINTS:
        raise Refusal(_("From 1 to %(n)s points are given at once.") % {"n": MOST_POINTS}, status=422)
    standing = Award.objects.filter(uid=name).first()
    if standing is not None:
        if (standing.group_id, standing.words, standing.points) != (team.pk, said, points):
            raise Refusal(_("Something else was already sent under this number."), advice=_("Load the page again."))
        return standing
    team.workshop = locked
    made = Award.objects.create(group=team, stage=team.now, words=said, points=points, uid=name)
    append(locked.stream, "points-given", award=made.pk, group=team.pk)
    return made


@transaction.atomic
def take_back(award_id: int, workshop: Workshop, *, seat: Seat | None = None, by: Person | None = None) -> None:
    """Points given by mistake."""
    locked = locked_workshop(workshop)
    _require_master(locked, seat, by)
    standing = Award.objects.filter(pk=award_id, group__workshop=locked).first()
    if standing is None:
        raise Refusal(_("There are no such points."), status=404)
    if standing.removed_at is None:
        standing.removed_at = timezone.now()
        standing.save(update_fields=["removed_at"])
        append(locked.stream, "points-taken-back", award=standing.pk, group=standing.group_id)


def _require_master(workshop: Workshop, seat: Seat | None, by: Person | None) -> None:
    helps = seat is not None and seat.role == Seat.Role.MASTER and seat.workshop_id == workshop.pk
    if not helps and not may_run(by, workshop):
        raise not_allowed()
