"""What the coalitions promise beyond the battery: on random problems, on small ones by hand, and on Latvia's 43."""

from __future__ import annotations

import csv
import itertools
import math
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.coalitions.evaluate import cost_of
from talka.methods.coalitions.game import game_of
from talka.methods.coalitions.problem import Municipality, Pair, Problem, Rules, Site
from talka.methods.coalitions.solve import Partition, solve
from talka.methods.contract import InvalidProblem
from talka.methods.tests.coalitions_case import chain, tiny
from talka.methods.tests.coalitions_problems import Plain, by_brute_force, made_up
from talka.methods.tests.real_data import folder


def members_of(result: Partition) -> list[tuple[str, ...]]:
    return [one.members for one in result.coalitions]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_every_coalition_keeps_the_rules_and_the_whole_is_the_cheapest(seed: int):
    problem = replace(made_up(seed, 6, sites=seed % 3 == 0), rules=replace(tiny(seed).rules, required=(), forbidden=()))
    plain = Plain(problem)
    best = by_brute_force(problem)
    if best is None:
        return
    result = solve(problem)
    assert result.total_eur == pytest.approx(best)
    assert result.proven_optimal
    assert sorted(code for one in result.coalitions for code in one.members) == sorted(plain.volume)
    for one in result.coalitions:
        hosted = dict(plain.hosted(frozenset(one.members), problem.rules.max_km or math.inf))
        assert one.cost_eur == pytest.approx(hosted[one.host]) == pytest.approx(min(hosted.values()))
        assert one.saving_eur > -0.005


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_costs_of_single_coalitions_and_of_their_parts_are_as_defined(seed: int):
    problem = tiny(seed)
    plain = Plain(problem)
    codes = sorted(plain.volume)
    for size in range(1, len(codes) + 1):
        for members in itertools.combinations(codes, size):
            assert cost_of(problem, members) == pytest.approx(plain.cost(frozenset(members)))
    game = game_of(problem, codes)
    expected = {
        frozenset(part): cost
        for size in range(1, len(codes) + 1)
        for part in itertools.combinations(codes, size)
        if (cost := plain.cost(frozenset(part))) is not None
    }
    assert game == pytest.approx(expected)


def test_a_cost_of_an_unknown_municipality_is_a_key_error():
    with pytest.raises(KeyError):
        cost_of(chain(3, Rules()), ["a", "nobody"])


SAVING = Rules(fixed_eur=1000, unit_eur=1, travel_eur_per_km=0.01, contiguous=True)


def test_max_km_is_to_the_host_and_not_between_members():
    result = solve(chain(3, replace(SAVING, max_km=10)))
    assert [(one.members, one.host) for one in result.coalitions] == [(("a", "b", "c"), "b")]
    # 20 km between a and c; without b as host they could not be together.
    assert cost_of(chain(3, replace(SAVING, max_km=10, contiguous=False)), ["a", "c"]) is None


def test_neighbours_too_far_apart_are_no_hosts_to_each_other_but_may_meet_at_a_third():
    places = tuple(Municipality(code, code, 100) for code in "abh")
    pairs = (Pair("a", "b", 50, True), Pair("a", "h", 5, False), Pair("b", "h", 5, True))
    problem = Problem(places, pairs, replace(SAVING, max_km=10))
    assert cost_of(problem, ["a", "b"]) is None
    assert members_of(solve(problem)) == [("a", "b", "h")]
    apart = Problem(places, (pairs[0],), replace(SAVING, max_km=10))
    assert members_of(solve(apart)) == [("a",), ("b",), ("h",)]


def test_a_pair_that_is_not_listed_cannot_be_member_and_host():
    places = tuple(Municipality(code, code, 100) for code in "ab")
    assert members_of(solve(Problem(places, (), replace(SAVING, contiguous=False)))) == [("a",), ("b",)]


def test_members_hang_together_among_themselves_and_not_through_others():
    # b between a and c is forbidden to both; so a and c have no connection of their own.
    rules = replace(SAVING, forbidden=(("a", "b"), ("b", "c")))
    assert members_of(solve(chain(3, rules))) == [("a",), ("b",), ("c",)]
    assert members_of(solve(chain(3, replace(rules, contiguous=False)))) == [("a", "c"), ("b",)]


def test_an_island_stays_alone_where_neighbours_are_asked_for():
    problem = chain(3, SAVING)
    island = Municipality("i", "Island", 100)
    pairs = (*problem.pairs, *(Pair("i", code, 5, False) for code in "abc"))
    with_island = replace(problem, municipalities=(*problem.municipalities, island), pairs=pairs)
    assert members_of(solve(with_island)) == [("a", "b", "c"), ("i",)]
    free = replace(with_island, rules=replace(SAVING, contiguous=False))
    assert members_of(solve(free)) == [("a", "b", "c", "i")]


def test_a_municipality_without_volume_is_taken_along():
    problem = chain(2, SAVING)
    nothing = replace(problem, municipalities=(problem.municipalities[0], Municipality("b", "B", 0)))
    result = solve(nothing)
    assert members_of(result) == [("a", "b")]
    assert (result.alone_eur, result.total_eur) == (1100 + 1000, 1100)
    none_at_all = replace(problem, municipalities=tuple(Municipality(code, code, 0) for code in "ab"))
    assert solve(none_at_all).total_eur == 1000
    no_scale = replace(none_at_all, rules=replace(SAVING, elasticity=0))
    assert solve(no_scale).total_eur == 1001


def test_a_negative_volume_is_told_and_not_reckoned_with():
    problem = chain(2, SAVING)
    wrong = replace(problem, municipalities=(problem.municipalities[0], Municipality("b", "B", -3)))
    with pytest.raises(InvalidProblem, match="-3 is less than 0"):
        solve(wrong)


def test_nobody_and_one_alone():
    nobody = solve(Problem((), ()))
    assert (nobody.coalitions, nobody.total_eur, nobody.proven_optimal) == ((), 0, True)
    alone = solve(chain(1, SAVING))
    assert [(one.members, one.host, one.in_core, one.least_core_eur) for one in alone.coalitions] == [
        (("a",), "a", True, 0.0)
    ]


def test_required_and_forbidden_are_kept_though_they_cost():
    dear = Rules(fixed_eur=1, travel_eur_per_km=10, required=(("a", "c"),))
    result = solve(chain(3, dear))
    assert any({"a", "c"} <= set(members) for members in members_of(result))
    assert result.saving_eur < 0
    kept = solve(chain(4, replace(SAVING, forbidden=(("a", "d"),))))
    assert not any({"a", "d"} <= set(members) for members in members_of(kept))


def test_several_coalitions_may_use_one_site_and_each_member_pays_its_fee():
    sites = tuple(Site("s", code, 3, fee_eur=7) for code in "abcd")
    rules = Rules(fixed_eur=100, unit_eur=1, travel_eur_per_km=0.5, max_members=2, max_km=5, contiguous=True)
    result = solve(chain(4, rules, sites))
    assert [(one.members, one.host) for one in result.coalitions] == [(("a", "b"), "s"), (("c", "d"), "s")]
    assert result.coalitions[0].cost_eur == 100 + 200 + 0.5 * 200 * 3 + 2 * 7


def test_the_least_core_is_that_of_games_known_by_hand():
    pair = solve(chain(2, SAVING)).coalitions[0]
    # Alone 1,100 each, together 1,200 and 10 for the way: half of the saving for each.
    assert (pair.cost_eur, pair.in_core) == (1210, True)
    assert pair.least_core_eur == pytest.approx(-495)
    bound = solve(chain(3, replace(SAVING, required=(("a", "b"), ("b", "c"))))).coalitions[0]
    # No part may leave, so nothing limits what anyone is asked.
    assert (bound.in_core, bound.least_core_eur) == (True, 0.0)


def test_a_coalition_that_somebody_would_rather_leave_is_told():
    # Every two have a place of their own without fee; all three meet only where each pays 150. Together 1,050, two and
    # one apart 1,200; but two that pay a third each, 700, would rather pay the 600 of their own place: 100 too much.
    places = tuple(Municipality(code, code, 0) for code in "abc")
    two = tuple(Site("".join(codes), code, 1) for codes in itertools.combinations("abc", 2) for code in codes)
    three = tuple(Site("all", code, 1, fee_eur=150) for code in "abc")
    result = solve(Problem(places, (), Rules(fixed_eur=600), (*two, *three)))
    assert members_of(result) == [("a", "b", "c")]
    assert (result.total_eur, result.alone_eur) == (1050, 1800)
    assert not result.coalitions[0].in_core
    assert result.coalitions[0].least_core_eur == pytest.approx(100)


def test_same_answer_whatever_the_seed():
    problem = made_up(3, 40)
    assert members_of(solve(problem, seed=1)) == members_of(solve(problem, seed=2))


def latvia(rules: Rules) -> Problem:
    """The 43 municipalities with their populations, centroid distances and borders."""
    home = folder("latvia")

    def rows(name: str) -> list[dict[str, str]]:
        with Path(home, name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    places = tuple(
        Municipality(row["atvk"].removeprefix("LV"), row["name_lv"], float(row["pop_2021_registered"]))
        for row in rows("lv_municipalities_43.csv")
    )
    border = {frozenset((row["atvk_a"], row["atvk_b"])) for row in rows("lv_adjacency_43.csv")}
    pairs = tuple(
        Pair(row["atvk"], other, float(km), frozenset((row["atvk"], other)) in border)
        for row in rows("lv_centroid_distance_km_43.csv")
        for other, km in row.items()
        if other != "atvk" and row["atvk"] < other
    )
    return Problem(places, pairs, rules)


@pytest.mark.parametrize("elasticity", [0.7, 0.85, 1.0])
@pytest.mark.parametrize("travel", [0.05, 0.5])
def test_latvia_is_proven_within_its_time(elasticity: float, travel: float):
    rules = Rules(100_000, 100, elasticity, travel, max_members=6, max_km=60, contiguous=True)
    begun = time.perf_counter()
    result = solve(latvia(rules), time_limit=60)
    assert time.perf_counter() - begun < 30
    assert result.proven_optimal
    assert result.complete
    assert max(len(one.members) for one in result.coalitions) <= 6
    assert len({code for one in result.coalitions for code in one.members}) == 43
