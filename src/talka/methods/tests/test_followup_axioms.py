"""What must hold for the follow-up programme on any problem, tried on many that hypothesis makes up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.contract import Infeasible
from talka.methods.followup.evaluate import evaluate
from talka.methods.followup.frontier import POINTS, frontier
from talka.methods.followup.problem import Cover, Need, Option, Problem, Rules
from talka.methods.followup.solve import solve, with_budget
from talka.methods.tests.contradictions import assert_none_too_many
from talka.methods.tests.followup_case import baseline, keeps, reordered, wrong
from talka.methods.tests.followup_problems import by_brute_force, made_up

quick = settings(max_examples=20, deadline=None, derandomize=True)


@st.composite
def problems(draw: st.DrawFn, *, largest: int = 20) -> Problem:
    return made_up(
        draw(st.integers(0, 10_000)),
        needs=draw(st.integers(1, largest)),
        options=draw(st.integers(0, largest)),
        days=draw(st.sampled_from([2, 5, 16])),
        experts=draw(st.sampled_from([1, 3, 8])),
        rules=draw(st.booleans()),
    )


def solved(problem: Problem):
    try:
        result = solve(problem, time_limit=20)
    except Infeasible:
        return None
    assert result.proven_optimal
    assert result.proven_cheapest
    assert result.proven_earliest
    assert wrong(problem, result) == ""
    return result


@quick
@given(problems(), st.integers(0, 99))
def test_order_does_not_matter_and_the_plain_way_is_never_better(problem: Problem, seed: int):
    result, other = solved(problem), solved(reordered(problem, seed))
    if result is None:
        assert other is None
        return
    assert other is not None
    assert result.plan == other.plan
    assert result.objective >= (baseline(problem) or 0)


@quick
@given(problems(), st.integers(1, 3000))
def test_more_budget_never_covers_less(problem: Problem, more: int):
    result = solved(problem)
    if result is not None and problem.rules.budget_eur is not None:
        richer = solved(with_budget(problem, problem.rules.budget_eur + more))
        assert richer is not None
        assert richer.objective >= result.objective


@quick
@given(problems())
def test_a_rule_never_covers_more(problem: Problem):
    result = solved(problem)
    free = solved(replace(problem, rules=Rules(budget_eur=problem.rules.budget_eur)))
    assert free is not None
    assert result is None or free.objective >= result.objective


@st.composite
def alike(draw: st.DrawFn) -> Problem:
    """Few measures with few different costs and effects, so that many plans are equally good."""
    needs = tuple(Need(f"n{number}", draw(st.sampled_from([0.1, 1, 2]))) for number in range(3))
    days = ["2027-01-30", "2027-01-31", "2027-02-01", "2027-02-03"]
    dates = st.lists(st.sampled_from(days), max_size=2, unique=True).map(tuple)
    options = tuple(
        Option(f"o{number}", draw(st.sampled_from([0, 0.1, 0.3, 100])), draw(dates), draw(st.sampled_from(["", "x"])))
        for number in range(5)
    )
    covers = tuple(
        Cover(option.id, need.id, draw(st.sampled_from([0.1, 0.2, 0.3, 1.0])))
        for option in options
        for need in needs
        if draw(st.booleans())
    )
    return Problem(needs, options, covers, Rules(budget_eur=draw(st.sampled_from([0.3, 0.4, 100, 200.1, 1000]))))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(alike())
def test_among_equals_the_cheapest_then_the_earliest(problem: Problem):
    result = solved(problem)
    assert result is not None
    assert evaluate(problem, result.plan).worth == by_brute_force(problem)
    for tie in result.ties:
        changed = {option: day for option, day in result.plan.items() if option != tie.option} | {tie.other: tie.date}
        judged = evaluate(problem, changed)
        assert judged.feasible
        assert judged.objective == evaluate(problem, result.plan).objective
        assert tie.more_eur >= 0


@st.composite
def entangled(draw: st.DrawFn) -> Problem:
    """A handful of measures under more rules than they can well keep."""
    names = ["a", "b", "c", "d"]
    days = ["2027-01-30", "2027-02-01", "2027-02-03"]
    dates = st.lists(st.sampled_from(days), min_size=1, max_size=2, unique=True).map(tuple)
    options = tuple(
        Option(name, draw(st.integers(0, 4)), draw(dates), draw(st.sampled_from(["", "x"]))) for name in names
    )
    needs = tuple(Need(f"n{number}", number + 1, {"region": "AB"[number % 2]}) for number in range(3))
    covers = tuple(
        Cover(name, need.id, draw(st.integers(0, 5)) / 5) for name in names for need in needs if draw(st.booleans())
    )
    some = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True).map(tuple)
    return Problem(
        needs,
        options,
        covers,
        Rules(
            budget_eur=draw(st.sampled_from([None, 2, 5])),
            blocked_dates=draw(st.lists(st.sampled_from(days), max_size=2, unique=True).map(tuple)),
            max_per_month=draw(st.sampled_from([None, 1, 2])),
            min_coverage=draw(st.sampled_from([{}, {"region": 0.2}, {"region": 0.6}])),
            must=draw(st.lists(st.sampled_from(names), max_size=3, unique=True).map(tuple)),
            not_both=draw(st.lists(some, max_size=2).map(tuple)),
        ),
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(entangled())
def test_a_contradiction_names_as_few_rules_as_it_needs(problem: Problem):
    try:
        result = solve(problem, time_limit=20)
    except Infeasible as contradiction:
        assert_none_too_many(problem, contradiction, keeps)
    else:
        assert evaluate(problem, result.plan).worth == by_brute_force(problem)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(problems(largest=15))
def test_the_frontier_rises_and_is_what_each_budget_covers(problem: Problem):
    result = solved(problem)
    if result is None:
        return
    points = frontier(problem, result, time_limit=60)
    assert len(points) == POINTS
    assert [point.budget_eur for point in points] == sorted(point.budget_eur for point in points)
    assert [point.coverage for point in points] == sorted(point.coverage for point in points)
    for point in points[::4]:
        assert point.proven_optimal
        assert point.coverage == solved(with_budget(problem, point.budget_eur)).objective
    if problem.rules.budget_eur is not None:
        assert (problem.rules.budget_eur, result.objective) in [(p.budget_eur, p.coverage) for p in points] or (
            problem.rules.budget_eur > points[-1].budget_eur
        )


def test_decimals_are_decimals_and_a_budget_is_kept_to_the_cent():
    needs = (Need("n", 0.3),)
    options = (Option("a", 0.1, ("2027-01-01",)), Option("b", 0.2, ("2027-01-02",)), Option("c", 0.31, ("2027-01-03",)))
    covers = (Cover("a", "n", 0.1), Cover("b", "n", 0.2), Cover("c", "n", 0.3))
    result = solve(Problem(needs, options, covers, Rules(budget_eur=0.3)))
    assert result.plan == {"a": "2027-01-01", "b": "2027-01-02"}
    assert evaluate(Problem(needs, options, covers), result.plan).objective == Fraction(9, 100)
    assert not result.rounded
