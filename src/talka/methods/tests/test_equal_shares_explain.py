"""What is said of funded projects, of those that are not, and of the whole: true, and in words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from talka.methods.equal_shares.explain import ENGLISH, Explanation, words
from talka.methods.equal_shares.problem import Problem, Project
from talka.methods.equal_shares.solve import solve
from talka.methods.equal_shares.votes import Ballot
from talka.methods.tests.equal_shares_plainly import made_up

PROJECTS = (
    Project("bench", Fraction(30)),
    Project("lamp", Fraction(30)),
    Project("pool", Fraction(200)),
    Project("tree", Fraction(25)),
    Project("well", Fraction(45)),
    Project("yard", Fraction(20)),
)
BALLOTS = (
    Ballot("v1", ("bench", "lamp", "pool")),
    Ballot("v2", ("bench", "lamp", "well")),
    Ballot("v3", ("bench", "lamp", "tree")),
    Ballot("v4", ("well",)),
)
PROBLEM = Problem(Fraction(80), PROJECTS, BALLOTS, "cardinality")


def told(problem: Problem) -> Explanation:
    return Explanation(problem, solve(problem))


def test_the_whole_in_words():
    assert words(told(PROBLEM).overview()) == (
        "2 of 6 projects are funded, for 60 of 80; 20 is left. The budget in equal parts: each of 4 voters has 20. "
        "3 of 4 voters voted for something that is funded. Rounds in which projects were equally good, so that the "
        "order of their ids decided: 1."
    )
    greedy = told(replace(PROBLEM, completion="greedy")).overview()
    assert greedy[2].sentence() == "Added with what the voters' shares could not pay for, by votes and cost: 1."
    grown = told(replace(PROBLEM, budget=Fraction(89), completion="add1")).overview()
    assert words(grown[1:3]) == (
        "The budget in equal parts: each of 4 voters has 22.25. So that more of it is used, each share was raised by 1 "
        "as often as the budget allowed, 10 times, to 32.25. Shares larger by 1 would choose more than the budget pays "
        "for."
    )
    nobody = told(replace(PROBLEM, ballots=())).overview()
    assert words(nobody) == "0 of 6 projects are funded, for 0 of 80; 80 is left. Nobody voted."


def test_a_funded_project_in_words():
    explanation = told(PROBLEM)
    assert words(explanation.of("bench")) == (
        "Round 1: 3 voters pay 10 each. As good as lamp; it comes first by its id."
    )
    with pytest.raises(KeyError):
        explanation.of("nothing")


def test_a_project_that_is_not_funded_in_words():
    explanation = told(replace(PROBLEM, budget=Fraction(56)))
    assert words(explanation.of("lamp")) == (
        "It was as good as bench in round 1, which comes first by its id. Of what its voters (3) had, 12 was left "
        "then: 18 too little. Their money went to bench (30). With these shares it would have been funded at a cost of "
        "29.99 or less. Even all that all voters have left, 26, would not have paid for it."
    )
    assert words(explanation.of("pool")) == "It costs 200, more than the whole budget of 56."
    assert words(explanation.of("yard")) == (
        "Nobody voted for it. It would have been funded if 3 voters more, of those with the most money left, had named "
        "it."
    )
    assert words(explanation.of("tree")).startswith(
        "Its voters (1) have 14 together; it costs 11 more. With these shares"
    )
    greedy = told(replace(PROBLEM, budget=Fraction(56), completion="greedy"))
    assert "When its turn came, 26 of the budget was left; it costs 45." in words(greedy.of("well"))


def test_projects_are_told_by_their_names_where_they_have_any():
    named = tuple(replace(project, name=f"A {project.id}, new") for project in PROJECTS)
    explanation = told(replace(PROBLEM, budget=Fraction(56), projects=named))
    assert words(explanation.of("bench")).endswith('As good as "A lamp, new"; it comes first by its id.')
    assert 'as good as "A bench, new" in round 1' in words(explanation.of("lamp"))
    assert 'went to "A bench, new" (30).' in words(explanation.of("lamp"))


def test_points_are_told_as_points():
    points = tuple(
        replace(ballot, points=tuple(Fraction(3 - place) for place in range(len(ballot.projects))))
        for ballot in BALLOTS
    )
    explanation = told(replace(PROBLEM, ballots=points, utility="points"))
    assert words(explanation.of("bench")) == "Round 1: 3 voters pay 3.33 for each point they gave."


def test_every_code_is_said_of_some_election():
    seen = set()
    problems = [made_up(seed, projects=9, voters=voters, most=4) for seed in range(60) for voters in (0, 3, 12)]
    ties = [made_up(seed, projects=9, voters=8, most=4, costs=(100, 200), utility="cardinality") for seed in range(30)]
    for problem in (PROBLEM, *problems, *ties):
        result = solve(problem)
        explanation = Explanation(problem, result)
        reasons = [*explanation.overview()]
        for one in (*result.funded, *result.unfunded):
            reasons += explanation.of(one.project)
        assert all(reason.sentence() for reason in reasons)
        seen |= {reason.code for reason in reasons}
    assert seen == set(ENGLISH)
