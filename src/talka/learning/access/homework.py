"""Who may read and answer homework: the team or person whose it is, those who teach the cohort, and the other teams
where it was opened to them."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from talka.people.access import not_allowed
from talka.people.models import Person

from ..models import Cohort, HandIn, HandInRemark, HandInVersion, Homework, Learner
from . import cohort_inside, cohort_to_teach, learner_of, may_teach


def homework_for(person: Person | None, slug: str, number: int, pk: int) -> Homework:
    """For those inside; what is not asked any more for those who teach."""
    cohort = cohort_inside(person, slug, number)
    row = Homework.objects.select_related("module").filter(cohort=cohort, pk=pk).first()
    if row is None or (row.retired_at is not None and not may_teach(person, cohort)):
        raise Http404
    row.cohort = cohort
    return row


def homework_to_change(person: Person | None, slug: str, number: int, pk: int) -> Homework:
    """For those who teach."""
    cohort = cohort_to_teach(person, slug, number)
    return get_object_or_404(cohort.homework.select_related("module"), pk=pk)


def homework_to_hand_in(person: Person | None, slug: str, number: int, pk: int) -> tuple[Homework, Learner]:
    """For somebody of a team: the homework, and their place in the team."""
    row = homework_for(person, slug, number, pk)
    learner = learner_of(person, row.cohort)
    if learner is None or row.retired_at is not None:
        raise Http404
    return row, learner


def is_own(learner: Learner | None, hand_in: HandIn) -> bool:
    """Handed in by the learner, or by their team. What somebody handed in for themselves stays theirs in another
    team of the cohort."""
    if learner is None:
        return False
    if hand_in.learner is not None:
        return hand_in.learner.person_id == learner.person_id
    return hand_in.team_id == learner.team_id


def of_ones_own(*places: Learner) -> Q:
    """What `is_own` finds, of any of somebody's places in cohorts."""
    people = {place.person_id for place in places}
    return Q(learner__person__in=people) | Q(learner=None, team__in=[place.team_id for place in places])


def may_read_hand_in(person: Person | None, hand_in: HandIn, cohort: Cohort) -> bool:
    """hand_in: of the cohort."""
    if may_teach(person, cohort):
        return True
    learner = learner_of(person, cohort)
    return is_own(learner, hand_in) or (learner is not None and hand_in.open_to_cohort)


def hand_ins_known_to(person: Person | None, cohort: Cohort) -> QuerySet[HandIn]:
    """What was handed in in the cohort and the person may read."""
    rows = HandIn.objects.filter(homework__cohort=cohort)
    if may_teach(person, cohort):
        return rows
    learner = learner_of(person, cohort)
    if learner is None:
        return rows.none()
    return rows.filter(Q(open_to_cohort=True) | of_ones_own(learner))


def hand_in_for(person: Person | None, slug: str, number: int, pk: int) -> HandIn:
    """Those who have left the cohort read it no longer."""
    cohort = cohort_inside(person, slug, number)
    rows = HandIn.objects.select_related("homework__module", "team__organisation", "learner__person")
    row = rows.filter(homework__cohort=cohort, pk=pk).first()
    if row is None or not may_read_hand_in(person, row, cohort):
        raise Http404
    row.homework.cohort = row.team.cohort = cohort
    return row


def hand_in_of_ones_own(person: Person | None, slug: str, number: int, pk: int) -> HandIn:
    """For those whose work it is."""
    row = hand_in_for(person, slug, number, pk)
    if not is_own(learner_of(person, row.homework.cohort), row):
        raise Http404
    return row


def hand_in_to_talk_about(person: Person | None, slug: str, number: int, pk: int) -> HandIn:
    """For those whose work it is and those who teach; other teams only read what was opened to them."""
    row = hand_in_for(person, slug, number, pk)
    cohort = row.homework.cohort
    if not is_own(learner_of(person, cohort), row) and not may_teach(person, cohort):
        raise Http404
    return row


def version_for(person: Person | None, slug: str, number: int, pk: int, version: int) -> HandInVersion:
    row = HandInVersion.objects.filter(hand_in=hand_in_for(person, slug, number, pk), number=version).first()
    if row is None:
        raise Http404
    return row


def remark_for(person: Person | None, slug: str, number: int, pk: int, remark: int) -> HandInRemark:
    """The thread is read by those whose work it is and those who teach, also where the work was opened to others."""
    row = HandInRemark.objects.filter(hand_in=hand_in_to_talk_about(person, slug, number, pk), pk=remark).first()
    if row is None:
        raise Http404
    return row


def check_teach(person: Person | None, cohort: Cohort) -> None:
    """Raises Refusal(403). For actions."""
    if not may_teach(person, cohort):
        raise not_allowed()


def check_own(person: Person | None, hand_in: HandIn) -> None:
    """Raises Refusal(403). For actions."""
    if not is_own(learner_of(person, hand_in.homework.cohort), hand_in):
        raise not_allowed()
