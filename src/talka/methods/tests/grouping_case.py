"""Grouping, as the battery sees it."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

from talka.methods.grouping.evaluate import evaluate
from talka.methods.grouping.problem import Group, Person, Problem, Rules
from talka.methods.grouping.solve import Grouping, solve
from talka.methods.tests.grouping_problems import by_brute_force, made_up
from talka.methods.tests.registered import Method


def tiny(seed: int) -> Problem:
    chance = random.Random(seed)
    return made_up(
        seed,
        people=chance.choice([0, 1, 3, 5, 6, 6]),
        groups=chance.choice([1, 2, 3]),
        values=chance.choice([(), (2,), (3, 2)]),
        rules=seed % 2 == 1,
        slack=chance.choice([1.0, 1.3]),
    )


def reordered(problem: Problem, seed: int) -> Problem:
    chance = random.Random(seed)
    people, groups = list(problem.people), list(problem.groups)
    chance.shuffle(people)
    chance.shuffle(groups)
    rules = problem.rules
    return replace(
        problem,
        people=tuple(replace(person, attributes=dict(reversed(person.attributes.items()))) for person in people),
        groups=tuple(groups),
        rules=replace(
            rules,
            balance=rules.balance[::-1],
            together=tuple(ids[::-1] for ids in rules.together[::-1]),
            apart=tuple(ids[::-1] for ids in rules.apart[::-1]),
            fixed=dict(reversed(rules.fixed.items())),
            earlier=dict(reversed(rules.earlier.items())),
            before=tuple(dict(reversed(former.items())) for former in rules.before),
        ),
    )


def wrong(problem: Problem, result: Grouping) -> str:
    judged = evaluate(problem, result.assignment)
    if not judged.feasible:
        return f"broken: {judged.broken}, missing: {judged.missing}"
    if judged.terms.objective != result.objective or dict(result.objective_terms) != judged.terms.to_json():
        return f"{judged.terms} is not {result.objective_terms}"
    return "" if result.bound <= result.objective else "the bound is above the objective"


def baseline(problem: Problem) -> float | None:
    """One after the other into the best group that still has room; None if that breaks a rule."""
    room = {group.id: group.max for group in problem.groups}
    lacking = {group.id: group.min for group in problem.groups}
    places: dict[str, str] = {}
    for number, person in enumerate(problem.people):
        left = len(problem.people) - number
        needed = [group for group in lacking if lacking[group] > 0]
        open_groups = needed if sum(lacking.values()) >= left else [group for group in room if room[group] > 0]
        best = next((choice for choice in person.choices if choice in open_groups), open_groups[0])
        places[person.id] = best
        room[best] -= 1
        lacking[best] = max(0, lacking[best] - 1)
    judged = evaluate(problem, places)
    return judged.terms.objective if judged.feasible else None


def keeps(problem: Problem, rules: set[tuple[str | int, ...]]) -> bool:
    ids = [person.id for person in problem.people]
    for places in itertools.product([group.id for group in problem.groups], repeat=len(ids)):
        judged = evaluate(problem, dict(zip(ids, places, strict=True)))
        if not rules & {rule.path for rule in judged.broken}:
            return True
    return False


def _people(count: int, **attributes: str) -> tuple[Person, ...]:
    return tuple(Person(f"p{number}", (), attributes) for number in range(count))


def _groups(*ends: tuple[int, int]) -> tuple[Group, ...]:
    return tuple(Group(f"g{number}", low, high) for number, (low, high) in enumerate(ends))


CONTRADICTIONS = {
    "too little room": Problem(_people(5), _groups((0, 2), (0, 2))),
    "too many needed": Problem(_people(5), _groups((3, 5), (1, 5), (2, 5))),
    "together and apart": Problem(
        _people(6), _groups((0, 6), (0, 6)), Rules(together=(("p0", "p1", "p4"), ("p1", "p2")), apart=(("p2", "p0"),))
    ),
    "fixed in two groups": Problem(
        _people(5),
        _groups((0, 6), (0, 6)),
        Rules(together=(("p0", "p1"), ("p2", "p3")), fixed={"p0": "g0", "p1": "g1"}),
    ),
    "more fixed than fit": Problem(
        _people(5), _groups((0, 2), (0, 6)), Rules(fixed={f"p{number}": "g0" for number in range(4)})
    ),
    "more of a kind than fit": Problem(
        _people(5, kind="x"), _groups((0, 6), (0, 6)), Rules(at_most={"kind": 2}, apart=(("p0", "p1"),))
    ),
    "more apart than groups": Problem(_people(5), _groups((0, 6), (0, 6)), Rules(apart=(("p0", "p1", "p2"),))),
    "a unit larger than any group": Problem(_people(4), _groups((0, 2), (0, 2)), Rules(together=(("p0", "p1", "p2"),))),
    "together in a limited kind": Problem(
        _people(4, kind="x"),
        _groups((0, 4), (0, 4), (0, 4)),
        Rules(at_most={"kind": 2}, together=(("p0", "p1", "p2"),)),
    ),
    "everyone apart from everyone": Problem(
        _people(5),
        _groups((0, 6), (0, 6), (0, 6)),
        Rules(apart=(("p0", "p1", "p2"), ("p2", "p3"), ("p0", "p3"), ("p1", "p3"), ("p1", "p2"), ("p3", "p4"))),
    ),
    "apart, but bound to people fixed in one group": Problem(
        _people(5),
        _groups((0, 6), (0, 6)),
        Rules(together=(("p0", "p1"), ("p0", "p4")), apart=(("p1", "p2"),), fixed={"p0": "g1", "p2": "g1", "p3": "g0"}),
    ),
    "more of a kind fixed than fit": Problem(
        _people(5, kind="x"),
        _groups((0, 6), (0, 6)),
        Rules(at_most={"kind": 3}, fixed={f"p{number}": "g0" for number in range(5)}),
    ),
    "a chain through fixed, apart and min": Problem(
        _people(3), _groups((2, 3), (0, 3)), Rules(fixed={"p0": "g1"}, apart=(("p1", "p2"),))
    ),
}

_PAIR = _people(2)
INVALID = (
    (
        Problem(
            (Person("", ("g0", "g0")), Person("a", ("no", "g0")), Person("a", ("", "g1"))), _groups((2, 1), (-1, 3))
        ),
        [
            ("people", 0, "id"),
            ("people", 0, "choice_2"),
            ("people", 1, "choice_1"),
            ("people", 2, "id"),
            ("groups", 0, "min"),
            ("groups", 1, "min"),
        ],
    ),
    (
        Problem(
            _PAIR,
            _groups((0, 2)),
            Rules(
                balance=("size",),
                at_most={"kind": -1},
                together=(("p0",), ("p0", "p0")),
                apart=(("p0", "p9"),),
                fixed={"p8": "g0", "p1": "g9"},
                choices_weight=-1,
                again=-2,
            ),
            attributes=("kind",),
        ),
        [
            ("rules", "balance", 0),
            ("rules", "at_most", "kind"),
            ("rules", "together", 0),
            ("rules", "together", 1, 1),
            ("rules", "apart", 0, 1),
            ("rules", "fixed", "p8"),
            ("rules", "fixed", "p1"),
            ("rules", "weights", "choices"),
            ("rules", "again"),
        ],
    ),
    (Problem(_PAIR, ()), [("groups",)]),
)

METHOD = Method(
    name="grouping",
    solve=solve,
    result=Grouping,
    ordinary=lambda seed: made_up(seed, rules=seed % 2 == 1),
    tiny=tiny,
    huge=lambda: made_up(1, people=2000, groups=40, values=(5, 8, 4, 3), skew=0.0),
    reordered=reordered,
    wrong=wrong,
    baseline=baseline,
    exact=by_brute_force,
    contradictions=CONTRADICTIONS,
    keeps=keeps,
    invalid=INVALID,
)
