"""What the method says of a choice, as plain data that is kept with it and put into words when a page is read."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from talka.methods.contract import Rule
from talka.methods.followup.explain import Explanation, Reason
from talka.ui.few import shown

from .brief import problem_from, shares_of

MOST_EXPLAINED = 80
Choice = Mapping[str, str]
"""A reference of a measure to its day, ISO."""


def told_of(data: Mapping[str, Any], choice: Choice) -> dict[str, Any]:
    """Of a choice among what a run was asked: `answered` and `weight`, `cost` in EUR, `coverage` of each need, shares;
    `regions`: the answered share of each region's weight, None where it tells of fewer than five people; `options`: why
    each of the first measures is in or out; `broken`: rules it breaks."""
    problem = problem_from(data)
    explanation = Explanation(problem, choice)
    covered: dict[str, float] = {}
    for need, share in explanation.now.covered.items():
        covered[need.partition("/")[0]] = float(share)
    weight = sum(need["weight"] for need in data["needs"])
    chosen_first = sorted((option.id for option in problem.options), key=lambda name: (name not in choice, name))
    return {
        "answered": float(explanation.now.objective),
        "weight": weight,
        "cost": float(explanation.now.cost),
        "coverage": covered,
        "regions": _regions(data, covered),
        "options": {
            name: [plain_reason(reason) for reason in explanation.of_option(name)]
            for name in chosen_first[:MOST_EXPLAINED]
        },
        "broken": [plain_rule(rule) for rule in explanation.now.broken],
    }


def _regions(data: Mapping[str, Any], covered: Mapping[str, float]) -> dict[str, float | None]:
    total: defaultdict[str, float] = defaultdict(float)
    answered: defaultdict[str, float] = defaultdict(float)
    for need in data["needs"]:
        for area, share in shares_of(data, need["id"]).items():
            total[area] += need["weight"] * share
            answered[area] += need["weight"] * share * covered[need["id"]]
    return {
        area: None if shown(1, data["people"].get(area, 0)) is None or not total[area] else answered[area] / total[area]
        for area in sorted(total)
    }


def plain_reason(reason: Any) -> dict[str, Any]:
    """A reason of the method for JSON."""
    told: Reason = reason
    rule = None if told.rule is None else plain_rule(told.rule)
    return {"code": told.code, "parameters": dict(told.parameters), "rule": rule}


def plain_rule(rule: Rule) -> dict[str, Any]:
    return {"code": rule.code, "parameters": dict(rule.parameters)}
