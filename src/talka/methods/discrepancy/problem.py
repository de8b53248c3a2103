"""The question: who finds a competence how important and masters it how well; and what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from talka.methods.contract import Fault, InvalidProblem

MOST_DRAWS = 1_000_000


@dataclass(frozen=True)
class Answer:
    """What one person says of one competence, both on the problem's scale. None: not said."""

    person: str
    competence: str
    importance: float | None
    ability: float | None

    @property
    def complete(self) -> bool:
        return self.importance is not None and self.ability is not None


@dataclass(frozen=True)
class Problem:
    """Answers, at most one for each person and competence.

    scale: the least and the greatest score, the least not below 0 (importance is a weight). level: of the intervals,
    between 0 and 1. draws: how often persons are drawn anew for them. people: how many answer as one, such as a table
    with one device; 1 for a person not named there.
    """

    answers: tuple[Answer, ...]
    scale: tuple[float, float] = (1.0, 5.0)
    level: float = 0.95
    draws: int = 2_000
    people: Mapping[str, int] = field(default_factory=dict)

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form; empty if nothing is."""
        return (*_answer_faults(self), *_rule_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def _right_scale(scale: tuple[float, float]) -> bool:
    return all(map(math.isfinite, scale)) and 0 <= scale[0] < scale[1]


def _answer_faults(problem: Problem) -> Iterator[Fault]:
    low, high = problem.scale if _right_scale(problem.scale) else (-math.inf, math.inf)
    seen: set[tuple[str, str]] = set()
    for row, answer in enumerate(problem.answers):
        for column, key in (("person", answer.person), ("competence", answer.competence)):
            if not key:
                yield Fault(("answers", row, column), f"{column}_empty", f"the {column} is empty")
        pair = (answer.person, answer.competence)
        if all(pair) and pair in seen:
            what = f'"{answer.person}" assesses "{answer.competence}" twice; one answer is expected'
            yield Fault(("answers", row, "competence"), "answer_twice", what)
        seen.add(pair)
        for column, score in (("importance", answer.importance), ("ability", answer.ability)):
            if score is not None and not (math.isfinite(score) and low <= score <= high):
                what = f"{score:g} is not on the scale from {low:g} to {high:g}"
                yield Fault(("answers", row, column), "outside_scale", what)


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    if not _right_scale(problem.scale):
        yield Fault(("rules", "scale"), "scale", "a scale is two numbers, the first at least 0 and below the second")
    if not 0 < problem.level < 1:
        yield Fault(
            ("rules", "level"), "level", f"{problem.level:g} is no level; it lies between 0 and 1, such as 0.95"
        )
    if not 1 <= problem.draws <= MOST_DRAWS:
        what = f"{problem.draws} is no number of draws from 1 to {MOST_DRAWS}"
        yield Fault(("rules", "draws"), "draws", what)
    persons = {answer.person for answer in problem.answers}
    for person, many in problem.people.items():
        if person not in persons:
            yield Fault(("rules", "people", person), "person_unknown", f'"{person}" has no answers')
        elif many < 1:
            yield Fault(
                ("rules", "people", person), "people", f'"{person}" stands for {many} people, at least 1 is needed'
            )
