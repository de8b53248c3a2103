"""An index of indicators: computed for who is signed in, said plainly where it cannot be, published by who may."""

import datetime as dt

import pytest
from django.test import Client

from talka.decisions.models import DecisionRun
from talka.indicators.actions.indices import compute_index, publish_index
from talka.indicators.actions.register import load_catalogue
from talka.indicators.comparing.choice import Choice
from talka.indicators.factories import IndicatorFactory
from talka.indicators.models import Indicator, Observation, Release
from talka.methods.composite_index.specs import NAMES, spec
from talka.people.factories import PersonFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from .telling import say

pytestmark = pytest.mark.django_db
TDI = {
    "population-registered": (20000, 10000, 6000, 4000),
    "active-firms-per-1000": (40, 30, 20, 10),
    "unemployment": (4, 8, 12, 16),
    "poor-persons": (1, 2, 4, 5),
    "crimes-per-1000": (15, 20, 10, 25),
    "natural-increase-per-1000": (-1, -5, -9, -12),
    "migration-per-1000": (10, 0, -10, -20),
    "above-working-age-per-1000": (300, 350, 400, 450),
    "income-tax-per-head": (900, 700, 500, 400),
}
"""Made-up figures of four municipalities, whose index was worked out by hand: see the method's README."""


@pytest.fixture
def areas():
    return [AreaFactory(key=f"novads-{n}", kind=Area.Kind.MUNICIPALITY, row=0, column=n) for n in range(4)]


@pytest.fixture
def territory_index(areas):
    load_catalogue()
    for key, values in TDI.items():
        told = [(area, 2020, value, "A") for area, value in zip(areas, values, strict=True)]
        say(Indicator.objects.get(key=key), told)


def two_indicators(areas):
    made = [IndicatorFactory(direction="up"), IndicatorFactory(direction="down")]
    for row, values in zip(made, ((1, 2, 3, 4), (40, 30, 20, 10)), strict=True):
        for year in (2020, 2021):
            say(row, [(area, year, value + year, "A") for area, value in zip(areas, values, strict=True)])
    return made


def test_the_catalogue_knows_every_indicator_of_the_ready_sets():
    load_catalogue()
    known = set(Indicator.objects.values_list("key", flat=True))
    for name in NAMES:
        assert {key.replace("_", "-") for key in spec(name).indicators} <= known


def test_the_territory_development_index_is_what_was_worked_out_by_hand(areas, territory_index):
    run = compute_index(Choice(spec="lv_municipalities_2014"), by=PersonFactory())
    assert run.state == DecisionRun.State.PROPOSED
    levels = {one["area"]: round(one["level"], 3) for one in run.result["standings"]}
    assert levels == {"novads-0": 0.818, "novads-1": -0.178, "novads-2": -1.066, "novads-3": -2.045}


def test_an_index_of_the_new_year_is_of_the_local_year(areas, territory_index):
    """Where its indicators have no year in common it is of the year in which it was computed."""
    Observation.objects.filter(indicator__key="unemployment").update(year=2019)
    admin = PersonFactory(administrator=True)
    run = compute_index(Choice(spec="lv_municipalities_2014"), by=admin)
    DecisionRun.objects.filter(pk=run.pk).update(created_at=dt.datetime(2025, 12, 31, 22, 30, tzinfo=dt.UTC))
    run.refresh_from_db()
    row = publish_index(run, "", by=admin)
    assert set(Observation.objects.filter(indicator=row).values_list("year", flat=True)) == {2026}


def test_what_is_missing_is_named(areas, territory_index, client):
    Observation.objects.filter(indicator__key="unemployment").update(current=False)
    with pytest.raises(Refusal) as refused:
        compute_index(Choice(spec="lv_municipalities_2014"), by=PersonFactory())
    title = str(Indicator.objects.get(key="unemployment").title)
    assert title in str(refused.value)
    assert not DecisionRun.objects.exists()
    client.cookies["talka_language"] = "en"
    page = client.get("/compare/?areas=novads-0&show=index&spec=lv_municipalities_2014").content.decode()
    assert "cannot be computed yet" in page
    assert "Unemployment" in page.split("cannot be computed yet")[1].split("</ul>")[0]


def test_own_weights_turn_round_and_leave_out(areas):
    up, down = two_indicators(areas)
    run = compute_index(Choice(measures=(up.key, down.key)), by=PersonFactory())
    ranks = {one["area"]: one["rank"] for one in run.result["standings"] if one["year"] == 2021}
    assert ranks == {"novads-3": 1, "novads-2": 2, "novads-1": 3, "novads-0": 4}
    assert run.result["weights"] == [0.5, 0.5]
    turned = Choice(measures=(up.key, down.key), weights={up.key: -1.0, down.key: 0.0})
    run = compute_index(turned, by=PersonFactory())
    ranks = {one["area"]: one["rank"] for one in run.result["standings"] if one["year"] == 2021}
    assert ranks == {"novads-0": 1, "novads-1": 2, "novads-2": 3, "novads-3": 4}
    with pytest.raises(Refusal):
        compute_index(Choice(measures=(up.key,), weights={up.key: 0.0}), by=PersonFactory())


def test_only_who_is_signed_in_computes(areas):
    up, down = two_indicators(areas)
    deed = {"indicators": f"{up.key},{down.key}", f"w.{up.key}": "2"}
    assert Client().post("/compare/index/compute/", deed).status_code == 403
    assert not DecisionRun.objects.exists()
    client = Client()
    client.force_login(PersonFactory(with_account=True).account)
    answer = client.post("/compare/index/compute/", deed)
    run = DecisionRun.objects.get()
    assert answer.headers["Location"] == f"/compare/index/{run.pk}/"
    assert sorted(round(weight, 2) for weight in run.result["weights"]) == [0.33, 0.67]
    page = client.get(f"/compare/index/{run.pk}/")
    assert page.status_code == 200
    assert areas[0].name in page.content.decode()


@pytest.mark.parametrize("who", ["nobody", "another", "owner", "administrator"])
def test_a_proposal_is_read_by_who_made_it_and_published_by_who_enters_figures(areas, who):
    owner = PersonFactory(with_account=True)
    up, down = two_indicators(areas)
    run = compute_index(Choice(measures=(up.key, down.key)), by=owner)
    client = Client()
    if who != "nobody":
        person = owner if who == "owner" else PersonFactory(with_account=True, administrator=who == "administrator")
        client.force_login(person.account)
    reads = who in ("owner", "administrator")
    assert client.get(f"/compare/index/{run.pk}/").status_code == (200 if reads else 404)
    assert (f"/compare/index/{run.pk}/" in client.get("/compare/index/").content.decode()) == reads
    answer = client.post(f"/compare/index/{run.pk}/publish/", {"title": "Mans indekss"})
    assert answer.status_code == (302 if who == "administrator" else 404)
    run.refresh_from_db()
    assert (run.state == DecisionRun.State.ACCEPTED) == (who == "administrator")
    assert Indicator.objects.filter(key="index-mans-indekss").exists() == (who == "administrator")


def test_names_in_other_letters_do_not_become_one_indicator(areas):
    up, down = two_indicators(areas)
    admin = PersonFactory(administrator=True)
    names = ("Индекс", "Развитие")
    made = {publish_index(compute_index(Choice(measures=(up.key, down.key)), by=admin), one, by=admin) for one in names}
    assert len(made) == 2


def test_what_is_published_is_an_indicator_with_figures_computed_of_others(areas):
    up, down = two_indicators(areas)
    admin = PersonFactory(administrator=True)
    row = publish_index(compute_index(Choice(measures=(up.key, down.key)), by=admin), "Indekss", by=admin)
    told = Observation.objects.filter(indicator=row, current=True)
    assert sorted(told.values_list("year", flat=True)) == [2020] * 4 + [2021] * 4
    assert set(told.values_list("release__origin", flat=True)) == {Release.Origin.COMPUTED}
    assert Observation.objects.filter(indicator__key="index-indekss-change", current=True).count() == 4
    for each in (up, down):
        say(each, [(area, 2022, float(n), "A") for n, area in enumerate(areas)])
    again = publish_index(compute_index(Choice(measures=(up.key, down.key)), by=admin), "Indekss", by=admin)
    assert again == row
    assert set(told.values_list("year", flat=True)) == {2020, 2021, 2022}
    with pytest.raises(Refusal):
        publish_index(compute_index(Choice(measures=(up.key,)), by=admin), "", by=admin)
