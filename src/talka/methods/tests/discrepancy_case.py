"""Discrepancy scores, as the battery sees them."""

from __future__ import annotations

import random
from dataclasses import replace

from talka.methods.discrepancy.problem import Answer, Problem
from talka.methods.discrepancy.solve import Discrepancy, solve
from talka.methods.tests.registered import Method


def made_up(seed: int, persons: int = 25, competences: int = 6, *, gaps: bool = True, draws: int = 200) -> Problem:
    """Everybody answers nearly everything; with `gaps` some scores are missing, and one table answers together."""
    chance = random.Random(seed)

    def score(least: int) -> float | None:
        return None if gaps and chance.random() < 0.1 else float(chance.randint(least, 5))

    answers = tuple(
        Answer(f"p{person:04}", f"c{competence}", score(2), score(1))
        for person in range(persons)
        for competence in range(competences)
        if not gaps or chance.random() < 0.9 or competence == person % competences
    )
    people = {answers[0].person: 4} if gaps and answers else {}
    return Problem(answers, people=people, draws=draws)


def reordered(problem: Problem, seed: int) -> Problem:
    answers = list(problem.answers)
    random.Random(seed).shuffle(answers)
    return replace(problem, answers=tuple(answers))


def plainly(problem: Problem) -> dict[str, tuple[int, float, float]]:
    """By the formula itself, person by person: n, mean weighted score and RDS of each competence that has answers."""
    found = {}
    for name in sorted({answer.competence for answer in problem.answers}):
        pairs = [
            (answer.importance, answer.ability)
            for answer in problem.answers
            if answer.competence == name and answer.importance is not None and answer.ability is not None
            for _one in range(problem.people.get(answer.person, 1))
        ]
        if pairs:
            mean = sum(importance for importance, _ in pairs) / len(pairs)
            score = sum((importance - ability) * mean for importance, ability in pairs) / len(pairs)
            signs = [(ability > importance) - (ability < importance) for importance, ability in pairs]
            found[name] = len(pairs), score, 100 * sum(signs) / len(pairs)
    return found


def wrong(problem: Problem, result: Discrepancy) -> str:
    plain = plainly(problem)
    told = {one.competence: one for one in result.competences}
    if set(told) != {answer.competence for answer in problem.answers}:
        return "not every competence is told of"
    for name, one in told.items():
        if one.n != plain.get(name, (0, 0, 0))[0] or one.below + one.equal + one.above != one.n:
            return "the people are miscounted"
        if one.n and (abs(one.mwds - plain[name][1]) > 1e-9 or abs(one.rds - plain[name][2]) > 1e-9):
            return "a score is not what the formula says"
        if one.low is not None and not one.low <= one.high:
            return "an interval is the wrong way round"
        if one.n and one.rank != 1 + sum(score > one.mwds + 1e-9 for _n, score, _rds in plain.values()):
            return "a rank does not follow from the scores"
    if [one.rank or 99 for one in result.competences] != sorted(one.rank or 99 for one in result.competences):
        return "what is lacking most does not stand first"
    lone = sum(problem.people.get(answer.person, 1) for answer in problem.answers if not answer.complete)
    return "" if result.left_out == lone else "those left out are miscounted"


def scores(result: Discrepancy) -> list[float]:
    told = sorted((one for one in result.competences if one.n), key=lambda one: one.competence)
    return [figure for one in told for figure in (one.n, one.mwds, one.rds)]


METHOD = Method(
    name="discrepancy",
    solve=solve,
    result=Discrepancy,
    ordinary=made_up,
    tiny=lambda seed: made_up(seed, 1 + seed % 5, 1 + seed % 3, gaps=seed % 2 == 0, draws=20),
    huge=lambda: made_up(1, 5_000, 4, draws=100_000),
    reordered=reordered,
    wrong=wrong,
    baseline=lambda problem: None,
    exact=lambda problem: [figure for figures in plainly(problem).values() for figure in figures],
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=(
        (
            Problem(
                (
                    Answer("a", "x", 5, 1),
                    Answer("a", "x", 5, None),
                    Answer("", "x", 6, 0.5),
                    Answer("b", "", float("nan"), 5),
                ),
                level=1.0,
                draws=0,
                people={"a": 0, "z": 2},
            ),
            [
                ("answers", 1, "competence"),
                ("answers", 2, "person"),
                ("answers", 2, "importance"),
                ("answers", 2, "ability"),
                ("answers", 3, "competence"),
                ("answers", 3, "importance"),
                ("rules", "level"),
                ("rules", "draws"),
                ("rules", "people", "a"),
                ("rules", "people", "z"),
            ],
        ),
        (Problem((Answer("a", "x", 9, 1),), scale=(5, 1)), [("rules", "scale")]),
        (Problem((), scale=(-1, 1)), [("rules", "scale")]),
    ),
    outcome=scores,
)
