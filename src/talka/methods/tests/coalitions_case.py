"""Coalitions, as the battery sees them."""

from __future__ import annotations

import random
from dataclasses import replace

from talka.methods.coalitions.problem import Municipality, Pair, Problem, Rules, Site
from talka.methods.coalitions.rules import all_rules
from talka.methods.coalitions.solve import Partition, solve
from talka.methods.tests.coalitions_problems import Plain, by_brute_force, made_up
from talka.methods.tests.registered import Method


def ordinary(seed: int) -> Problem:
    problem = made_up(seed, 40)
    codes = [given.code for given in problem.municipalities]
    if seed % 2:
        forbidden = tuple(tuple(codes[first : first + 3]) for first in (0, 10, 20))
        return replace(problem, rules=replace(problem.rules, forbidden=forbidden, contiguous=seed % 4 == 1))
    return problem


def tiny(seed: int) -> Problem:
    chance = random.Random(seed)
    count = chance.choice([1, 2, 5, 6, 7])
    rules = Rules(
        fixed_eur=chance.choice([0, 5000, 40000]),
        unit_eur=chance.choice([0, 100]),
        elasticity=chance.choice([0, 0.7, 1, 1.2]),
        travel_eur_per_km=chance.choice([0, 0.5, 3]),
        max_members=chance.choice([None, 1, 2, 4]),
        max_km=chance.choice([None, 15, 40]),
        contiguous=chance.random() < 0.5,
    )
    problem = made_up(seed, count, sites=2 if seed % 3 == 2 else 0, rules=rules, reach=chance.choice([1.5, 9]))
    codes = [given.code for given in problem.municipalities]
    if seed % 4 == 3 and count > 2:
        lists = {name: (tuple(chance.sample(codes, 2)),) for name in chance.sample(["required", "forbidden"], 2)}
        problem = replace(problem, rules=replace(rules, **lists))
    return problem


def reordered(problem: Problem, seed: int) -> Problem:
    chance = random.Random(seed)
    municipalities, pairs, sites = list(problem.municipalities), list(problem.pairs), list(problem.sites)
    for each in (municipalities, pairs, sites):
        chance.shuffle(each)
    turned = tuple(replace(pair, a=pair.b, b=pair.a) if chance.random() < 0.5 else pair for pair in pairs)
    rules = problem.rules
    lists = {name: tuple(listed[::-1] for listed in getattr(rules, name)[::-1]) for name in ("required", "forbidden")}
    return Problem(tuple(municipalities), turned, replace(rules, **lists), tuple(sites))


def wrong(problem: Problem, result: Partition) -> str:
    held = sorted(code for one in result.coalitions for code in one.members)
    if held != sorted(given.code for given in problem.municipalities):
        return "not everyone is in exactly one coalition"
    plain = Plain(problem)
    for one in result.coalitions:
        cost = plain.cost(frozenset(one.members))
        if cost is None:
            return f"{one.members} may not be"
        if abs(cost - one.cost_eur) > 1e-6:
            return f"{one.members} cost {cost} and not {one.cost_eur}"
        if not problem.sites and one.host not in one.members:
            return f"{one.host} hosts from outside"
    sums = [sum(getattr(one, name) for one in result.coalitions) for name in ("cost_eur", "alone_eur", "saving_eur")]
    told = [result.total_eur, result.alone_eur, result.saving_eur]
    if any(abs(one - other) > 1e-6 for one, other in zip(sums, told, strict=True)):
        return f"{sums} is not {told}"
    if result.objective != result.total_eur or abs(sum(result.terms.values()) - result.objective) > 1e-6:
        return "the terms do not add up"
    return "" if result.bound <= result.objective else "the bound is above the objective"


def baseline(problem: Problem) -> float | None:
    """Everyone alone."""
    plain = Plain(problem)
    costs = [plain.cost(frozenset([given.code])) for given in problem.municipalities]
    return None if None in costs else sum(cost for cost in costs if cost is not None)


def keeps(problem: Problem, rules: set[tuple[str | int, ...]]) -> bool:
    left_out = frozenset(rule.path for rule in all_rules(problem)) - rules
    return by_brute_force(problem, left_out) is not None


def chain(count: int, rules: Rules, sites: tuple[Site, ...] = ()) -> Problem:
    """a - b - c - …: each borders the next, 10 km on; all ways are known."""
    codes = "abcdefgh"[:count]
    pairs = [
        Pair(one, other, 10.0 * (j - i), j == i + 1)
        for i, one in enumerate(codes)
        for j, other in enumerate(codes)
        if i < j
    ]
    return Problem(tuple(Municipality(code, code.upper(), 100) for code in codes), tuple(pairs), rules, sites)


def _site(codes: str, km: float) -> tuple[Site, ...]:
    return tuple(Site("s", code, km, 0) for code in codes)


CONTRADICTIONS = {
    "required together and forbidden": chain(4, Rules(required=(("a", "b"), ("c", "d")), forbidden=(("b", "a"),))),
    "two lists that make one": chain(4, Rules(required=(("a", "b"), ("c", "b")), forbidden=(("d", "c", "a"),))),
    "more required than may be": chain(4, Rules(max_members=2, max_km=99, required=(("a", "b", "c"),))),
    "a bridge that makes too many": chain(5, Rules(max_members=3, contiguous=True, required=(("a", "d"),))),
    "farther than may be": chain(4, Rules(max_members=4, max_km=15, required=(("a", "d"),))),
    "no host between them": chain(3, Rules(max_members=2, max_km=15, required=(("a", "c"),))),
    "a bridge that must not": chain(
        3, Rules(contiguous=True, max_km=50, required=(("a", "c"),), forbidden=(("c", "b"),))
    ),
    "one bridge for two": chain(
        5, Rules(contiguous=True, max_members=4, required=(("a", "c"), ("b", "d"), ("d", "e")))
    ),
    "no site near enough": chain(3, Rules(max_km=20), (*_site("ab", 5), *_site("c", 25))),
    "no site for both": chain(
        3, Rules(max_km=20, required=(("a", "c"),)), (Site("s", "a", 5), Site("t", "c", 5), Site("s", "b", 1))
    ),
    "no way between them": Problem(
        tuple(Municipality(code, code, 1) for code in "abc"), (Pair("a", "b", 1, True),), Rules(required=(("c", "a"),))
    ),
}

INVALID = (
    (
        Problem(
            (Municipality("", "", 1), Municipality("a", "A", -1), Municipality("a", "B", float("nan"))),
            (
                Pair("a", "z", 1, True),
                Pair("a", "a", 1, False),
                Pair("a", "y", float("inf"), False),
                Pair("y", "a", -3, True),
            ),
            Rules(fixed_eur=-1, unit_eur=float("nan"), elasticity=-0.5, travel_eur_per_km=-2, max_members=0, max_km=-1),
        ),
        [
            ("municipalities", 0, "code"),
            ("municipalities", 1, "volume"),
            ("municipalities", 2, "code"),
            ("municipalities", 2, "volume"),
            ("pairs", 0, "b"),
            ("pairs", 1, "b"),
            ("pairs", 2, "b"),
            ("pairs", 2, "km"),
            ("pairs", 3, "a"),
            ("pairs", 3, "b"),
            ("pairs", 3, "km"),
            ("rules", "fixed_eur"),
            ("rules", "unit_eur"),
            ("rules", "elasticity"),
            ("rules", "travel_eur_per_km"),
            ("rules", "max_members"),
            ("rules", "max_km"),
        ],
    ),
    (
        chain(
            3,
            Rules(required=(("a",), ("a", "q"), ("b", "b")), forbidden=((), ("c", "a", "c"))),
            (Site("", "a", -1, 0), Site("s", "q", 1, -5), Site("t", "b", 1, 0), Site("t", "b", 2, float("inf"))),
        ),
        [
            ("municipalities", 2, "code"),
            ("sites", 0, "site"),
            ("sites", 0, "km"),
            ("sites", 1, "a"),
            ("sites", 1, "fee_eur"),
            ("sites", 3, "a"),
            ("sites", 3, "fee_eur"),
            ("rules", "required", 0),
            ("rules", "required", 1, 1),
            ("rules", "required", 2, 1),
            ("rules", "forbidden", 0),
            ("rules", "forbidden", 1, 2),
        ],
    ),
)

METHOD = Method(
    name="coalitions",
    solve=solve,
    result=Partition,
    ordinary=ordinary,
    tiny=tiny,
    huge=lambda: made_up(1, 1500, rules=Rules(20000, 100, 0.9, 0.8, max_members=9, max_km=60, contiguous=True)),
    reordered=reordered,
    wrong=wrong,
    baseline=baseline,
    exact=by_brute_force,
    contradictions=CONTRADICTIONS,
    keeps=keeps,
    invalid=INVALID,
)
