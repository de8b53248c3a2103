"""What must hold for grouping on any problem, tried on many that hypothesis makes up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.contract import Infeasible
from talka.methods.grouping.evaluate import Standing, evaluate
from talka.methods.grouping.problem import Group, Person, Problem, Rules
from talka.methods.grouping.solve import solve
from talka.methods.tests.contradictions import assert_none_too_many
from talka.methods.tests.grouping_case import keeps
from talka.methods.tests.grouping_problems import made_up

quick = settings(max_examples=25, deadline=None, derandomize=True)


@st.composite
def problems(draw: st.DrawFn, *, rules: bool = True) -> Problem:
    return made_up(
        draw(st.integers(0, 10_000)),
        people=draw(st.integers(0, 25)),
        groups=draw(st.integers(1, 5)),
        ranks=draw(st.integers(0, 4)),
        values=draw(st.sampled_from([(), (3,), (4, 2), (9, 3, 2)])),
        skew=draw(st.sampled_from([0.0, 1.0, 4.0])),
        slack=draw(st.sampled_from([1.0, 1.3])),
        rules=rules and draw(st.booleans()),
    )


def least(problem: Problem) -> float | None:
    try:
        result = solve(problem, time_limit=20)
    except Infeasible:
        return None
    assert result.proven_optimal
    return result.objective


@quick
@given(problems())
def test_a_rule_never_makes_the_whole_better(problem: Problem):
    free = least(replace(problem, rules=replace(problem.rules, together=(), apart=(), fixed={}, at_most={})))
    bound = least(problem)
    assert free is not None
    assert bound is None or free <= bound


@quick
@given(problems())
def test_more_room_never_makes_choices_worse(problem: Problem):
    plain = replace(problem, rules=replace(problem.rules, balance=()))
    roomier = replace(plain, groups=tuple(replace(group, max=group.max + 1) for group in plain.groups))
    before, after = least(plain), least(roomier)
    assert before is None or (after is not None and after <= before)


@quick
@given(problems())
def test_names_do_not_matter(problem: Problem):
    people = {person.id: f"x{len(problem.people) - number:04}" for number, person in enumerate(problem.people)}
    groups = {group.id: f"y{len(problem.groups) - number}" for number, group in enumerate(problem.groups)} | {"": ""}
    rules = problem.rules
    renamed = replace(
        problem,
        people=tuple(
            replace(person, id=people[person.id], choices=tuple(groups[choice] for choice in person.choices))
            for person in problem.people
        ),
        groups=tuple(replace(group, id=groups[group.id]) for group in problem.groups),
        rules=replace(
            rules,
            together=tuple(tuple(people[person] for person in ids) for ids in rules.together),
            apart=tuple(tuple(people[person] for person in ids) for ids in rules.apart),
            fixed={people[person]: groups[group] for person, group in rules.fixed.items()},
            earlier={people[person]: group for person, group in rules.earlier.items()},
            before=tuple(
                {people[person]: groups[group] for person, group in former.items()} for former in rules.before
            ),
        ),
    )
    assert least(renamed) == least(problem)


@quick
@given(problems(), st.randoms(use_true_random=False))
def test_the_cost_of_a_change_is_the_difference_it_makes(problem: Problem, chance):
    ids = [group.id for group in problem.groups]
    places = {person.id: chance.choice(ids) for person in problem.people if chance.random() < 0.95}
    standing = Standing(problem, places)
    before = evaluate(problem, places)
    for person in problem.people[:6]:
        group = chance.choice(ids)
        after = evaluate(problem, {**places, person.id: group})
        change = standing.cost_of_move(person.id, group)
        assert change.delta == after.terms - before.terms
        assert {rule.path for rule in change.breaks} >= _paths(after) - _paths(before)
        assert {rule.path for rule in change.mends} >= _paths(before) - _paths(after)
        other = chance.choice(list(places)) if places else person.id
        if person.id in places and other in places:
            swapped = evaluate(problem, {**places, person.id: places[other], other: places[person.id]})
            assert standing.cost_of_swap(person.id, other).delta == swapped.terms - before.terms
    assert standing.assignment == places


@st.composite
def entangled(draw: st.DrawFn) -> Problem:
    """A handful of people under more rules than they can well keep."""
    ids = [f"p{number}" for number in range(draw(st.integers(3, 5)))]
    groups = [f"g{number}" for number in range(draw(st.integers(1, 3)))]
    some = st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True).map(tuple)
    least_sizes = st.integers(0, 2)
    return Problem(
        tuple(
            Person(person, (), {"k": draw(st.sampled_from("xy")), "h": draw(st.sampled_from("ab"))}) for person in ids
        ),
        tuple(Group(group, low := draw(least_sizes), low + draw(st.integers(0, 3))) for group in groups),
        Rules(
            at_most=draw(st.dictionaries(st.sampled_from("kh"), st.integers(1, 3))),
            together=draw(st.lists(some, max_size=2).map(tuple)),
            apart=draw(st.lists(some, max_size=3).map(tuple)),
            fixed=draw(st.dictionaries(st.sampled_from(ids), st.sampled_from(groups), max_size=2)),
        ),
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(entangled())
def test_a_contradiction_names_as_few_rules_as_it_needs(problem: Problem):
    try:
        result = solve(problem, time_limit=20)
    except Infeasible as contradiction:
        assert_none_too_many(problem, contradiction, keeps)
    else:
        assert evaluate(problem, result.assignment).feasible


def _paths(judged):
    return {rule.path for rule in judged.broken}
