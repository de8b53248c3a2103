"""What equal shares promise: nobody overpays, costs are met to the cent, every group that agrees gets its share."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from talka.methods.contract import Deadline
from talka.methods.equal_shares import growth
from talka.methods.equal_shares.changes import cheap_enough, voters_wanted
from talka.methods.equal_shares.check import check
from talka.methods.equal_shares.instance import instance_of
from talka.methods.equal_shares.ledger import Ledger
from talka.methods.equal_shares.problem import COMPLETIONS, UTILITIES, Problem, Project
from talka.methods.equal_shares.rounds import run
from talka.methods.equal_shares.solve import solve
from talka.methods.equal_shares.votes import Ballot
from talka.methods.tests.equal_shares_case import exact, reordered, told
from talka.methods.tests.equal_shares_plainly import equal_shares, made_up, utilities

# Few different costs make many ties, odd ones prices that no double holds.
COSTS = st.sampled_from([1, 3, 7, 10, 10, 30, 100]).map(Fraction) | st.integers(1, 400).map(lambda n: Fraction(n, 100))


@st.composite
def elections(draw: st.DrawFn, utility: str = "", completion: str = "", voters: int = 7, projects: int = 5) -> Problem:
    names = [f"p{number}" for number in range(draw(st.integers(1, projects)))]
    given_ = tuple(Project(name, draw(COSTS)) for name in names)
    utility = utility or draw(st.sampled_from(UTILITIES))
    ballots = []
    for number in range(draw(st.integers(1, voters))):
        vote = tuple(draw(st.lists(st.sampled_from(names), unique=True)))
        points = tuple(Fraction(draw(st.integers(0, 5)), 2) for _ in vote) if utility == "points" else ()
        ballots.append(Ballot(f"v{number}", vote, points))
    budget = draw(st.integers(1, 200).map(Fraction))
    return Problem(budget, given_, tuple(ballots), utility, completion or draw(st.sampled_from(COMPLETIONS)))


@settings(deadline=None, max_examples=300)
@given(elections())
def test_the_same_as_by_the_definition_and_whatever_the_order(problem: Problem):
    result = solve(problem)
    assert told(result) == pytest.approx(exact(problem), rel=1e-12)
    assert check(problem, result) == ()
    again = solve(reordered(problem, 3))
    assert replace(again, seconds=0) == replace(result, seconds=0)


@settings(deadline=None, max_examples=200)
@given(elections())
def test_nobody_pays_more_than_the_share_and_every_cost_is_met(problem: Problem):
    result = solve(problem)
    gave: dict[str, float] = defaultdict(float)
    got: dict[str, float] = defaultdict(float)
    for voter, project, amount in Ledger(problem, result).payments():
        assert amount > 0
        gave[voter] += amount
        got[project] += amount
    assert all(sum_ <= result.share * (1 + 1e-12) for sum_ in gave.values())
    paid = {one.project: one.cost for one in result.funded if one.price is not None}
    assert dict(got) == pytest.approx(paid, rel=1e-12)
    assert result.spent <= result.budget


@settings(deadline=None, max_examples=100)
@given(elections(completion="none"))
def test_payments_are_those_of_the_definition(problem: Problem):
    _bought, paid = equal_shares(problem, problem.budget / len(problem.ballots))
    wanted = {(voter, name): float(sum_) for name, all_ in paid.items() for voter, sum_ in all_.items() if sum_}
    found = {(voter, name): sum_ for voter, name, sum_ in Ledger(problem, solve(problem)).payments()}
    assert found == pytest.approx(wanted, rel=1e-9)


@settings(deadline=None, max_examples=200)
@given(elections(voters=8, completion="none"), st.sampled_from(["cardinality", "cost"]))
def test_every_group_that_agrees_gets_its_share_up_to_one_project(problem: Problem, utility: str):
    """Extended justified representation up to one project, by trying out all groups: among those who could pay for some
    projects out of their shares, and all want them, somebody is as well off as with these, or would be better off with
    one more of them. With utility 1 for each project that one more is never needed."""
    problem = replace(problem, utility=utility)
    chosen = {one.project for one in solve(problem).funded}
    worth = {project.id: project.cost if utility == "cost" else Fraction(1) for project in problem.projects}
    share = problem.budget / len(problem.ballots)
    for size in range(1, len(problem.projects) + 1):
        for wanted in itertools.combinations(problem.projects, size):
            names = {project.id for project in wanted}
            least = sum(project.cost for project in wanted) / share
            due = sum(worth[name] for name in names)
            more = max((worth[name] for name in names - chosen), default=Fraction(0)) if utility == "cost" else 0
            short = 0
            for ballot in problem.ballots:
                if names <= set(ballot.projects):
                    has = sum(worth[name] for name in ballot.projects if name in chosen)
                    short += not (has >= due or has + more > due)
            assert short < least


@settings(deadline=None, max_examples=200)
@given(elections(completion="none"))
def test_a_lower_cost_or_more_voters_would_have_got_it_funded(problem: Problem):
    result = solve(problem)
    assume(result.unfunded)
    ledger = Ledger(problem, result)
    for one in result.unfunded:
        cost = cheap_enough(ledger, one.project) if one.votes else None
        for part in (Fraction(1), Fraction(2, 3)) if cost is not None else ():
            cheaper = Fraction(str(cost)) * part
            projects = tuple(
                replace(project, cost=cheaper) if project.id == one.project else project for project in problem.projects
            )
            assert cheaper < Fraction(str(one.cost))
            assert one.project in {other.project for other in solve(replace(problem, projects=projects)).funded}
        count = voters_wanted(ledger, one.project)
        if count is not None:
            assert one.project in {
                other.project for other in solve(named_by(problem, ledger, one.project, count)).funded
            }
            if count > 1:
                fewer = _left_after(ledger, one.project, count - 1)
                assert fewer < one.cost


def test_where_one_voter_pays_it_exactly_no_second_is_wanted():
    ballots = [Ballot("v0", ("p0",), (Fraction(0),)), *(Ballot(f"v{n}", (), ()) for n in (1, 2, 3))]
    problem = Problem(Fraction(4), (Project("p0", Fraction(1), ""),), tuple(ballots), utility="points")
    assert voters_wanted(Ledger(problem, solve(problem)), "p0") == 1


def named_by(problem: Problem, ledger: Ledger, project: str, count: int) -> Problem:
    """The problem with so many voters more who name the project, those with the most money left."""
    without = [row for row, ballot in enumerate(problem.ballots) if project not in supporters(problem)[ballot.voter]]
    richest = sorted(without, key=lambda row: -ledger.left[ledger.instance.kind[row]])[:count]
    ballots = list(problem.ballots)
    for row in richest:
        rest = [(name, place) for place, name in enumerate(ballots[row].projects) if name != project]
        points = tuple(ballots[row].points[place] for _, place in rest) if ballots[row].points else ()
        vote = (*(name for name, _ in rest), project)
        ballots[row] = Ballot(ballots[row].voter, vote, (*points, Fraction(1)) if problem.utility == "points" else ())
    return replace(problem, ballots=tuple(ballots))


def supporters(problem: Problem) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {ballot.voter: set() for ballot in problem.ballots}
    for name, worth in utilities(problem).items():
        for voter in worth:
            found[voter].add(name)
    return found


def _left_after(ledger: Ledger, project: str, count: int) -> float:
    named = supporters(ledger.problem)
    left = {
        ballot.voter: float(ledger.left[kind])
        for ballot, kind in zip(ledger.problem.ballots, ledger.instance.kind.tolist(), strict=True)
    }
    own = sum(money for voter, money in left.items() if project in named[voter])
    others = sorted((money for voter, money in left.items() if project not in named[voter]), reverse=True)
    return own + sum(others[:count])


@pytest.mark.parametrize("seed", range(8))
def test_leaping_over_steps_ends_where_stepping_ends(seed: int, monkeypatch: pytest.MonkeyPatch):
    problem = made_up(seed, projects=8, voters=40, most=4, completion="add1")
    leapt = solve(problem)
    leaps: list[int] = []
    monkeypatch.setattr(growth, "reach", lambda instance, bought: leaps.append(0) or 0)
    assert replace(solve(problem), seconds=0) == replace(leapt, seconds=0)
    assert leaps or not leapt.steps


@pytest.mark.parametrize("seed", range(4))
def test_no_step_that_is_leapt_over_buys_anything_else(seed: int):
    instance = instance_of(made_up(seed, projects=8, voters=30, most=4, completion="add1"))
    deadline = Deadline(60)
    steps = leapt = 0
    while steps < 300:
        share = instance.budget + steps * instance.units * instance.voters
        bought = run(instance, share, deadline)
        ahead = min(growth.reach(instance, bought), 300)
        for more in range(1, ahead + 1):
            after = run(instance, share + more * instance.units * instance.voters, deadline)
            assert after.projects == bought.projects
        leapt += ahead
        steps += ahead + 1
    assert leapt


def test_what_no_double_tells_apart_is_told_apart():
    """Two projects whose prices differ by less than a double shows: the cheaper one is taken, not the first by id."""
    tiny = Fraction(1, 10**12)
    projects = (Project("a", Fraction(10**6) + tiny), Project("b", Fraction(10**6)))
    ballots = tuple(Ballot(f"v{number}", ("a", "b")) for number in range(3))
    problem = Problem(Fraction(10**6) + tiny, projects, ballots, "cardinality")
    result = solve(problem)
    assert [one.project for one in result.funded] == ["b"]
    assert result.ties == ()
    even = solve(replace(problem, projects=(Project("a", Fraction(10**6)), projects[1])))
    assert [one.project for one in even.funded] == ["a"]
    assert [(tie.round, tie.project, tie.others) for tie in even.ties] == [(1, "a", ("b",))]
    assert [(one.project, one.code) for one in even.unfunded] == [("b", "tie")]


def test_who_has_just_enough_is_left_with_nothing():
    ballots = (Ballot("v", ("a", "b")), Ballot("w", ("a",)), Ballot("x", ("b",)))
    problem = Problem(
        Fraction(10), (Project("a", Fraction(20, 3)), Project("b", Fraction(10, 3))), ballots, "cardinality"
    )
    result = solve(problem)
    assert [(one.project, one.full, one.rest) for one in result.funded] == [("b", 2, 0)]
    (rest,) = result.unfunded
    assert (rest.code, rest.had, rest.left) == ("spent", pytest.approx(20 / 3), pytest.approx(5))
    half = replace(problem, projects=(problem.projects[0], Project("b", Fraction(1, 3))))
    assert [one.project for one in solve(half).funded] == ["b"]


def test_without_voters_only_the_greedy_completion_funds_anything():
    problem = Problem(Fraction(10), (Project("b", Fraction(4)), Project("a", Fraction(7))), ())
    for completion, funded in (("none", []), ("add1", []), ("greedy", ["a"])):
        assert [one.project for one in solve(replace(problem, completion=completion)).funded] == funded
    assert [one.code for one in solve(problem).unfunded] == ["no_votes", "no_votes"]
