"""Training programmes of a programme, as `load_trainings` reads them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from talka.learning.models import (
    Application,
    AssessmentAnswer,
    AssessmentRound,
    Coaching,
    Cohort,
    HandIn,
    HandInRemark,
    HandInVersion,
    Learner,
    Module,
    Scorer,
    SelectionDecision,
    Staff,
    SupervisorView,
    Team,
    Training,
)
from talka.learning.trail import ASSESSED, TRAINING
from talka.programmes.models import Programme
from talka.territories.models import Area

from ..record_files import plain_words, write_toml
from .dump_applications import applications_of
from .dump_assessments import assessments_of, write_assessment_answers
from .dump_between import between_of
from .dump_causes import Named, causes_by_key, causes_of, showed_by
from .dump_cooperation_costs import digits
from .dump_homework import homework_of
from .dump_training_certificates import certificates_of
from .load_trainings import COHORT, PLAIN
from .naming import Keys


def trainings_of(programme: Programme) -> QuerySet[Training]:
    """What was taken away is not written."""
    return Training.objects.filter(programme=programme, retired_at=None).order_by("slug")


def named_in_trainings(programme: Programme) -> tuple[set[int], set[int]]:
    """The row ids of the organisations and of the people that they name."""
    rows = trainings_of(programme).order_by()
    cohorts = Cohort.objects.filter(training__in=rows, retired_at=None)
    teams = Team.objects.filter(cohort__in=cohorts)
    applications = Application.objects.filter(cohort__in=cohorts).exclude(sent_at=None)
    handed_in = HandIn.objects.filter(homework__cohort__in=cohorts)
    asked: tuple[tuple[QuerySet[Any], str], ...] = (
        (Staff.objects.filter(training__in=rows), "person"),
        (Learner.objects.filter(team__in=teams), "person"),
        (applications, "person"),
        (Scorer.objects.filter(cohort__in=cohorts), "person"),
        (SelectionDecision.objects.filter(application__in=applications), "by"),
        (HandInVersion.objects.filter(hand_in__in=handed_in), "by"),
        (HandInRemark.objects.filter(hand_in__in=handed_in), "by"),
        (Coaching.objects.filter(team__in=teams), "coach"),
    )
    if programme.illustrative:
        rounds = AssessmentRound.objects.filter(cohort__in=cohorts)
        asked += ((AssessmentAnswer.objects.filter(round__in=rounds), "person"),)
        asked += ((SupervisorView.objects.filter(round__in=rounds), "person"),)
    people: set[int] = set()
    for found, name in asked:
        standing = found.filter(**{f"{name}__erased_at": None, f"{name}__merged_into": None})
        people |= set(standing.exclude(**{name: None}).order_by().values_list(f"{name}_id", flat=True))
    organisations = set(teams.values_list("organisation_id", flat=True))
    return organisations | set(
        applications.exclude(organisation=None).values_list("organisation_id", flat=True)
    ), people


def areas_of_trainings(programme: Programme) -> list[Area | None]:
    """Where teams and applicants are."""
    cohorts = Cohort.objects.filter(training__in=trainings_of(programme).order_by(), retired_at=None)
    teams = Team.objects.filter(cohort__in=cohorts).select_related("area")
    sent = Application.objects.filter(cohort__in=cohorts).exclude(sent_at=None).select_related("area")
    return [row.area for row in teams] + [row.area for row in sent]


def write_trainings(programme: Programme, folder: Path, keys: Keys) -> None:
    named = causes_by_key(programme)
    for row in trainings_of(programme):
        modules = list(row.modules.filter(retired_at=None).prefetch_related("competences"))
        numbers = {module.pk: number for number, module in enumerate(modules, start=1)}
        write_toml(folder / "trainings" / f"{row.slug}.toml", _training(row, keys, named, modules, numbers))
        own = folder / "trainings" / row.slug
        for name, data in {
            "applications": applications_of(row, keys),
            "homework": homework_of(row, keys, numbers),
            "between": between_of(row, keys, numbers),
            "assessments": assessments_of(row),
            "certificates": certificates_of(row, keys),
        }.items():
            if any(data.values()):
                write_toml(own / f"{name}.toml", data)
        write_assessment_answers(row, own, keys)


def _training(
    row: Training, keys: Keys, named: Named, modules: list[Module], numbers: Mapping[int, int]
) -> dict[str, Any]:
    return {
        **{name: plain_words(getattr(row, name)) for name in ("title", "about", "for_whom")},
        **{name: getattr(row, name) for name in PLAIN},
        "least_hours": digits(row.least_hours),
        "published": row.published_at is not None,
        **causes_of(TRAINING, row.pk, named),
        "showed_needs": showed_by(TRAINING, row.pk, ASSESSED, named),
        "module": [_module(module) for module in modules],
        "staff": _staff(row, None, keys),
        "cohort": [_cohort(one, keys, numbers) for one in row.cohorts.filter(retired_at=None)],
    }


def _module(row: Module) -> dict[str, Any]:
    return {
        "title": plain_words(row.title),
        "outcomes": plain_words(row.outcomes),
        "hours": digits(row.hours),
        "competences": [one.key for one in row.competences.all()],
    }


def _staff(training: Training, cohort: Cohort | None, keys: Keys) -> list[dict[str, Any]]:
    rows = Staff.objects.filter(training=training, cohort=cohort, person__erased_at=None).select_related("person")
    return [{"person": keys.person(one.person), "role": one.role} for one in rows]


def _cohort(row: Cohort, keys: Keys, modules: Mapping[int, int]) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": plain_words(row.title),
        **{name: getattr(row, name) for name in COHORT},
        "staff": _staff(row.training, row, keys),
        "session": [
            {"event": one.event.slug, "kind": one.kind, "module": modules.get(one.module_id or 0, "")}
            for one in row.sessions.select_related("event").order_by("event__first_day", "event__slug")
        ],
        "team": [_team(one, keys) for one in row.teams.select_related("organisation", "area").order_by("order", "pk")],
    }


def _team(row: Team, keys: Keys) -> dict[str, Any]:
    people = row.learners.filter(person__erased_at=None).select_related("person").order_by("pk")
    own = row.organisation.area_id
    return {
        "organisation": keys.organisation(row.organisation),
        "area": row.area.key if row.area and row.area_id != own else "",
        "title": plain_words(row.title),
        "aims": plain_words(row.aims),
        "left_on": row.left_on,
        "left_reason": row.left_reason,
        "people": [
            {"person": keys.person(one.person), "joined_on": one.joined_on, "left_on": one.left_on} for one in people
        ],
    }
