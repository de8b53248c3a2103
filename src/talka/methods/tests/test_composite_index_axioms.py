"""What must hold for any index, tried on many that hypothesis makes up; worked figures; and how sure ranks are."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.composite_index.explain import ENGLISH, explain_area, needed, overview
from talka.methods.composite_index.problem import Population, Problem, Weight
from talka.methods.composite_index.ranks import indicators_that_matter, rank_intervals
from talka.methods.composite_index.solve import levels, solve
from talka.methods.composite_index.specs import NAMES, spec
from talka.methods.contract import InvalidProblem
from talka.methods.tests.composite_index_case import made_up, told
from talka.methods.values import Values

quick = settings(max_examples=40, deadline=None, derandomize=True)
problems = st.builds(made_up, st.integers(0, 10_000), st.integers(2, 12), st.integers(1, 5), st.integers(1, 3))


def changed(problem: Problem, indicator: str, how) -> Problem:
    values = problem.values
    new = tuple(how(x) if name == indicator else x for name, x in zip(values.indicator, values.value, strict=True))
    return replace(problem, values=replace(values, value=new))


@quick
@given(problems, st.floats(0.01, 1000), st.floats(-1000, 1000))
def test_another_unit_of_an_indicator_changes_nothing(problem: Problem, factor: float, shift: float):
    other = changed(problem, "i0", lambda x: factor * x + shift)
    assert told(solve(other)) == pytest.approx(told(solve(problem)), abs=1e-6)


@quick
@given(problems)
def test_turning_the_sign_is_turning_the_values(problem: Problem):
    one = problem.indicators["i0"]
    turned = {**problem.indicators, "i0": replace(one, sign=-one.sign)}
    other = changed(replace(problem, indicators=turned), "i0", lambda x: -x)
    assert told(solve(other)) == pytest.approx(told(solve(problem)), abs=1e-9)


@quick
@given(problems)
def test_the_average_of_a_group_is_nought_and_its_spread_one(problem: Problem):
    result = solve(problem)
    people = {(one.area, one.year): one.population for one in problem.population}
    for norm in result.norms:
        place = result.indicators.index(norm.indicator)
        rows = [
            (people.get((one.area, one.year), people.get((one.area, None), 1.0)), one.z[place])
            for one in result.standings
            if (one.year, one.group) == (norm.year, norm.group) and one.z[place] is not None
        ]
        total = math.fsum(p for p, _z in rows)
        assert len(rows) == norm.areas
        assert math.fsum(p * z for p, z in rows) / total == pytest.approx(0, abs=1e-8)
        assert math.fsum(p * z * z for p, z in rows) / total == pytest.approx(1 if norm.deviation else 0, abs=1e-8)


@quick
@given(problems)
def test_groups_do_not_touch_one_another(problem: Problem):
    values = problem.values
    kept = [row for row, group in enumerate(values.group) if group == "even"]
    columns = (values.area, values.indicator, values.value, values.year, values.group)
    alone = replace(problem, values=Values(*(tuple(column[row] for row in kept) for column in columns)))
    if set(alone.values.indicator) < set(problem.indicators):
        return
    both = {key: x for key, x in told(solve(problem)).items() if int(key.split()[1][1:]) % 2 == 0}
    assert told(solve(alone)) == pytest.approx(both, abs=1e-9)


@quick
@given(problems)
def test_all_weights_twice_is_the_index_twice_and_is_told(problem: Problem):
    twice = {name: replace(one, weight=2 * one.weight) for name, one in problem.indicators.items()}
    one, two = solve(problem), solve(replace(problem, indicators=twice))
    assert told(two) == pytest.approx({key: 2 * x for key, x in told(one).items()})
    total = math.fsum(two.weights)
    assert [remark.number for remark in two.warnings if remark.code == "weights_sum"] == pytest.approx(
        [] if abs(total - 1) <= 1e-9 else [total]
    )


TERRITORY = {
    "active_firms_per_1000": (40, 30, 20, 10),
    "unemployment": (4, 8, 12, 16),
    "poor_persons": (1, 2, 4, 5),
    "crimes_per_1000": (15, 20, 10, 25),
    "natural_increase_per_1000": (-1, -5, -9, -12),
    "migration_per_1000": (10, 0, -10, -20),
    "above_working_age_per_1000": (300, 350, 400, 450),
    "income_tax_per_head": (900, 700, 500, 400),
}


def territory(*, weighted: bool) -> Problem:
    cells = [(area, name, float(x)) for name, row in TERRITORY.items() for area, x in zip("abcd", row, strict=True)]
    people = [Population(area, p) for area, p in zip("abcd", (20_000, 10_000, 6_000, 4_000), strict=True)]
    indicators = spec("lv_municipalities_2014").indicators
    return Problem(Values(*map(tuple, zip(*cells, strict=True))), indicators, tuple(people), weighted)


def test_the_territory_development_index_worked_apart():
    weighted = solve(territory(weighted=True))
    assert [one.level for one in weighted.standings] == pytest.approx([0.818, -0.178, -1.066, -2.045], abs=5e-4)
    plain = solve(territory(weighted=False))
    assert [one.level for one in plain.standings] == pytest.approx([1.312, 0.407, -0.427, -1.292], abs=5e-4)
    assert (weighted.warnings, plain.warnings) == ((), ())
    assert {one.change for one in plain.standings} == {None}
    assert [one.rank for one in plain.standings] == [1, 2, 3, 4]


def test_by_hand():
    values = Values(("a", "b", "a", "b"), ("x",) * 4, (1.0, 3.0, 4.0, 2.5), (2000, 2000, 2001, 2001))
    people = (Population("a", 1_000), Population("b", 3_000))
    root = math.sqrt(0.75)
    found = told(solve(Problem(values, {"x": Weight(1)}, people)))
    assert found["level a 2000"] == pytest.approx(-1.5 / root)
    assert found["level b 2000"] == pytest.approx(0.5 / root)
    assert found["change a 2001"] == pytest.approx(1.5 / root)
    assert found["change b 2001"] == pytest.approx(0, abs=1e-12)
    assert found["level a 2001"] == pytest.approx((4 - 2.875) / math.sqrt((1.125**2 + 3 * 0.375**2) / 4))
    found = told(solve(Problem(values, {"x": Weight(1)}, population_weighted=False)))
    assert (found["level a 2000"], found["level b 2000"], found["change a 2001"]) == pytest.approx((-1, 1, 2))


def test_no_spread_is_nought_also_where_equal_decimals_differ_in_their_last_place():
    value = (0.1 + 0.2, 0.3, 0.3, 1.0, 2.0, None)
    values = Values(tuple("abcabc"), ("same",) * 3 + ("x",) * 3, value)
    result = solve(Problem(values, {"same": Weight(0.5), "x": Weight(0.5)}, population_weighted=False))
    assert [one.level for one in result.standings] == [-0.5, 0.5, None]
    assert [one.z for one in result.standings] == [(0, -1), (0, 1), (0, None)]
    assert [(one.code, one.indicator, one.number) for one in result.warnings] == [
        ("no_spread", "same", None),
        ("lacking", "", 1),
    ]
    nobody = solve(Problem(values, {"x": Weight(1)}, tuple(Population(area, 0) for area in "abc")))
    assert [one.level for one in nobody.standings] == [0, 0, None]


def test_a_gap_in_the_years_gives_no_change_and_says_so():
    values = Values(("a", "b") * 2, ("x",) * 4, (1.0, 2.0, 3.0, 5.0), (2000, 2000, 2002, 2002))
    result = solve(Problem(values, {"x": Weight(1)}, population_weighted=False))
    assert {one.change for one in result.standings} == {None}
    assert [(one.code, one.year) for one in result.warnings] == [("year_gap", 2002)]


def test_populations_of_a_year_come_before_those_of_all_years():
    values = Values(("a", "b") * 2, ("x",) * 4, (1.0, 3.0, 1.0, 3.0), (2000, 2000, 2001, 2001))
    people = (Population("a", 1), Population("b", 1), Population("b", 3, 2001))
    result = solve(Problem(values, {"x": Weight(1)}, people))
    assert [(one.year, one.mean) for one in result.norms] == [(2000, 2.0), (2001, 2.5)]


def test_intervals_of_ranks():
    result = solve(made_up(5, 40, 6, 1, gaps=False))
    group = rank_intervals(result, year=2000, group="even", seed=4)
    assert group == rank_intervals(result, year=2000, group="even", seed=4)
    assert [one.rank for one in group] == sorted(one.rank for one in group)
    assert len(group) == 20
    for one in group:
        assert 1 <= one.low <= one.rank <= one.high <= 20
        assert one.low <= min(place for _name, place in one.without)
        assert len(one.without) == 6
    firm = rank_intervals(result, year=2000, group="even", seed=4, firmness=1e9)
    loose = rank_intervals(result, year=2000, group="even", seed=4, firmness=5)
    width = [sum(one.high - one.low for one in intervals) for intervals in (firm, group, loose)]
    assert width == sorted(width)
    assert all(one.median == one.rank for one in firm)
    assert rank_intervals(result, year=1999) == ()
    with pytest.raises(ValueError, match="draws"):
        rank_intervals(result, year=2000, group="even", draws=0)


def test_a_rank_without_one_indicator_is_that_of_an_index_without_it():
    problem = made_up(8, 30, 4, 1, gaps=False, weighted=True)
    intervals = rank_intervals(solve(problem), year=2000, group="odd", draws=50)
    for left_out in problem.indicators:
        less = {name: one for name, one in problem.indicators.items() if name != left_out}
        ranks = {one.area: one.rank for one in solve(replace(problem, indicators=less)).standings}
        assert {one.area: dict(one.without)[left_out] for one in intervals} == {
            one.area: ranks[one.area] for one in intervals
        }
    matter = indicators_that_matter(intervals)
    assert {name for name, _moved in matter} == set(problem.indicators)
    assert [moved for _name, moved in matter] == sorted((moved for _name, moved in matter), reverse=True)


def test_one_that_is_best_in_everything_is_surely_first():
    result = solve(territory(weighted=True))
    first, second, *_others = rank_intervals(result)
    assert (first.area, first.low, first.high) == ("a", 1, 1)
    assert (second.area, second.low, second.high) == ("b", 2, 2)


def test_what_is_said_of_it():
    result = solve(territory(weighted=True))
    assert [reason.code for reason in overview(result)] == ["counted", "first"]
    said = explain_area(result, "b", interval=rank_intervals(result)[1])
    codes = [reason.code for reason in said]
    assert codes[0] == "place"
    assert {"lifts", "lowers", "gap", "would_rise", "sure"} <= set(codes)
    mixed = solve(made_up(4, 20, 4, 4))
    reasons = list(overview(mixed))
    for one in mixed.standings:
        group = rank_intervals(mixed, year=one.year, group=one.group, draws=20)
        interval = {each.area: each for each in group}.get(one.area)
        reasons += explain_area(mixed, one.area, year=one.year, interval=interval)
    assert all(reason.sentence() for reason in reasons)
    assert {"lacks", "between", "without", "against_the_year_before"} <= {reason.code for reason in reasons}
    assert {reason.code for reason in reasons} <= set(ENGLISH)
    with pytest.raises(KeyError):
        explain_area(result, "z")


def test_what_would_be_needed_brings_it_level_where_the_mean_stays():
    """With people only elsewhere the means stay as they are: then the wanted value does exactly what is said."""
    problem = territory(weighted=True)
    people = tuple(replace(one, population=0.0) if one.area == "d" else one for one in problem.population)
    problem = replace(problem, population=people)
    result = solve(problem)
    own, other = result.standings[3], result.standings[2]
    wanted = needed(result, own, other)
    assert len(wanted) == 8
    for name, now, then in wanted:
        assert now == TERRITORY[name][3]
        values = list(problem.values.value)
        rows = zip(problem.values.area, problem.values.indicator, strict=True)
        values[next(row for row, key in enumerate(rows) if key == ("d", name))] = then
        after = solve(replace(problem, values=replace(problem.values, value=tuple(values))))
        assert after.standings[3].level == pytest.approx(other.level)


@pytest.mark.parametrize("name", NAMES)
def test_ready_sets_are_whole(name: str):
    ready = spec(name)
    assert math.fsum(one.weight for one in ready.indicators.values()) == pytest.approx(1)
    assert {one.sign for one in ready.indicators.values()} == {1, -1}
    assert ready.title and ready.source and ready.population_weighted
    assert all(ready.labels.values())
    assert ready.verified or "second" in ready.note or "not found" in ready.note
    with pytest.raises(KeyError):
        spec("no_such")


def test_millions_of_values_are_quick():
    chance = np.random.default_rng(1)
    cells = chance.normal(size=(1, 99_140, 88))
    people = chance.integers(1, 9_000, size=(1, 99_140)).astype(float)
    begun = time.process_time()
    found = levels(cells, np.full(88, 1 / 88), np.ones(88), population=people)
    assert time.process_time() - begun < 10
    mean = people[0] @ cells[0] / people.sum()
    spread = np.sqrt(people[0] @ (cells[0] - mean) ** 2 / people.sum())
    assert found.level[0] == pytest.approx(((cells[0] - mean) / spread).mean(axis=1))


def test_without_values_every_indicator_is_missed():
    with pytest.raises(InvalidProblem, match="there are no values of"):
        solve(Problem(Values((), (), ()), {"x": Weight(1)}, population_weighted=False))
