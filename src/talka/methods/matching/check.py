"""Whether a result is what it says: everything in it counted again from the problem, by plain loops.

That nothing better exists is the search's to prove; this shows that what is told is true of what was chosen.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from talka.methods.matching.distance import km_between
from talka.methods.matching.evaluate import Judge, fit_of
from talka.methods.matching.problem import Problem, Request
from talka.methods.matching.solve import Matching

SAME = 1e-6


def check(problem: Problem, result: Matching) -> tuple[str, ...]:
    """What is wrong with the result of a valid problem, in words; nothing if all of it is right."""
    return tuple(_wrong(problem, result))


def _wrong(problem: Problem, result: Matching) -> Iterator[str]:
    told = [one.request for one in result.matches] + [one.request for one in result.unmatched]
    if sorted(told) != sorted(request.id for request in problem.requests):
        yield "not every request is told of just once"
        return
    if unknown := {one.angel for one in result.matches} - {angel.id for angel in problem.angels}:
        yield f"there is no angel {sorted(unknown)[0]}"
        return
    judge, pairs = Judge(problem), {one.request: one.angel for one in result.matches}
    worth = judge.judge(pairs)
    yield from (f"a rule is broken: {rule.words}" for rule in worth.broken)
    for name, found, said in (
        ("urgency", float(worth.urgency), result.objective),
        ("fit", float(worth.fit), result.fit),
        ("km", worth.km, result.km),
        ("unknown_km", worth.unknown, result.unknown_km),
        ("asked", float(sum(judge.urgency.values())), result.asked),
    ):
        if said is None or not math.isclose(found, said, rel_tol=SAME, abs_tol=SAME):
            yield f"{name} is {found}, not {said}"
    terms = {"urgency": result.objective, "fit": result.fit, "km": result.km}
    if dict(result.objective_terms) != terms:
        yield "the terms are not the sums"
    for one in result.matches:
        request, angel = judge.request(one.request), judge.angel(one.angel)
        if not math.isclose(one.fit, fit_of(request, angel), abs_tol=SAME):
            yield f'the fit of "{one.request}" is not {one.fit}'
        if one.km != km_between(request, angel):
            yield f'"{one.request}" is not {one.km} km away'
    agreed = {(pair.request, pair.angel) for pair in problem.fixed}
    if {(one.request, one.angel) for one in result.matches if one.agreed} != agreed:
        yield "what is agreed is not told as agreed"
    held = Counter(pairs.values())
    for rest in result.unmatched:
        code = _reason(problem, judge.request(rest.request), held)
        if code != rest.code:
            yield f'"{rest.request}" has no angel because of {code}, not {rest.code}'
    if result.bound is None or result.objective is None or result.bound < result.objective:
        yield "the bound is below the objective"
    if result.fit_bound < result.fit - SAME:
        yield "the bound of fit is below the fit"


def _reason(problem: Problem, request: Request, held: Counter[str]) -> str:
    refused = {pair.angel for pair in problem.refused if pair.request == request.id}
    left = list(problem.angels)
    sieves = (
        ("no_angels", lambda angel: True),
        ("no_topic", lambda angel: any(topic in angel.expertise for topic in request.topics)),
        ("no_language", lambda angel: any(language in angel.languages for language in request.languages)),
        ("only_own", lambda angel: not angel.organisation or angel.organisation != request.organisation),
        ("refused", lambda angel: angel.id not in refused),
        ("full", lambda angel: held[angel.id] + angel.taken < angel.max_requests),
    )
    for code, keeps in sieves:
        left = [angel for angel in left if keeps(angel)]
        if not left:
            return code
    return "time"
