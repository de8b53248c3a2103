"""What is said of shares, and problems as a room gives them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from talka.methods.contract import InvalidProblem, OutOfTime
from talka.methods.cost_sharing.explain import ENGLISH, Reason, explain_key, explain_partner, in_words, overview
from talka.methods.cost_sharing.game import CostsByMask, Game, Gathering
from talka.methods.cost_sharing.keys import Key
from talka.methods.cost_sharing.partner import Partner
from talka.methods.cost_sharing.problem import Problem
from talka.methods.cost_sharing.solve import Shares, solve
from talka.methods.tests import cost_sharing_games as games
from talka.methods.tests.cost_sharing_case import huge, made_up

THREE = ("a", "b", "c")
TOWNS = Game(
    THREE,
    {
        frozenset(group): cost
        for group, cost in {
            "a": 100.0,
            "b": 90.0,
            "c": 80.0,
            "ab": 120.0,
            "ac": 150.0,
            "bc": 120.0,
            "abc": 190.0,
        }.items()
    },
)


def costs(*numbers: float) -> Game:
    return Game.of_array(THREE, np.array([0.0, *numbers]))


def said(result: Shares) -> list[str]:
    return [reason.sentence() for reason in overview(result)]


def test_three_towns_by_hand():
    result = solve(Problem("equal", game=TOWNS))
    assert said(result) == [
        "190 EUR are shared among 3 partners equally.",
        "a pays the most, 63.34 EUR; b pays the least, 63.33 EUR.",
        "Together it costs 80 EUR less than if each went alone.",
        "a and b together would pay less on their own: 6.67 EUR.",
        "b and c together would pay less on their own: 6.67 EUR.",
        "Nobody would be better off outside if the cost were shared so that the group that gains least gains as much "
        "as possible (nucleolus).",
        "There is a way of sharing under which every partner and every group saves 3.33 EUR or more.",
    ]
    eur = {check.key: tuple(one.eur for one in check.shares) for check in result.keys}
    assert eur == {
        "equal": (63.34, 63.33, 63.33),
        "shapley": (73.34, 53.33, 63.33),
        "nucleolus": (73.34, 43.33, 73.33),
    }
    assert [check.in_core for check in result.keys] == [False, False, True]
    assert (result.core_empty, result.subadditive, result.superadditive) == (False, True, True)
    assert result.least_core_eur == pytest.approx(-10 / 3)
    leaver = result.chosen.leavers[0]
    assert (leaver.members, leaver.alone_eur) == (("a", "b"), 120)
    assert (leaver.pays_eur, leaver.gain_eur) == pytest.approx((126.6667, 6.6667), abs=1e-3)
    assert [reason.sentence() for reason in explain_partner(result, "b")] == [
        "b pays 63.33 EUR, 33.3 % of the cost.",
        "Alone it would pay 90 EUR; it saves 26.67 EUR.",
        "It would pay the least if the cost were shared so that the group that gains least gains as much as possible "
        "(nucleolus): 20 EUR less.",
    ]
    with pytest.raises(KeyError):
        explain_partner(result, "d")


def test_all_that_can_be_said_is_said_somewhere_and_never_in_the_words_of_theory():
    told: list[Reason] = []
    for seed in range(36):
        result = solve(made_up(seed, 3 + seed % 3))
        told += overview(result)
        for check in result.keys:
            told += explain_key(check)
        for one in result.shares:
            told += explain_partner(result, one.id)
    for numbers in (
        (1, 1, 2, 1, 2, 2, 3),  # as dear as alone
        (10, 10, 15, 10, 15, 15, 25),
        (2, 2, 5, 2, 5, 5, 9),  # joining does not pay
        (6, 6, 9, 6, 9, 9, 15),
    ):
        told += overview(solve(Problem("equal", game=costs(*map(float, numbers)))))
    unequal = costs(90.0, 10.0, 100.0, 10.0, 100.0, 20.0, 110.0)
    told += overview(solve(Problem("equal", game=unequal)))
    told += explain_partner(solve(Problem("equal", game=unequal)), "b")
    late = solve(huge(), time_limit=0.05)
    told += overview(late)
    result = solve(Problem("equal", game=TOWNS))
    told += overview(replace(result, keys=tuple(check for check in result.keys if check.key != "nucleolus")))
    sentences = [reason.sentence() for reason in told]
    assert {reason.code for reason in told} == set(ENGLISH)
    for word in ("core", "coalition", "excess", "subadditive"):
        assert not [one for one in sentences if word in one.lower()]


def test_every_key_has_words():
    assert in_words("mixed:30:70") == "30 % equally and 70 % by use"
    keys = "equal;population;usage;fiscal;shapley;nucleolus;mixed:0:100"
    assert "fiscal capacity" in Reason("keys_that_hold", {"keys": keys}).sentence()


def test_a_group_that_would_rather_leave_is_named_with_its_euros():
    game = costs(1e5, 2e4, 88_000.0, 3e5, 3.9e5, 3.1e5, 360_000.0)
    result = solve(Problem("equal", game=game))
    assert "a and b together would pay less on their own: 152 000 EUR." in said(result)
    assert result.chosen.leaver_count == 3


def test_no_way_of_sharing_keeps_everyone():
    result = solve(Problem("nucleolus", game=costs(60.0, 60.0, 60.0, 60.0, 60.0, 60.0, 100.0)))
    assert result.core_empty
    assert result.least_core_eur == pytest.approx(20 / 3)
    assert said(result)[-1].startswith("However the cost is shared, some group would pay less on its own")
    assert all(not check.in_core for check in result.keys)


def test_a_pair_that_loses_by_joining_is_named():
    result = solve(Problem("equal", game=costs(10.0, 10.0, 25.0, 10.0, 12.0, 12.0, 30.0)))
    assert result.subadditive is False
    assert (result.breach.one, result.breach.other) == (("a",), ("b",))
    assert (result.breach.apart_eur, result.breach.together_eur) == (20, 25)
    assert "Joining does not always pay: a and b pay 20 EUR apart and 25 EUR together." in said(result)


def test_keys_stand_beside_each_other_without_a_game_too():
    partners = (Partner("a", 300, 1), Partner("b", 100, 3))
    result = solve(Problem("mixed:50:50", partners, Decimal("100.01")))
    shares = {check.key: [one.eur for one in check.shares] for check in result.keys}
    assert shares == {
        "equal": [50.01, 50.0],
        "population": [75.01, 25.0],
        "usage": [25.0, 75.01],
        "mixed:50:50": [37.5, 62.51],
    }
    assert all(check.in_core is None and not check.leavers for check in result.keys)
    assert (result.core_empty, result.least_core_eur, result.subadditive) == (None, None, None)


def test_partners_and_game_together():
    partners = tuple(Partner(one, number) for one, number in zip("cab", (30, 10, 60), strict=True))
    result = solve(Problem("population", partners, 190.0, TOWNS))
    assert [(one.id, one.eur) for one in result.shares] == [("a", 19), ("b", 114), ("c", 57)]
    assert result.chosen.in_core is False
    assert result.chosen.leavers[0].members == ("b", "c")


def test_a_total_in_fractions_of_cents_is_rounded_first():
    result = solve(Problem("equal", game=costs(50.0, 50.0, 70.0, 50.0, 70.0, 70.0, 100.006)))
    assert (result.total_eur, result.total_cents) == (100.01, 10_001)
    assert [one.cents for one in result.shares] == [3334, 3334, 3333]


def test_what_is_not_reached_in_time_is_left_out_and_told():
    result = solve(huge(), time_limit=0.05)
    assert {"least_core", "subadditive"} <= set(result.left_out)
    assert (result.core_empty, result.subadditive) == (None, None)
    assert sum(one.cents for one in result.shares) == result.total_cents
    ids = tuple(f"m{place:02}" for place in range(20))
    with pytest.raises(OutOfTime):
        solve(Problem("nucleolus", game=Game.of_array(ids, games.noisy(3, 20))), time_limit=1e-3)


def test_the_result_survives_json():
    result = solve(Problem("shapley", game=TOWNS))
    assert Shares.from_json(json.loads(json.dumps(result.to_json()))) == result


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("heads", "no cost key"),
        ("equal:3", "no cost key"),
        ("mixed", "no cost key"),
        ("mixed:50", "no cost key"),
        ("mixed:50:x", '"x" is no percentage'),
        ("mixed:nan:1", '"nan" is no percentage'),
        ("mixed:1e999:1", "no percentage"),
        ("mixed:30:60", "add up to 90, not to 100"),
        ("mixed:-10:110", "0 or more"),
        ("", "no cost key"),
    ],
)
def test_what_is_no_key(key: str, what: str):
    with pytest.raises(ValueError, match=what):
        Key.parse(key)
    with pytest.raises(InvalidProblem, match=what):
        solve(Problem(key, (Partner("a", usage=1), Partner("b", usage=1)), 5.0))


def test_a_key_as_people_write_it():
    assert str(Key.parse(" mixed:33.5:66.50 ")) == "mixed:33.5:66.5"
    assert Key("mixed", Decimal(30), Decimal(60)).wrong()
    assert Key("equal", Decimal(30), Decimal(70)).wrong()
    with pytest.raises(InvalidProblem, match="add up to 90"):
        solve(Problem(Key("mixed", Decimal(30), Decimal(60)), (Partner("a", usage=1), Partner("b", usage=1)), 5.0))
    # What is shared only equally needs no use.
    assert solve(Problem("mixed:100:0", (Partner("a"), Partner("b")), 5.0)).shares[0].eur == 2.5


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (Problem("usage", (Partner("a", usage=0.0), Partner("b", usage=2)), 5), "zero"),
        (Problem("mixed:30:70", (Partner("a", usage=0.0), Partner("b", usage=2)), 5), "zero"),
        (Problem("population", (Partner("a", -3.0), Partner("b", 2)), 5), "number"),
        (Problem("population", (Partner("a", 0.0), Partner("b", 2)), 5), "zero"),
        (Problem("population", (Partner("a"), Partner("b", 2)), 5), "missing"),
        (Problem("population", (Partner("a"), Partner("b")), 5), "needs_column"),
        (Problem("fiscal", (Partner("a", 1, 1, 0.0), Partner("b", 1, 1, 0.0)), 5), "all_zero"),
        (Problem("equal", (Partner("a"),), 5), "one_partner"),
        (Problem("equal", (Partner("a"), Partner("a")), 5), "id_twice"),
        (Problem("equal", (Partner("a"), Partner("b")), Decimal("5.001")), "cost_decimals"),
        (Problem("equal", (Partner("a"), Partner("b")), 0), "cost"),
        (Problem("equal", (Partner("a"), Partner("b")), Decimal("Infinity")), "cost"),
        (Problem("equal", (Partner("a"), Partner("b"))), "cost_missing"),
        (Problem("shapley", (Partner("a"), Partner("b")), 5), "needs_game"),
        (Problem("usage", game=TOWNS), "needs_partners"),
        (Problem("equal", cost_eur=191, game=TOWNS), "cost_differs"),
        (Problem("equal", game=Game(tuple("abcdefghijklmnopqrstu"), {})), "too_many"),
        (Problem("equal", game=Game(("a", "b"), {frozenset(): 1.0, **dict(TOWNS.costs)})), "nobody"),
        (Problem("equal", game=costs(1.0, 2.0, np.nan, 3.0, 1.0, 1.0, 2.0)), "group_missing"),
        (Problem("equal", game=costs(1.0, 2.0, np.inf, 3.0, 1.0, 1.0, 2.0)), "cost"),
        (Problem("equal", game=costs(1.0, 2.0, -1.0, 3.0, 1.0, 1.0, 2.0)), "cost_negative"),
    ],
)
def test_each_fault_by_its_code(problem: Problem, code: str):
    faults = problem.check()
    assert code in {fault.code for fault in faults}
    assert all(fault.what for fault in faults)
    with pytest.raises(InvalidProblem):
        solve(problem)


def test_a_partner_that_gives_nothing_by_capacity_pays_nothing():
    result = solve(Problem("fiscal", (Partner("a", fiscal_capacity=0.0), Partner("b", fiscal_capacity=7)), 5))
    assert [one.eur for one in result.shares] == [0, 5]


def test_many_missing_groups_are_counted():
    ids = tuple("abcdefgh")
    faults = Game(ids, {frozenset(one): 1.0 for one in ids}).check()
    assert [fault.path[1] for fault in faults[:2]] == ["a;b", "a;c"]
    assert "more groups are missing" in faults[-1].what
    assert f"{2**8 - 1 - 8 - 20}" in faults[-1].what


def test_costs_in_an_array_read_like_a_mapping():
    values = games.noisy(2, 4)
    values[5] = np.nan
    by_mask = CostsByMask(("d", "b", "a", "c"), values)
    as_dict = dict(by_mask)
    assert (len(by_mask), len(as_dict)) == (14, 14)
    assert as_dict[frozenset("db")] == values[3]
    assert frozenset("da") not in by_mask
    assert frozenset() not in by_mask
    assert frozenset("x") not in by_mask
    one = Game.of_array(("d", "b", "a", "c"), values)
    other = Game(("a", "b", "c", "d"), as_dict)
    assert one.values == pytest.approx(other.values, nan_ok=True)
    assert one.order == ("a", "b", "c", "d")
    assert [fault.path for fault in one.check()] == [fault.path for fault in other.check()]
    with pytest.raises(ValueError, match="3 players"):
        CostsByMask(THREE, values)


def test_rows_of_costs_are_gathered_and_their_faults_told():
    gathered = Gathering()
    told = [
        gathered.add(group, cost)
        for group, cost in (
            (["b"], 1.0),
            (["a", "b"], 2.0),
            (["a"], 1.0),
            (["b", "a"], 2.0),
            (["a", "a"], 1.0),
            ([""], 1.0),
            (["c", "a"], -1.0),
        )
    ]
    assert [fault and fault.code for fault in told] == [
        None,
        None,
        None,
        "group_twice",
        "member_twice",
        "nobody",
        "cost_negative",
    ]
    assert [fault.path for fault in gathered.strangers()] == [("costs", 6, "members")]
    assert gathered.row(["a", "b"]) == 1
    assert gathered.row(["x"]) is None
    assert gathered.row(["c"]) is None
