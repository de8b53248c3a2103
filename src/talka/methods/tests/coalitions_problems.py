"""Coalition problems made up for tests, and the plain ways to solve them that the method is measured by."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator

from talka.methods.coalitions.problem import Municipality, Pair, Problem, Rules, Site

Set = frozenset[str]


def made_up(seed: int, count: int, *, sites: int = 0, rules: Rules | None = None, reach: float = 3.0) -> Problem:
    """Places on a square, neighbours where they are near each other; the last of every seven an island.

    A unit is about the way between two neighbours; pairs farther than `reach` units are not listed.
    """
    chance = random.Random(seed)
    side = math.sqrt(count)
    spot = {f"m{number:03}": (chance.random() * side, chance.random() * side) for number in range(count)}
    codes = list(spot)
    islands = {code for number, code in enumerate(codes) if number % 7 == 6}
    volume = {code: 0.0 if chance.random() < 0.1 else float(round(chance.lognormvariate(6, 1))) for code in codes}
    pairs = []
    for one, other in itertools.combinations(codes, 2):
        units = math.dist(spot[one], spot[other])
        if units <= reach:
            near = units < 1.3 and not {one, other} & islands
            pairs.append(Pair(*chance.sample([one, other], 2), km=round(20 * units, 1), neighbours=near))
    given = []
    for number in range(sites):
        here = (chance.random() * side, chance.random() * side)
        for code in codes:
            units = math.dist(here, spot[code])
            if number == 0 or units <= reach:
                given.append(Site(f"s{number}", code, round(20 * units, 1), chance.choice([0.0, 250.0, 4000.0])))
    if rules is None:
        rules = Rules(
            fixed_eur=20000,
            unit_eur=100,
            elasticity=0.9,
            travel_eur_per_km=0.8,
            max_members=5,
            max_km=45,
            contiguous=True,
        )
    municipalities = tuple(Municipality(code, f"Place {code}", volume[code]) for code in codes)
    return Problem(municipalities, tuple(pairs), rules, tuple(given))


class Plain:
    """What coalitions of a problem cost, straight from the definition."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.volume = {given.code: given.volume for given in problem.municipalities}
        self.hosts = sorted({site.site for site in problem.sites})
        self.way = {(site.site, site.a): (site.km, site.fee_eur) for site in problem.sites}
        self.border: dict[str, set[str]] = {code: set() for code in self.volume}
        for pair in problem.pairs:
            if not problem.sites:
                self.way[pair.a, pair.b] = self.way[pair.b, pair.a] = (pair.km, 0.0)
            if pair.neighbours:
                self.border[pair.a].add(pair.b)
                self.border[pair.b].add(pair.a)
        if not problem.sites:
            self.way |= {(code, code): (0.0, 0.0) for code in self.volume}

    def cost(self, members: Set, without: frozenset[tuple[str | int, ...]] = frozenset()) -> float | None:
        """In EUR; None where the rules (less those `without`) forbid the coalition."""
        rules = self.problem.rules
        most = len(members) if ("rules", "max_members") in without else rules.max_members or len(members)
        if len(members) > most:
            return None
        for index, listed in enumerate(rules.required):
            if ("rules", "required", index) not in without and 0 < len(members & set(listed)) < len(listed):
                return None
        for index, listed in enumerate(rules.forbidden):
            if ("rules", "forbidden", index) not in without and len(members & set(listed)) > 1:
                return None
        if rules.contiguous and ("rules", "contiguous") not in without and not self.hangs_together(members):
            return None
        limit = math.inf if rules.max_km is None or ("rules", "max_km") in without else rules.max_km
        return min((cost for _, cost in self.hosted(members, limit)), default=None)

    def hosted(self, members: Set, limit: float) -> Iterator[tuple[str, float]]:
        """Each host that all members can reach within so many km, and the cost there."""
        rules = self.problem.rules
        base = rules.fixed_eur + rules.unit_eur * sum(self.volume[code] for code in members) ** rules.elasticity
        for host in self.hosts or members:
            ways = {code: self.way[host, code] for code in members if (host, code) in self.way}
            if ways.keys() == members and all(km <= limit for km, _ in ways.values()):
                travel = sum(rules.travel_eur_per_km * self.volume[code] * km for code, (km, _) in ways.items())
                yield host, base + travel + sum(fee for _, fee in ways.values())

    def hangs_together(self, members: Set) -> bool:
        reached = {min(members)}
        while True:
            more = reached.union(*(self.border[code] & members for code in reached))
            if more == reached:
                return reached == members
            reached = more


def all_partitions(codes: tuple[str, ...]) -> Iterator[list[Set]]:
    """Every way to part the codes into coalitions."""
    if not codes:
        yield []
        return
    first, rest = codes[0], codes[1:]
    for size in range(len(rest) + 1):
        for others in itertools.combinations(rest, size):
            left = tuple(code for code in rest if code not in others)
            for parts in all_partitions(left):
                yield [frozenset((first, *others)), *parts]


def by_brute_force(problem: Problem, without: frozenset[tuple[str | int, ...]] = frozenset()) -> float | None:
    """The least cost over all partitions; None if none keeps the rules."""
    known: dict[Set, float | None] = {}
    plain = Plain(problem)

    def cost(members: Set) -> float | None:
        if members not in known:
            known[members] = plain.cost(members, without)
        return known[members]

    best = None
    for parts in all_partitions(tuple(given.code for given in problem.municipalities)):
        costs = [cost(members) for members in parts]
        if None not in costs:
            total = sum(value for value in costs if value is not None)
            best = total if best is None else min(best, total)
    return best
