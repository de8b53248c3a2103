"""The pages of planning documents: what stands on them, and in how many queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talka.indicators.factories import IndicatorFactory, ObservationFactory
from talka.indicators.models import Peer
from talka.needs.factories import MeasureFactory
from talka.people.factories import PersonFactory
from talka.plans.actions.causes import say_cause
from talka.plans.factories import (
    GoalFactory,
    PartyFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlannedYearFactory,
    PlanProjectFactory,
    PlanValueFactory,
    two,
)
from talka.programmes.factories import ProgrammeFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_2025")]


@pytest.fixture
def in_2025(time_machine):
    time_machine.move_to(dt.datetime(2025, 6, 2, 9, tzinfo=dt.UTC))


def grow(plan, peers=4):
    """One more of everything that can hang on a document."""
    objective = GoalFactory(plan=plan, kind="objective")
    task = GoalFactory(plan=plan, parent=objective)
    project = PlanProjectFactory(plan=plan, goal=task, eur_eu=Decimal(50_000))
    PartyFactory(project=project)
    PlannedYearFactory(project=project)
    PlanValueFactory(indicator=PlanIndicatorFactory(plan=plan, goal=task))
    linked = IndicatorFactory(kind="mean", decimals=1)
    PlanIndicatorFactory(plan=plan, project=project, indicator=linked)
    for year in (2021, 2022, 2023):
        ObservationFactory(indicator=linked, area=plan.area, year=year, value=100 + year - 2021)
        for peer in Peer.objects.filter(area=plan.area):
            ObservationFactory(indicator=linked, area=peer.peer, year=year, value=90 + peer.rank)
    say_cause(project, "measure", MeasureFactory().pk, by=PersonFactory(administrator=True))


def like(area, number=4):
    for rank in range(1, number + 1):
        other = AreaFactory(kind=Area.Kind.MUNICIPALITY)
        Peer.objects.create(area=area, peer=other, rank=rank, distance=rank / 10)


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as told:
        assert client.get(address).status_code == 200
    return len(told)


@pytest.mark.parametrize("name", ["plan", "print"])
def test_a_document_is_read_in_as_many_queries_with_three_of_everything_as_with_one(client, plan, name):
    like(plan.area)
    grow(plan)
    address = reverse(f"plans:{name}", args=[plan.key])
    one = queries_of(client, address)
    grow(plan)
    grow(plan)
    assert queries_of(client, address) == one
    assert one <= 20


def test_the_profile_of_an_area_asks_as_often_for_three_documents_as_for_one(client, plan):
    like(plan.area)
    grow(plan)
    address = reverse("territories:area", args=[plan.area.key])
    one = queries_of(client, address)
    for _more in range(2):
        grow(PlanFactory(area=plan.area))
    assert queries_of(client, address) == one


def test_the_list_asks_as_often_for_three_as_for_one(client, plan):
    grow(plan)
    one = queries_of(client, reverse("plans:plans"))
    for _more in range(2):
        grow(PlanFactory())
    assert queries_of(client, reverse("plans:plans")) == one


def test_the_tables_ask_as_often_for_three_as_for_one(client, plan):
    grow(plan)
    address = reverse("plans:export", args=[plan.key, "all", "xlsx"])
    one = queries_of(client, address)
    grow(plan)
    grow(plan)
    assert queries_of(client, address) == one


def test_the_panel_shows_the_way_and_the_peers(client, plan):
    like(plan.area)
    grow(plan)
    page = client.get(
        reverse("territories:area", args=[plan.area.key]), headers={"accept-language": "en"}
    ).content.decode()
    assert "Results of planning" in page
    assert page.count("way-chart-line") >= 2
    assert "way-chart-band" in page
    assert "4 similar municipalities" in page
    assert "From 100.0 in 2021 to 160.0 in 2027." in page
    assert "behind" in page


def test_without_peers_found_those_of_the_region_stand_beside(client, plan):
    region = AreaFactory(kind=Area.Kind.REGION, name="Vidus reģions")
    linked = IndicatorFactory(kind="mean")
    PlanIndicatorFactory(plan=plan, indicator=linked)
    for area in (plan.area, *(AreaFactory(kind=Area.Kind.MUNICIPALITY) for _ in range(3))):
        Belonging.objects.create(child=area, parent=region)
        for year in (2021, 2022):
            ObservationFactory(indicator=linked, area=area, year=year, value=100)
    elsewhere = AreaFactory(kind=Area.Kind.MUNICIPALITY)
    ObservationFactory(indicator=linked, area=elsewhere, year=2022, value=9999)
    page = client.get(reverse("plans:plan", args=[plan.key]), headers={"accept-language": "en"}).content.decode()
    assert "municipalities: Vidus reģions" in page
    assert "9,999" not in page


def test_money_and_progress_are_summed_without_what_was_given_up(client, plan):
    PlanProjectFactory(plan=plan, eur_own=1000, eur_eu=4000, state="done", done_in=2024, ends=2024)
    PlanProjectFactory(plan=plan, eur_own=500, ends=2024)
    PlanProjectFactory(plan=plan, eur_own=77_000, state="dropped")
    page = client.get(reverse("plans:plan", args=[plan.key]), headers={"accept-language": "en"}).content.decode()
    assert "€5,500" in page and "50%" in page
    assert "past its year" in page
    assert "done in time: 1 of 2" in page


def test_kind_advice_is_for_those_who_can_follow_it(client, as_planner, plan):
    GoalFactory(plan=plan, kind="objective", number="M9")
    for _more in range(21):
        PlanIndicatorFactory(plan=plan)
    page = as_planner.get(reverse("plans:plan", args=[plan.key]), headers={"accept-language": "en"}).content.decode()
    assert "There are 21 indicators" in page and "Nothing measures yet" in page
    as_planner.logout()
    page = client.get(reverse("plans:plan", args=[plan.key]), headers={"accept-language": "en"}).content.decode()
    assert "Nothing measures yet" not in page


def test_a_measure_tells_where_it_is_planned(client, plan):
    measure = MeasureFactory(event=None, programme=ProgrammeFactory())
    project = PlanProjectFactory(plan=plan, title=two("Ceļi", "Roads"))
    say_cause(project, "measure", measure.pk, by=PersonFactory(administrator=True))
    page = client.get(reverse("needs:measure", args=[measure.pk]), headers={"accept-language": "en"}).content.decode()
    assert f"/plans/{plan.key}/#project-{project.pk}" in page
    hidden = PlanFactory(draft=True)
    secret = PlanProjectFactory(plan=hidden, title=two("zqslepens", "zqslepens"))
    say_cause(secret, "measure", measure.pk, by=PersonFactory(administrator=True))
    page = client.get(reverse("needs:measure", args=[measure.pk])).content.decode()
    assert "zqslepens" not in page
    page = client.get(reverse("plans:plan", args=[plan.key])).content.decode()
    assert measure.words in page
