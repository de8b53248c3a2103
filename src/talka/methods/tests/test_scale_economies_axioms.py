"""What must hold for any line of costs, tried on many that hypothesis makes up; certified and real figures."""

from __future__ import annotations

import csv
import math
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.scale_economies.explain import ENGLISH, explain, verdict
from talka.methods.scale_economies.line import fit
from talka.methods.scale_economies.problem import Account, Problem
from talka.methods.scale_economies.solve import solve
from talka.methods.tests import real_data
from talka.methods.tests.scale_economies_case import made_up

quick = settings(max_examples=40, deadline=None, derandomize=True)
problems = st.builds(made_up, st.integers(0, 10_000), st.integers(4, 20), st.integers(1, 3))


@quick
@given(problems, st.floats(0.01, 1000))
def test_other_money_changes_only_the_unit(problem: Problem, rate: float):
    dear = tuple(replace(one, cost=None if one.cost is None else one.cost * rate) for one in problem.accounts)
    one, other = solve(problem), solve(replace(problem, accounts=dear))
    assert (other.slope, other.standard_error, other.r_squared, other.verdict) == pytest.approx(
        (one.slope, one.standard_error, one.r_squared, one.verdict), abs=1e-9
    )
    assert other.unit_eur == pytest.approx(rate * one.unit_eur)


@quick
@given(st.integers(0, 1000), st.floats(-0.5, 0.5))
def test_a_cost_function_is_found_again(seed: int, slope: float):
    problem = made_up(seed, 8, 1, slope=slope, noise=0.0)
    result = solve(Problem(tuple(replace(one, group="", cluster="") for one in problem.accounts)))
    assert (result.slope, result.unit_eur, result.smearing) == pytest.approx((slope, 900, 1), abs=1e-6)
    assert (result.fixed_eur, result.elasticity) == pytest.approx((0, 1 + slope))
    for one in result.accounts:
        assert result.fixed_eur + result.unit_eur * one.size**result.elasticity == pytest.approx(one.cost)
        assert one.slope_without == pytest.approx(slope, abs=1e-6)


@quick
@given(problems, st.integers(0, 100))
def test_the_slope_without_an_account_is_that_of_the_others(problem: Problem, which: int):
    result = solve(problem)
    left_out = result.accounts[which % result.n]
    others = tuple(one for one in problem.accounts if (one.name, one.cost) != (left_out.name, left_out.cost))
    if replace(problem, accounts=others).check():
        return
    assert left_out.slope_without == pytest.approx(solve(replace(problem, accounts=others)).slope, abs=1e-8)


@quick
@given(problems)
def test_a_level_of_their_own_for_groups_makes_their_levels_unimportant(problem: Problem):
    grouped = tuple(replace(one, group=str(row % 2)) for row, one in enumerate(problem.accounts))
    problem = replace(problem, accounts=grouped)
    if problem.check():
        return
    dearer = tuple(
        replace(one, cost=one.cost * 7 if one.cost is not None and one.group == "1" else one.cost) for one in grouped
    )
    one, other = solve(problem), solve(replace(problem, accounts=dearer))
    assert (other.slope, other.slope_low, other.r_squared) == pytest.approx((one.slope, one.slope_low, one.r_squared))


NORRIS = """\
0.2 0.1 337.4 338.8 118.2 118.1 884.6 888.0 10.1 9.2 226.5 228.1 666.3 668.5 996.3 998.5 448.6 449.1 777.0
778.9 558.2 559.2 0.4 0.3 0.6 0.1 775.5 778.1 666.9 668.8 338.0 339.3 447.5 448.9 11.6 10.8 556.0 557.7 228.1
228.3 995.8 998.0 887.6 888.8 120.2 119.6 0.3 0.3 0.3 0.6 556.8 557.6 339.1 339.3 887.2 888.0 999.0 998.5
779.0 778.9 11.1 10.2 118.3 117.6 229.2 228.9 669.1 668.4 448.9 449.2 0.5 0.2"""
"""x and y in turn: the data set Norris of the Statistical Reference Datasets of the National Institute of Standards and
Technology, a comparison of ozone monitors."""


def test_the_certified_values_of_norris():
    numbers = np.array(NORRIS.split(), dtype=float).reshape(-1, 2)
    assert len(numbers) == 36
    line = fit(numbers[:, 0], numbers[:, 1], errors="classic")
    assert line.slope == pytest.approx(1.00211681802045, rel=1e-12)
    assert line.intercept == pytest.approx(-0.262323073774029, rel=1e-9)
    assert line.error == pytest.approx(0.429796848199937e-03, rel=1e-9)
    assert line.r_squared == pytest.approx(0.999993745883712, rel=1e-12)
    assert line.freedom == 34
    low, high = line.interval(0.95)
    assert (high - line.slope) / line.error == pytest.approx(2.0322445, abs=1e-6)
    assert line.slope - low == pytest.approx(high - line.slope)


def test_by_hand():
    result = solve(Problem((Account(8, 1), Account(8, 2), Account(16, 4))))
    assert (result.slope, result.elasticity, result.r_squared, result.freedom) == pytest.approx((-0.5, 0.5, 0.75, 1))
    # Residuals of log2: 1/6, -1/3, 1/6; x apart: -1, 0, 1; HC1: 3/1 · 2/36 / 4 = 1/24.
    assert result.standard_error == pytest.approx(math.sqrt(1 / 24))
    assert (result.verdict, result.errors) == ("none_shown", "hc1")
    assert result.intercept == pytest.approx(math.log(2) * (7 / 3 + 0.5))


def test_what_fit_refuses():
    x = np.array([1.0, 2, 3])
    with pytest.raises(ValueError, match="errors"):
        fit(x, x, errors="robust")
    with pytest.raises(ValueError, match="clusters"):
        fit(x, x, errors="cluster")
    with pytest.raises(ValueError, match="vary"):
        fit(np.ones(3), x)
    with pytest.raises(ValueError, match="few"):
        fit(x[:2], x[:2])
    flat = fit(x, np.ones(3))
    assert (flat.slope, flat.r_squared) == (0, 0)
    same = solve(Problem(tuple(Account(0.1 * n, float(n)) for n in (1, 3, 7, 11, 13))))
    assert (same.slope, same.verdict, same.r_squared) == (0, "none_shown", 0)


def iceland(year: str | None) -> list[dict[str, str]]:
    path = real_data.folder("iceland") / "municipal_accounts_2002_2021.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["hluti"] == "A-hluti" and row["sveitarfelag"] != "Heild" and year in (None, row["ar"])
        ]


def test_the_municipalities_of_iceland():
    rows = iceland("2019")
    accounts = tuple(Account(float(row["gjold"]), float(row["mannfjoldi"]), name=row["sveitarfelag"]) for row in rows)
    result = solve(Problem(accounts))
    assert result.n == 69
    assert result.slope == pytest.approx(-0.064, abs=5e-4)
    assert result.r == pytest.approx(-0.42, abs=5e-3)
    assert result.verdict == "economies"
    assert [reason.code for reason in explain(result)][:2] == ["economies", "explained"]
    assert verdict(result).parameters["percent"] == pytest.approx(4.3, abs=0.1)


def test_the_years_of_iceland_within_years_and_by_municipality():
    rows = [row for row in iceland(None) if row["gjold"] not in ("", "NA") and row["mannfjoldi"] not in ("", "NA")]
    accounts = tuple(
        Account(float(row["gjold"]), float(row["mannfjoldi"]), row["ar"], row["sveitarfelag"], row["sveitarfelag"])
        for row in rows
        if float(row["gjold"]) > 0
    )
    clustered = solve(Problem(accounts))
    assert (clustered.groups, clustered.clusters, clustered.errors) == (20, 69, "cluster")
    loose = solve(Problem(tuple(replace(one, cluster="") for one in accounts)))
    assert clustered.slope == pytest.approx(loose.slope)
    # The years of one municipality are much alike: taken for independent they would promise too much.
    assert clustered.standard_error > 2 * loose.standard_error


def test_what_is_said_of_it():
    told = []
    for seed in range(40):
        told += explain(solve(made_up(seed, 4 + seed, 1 + seed % 2, noise=0.05 + 0.02 * seed)))
    told += explain(solve(made_up(0, 40, 1, slope=0.3, noise=0.05)))
    carried = tuple(Account(900.0 * n, float(n), name=f"a{n}") for n in range(10, 40))
    told += explain(solve(Problem((*carried, Account(9_000.0, 1_000.0, name="big"), Account(2.0, None)))))
    assert all(reason.sentence() for reason in told)
    assert {reason.code for reason in told} == set(ENGLISH)


def test_many_accounts_are_quick():
    problem = made_up(4, 50_000, 2)
    begun = time.process_time()
    assert solve(problem).n == 100_000
    assert time.process_time() - begun < 10
