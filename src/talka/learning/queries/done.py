"""What of the homework that is needed those who go through a cohort have done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from ..models import Cohort, HandIn, Homework, Learner


@dataclass(frozen=True)
class HomeworkDone:
    """needed: how many are needed; accepted: how many of these are accepted."""

    needed: int
    accepted: int


NOTHING = HomeworkDone(0, 0)


def homework_done(cohort: Cohort) -> Mapping[int, HomeworkDone]:
    """By learner (row id), those who have left too. A team's work counts for each who was in the team between the day
    it was first handed in and the day it was accepted. Three queries."""
    needed = list(Homework.objects.filter(cohort=cohort, needed=True, retired_at=None).values_list("pk", flat=True))
    accepted = list(HandIn.objects.filter(homework__in=needed, state=HandIn.State.ACCEPTED))
    return {
        row.pk: HomeworkDone(len(needed), len({one.homework_id for one in accepted if counts_for(row, one)}))
        for row in Learner.objects.filter(team__cohort=cohort)
    }


def most_done(own: Iterable[Learner], done: Mapping[int, HomeworkDone]) -> HomeworkDone:
    """Of one person: whoever changed the team keeps what they did in the former one. own: all their rows."""
    return max((done.get(row.pk, NOTHING) for row in own), key=lambda one: one.accepted, default=NOTHING)


def counts_for(learner: Learner, hand_in: HandIn) -> bool:
    """Whether what was handed in is also the learner's."""
    if hand_in.learner_id is not None:
        return hand_in.learner_id == learner.pk
    if hand_in.team_id != learner.team_id:
        return False
    first = timezone.localdate(hand_in.first_at)
    last = timezone.localdate(hand_in.answered_at) if hand_in.answered_at else timezone.localdate()
    return (learner.joined_on is None or learner.joined_on <= last) and (
        learner.left_on is None or learner.left_on >= first
    )
