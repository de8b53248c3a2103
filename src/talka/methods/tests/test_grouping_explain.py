"""Explanations are true: what they say a change would cost is what it costs, and every code has its sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from talka.methods.grouping.evaluate import evaluate
from talka.methods.grouping.explain import ENGLISH, explain_person, overview, what_would_change
from talka.methods.grouping.problem import Group, Person, Problem, Rules
from talka.methods.grouping.solve import improve, solve, with_fixed
from talka.methods.tests.grouping_problems import made_up

SMALL = Problem(
    people=(
        Person("Anna", ("food", "roads", ""), {"region": "Vidzeme"}),
        Person("Bruno", ("food", "", ""), {"region": "Vidzeme"}),
        Person("Cilda", ("food", "roads", ""), {"region": "Latgale"}),
        Person("Dace", ("", "", ""), {"region": "Latgale"}),
    ),
    groups=(Group("food", 1, 2), Group("roads", 1, 2)),
    rules=Rules(balance=("region",), fixed={"Bruno": "food"}),
)


def test_a_person_hears_why_and_what_else_would_cost():
    result = solve(SMALL)
    assert result.assignment == {"Anna": "roads", "Bruno": "food", "Cilda": "food", "Dace": "roads"}
    anna = explain_person(SMALL, result.assignment, "Anna")
    assert (anna.group, anna.rank) == ("roads", 2)
    assert [reason.code for reason in anna.reasons] == ["rank", "move_breaks", "swap_costs"]
    assert anna.options[0].swap_with == "Cilda"
    assert anna.options[0].swap is not None
    assert anna.options[0].swap.delta.to_json() == {"choices": 0, "balance": 4, "again": 0}
    assert 'max: group "food" takes at most 2' in anna.sentences()[1]
    assert explain_person(SMALL, result.assignment, "Bruno").reasons[1].code == "fixed_here"
    assert explain_person(SMALL, result.assignment, "Dace").reasons[0].code == "no_choices"


@pytest.mark.parametrize("seed", range(3))
def test_every_option_costs_what_is_said(seed: int):
    problem = made_up(seed, people=30, groups=4, rules=seed == 1)
    places = solve(problem, time_limit=20).assignment
    now = evaluate(problem, places)
    for person in list(places)[:8]:
        told = explain_person(problem, places, person)
        assert {option.group for option in told.options} == {group.id for group in problem.groups} - {places[person]}
        for option in told.options:
            moved = evaluate(problem, {**places, person: option.group})
            assert option.move.delta == moved.terms - now.terms
            assert option.possible is not bool(moved.broken)
            if option.swap is not None and option.swap_with is not None:
                swapped = {**places, person: option.group, option.swap_with: places[person]}
                assert evaluate(problem, swapped).terms - now.terms == option.swap.delta
                assert evaluate(problem, swapped).feasible
        assert all(told.sentences())


def test_the_whole_is_told_in_figures_and_sentences():
    problem = replace(SMALL, rules=replace(SMALL.rules, earlier={"Anna": "x", "Dace": "x"}))
    places = {"Anna": "roads", "Bruno": "food", "Cilda": "food", "Dace": "roads"}
    told = overview(problem, places)
    assert told.rank_counts == {"1": 2, "2": 1, "3": 0, "0": 0, "": 1}
    assert told.pairs_again == 1
    assert [(facts.group, facts.size, facts.wanted_first) for facts in told.groups] == [("food", 2, 3), ("roads", 2, 0)]
    codes = [reason.code for reason in told.reasons]
    assert codes == ["ranks", "ranks", "ranks_none", "worst", "demand", "even", "meet_again"]
    moved = overview(problem, {"Anna": "food", "Bruno": "food", "Cilda": "food"})
    assert {"broken", "missing", "uneven"} <= {reason.code for reason in moved.reasons}
    for reason in (*told.reasons, *moved.reasons):
        assert reason.code in ENGLISH
        assert "{" not in reason.sentence()


def test_what_would_change_the_whole():
    people = tuple(Person(f"p{number}", ("a", "b")) for number in range(4))
    problem = Problem(people, (Group("a", 0, 2), Group("b", 0, 4)), Rules(together=(("p0", "p1"),), fixed={"p2": "b"}))
    result = solve(problem)
    told = what_would_change(problem, result.assignment)
    assert [(reason.code, reason.parameters["delta"]) for reason in told] == [("one_more_place", 1)]
    assert told[0].sentence() == 'One more place in "a" would make the whole better by 1.'
    stuck = replace(problem, rules=Rules(fixed={"p0": "b", "p1": "b", "p2": "b"}))
    assert {reason.code for reason in what_would_change(stuck, solve(stuck).assignment)} == {"without_rule"}


def test_forming_anew_keeps_those_who_stay():
    problem = made_up(4, people=60)
    first = solve(problem, time_limit=20).assignment
    came = tuple(person for person in problem.people if person.id not in ("p00003", "p00017"))
    walked_in = Person("walk-in", ("g001", "", ""), {"attribute0": "v1"})
    today = replace(problem, people=(*came, walked_in))
    keep = [person.id for person in came[:50]]
    anew = improve(today, first, keep=keep)
    assert {person: anew.assignment[person] for person in keep} == {person: first[person] for person in keep}
    assert evaluate(today, anew.assignment).feasible
    assert set(anew.assignment) == {person.id for person in today.people}
    assert anew.objective == solve(with_fixed(today, first, keep), time_limit=20).objective


def test_improving_by_hand_is_never_worse():
    problem = made_up(5, people=40, groups=4)
    by_hand = dict(solve(replace(problem, rules=Rules()), time_limit=20).assignment)
    before = evaluate(problem, by_hand)
    assert before.feasible
    assert improve(problem, by_hand).objective <= before.terms.objective
