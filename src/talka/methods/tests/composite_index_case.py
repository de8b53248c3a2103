"""The composite index, as the battery sees it."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from itertools import product

from talka.methods.composite_index.problem import Population, Problem, Weight
from talka.methods.composite_index.solve import CompositeIndex, solve
from talka.methods.tests.registered import Method
from talka.methods.values import Values


def made_up(
    seed: int, areas: int = 25, indicators: int = 5, years: int = 3, *, gaps: bool = True, weighted: bool | None = None
) -> Problem:
    """Areas in two groups; with `gaps` some values are missing and one indicator is the same everywhere."""
    chance = random.Random(seed)
    weighted = seed % 3 > 0 if weighted is None else weighted
    cells = [(f"a{area}", f"i{indicator}", 2000 + year) for area, indicator, year in
             product(range(areas), range(indicators), range(years)) if not gaps or chance.random() < 0.97]  # fmt: skip
    flat = f"i{indicators - 1}" if gaps and seed % 4 == 0 else ""
    values = Values(
        area=tuple(area for area, _indicator, _year in cells),
        indicator=tuple(indicator for _area, indicator, _year in cells),
        value=tuple(0.1 if name == flat else chance.gauss(50, 20) for _area, name, _year in cells),
        year=tuple(year for _area, _indicator, year in cells),
        group=tuple("even" if int(area[1:]) % 2 == 0 else "odd" for area, _indicator, _year in cells),
    )
    there = {name for _area, name, _year in cells}
    weights = {name: Weight(round(chance.uniform(0, 1), 2) + 0.01, chance.choice((1, -1))) for name in sorted(there)}
    people = [Population(f"a{area}", float(chance.randint(1, 90_000))) for area in range(areas)]
    people += [replace(one, population=one.population * 2, year=2001) for one in people[::3]]
    return Problem(values, weights, tuple(people) if weighted else (), weighted)


def reordered(problem: Problem, seed: int) -> Problem:
    chance = random.Random(seed)
    values, population = problem.values, list(problem.population)
    order = list(range(len(values)))
    chance.shuffle(order)
    chance.shuffle(population)
    columns = (values.area, values.indicator, values.value, values.year, values.group)
    shuffled = Values(*(tuple(column[row] for row in order) for column in columns))
    indicators = dict(reversed(problem.indicators.items()))
    return replace(problem, values=shuffled, population=tuple(population), indicators=indicators)


def plainly(problem: Problem) -> dict[str, float]:
    """By the formula, area by area: every level and change there is."""
    rows = zip(
        *(getattr(problem.values, name) for name in ("area", "indicator", "year", "group", "value")), strict=True
    )
    value = {(area, name, year): (group, x) for area, name, year, group, x in rows}
    people = {(one.area, one.year): one.population for one in problem.population}

    def heads(area: str, year: int) -> float:
        return people.get((area, year), people.get((area, None), 1.0))

    def measure(name: str, year: int, group: str) -> tuple[float, float] | None:
        found = [(heads(a, y), x) for (a, n, y), (g, x) in value.items() if (n, y, g) == (name, year, group)]
        total = math.fsum(p for p, _x in found)
        if not found:
            return None
        mean = math.fsum(p * x for p, x in found) / total
        return mean, math.sqrt(math.fsum(p * (x - mean) ** 2 for p, x in found) / total)

    measures = {}
    found = {}
    for area, year in {(area, year) for area, _name, year in value}:
        group = next(g for (a, _n, y), (g, _x) in value.items() if (a, y) == (area, year))
        for word, by in (("level", year), ("change", year - 1)):
            total = 0.0
            for name, one in problem.indicators.items():
                if one.weight == 0:
                    continue
                key = (name, by, group)
                measures.setdefault(key, measure(*key))
                if (area, name, year) not in value or measures[key] is None:
                    break
                mean, deviation = measures[key]
                z = 0 if deviation < 1e-9 else one.sign * (value[area, name, year][1] - mean) / deviation
                total += one.weight * z
            else:
                found[f"{word} {area} {year}"] = total
    return found


def told(result: CompositeIndex) -> dict[str, float]:
    found = {f"level {one.area} {one.year}": one.level for one in result.standings if one.level is not None}
    found |= {f"change {one.area} {one.year}": one.change for one in result.standings if one.change is not None}
    return found


def wrong(problem: Problem, result: CompositeIndex) -> str:
    areas = set(zip(problem.values.area, problem.values.year, strict=True))
    if {(one.area, one.year) for one in result.standings} != areas:
        return "not every area is told of"
    by_place: dict[tuple[int | None, str], list[tuple[int, float]]] = {}
    for one in result.standings:
        lacks = any(z is None and w > 0 for z, w in zip(one.z, result.weights, strict=True))
        if lacks is not (one.level is None) or (one.level is None) is not (one.rank is None):
            return "a level stands where an indicator is lacking, or none where none is"
        if one.level is not None:
            weighs = [share for share in one.contributions if share is not None]
            if not math.isclose(math.fsum(weighs), one.level, abs_tol=1e-9):
                return "contributions do not add up to the level"
            by_place.setdefault((one.year, one.group), []).append((one.rank or 0, one.level))
    for found in by_place.values():
        for rank, level in found if len(found) < 1_000 else found[:20]:
            if rank != 1 + sum(other > level + 1e-11 for _rank, other in found):
                return "a rank does not follow from the levels"
    return ""


def one_area(**how: object) -> Problem:
    values = Values(("a", "a"), ("x", "x"), (1.0, 2.0), (2000, 2001))
    return Problem(values, {"x": Weight(1)}, population_weighted=False, **how)  # type: ignore[arg-type]


METHOD = Method(
    name="composite-index",
    solve=solve,
    result=CompositeIndex,
    ordinary=made_up,
    tiny=lambda seed: made_up(seed, 2 + seed % 5, 1 + seed % 3, 1 + seed % 3, gaps=seed % 2 == 0),
    huge=lambda: made_up(1, 20_000, 4, 2, gaps=False, weighted=True),
    reordered=reordered,
    wrong=wrong,
    baseline=lambda problem: None,
    exact=plainly,
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=(
        (
            Problem(
                Values(("a", "", "a", "b"), ("x",) * 4, (1.0, 2.0, 3.0, math.nan), (1, 1, 1, 1), ("g", "g", "h", "g")),
                {"x": Weight(-1, 2), "y": Weight(math.inf)},
                (Population("a", -1), Population("a", 5), Population("", 1), Population("b", 2, 1)),
            ),
            [
                ("values", 1, "area"),
                ("values", 2, "area"),
                ("values", 2, "group"),
                ("values", 3, "value"),
                ("population", 0, "population"),
                ("population", 1, "area"),
                ("population", 2, "area"),
                ("rules", "indicators", "x", "weight"),
                ("rules", "indicators", "x", "sign"),
                ("rules", "indicators", "y", "weight"),
                ("rules", "indicators", "y"),
            ],
        ),
        (
            replace(one_area(), indicators={}, population_weighted=True),
            [("rules", "population_weighted"), ("rules", "indicators")],
        ),
        (
            replace(one_area(), population=(Population("a", 1, 2000),), population_weighted=True),
            [("values", 1, "area")],
        ),
        (
            Problem(Values(("a",), ("x",), (1.0,)), {"x": Weight(1)}, (Population("a", 1, 2000),)),
            [("population", 0, "year"), ("values", 0, "area")],
        ),
    ),
    outcome=told,
)
