"""What given pairs are worth and which rules they break, and whether a result is what it says. Plain counting in exact
fractions.

Nothing here knows how the search works: it is what its answers are checked against, and what a page asks after every
change by hand. A decimal such as 0.1 means the decimal, not the double nearest to it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from talka.methods.contract import Rule
from talka.methods.matching.distance import FARTHEST_KM, km_between
from talka.methods.matching.problem import Angel, Problem, Request
from talka.methods.matching.rules import Book, fixed_rule, places_rule

Pairs = Mapping[str, str]
"""Request to its angel, by id."""


def exact(number: float) -> Fraction:
    """The decimal that was written."""
    return Fraction(repr(float(number)))


def fit_of(request: Request, angel: Angel) -> Fraction:
    """The share of the request's topics that the angel knows, 0 to 1; each topic counts the same."""
    return Fraction(len(set(request.topics) & set(angel.expertise)), len(request.topics))


@dataclass(frozen=True)
class Evaluation:
    """What pairs are worth: `urgency` served, the sum of `fit`, `km` in all where it is known; `unknown` counts the
    pairs where it is not. `broken` are the rules they break."""

    urgency: Fraction
    fit: Fraction
    km: float
    unknown: int
    broken: tuple[Rule, ...]

    @property
    def feasible(self) -> bool:
        return not self.broken

    @property
    def travel(self) -> float:
        """Km by which pairs are compared: a distance that is not known counts as FARTHEST_KM."""
        return self.km + self.unknown * FARTHEST_KM

    @property
    def worth(self) -> tuple[Fraction, Fraction, float]:
        """What answers are compared by, the greater the better: urgency served, then fit, then the least travel."""
        return self.urgency, self.fit, -self.travel


class Judge:
    """Judges pairs of one valid problem; what they share is read once."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.book = problem, Book.of(problem)
        self.urgency = {request.id: exact(request.urgency) for request in problem.requests}

    def angel(self, name: str) -> Angel:
        return self.book.angels[name][1]

    def request(self, name: str) -> Request:
        return self.book.requests[name][1]

    def judge(self, pairs: Pairs) -> Evaluation:
        """Worth and broken rules of pairs, whose ids must be known."""
        far = [km_between(self.request(request), self.angel(angel)) for request, angel in pairs.items()]
        return Evaluation(
            urgency=sum((self.urgency[request] for request in pairs), Fraction(0)),
            fit=sum((fit_of(self.request(one), self.angel(angel)) for one, angel in pairs.items()), Fraction(0)),
            km=math.fsum(km for km in far if km is not None),
            unknown=far.count(None),
            broken=tuple(self._broken(pairs)),
        )

    def _broken(self, pairs: Pairs) -> Iterator[Rule]:
        seen: set[tuple[str | int, ...]] = set()
        for request, angel in pairs.items():
            for rule in self.book.against(request, angel):
                if rule.path not in seen:
                    seen.add(rule.path)
                    yield rule
        for angel, count in Counter(pairs.values()).items():
            row, one = self.book.angels[angel]
            if count > max(0, one.max_requests - one.taken):
                yield places_rule(row, one)
        for request, (row, angel) in self.book.fixed.items():
            if pairs.get(request) != angel:
                yield fixed_rule(row, request, angel)


def evaluate(problem: Problem, pairs: Pairs) -> Evaluation:
    """Worth and broken rules of pairs of a valid problem. For many answers to one problem keep a Judge instead."""
    return Judge(problem).judge(pairs)
