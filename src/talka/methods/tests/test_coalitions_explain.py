"""Why each is where it is, the next best, and what a change by hand costs: as sentences, and true of the numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from talka.methods.coalitions.explain import ENGLISH, Explanation, Reason
from talka.methods.coalitions.problem import Municipality, Pair, Problem, Rules, Site
from talka.methods.coalitions.solve import solve
from talka.methods.tests.coalitions_case import chain
from talka.methods.tests.coalitions_problems import Plain, made_up

RULES = Rules(fixed_eur=1000, unit_eur=1, travel_eur_per_km=0.2, max_members=3, max_km=20, contiguous=True)


def told(problem: Problem) -> Explanation:
    return Explanation(problem, [one.members for one in solve(problem).coalitions])


def sentences(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.sentence() for reason in reasons]


def test_the_whole_and_one_coalition():
    explained = told(chain(3, RULES))
    assert sentences(explained.overview()) == [
        "Municipalities: 3, groups: 1, of them of two or more: 1. They pay 1,700 EUR; each on its own 3,300 EUR.",
        "Together they save 1,600 EUR (48.5 %).",
    ]
    assert sentences(explained.of_coalition(0)) == [
        "A, B, C with B as host pay 1,700 EUR; each on its own 3,300 EUR: 1,600 EUR are saved.",
        "With A as host they would pay 200 EUR more.",
        "The cost can be shared so that nobody would be better off outside.",
    ]


def test_why_one_is_where_it_is_and_what_comes_next():
    # Of four in a row three may be together; d is left over.
    # Four in a row, of whom three may be together: b pays as much with its other neighbours.
    problem = chain(4, replace(RULES, travel_eur_per_km=0.3))
    apart = Explanation(problem, [("a", "b"), ("c", "d")])
    assert sum(one.cost_eur for one in solve(problem).coalitions) == 3000
    assert apart.overview()[0].parameters["cost"] == 3000
    assert sentences(apart.of_municipality("b")) == ["B could as well join C, D: all together would pay just as much."]
    assert sentences(apart.of_municipality("a")) == [
        "Next best for A: to stay alone; all together would then pay 700 EUR more."
    ]


def test_an_island_one_without_way_and_one_without_company():
    island = chain(2, RULES)
    lone = replace(
        island,
        municipalities=(*island.municipalities, Municipality("i", "Isle", 50)),
        pairs=(*island.pairs, Pair("i", "a", 5, False)),
    )
    assert sentences(told(lone).of_municipality("i")) == [
        "Isle stays alone and pays 1,050 EUR.",
        "Isle borders no other municipality, and the rules ask for neighbours.",
    ]
    far = replace(lone, pairs=(*island.pairs, Pair("i", "a", 500, True)))
    assert told(far).of_municipality("i")[1].code == "unreached"
    full = replace(chain(3, replace(RULES, max_members=2)), rules=replace(RULES, max_members=2, max_km=10))
    alone = next(one for one in told(full).partition if len(one) == 1)
    assert told(full).of_municipality(alone[0])[-1].code in ("tie_join", "next_join", "no_company")


def test_one_without_volume_and_one_kept_by_a_rule():
    problem = chain(3, replace(RULES, required=(("a", "c"),)))
    nothing = replace(problem, municipalities=(*problem.municipalities[:2], Municipality("c", "C", 0)))
    explained = told(nothing)
    assert [reason.code for reason in explained.of_municipality("c")] == ["no_volume", "required"]
    assert sentences(explained.of_municipality("c"))[1] == "A rule keeps C with A."
    assert [reason.code for reason in explained.of_municipality("b")] == ["needed"]


def test_a_change_by_hand_says_what_it_costs_and_which_rule_it_breaks():
    explained = Explanation(chain(4, replace(RULES, travel_eur_per_km=0.3)), [("a", "b"), ("c", "d")])
    ends = explained.move("d", "a")
    assert not ends.possible
    assert [rule.code for rule in ends.breaks] == ["km", "contiguous"] or [rule.code for rule in ends.breaks] == [
        "contiguous"
    ]
    alone = explained.move("a", None)
    assert alone.possible
    assert alone.delta_eur == pytest.approx(700)
    assert sentences(alone.reasons) == ["All together would pay 700 EUR more."]
    assert explained.move("a", "b").delta_eur == 0
    apart = explained.change([("a",), ("b",), ("c",), ("d",)])
    assert sentences(apart.reasons) == ["All together would pay 1,400 EUR more."]


def test_a_change_without_a_host_has_no_cost():
    explained = told(chain(4, replace(RULES, max_km=10)))
    change = explained.change([("a", "d"), ("b", "c")])
    assert change.delta_eur is None
    assert "no_host" in [reason.code for reason in change.reasons]
    overview = Explanation(explained.problem, [("a", "d"), ("b", "c")]).overview()
    assert {"broken", "no_host"} <= {reason.code for reason in overview}


@pytest.mark.parametrize("seed", range(6))
def test_moves_cost_what_they_say_and_none_is_better_than_the_best(seed: int):
    problem = made_up(seed, 14, sites=3 if seed % 2 else 0)
    if seed % 2:
        problem = replace(problem, rules=replace(problem.rules, max_km=None))
    plain = Plain(problem)
    explained = told(problem)
    before = sum(plain.cost(frozenset(members)) for members in explained.partition)
    seen = 0
    for code in plain.volume:
        for _, change in explained.moves(code):
            costs = [plain.cost(frozenset(members)) for members in change.partition]
            assert None not in costs
            assert change.delta_eur == pytest.approx(sum(costs) - before)
            assert change.delta_eur > -0.005
            seen += 1
        assert explained.of_municipality(code)
    assert seen
    for index in range(len(explained.partition)):
        assert all(reason.sentence() for reason in explained.of_coalition(index))


def test_a_worse_partition_is_told_what_would_be_better():
    problem = chain(3, RULES)
    apart = Explanation(problem, [("a",), ("b",), ("c",)])
    assert apart.of_municipality("a")[-1].code == "better_join"
    assert [reason.code for reason in apart.overview()] == ["whole", "nothing_saved"]


def test_a_site_is_called_by_its_name():
    sites = tuple(Site("Landfill", code, 4) for code in "abc")
    first = sentences(told(chain(3, RULES, sites)).of_coalition(0))
    assert "with Landfill as host" in first[0]
    assert first[1] == "No other host can be reached by all of them."


def test_nothing_is_explained_of_one_unknown():
    with pytest.raises(KeyError):
        told(chain(2, RULES)).of_municipality("nobody")


def test_every_sentence_can_be_said():
    about = {
        **dict.fromkeys(("cost", "alone", "saving", "more"), 1.0),
        **dict.fromkeys(("municipalities", "coalitions", "together"), 2),
        **dict.fromkeys(("members", "host", "other", "name", "rule"), "x"),
        "share": 0.1,
    }
    for code in ENGLISH:
        assert "{" not in Reason(code, about).sentence()
