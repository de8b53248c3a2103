"""Which rules contradict each other: an irreducible set; or a partition that keeps them all.

Everyone may stay alone, so only what must be together can fail: where two required sets cannot both have a host, few
enough members and a connection. An integer programme answers whether some rules can be kept; the set is found by
halving (QuickXplain: Junker 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from talka.methods.coalitions.instance import Instance, compile_instance
from talka.methods.coalitions.problem import Problem
from talka.methods.coalitions.rules import all_rules, names
from talka.methods.contract import Deadline, Infeasible, OutOfTime, Rule
from talka.methods.highs import minimise_whole
from talka.methods.programme import Programme

Codes = tuple[str, ...]
Partition = tuple[tuple[int, ...], ...]


def feasible_partition(problem: Problem, deadline: Deadline) -> Partition:
    """Any partition that keeps every rule, as indices of codes in order. Raises Infeasible, with an irreducible set of
    rules, or OutOfTime."""
    rules = list(all_rules(problem))
    found = _kept(problem, rules, deadline)
    if found is not None:
        return found
    try:
        core = _needed(problem, [], rules, deadline, changed=False)
    except OutOfTime:
        raise Infeasible(tuple(rules), irreducible=False) from None
    named = {rule.path for rule in core}
    raise Infeasible(tuple(_worded(problem, rule) for rule in rules if rule.path in named))


def _worded(problem: Problem, rule: Rule) -> Rule:
    """The rule; max_km says whom it leaves without any site."""
    if rule.code != "km" or not problem.sites:
        return rule
    near = {site.a for site in problem.sites if site.km <= (problem.rules.max_km or 0)}
    far = tuple(sorted(given.code for given in problem.municipalities if given.code not in near))
    return replace(rule, words=f"{rule.words}; no site is that near to {names(far)}") if far else rule


def _needed(problem: Problem, base: list[Rule], rules: list[Rule], deadline: Deadline, *, changed: bool) -> list[Rule]:
    """The fewest of these rules that contradict each other together with `base`; `changed`: base has grown since."""
    if changed and _kept(problem, base, deadline) is None:
        return []
    if len(rules) == 1:
        return rules
    half = len(rules) // 2
    one, other = rules[:half], rules[half:]
    later = _needed(problem, base + one, other, deadline, changed=True)
    earlier = _needed(problem, base + later, one, deadline, changed=bool(later))
    return earlier + later


def _only(problem: Problem, kept: Sequence[Rule]) -> Problem:
    """The problem with these of its rules."""
    rules, paths = problem.rules, {rule.path for rule in kept}
    return replace(
        problem,
        rules=replace(
            rules,
            max_members=rules.max_members if ("rules", "max_members") in paths else None,
            max_km=rules.max_km if ("rules", "max_km") in paths else None,
            contiguous=rules.contiguous and ("rules", "contiguous") in paths,
            required=_listed("required", rules.required, paths),
            forbidden=_listed("forbidden", rules.forbidden, paths),
        ),
    )


def _listed(name: str, given: tuple[Codes, ...], paths: set[tuple[str | int, ...]]) -> tuple[Codes, ...]:
    return tuple(listed for index, listed in enumerate(given) if ("rules", name, index) in paths)


def _kept(problem: Problem, rules: Sequence[Rule], deadline: Deadline) -> Partition | None:
    """A partition that keeps these rules, None where there is none. Raises OutOfTime."""
    if deadline.passed:
        raise OutOfTime
    instance = compile_instance(_only(problem, rules))
    if not np.isfinite(instance.way[:-1, :-1]).any(axis=0).all():
        return None
    if not instance.groups:
        return tuple((member,) for member in range(instance.size))
    model = _model(instance)
    answer = minimise_whole(model.programme(), seconds=deadline.left)
    if answer.columns is None:
        if answer.infeasible:
            return None
        raise OutOfTime
    seats = (answer.columns[: len(instance.groups) * instance.size] > 0.5).reshape(len(instance.groups), -1)
    sets = [tuple(np.nonzero(seat)[0].tolist()) for seat in seats if seat.any()]
    held = {member for members in sets for member in members}
    return tuple(sorted([*sets, *((member,) for member in range(instance.size) if member not in held)]))


@dataclass
class _Model:
    """A programme under construction: columns from 0 to `columns`, all whole from 0 to 1 but for flows."""

    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float]] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def column(self, upper: float = 1.0, *, whole: bool = True) -> int:
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.upper) - 1

    def row(self, low: float, high: float, terms: Sequence[tuple[int, float]]) -> None:
        self.entries += [(len(self.rows), column, value) for column, value in terms]
        self.rows.append((low, high))

    def programme(self) -> Programme:
        count = len(self.upper)
        row, column, value = (np.array(part) for part in zip(*self.entries, strict=True))
        low, high = (np.array(part, dtype=np.float64) for part in zip(*self.rows, strict=True))
        return Programme(
            np.zeros(count), np.zeros(count), np.array(self.upper), low, high,
            row.astype(np.int64), column.astype(np.int64), value.astype(np.float64), np.array(self.whole),
        )  # fmt: skip


def _model(instance: Instance) -> _Model:
    """One possible coalition for each required set (which may join another's): its members, host, and connection.

    The first columns are the seats: coalition by coalition, municipality by municipality.
    """
    model, count = _Model(), instance.size
    coalitions = range(len(instance.groups))
    seat = [[model.column() for _ in range(count)] for _ in coalitions]
    for member in range(count):
        model.row(0, 1, [(seat[c][member], 1) for c in coalitions])
    for number, group in enumerate(instance.groups):
        # The set is in a coalition no later than its own number: which of two is called the first does not matter.
        model.row(1, 1, [(seat[c][group[0]], 1) for c in range(number + 1)])
        for c in coalitions:
            for other in group[1:]:
                model.row(0, 0, [(seat[c][group[0]], 1), (seat[c][other], -1)])
    for c in coalitions:
        model.row(0, instance.most, [(seat[c][member], 1) for member in range(count)])
        _host(model, instance, seat[c])
        for listed in instance.rules.forbidden:
            places = [instance.codes.index(code) for code in listed]
            model.row(0, 1, [(seat[c][member], 1) for member in places])
    return model


def _host(model: _Model, instance: Instance, seat: list[int]) -> None:
    """One host that every member reaches; where contiguity is asked for, a flow to every member from one of them."""
    hosts = [model.column() for _ in instance.hosts]
    model.row(0, 1, [(host, 1) for host in hosts])
    reach = np.isfinite(instance.way[:-1, :-1])
    for member, column in enumerate(seat):
        model.row(-np.inf, 0, [(column, 1), *((hosts[h], -1) for h in np.nonzero(reach[:, member])[0].tolist())])
    if instance.inside:
        for host, column in zip(hosts, seat, strict=True):
            model.row(-np.inf, 0, [(host, 1), (column, -1)])
    if not instance.rules.contiguous:
        return
    sources = hosts if instance.inside else [model.column() for _ in seat]
    if not instance.inside:
        model.row(0, 1, [(source, 1) for source in sources])
    most = float(instance.most)
    flows: list[list[tuple[int, float]]] = [[] for _ in seat]
    for one, other in np.argwhere(instance.linked).tolist():
        flow = model.column(most, whole=False)
        flows[one].append((flow, -1))
        flows[other].append((flow, 1))
        model.row(-np.inf, 0, [(flow, 1), (seat[one], -most)])
    for member, column in enumerate(seat):
        model.row(0, np.inf, [*flows[member], (column, -1), (sources[member], most)])
