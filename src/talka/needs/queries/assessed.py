"""What those who took part assessed: how important each competence is in their work, and how well they master it."""

from collections.abc import Iterable
from dataclasses import dataclass

from i18nfield.strings import LazyI18nString

from talka.events.models import Event
from talka.methods.discrepancy.problem import Answer, Problem
from talka.methods.discrepancy.solve import Standing, solve
from talka.ui.few import FEW
from talka.workshops.formats.spec import Kind, On, StageSpec, Way, say
from talka.workshops.models import Ballot, Stage, Workshop

IMPORTANCE, ABILITY = "importance", "ability"
"""Criteria of a format by which competences are assessed."""


@dataclass(frozen=True)
class Assessed:
    """One competence. people: who gave both scores. importance, ability: means on the format's scale; lacking: the mean
    weighted discrepancy score; low, high: its 95 % interval (METHODS, discrepancy), None also where one device answered
    for everybody. All five are None where fewer than five people stand behind them."""

    key: str
    name: LazyI18nString
    people: int
    importance: float | None
    ability: float | None
    lacking: float | None
    low: float | None = None
    high: float | None = None


def assessed_at(event: Event) -> tuple[Assessed, ...]:
    """Competences assessed in the group work of `event`: as `assessed_in`."""
    return assessed_in([event])


def assessed_in(events: Iterable[Event], only: str = "") -> tuple[Assessed, ...]:
    """Competences assessed in the group work of these events, what is lacking most first, those without figures last.
    only: the key of the one that is wanted.

    Answers of several group works to the same competence are taken together, of one person the latest; late ones count
    where the facilitator has decided so; a table's device counts for all its people. At most two queries, rehearsals
    left out.
    """
    stages = {
        stage.pk: spec
        for stage in Stage.objects.filter(workshop__in=Workshop.objects.filter(event__in=events), kind=Kind.VOTE)
        if (spec := stage.spec) and assesses(spec)
    }
    if not stages:
        return ()
    words = {
        item.key: say(item.words)
        for spec in stages.values()
        if spec.vote
        for item in spec.vote.items
        if only in ("", item.key)
    }
    result = solve(_problem(stages, only))
    told = {one.competence: one for one in result.competences}
    found = [_assessed(key, name, told.get(key)) for key, name in words.items()]
    return tuple(sorted(found, key=lambda one: (one.lacking is None, -(one.lacking or 0))))


def assesses(spec: StageSpec) -> bool:
    """Whether people rate importance and ability in this stage."""
    vote = spec.vote
    if vote is None or vote.way != Way.SCORES or vote.on != On.ITEMS:
        return False
    return {IMPORTANCE, ABILITY} <= {criterion.key for criterion in vote.criteria}


def _problem(stages: dict[int, StageSpec], only: str) -> Problem:
    """Whoever is registered is one person in all group works; other seats are persons of their own."""
    given: dict[tuple[int, str, str], dict[str, int]] = {}
    people: dict[str, int] = {}
    rows = Ballot.objects.filter(stage__in=stages, counted=True, criterion__in=(IMPORTANCE, ABILITY))
    if only:
        rows = rows.filter(item=only)
    for item, seat, known, stage, criterion, value, many in rows.values_list(
        "item", "seat", "seat__registration__person", "stage", "criterion", "value", "seat__people"
    ):
        person = f"person {known}" if known else f"seat {seat}"
        given.setdefault((stage, person, item), {})[criterion] = value
        people[person] = max(many, people.get(person, 1))
    answers: dict[tuple[str, str], Answer] = {}
    for (_stage, person, item), scores in sorted(given.items(), key=lambda each: each[0]):
        answer = Answer(person, item, scores.get(IMPORTANCE), scores.get(ABILITY))
        if answer.complete or (person, item) not in answers:
            answers[person, item] = answer
    return Problem(
        tuple(answers.values()),
        scale=(1, _top(stages.values(), answers.values())),
        people={person: many for person, many in people.items() if many > 1},
    )


def _top(specs: Iterable[StageSpec], answers: Iterable[Answer]) -> float:
    """The highest score of the scale; a score given before the scale was made shorter still counts."""
    given = (score or 0 for answer in answers for score in (answer.importance, answer.ability))
    return max(2, *(spec.vote.top for spec in specs if spec.vote), *given)


def _assessed(key: str, name: LazyI18nString, one: Standing | None) -> Assessed:
    if one is None or one.n < FEW:
        return Assessed(key, name, one.n if one else 0, None, None, None)
    return Assessed(key, name, one.n, one.importance, one.ability, one.mwds, one.low, one.high)
