"""Training programmes as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from talka.links.queries import came_from
from talka.links.registry import Shown
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.ui.folding import sought

from .. import access
from ..models import Cohort, Module, Staff, Training
from ..trail import TRAINING
from .applications import Door, door_of, open_now


def trainings_of(person: Person | None, *, words: str = "") -> QuerySet[Training]:
    """The training programmes a person may know of, those that take applications first, then the newest; words: of the
    title."""
    applying = Exists(Cohort.objects.filter(open_now(), training=OuterRef("pk")))
    rows = access.trainings_known_to(person).select_related("programme")
    rows = rows.annotate(cohort_count=_cohorts(), applying=applying)
    for word in sought(words):
        rows = rows.filter(folded__contains=word)
    return rows.order_by("-applying", "-created_at", "-pk")


def trainings_in(programme: Programme, person: Person | None) -> list[Training]:
    """Those of one programme, for its page. One query."""
    rows = access.trainings_known_to(person).filter(programme=programme).annotate(cohort_count=_cohorts())
    return list(rows.order_by("created_at", "pk"))


def retired_of(person: Person | None) -> list[Training]:
    """Those that were taken away and that the person may bring back."""
    rows = Training.objects.exclude(retired_at=None).filter(programme__in=access.programmes_to_begin_in(person))
    return list(rows.order_by("-retired_at")[:100])


def _cohorts() -> Count:
    return Count("cohorts", filter=Q(cohorts__retired_at=None), distinct=True)


@dataclass(frozen=True)
class TrainingPage:
    """One training programme: modules in their order, cohorts, each with whether one can apply, who works for it, what
    it answers."""

    modules: Sequence[Module]
    cohorts: Sequence[tuple[Cohort, Door]]
    staff: Sequence[Staff]
    causes: Sequence[Shown]


def page_of_training(training: Training, person: Person | None) -> TrainingPage:
    """Four queries, and those of what it answers. Cohorts that were taken away are shown to who may bring them back."""
    shown = Q() if access.may_run(person, training) else Q(retired_at=None) | Q(pk__in=access.run_alone(person))
    modules = Module.objects.filter(training=training, retired_at=None).prefetch_related("competences")
    teams = Count("teams", filter=Q(teams__left_on=None), distinct=True)
    cohorts = Cohort.objects.filter(training=training).annotate(team_count=teams)
    staff = Staff.objects.filter(training=training, cohort=None).select_related("person__organisation")
    return TrainingPage(
        list(modules),
        [(row, door_of(row)) for row in cohorts.filter(shown)],
        list(staff),
        causes_of(training, person),
    )


def retired_modules_of(training: Training) -> list[Module]:
    return list(Module.objects.filter(training=training).exclude(retired_at=None))


def causes_of(training: Training, person: Person | None) -> Sequence[Shown]:
    """The needs and measures it answers, as far as the reader may know of them. One to three queries."""
    return came_from(TRAINING, training.pk, person)


def staff_of(training: Training) -> list[Staff]:
    """Everybody who works for it, those of single cohorts too."""
    rows: QuerySet[Staff, Any] = Staff.objects.filter(training=training).select_related("person", "cohort")
    return list(rows)


def of_person(person: Person) -> list[Training]:
    """Where somebody teaches, coordinates or coaches, for their page in the register."""
    mine = Prefetch("staff", Staff.objects.filter(person=person), to_attr="own_roles")
    rows = Training.objects.filter(staff__person=person, retired_at=None).distinct()
    return list(rows.prefetch_related(mine).order_by("-created_at", "-pk"))
