"""A training programme on the four levels of evaluation: reaction, learning, behaviour, results.

Source: Donald L. Kirkpatrick, 1959. What stands here is put together of figures that stand already, each of five people
or more; nothing is counted anew of parts of a cohort.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count

from talka.events.access import events_known_to
from talka.events.models import FeedbackAnswer
from talka.events.queries.feedback import satisfaction_of
from talka.links import registry
from talka.people.models import Person
from talka.ui.few import FEW, shown
from talka.ui.refusals import Words

from ..models import AssessmentFigure, AssessmentRound, Cohort, Learner, Session, Training
from ..trail import TRAINING

When, Told = AssessmentRound.When, AssessmentRound.Told
FROM, STEPS = 95, 4
"""Things of kinds that stand further on than measures are results; so many arrows are followed to them."""


@dataclass(frozen=True)
class Reaction:
    """mean: of all marks from 1 to 5, over sheets of events with five sheets or more; events: so many of `held`."""

    mean: float | None
    sheets: int
    events: int
    held: int


@dataclass(frozen=True)
class Step:
    """One cohort in one round, beside its first: mean weighted gap and mean ability over the competences of both.
    exact: both are of the very same people."""

    cohort: Cohort
    people: int
    gap_before: float
    gap: float
    ability_before: float
    ability: float
    exact: bool


@dataclass(frozen=True)
class Changed:
    """All cohorts that are told of. people: behind them; the means are weighted by people."""

    steps: tuple[Step, ...]
    people: int
    gap_before: float | None = None
    gap: float | None = None
    ability_before: float | None = None
    ability: float | None = None

    @property
    def exact(self) -> bool:
        return all(step.exact for step in self.steps)


@dataclass(frozen=True)
class Seen:
    """What supervisors say six months later. supervisors: at least so many; ability: mean over competences."""

    supervisors: int
    ability: float


@dataclass(frozen=True)
class Led:
    """How many things of one kind the trail leads to."""

    label: Words
    count: int


@dataclass(frozen=True)
class Levels:
    """people: who took part; None where there are some, but fewer than five."""

    people: int | None
    cohorts: int
    reaction: Reaction
    learning: Changed
    behaviour: Changed
    seen: Seen | None
    results: tuple[Led, ...]


def levels_of(training: Training, person: Person | None) -> Levels:
    """A fixed number of queries, and those of the kinds that the trail leads to."""
    cohorts = list(Cohort.objects.filter(training=training, retired_at=None))
    learners = Learner.objects.filter(team__cohort__in=cohorts).values("person").distinct().count()
    figures = _figures(cohorts)
    return Levels(
        shown(learners, learners),
        len(cohorts),
        _reaction(training, person),
        _changed(cohorts, figures, When.AFTER),
        _changed(cohorts, figures, When.LATER),
        _seen(figures),
        results_of(training, person),
    )


def _reaction(training: Training, person: Person | None) -> Reaction:
    """Three queries. Events that the reader may not know of are left out."""
    sessions = Session.objects.filter(cohort__training=training, cohort__retired_at=None)
    events = list(
        sessions.filter(event__in=events_known_to(person)).order_by().values_list("event", flat=True).distinct()
    )
    means = satisfaction_of(events)  # type: ignore[arg-type]
    rows = FeedbackAnswer.objects.filter(event__in=list(means)).order_by().values("event").annotate(n=Count("pk"))
    sheets = {row["event"]: row["n"] for row in rows}
    total = sum(sheets.values())
    mean = sum(means[event] * n for event, n in sheets.items()) / total if total else None
    return Reaction(mean, total, len(sheets), len(events))


class _Figure(NamedTuple):
    """Of a figure what this page needs; there are thousands of them."""

    cohort: int
    round: int
    when: str
    told: str
    people: int
    key: str
    mwds: float | None
    ability: float | None
    before_mwds: float | None
    before_ability: float | None
    supervisors: int
    seen: float | None


def _figures(cohorts: Sequence[Cohort]) -> list[_Figure]:
    """The first round of each cohort first. One query."""
    round_ = "item__round__"
    rows = AssessmentFigure.objects.filter(item__round__cohort__in=cohorts).exclude(item__round__closed_at=None)
    found = rows.order_by("item__round__opened_at", "item__round", "item__order").values_list(
        f"{round_}cohort",
        "item__round",
        f"{round_}when",
        f"{round_}told",
        f"{round_}people",
        "item__key",
        "mwds",
        "ability",
        "before_mwds",
        "before_ability",
        "supervisors",
        "seen",
    )
    return [_Figure(*row) for row in found]


def _changed(cohorts: Sequence[Cohort], figures: Sequence[_Figure], when: str) -> Changed:
    """Each cohort in this round beside its first one; those whose round tells of the same people only."""
    of: dict[int, list[_Figure]] = {}
    for one in figures:
        if one.mwds is not None:
            of.setdefault(one.cohort, []).append(one)
    steps = [step for cohort in cohorts if (step := _step(cohort, of.get(cohort.pk, []), when))]
    people = sum(step.people for step in steps)
    if not steps:
        return Changed((), 0)

    def mean(name: str) -> float:
        total: float = sum(getattr(step, name) * step.people for step in steps)
        return total / people

    return Changed(tuple(steps), people, mean("gap_before"), mean("gap"), mean("ability_before"), mean("ability"))


def _step(cohort: Cohort, mine: Sequence[_Figure], when: str) -> Step | None:
    """mine: the cohort's own with gaps, the first round's first."""
    now = {one.key: one for one in mine if one.when == when and one.told == Told.BOTH}
    if not now:
        return None
    first = mine[0].round
    then = {one.key: one for one in mine if one.round == first}
    pairs = [
        (
            one.before_mwds if one.before_mwds is not None else then[key].mwds,
            one.mwds,
            one.before_ability if one.before_ability is not None else then[key].ability,
            one.ability,
        )
        for key, one in now.items()
        if key in then or one.before_mwds is not None
    ]
    if not pairs:
        return None
    means = [sum(pair[place] or 0.0 for pair in pairs) / len(pairs) for place in range(4)]
    whole = mine[0].people
    exact = any(one.before_mwds is not None for one in now.values())
    people = next(iter(now.values())).people
    return Step(cohort, people, means[0], means[1], means[2], means[3], exact or people == whole)


def _seen(figures: Sequence[_Figure]) -> Seen | None:
    rows = [one for one in figures if one.when == When.LATER and one.supervisors]
    if not rows:
        return None
    total = sum(one.supervisors for one in rows)
    by_round: dict[int, int] = {}
    for one in rows:
        least = by_round.get(one.round, one.supervisors)
        by_round[one.round] = min(least, one.supervisors)
    return Seen(max(sum(by_round.values()), FEW), sum((one.seen or 0.0) * one.supervisors for one in rows) / total)


def results_of(training: Training, person: Person | None) -> tuple[Led, ...]:
    """What the stored arrows lead to from the training programme, as far as the reader may know of it: plans, projects,
    cases, and whatever stands further on. The training programme's own events and needs are no results."""
    linked = registry.linked_kinds()
    frontier: dict[str, set[str]] = {TRAINING: {str(training.pk)}}
    found: dict[str, set[str]] = {}
    passed = {(TRAINING, str(training.pk))}
    for _step_on in range(STEPS):
        reached: dict[str, set[str]] = {}
        for kind, ids in frontier.items():
            for _from, to_kind, to_id in registry.steps_forward(kind, sorted(ids), linked):
                known = registry.kind_of(to_kind)
                if known and known.order > FROM and (to_kind, to_id) not in passed:
                    passed.add((to_kind, to_id))
                    reached.setdefault(to_kind, set()).add(to_id)
        frontier = {name: ids for name, some in reached.items() if (ids := set(_shown(name, some, person)))}
        for name, ids in frontier.items():
            found.setdefault(name, set()).update(ids)
        if not frontier:
            break
    kinds = [(registry.kind_of(name), ids) for name, ids in found.items()]
    ordered = sorted(((kind, ids) for kind, ids in kinds if kind), key=lambda pair: pair[0].order)
    return tuple(Led(kind.label, len(ids)) for kind, ids in ordered)


def _shown(name: str, ids: set[str], person: Person | None) -> list[str]:
    kind = registry.kind_of(name)
    return list(kind.show(sorted(ids), person)) if kind else []
