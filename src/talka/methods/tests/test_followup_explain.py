"""Explanations are true: what they say a change would cost is what it costs, and every code has its sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

import talka.methods.followup.frontier as frontier_module
from talka.methods.contract import Deadline
from talka.methods.followup.evaluate import evaluate
from talka.methods.followup.explain import ENGLISH, Explanation, what_would_change
from talka.methods.followup.frontier import with_more_money
from talka.methods.followup.problem import Cover, Need, Option, Problem, Rules
from talka.methods.followup.solve import solve, with_budget
from talka.methods.tests.followup_problems import made_up

SMALL = Problem(
    needs=(Need("roads", 3, {"region": "A"}), Need("data", 2, {"region": "B"}), Need("law", 1), Need("sea", 1)),
    options=(
        Option("visit", 1000, ("2027-03-01", "2027-04-01"), "Ilze"),
        Option("course", 800, ("2027-03-01",), "Ilze"),
        Option("project", 5000, ("2027-05-03",)),
        Option("again", 100, ("2027-05-04",)),
        Option("talk", 10),
        Option("party", 1, ("2027-05-05",)),
    ),
    covers=(
        Cover("visit", "roads", 1.0),
        Cover("course", "data", 0.5),
        Cover("project", "roads", 0.5),
        Cover("project", "law", 0.5),
        Cover("project", "data", 0.5),
        Cover("again", "roads", 0.2),
        Cover("talk", "law", 1.0),
    ),
    rules=Rules(budget_eur=2000, must=("course",)),
)


def test_a_measure_hears_why():
    result = solve(SMALL)
    assert result.plan == {"course": "2027-03-01", "visit": "2027-04-01"}
    told = Explanation(SMALL, result.plan)
    assert [reason.code for reason in told.of_option("visit")] == ["chosen"]
    assert [reason.code for reason in told.of_option("course")] == ["chosen", "must_here"]
    assert [reason.code for reason in told.of_option("project")] == ["left_out"]
    assert told.of_option("project")[0].sentence() == (
        '"project" is not in the plan: it would add 1.5 of weight for 5,000 EUR, '
        "but breaks a rule: budget_eur: all measures together cost at most 2,000 EUR."
    )
    assert [reason.code for reason in told.of_option("again")] == ["adds_nothing"]
    assert [reason.code for reason in told.of_option("talk")] == ["undated"]
    assert [reason.code for reason in told.of_option("party")] == ["answers_nothing"]
    with pytest.raises(KeyError):
        told.of_option("nothing")


def test_a_change_by_hand_costs_what_is_said():
    problem = made_up(2, rules=True)
    plan = solve(problem, time_limit=20).plan
    told = Explanation(problem, plan)
    now = evaluate(problem, plan)
    for option in problem.options:
        ways = [told.take_out(option.id)] if option.id in plan else []
        ways += [
            told.put_off(option.id, day) if option.id in plan else told.put_in(option.id, day) for day in option.dates
        ]
        for way in ways:
            after = evaluate(problem, way.plan)
            assert (way.delta, way.cost) == (after.objective - now.objective, after.cost - now.cost)
            assert {rule.path for rule in way.breaks} == {rule.path for rule in after.broken}
            assert all(reason.sentence() for reason in way.reasons)
        assert all(reason.sentence() for reason in told.of_option(option.id))
    moved = told.put_off(next(iter(plan)), "2030-01-01")
    assert [reason.code for reason in moved.reasons][:2] == ["change_free", "change_breaks"]


def test_the_exchange_that_is_told_is_the_best_there_is():
    problem = made_up(4, rules=True)
    plan = solve(problem, time_limit=20).plan
    told, now = Explanation(problem, plan), evaluate(problem, plan)
    some = 0
    for option in problem.options:
        if option.id in plan:
            continue
        after = [
            judged.objective - now.objective
            for other in plan
            for day in option.dates
            if (judged := evaluate(problem, {**{o: d for o, d in plan.items() if o != other}, option.id: day})).feasible
        ]
        for reason in told.of_option(option.id):
            if reason.code.startswith("exchange"):
                some += 1
                sign = -1 if reason.code == "exchange" else 1
                assert sign * float(str(reason.parameters["delta"])) == pytest.approx(float(max(after)), abs=1e-3)
    assert some


def test_the_whole_is_told_with_what_stays_open():
    told = Explanation(SMALL, solve(SMALL).plan)
    assert [reason.sentence() for reason in told.overview()] == [
        "2 measures for 1,800 EUR answer 4 of 7 of weight (57.1 %).",
        "200 EUR of the budget of 2,000 EUR are left.",
        "1 of 4 needs are answered in full.",
        'Need "data" is answered by 50 %.',
        'Need "law" is not answered at all, though 1 measures could.',
        'Need "sea" is not answered: no measure for it is offered.',
    ]
    broken = Explanation(SMALL, {"project": "2027-05-03"}).overview()
    assert [reason.code for reason in broken if reason.rule] == ["broken", "broken"]
    for reason in (*told.overview(), *broken):
        assert reason.code in ENGLISH
        assert "{" not in reason.sentence()


def test_what_would_change_the_whole():
    problem = replace(SMALL, rules=replace(SMALL.rules, budget_eur=1500, must=("course", "again")))
    result = solve(problem)
    told = what_would_change(problem, result.plan)
    assert [reason.sentence() for reason in told] == [
        "1,000 EUR more would answer 2.4 more of weight.",
        'Without this rule 1.4 more of weight would be answered: must: "course" is chosen.',
    ]
    more = with_more_money(problem, result, 1000)
    assert more is not None
    assert (more.coverage, more.proven_optimal) == (solve(with_budget(problem, 2500)).objective, True)
    rich = with_budget(SMALL, 50_000)
    assert [reason.code for reason in what_would_change(rich, solve(rich).plan)] == ["more_money_nothing"]


def test_two_searches_abreast_never_reach_for_a_budget_that_the_other_has_taken(monkeypatch):
    """What one thread asks and takes must not lie apart: a list that changes its mind in between shows it at once."""

    class Fickle(list):
        def __bool__(self) -> bool:
            return True  # as it seems to a thread that looked just before the other took the last one

    monkeypatch.setattr(frontier_module, "list", Fickle, raising=False)
    monkeypatch.setattr(frontier_module, "_most", lambda problem, share: frontier_module._Found(1.0, 1.0))
    monkeypatch.setattr(frontier_module, "with_budget", lambda problem, budget: problem)
    found: list = [None, None, None]
    frontier_module._search_all(None, [1.0, 2.0, 3.0], found, [0, 1, 2], Deadline(5.0), 4.0)
    assert all(one.coverage == 1.0 for one in found)
