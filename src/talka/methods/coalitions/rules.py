"""The hard rules of a problem, each with a name by which a person finds it again."""

from __future__ import annotations

from collections.abc import Iterator

from talka.methods.coalitions.problem import Problem
from talka.methods.contract import Rule


def euros(amount: float) -> str:
    """An amount as people read it: 12,000 EUR, with cents only where there are any."""
    cents = round(amount * 100)
    return f"{cents // 100:,} EUR" if cents % 100 == 0 else f"{cents / 100:,.2f} EUR"


def names(codes: tuple[str, ...]) -> str:
    """Codes in a sentence: "a", "b" and "c"."""
    quoted = [f'"{code}"' for code in codes]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def members_rule(limit: int) -> Rule:
    words = f"max_members: a coalition has at most {limit} member{'s' * (limit != 1)}"
    return Rule(("rules", "max_members"), "members", {"limit": limit}, words)


def km_rule(limit: float) -> Rule:
    words = f"max_km: the way from each member to its host is at most {limit:g} km"
    return Rule(("rules", "max_km"), "km", {"limit": limit}, words)


def contiguous_rule() -> Rule:
    words = "contiguous: the members of a coalition are connected through neighbours among themselves"
    return Rule(("rules", "contiguous"), "contiguous", {}, words)


def required_rule(index: int, codes: tuple[str, ...]) -> Rule:
    words = f"required: {names(codes)} are in one coalition"
    return Rule(("rules", "required", index), "required", {"codes": ";".join(codes)}, words)


def forbidden_rule(index: int, codes: tuple[str, ...]) -> Rule:
    words = f"forbidden: no two of {names(codes)} are in one coalition"
    return Rule(("rules", "forbidden", index), "forbidden", {"codes": ";".join(codes)}, words)


def all_rules(problem: Problem) -> Iterator[Rule]:
    """Every hard rule that can ever forbid something, in the order given."""
    rules = problem.rules
    if rules.max_members is not None:
        yield members_rule(rules.max_members)
    if rules.max_km is not None:
        yield km_rule(rules.max_km)
    if rules.contiguous:
        yield contiguous_rule()
    for index, codes in enumerate(rules.required):
        yield required_rule(index, codes)
    for index, codes in enumerate(rules.forbidden):
        yield forbidden_rule(index, codes)
