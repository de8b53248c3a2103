"""The question as it is given: municipalities, the ways between them, given sites, rules; and what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from talka.methods.contract import Fault, InvalidProblem

MOST_MUNICIPALITIES = 8000
"""More are not solved at once: the table of ways between all of them would not fit an ordinary computer's memory."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality. `volume`, 0 or more: what it needs of the service, in any unit (residents, tonnes, pupils)."""

    code: str
    name: str
    volume: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two municipalities, the way between them in km, and whether they border each other. Without direction."""

    a: str
    b: str
    km: float
    neighbours: bool


@dataclass(frozen=True, slots=True)
class Site:
    """What the place `site` is to municipality `a`: the way in km, and the fee in EUR that `a` pays for using it."""

    site: str
    a: str
    km: float
    fee_eur: float = 0.0


@dataclass(frozen=True)
class Rules:
    """The cost of a coalition, and what is allowed. None is no limit.

    Cost in EUR of members S with host h: fixed + unit · (Σ volume)^elasticity + travel · Σ volume · km to h.
    `required`: lists of codes that must be in one coalition; `forbidden`: lists of which no two may be.
    """

    fixed_eur: float = 0.0
    unit_eur: float = 0.0
    elasticity: float = 1.0
    travel_eur_per_km: float = 0.0
    max_members: int | None = None
    max_km: float | None = None
    contiguous: bool = False
    required: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Problem:
    """Municipalities, pairs and rules; with `sites` these are the hosts, and no municipality is."""

    municipalities: tuple[Municipality, ...]
    pairs: tuple[Pair, ...]
    rules: Rules = field(default_factory=Rules)
    sites: tuple[Site, ...] = ()

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form, in the order of the tables; empty if nothing is."""
        return (*_municipality_faults(self), *_pair_faults(self), *_site_faults(self), *_rule_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def _amount_fault(path: Path, amount: float) -> Iterator[Fault]:
    if not math.isfinite(amount):
        yield Fault(path, "not_finite", f"{amount} is no amount")
    elif amount < 0:
        yield Fault(path, "negative", f"{amount:g} is less than 0")


def _municipality_faults(problem: Problem) -> Iterator[Fault]:
    served = {site.a for site in problem.sites}
    seen: set[str] = set()
    for row, municipality in enumerate(problem.municipalities):
        code = municipality.code
        if not code:
            yield Fault(("municipalities", row, "code"), "code_empty", "the code is empty")
        elif code in seen:
            yield Fault(("municipalities", row, "code"), "code_twice", f'the code "{code}" stands twice')
        elif problem.sites and code not in served:
            what = f'no site serves "{code}": where sites are given, every municipality needs one'
            yield Fault(("municipalities", row, "code"), "not_served", what)
        seen.add(code)
        yield from _amount_fault(("municipalities", row, "volume"), municipality.volume)
    if len(problem.municipalities) > MOST_MUNICIPALITIES:
        what = f"{len(problem.municipalities)} municipalities are too many at once; solve regions of at most"
        path = ("municipalities", MOST_MUNICIPALITIES, "code")
        yield Fault(path, "too_many", f"{what} {MOST_MUNICIPALITIES}")


def _pair_faults(problem: Problem) -> Iterator[Fault]:
    codes = {municipality.code for municipality in problem.municipalities}
    seen: set[tuple[str, str]] = set()
    for row, pair in enumerate(problem.pairs):
        for column, code in (("a", pair.a), ("b", pair.b)):
            if code not in codes:
                yield Fault(("pairs", row, column), "code_unknown", f'there is no municipality "{code}"')
        if pair.a == pair.b:
            what = f'"{pair.a}" is paired with itself; the way within a municipality is 0'
            yield Fault(("pairs", row, "b"), "pair_of_one", what)
        key = (pair.a, pair.b) if pair.a < pair.b else (pair.b, pair.a)
        if key in seen:
            what = f'the pair of "{pair.a}" and "{pair.b}" stands twice; it holds in both directions, so once is enough'
            yield Fault(("pairs", row, "b"), "pair_twice", what)
        seen.add(key)
        if not 0 <= pair.km < math.inf:
            yield from _amount_fault(("pairs", row, "km"), pair.km)


def _site_faults(problem: Problem) -> Iterator[Fault]:
    codes = {municipality.code for municipality in problem.municipalities}
    seen: set[tuple[str, str]] = set()
    for row, site in enumerate(problem.sites):
        if not site.site:
            yield Fault(("sites", row, "site"), "code_empty", "the site has no name")
        if site.a not in codes:
            yield Fault(("sites", row, "a"), "code_unknown", f'there is no municipality "{site.a}"')
        if (site.site, site.a) in seen:
            what = f'the way of "{site.a}" to site "{site.site}" stands twice'
            yield Fault(("sites", row, "a"), "pair_twice", what)
        seen.add((site.site, site.a))
        yield from _amount_fault(("sites", row, "km"), site.km)
        yield from _amount_fault(("sites", row, "fee_eur"), site.fee_eur)


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    rules = problem.rules
    for name in ("fixed_eur", "unit_eur", "elasticity", "travel_eur_per_km"):
        yield from _amount_fault(("rules", name), getattr(rules, name))
    if rules.max_members is not None and rules.max_members < 1:
        what = f"{rules.max_members} is less than 1; a municipality alone is a coalition of one"
        yield Fault(("rules", "max_members"), "less_than_one", what)
    if rules.max_km is not None:
        yield from _amount_fault(("rules", "max_km"), rules.max_km)
    codes = {municipality.code for municipality in problem.municipalities}
    for name, lists in (("required", rules.required), ("forbidden", rules.forbidden)):
        for index, listed in enumerate(lists):
            if len(listed) < 2:
                yield Fault(("rules", name, index), "too_few", f"a list has two or more codes, not {len(listed)}")
            for position, code in enumerate(listed):
                path = ("rules", name, index, position)
                if code not in codes:
                    yield Fault(path, "code_unknown", f'there is no municipality "{code}"')
                elif code in listed[:position]:
                    yield Fault(path, "code_twice", f'"{code}" stands twice in one list')
