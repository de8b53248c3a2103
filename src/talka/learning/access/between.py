"""Who may read and change materials, coaches' visits and what twin teams note."""

from django.db.models import Q, QuerySet
from django.http import Http404

from talka.people.access import not_allowed
from talka.people.models import Person

from ..models import Coaching, Cohort, Learner, Material, Module, Session, Team, Training, TwinMeeting, Twinning
from . import (
    COACH,
    cohort_for,
    cohort_to_teach,
    learner_of,
    may_read_inside,
    may_run,
    may_run_cohort,
    may_teach,
    roles_in,
    team_for,
    training_for,
)


def may_change_materials(person: Person | None, of: Module | Session, cohort: Cohort) -> bool:
    """Of a session those who teach its cohort; of a module, which all cohorts share, those who teach all of them."""
    if isinstance(of, Session):
        return of.cohort_id == cohort.pk and may_teach(person, cohort)
    training = cohort.training
    return of.training_id == training.pk and (may_run(person, training) or bool(roles_in(person, training)))


def materials_known_to(person: Person | None, cohort: Cohort) -> QuerySet[Material]:
    """Those of the cohort's modules and sessions: all for those inside, else what is for everybody."""
    rows = Material.objects.filter(retired_at=None).filter(
        Q(session__cohort=cohort) | Q(module__training=cohort.training_id)
    )
    return rows if may_read_inside(person, cohort) else rows.filter(audience=Material.Audience.PUBLIC)


def material_for(person: Person | None, slug: str, pk: int) -> Material:
    """For everybody, or for those inside a cohort that has it."""
    training = training_for(person, slug)
    row = Material.objects.select_related("session__cohort", "module").filter(training=training, pk=pk).first()
    if row is None or training.retired_at is not None:
        raise Http404
    row.training = training
    if row.session is not None:
        row.session.cohort.training = training
    open_to_all = row.audience == Material.Audience.PUBLIC and row.retired_at is None
    if open_to_all and (row.session is None or row.session.cohort.retired_at is None):
        return row
    if not _has(person, row) or (row.retired_at is not None and not _may_change(person, row)):
        raise Http404
    return row


def _has(person: Person | None, row: Material) -> bool:
    """Whether somebody is inside a cohort that has it."""
    if row.session is not None:
        return may_read_inside(person, row.session.cohort)
    if person is None:
        return False
    inside = Learner.objects.filter(
        person=person,
        left_on=None,
        team__left_on=None,
        team__cohort__training=row.training,
        team__cohort__retired_at=None,
    )
    return may_run(person, row.training) or bool(_all_roles(person, row.training)) or inside.exists()


def _all_roles(person: Person, training: Training) -> bool:
    return training.staff.filter(person=person).exists()


def _may_change(person: Person | None, row: Material) -> bool:
    if row.session is not None:
        return may_teach(person, row.session.cohort)
    return may_run(person, row.training) or bool(roles_in(person, row.training))


def material_to_change(person: Person | None, slug: str, number: int, pk: int) -> Material:
    cohort = cohort_to_teach(person, slug, number)
    rows = Material.objects.select_related("module", "session__event")
    row = rows.filter(Q(session__cohort=cohort) | Q(module__training=cohort.training_id), pk=pk).first()
    if row is None:
        raise Http404
    row.training = cohort.training
    if row.session is not None:
        row.session.cohort = cohort
    of = row.session or row.module
    if of is None or not may_change_materials(person, of, cohort):
        raise Http404
    return row


def may_coach(person: Person | None, cohort: Cohort) -> bool:
    """Coaches of the cohort, and those who run it: they note visits."""
    return may_run_cohort(person, cohort) or COACH in roles_in(person, cohort.training, cohort)


def may_read_coaching(person: Person | None, team: Team) -> bool:
    """The team, coaches and coordinators. team: with its cohort."""
    learner = learner_of(person, team.cohort)
    return may_coach(person, team.cohort) or (learner is not None and learner.team_id == team.pk)


def team_coached(person: Person | None, slug: str, number: int, pk: int) -> Team:
    """For the page of its visits."""
    row = team_for(person, slug, number, pk)
    if row.cohort.training.retired_at is not None or not may_read_coaching(person, row):
        raise Http404
    return row


def team_to_coach(person: Person | None, slug: str, number: int, pk: int) -> Team:
    row = team_coached(person, slug, number, pk)
    if not may_coach(person, row.cohort):
        raise Http404
    return row


def coaching_to_change(person: Person | None, slug: str, number: int, pk: int, visit: int) -> Coaching:
    """The coach who came, and those who run the cohort."""
    team = team_to_coach(person, slug, number, pk)
    row = Coaching.objects.select_related("coach").filter(team=team, pk=visit).first()
    if row is None or not may_change_coaching(person, row, team.cohort):
        raise Http404
    row.team = team
    return row


def may_change_coaching(person: Person | None, row: Coaching, cohort: Cohort) -> bool:
    return may_run_cohort(person, cohort) or (person is not None and row.coach_id == person.pk)


def team_with_twins(person: Person | None, slug: str, number: int, pk: int) -> Team:
    """For the page of a team's twins: the team, and those who teach its cohort."""
    row = team_for(person, slug, number, pk)
    learner = learner_of(person, row.cohort)
    own = learner is not None and learner.team_id == row.pk
    if row.cohort.training.retired_at is not None or not (own or may_teach(person, row.cohort)):
        raise Http404
    return row


def twinning_of(person: Person | None, slug: str, number: int, pk: int, twinning: int) -> tuple[Team, Twinning]:
    """Seen from one of the two teams."""
    team = team_with_twins(person, slug, number, pk)
    rows = Twinning.objects.select_related("first__organisation", "first__cohort", "second__organisation")
    row = rows.select_related("second__cohort").filter(Q(first=team) | Q(second=team), pk=twinning).first()
    if row is None:
        raise Http404
    for each in (row.first, row.second):
        each.cohort.training = team.cohort.training
    return team, row


def twinning_of_ones_own(
    person: Person | None, slug: str, number: int, pk: int, twinning: int
) -> tuple[Team, Twinning]:
    """For somebody of one of the teams: they note meetings and write."""
    team, row = twinning_of(person, slug, number, pk, twinning)
    learner = learner_of(person, team.cohort)
    if learner is None or learner.team_id != team.pk:
        raise Http404
    return team, row


def twinning_to_run(person: Person | None, slug: str, number: int, twinning: int) -> Twinning:
    """For those who run the cohort of one of the teams."""
    cohort = cohort_for(person, slug, number)
    rows = Twinning.objects.select_related("first__cohort", "second__cohort")
    row = rows.filter(Q(first__cohort=cohort) | Q(second__cohort=cohort), pk=twinning).first()
    if row is None or cohort.training.retired_at is not None or not may_run_cohort(person, cohort):
        raise Http404
    for each in (row.first, row.second):
        each.cohort.training = cohort.training
    return row


def twin_meeting_to_change(
    person: Person | None, slug: str, number: int, pk: int, twinning: int, meeting: int
) -> TwinMeeting:
    """By the team that noted it."""
    team, row = twinning_of_ones_own(person, slug, number, pk, twinning)
    found = TwinMeeting.objects.filter(twinning=row, team=team, pk=meeting).first()
    if found is None:
        raise Http404
    found.twinning, found.team = row, team
    return found


def check_in_team(person: Person | None, team: Team) -> None:
    """Raises Refusal(403). For actions."""
    learner = learner_of(person, team.cohort)
    if learner is None or learner.team_id != team.pk:
        raise not_allowed()


def shelf_to_fill(person: Person | None, cohort: Cohort, of: Module | Session | None) -> Module | Session:
    """The module or session to which somebody may add materials."""
    if of is None or not may_change_materials(person, of, cohort):
        raise Http404
    return of
