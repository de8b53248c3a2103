"""Who may see and change what of training programmes. A draft is its coordinators' own; a cohort's work is its own."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Person
from talka.programmes.access import organises_anything, organises_in, programmes_organised
from talka.programmes.models import Programme

from ..models import Cohort, Learner, Module, Session, Staff, Team, Training
from .in_programmes import known, one_of

COORDINATOR, TRAINER, COACH = Staff.Role.COORDINATOR, Staff.Role.TRAINER, Staff.Role.COACH


def may_begin(person: Person | None) -> bool:
    """Organisers of anything begin training programmes, in the programmes they organise."""
    return is_administrator(person) or (person is not None and organises_anything(person))


def may_begin_in(person: Person | None, programme: Programme) -> bool:
    return organises_in(person, programme.pk)


def programmes_to_begin_in(person: Person | None) -> QuerySet[Programme]:
    return programmes_organised(person).filter(archived_at=None)


def roles_in(person: Person | None, training: Training, cohort: Cohort | None = None) -> frozenset[str]:
    """As what somebody works for a training programme as a whole, or for one of its cohorts. One query per request."""
    if person is None:
        return frozenset()
    rows = Staff.objects.filter(training=training, person=person)
    held = once(person, f"staff of training {training.pk}", lambda: list(rows.values_list("role", "cohort_id")))
    return frozenset(role for role, of in held if of is None or (cohort is not None and of == cohort.pk))


def may_run(person: Person | None, training: Training) -> bool:
    """Who organises the programme in which it stands, and its coordinators."""
    return organises_in(person, training.programme_id) or COORDINATOR in roles_in(person, training)


def may_run_cohort(person: Person | None, cohort: Cohort) -> bool:
    """Those who run the training programme, and the cohort's own coordinators."""
    return may_run(person, cohort.training) or COORDINATOR in roles_in(person, cohort.training, cohort)


def run_alone(person: Person | None) -> QuerySet[Staff, Any]:
    """Row ids of cohorts that somebody coordinates, where not the whole training programme. No query by itself."""
    rows = Staff.objects.filter(person=person, role=COORDINATOR, cohort__isnull=False)
    return rows.values("cohort") if person is not None else rows.none().values("cohort")


def may_teach(person: Person | None, cohort: Cohort) -> bool:
    """Those who run it, and its trainers and coaches: they see the teams' work and answer it."""
    return may_run_cohort(person, cohort) or bool(roles_in(person, cohort.training, cohort))


def learner_of(person: Person | None, cohort: Cohort) -> Learner | None:
    """The person's own place in a team of the cohort, if they have not left. One query per request."""
    if person is None:
        return None
    rows = Learner.objects.filter(person=person, team__cohort=cohort, left_on=None, team__left_on=None)
    return once(person, f"learner of cohort {cohort.pk}", rows.select_related("team").first)


def may_read_inside(person: Person | None, cohort: Cohort) -> bool:
    """What those who go through it together keep among themselves: names, homework, materials."""
    return may_teach(person, cohort) or learner_of(person, cohort) is not None


def trainings_known_to(person: Person | None) -> QuerySet[Training]:
    """Published ones of public programmes; drafts of those who run, teach or take part in them."""
    staff = Staff.objects.filter(training=OuterRef("pk"), person=person)
    learners = Learner.objects.filter(team__cohort__training=OuterRef("pk"), person=person)
    return known(Training.objects.all(), person, Q(Exists(staff)) | Q(Exists(learners)))


def training_for(person: Person | None, slug: str) -> Training:
    """Taken away ones are there only for those who may bring them back."""
    return one_of(Training.objects.all(), trainings_known_to(person), person, slug)


def training_to_run(person: Person | None, slug: str) -> Training:
    """For pages on which it is changed: "not found" to everybody else, and where it was taken away."""
    row = training_for(person, slug)
    if row.retired_at is not None or not may_run(person, row):
        raise Http404
    return row


def training_to_restore(person: Person | None, slug: str) -> Training:
    row = training_for(person, slug)
    if not organises_in(person, row.programme_id):
        raise Http404
    return row


def cohort_for(person: Person | None, slug: str, number: int) -> Cohort:
    training = training_for(person, slug)
    row = Cohort.objects.filter(training=training, number=number).first()
    if row is None:
        raise Http404
    row.training = training
    if row.retired_at is not None and not may_run_cohort(person, row):
        raise Http404
    return row


def cohort_to_run(person: Person | None, slug: str, number: int) -> Cohort:
    row = cohort_for(person, slug, number)
    if row.training.retired_at is not None or not may_run_cohort(person, row):
        raise Http404
    return row


def cohort_to_teach(person: Person | None, slug: str, number: int) -> Cohort:
    """For pages of trainers and coaches."""
    row = cohort_for(person, slug, number)
    if row.training.retired_at is not None or not may_teach(person, row):
        raise Http404
    return row


def cohort_inside(person: Person | None, slug: str, number: int) -> Cohort:
    """For pages of those who go through it together."""
    row = cohort_for(person, slug, number)
    if row.training.retired_at is not None or not may_read_inside(person, row):
        raise Http404
    return row


def module_to_change(person: Person | None, slug: str, pk: int) -> Module:
    training = training_to_run(person, slug)
    return get_object_or_404(training.modules, pk=pk)


def team_for(person: Person | None, slug: str, number: int, pk: int) -> Team:
    cohort = cohort_for(person, slug, number)
    return get_object_or_404(cohort.teams.select_related("organisation", "area"), pk=pk)


def team_to_change(person: Person | None, slug: str, number: int, pk: int) -> Team:
    """For those who run the cohort."""
    row = team_for(person, slug, number, pk)
    if not may_run_cohort(person, row.cohort):
        raise Http404
    return row


def learner_to_change(person: Person | None, slug: str, number: int, pk: int, learner: int) -> Learner:
    team = team_to_change(person, slug, number, pk)
    return get_object_or_404(team.learners, pk=learner)


def staff_to_change(person: Person | None, slug: str, pk: int) -> Staff:
    training = training_to_run(person, slug)
    return get_object_or_404(training.staff, pk=pk)


def session_to_change(person: Person | None, slug: str, number: int, pk: int) -> Session:
    cohort = cohort_to_run(person, slug, number)
    return get_object_or_404(cohort.sessions.select_related("event", "module"), pk=pk)


def check_run(person: Person | None, training: Training) -> None:
    """Raises Refusal(403). For actions."""
    if not may_run(person, training):
        raise not_allowed()


def check_run_cohort(person: Person | None, cohort: Cohort) -> None:
    """Raises Refusal(403). For actions."""
    if not may_run_cohort(person, cohort):
        raise not_allowed()


def beginners_only(person: Person | None) -> None:
    """For pages on which a training programme is begun: "not found" to everybody else."""
    if not may_begin(person):
        raise Http404
