"""The hard rules of a problem, each with a name by which a person finds it again."""

from __future__ import annotations

from collections.abc import Iterator

from talka.methods.contract import Rule
from talka.methods.grouping.problem import Group, Problem


def max_rule(row: int, group: Group) -> Rule:
    words = f'max: group "{group.id}" takes at most {group.max}'
    return Rule(("groups", row, "max"), "max", {"group": group.id, "limit": group.max}, words)


def min_rule(row: int, group: Group) -> Rule:
    words = f'min: group "{group.id}" needs at least {group.min}'
    return Rule(("groups", row, "min"), "min", {"group": group.id, "limit": group.min}, words)


def fixed_rule(person: str, group: str) -> Rule:
    words = f'fixed: "{person}" is in group "{group}"'
    return Rule(("rules", "fixed", person), "fixed", {"person": person, "group": group}, words)


def list_rule(problem: Problem, kind: str, ids: tuple[str, ...]) -> Rule:
    """A list of `together` or `apart`."""
    lists = problem.rules.together if kind == "together" else problem.rules.apart
    names = ", ".join(f'"{person}"' for person in ids)
    words = f"{kind}: {names} are in one group" if kind == "together" else f"{kind}: {names} are each in another group"
    return Rule(("rules", kind, lists.index(ids)), kind, {"people": ", ".join(ids)}, words)


def at_most_rule(name: str, limit: int, *, value: str = "", group: str = "") -> Rule:
    """`at_most` of one attribute, and for a broken rule the value and group where it is broken."""
    words = f'at_most: no more than {limit} with the same "{name}" in one group'
    if value:
        words += f', but more have "{value}" in group "{group}"'
    parameters: dict[str, str | int] = {"attribute": name, "limit": limit}
    if value:
        parameters |= {"value": value, "group": group}
    return Rule(("rules", "at_most", name), "at_most", parameters, words)


def all_rules(problem: Problem) -> Iterator[Rule]:
    """Every hard rule that can ever forbid something, sizes first, in the order given."""
    for row, group in enumerate(problem.groups):
        if group.max < len(problem.people):
            yield max_rule(row, group)
        if group.min > 0:
            yield min_rule(row, group)
    for name, limit in problem.rules.at_most.items():
        yield at_most_rule(name, limit)
    for kind, lists in (("together", problem.rules.together), ("apart", problem.rules.apart)):
        for ids in lists:
            yield list_rule(problem, kind, ids)
    for person, group_id in problem.rules.fixed.items():
        yield fixed_rule(person, group_id)
