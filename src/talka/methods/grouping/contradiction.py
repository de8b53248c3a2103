"""Which rules contradict each other: an irreducible set, found by CP-SAT; or an assignment that keeps them all.

Choices, balance and former rounds cost but never forbid, so people who stand in no list and share their values of
`at_most` are alike here, and only their number counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from talka.methods.contract import Deadline, Infeasible, OutOfTime, Rule
from talka.methods.grouping.plain_contradictions import check_plainly
from talka.methods.grouping.problem import Problem
from talka.methods.grouping.rules import all_rules

LARGEST = 3_000_000
"""Above this many variables the model is not built: it would take longer than anyone waits."""


def feasible_assignment(problem: Problem, deadline: Deadline, seed: int) -> dict[str, str]:
    """Any assignment that keeps every rule. Raises Infeasible with an irreducible set of rules, or OutOfTime."""
    check_plainly(problem)
    rules = list(all_rules(problem))
    answer = _solve(problem, rules, deadline, seed)
    if isinstance(answer, dict):
        return answer
    core, settled = answer, 0
    while settled < len(core):
        # Everything before `settled` is known to be needed: without it, the rest can be kept.
        attempt = core[:settled] + core[settled + 1 :]
        try:
            smaller = _solve(problem, attempt, deadline, seed)
        except OutOfTime:
            raise Infeasible(tuple(core), irreducible=False) from None
        if isinstance(smaller, dict):
            settled += 1
        else:
            needed = {rule.path for rule in core[:settled]}
            left = {rule.path for rule in smaller} | needed
            core = [rule for rule in attempt if rule.path in left]
    order = {rule.path: position for position, rule in enumerate(rules)}
    raise Infeasible(tuple(sorted(core, key=lambda rule: order[rule.path])))


@dataclass(frozen=True)
class _Kinds:
    """People who are alike for these rules: `people[kind]` ids, `kind_of` each id.

    `totals`: how many people have a value of a limited attribute. Values too rare to break their limit make no
    difference between people, so one kind may hold several of them.
    """

    people: tuple[tuple[str, ...], ...]
    kind_of: dict[str, int]
    totals: Counter[tuple[str, str]]


def _solve(problem: Problem, rules: Sequence[Rule], deadline: Deadline, seed: int) -> dict[str, str] | list[Rule]:
    """An assignment that keeps these rules, or some of the rules that cannot be kept together."""
    from ortools.sat.python import cp_model  # slow to import, and most problems never need it

    if deadline.passed:
        raise OutOfTime
    by_code: dict[str, list[tuple[Rule, int]]] = {}
    for position, rule in enumerate(rules):
        by_code.setdefault(rule.code, []).append((rule, position))
    groups = sorted(group.id for group in problem.groups)
    kinds = _kinds(problem, by_code)
    if len(kinds.people) * len(groups) > LARGEST:
        raise OutOfTime
    model = cp_model.CpModel()
    keep = [model.new_bool_var(f"rule {position}") for position in range(len(rules))]
    place = [{group: model.new_int_var(0, len(people), "") for group in groups} for people in kinds.people]
    for kind, people in enumerate(kinds.people):
        model.add(sum(place[kind].values()) == len(people))
    for rule, position in by_code.get("max", ()):
        group = str(rule.parameters["group"])
        model.add(sum(row[group] for row in place) <= int(rule.parameters["limit"])).only_enforce_if(keep[position])
    for rule, position in by_code.get("min", ()):
        group = str(rule.parameters["group"])
        model.add(sum(row[group] for row in place) >= int(rule.parameters["limit"])).only_enforce_if(keep[position])
    attributes = {person.id: person.attributes for person in problem.people}
    for rule, position in by_code.get("at_most", ()):
        name, limit = str(rule.parameters["attribute"]), int(rule.parameters["limit"])
        by_value: dict[str, list[int]] = {}
        for kind, people in enumerate(kinds.people):
            value = attributes[people[0]].get(name, "")
            if value and kinds.totals[name, value] > limit:
                by_value.setdefault(value, []).append(kind)
        for members in by_value.values():
            for group in groups:
                held = sum(place[kind][group] for kind in members)
                model.add(held <= limit).only_enforce_if(keep[position])
    for code in ("together", "apart"):
        for rule, position in by_code.get(code, ()):
            listed = [kinds.kind_of[person] for person in _listed(problem, rule)]
            for group in groups:
                if code == "together":
                    for one, other in pairwise(listed):
                        model.add(place[one][group] == place[other][group]).only_enforce_if(keep[position])
                else:
                    held = sum(place[kind][group] for kind in listed)
                    model.add(held <= 1).only_enforce_if(keep[position])
    for rule, position in by_code.get("fixed", ()):
        kind = kinds.kind_of[str(rule.parameters["person"])]
        model.add(place[kind][str(rule.parameters["group"])] == 1).only_enforce_if(keep[position])
    model.add_assumptions(keep)

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, deadline.left)
    solver.parameters.num_workers = 1  # a core of assumptions needs one worker, and one worker is deterministic
    solver.parameters.random_seed = seed % 2**31
    status = solver.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        found: dict[str, str] = {}
        for row, people in zip(place, kinds.people, strict=True):
            waiting = list(people)
            for group in groups:
                for _ in range(solver.value(row[group])):
                    found[waiting.pop()] = group
        return found
    if status != cp_model.INFEASIBLE:
        raise OutOfTime
    number = {literal.index: position for position, literal in enumerate(keep)}
    core = sorted(number[index] for index in solver.sufficient_assumptions_for_infeasibility() if index in number)
    return [rules[position] for position in core] or list(rules)


def _listed(problem: Problem, rule: Rule) -> tuple[str, ...]:
    lists = problem.rules.together if rule.code == "together" else problem.rules.apart
    return lists[int(rule.path[2])]


def _kinds(problem: Problem, by_code: dict[str, list[tuple[Rule, int]]]) -> _Kinds:
    """People listed by name stand alone; the others are alike if their values of the limited attributes are."""
    named = {str(rule.parameters["person"]) for rule, _ in by_code.get("fixed", ())}
    for code in ("together", "apart"):
        for rule, _ in by_code.get(code, ()):
            named.update(_listed(problem, rule))
    limits = {
        str(rule.parameters["attribute"]): int(rule.parameters["limit"]) for rule, _ in by_code.get("at_most", ())
    }
    totals = Counter((name, person.attributes.get(name, "")) for person in problem.people for name in limits)
    alike: dict[tuple[str, ...], list[str]] = {}
    for person in sorted(problem.people, key=lambda person: person.id):
        values = [
            person.attributes.get(name, "") if totals[name, person.attributes.get(name, "")] > limit else ""
            for name, limit in sorted(limits.items())
        ]
        alike.setdefault((person.id if person.id in named else "", *values), []).append(person.id)
    people = tuple(tuple(ids) for ids in alike.values())
    return _Kinds(people, {person: kind for kind, ids in enumerate(people) for person in ids}, totals)
