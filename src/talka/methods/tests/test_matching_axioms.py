"""What only matching promises: its order of aims, rule of ties, refusals, agreements, and what it says of itself."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linprog

from talka.methods.contract import Deadline
from talka.methods.matching import candidates as candidates_module
from talka.methods.matching import search
from talka.methods.matching.check import check
from talka.methods.matching.distance import FARTHEST_KM, km_between, km_by_vectors, vectors
from talka.methods.matching.evaluate import Judge, evaluate, fit_of
from talka.methods.matching.problem import Angel, Pair, Problem, Request
from talka.methods.matching.solve import Match, Matching, solve
from talka.methods.matching.urgency import most_urgent
from talka.methods.tests.matching_problems import by_brute_force, made_up, named_by_the_rule

small = st.builds(
    made_up,
    st.integers(0, 10**6),
    angels=st.integers(0, 4),
    requests=st.integers(0, 4),
    topics=st.integers(1, 4),
    places=st.integers(0, 2),
    classes=st.integers(1, 3),
    placed=st.sampled_from([0.0, 0.5, 1.0]),
    grid=st.integers(0, 2),
)
middling = st.builds(
    made_up, st.integers(0, 10**6), angels=st.integers(1, 25), requests=st.integers(1, 30), grid=st.integers(0, 3)
)


def pairs_of(result: Matching) -> dict[str, str]:
    return {one.request: one.angel for one in result.matches}


@settings(max_examples=150, deadline=None)
@given(small)
def test_of_all_equal_answers_the_one_that_the_rule_names(problem: Problem):
    result = solve(problem)
    best = by_brute_force(problem)
    assert pairs_of(result) == named_by_the_rule(problem, best)
    assert (result.proven_optimal, result.proven_best_fit, result.proven_least_travel) == (True, True, True)
    assert result.by_rule
    other = {(request, angel) for answer in best for request, angel in answer.items()}
    assert {(tie.request, tie.other) for tie in result.ties} == other - set(pairs_of(result).items())


@settings(max_examples=60, deadline=None)
@given(middling)
def test_a_result_is_what_it_says_and_proven(problem: Problem):
    result = solve(problem)
    assert check(problem, result) == ()
    assert result.proven_optimal
    assert result.proven_least_travel


@settings(max_examples=40, deadline=None)
@given(middling)
def test_equal_to_a_linear_programme_solved_by_others(problem: Problem):
    result = solve(problem)
    judge = Judge(problem)
    allowed = [
        (row, column)
        for row, request in enumerate(problem.requests)
        for column, angel in enumerate(problem.angels)
        if not judge.book.against(request.id, angel.id)
    ]
    if not allowed:
        assert result.matches == ()
        return
    row, column = np.array(allowed).T
    ones, number = np.ones(len(allowed)), np.arange(len(allowed))
    limits = sparse.vstack(
        [
            sparse.csr_matrix((ones, (row, number)), shape=(len(problem.requests), len(allowed))),
            sparse.csr_matrix((ones, (column, number)), shape=(len(problem.angels), len(allowed))),
        ]
    ).toarray()
    most = [1.0] * len(problem.requests) + [max(0, one.max_requests - one.taken) for one in problem.angels]
    worths = []
    for at, angel in allowed:
        request, one = problem.requests[at], problem.angels[angel]
        km = km_between(request, one)
        worths.append((request.urgency, float(fit_of(request, one)), -(FARTHEST_KM if km is None else km) / 1000))
    told = (result.objective, result.fit, -(result.km + result.unknown_km * FARTHEST_KM) / 1000)
    for aim, expected in zip(np.array(worths).T, told, strict=True):
        answer = linprog(-aim, A_ub=limits, b_ub=most, bounds=(0, 1), method="highs")
        assert -answer.fun == pytest.approx(expected, rel=1e-6, abs=1e-5)
        limits, most = np.vstack([limits, -aim]), [*most, answer.fun + 1e-7]


@settings(max_examples=60, deadline=None)
@given(middling)
def test_the_same_however_few_pairs_are_looked_at_first(problem: Problem):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "FIRST", 10**6)
        at_once = solve(problem)
        patch.setattr(search, "FIRST", 1)
        patch.setattr(search, "MORE", 1)
        patch.setattr(candidates_module, "AT_ONCE", 7)
        one_by_one = solve(problem)
    assert one_by_one.proven_least_travel
    assert replace(one_by_one, seconds=0) == replace(at_once, seconds=0)


@settings(max_examples=40, deadline=None)
@given(middling, st.randoms(use_true_random=False))
def test_declined_and_proposed_anew(problem: Problem, chance):
    first = solve(problem)
    if not first.matches:
        return
    gone: Match = chance.choice(first.matches)
    kept = tuple(Pair(one.request, one.angel) for one in first.matches if one != gone and chance.random() < 0.5)
    refusal = Pair(gone.request, gone.angel)
    anew = replace(problem, refused=(*problem.refused, refusal), fixed=kept)
    second = solve(anew)
    assert check(anew, second) == ()
    assert pairs_of(second).get(gone.request) != gone.angel
    assert pairs_of(second).items() >= {(pair.request, pair.angel) for pair in kept}
    assert second.objective <= first.objective


@settings(max_examples=40, deadline=None)
@given(middling, st.data())
def test_more_help_never_serves_less(problem: Problem, data: st.DataObject):
    before = solve(problem)
    angels = list(problem.angels)
    row = data.draw(st.integers(0, len(angels) - 1))
    angels[row] = replace(angels[row], max_requests=angels[row].max_requests + 1)
    more = solve(replace(problem, angels=tuple(angels)))
    other = solve(replace(problem, angels=(*problem.angels, Angel("new", ("t00", "t01"), ("lv",), "", 57.0, 24.0))))
    for after in (more, other):
        assert (after.objective, round(after.fit, 9)) >= (before.objective, round(before.fit, 9))
    # Who waits because all are full is served once one of those has a place more.
    waits = next((one for one in before.unmatched if one.code == "full"), None)
    if waits is not None:
        assert before.objective <= solve(_with_a_place_more(problem, waits.request)).objective


def _with_a_place_more(problem: Problem, request: str) -> Problem:
    judge = Judge(problem)
    name = next(one.id for one in problem.angels if not judge.book.against(request, one.id))
    angels = (
        replace(one, max_requests=one.taken + one.max_requests + 9) if one.id == name else one for one in problem.angels
    )
    return replace(problem, angels=tuple(angels))


@settings(max_examples=30, deadline=None)
@given(middling, st.floats(0.001, 1000))
def test_only_the_order_of_urgencies_matters(problem: Problem, factor: float):
    scaled = tuple(replace(one, urgency=one.urgency**2 * factor) for one in problem.requests)
    assert pairs_of(solve(replace(problem, requests=scaled))) == pairs_of(solve(problem))


def test_the_most_urgent_is_served_even_where_that_costs_fit_and_travel():
    angels = (Angel("a", ("x", "y"), ("lv",), lat=57.0, lon=24.0),)
    near = Request("near", ("x",), ("lv",), lat=57.0, lon=24.0, urgency=1.0)
    far = Request("far", ("x", "z"), ("lv",), lat=55.7, lon=28.0, urgency=1.5)
    assert pairs_of(solve(Problem(angels, (near, far)))) == {"far": "a"}
    two = tuple(replace(near, id=f"n{number}", urgency=1.0) for number in range(2))
    wide = (replace(angels[0], max_requests=2),)
    assert sorted(pairs_of(solve(Problem(wide, (*two, far))))) == ["far", "n0"]


def test_fit_is_never_given_for_travel_nor_travel_for_nothing():
    request = Request("r", ("x", "y"), ("lv",), lat=57.0, lon=24.0)
    near = Angel("near", ("x",), ("lv",), lat=57.0, lon=24.0)
    far = Angel("far", ("x", "y"), ("lv",), lat=-40.0, lon=-150.0)
    same = replace(near, id="a", lat=57.1)
    assert pairs_of(solve(Problem((near, far), (request,)))) == {"r": "far"}
    assert pairs_of(solve(Problem((same, near), (request,)))) == {"r": "near"}


def test_an_unknown_place_comes_after_known_ones_and_prevents_nothing():
    request = Request("r", ("x",), ("lv",), lat=57.0, lon=24.0)
    unknown = Angel("a", ("x",), ("lv",))
    antipode = Angel("b", ("x",), ("lv",), lat=-56.9, lon=-156.0)
    assert pairs_of(solve(Problem((unknown, antipode), (request,)))) == {"r": "b"}
    alone = solve(Problem((unknown,), (request, replace(request, id="s", lat=None, lon=None))))
    assert [(one.request, one.km) for one in alone.matches] == [("r", None)]
    assert (alone.unknown_km, alone.km) == (1, 0.0)


X = ("x",)
LV = ("lv",)


@pytest.mark.parametrize(
    ("angels", "request_", "refused", "code", "count"),
    [
        ((), Request("r", X, LV), (), "no_angels", 0),
        ((Angel("a", ("y",), LV), Angel("b", (), LV)), Request("r", X, LV), (), "no_topic", 2),
        ((Angel("a", X, ("en",)), Angel("b", ("y",), LV)), Request("r", X, LV), (), "no_language", 1),
        ((Angel("a", X, LV, "o"), Angel("b", X, ("en",))), Request("r", X, LV, "o"), (), "only_own", 1),
        ((Angel("a", X, LV), Angel("b", X, LV, "o")), Request("r", X, LV, "o"), (Pair("r", "a"),), "refused", 1),
        ((Angel("a", X, LV, max_requests=0), Angel("b", X, LV, max_requests=2, taken=3)),
         Request("r", X, LV), (), "full", 2),
    ],
)  # fmt: skip
def test_why_a_request_has_nobody(angels, request_, refused, code, count):
    problem = Problem(angels, (request_,), refused)
    result = solve(problem)
    assert [(one.code, one.count) for one in result.unmatched] == [(code, count)]
    assert (result.objective, result.matches) == (0.0, ())
    assert check(problem, result) == ()


def test_no_organisation_is_nobodys_own():
    assert pairs_of(solve(Problem((Angel("a", X, LV, ""),), (Request("r", X, LV, ""),)))) == {"r": "a"}


def test_an_agreed_pair_may_know_nothing_of_the_topic_and_holds_a_place():
    problem = Problem(
        (Angel("a", ("y",), LV, max_requests=1), Angel("b", ("y",), LV)),
        (Request("r", X, LV, urgency=1.0), Request("s", ("y",), LV, urgency=5.0), Request("t", ("y",), LV)),
        fixed=(Pair("r", "a"),),
    )
    result = solve(problem)
    assert pairs_of(result) == {"r": "a", "s": "b"}
    assert [(one.fit, one.agreed) for one in result.matches] == [(0.0, True), (1.0, False)]


def test_distances():
    riga, liepaja = Angel("r", X, LV, lat=56.9496, lon=24.1052), Request("l", X, LV, lat=56.5047, lon=21.0108)
    assert km_between(liepaja, riga) == pytest.approx(196, abs=1)
    assert km_between(liepaja, replace(riga, lat=None, lon=None)) is None
    poles = [(90.0, 0.0), (-90.0, 77.0), (0.0, 179.9), (0.0, -179.9), (57.0, 24.0), (57.0, 24.0)]
    points = vectors([*poles, (math.nan, math.nan)])
    told = km_by_vectors(points[:-1], points[1:])
    plain = [
        km_between(Angel("a", X, LV, lat=one[0], lon=one[1]), Request("r", X, LV, lat=other[0], lon=other[1]))
        for one, other in itertools.pairwise(poles)
    ]
    assert told[:-1] == pytest.approx(plain, abs=1e-6)
    assert told[0] == pytest.approx(FARTHEST_KM)
    assert told[2] == pytest.approx(0.2 * FARTHEST_KM / 180, rel=1e-6)
    assert told[-1] == FARTHEST_KM


def test_where_numbers_have_no_room_fits_are_rounded_and_this_is_said(monkeypatch: pytest.MonkeyPatch):
    problem = made_up(5, angels=20, requests=30)
    plain = solve(problem)
    assert (plain.rounded, plain.unit_m) == (False, pytest.approx(1e-3))
    monkeypatch.setattr(candidates_module, "MOST_COST", 2**29)
    coarse = solve(problem)
    assert (coarse.rounded, coarse.unit_m) == (False, 1000.0)
    assert (coarse.objective, round(coarse.fit, 9)) == (plain.objective, round(plain.fit, 9))
    monkeypatch.setattr(candidates_module, "MOST_COST", 2**27)
    rounded = solve(problem)
    assert rounded.rounded
    assert check(problem, rounded) == ()
    assert rounded.objective == plain.objective
    assert rounded.fit <= plain.fit + 1e-9


class _Gone(Deadline):
    """A deadline that passes after being asked so many times."""

    def __init__(self, times: int) -> None:
        super().__init__(1000.0)
        self.times = times

    @property
    def left(self) -> float:
        self.times -= 1
        return 1000.0 if self.times >= 0 else -1.0


@pytest.mark.parametrize("times", range(24))
def test_what_is_not_proven_is_not_said_to_be(monkeypatch: pytest.MonkeyPatch, times: int):
    problem = made_up(3, angels=60, requests=200, classes=6, agreed=0)
    best = solve(problem)
    monkeypatch.setattr(candidates_module, "AT_ONCE", 60 * 40)
    monkeypatch.setattr("talka.methods.matching.solve.Deadline", lambda seconds: _Gone(times))
    result = solve(problem)
    assert check(problem, result) == ()
    assert best.objective <= result.bound
    if result.proven_optimal:
        assert result.objective == best.objective
        assert best.fit <= result.fit_bound + 1e-9
        assert result.fit <= best.fit + 1e-9
    else:
        assert not result.proven_best_fit
    assert not result.proven_least_travel or told(result) == told(best)


def told(result: Matching) -> tuple[float, float, float]:
    return result.objective or 0.0, result.fit, result.km


def test_the_chains_serve_more_than_taking_whoever_is_free():
    # Only "a" knows y, but the more urgent x would take "a" first, as the nearer.
    angels = (Angel("a", ("x", "y"), LV, lat=57.0, lon=24.0), Angel("b", X, LV, lat=56.0, lon=27.0))
    requests = (
        Request("r", X, LV, lat=57.0, lon=24.0, urgency=2.0),
        Request("s", ("y",), LV, lat=57.0, lon=24.0, urgency=1.0),
    )
    problem = Problem(angels, requests)
    assert pairs_of(solve(problem)) == {"r": "b", "s": "a"}
    there = candidates_module.candidates_of(problem, Deadline(10))
    assert most_urgent(there, Deadline(10)).angel.tolist() == [1, 0]


def test_check_finds_what_was_changed():
    problem = made_up(8, angels=15, requests=20)
    result = solve(problem)
    assert check(problem, result) == ()
    first, second = result.matches[:2]
    rest, waiting = result.matches[1:], result.unmatched
    changed = (
        replace(result, objective=result.objective + 1),
        replace(result, fit=result.fit - 0.1),
        replace(result, km=result.km + 1),
        replace(result, unknown_km=result.unknown_km + 1),
        replace(result, bound=result.objective - 1),
        replace(result, fit_bound=0.0),
        replace(result, objective_terms={}),
        replace(result, matches=rest),
        replace(result, matches=(first, *result.matches)),
        replace(result, matches=(replace(first, angel="nobody"), *rest)),
        replace(result, matches=(replace(first, angel=_unfit(problem, first.request)), *rest)),
        replace(result, matches=(replace(first, fit=0.123), *rest)),
        replace(result, matches=(replace(first, km=1.0), *rest)),
        replace(result, matches=(replace(first, agreed=True), *rest)),
        replace(result, unmatched=(replace(waiting[0], code="time"), *waiting[1:])),
    )
    for other in changed:
        assert check(problem, other) != ()
    assert second.request != first.request


def _unfit(problem: Problem, request: str) -> str:
    return next(one.id for one in problem.angels if evaluate(problem, {request: one.id}).broken)
