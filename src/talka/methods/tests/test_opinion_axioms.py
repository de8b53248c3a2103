"""What must hold for any opinion groups, tried on many that hypothesis makes up; planted camps; figures by hand."""

from __future__ import annotations

import csv
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from talka.methods.opinion.parts import silhouettes
from talka.methods.opinion.problem import Ballot, Problem, Statement
from talka.methods.opinion.shares import corrected, interval_of, more_than_half, more_than_others
from talka.methods.opinion.solve import Opinion, solve
from talka.methods.opinion.stability import agreement, without_some
from talka.methods.tests.opinion_case import at_least, fisher, made_up, members, reordered, wrong
from talka.methods.tests.real_data import folder

quick = settings(max_examples=15, deadline=None, derandomize=True)
problems = st.builds(
    made_up,
    st.integers(0, 10_000),
    st.integers(2, 40),
    st.integers(1, 14),
    camps=st.integers(1, 3),
    seen=st.sampled_from([0.3, 0.7, 1.0]),
    firm=st.sampled_from([0.0, 0.6, 0.9]),
)


def usable(problem: Problem) -> bool:
    return not problem.check()


def same(one: Opinion, other: Opinion) -> bool:
    return replace(one, seconds=0.0) == replace(other, seconds=0.0)


@quick
@given(problems, st.integers(0, 100))
def test_order_of_people_votes_and_statements_changes_nothing(problem: Problem, seed: int):
    if usable(problem):
        assert same(solve(reordered(problem, seed)), solve(problem))


@quick
@given(problems, st.integers(0, 100))
def test_renamed_people_stay_in_their_groups(problem: Problem, seed: int):
    if not usable(problem):
        return
    names = [ballot.person for ballot in problem.ballots]
    new = [f"{number}x" for number in range(len(names))]
    random.Random(seed).shuffle(new)
    called = dict(zip(names, new, strict=True))
    renamed = replace(problem, ballots=tuple(Ballot(called[one.person], one.votes) for one in problem.ballots))
    before, after = solve(problem), solve(renamed)
    assert {called[person]: group for person, group in members(before).items()} == members(after)
    assert before.groups == after.groups
    assert before.statements == after.statements


@quick
@given(problems, st.integers(0, 2**14 - 1))
def test_a_statement_turned_into_its_contrary_mirrors_what_is_said_of_it(problem: Problem, which: int):
    if not usable(problem):
        return
    turned = {f"{s}" for s in range(14) if which >> s & 1 and decided(problem, f"{s}")}
    ballots = tuple(
        Ballot(one.person, {name: -vote if name in turned else vote for name, vote in one.votes.items()})
        for one in problem.ballots
    )
    before, after = solve(problem), solve(replace(problem, ballots=ballots))
    assert members(before) == members(after)
    assert [(p.x, p.y) for p in before.people] == [(p.x, p.y) for p in after.people]
    for one, other in zip(before.statements, after.statements, strict=True):
        if one.statement not in turned:
            assert one == other
            continue
        assert (one.consensus, one.consensus_against) == (other.consensus_against, other.consensus)
        assert (one.kind, one.side, one.chance, one.spread) == (other.kind, -other.side, other.chance, other.spread)
        assert (one.everyone.agree, one.everyone.disagree) == (other.everyone.disagree, other.everyone.agree)
    for one, other in zip(before.groups, after.groups, strict=True):
        mirrored = [replace(r, side=-r.side) if r.statement in turned else r for r in one.stands_for]
        assert mirrored == list(other.stands_for)


def decided(problem: Problem, statement: str) -> bool:
    """Whether one side has more votes. Where neither has, there may be no way to tell a crowd from its mirror image:
    of three people who vote 1, 0 and -1 nobody can say which two belong together."""
    return sum(one.votes.get(statement, 0) for one in problem.ballots) != 0


@quick
@given(problems)
def test_whatever_the_crowd_the_figures_are_true_and_nobody_is_shown_alone(problem: Problem):
    if usable(problem):
        assert wrong(problem, solve(problem)) == ""


@quick
@given(st.integers(0, 10_000), st.integers(2, 3))
def test_camps_that_hold_their_views_are_found(seed: int, camps: int):
    problem = made_up(seed, 20 * camps, 40, camps=camps, seen=0.8, firm=0.9)
    result = solve(problem)
    assert agreement([f"{row % camps}" for row in range(20 * camps)], in_order(problem, result)) > 0.9
    assert result.chance is not None
    assert result.chance <= 0.05


def in_order(problem: Problem, result: Opinion) -> list[str]:
    group = members(result)
    return [group[one.person] for one in problem.ballots]


def test_a_crowd_without_camps_is_one_group_as_often_as_it_should():
    """Votes at random: one in twenty may look like groups, not more than a few of thirty."""
    found = [len(solve(made_up(seed, 40, 12, camps=1, firm=0.0)).groups) for seed in range(30)]
    assert sum(1 for groups in found if groups > 1) <= 5


def test_fifteen_people():
    """Two camps of 8 and 7 who differ on half of 10 statements; and 15 who vote at random are not torn apart."""
    views = ((1,) * 10, (1,) * 5 + (-1,) * 5)
    ballots = tuple(
        Ballot(f"{row}", {f"{s}": vote for s, vote in enumerate(views[row >= 8]) if (row + s) % 6}) for row in range(15)
    )
    result = solve(Problem(ballots))
    assert [group.size for group in result.groups] == [8, 7]
    assert {one.statement for one in result.statements if one.kind == "divides"} == {"5", "6", "7", "8", "9"}
    assert all(one.side == 1 for one in result.statements if one.kind == "shared")
    assert {one.statement for one in result.groups[1].stands_for} == {"5", "6", "7", "8", "9"}
    assert len(solve(made_up(3, 15, 10, camps=1, firm=0.0)).groups) == 1


@pytest.mark.parametrize("apart", [1, 4])
def test_fewer_than_five_who_think_otherwise_are_not_shown_apart(apart: int):
    chance = random.Random(1)
    ballots = [Ballot(f"{row}", {f"{s}": chance.choice((1, 1, 1, 0)) for s in range(12)}) for row in range(30)]
    ballots += [Ballot(f"other{row}", {f"{s}": -1 for s in range(12)}) for row in range(apart)]
    result = solve(Problem(tuple(ballots)))
    assert all(group.size >= 5 for group in result.groups)
    shown = solve(Problem((*ballots, *(Ballot(f"more{row}", {f"{s}": -1 for s in range(12)}) for row in range(5)))))
    assert [group.size for group in shown.groups] == [30, 5 + apart]


def test_few_votes_put_one_into_no_group_but_count():
    problem = made_up(4, 40, 20, seen=1.0)
    late = Ballot("late", {"0": 1, "1": -1})
    result = solve(replace(problem, ballots=(*problem.ballots, late)))
    assert members(result)["late"] == ""
    assert members(result) == {**members(solve(problem)), "late": ""}
    assert result.statements[0].everyone.n == 41
    assert sum(share.n for share in result.statements[0].groups) == 40


def test_what_a_moderator_took_out_counts_for_nothing():
    problem = made_up(4, 40, 20, seen=1.0)
    out = solve(replace(problem, statements=(Statement("3", rejected=True), Statement("7", rejected=True))))
    left = tuple(
        Ballot(one.person, {name: vote for name, vote in one.votes.items() if name not in ("3", "7")})
        for one in problem.ballots
    )
    assert out.rejected == 2
    assert members(out) == members(solve(Problem(left)))
    assert "3" not in {one.statement for one in out.statements}


def test_everybody_of_one_mind_is_one_group_and_shares_everything():
    result = solve(Problem(tuple(Ballot(f"{row}", {f"{s}": 1 for s in range(8)}) for row in range(15))))
    assert [(group.name, group.size) for group in result.groups] == [("A", 15)]
    assert {(one.kind, one.side) for one in result.statements} == {("shared", 1)}


def test_exact_tests_by_hand():
    for part, whole, other_part, other_whole in ((7, 9, 2, 11), (0, 5, 3, 6), (5, 5, 0, 5), (3, 3, 3, 3)):
        arrays = [np.array([number]) for number in (part, whole, other_part, other_whole)]
        assert more_than_others(*arrays)[0] == pytest.approx(float(fisher(part, whole, other_part, other_whole)))
        assert more_than_half(*arrays[:2])[0] == pytest.approx(float(at_least(part, whole)))
        table = [[part, whole - part], [other_part, other_whole - other_part]]
        assert more_than_others(*arrays)[0] == pytest.approx(stats.fisher_exact(table, "greater").pvalue)
        low, high = interval_of(part, whole)
        wilson = stats.binomtest(part, whole).proportion_ci(method="wilson")
        assert (low, high) == pytest.approx((wilson.low, wilson.high))
    chances = np.array([0.04, 0.001, 0.5, 0.03])
    assert corrected(chances) == pytest.approx(stats.false_discovery_control(chances))


def test_silhouette_by_hand():
    """Points 0, 1 and 4, 6 on a line: a and b are (1, 5), (1, 4), (2, 3.5), (2, 5.5)."""
    points = np.array([0.0, 1.0, 4.0, 6.0])
    member = np.array([[[1, 0], [1, 0], [0, 1], [0, 1]]], dtype=bool)
    worth = silhouettes(np.abs(points[:, None] - points), np.ones(4), member)
    assert worth[0] == pytest.approx((4 / 5 + 3 / 4 + 1.5 / 3.5 + 3.5 / 5.5) / 4)


def test_agreement_is_the_adjusted_rand_index():
    assert agreement("aabb", "xxyy") == 1
    assert agreement("aabb", "xyxy") == pytest.approx(-0.5)
    assert agreement("aaabbb", "xxyyzz") == pytest.approx(0.2424, abs=1e-4)
    assert agreement("aaaa", "xxxx") == 1


POLIS = (("15-per-hour-seattle", 0.9), ("brexit-consensus", 0.8), ("scoop-hivemind.affordable-housing", 0.5))


@pytest.mark.parametrize(("name", "least"), POLIS)
def test_the_groups_of_polis_conversations(name: str, least: float):
    problem, theirs = conversation(name)
    result = solve(problem, time_limit=120)
    ours = members(result)
    both = [person for person, group in theirs.items() if group and ours.get(person)]
    assert agreement([theirs[person] for person in both], [ours[person] for person in both]) > least


def test_groups_of_three_are_not_shown_where_polis_shows_them():
    problem, _theirs = conversation("london.youth.policing")
    assert [group.size for group in solve(problem, time_limit=120).groups] == [24]


def test_most_stay_where_they_are_when_a_tenth_of_the_votes_is_lost():
    problem = made_up(2, 60, 30, seen=0.6)
    less = without_some(problem, 0.1, seed=1)
    given_ = [sum(len(one.votes) for one in each.ballots) for each in (problem, less)]
    assert 0.85 < given_[1] / given_[0] < 0.95
    assert agreement(in_order(problem, solve(problem)), in_order(problem, solve(less))) > 0.9


def conversation(name: str) -> tuple[Problem, dict[str, str]]:
    """The votes and moderation of a Polis conversation, and the groups it shows."""
    place = folder("polis") / name
    with (place / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (place / "comments.csv").open(encoding="utf-8", newline="") as file:
        told = tuple(Statement(row["comment-id"], rejected=row["moderated"] == "-1") for row in csv.DictReader(file))
    ballots = tuple(
        Ballot(row["participant"], {name: int(vote) for name, vote in row.items() if name.isdigit() and vote})
        for row in rows
    )
    return Problem(ballots, told), {row["participant"]: row["group-id"] for row in rows}
