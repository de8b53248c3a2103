"""What must hold for any peers, tried on many that hypothesis makes up; the example worked by hand; ties and scale."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.contract import Deadline, OutOfTime
from talka.methods.peers import nearest as nearest_module
from talka.methods.peers.better import who_does_better
from talka.methods.peers.explain import ENGLISH, explain_better, explain_peer, overview, words
from talka.methods.peers.nearest import nearest
from talka.methods.peers.problem import Likeness, Problem
from talka.methods.peers.solve import solve
from talka.methods.tests.peers_case import distances, made_up, told
from talka.methods.values import Values

quick = settings(max_examples=40, deadline=None, derandomize=True)
problems = st.builds(
    made_up, st.integers(0, 10_000), st.integers(1, 14), st.integers(1, 4), gaps=st.booleans(), ties=st.booleans()
)


def changed(problem: Problem, how) -> Problem:
    return replace(problem, values=replace(problem.values, value=tuple(map(how, problem.values.value))))


@quick
@given(problems)
def test_nobody_outside_is_nearer_than_a_peer(problem: Problem):
    result, far = solve(problem), distances(problem)
    for area, others in far.items():
        mine = [one for one in result.peers if one.area == area]
        assert [one.rank for one in mine] == list(range(1, 1 + min(problem.peers, len(others))))
        most = max((one.distance for one in mine), default=math.inf)
        assert all(d >= most - 1e-9 for peer, d in others.items() if peer not in {one.peer for one in mine})


@quick
@given(problems, st.floats(0.1, 100))
def test_another_unit_changes_no_distance(problem: Problem, factor: float):
    assert told(solve(changed(problem, lambda x: factor * x))) == pytest.approx(told(solve(problem)), abs=1e-6)


@quick
@given(problems)
def test_distance_is_the_same_both_ways(problem: Problem):
    everyone = replace(problem, peers=20)
    far = {(one.area, one.peer): one.distance for one in solve(everyone).peers}
    assert all(far[peer, area] == pytest.approx(d) for (area, peer), d in far.items())


@quick
@given(problems, st.floats(0.1, 10))
def test_weights_matter_only_against_one_another(problem: Problem, factor: float):
    by = problem.indicators or {name: Likeness() for name in problem.values.indicator}
    more = {name: replace(one, weight=factor * one.weight) for name, one in by.items()}
    one, other = solve(replace(problem, indicators=by)), solve(replace(problem, indicators=more))
    assert set(told(one)) == set(told(other))
    assert [each.distance * math.sqrt(factor) for each in one.peers] == pytest.approx(
        [each.distance for each in other.peers], abs=1e-9
    )


@quick
@given(st.integers(0, 10_000), st.integers(2, 60), st.integers(1, 3), st.integers(1, 6), st.booleans())
def test_the_tree_finds_what_all_distances_show(seed: int, count: int, dimensions: int, wanted: int, ties: bool):
    chance = np.random.default_rng(seed)
    points = (
        chance.integers(0, 3, (count, dimensions)).astype(float) if ties else chance.normal(size=(count, dimensions))
    )
    how = {"least_shared": 0.5, "weights": chance.uniform(0.5, 2, dimensions)}
    plain = nearest(points, wanted, deadline=Deadline(60), **how)
    few, nearest_module.FEW = nearest_module.FEW, 1
    try:
        assert nearest(points, wanted, deadline=Deadline(60), **how).tolist() == plain.tolist()
    finally:
        nearest_module.FEW = few


def by_hand() -> Problem:
    return Problem(Values(tuple("abcabc"), ("x",) * 3 + ("y",) * 3, (1.0, 2.0, 6.0, 0.0, 3.0, 0.0)), peers=2)


def test_by_hand():
    result = solve(by_hand())
    assert told(result) == pytest.approx(
        {"a 1 b": 2.1712, "a 2 c": 2.3146, "b 1 a": 2.1712, "b 2 c": 2.8158, "c 1 a": 2.3146, "c 2 b": 2.8158}, abs=1e-4
    )
    first, second = result.peers[:2]
    assert (first.alike, first.differ) == (("x",), ("y",))
    assert (second.alike, second.differ) == (("y",), ("x",))
    assert words(first) == "alike: x; differ: y"


def test_ties_are_told_by_name_and_missing_values_are_scaled():
    values = Values(tuple("abcde") * 2, ("x",) * 5 + ("y",) * 5, (0.0, 1, -1, 1, -1, 0, 1, 1, -1, -1))
    assert [one.peer for one in solve(Problem(values, peers=4)).peers if one.area == "a"] == list("bcde")
    less = replace(values, value=(*values.value[:9], None))
    result = solve(Problem(less, peers=4, least_shared=0.5))
    own = next(one for one in result.peers if (one.area, one.peer) == ("a", "e"))
    spread = math.sqrt(0.8)
    assert (own.shared, own.distance) == pytest.approx((0.5, math.sqrt(2) / spread))
    assert own.alike == ()
    strict = solve(Problem(less, peers=4, least_shared=0.6))
    assert strict.without == ("e",)
    assert "e" not in {one.peer for one in strict.peers}


def test_sizes_are_compared_by_ratio_where_that_is_said():
    values = Values(tuple("abc"), ("people",) * 3, (2_000.0, 6_000.0, 9_500.0))
    assert [one.peer for one in solve(Problem(values, peers=1)).peers] == ["b", "c", "b"]
    big = replace(values, value=(2_000.0, 5_000.0, 9_500.0))
    by_ratio = solve(Problem(big, {"people": Likeness(log=True)}, peers=1))
    assert [one.peer for one in solve(Problem(big, peers=1)).peers] == ["b", "a", "b"]
    assert [one.peer for one in by_ratio.peers] == ["b", "c", "b"]


def test_peers_of_the_same_group_and_the_newest_year():
    values = Values(
        ("a", "b", "c", "a", "b", "c"), ("x",) * 6, (1.0, 9.0, 2.0, 1.0, 1.5, 5.0), (2000,) * 3 + (2001,) * 3,
        ("p", "p", "q", "p", "q", "p"),
    )  # fmt: skip
    assert [one.peer for one in solve(Problem(values, peers=1)).peers] == ["b", "a", "b"]
    assert [one.peer for one in solve(Problem(values, peers=1, year=2000)).peers] == ["c", "c", "a"]
    apart = solve(Problem(values, peers=1, among="group"))
    assert ([one.peer for one in apart.peers], apart.without) == (["c", "a"], ("b",))
    before = solve(Problem(values, peers=1, among="group", year=2000))
    assert ([one.peer for one in before.peers], before.without) == (["b", "a"], ("c",))


def test_who_is_like_us_and_does_better():
    result = solve(by_hand())
    income = {"a": 10.0, "b": 15.0, "c": 12.0}
    assert [(one.area, one.peer, one.gap) for one in who_does_better(result, income)] == [
        ("a", "b", 5.0),
        ("a", "c", 2.0),
        ("c", "b", 3.0),
    ]
    less = who_does_better(result, income, sign=-1, area="b")
    assert [(one.peer, one.gap, one.value, one.peer_value) for one in less] == [
        ("a", 5.0, 15.0, 10.0),
        ("c", 3.0, 15.0, 12.0),
    ]
    assert who_does_better(result, {"a": 1.0}) == ()
    assert explain_better(less[0]).sentence() == '"a" is ahead by 5.0: 10.0 against 15.0.'
    with pytest.raises(ValueError, match="chosen by 'x'"):
        who_does_better(result, income, indicator="x")
    with pytest.raises(ValueError, match="sign"):
        who_does_better(result, income, sign=0)


def test_what_is_said_of_it():
    reasons = []
    for seed in range(12):
        result = solve(replace(made_up(seed, 20), peers=3, least_shared=0.4))
        reasons += overview(result)
        for one in result.peers:
            reasons += explain_peer(result, one.area, one.peer)
    alone = Problem(Values(("a", "b", "c", "d"), ("x",) * 4, (1.0, 1.1, 1.2, 9.0)))
    reasons += overview(solve(alone))
    reasons += overview(solve(Problem(Values(("a",), ("x",), (1.0,)))))
    reasons += overview(solve(replace(made_up(2, 4, 4), values=made_up(2, 6, 4).values, least_shared=1.0)))
    assert all(reason.sentence() for reason in reasons)
    assert {reason.code for reason in reasons} >= set(ENGLISH) - {"better", "without"}
    assert solve(Problem(Values((), (), ()))).peers == ()
    with pytest.raises(KeyError):
        explain_peer(solve(alone), "a", "z")


def test_a_hundred_thousand_areas_are_quick():
    points = np.random.default_rng(1).normal(size=(100_000, 6))
    begun = time.process_time()
    found = nearest(points, 5, least_shared=0.5, weights=np.ones(6), deadline=Deadline(60))
    assert time.process_time() - begun < 30
    for own in (0, 77, 99_999):
        far = ((points - points[own]) ** 2).sum(axis=1)
        assert found[own].tolist() == np.argsort(far)[1:6].tolist()


def test_the_time_limit_ends_what_is_too_much():
    points = np.random.default_rng(1).normal(size=(20_000, 4))
    points[::7, 1] = np.nan
    with pytest.raises(OutOfTime):
        nearest(points, 5, least_shared=0.5, weights=np.ones(4), deadline=Deadline(0.3))
