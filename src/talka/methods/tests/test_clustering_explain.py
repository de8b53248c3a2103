"""Explanations are true: what they say a change would cost is what it costs, and every code has its sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from talka.methods.clustering.evaluate import Standing
from talka.methods.clustering.explain import ENGLISH, explain_card, overview
from talka.methods.clustering.problem import Card, Problem
from talka.methods.clustering.solve import solve
from talka.methods.tests.clustering_case import made_up

CARDS = (
    Card("c1", "Autobuss kursē divreiz nedēļā"),
    Card("c2", "Maršruti neatbilst vajadzībām"),
    Card("c3", "Vakarā nav vilciena"),
    Card("c4", "Atkritumu šķirošana laukos"),
    Card("c5", "Nav kur likt atkritumus"),
    Card("c6", "Vairāk kafijas"),
    Card("c7", "!"),
)
SMALL = Problem(CARDS)


def test_a_card_hears_what_it_shares_and_what_a_move_would_cost():
    result = solve(SMALL)
    standing = Standing(SMALL, result.clusters)
    told = explain_card(standing, "c1")
    assert told.cluster == "c1"
    assert told.reasons[0].code == "shares"
    assert told.reasons[0].parameters["own"] == '"Autobuss"'
    assert set(str(told.reasons[0].parameters["others"]).split(", ")) == {'"maršruti"', '"vilciena"'}
    assert told.reasons[0].parameters["count"] == told.reasons[0].parameters["size"] == 2
    assert [reason.code for reason in explain_card(standing, "c6").reasons] == ["alone", "nothing_near"]
    assert [reason.code for reason in explain_card(standing, "c7").reasons] == ["says_nothing", "nothing_near"]
    with pytest.raises(KeyError):
        explain_card(standing, "c9")
    with pytest.raises(KeyError):
        Standing(SMALL, {"c1": "x"})


def test_a_card_put_elsewhere_by_hand():
    by_hand = {**solve(SMALL).clusters, "c5": "c1"}
    told = explain_card(Standing(SMALL, by_hand), "c5")
    assert [reason.code for reason in told.reasons] == ["shares_nothing", "move_saves"]
    assert told.nearest[0][0] == "c4"
    kept = replace(SMALL, fixed={"c5": "c1"})
    assert explain_card(Standing(kept, solve(kept).clusters), "c5").reasons[0].code == "fixed_here"


@pytest.mark.parametrize("seed", range(4))
def test_every_change_costs_what_is_said(seed: int):
    problem = made_up(seed, 40)
    clusters = dict(solve(problem).clusters)
    standing = Standing(problem, clusters)
    for card in list(clusters)[:10]:
        for other in [*sorted(set(clusters.values()))[:6], "new"]:
            after = Standing(problem, {**clusters, card: other}).disagreement
            assert standing.cost_of_move(card, other) == pytest.approx(after - standing.disagreement, abs=1e-6)
    one, two = sorted(set(clusters.values()))[:2]
    joined = {card: one if cluster == two else cluster for card, cluster in clusters.items()}
    cost = Standing(problem, joined).disagreement - standing.disagreement
    assert standing.cost_of_join(one, two) == pytest.approx(cost, abs=1e-6)


@pytest.mark.parametrize("fixed", [0, 5])
def test_the_whole_is_told_and_close_calls_cost_what_is_said(fixed: int):
    problem = made_up(2, 60, fixed=fixed, new_clusters=True)
    result = solve(problem)
    told = overview(problem, result)
    assert [reason.code for reason in told][:2] == ["sorted", "largest"]
    assert told[0].parameters == {"cards": 60, "together": result.together, "alone": result.alone}
    assert ("fixed" in {reason.code for reason in told}) is bool(fixed)
    standing = Standing(problem, result.clusters)
    for call in result.close_calls:
        assert call.cost == pytest.approx(standing.cost_of_move(call.card, call.other), abs=1e-6)
        assert call.there == pytest.approx(standing.alike(call.card, call.other), abs=1e-6)
    for reason in told:
        assert reason.code in ENGLISH
        assert "{" not in reason.sentence()


def test_clusters_that_lack_little_are_told():
    near = [Card(f"a{n}", f"skola {word}") for n, word in enumerate(("vējš", "vējš", "vējš zaļš", "zaļš"))]
    result = solve(Problem(tuple(near), alike=0.9))
    assert result.joinable == ()
    assert [pair.alike for pair in solve(made_up(5, 80)).joinable] == sorted(
        (pair.alike for pair in solve(made_up(5, 80)).joinable), reverse=True
    )
    for seed in range(8):
        found = solve(made_up(seed, 80))
        for pair in found.joinable:
            assert found.alike - 0.05 <= pair.alike <= found.alike + 1e-9
            assert pair.one < pair.two


def test_no_cards_at_all():
    assert [reason.code for reason in overview(Problem(()), solve(Problem(())))] == ["sorted"]
