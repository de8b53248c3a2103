"""Discrepancy scores: the mean weighted score with its interval, and beside it the ranked model.

Sources: Borich, "A needs assessment model for conducting follow-up studies", Journal of Teacher Education 31(3), 1980;
Narine and Harder, "Comparing the Borich model with the Ranked Discrepancy Model for competency assessment: a novel
approach", Advancements in Agricultural Development 2(3), 2021, doi 10.37433/aad.v2i3.169; the percentile interval:
Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from talka.methods.contract import Deadline, Result
from talka.methods.discrepancy.problem import Answer, Problem

VERSION = "1"
Floats = NDArray[np.float64]
CELLS_AT_ONCE = 2_000_000
"""Persons times draws that are held in memory together."""


@dataclass(frozen=True)
class Standing:
    """How one competence stands.

    n: persons who gave both scores; left_out: those who gave one of them or none. importance, ability: means over
    the n. mwds: mean weighted discrepancy score; low, high: its interval, None from fewer than two answers. rank: 1
    lacks most, equals share the better place. ahead: the share of draws in which it lacks more than the one that
    follows it.
    Ranked model: below, equal, above: persons whose ability is below, equal to, above the importance; rds: the
    standardised score from -100 (all lack) to 100 (nobody does); rds_rank: 1 has the lowest.
    All but n, left_out and the three counts are None where n is 0; ahead is None for the last.
    """

    competence: str
    n: int
    left_out: int
    importance: float | None
    ability: float | None
    mwds: float | None
    low: float | None
    high: float | None
    rank: int | None
    ahead: float | None
    below: int
    equal: int
    above: int
    rds: float | None
    rds_rank: int | None


@dataclass(frozen=True, kw_only=True)
class Discrepancy(Result):
    """Competences, what is lacking most first, those without answers last. persons: who gave at least one answer;
    left_out: answers without importance or ability; level and draws: of the intervals; draws are fewer than asked for
    only where the time ran out."""

    competences: tuple[Standing, ...]
    persons: int
    left_out: int
    level: float
    draws: int


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> Discrepancy:
    """Score every competence. Nothing is optimised, so objective, bound and gap are None. Raises InvalidProblem."""
    deadline = Deadline(time_limit)
    problem.require_valid()
    persons = sorted({answer.person for answer in problem.answers})
    names = sorted({answer.competence for answer in problem.answers})
    drawn = drawn_scores(problem, persons, names, seed, deadline)
    of: dict[str, list[Answer]] = {name: [] for name in names}
    for answer in problem.answers:
        of[answer.competence].append(answer)
    counts = {name: _Counts.of(of[name], problem.people) for name in names}
    order = sorted(names, key=lambda name: (not counts[name].n, -counts[name].score, name))
    ranks = _places({name: -counts[name].score for name in names if counts[name].n})
    rds_ranks = _places({name: counts[name].ranked for name in names if counts[name].n})
    ahead = _ahead(drawn, [names.index(name) for name in order if counts[name].n])
    return Discrepancy(
        method="discrepancy",
        version=VERSION,
        seed=seed,
        seconds=deadline.spent,
        competences=tuple(
            counts[name].standing(
                name,
                interval_of(drawn[:, names.index(name)], problem.level) if len(of[name]) > 1 else None,
                ranks.get(name),
                ahead.get(names.index(name)),
                rds_ranks.get(name),
            )
            for name in order
        ),
        persons=sum(problem.people.get(person, 1) for person in persons),
        left_out=sum(count.left_out for count in counts.values()),
        level=problem.level,
        draws=len(drawn),
    )


@dataclass(frozen=True)
class _Counts:
    """What the answers to one competence add up to, exactly: equal scores must be found equal."""

    n: int
    left_out: int
    units: int
    importance: Fraction
    ability: Fraction
    below: int
    equal: int
    above: int

    @classmethod
    def of(cls, answers: Iterable[Answer], people: Mapping[str, int]) -> _Counts:
        pairs, left_out = [], 0
        for answer in answers:
            many = people.get(answer.person, 1)
            if answer.importance is None or answer.ability is None:
                left_out += many
            else:
                pairs.append((answer.importance, answer.ability, many))
        return cls(
            n=sum(many for _importance, _ability, many in pairs),
            left_out=left_out,
            units=len(pairs),
            importance=Fraction(math.fsum(importance * many for importance, _, many in pairs)),
            ability=Fraction(math.fsum(ability * many for _, ability, many in pairs)),
            below=sum(many for importance, ability, many in pairs if ability < importance),
            equal=sum(many for importance, ability, many in pairs if ability == importance),
            above=sum(many for importance, ability, many in pairs if ability > importance),
        )

    @property
    def score(self) -> Fraction:
        """The mean over persons of (I - A) x mean I; mean I does not depend on the person."""
        return (self.importance - self.ability) * self.importance / self.n**2 if self.n else Fraction(0)

    @property
    def ranked(self) -> Fraction:
        return Fraction(100 * (self.above - self.below), self.n) if self.n else Fraction(0)

    def standing(
        self,
        name: str,
        interval: tuple[float, float] | None,
        rank: int | None,
        ahead: float | None,
        rds_rank: int | None,
    ) -> Standing:
        low, high = interval if interval is not None and self.units > 1 else (None, None)
        return Standing(
            competence=name,
            n=self.n,
            left_out=self.left_out,
            importance=float(self.importance / self.n) if self.n else None,
            ability=float(self.ability / self.n) if self.n else None,
            mwds=float(self.score) if self.n else None,
            low=low,
            high=high,
            rank=rank,
            ahead=ahead,
            below=self.below,
            equal=self.equal,
            above=self.above,
            rds=float(self.ranked) if self.n else None,
            rds_rank=rds_rank,
        )


def _places(scores: Mapping[str, Fraction]) -> dict[str, int]:
    """Place of each from 1, the least first; equals share the better place."""
    ordered = sorted(scores.values())
    first = {score: place for place, score in reversed([*enumerate(ordered, start=1)])}
    return {name: first[score] for name, score in scores.items()}


def drawn_scores(
    problem: Problem, persons: Sequence[str], names: Sequence[str], seed: int, deadline: Deadline
) -> Floats:
    """[draws, competences]: the score of each competence among as many persons as there are, drawn with replacement;
    NaN where nobody drawn has answered. Persons are drawn whole, so that answers of one stay together."""
    if not persons:
        return np.zeros((0, len(names)))
    row = {person: number for number, person in enumerate(persons)}
    column = {name: number for number, name in enumerate(names)}
    # [persons, 3 x competences]: how many people answered, the sums of importance and of ability.
    given = np.zeros((3, len(persons), len(names)))
    for answer in problem.answers:
        if answer.complete:
            many = problem.people.get(answer.person, 1)
            values = (many, many * (answer.importance or 0.0), many * (answer.ability or 0.0))
            given[:, row[answer.person], column[answer.competence]] = values
    flat = given.transpose(1, 0, 2).reshape(len(persons), -1)
    chance = np.random.default_rng(seed)
    at_once = max(1, CELLS_AT_ONCE // len(persons))
    parts: list[Floats] = []
    left = problem.draws
    while left and not (parts and deadline.passed):
        draws = min(left, at_once)
        chosen = chance.integers(0, len(persons), size=(draws, len(persons)))
        chosen += np.arange(draws)[:, None] * len(persons)
        often = np.bincount(chosen.ravel(), minlength=draws * len(persons)).reshape(draws, len(persons))
        n, importance, ability = (often @ flat).reshape(draws, 3, len(names)).transpose(1, 0, 2)
        with np.errstate(invalid="ignore", divide="ignore"):
            parts.append((importance - ability) * importance / n**2)
        left -= draws
    return np.concatenate(parts)


def interval_of(scores: Floats, level: float) -> tuple[float, float] | None:
    """The percentile interval of drawn scores [draws]; None where there are none."""
    told = scores[~np.isnan(scores)]
    if not len(told):
        return None
    low, high = np.quantile(told, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _ahead(drawn: Floats, order: Sequence[int]) -> dict[int, float]:
    """For each column but the last of `order` the share of draws in which its score is above the next one's; equal
    draws count half, those without either not at all."""
    shares: dict[int, float] = {}
    for one, other in pairwise(order):
        difference = drawn[:, one] - drawn[:, other]
        difference = difference[~np.isnan(difference)]
        if len(difference):
            near = np.abs(difference) < 1e-12
            shares[one] = float(((difference > 0) & ~near).mean() + near.mean() / 2)
    return shares
