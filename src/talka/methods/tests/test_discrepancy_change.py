"""Before and after: what is lacking less, for the same people; figures worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.contract import InvalidProblem
from talka.methods.discrepancy.change import changes
from talka.methods.discrepancy.problem import Answer, Problem
from talka.methods.discrepancy.solve import solve
from talka.methods.tests.discrepancy_case import made_up

quick = settings(max_examples=30, deadline=None, derandomize=True)
whole = st.builds(
    made_up, st.integers(0, 10_000), st.integers(2, 12), st.integers(1, 5), gaps=st.just(False), draws=st.just(40)
)


def asked(*scores, competence="plans"):
    return tuple(Answer(f"p{n}", competence, importance, ability) for n, (importance, ability) in enumerate(scores))


def test_an_example_by_hand():
    before = Problem(asked((5, 2), (4, 3), (5, 4)))
    (one,) = changes(before, Problem(asked((5, 4), (4, 4), (5, 5))))
    assert (one.n, round(one.before, 3), round(one.after, 3)) == (3, 7.778, 1.556)
    assert one.change == pytest.approx(one.after - one.before)
    assert one.low < one.change < one.high


def test_everybody_the_same_leaves_nothing_to_chance():
    (one,) = changes(Problem(asked(*[(5, 2)] * 4)), Problem(asked(*[(5, 3)] * 4)))
    assert (one.change, one.low, one.high) == (-5, -5, -5)


@quick
@given(whole)
def test_nothing_changed_is_no_change(problem: Problem):
    for one in changes(problem, problem):
        assert (one.change, one.low, one.high) == (0, 0, 0)


@quick
@given(whole, st.integers(0, 10_000))
def test_scores_are_those_of_each_round_and_turn_with_time(problem: Problem, seed: int):
    persons = len({answer.person for answer in problem.answers})
    names = len({answer.competence for answer in problem.answers})
    other = made_up(seed, persons, names, gaps=False, draws=40)
    then = {one.competence: one.mwds for one in solve(problem).competences}
    forth, back = changes(problem, other), changes(other, problem)
    assert [one.before for one in forth] == [then[one.competence] for one in forth]
    for one, turned in zip(forth, back, strict=True):
        assert one.change == pytest.approx(-turned.change)
        assert (one.low, one.high) == (pytest.approx(-turned.high), pytest.approx(-turned.low))


def test_only_what_both_ask_about_is_compared():
    before = Problem(asked((5, 2), (4, 3)) + asked((5, 1), (5, 1), competence="money"))
    after = Problem(asked((5, 4), (4, 4)) + asked((5, 1), (5, 1), competence="law"))
    assert [one.competence for one in changes(before, after)] == ["plans"]


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (Problem(asked((5, 2))), "people_differ"),
        (Problem(asked((5, 2), (4, None))), "incomplete"),
        (Problem(asked((5, 2), (4, 3)), draws=10), "draws_differ"),
        (Problem(asked((5, 2), (4, 9))), "outside_scale"),
    ],
)
def test_what_cannot_be_compared_is_refused(after: Problem, code: str):
    before = Problem(asked((5, 2), (4, 3)))
    with pytest.raises(InvalidProblem) as raised:
        changes(before, after)
    assert code in {fault.code for fault in raised.value.faults}
