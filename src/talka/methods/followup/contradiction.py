"""Which rules contradict each other: an irreducible set; or a plan that keeps them all.

The set is found by halving (QuickXplain: Junker 2004): few rules of many are needed, so whole halves fall away at once.
CP-SAT answers whether some rules can be kept, in whole numbers; where it takes long, HiGHS does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from talka.methods.contract import Deadline, Infeasible, OutOfTime, Rule
from talka.methods.followup.instance import Instance
from talka.methods.followup.model import model_of
from talka.methods.followup.problem import Problem
from talka.methods.followup.rules import all_rules
from talka.methods.programme import Answer

EFFORT = 10.0
"""Deterministic seconds after which a question goes from CP-SAT to HiGHS."""


def feasible_plan(problem: Problem, instance: Instance, deadline: Deadline) -> dict[str, str]:
    """Any plan that keeps every rule. Raises Infeasible with an irreducible set of rules, or OutOfTime."""
    rules = list(all_rules(problem))
    answer = _kept(problem, instance, rules, deadline)
    if answer.columns is not None:
        return _plan(problem, instance, answer)
    if not answer.infeasible:
        raise OutOfTime
    if _kept(problem, instance, [], deadline).infeasible:
        raise AssertionError("no plan keeps no rules")
    try:
        core = _needed(problem, instance, [], rules, deadline, changed=False)
    except OutOfTime:
        raise Infeasible(tuple(rules), irreducible=False) from None
    named = {rule.path for rule in core}
    raise Infeasible(tuple(rule for rule in rules if rule.path in named))


def _needed(
    problem: Problem, instance: Instance, base: list[Rule], rules: list[Rule], deadline: Deadline, *, changed: bool
) -> list[Rule]:
    """The fewest of these rules that contradict each other together with `base`; `changed`: base has grown since."""
    if changed and _kept(problem, instance, base, deadline).infeasible:
        return []
    if len(rules) == 1:
        return rules
    half = len(rules) // 2
    one, other = rules[:half], rules[half:]
    later = _needed(problem, instance, base + one, other, deadline, changed=True)
    earlier = _needed(problem, instance, base + later, one, deadline, changed=bool(later))
    return earlier + later


def _kept(problem: Problem, instance: Instance, rules: Sequence[Rule], deadline: Deadline) -> Answer:
    """Whether these rules can be kept: columns, or infeasible. Raises OutOfTime."""
    from talka.methods.cpsat import minimise_whole as by_cpsat
    from talka.methods.highs import minimise_whole as by_highs

    programme = model_of(problem, instance, rules).base
    answer = by_cpsat(programme, seconds=max(0.01, 0.5 * deadline.left), effort=EFFORT)
    if not answer.finished:
        answer = by_highs(replace(programme, whole=None), seconds=max(0.01, 0.5 * deadline.left))
    if answer.columns is None and not answer.infeasible:
        raise OutOfTime
    return answer


def _plan(problem: Problem, instance: Instance, answer: Answer) -> dict[str, str]:
    assert answer.columns is not None
    model = model_of(problem, instance, [])
    held = np.nonzero(answer.columns[model.first_slot : model.first_need] > 0.5)[0].tolist()
    return {
        instance.options[model.slots[index][0]]: instance.slots[model.slots[index][0]][model.slots[index][1]][0]
        for index in held
    }
