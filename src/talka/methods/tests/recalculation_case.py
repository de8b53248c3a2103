"""Old areas into new, as the battery sees it."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from talka.methods.recalculation.problem import Kind, Problem, Successor
from talka.methods.recalculation.solve import Recalculation, solve
from talka.methods.tests.registered import Method
from talka.methods.values import Values

KINDS = {"people": Kind("sum"), "euros": Kind("sum"), "age": Kind("mean", "people")}


def made_up(
    seed: int, olds: int = 30, news: int = 8, years: int = 3, *, gaps: bool = True, divided: bool = True
) -> Problem:
    """Old areas merged into new; with `divided` some went to two, with `gaps` some values are missing. "rank" is an
    indicator of unknown kind."""
    chance = random.Random(seed)
    successors = []
    for old in range(olds):
        first, second = chance.sample(range(news), 2) if news > 1 else (0, 0)
        share = round(chance.uniform(0.05, 0.95), 3)
        if divided and news > 1 and chance.random() < 0.2:
            successors += [Successor(f"o{old}", f"n{first}", share), Successor(f"o{old}", f"n{second}", 1 - share)]
        else:
            successors.append(Successor(f"o{old}", f"n{first}"))
    rows = [
        (f"o{old}", indicator, 2000 + year, _value(chance, indicator, gaps))
        for old in range(olds)
        for indicator in ("people", "euros", "age", "rank")
        for year in range(years)
        if not gaps or chance.random() < 0.97
    ]
    return Problem(Values.of(rows), tuple(successors), KINDS)


def _value(chance: random.Random, indicator: str, gaps: bool) -> float | None:
    if gaps and chance.random() < 0.03:
        return None
    return chance.uniform(30, 50) if indicator == "age" else float(chance.randint(0, 5_000))


def reordered(problem: Problem, seed: int) -> Problem:
    chance = random.Random(seed)
    rows, successors = list(problem.values.rows()), list(problem.successors)
    chance.shuffle(rows)
    chance.shuffle(successors)
    indicators = dict(reversed(problem.indicators.items()))
    return replace(problem, values=Values.of(rows), successors=tuple(successors), indicators=indicators)


def plainly(problem: Problem) -> dict[str, float]:
    """By the formula, one value after the other, for `split` "share" and areas that are either old or new."""
    value = {(area, name, year): x for area, name, year, x in problem.values.rows() if x is not None}
    total: dict[str, float] = {}
    for one in problem.successors:
        total[one.old] = total.get(one.old, 0) + (one.share if one.share >= problem.least_share else 0)
    parts: dict[str, list[tuple[str, float]]] = {}
    for one in problem.successors:
        if one.share >= problem.least_share:
            parts.setdefault(one.new, []).append((one.old, one.share / total[one.old]))
    found = {}
    asked = {(name, year) for _area, name, year in value}
    for new, shares in parts.items():
        for name, year in asked:
            values = [value.get((old, name, year)) for old, _share in shares]
            kind = problem.indicators.get(name)
            said = None
            if None not in values:
                if kind is None:
                    said = values[0] if len(shares) == 1 and shares[0][1] == 1 else None
                elif kind.kind == "sum":
                    said = math.fsum(share * x for (_old, share), x in zip(shares, values, strict=True))
                elif len(shares) == 1:
                    said = values[0]
                else:
                    weights = [value.get((old, kind.weight, year)) for old, _share in shares]
                    if None not in weights and sum(weights) > 0:
                        weighed = [share * w for (_old, share), w in zip(shares, weights, strict=True)]
                        said = math.fsum(w * x for w, x in zip(weighed, values, strict=True)) / math.fsum(weighed)
            if said is not None:
                found[f"{new} {name} {year}"] = said
    return found


def told(result: Recalculation) -> dict[str, float]:
    return {f"{area} {name} {year}": value for area, name, year, value in result.values.rows()}


def wrong(problem: Problem, result: Recalculation) -> str:
    plain, found = plainly(problem), told(result)
    if set(plain) != set(found):
        return f"other values are told than can be: {sorted(set(plain) ^ set(found))[:3]}"
    if any(not math.isclose(plain[key], found[key], rel_tol=1e-9) for key in plain):
        return "a value is not what the formula says"
    broken = {f"{one.area} {one.indicator} {one.year}" for one in result.breaks}
    if broken & set(found):
        return "a value is told where a break is"
    asked = {(name, year) for _area, name, year, x in problem.values.rows() if x is not None}
    news = {one.new for one in problem.successors}
    if {f"{new} {name} {year}" for new in news for name, year in asked} != broken | set(found):
        return "something is neither told nor explained"
    sums = math.fsum(one.share for one in result.successors)
    return "" if math.isclose(sums, len({one.old for one in result.successors})) else "shares do not sum to 1"


def pieces(*successors: Successor, rows: tuple = (("a", "people", 2000, 1.0),), **rules) -> Problem:
    return Problem(Values.of(rows), successors, rules.pop("indicators", KINDS), **rules)


METHOD = Method(
    name="recalculation",
    solve=solve,
    result=Recalculation,
    ordinary=made_up,
    tiny=lambda seed: made_up(seed, 1 + seed % 6, 1 + seed % 3, 1 + seed % 2, gaps=seed % 2 == 0),
    huge=lambda: made_up(1, 20_000, 4_000, 2),
    reordered=reordered,
    wrong=wrong,
    baseline=lambda problem: None,
    exact=plainly,
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=(
        (
            pieces(
                Successor("a", "n", 0.5),
                Successor("b", "", 1.0),
                Successor("c", "n", 1.5),
                Successor("d", "n", 0.5),
                Successor("d", "n", 0.5),
                rows=(("a", "people", 2000, -1.0), ("", "people", 2000, math.inf), ("a", "people", 2000, 2.0)),
            ),
            [
                ("values", 1, "area"),
                ("values", 1, "value"),
                ("values", 2, "area"),
                ("values", 0, "value"),
                ("successors", 1, "new"),
                ("successors", 2, "share"),
                ("successors", 4, "new"),
                ("successors", 0, "share"),
            ],
        ),
        (
            pieces(
                Successor("a", "n", 0.5),
                Successor("a", "m", 0.5),
                least_share=0.6,
                tolerance=1.0,
                split="half",
                indicators={
                    "people": Kind("median"),
                    "age": Kind("mean"),
                    "euros": Kind("sum", "people"),
                    "wage": Kind("mean", "age"),
                },
            ),
            [
                ("successors", 0, "share"),
                ("rules", "indicators", "people", "kind"),
                ("rules", "indicators", "age", "weight"),
                ("rules", "indicators", "euros", "weight"),
                ("rules", "indicators", "wage", "weight"),
                ("rules", "split"),
                ("rules", "tolerance"),
            ],
        ),
    ),
    outcome=told,
)
