"""The money of a joint project: exact to the cent, by source, partner and year; what does not add up is told."""

import datetime as dt
from decimal import Decimal

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import translation

from talka.cooperation.actions.projects import budget, projects, spending
from talka.cooperation.actions.projects.budget import FundingData, Line
from talka.cooperation.actions.projects.projects import ProjectData
from talka.cooperation.actions.projects.spending import SpendingData
from talka.cooperation.factories.projects import (
    FundingFactory,
    JointBudgetLineFactory,
    JointPartnerFactory,
    JointProjectFactory,
    SpendingFactory,
)
from talka.cooperation.models import JointBudgetLine, JointPartner
from talka.cooperation.queries.projects.money import money_of
from talka.cooperation.queries.projects.page import parties
from talka.people.factories import PersonFactory
from talka.ui.numbers import euro
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
EUR = Decimal


@pytest.fixture
def project():
    project = JointProjectFactory(draft=True)
    JointPartnerFactory(project=project, role=JointPartner.Role.LEAD, order=0)
    JointPartnerFactory(project=project, order=1)
    return project


@pytest.fixture
def planner(project):
    lead = project.partners.get(order=0)
    return PersonFactory(with_account=True, organisation=lead.organisation)


def whole(project):
    return money_of(project, parties(project))


def test_sums_by_source_year_and_partner_are_exact(project, planner):
    lead, other = project.partners.order_by("order")
    fund = budget.save_funding(project, FundingData("eu", "Kohēzijas fonds"), by=planner)
    for line, by_year in (
        (Line("own", lead), {2026: EUR("0.10"), 2027: EUR("0.20")}),
        (Line("own", other), {2026: EUR("1000.33")}),
        (Line("eu", None, fund), {2026: EUR("5000"), None: EUR("70000.01")}),
    ):
        budget.save_line(project, line, by_year, by=planner)
    spending.save_spending(
        project, SpendingData("own", EUR("0.05"), dt.date(2026, 3, 2), "R-1", partner=lead), by=planner
    )
    found = whole(project)
    assert (found.planned, found.spent, found.left) == (EUR("76000.64"), EUR("0.05"), EUR("76000.59"))
    assert [(one.planned, one.spent) for one in found.by_source] == [
        (EUR("1000.63"), EUR("0.05")),
        (EUR("75000.01"), EUR(0)),
    ]
    with translation.override("en"):
        years = {one.label: one.planned for one in whole(project).by_year}
    assert years == {"2026": EUR("6000.43"), "2027": EUR("0.20"), "not divided by years": EUR("70000.01")}
    assert [one.planned for one in found.by_partner] == [EUR("0.30"), EUR("1000.33"), EUR("75000.01")]
    assert found.gaps == []


def test_a_budget_that_does_not_add_up_is_told_with_the_difference_and_nothing_is_lost(client, project, planner):
    fund = FundingFactory(project=project, eur_told=EUR("80000.00"), funder="Kohēzijas fonds")
    project.total_told = EUR("100000.00")
    project.save()
    client.force_login(planner.account)
    address = reverse("cooperation:new_budget_line", args=[project.slug])
    sent = {"source": "eu", "partner": "", "funding": fund.pk, "title": "", "year_2026": "79 999,99", "year_2027": ""}
    assert client.post(address, sent).status_code == 302
    gaps = whole(project).gaps
    assert [one.difference for one in gaps] == [EUR("-20000.01"), EUR("-0.01")]
    for name in ("project", "project_money"):
        page = client.get(reverse(f"cooperation:{name}", args=[project.slug])).content.decode()
        assert euro(EUR("-20000.01")) in page
        assert euro(EUR("-0.01")) in page
    assert JointBudgetLine.objects.get().eur == EUR("79999.99")


@pytest.mark.parametrize(
    ("eur", "says"),
    [
        (EUR("-1"), "below nought"),
        (EUR("0.001"), "parts of a cent"),
        (EUR("NaN"), "below nought"),
        (EUR(10) ** 11, "too large"),
    ],
)
def test_amounts_that_cannot_be_are_refused_whole(project, planner, eur, says):
    lead = project.partners.get(order=0)
    with pytest.raises(Refusal, match=says), translation.override("en"):
        budget.save_line(project, Line("own", lead), {2026: EUR(5), 2027: eur}, by=planner)
    assert not JointBudgetLine.objects.exists()


def test_a_negative_amount_typed_is_told_and_stays_in_the_form(client, project, planner):
    client.force_login(planner.account)
    lead = project.partners.get(order=0)
    sent = {"source": "own", "partner": lead.pk, "title": "Projektēšana", "year_2026": "100", "year_2027": "-5"}
    answer = client.post(reverse("cooperation:new_budget_line", args=[project.slug]), sent)
    assert answer.status_code == 422
    assert "Projektēšana" in answer.content.decode()
    assert not JointBudgetLine.objects.exists()


def test_years_outside_the_project_are_refused_in_both_directions(project, planner):
    lead = project.partners.get(order=0)
    with pytest.raises(Refusal, match="does not run in 2025, 2030"), translation.override("en"):
        budget.save_line(project, Line("own", lead), {2025: EUR(1), 2026: EUR(1), 2030: EUR(1)}, by=planner)
    assert not JointBudgetLine.objects.exists()
    budget.save_line(project, Line("own", lead), {2028: EUR(1)}, by=planner)
    with pytest.raises(Refusal, match="outside these days: 2028"), translation.override("en"):
        data = ProjectData("Kopā", starts=dt.date(2026, 1, 1), ends=dt.date(2027, 1, 1))
        projects.change_project(project, data, version=project.version, by=planner)


def test_own_money_has_an_owner_and_a_funder_its_source(project, planner):
    fund = FundingFactory(project=project, source="eu")
    strange = JointPartnerFactory()
    for line, says in (
        (Line("own"), "Whose own money"),
        (Line("state", None, fund), "another source"),
        (Line("own", strange), "not of this project"),
        (Line("gold"), "not known"),
    ):
        with pytest.raises(Refusal, match=says), translation.override("en"):
            budget.save_line(project, line, {2026: EUR(1)}, by=planner)
    with pytest.raises(Refusal, match="name"), translation.override("en"):
        budget.save_funding(project, FundingData("own", "Dome"), by=planner)


def test_a_line_is_changed_in_all_its_years_at_once(client, project, planner):
    lead = project.partners.get(order=0)
    budget.save_line(project, Line("own", lead), {2026: EUR(10), 2027: EUR(20)}, by=planner)
    client.force_login(planner.account)
    address = reverse("cooperation:budget_line", args=[project.slug, project.budget.first().pk])
    form = client.get(address).context["form"]
    was = form.initial["was"]
    sent = {"source": "own", "partner": lead.pk, "title": "Būve", "was": was, "year_2026": "11", "year_2028": "7,50"}
    assert client.post(address, sent).status_code == 302
    rows = {(row.title, row.year): row.eur for row in project.budget.all()}
    assert rows == {("Būve", 2026): EUR(11), ("Būve", 2028): EUR("7.50")}
    again = reverse("cooperation:budget_line", args=[project.slug, project.budget.first().pk])
    stale = client.post(again, sent)
    assert stale.status_code == 409
    assert {row.eur for row in project.budget.all()} == {EUR(11), EUR("7.50")}


def test_the_same_line_does_not_stand_twice(project, planner):
    lead = project.partners.get(order=0)
    budget.save_line(project, Line("own", lead), {2026: EUR(1)}, by=planner)
    with pytest.raises(Refusal, match="stands already"), translation.override("en"):
        budget.save_line(project, Line("own", lead), {2027: EUR(1)}, by=planner)
    budget.save_line(project, Line("own", lead, title="Būve"), {2027: EUR(1)}, by=planner)
    assert whole(project).planned == 2


def test_a_line_is_taken_out_and_its_versions_stay(client, project, planner):
    lead = project.partners.get(order=0)
    budget.save_line(project, Line("own", lead), {2026: EUR(10)}, by=planner)
    row = project.budget.get()
    client.force_login(planner.account)
    address = reverse("cooperation:budget_line", args=[project.slug, row.pk])
    sent = {"source": "own", "partner": lead.pk, "was": "2026:10.00", "year_2026": "10", "take_out": "1"}
    assert client.post(address, sent).status_code == 302
    assert not project.budget.exists()
    versions = apps.get_model("cooperation", "JointBudgetLineVersion").objects.filter(pgh_obj_id=row.pk)
    assert [(one.pgh_label, one.eur) for one in versions.order_by("pgh_id")] == [
        ("insert", EUR("10.00")),
        ("delete", EUR("10.00")),
    ]


def test_a_payment_has_a_document_and_a_day_that_has_come(project, planner):
    lead = project.partners.get(order=0)
    for number, day, eur, says in (
        ("", dt.date(2026, 1, 1), EUR(1), "number of the document"),
        ("R-1", dt.date(2090, 1, 1), EUR(1), "not come"),
        ("R-1", dt.date(2026, 1, 1), EUR(0), "nought"),
    ):
        with pytest.raises(Refusal, match=says), translation.override("en"):
            spending.save_spending(project, SpendingData("own", eur, day, number, partner=lead), by=planner)


def test_a_payment_is_corrected_once_by_two_who_look(client, project, planner):
    row = SpendingFactory(project=project)
    client.force_login(planner.account)
    address = reverse("cooperation:spending", args=[project.slug, row.pk])
    sent = {"source": "other", "day": "2026-04-01", "document_number": "R-9", "eur": "12,34", "version": row.version}
    assert client.post(address, sent).status_code == 302
    row.refresh_from_db()
    assert (row.eur, row.document_number) == (EUR("12.34"), "R-9")
    assert client.post(address, sent | {"eur": "99"}).status_code == 409
    row.refresh_from_db()
    assert row.eur == EUR("12.34")


def test_a_funder_with_money_stays(client, project, planner):
    fund = FundingFactory(project=project)
    JointBudgetLineFactory(project=project, source="eu", funding=fund)
    client.force_login(planner.account)
    address = reverse("cooperation:funding", args=[project.slug, fund.pk])
    sent = {"source": "eu", "funder": fund.funder, "version": fund.version, "publicity_0": "", "publicity_1": ""}
    assert client.post(address, sent | {"take_out": "1"}).status_code == 409
    assert client.post(address, sent | {"source": "state"}).status_code == 422
    assert client.post(address, sent | {"number": "L-7"}).status_code == 302
    fund.refresh_from_db()
    assert (fund.number, fund.source) == ("L-7", "eu")


def test_what_the_funder_wants_said_stands_on_the_page(client, project, planner):
    FundingFactory(project=project, publicity="Līdzfinansē Eiropas Savienība")
    projects.publish(project, by=planner)
    for name in ("project", "project_money"):
        page = client.get(reverse(f"cooperation:{name}", args=[project.slug])).content.decode()
        assert "Līdzfinansē Eiropas Savienība" in page


def test_a_supporter_and_a_stranger_change_no_money(client, project):
    supporter = JointPartnerFactory(project=project, role=JointPartner.Role.SUPPORTER).organisation
    line = JointBudgetLineFactory(project=project)
    for organisation in (supporter, None):
        person = PersonFactory(with_account=True, organisation=organisation)
        client.force_login(person.account)
        for address in (
            reverse("cooperation:new_budget_line", args=[project.slug]),
            reverse("cooperation:budget_line", args=[project.slug, line.pk]),
            reverse("cooperation:new_funding", args=[project.slug]),
            reverse("cooperation:new_spending", args=[project.slug]),
        ):
            assert client.get(address).status_code == 404
        with pytest.raises(Refusal) as refused:
            budget.save_line(project, Line("other"), {2026: EUR(1)}, by=person)
        assert refused.value.status == 403


def test_a_line_of_another_project_is_not_reached_through_ones_own(client, project, planner):
    foreign = JointBudgetLineFactory()
    client.force_login(planner.account)
    assert client.get(reverse("cooperation:budget_line", args=[project.slug, foreign.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_money_page_asks_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    project = JointProjectFactory()
    for year in range(number):
        partner = JointPartnerFactory(project=project)
        fund = FundingFactory(project=project)
        JointBudgetLineFactory(project=project, source="eu", partner=partner, funding=fund, year=2026 + year)
        SpendingFactory(project=project, partner=partner)
    client.get(reverse("cooperation:project_money", args=[project.slug]))
    with django_assert_num_queries(6):
        client.get(reverse("cooperation:project_money", args=[project.slug]))
