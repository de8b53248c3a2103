"""How much of what was lacking is lacking no longer: the same people asked twice.

Persons are drawn with both of their answers, so the interval is that of a paired difference; the percentile interval is
Efron and Tibshirani's, as in `solve`.
"""

from __future__ import annotations

from dataclasses import dataclass

from talka.methods.contract import Deadline, Fault, InvalidProblem
from talka.methods.discrepancy.problem import Problem
from talka.methods.discrepancy.solve import drawn_scores, interval_of, solve


@dataclass(frozen=True)
class Change:
    """Of one competence: the mean weighted discrepancy score before and after, their difference (below nothing: less
    is lacking), and its interval, None from fewer than two people."""

    competence: str
    n: int
    before: float
    after: float
    change: float
    low: float | None
    high: float | None


def changes(before: Problem, after: Problem, *, seed: int = 0, time_limit: float = 30.0) -> tuple[Change, ...]:
    """Competences that both ask about, in alphabetical order of their keys.

    Both problems have the same people, each with both scores of every competence, and the same number of draws. Raises
    InvalidProblem.
    """
    for problem in (before, after):
        problem.require_valid()
    persons = sorted({answer.person for answer in before.answers})
    if faults := _faults(before, after, persons):
        raise InvalidProblem(faults)
    then, now = ({one.competence: one for one in solve(each, seed=seed).competences} for each in (before, after))
    names = sorted(set(then) & set(now))
    deadline = Deadline(time_limit)
    kept = [_only(problem, frozenset(names)) for problem in (before, after)]
    drawn = [drawn_scores(problem, persons, names, seed, deadline) for problem in kept]
    draws = min(len(each) for each in drawn)
    found = []
    for place, name in enumerate(names):
        one, other = then[name].mwds or 0.0, now[name].mwds or 0.0
        difference = drawn[1][:draws, place] - drawn[0][:draws, place]
        interval = interval_of(difference, before.level) if len(persons) > 1 else None
        low, high = interval or (None, None)
        found.append(Change(name, now[name].n, one, other, other - one, low, high))
    return tuple(found)


def _faults(before: Problem, after: Problem, persons: list[str]) -> tuple[Fault, ...]:
    faults = []
    if persons != sorted({answer.person for answer in after.answers}):
        faults.append(Fault(("after", "answers"), "people_differ", "before and after have different people"))
    if before.draws != after.draws:
        faults.append(Fault(("after", "draws"), "draws_differ", "before and after are drawn differently often"))
    for name, problem in (("before", before), ("after", after)):
        competences = {answer.competence for answer in problem.answers}
        if len(problem.answers) < len(persons) * len(competences) or not all(a.complete for a in problem.answers):
            faults.append(Fault((name, "answers"), "incomplete", f"somebody left a competence out {name}"))
    return tuple(faults)


def _only(problem: Problem, names: frozenset[str]) -> Problem:
    answers = tuple(answer for answer in problem.answers if answer.competence in names)
    return Problem(answers, problem.scale, problem.level, problem.draws, problem.people)
