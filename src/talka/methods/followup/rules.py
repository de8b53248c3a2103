"""The hard rules of a problem, each with a name by which a person finds it again."""

from __future__ import annotations

from collections.abc import Iterator

from talka.methods.contract import Rule
from talka.methods.followup.problem import Problem


def euros(amount: float) -> str:
    """An amount as people read it: 12,000 EUR, with cents only where there are any."""
    cents = round(amount * 100)
    return f"{cents // 100:,} EUR" if cents % 100 == 0 else f"{cents / 100:,.2f} EUR"


def percent(share: float) -> str:
    """A share as people read it, never rounded up to the whole: 30 %, 99.9 %."""
    tenths = int(share * 1000 + 1e-9)
    return f"{tenths // 10} %" if tenths % 10 == 0 else f"{tenths / 10:.1f} %"


def budget_rule(amount: float) -> Rule:
    words = f"budget_eur: all measures together cost at most {euros(amount)}"
    return Rule(("rules", "budget_eur"), "budget", {"budget": amount}, words)


def blocked_rule(index: int, day: str) -> Rule:
    return Rule(("rules", "blocked_dates", index), "blocked", {"date": day}, f"blocked_dates: nothing is on {day}")


def month_rule(limit: int) -> Rule:
    words = f"max_per_month: at most {limit} measures in one month"
    return Rule(("rules", "max_per_month"), "month", {"limit": limit}, words)


def share_rule(name: str, value: str, share: float) -> Rule:
    """`min_coverage` of one column, for one of its values."""
    words = f'min_coverage: {percent(share)} of the weight of needs with {name} "{value}" is answered'
    parameters: dict[str, str | int | float] = {"attribute": name, "value": value, "share": share}
    return Rule(("rules", "min_coverage", name, value), "share", parameters, words)


def must_rule(index: int, option: str) -> Rule:
    return Rule(("rules", "must", index), "must", {"option": option}, f'must: "{option}" is chosen')


def pair_rule(index: int, one: str, other: str) -> Rule:
    words = f'not_both: "{one}" and "{other}" are not both chosen'
    return Rule(("rules", "not_both", index), "not_both", {"option": one, "other": other}, words)


def expert_rule(row: int, expert: str) -> Rule:
    """`row`: the first option that names the expert."""
    words = f'expert: "{expert}" serves one event a day'
    return Rule(("options", row, "expert"), "expert", {"expert": expert}, words)


def all_rules(problem: Problem) -> Iterator[Rule]:
    """Every hard rule that can ever forbid something, those of the rules first, in the order given."""
    rules = problem.rules
    if rules.budget_eur is not None:
        yield budget_rule(rules.budget_eur)
    for index, day in enumerate(rules.blocked_dates):
        yield blocked_rule(index, day)
    if rules.max_per_month is not None:
        yield month_rule(rules.max_per_month)
    for name, share in rules.min_coverage.items():
        for value in sorted({need.attributes.get(name, "") for need in problem.needs} - {""}):
            yield share_rule(name, value, share)
    for index, option in enumerate(rules.must):
        yield must_rule(index, option)
    for index, (one, other) in enumerate(rules.not_both):
        yield pair_rule(index, one, other)
    seen: dict[str, int] = {}
    for row, each in enumerate(problem.options):
        if each.expert and each.expert in seen and seen[each.expert] >= 0:
            yield expert_rule(seen[each.expert], each.expert)
            seen[each.expert] = -1
        elif each.expert:
            seen.setdefault(each.expert, row)
