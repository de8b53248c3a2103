"""Who is like whom is kept with its reasons and computed anew only when figures change; and who is alike and ahead."""

import pytest
from django.utils import translation

from talka.decisions.models import DecisionRun
from talka.indicators.actions.peers import compute_peers
from talka.indicators.comparing.likeness import ALIKE_BY, PEERS
from talka.indicators.models import Indicator, Peer
from talka.indicators.peer_words import indicators_in, peer_words, titles_of
from talka.territories.models import Area
from talka.territories.queries import MUNICIPAL

from .telling import say

pytestmark = pytest.mark.django_db


def towns():
    return Area.objects.filter(kind__in=MUNICIPAL, valid_to=None, illustrative=False).order_by("sort_key")


@pytest.fixture
def known(figures):
    """Made-up figures by which the first two municipalities are alike in all, the last like no other."""
    areas = list(towns())
    for place, key in enumerate(("schooling", "mean-age", "wage-gross", "density", "population-registered")):
        told = [
            (area, 2030, 5.0 + (0 if n < 2 else n if n + 1 < len(areas) else 900) + place, "A")
            for n, area in enumerate(areas)
        ]
        say(Indicator.objects.get(key=key), told)
    return areas


def test_peers_of_all_municipalities_are_kept_with_reasons(known):
    number = compute_peers()
    assert number == Peer.objects.count() == len(known) * PEERS
    first = Peer.objects.get(area=known[0], rank=1)
    assert first.peer == known[1]
    assert first.run.method == "peers"
    keys = indicators_in(first.reasons)
    assert keys <= set(ALIKE_BY)
    with translation.override("en"):
        words = peer_words(first.reasons, titles_of(keys))
    assert words[0].startswith("Alike in: ")
    last = Peer.objects.get(area=known[-1], rank=1)
    assert last.distance > 3 * first.distance
    assert any(reason["code"] == "differ" for reason in last.reasons)


def test_the_same_figures_are_not_computed_again_and_others_are(known):
    compute_peers()
    runs = DecisionRun.objects.filter(method="peers")
    number, before = runs.count(), set(Peer.objects.values_list("pk", flat=True))
    compute_peers()
    assert runs.count() == number
    assert set(Peer.objects.values_list("pk", flat=True)) == before
    say(Indicator.objects.get(key="schooling"), [(known[1], 2030, 90.0, "A")])
    compute_peers()
    assert runs.count() == number + 1
    assert set(Peer.objects.values_list("run", flat=True)) == {runs.first().pk}


def test_where_too_little_is_known_there_are_none(figures):
    Indicator.objects.filter(key__in=list(ALIKE_BY)[2:]).delete()
    assert compute_peers() == 0
    assert not Peer.objects.exists()


def test_who_is_alike_and_ahead_is_told_without_peers_chosen_by_the_outcome(known, client):
    say(Indicator.objects.get(key="wage-gross"), [(known[1], 2030, 5000.0, "A"), (known[0], 2030, 7.0, "A")])
    compute_peers()
    client.cookies["talka_language"] = "en"
    area = known[0].key
    page = client.get(f"/compare/?areas={area}&indicators=wage-gross&show=better").content.decode()
    assert known[1].name_en or known[1].name in page
    assert "ahead by 4,993" in page
    told = page.split("How was this computed?")[1]
    chosen_by, left_out = told.split("Left out")
    assert "onthly wage before tax" not in chosen_by
    assert "onthly wage before tax" in left_out


def test_an_area_of_which_the_outcome_is_not_known_says_so(known, client):
    client.cookies["talka_language"] = "en"
    page = client.get(f"/compare/?areas={known[0].key}&indicators=roads-km&show=better").content.decode()
    assert "Who is alike and does better" in page
