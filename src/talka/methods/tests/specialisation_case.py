"""Specialisation, as the battery sees it."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np

from talka.methods.specialisation.problem import Problem, Rules
from talka.methods.specialisation.relatedness import PRESENT
from talka.methods.specialisation.solve import Specialisation, solve
from talka.methods.tests.registered import Method
from talka.methods.tests.specialisation_plainly import MISSING, Plainly

SMALL = Rules(enough_areas=3, enough_industries=3)


def made_up(seed: int, areas: int = 14, industries: int = 8, years: int = 3, *, gaps: bool = True) -> Problem:
    """Areas with strengths of their own, and the land around them; with `gaps` some values are missing or not there."""
    chance = random.Random(seed)
    rows: list[tuple[str, str, int, float | None, str]] = []
    for year in range(2015, 2015 + years):
        for industry in range(industries):
            amounts = [
                float(chance.randint(0, 60) * (4 if chance.random() < (1 + area % 4) / 8 else 1))
                for area in range(areas)
            ]
            rest = float(chance.randint(0, 30 * areas))
            rows.append(("land", f"i{industry:02}", year, sum(amounts) + rest, ""))
            for area, amount in enumerate(amounts):
                lot = chance.random() if gaps else 1.0
                if lot > 0.03:
                    rows.append((f"a{area:02}", f"i{industry:02}", year, None if lot < 0.08 else amount, ""))
    return from_rows(rows, reference="land", rules=SMALL)


def from_rows(rows: list[tuple[str, str, int, float | None, str]], **more: Any) -> Problem:
    areas, industries, years, values, statuses = zip(*rows, strict=True)
    return Problem.of(areas, industries, years, values, statuses=statuses, **more)


def reordered(problem: Problem, seed: int) -> Problem:
    """The same observations in another order of rows, and of names behind them."""
    chance = random.Random(seed)
    rows = list(range(len(problem.values)))
    chance.shuffle(rows)
    assert problem.statuses is not None
    return Problem.of(
        [problem.areas[problem.area[row]] for row in rows],
        [problem.industries[problem.industry[row]] for row in rows],
        [int(problem.year[row]) for row in rows],
        [float(problem.values[row]) for row in rows],
        statuses=[str(problem.statuses[row]) for row in rows],
        reference=problem.reference,
        rules=problem.rules,
    )


def huge() -> Problem:
    """12,000 areas × 88 industries × 8 years, as columns."""
    shape = 12_000, 88, 8
    area, industry, year = (axis.ravel() for axis in np.indices(shape))
    values = np.random.default_rng(1).integers(0, 1_000, area.size).astype(np.float64)
    names = tuple(f"a{number:05}" for number in range(shape[0])), tuple(f"i{number:02}" for number in range(shape[1]))
    return Problem(*names, area, industry, 2010 + year, values)


def figures(result: Specialisation) -> list[float]:
    """All figures that `exact` makes too, in one list."""
    assert result.lq is not None
    assert result.shift_share is not None
    assert result.shift_share_dynamic is not None
    assert result.concentration is not None
    parts = [result.lq]
    for shift in (result.shift_share, result.shift_share_dynamic):
        parts.append(np.stack((shift.national, shift.mix, shift.regional, shift.total), axis=-1))
    found = result.concentration
    parts.append(np.stack((found.herfindahl, found.krugman, found.gini, found.hoover), axis=-1))
    if result.proximity is not None:
        parts.append(result.proximity)
    return [float(each) for part in parts for each in np.nan_to_num(part, nan=MISSING).ravel()]


def exact(problem: Problem) -> list[float]:
    plain = Plainly(problem)
    pairs = [(area, industry) for area in plain.areas for industry in plain.industries]
    found = [plain.quotient(*pair, year) for year in plain.years for pair in pairs]
    for pair in pairs:
        found += plain.change(*pair, plain.years[0], plain.years[-1])
    for pair in pairs:
        found += plain.dynamic(*pair)
    for year in plain.years:
        for area in plain.areas:
            found += plain.concentration(area, year)
    if solve(problem).proximity is not None:
        found += [
            plain.proximity(one, other, year)
            for year in plain.years
            for one in plain.industries
            for other in plain.industries
        ]
    return found


def wrong(problem: Problem, result: Specialisation) -> str:
    if list(result.areas) != sorted(result.areas) or result.reference in result.areas:
        return "the areas are not in order, or the reference is among them"
    shift = result.shift_share
    if shift is not None:
        off = np.nanmax(np.abs(shift.national + shift.mix + shift.regional - shift.total), initial=0.0)
        if off > 1e-6:
            return "the terms of a change do not add up to it"
    found = result.concentration
    if found is not None:
        for name, most in (("herfindahl", 1), ("krugman", 2), ("gini", 1), ("hoover", 1)):
            values = getattr(found, name)
            if np.nanmin(values, initial=0) < 0 or np.nanmax(values, initial=0) > most + 1e-9:
                return f"{name} is out of its bounds"
    return _wrong_complexity(result)


def _wrong_complexity(result: Specialisation) -> str:
    told = result.complexity
    if told is None or result.lq is None:
        return ""
    for at in range(len(result.years)):
        eci, pci = told.eci[at], told.pci[at]
        if np.isnan(eci).all():
            continue
        there = ~np.isnan(eci)
        present = (result.lq[at] >= PRESENT).astype(np.float64)
        if abs(float(eci[there].mean())) > 1e-6 or abs(float(eci[there].std()) - 1) > 1e-6:
            return "complexity is not in its own unit"
        if np.corrcoef(eci[there], told.diversity[at][there])[0, 1] < 0:
            return "complexity falls with diversity"
        means = present[there] @ np.nan_to_num(pci) / present[there].sum(axis=1)
        if not np.allclose(means, eci[there], atol=1e-6):
            return "an area is not as complex as its industries on average"
    return ""


def twice_wrong() -> Problem:
    return Problem.of(
        ["a", "a", "", "b", "land"],
        ["x", "x", "y", "", "x"],
        [2019, 2019, 2019, 20, 2019],
        [1.0, 2.0, -1.0, float("inf"), 5.0],
        reference="nowhere",
        rules=Rules(
            total="T",
            leave_out=("z",),
            merge={"a": ("b", "q"), "c": ()},
            first=2001,
            allow_breaks=("a/x", "q/x"),
            parts=("lq",),
            enough_areas=2,
        ),
    )


METHOD = Method(
    name="specialisation",
    solve=solve,
    result=Specialisation,
    ordinary=made_up,
    tiny=lambda seed: made_up(seed, 1 + seed % 5, 2 + seed % 4, 2 + seed % 3, gaps=seed % 2 == 0),
    huge=huge,
    reordered=reordered,
    wrong=wrong,
    baseline=lambda problem: None,
    exact=exact,
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=(
        (
            twice_wrong(),
            [
                ("observations", 1, "year"),
                ("observations", 2, "area"),
                ("observations", 2, "value"),
                ("observations", 3, "industry"),
                ("observations", 3, "year"),
                ("observations", 3, "value"),
                ("reference",),
                ("rules", "total"),
                ("rules", "leave_out", 0),
                ("rules", "merge", "a"),
                ("rules", "merge", "a", 1),
                ("rules", "merge", "c"),
                ("rules", "from"),
                ("rules", "allow_breaks", 1),
                ("rules", "parts", 0),
                ("rules", "enough_areas"),
            ],
        ),
        (Problem.of(["a", "a"], ["x", "x"], [2019, 2019], [1.0, None]), [("observations", 1, "year")]),
        (Problem.of([], [], [], []), [("observations",)]),
        (Problem.of(["a"], ["x"], [2019], [1.0], reference="a"), [("reference",)]),
        (
            Problem.of(["a", "b"], ["x", "x"], [2019, 2020], [1, 2], rules=Rules(first=2020, last=2019)),
            [("rules", "from")],
        ),
        (
            replace(made_up(1, gaps=False), rules=Rules(leave_out=tuple(f"i{number:02}" for number in range(8)))),
            [("rules", "leave_out")],
        ),
        (
            Problem.of(
                ["a", "a", "a", "b"],
                ["x", "y", "all", "x"],
                [2019] * 4,
                [3.0, 4.0, 6.0, 1.0],
                rules=Rules(total="all", leave_out=("all",)),
            ),
            [("rules", "leave_out", 0)],
        ),
        (
            Problem.of(["a"] * 3, ["x", "y", "all"], [2019] * 3, [3.0, 4.0, 6.0], rules=Rules(total="all")),
            [("observations", 2, "value")],
        ),
        (
            Problem.of(["a", "b", "a", "b"], ["x", "Kopā"] * 2, [2019, 2019, 2020, 2020], [1, 2, 3, 4]),
            [("observations", 1, "industry")],
        ),
        (
            Problem.of(["a", "a", "b", "b"], ["x"] * 4, [2019, 2020] * 2, [1, 2, 3, 4], statuses=["B", "B", "", "P"]),
            [("observations", 1, "status")],
        ),
    ),
    outcome=figures,
)
