"""What must hold for any discrepancy scores, tried on many that hypothesis makes up; and figures worked by hand."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.discrepancy.explain import explain_competence, overview
from talka.methods.discrepancy.problem import Answer, Problem
from talka.methods.discrepancy.solve import solve
from talka.methods.tests.discrepancy_case import made_up

quick = settings(max_examples=40, deadline=None, derandomize=True)
problems = st.builds(
    made_up, st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 5), gaps=st.booleans(), draws=st.just(40)
)


def by_name(result):
    return {one.competence: one for one in result.competences}


@quick
@given(problems, st.integers(0, 100))
def test_order_of_answers_changes_nothing(problem: Problem, seed: int):
    answers = list(problem.answers)
    random.Random(seed).shuffle(answers)
    shuffled = solve(replace(problem, answers=tuple(answers)), seed=3)
    assert replace(shuffled, seconds=0.0) == replace(solve(problem, seed=3), seconds=0.0)


@quick
@given(problems)
def test_more_ability_all_over_lowers_every_score_and_never_the_other_way(problem: Problem):
    wide = replace(problem, scale=(1, 6))
    better = tuple(
        replace(answer, ability=None if answer.ability is None else answer.ability + 0.5) for answer in problem.answers
    )
    before, after = by_name(solve(wide)), by_name(solve(replace(wide, answers=better)))
    for name, one in before.items():
        if one.n:
            assert after[name].mwds < one.mwds
            assert after[name].rds >= one.rds


@quick
@given(problems)
def test_everybody_twice_leaves_the_scores(problem: Problem):
    twice = tuple(replace(answer, person=f"{answer.person}{again}") for answer in problem.answers for again in "ab")
    people = {f"{person}{again}": many for person, many in problem.people.items() for again in "ab"}
    before, after = by_name(solve(problem)), by_name(solve(replace(problem, answers=twice, people=people)))
    for name, one in before.items():
        other = after[name]
        assert (other.mwds, other.rds, other.rank, other.n) == (one.mwds, one.rds, one.rank, 2 * one.n)


@quick
@given(problems)
def test_scores_and_intervals_stay_within_what_the_scale_allows(problem: Problem):
    for one in solve(problem).competences:
        figures = (one.mwds, one.low, one.high) if one.low is not None else (one.mwds,)
        assert not one.n or all(-6.25 <= figure <= 20 for figure in figures)
        assert one.rds is None or -100 <= one.rds <= 100
        assert one.ahead is None or 0 <= one.ahead <= 1


def test_by_hand():
    pairs = zip((5, 4, 5), (2, 3, 4), strict=True)
    one = solve(Problem(tuple(Answer(f"p{i}", "x", i_, a) for i, (i_, a) in enumerate(pairs)))).competences[0]
    assert one.mwds == pytest.approx(7.7778, abs=1e-4)
    assert (one.n, one.rank, one.rds, one.below, one.equal, one.above) == (3, 1, -100, 3, 0, 0)


def test_the_interval_is_that_of_drawing_persons_and_has_its_level():
    """The normal approximation, worked otherwise than by drawing, gives nearly the same interval for many people."""
    problem = made_up(4, 400, 1, gaps=False, draws=4_000)
    one = solve(problem, seed=1).competences[0]
    pairs = np.array([(answer.importance, answer.ability) for answer in problem.answers], dtype=float)
    importance, ability = pairs.mean(axis=0)
    slope = np.array([2 * importance - ability, -importance])
    error = float(np.sqrt(slope @ np.cov(pairs.T) @ slope / len(pairs)))
    assert one.low == pytest.approx(one.mwds - 1.96 * error, abs=0.15 * error)
    assert one.high == pytest.approx(one.mwds + 1.96 * error, abs=0.15 * error)
    narrow = solve(replace(problem, level=0.5), seed=1).competences[0]
    assert one.low < narrow.low < narrow.high < one.high


def test_one_answer_has_a_score_but_no_interval_and_a_table_is_drawn_whole():
    alone = solve(Problem((Answer("a", "x", 5, 2), Answer("b", "y", 5, 2), Answer("c", "y", None, 2))))
    assert [(one.mwds, one.low, one.n, one.left_out) for one in alone.competences] == [
        (15, None, 1, 0),
        (15, None, 1, 1),
    ]
    assert [one.rank for one in alone.competences] == [1, 1]
    table = solve(Problem((Answer("a", "x", 5, 2),), people={"a": 6}))
    assert (table.persons, table.competences[0].n, table.competences[0].low) == (6, 6, None)


def test_what_is_said_of_it():
    answers = [Answer(f"p{i}", "data", 5, 1 + i % 3) for i in range(20)]
    answers += [Answer(f"p{i}", "law", 5, 1 + (i + 1) % 3) for i in range(20)]
    answers += [Answer(f"p{i}", "talk", 2, 4) for i in range(20)] + [Answer("p0", "empty", None, 1)]
    result = solve(Problem(tuple(answers)))
    codes = [reason.code for reason in overview(result)]
    assert codes[:3] == ["asked", "left_out", "most"]
    assert "unsure" in codes
    assert {reason.code for reason in explain_competence(result, "talk")} >= {"means", "counted", "no_gap"}
    assert [reason.code for reason in explain_competence(result, "empty")] == ["no_answers"]
    assert "would_fall" in {reason.code for reason in explain_competence(result, "data")}
    for one in result.competences:
        assert all(reason.sentence() for reason in explain_competence(result, one.competence))
    assert all(reason.sentence() for reason in overview(result))
    assert [reason.code for reason in overview(solve(Problem(())))] == ["asked", "none"]
    with pytest.raises(KeyError):
        explain_competence(result, "nothing")
