"""What must hold of any specialisation, tried on many problems that hypothesis makes up."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from talka.methods.specialisation.arrays import CELLS_AT_ONCE
from talka.methods.specialisation.complexity import Degenerate, complexity
from talka.methods.specialisation.concentration import concentrations
from talka.methods.specialisation.location_quotient import known_shares, location_quotients
from talka.methods.specialisation.problem import Problem, Rules
from talka.methods.specialisation.relatedness import densities, proximities
from talka.methods.specialisation.shift_share import dynamic_shift_share, shift_share
from talka.methods.specialisation.solve import solve
from talka.methods.tests.specialisation_case import figures, made_up

quick = settings(max_examples=60, deadline=None, derandomize=True)
amounts = st.one_of(st.just(0.0), st.floats(1e-3, 1e6), st.integers(1, 500).map(float))
problems = st.builds(
    made_up, st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 7), st.integers(1, 4), gaps=st.booleans()
)


def cubes(*, years: int = 2, missing: bool = False):
    """[year, area, industry] with industries and areas from 2 to 9."""
    elements = st.one_of(amounts, st.just(float("nan"))) if missing else amounts
    shapes = st.tuples(st.just(years), st.integers(2, 9), st.integers(2, 9))
    return shapes.flatmap(lambda shape: arrays(np.float64, shape, elements=elements))


@quick
@given(problems)
def test_the_terms_of_a_change_add_up_and_the_dynamic_form_tells_the_same_change(problem: Problem):
    result = solve(problem)
    for shift in (result.shift_share, result.shift_share_dynamic):
        if shift is not None:
            known = ~np.isnan(shift.regional)
            assert np.allclose((shift.national + shift.mix + shift.regional)[known], shift.total[known])
    if result.shift_share is not None and result.shift_share_dynamic is not None:
        dynamic = result.shift_share_dynamic.total
        known = ~np.isnan(dynamic)
        assert np.allclose(dynamic[known], result.shift_share.total[known])


@quick
@given(cubes(years=3))
def test_over_all_areas_of_the_land_own_strengths_cancel_out(values):
    """Where the reference is the sum of the areas, what one area gains of its own others lose; and over the whole land
    the mix of industries is the land's own, so it explains nothing."""
    years, values = (2018, 2019, 2020), values + 0.5  # no industry begins from nothing
    classic = shift_share(values[0], values[2], values[0].sum(axis=0), values[2].sum(axis=0), (2018, 2020))
    assert np.allclose(classic.regional.sum(axis=0), 0, atol=1e-6 * (1 + values.max()))
    stepped = dynamic_shift_share(values, values.sum(axis=1), years)
    assert np.allclose(stepped.regional.sum(axis=0), 0, atol=1e-6 * (1 + values.max()))
    assert classic.mix.sum() == pytest.approx(0, abs=1e-6 * (1 + values.max()))


@quick
@given(cubes(years=1, missing=True))
def test_quotients_weighted_by_the_reference_s_shares_have_the_mean_one(values):
    values = values[0]
    reference = np.nan_to_num(values, nan=1.0).sum(axis=0) + 1.0
    quotients = location_quotients(values, reference)
    for own, row in zip(values, quotients, strict=True):
        known = ~np.isnan(row)
        if known.any():
            assert (row[known] * reference[known]).sum() / reference[known].sum() == pytest.approx(1)
        assert np.isnan(row[np.isnan(own)]).all()


@quick
@given(problems, st.floats(0.01, 1000))
def test_the_unit_of_the_values_changes_no_share_and_scales_every_amount(problem: Problem, by: float):
    before, after = solve(problem), solve(replace(problem, values=problem.values * by))
    assert np.allclose(before.lq, after.lq, equal_nan=True)
    for name in ("herfindahl", "krugman", "gini", "hoover"):
        one, other = (getattr(result.concentration, name) for result in (before, after))
        assert np.allclose(one, other, equal_nan=True)
    if before.shift_share is not None and after.shift_share is not None:
        for name in ("national", "mix", "regional", "total"):
            one, other = (getattr(result.shift_share, name) for result in (before, after))
            assert np.allclose(one * by, other, equal_nan=True, atol=1e-6 * by)
    if before.complexity is not None:
        assert np.allclose(before.complexity.eci, after.complexity.eci, equal_nan=True, atol=1e-6)


@quick
@given(cubes(years=1), st.floats(0.1, 50), st.integers(0, 8))
def test_an_area_k_times_as_large_is_as_specialised(values, by: float, which: int):
    reference = values[0].sum(axis=0) + 1.0
    larger = values[0].copy()
    larger[which % len(larger)] *= by
    assert np.allclose(location_quotients(values[0], reference), location_quotients(larger, reference), equal_nan=True)


@quick
@given(cubes(years=1))
def test_measures_keep_their_bounds_and_know_the_two_ends(values):
    reference = values.sum(axis=1) + 1.0
    found = concentrations(values, reference)
    some = values[0].sum(axis=1) > 0
    size = values.shape[2]
    assert (found.herfindahl[0, some] >= 1 / size - 1e-9).all()
    assert (found.herfindahl[0, some] <= 1 + 1e-9).all()
    for name, most in (("krugman", 2), ("gini", 1), ("hoover", 1)):
        measure = getattr(found, name)[0, some]
        assert ((measure >= 0) & (measure <= most + 1e-9)).all()
    assert np.allclose(found.krugman, 2 * found.hoover, equal_nan=True)
    # The curve's greatest distance is never more than twice the area between it and the diagonal, nor less than half.
    assert (found.gini[0, some] >= found.hoover[0, some] - 1e-9).all()
    same = concentrations(reference[None, :, :] * 3.0, reference)
    assert np.allclose([same.krugman, same.gini, same.hoover], 0, atol=1e-9)


@quick
@given(cubes(years=1), st.integers(0, 8), st.floats(0.05, 0.95))
def test_an_industry_split_in_two_alike_leaves_gini_and_hoover(values, which: int, part: float):
    """Measures against the reference do not depend on how finely industries are told apart."""
    reference = values[0].sum(axis=0) + 1.0
    at = which % len(reference)

    def split(columns):
        return np.column_stack((columns, columns[:, at] * part, columns[:, at] * (1 - part)))[
            :, [place for place in range(columns.shape[1] + 2) if place != at]
        ]

    before = concentrations(values, reference[None])
    after = concentrations(split(values[0])[None], split(reference[None]))
    for name in ("gini", "hoover", "krugman"):
        assert np.allclose(getattr(before, name), getattr(after, name), equal_nan=True, atol=1e-9)


@quick
@given(cubes(years=1, missing=True))
def test_proximity_is_the_same_both_ways_and_density_a_share(values):
    quotients = location_quotients(values[0], np.nan_to_num(values[0], nan=1.0).sum(axis=0) + 1.0)
    proximity = proximities(quotients)
    assert np.array_equal(proximity, proximity.T, equal_nan=True)
    told = ~np.isnan(proximity)
    assert ((proximity[told] >= 0) & (proximity[told] <= 1)).all()
    there = (quotients >= 1 - 1e-9).any(axis=0)
    assert (np.diag(proximity)[there] == 1).all()
    density = densities(quotients, proximity)
    assert np.nanmin(density, initial=0) >= 0
    assert np.nanmax(density, initial=0) <= 1 + 1e-9


@quick
@given(arrays(np.bool_, st.tuples(st.integers(3, 12), st.integers(3, 9))))
def test_complexity_is_the_limit_of_reflections_and_rises_with_diversity(present):
    """Hidalgo and Hausmann's own recursion: averages of averages, an even number of times."""
    quotients = present.astype(np.float64) * 2
    try:
        found = complexity(quotients)
    except Degenerate as why:
        assert why.code in ("few_areas", "few_industries", "not_connected", "tie", "alike", "no_direction")
        return
    there, used = found.diversity > 0, found.ubiquity > 0
    links = present[there][:, used].astype(np.float64)
    assert np.array_equal(found.diversity, present.sum(axis=1))
    assert np.array_equal(found.ubiquity, present.sum(axis=0))
    assert np.isnan(found.eci[~there]).all()
    assert np.corrcoef(found.eci[there], found.diversity[there])[0, 1] > 0
    there_and_back = (links / links.sum(axis=1, keepdims=True)) @ (links / links.sum(axis=0)).T
    once = there_and_back @ found.eci[there]
    # An eigenvector: reflected once more, it only shrinks.
    factor = once @ found.eci[there] / (found.eci[there] @ found.eci[there])
    rest = once - factor * found.eci[there]
    assert np.allclose(rest, rest.mean(), atol=1e-6)
    assert 0 < factor < 1
    assert np.allclose(links @ found.pci[used] / links.sum(axis=1), found.eci[there], atol=1e-6)


@quick
@given(problems, st.integers(0, 100))
def test_another_area_s_values_change_no_quotient_of_an_area(problem: Problem, seed: int):
    chance = random.Random(seed)
    before = solve(problem)
    area = chance.choice(before.areas)
    values = np.where(problem.rows_of(area=area), problem.values * chance.uniform(2, 9), problem.values)
    after = solve(replace(problem, values=values))
    others = [at for at, name in enumerate(before.areas) if name != area]
    assert np.array_equal(before.lq[:, others], after.lq[:, others], equal_nan=True)


def test_blocks_give_what_the_whole_gives(monkeypatch: pytest.MonkeyPatch):
    problem = made_up(5, 40, 9)
    whole = figures(solve(problem))
    monkeypatch.setattr("talka.methods.specialisation.arrays.CELLS_AT_ONCE", 20)
    assert figures(solve(problem)) == pytest.approx(whole)
    assert CELLS_AT_ONCE > 20


def test_a_missing_value_makes_no_zero():
    rows = {"a": (10.0, 30.0, 60.0), "b": (50.0, None, 50.0), "c": (None, None, 7.0), "land": (100.0, 100.0, 200.0)}
    areas, industries, values = zip(
        *((area, name, value) for area, row in rows.items() for name, value in zip("xyz", row, strict=True)),
        strict=True,
    )
    result = solve(Problem.of(areas, industries, [2020] * 12, values, reference="land"))
    assert result.areas == ("a", "b", "c")
    quotients = result.lq[0]
    # b over x and z only: half of it is x, of the land a third.
    assert quotients[1].tolist() == pytest.approx([1.5, float("nan"), 0.75], nan_ok=True)
    assert np.allclose(quotients[0], (0.4, 1.2, 1.2))
    # z of c is half of the land, which is still enough; it is alone there, as in what is known of the land.
    assert quotients[2].tolist() == pytest.approx([float("nan"), float("nan"), 1.0], nan_ok=True)
    assert result.missing == 3
    assert result.known[0].tolist() == pytest.approx([1.0, 0.75, 0.5])
    less = solve(
        Problem.of(areas, industries, [2020] * 12, [v if v != 200 else 150.0 for v in values], reference="land")
    )
    assert np.isnan(less.lq[0, 2]).all()
    assert np.isnan([getattr(less.concentration, name)[0, 2] for name in ("herfindahl", "gini")]).all()
    assert known_shares(np.full((2, 3), np.nan), np.ones(3)).tolist() == [0, 0]


def test_with_a_total_what_is_known_is_exact_whatever_is_missing():
    areas = ["a"] * 4 + ["land"] * 4
    industries = ["x", "y", "z", "all"] * 2
    values = [10.0, None, 60.0, 100.0, 100.0, 100.0, 200.0, 400.0]
    result = solve(Problem.of(areas, industries, [2020] * 8, values, reference="land", rules=Rules(total="all")))
    assert result.industries == ("x", "y", "z")
    assert result.lq[0, 0].tolist() == pytest.approx([0.4, float("nan"), 1.2], nan_ok=True)


def test_parts_that_are_not_asked_for_are_not_made():
    problem = made_up(3)
    for part, names in (
        ("location_quotient", {"lq"}),
        ("shift_share", {"shift_share", "shift_share_dynamic"}),
        ("concentration", {"concentration"}),
        ("relatedness", {"lq", "proximity"}),
        ("complexity", {"lq", "complexity"}),
    ):
        result = solve(replace(problem, rules=replace(problem.rules, parts=(part,))))
        parts = ("lq", "shift_share", "shift_share_dynamic", "concentration", "proximity", "complexity")
        assert {name for name in parts if getattr(result, name) is not None} == names


@pytest.mark.parametrize(
    ("present", "code"),
    [
        ("110000 110000 001100 001100 110011 110011", "not_connected"),
        ("111 111 111 111", "alike"),
        ("110 011 101", "tie"),
        ("1100 0110 0011 1000", None),
        ("11000 01100 00110 00011", "no_direction"),
        ("100 100 100", "few_industries"),
        ("111 000 000", "few_areas"),
    ],
)
def test_where_complexity_cannot_be_told_a_reason_is_given(present: str, code: str | None):
    matrix = np.array([[float(sign) * 2 for sign in row] for row in present.split()])
    if code is None:
        assert not np.isnan(complexity(matrix).eci).any()
    else:
        with pytest.raises(Degenerate) as why:
            complexity(matrix)
        assert why.value.code == code


def test_too_few_areas_or_industries_are_told():
    problem = replace(made_up(2, 12, 11, gaps=False), rules=Rules())
    assert solve(problem).proximity is not None
    few = solve(replace(made_up(2, 12, 9, gaps=False), rules=Rules()))
    assert (few.proximity, few.complexity) == (None, None)
    assert {(one.part, one.code) for one in few.left_out} == {
        ("relatedness", "few_industries"),
        ("complexity", "few_industries"),
    }
    small = solve(replace(made_up(2, 9, 11, gaps=False), rules=Rules()))
    assert {one.code for one in small.left_out} == {"few_areas"}


def test_columns_of_other_lengths_are_no_problem():
    with pytest.raises(ValueError, match="one length"):
        Problem.of(["a"], ["x", "y"], [2020], [1.0])
