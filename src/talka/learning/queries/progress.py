"""Progress at a glance: of all teams for those who run a cohort, of oneself for those who take part."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils import timezone

from talka.events.models import Registration
from talka.events.queries.openness import registration
from talka.people.models import Person

from ..models import Coaching, Cohort, HandIn, Homework, Learner, Module, Session, Team, TrainingCertificate
from .attended import Attended, attended
from .cohorts import sessions_of
from .done import HomeworkDone, counts_for, homework_done, most_done
from .homework import Task, tasks_of

State = HandIn.State


@dataclass(frozen=True)
class Cell:
    """How far something is in one team. label: of what. done of all: people, for a module or homework of each; for
    homework of the team 1 of 1 when accepted. state: "done", "part", "waits", "returned", "none" or "missed"."""

    label: str
    done: int
    all: int
    state: str


@dataclass(frozen=True)
class TeamRow:
    """hours: attended by its people on average; coached: hours of coaches with it."""

    team: Team
    people: Sequence[Learner]
    modules: Sequence[Cell]
    homework: Sequence[Cell]
    hours: Decimal
    coached: Decimal


@dataclass(frozen=True)
class Progress:
    modules: Sequence[Module]
    homework: Sequence[Homework]
    rows: Sequence[TeamRow]


def teams_of(cohort: Cohort) -> QuerySet[Team]:
    """Those that have not left, in their order; to be paged before `progress_of`."""
    return Team.objects.filter(cohort=cohort, left_on=None).select_related("organisation").order_by("order", "pk")


def progress_of(cohort: Cohort, teams: Sequence[Team], today: dt.date | None = None) -> Progress:
    """These teams × modules, homework, attendance. Eight queries, however many teams."""
    today = today or timezone.localdate()
    modules = list(Module.objects.filter(training=cohort.training_id, retired_at=None))
    homework = list(Homework.objects.filter(cohort=cohort, retired_at=None))
    came = attended(cohort)
    people: dict[int, list[Learner]] = {}
    for learner in Learner.objects.filter(team__in=teams, left_on=None).select_related("person"):
        people.setdefault(learner.team_id, []).append(learner)
    handed: dict[tuple[int, int], list[HandIn]] = {}
    for row in HandIn.objects.filter(team__in=teams, homework__in=homework):
        handed.setdefault((row.team_id, row.homework_id), []).append(row)
    sums = Coaching.objects.filter(team__in=teams, retired_at=None).values_list("team").annotate(hours=Sum("hours"))
    coached = dict(sums.order_by())
    rows = []
    for team in teams:
        own = people.get(team.pk, [])
        rows.append(
            TeamRow(
                team,
                own,
                [_of_module(module, own, came) for module in modules],
                [_of_homework(one, own, handed.get((team.pk, one.pk), []), today) for one in homework],
                _mean([came[learner.pk].hours for learner in own if learner.pk in came]),
                coached.get(team.pk) or Decimal(0),
            )
        )
    return Progress(modules, homework, rows)


def _of_module(module: Module, people: Sequence[Learner], came: Mapping[int, Attended]) -> Cell:
    there = sum(module.pk in came[one.pk].modules for one in people if one.pk in came)
    state = "done" if people and there == len(people) else "part" if there else "none"
    return Cell(str(module), there, len(people), state)


def _of_homework(homework: Homework, people: Sequence[Learner], handed: Sequence[HandIn], today: dt.date) -> Cell:
    wanted = len(people) if homework.each else 1
    if homework.each:
        done = sum(any(row.state == State.ACCEPTED and counts_for(one, row) for row in handed) for one in people)
    else:
        done = int(any(row.state == State.ACCEPTED for row in handed))
    states = {row.state for row in handed}
    if wanted and done >= wanted:
        state = "done"
    elif State.HANDED_IN in states:
        state = "waits"
    elif State.RETURNED in states:
        state = "returned"
    elif homework.due_on < today:
        state = "missed"
    else:
        state = "part" if done else "none"
    return Cell(str(homework), done, wanted, state)


def _mean(hours: Sequence[Decimal]) -> Decimal:
    return sum(hours, Decimal(0)) / len(hours) if hours else Decimal(0)


@dataclass(frozen=True)
class Rule:
    """One rule of the certificate. done of needed; unit: "hours", "modules" or "homework"."""

    unit: str
    done: Decimal
    needed: Decimal

    @property
    def met(self) -> bool:
        return self.done >= self.needed


@dataclass(frozen=True)
class Coming:
    """A session ahead. own: the participant's registration for its event; open: they can register now."""

    session: Session
    own: Registration | None
    open: bool


@dataclass(frozen=True)
class OwnWay:
    """Where one participant stands. due: what is to be done, done: what is handed in or accepted; rules: of the
    certificate, none where it has none; certificate: the one that holds."""

    coming: Sequence[Coming]
    past: Sequence[tuple[Session, bool]]
    due: Sequence[Task]
    done: Sequence[Task]
    attended: Attended
    rules: Sequence[Rule]
    certificate: TrainingCertificate | None


def way_of(cohort: Cohort, learner: Learner, person: Person | None, today: dt.date | None = None) -> OwnWay:
    """Twelve queries, and those of access to events."""
    today = today or timezone.localdate()
    sessions = sessions_of(cohort, person)
    came = attended(cohort).get(learner.pk, Attended())
    places = Learner.objects.filter(team__cohort=cohort, person=learner.person_id)
    done = most_done(places, homework_done(cohort))
    tasks = tasks_of(cohort, learner, today)
    return OwnWay(
        _coming([row for row in sessions if row.event.last_day >= today], learner),
        [(row, row.pk in came.sessions) for row in sessions if row.event.last_day < today],
        [task for task in tasks if task.open],
        [task for task in tasks if not task.open],
        came,
        _rules(cohort, came, done),
        TrainingCertificate.objects.filter(cohort=cohort, person=learner.person_id, revoked_at=None).first(),
    )


def _coming(sessions: Sequence[Session], learner: Learner) -> list[Coming]:
    rows = Registration.objects.filter(person=learner.person_id, event__in=[row.event_id for row in sessions])
    own = {row.event_id: row for row in rows.exclude(state=Registration.State.CANCELLED)}
    return [Coming(row, own.get(row.event_id), registration(row.event).open) for row in sessions]


def _rules(cohort: Cohort, came: Attended, done: HomeworkDone) -> list[Rule]:
    training, found = cohort.training, []
    if training.least_hours is not None:
        found.append(Rule("hours", came.hours, training.least_hours))
    if training.least_modules is not None:
        found.append(Rule("modules", Decimal(len(came.modules)), Decimal(training.least_modules)))
    if training.homework_needed:
        found.append(Rule("homework", Decimal(done.accepted), Decimal(done.needed)))
    return found
