"""An angel for each request: the most urgency served, then the best fit, then the least travel, each proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from talka.methods.contract import Deadline, Result, relative_gap
from talka.methods.matching.candidates import Candidates, Ints, candidates_of
from talka.methods.matching.contradiction import require_feasible
from talka.methods.matching.distance import km_between
from talka.methods.matching.evaluate import Evaluation, Judge, fit_of
from talka.methods.matching.network import Classes, classes_of
from talka.methods.matching.problem import Problem
from talka.methods.matching.search import Best, best_of
from talka.methods.matching.suitable import Suitable
from talka.methods.matching.ties import settle
from talka.methods.matching.urgency import Served, most_urgent

VERSION = "1"
MOST_TIES = 50


@dataclass(frozen=True, kw_only=True)
class Match:
    """One request and its angel: `fit` the share of its topics that the angel knows, `km` between them as the crow
    flies (None where a place is not known); `agreed` where it was fixed from the start."""

    request: str
    angel: str
    fit: float
    km: float | None
    agreed: bool


@dataclass(frozen=True, kw_only=True)
class Unmatched:
    """A request without angel. `code`: no_angels, no_topic, no_language, only_own, refused, full, or time (the search
    ended before somebody with a place left was found). `count`: the angels who were left before that."""

    request: str
    code: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Tie:
    """`other` instead of `angel` (None: nobody) for the request would do as well over all, with others moved on."""

    request: str
    angel: str | None
    other: str


@dataclass(frozen=True, kw_only=True)
class Matching(Result):
    """Who helps whom, by request id. `objective` and `bound` in urgency; `objective_terms` urgency, fit and km.

    `fit` and `km` are sums over the matches, `km` of those whose distance is known; `unknown_km` counts the others.
    `proven_best_fit`: no answer that serves as much urgency fits better; none fits more than `fit_bound`.
    `proven_least_travel`: none that serves and fits as much travels less, in units of `unit_m` metres. `by_rule`: of
    all that are equal, this is the answer that the rule of `ties.py` names. `tied`: how many
    requests could have another angel with all as good; `ties` are the first of these. `pairs`: how many were possible.
    `rounded`: requests have so many different numbers of topics that fits were compared rounded, and the proof is one
    about the rounded ones.
    """

    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    objective_terms: Mapping[str, float]
    asked: float
    fit: float
    fit_bound: float
    km: float
    unknown_km: int
    pairs: int
    proven_best_fit: bool
    proven_least_travel: bool
    by_rule: bool
    rounded: bool
    unit_m: float
    tied: int
    ties: tuple[Tie, ...]


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> Matching:
    """An angel for as much urgency as can be served, then the best fit, then the least travel.

    `time_limit` in seconds. Nothing here is left to chance, so `seed` is only kept. Raises InvalidProblem (with every
    fault) or Infeasible (an agreed pair against another rule); some answer there is however short the time.
    """
    deadline = Deadline(time_limit)
    problem.require_valid()
    require_feasible(problem)
    candidates = candidates_of(problem, deadline)
    served = most_urgent(candidates, deadline)
    classes = classes_of(candidates, served.angel)
    best = Best(served.angel, 0, proven=False, price=None)
    others: tuple[tuple[int, int], ...] = ()
    by_rule = False
    all_served = served.settled == len(candidates.requests)
    if all_served and not deadline.passed:
        best = best_of(candidates, classes, served.angel, deadline)
    if best.price is not None:
        settled = settle(candidates, classes, best.angel, best.price, deadline)
        if settled is not None:
            best, by_rule = replace(best, angel=settled.angel), settled.by_rule
            others = settled.others
    return _result(problem, candidates, classes, served, best, (others, by_rule), seed, deadline)


def _named(candidates: Candidates, angel: Ints, others: tuple[tuple[int, int], ...]) -> tuple[Tie, ...]:
    return tuple(
        Tie(
            request=candidates.requests[request],
            angel=candidates.angels[angel[request]] if angel[request] >= 0 else None,
            other=candidates.angels[other],
        )
        for request, other in others
    )


def _result(
    problem: Problem,
    candidates: Candidates,
    classes: Classes,
    served: Served,
    best: Best,
    ties: tuple[tuple[tuple[int, int], ...], bool],
    seed: int,
    deadline: Deadline,
) -> Matching:
    judge = Judge(problem)
    agreed = {pair.request: pair.angel for pair in problem.fixed}
    pairs = dict(agreed)
    for request in np.flatnonzero(best.angel >= 0).tolist():
        pairs[candidates.requests[request]] = candidates.angels[best.angel[request]]
    pairs = dict(sorted(pairs.items()))
    worth = judge.judge(pairs)
    if worth.broken:
        raise AssertionError(f"a rule is broken: {worth.broken[0].words}")
    bound = worth.urgency + _could_still(judge, candidates, served)
    proven = bound == worth.urgency
    fit_bound = _fit_bound(judge, candidates, classes, best, agreed, worth, proven)
    proven_fit = best.proven or (proven and fit_bound == worth.fit)
    return Matching(
        method="matching",
        version=VERSION,
        seed=seed,
        objective=float(worth.urgency),
        bound=float(bound),
        gap=relative_gap(float(worth.urgency), float(bound)),
        proven_optimal=proven,
        matches=tuple(
            Match(
                request=request,
                angel=angel,
                fit=float(fit_of(judge.request(request), judge.angel(angel))),
                km=km_between(judge.request(request), judge.angel(angel)),
                agreed=request in agreed,
            )
            for request, angel in pairs.items()
        ),
        unmatched=tuple(unmatched(problem, pairs)),
        objective_terms={"urgency": float(worth.urgency), "fit": float(worth.fit), "km": worth.km},
        asked=float(sum(judge.urgency.values(), Fraction(0))),
        fit=float(worth.fit),
        fit_bound=float(worth.fit if proven_fit else max(worth.fit, fit_bound)),
        km=worth.km,
        unknown_km=worth.unknown,
        pairs=len(candidates.angel),
        proven_best_fit=proven_fit,
        proven_least_travel=best.proven,
        by_rule=ties[1],
        rounded=candidates.scale.rounded,
        unit_m=candidates.scale.unit_km * 1000,
        tied=len({request for request, _ in ties[0]}),
        ties=_named(candidates, best.angel, ties[0][:MOST_TIES]),
        seconds=deadline.spent,
    )


def _could_still(judge: Judge, candidates: Candidates, served: Served) -> Fraction:
    """The urgency of requests without angel that the time did not suffice for, unless nobody could take them."""
    could = (np.diff(candidates.start) > 0) | (np.arange(len(candidates.requests)) >= candidates.listed)
    open_ = [row for row in range(served.settled, len(candidates.requests)) if could[row] and served.angel[row] < 0]
    return sum((judge.urgency[candidates.requests[row]] for row in open_), Fraction(0))


def _fit_bound(
    judge: Judge,
    candidates: Candidates,
    classes: Classes,
    best: Best,
    agreed: Mapping[str, str],
    worth: Evaluation,
    proven: bool,
) -> Fraction:
    """A sum of fits that no answer of as much urgency exceeds."""
    if best.proven:
        return worth.fit
    fixed = sum((fit_of(judge.request(one), judge.angel(angel)) for one, angel in agreed.items()), Fraction(0))
    if not proven:
        return fixed + int((np.diff(candidates.start) > 0).sum()) + len(candidates.requests) - candidates.listed
    scale = candidates.scale
    some = int((classes.part == 1).sum())
    for number, count in enumerate(classes.served.tolist()):
        members = int(((candidates.urgency == number) & (classes.part == 2)).sum())
        some += members if number == classes.idle else count if members else 0
    units = (some * scale.whole * scale.step - best.bound) // scale.step
    return fixed + Fraction(units + (some if scale.rounded else 0), scale.whole)


def unmatched(problem: Problem, pairs: Mapping[str, str]) -> list[Unmatched]:
    """Why each request without angel has none, by request id."""
    suitable, held = Suitable(problem), Counter(pairs.values())
    everyone = frozenset(one.id for one in problem.angels)
    full = {one.id for one in problem.angels if held[one.id] >= one.max_requests - one.taken}
    found = []
    for request in sorted((one for one in problem.requests if one.id not in pairs), key=lambda one: one.id):
        sieved = suitable.sieve(request)
        open_ = sieved.left - full
        sieves = (
            ("no_angels", everyone),
            ("no_topic", sieved.knowing),
            ("no_language", sieved.speaking),
            ("only_own", sieved.other),
            ("refused", sieved.left),
            ("full", open_),
        )
        code, before = "time", len(open_)
        for place, (name, left) in enumerate(sieves):
            if not left:
                code, before = name, len(sieves[place - 1][1]) if place else 0
                break
        found.append(Unmatched(request=request.id, code=code, count=before))
    return found
