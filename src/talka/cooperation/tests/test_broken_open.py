"""What somebody tried in order to break the room open: amounts without measure, figures of others, stale states."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.cooperation.actions.agreements import endorsements, life, parties
from talka.cooperation.actions.agreements.drafting import Terms
from talka.cooperation.actions.agreements.parties import PartyData
from talka.cooperation.actions.agreements.standing import Standing, check
from talka.cooperation.actions.appraisal.compute import compute
from talka.cooperation.actions.appraisal.model import ModelData, set_model
from talka.cooperation.actions.appraisal.ways import add_site
from talka.cooperation.actions.briefs import BriefData, write_brief
from talka.cooperation.actions.cases import CaseData, begin_case, publish
from talka.cooperation.actions.groups import PlanData, begin_plan
from talka.cooperation.actions.partners import open_figures
from talka.cooperation.actions.steps import answer_for_partner
from talka.cooperation.factories import MunicipalityFactory, PartnerFactory, PartnerFiguresFactory, ServiceCostFactory
from talka.cooperation.forms.project_money import read
from talka.cooperation.models import Partner, ServiceCost
from talka.cooperation.queries.lists import cases_of
from talka.decisions.models import DecisionRun
from talka.documents.kept_files import Sent
from talka.territories.models import Succession
from talka.ui.refusals import Refusal

from .agreement_world import again, drafted, endorsed_by, refused, set_shares

pytestmark = pytest.mark.django_db
LONG_AGO = dt.timedelta(hours=1)


def deactivate(person):
    person.account.is_active = False
    person.account.save()


# Figures that a partner keeps to itself.


def test_an_organiser_does_not_open_figures_of_a_partner_whose_people_cannot_sign_in_any_more(
    case, other, neighbour, organiser
):
    PartnerFiguresFactory(partner=other, by=neighbour)
    open_figures(other, Partner.Openness.OWN, by=neighbour)
    deactivate(neighbour)
    with pytest.raises(Refusal) as refusal:
        open_figures(other, Partner.Openness.PUBLIC, by=organiser)
    assert refusal.value.status == 403
    assert again(other).openness == Partner.Openness.OWN


def test_an_organiser_says_for_a_partner_without_people_who_sees_what_they_wrote_down(case, other, organiser):
    PartnerFiguresFactory(partner=other, by=organiser)
    open_figures(other, Partner.Openness.OWN, by=organiser)
    open_figures(other, Partner.Openness.PUBLIC, by=organiser)
    assert again(other).openness == Partner.Openness.PUBLIC


def test_an_organiser_does_not_read_the_brief_and_answers_of_people_who_cannot_sign_in_any_more(
    client, case, other, neighbour, organiser
):
    open_figures(other, Partner.Openness.OWN, by=neighbour)
    answer_for_partner(other, "study", {"weaknesses": "SLEPENA-VAJIBA"}, version=0, by=neighbour)
    write_brief(other, BriefData(risks="SLEPENS-RISKS"), version=0, by=neighbour)
    deactivate(neighbour)
    client.force_login(organiser.account)
    step = client.get(reverse("cooperation:step", args=[case.slug, "study"]))
    assert step.status_code == 200 and "SLEPENA" not in step.content.decode()
    asked = [reverse("cooperation:partner_step", args=[case.slug, "study", other.pk])]
    names = ("brief", "brief_pdf", "decision_docx", "edit_brief")
    asked += [reverse(f"cooperation:{name}", args=[case.slug, other.pk]) for name in names]
    for address in asked:
        assert client.get(address).status_code == 404, address
    with pytest.raises(Refusal):
        write_brief(other, BriefData(risks="x"), version=1, by=organiser)
    with pytest.raises(Refusal):
        answer_for_partner(other, "study", {"weaknesses": "x"}, version=1, by=organiser)


def test_an_organiser_goes_on_with_what_they_wrote_down_themselves(client, case, other, organiser):
    answer_for_partner(other, "study", {"weaknesses": "PIERAKSTITS"}, version=0, by=organiser)
    write_brief(other, BriefData(risks="PIERAKSTITS"), version=0, by=organiser)
    client.force_login(organiser.account)
    for address in (
        reverse("cooperation:step", args=[case.slug, "study"]),
        reverse("cooperation:partner_step", args=[case.slug, "study", other.pk]),
        reverse("cooperation:brief", args=[case.slug, other.pk]),
    ):
        assert "PIERAKSTITS" in client.get(address).content.decode(), address


def test_the_list_of_cases_tells_outsiders_of_nobody_who_was_only_asked_or_said_no(client, case, planner):
    publish(case, by=planner)
    asked = PartnerFactory(case=case, state=Partner.State.INVITED, answered_on=None, order=2)
    declined = PartnerFactory(case=case, state=Partner.State.DECLINED, order=3)
    page = client.get(reverse("cooperation:cases")).content.decode()
    inside = case.partners.get(order=1).organisation.name
    assert inside in page
    for row in (asked, declined):
        assert row.organisation.name not in page
        assert not cases_of(None, words=row.organisation.name).exists()
    assert cases_of(None, words=inside).exists()


# Amounts without measure.


@pytest.mark.parametrize(
    "amounts",
    [{"fixed_eur": 1e308}, {"unit_eur": 1e300}, {"travel_eur": 1e308}, {"fixed_eur": float("nan")}],
    ids=str,
)
def test_a_cost_model_without_measure_is_refused(case, planner, amounts):
    data = ModelData(unit="t", origin=ServiceCost.Origin.ENTERED, **amounts)
    with pytest.raises(Refusal) as refusal:
        set_model(case, data, version=0, by=planner)
    assert refusal.value.status == 422


@pytest.mark.parametrize("model", [{"unit_eur": 1e10, "elasticity": 3}, {"elasticity": 900}], ids=str)
def test_costs_that_run_away_are_told_and_the_case_goes_on(as_planner, case, partner, other, planner, model):
    for one in (partner, other):
        PartnerFiguresFactory(partner=one, volume=9_000_000_000_000)
    cost = ServiceCostFactory(case=case, **model)
    run = compute(case, by=planner)
    assert run.state == DecisionRun.State.FAILED
    assert as_planner.get(reverse("cooperation:appraisal", args=[case.slug])).status_code == 200
    ServiceCost.objects.filter(pk=cost.pk).update(unit_eur=0.001, elasticity=1)
    assert compute(case, by=planner).state == DecisionRun.State.PROPOSED


def test_a_computation_that_was_cut_off_is_computed_when_asked_again(case, partner, other, planner):
    for one in (partner, other):
        PartnerFiguresFactory(partner=one)
    ServiceCostFactory(case=case)
    run = compute(case, by=planner)
    left = DecisionRun.objects.filter(pk=run.pk)
    left.update(state=DecisionRun.State.WAITING, result=None, created_at=timezone.now() - LONG_AGO)
    assert compute(case, by=planner).state == DecisionRun.State.PROPOSED


@pytest.mark.parametrize("months", [-1, 601, 99_999])
@pytest.mark.parametrize("name", ["notice_months", "renews_months", "remind_months"])
def test_months_without_measure_are_refused(name, months):
    towns = tuple(MunicipalityFactory.create_batch(2))
    terms = Terms("Kopā", "cooperation-agreement", valid_from=dt.date(2025, 1, 1), **{name: months})
    with pytest.raises(Refusal) as refusal:
        check(Standing(terms, towns), None)
    assert refusal.value.status == 422


@pytest.mark.parametrize("budget", ["10000000000000", "100.005", "NaN"])
def test_a_budget_without_measure_or_with_parts_of_a_cent_is_refused(budget):
    towns = tuple(MunicipalityFactory.create_batch(2))
    terms = Terms("Kopā", "cooperation-agreement", valid_from=dt.date(2025, 1, 1))
    with pytest.raises(Refusal) as refusal:
        check(Standing(terms, towns, budget=Decimal(budget)), None)
    assert refusal.value.status == 422


@pytest.mark.parametrize("text", ["2026:sNaN", "2026:NaN", "2026:Infinity"])
def test_amounts_that_were_never_shown_are_none(text):
    assert read(text) == {}


def test_nobody_decides_on_a_computation_that_the_page_did_not_show(as_planner, case, partner, other, planner):
    for one in (partner, other):
        PartnerFiguresFactory(partner=one)
    ServiceCostFactory(case=case)
    case.ways.create(a=min(partner, other, key=lambda one: one.pk), b=max(partner, other, key=lambda one: one.pk), km=9)
    shown = compute(case, by=planner)
    ServiceCost.objects.filter(case=case).update(fixed_eur=90_000)
    compute(case, by=planner)
    address = reverse("cooperation:decide_key", args=[case.slug])
    said = {"run": shown.pk, "key": "equal", "reason": "Vienkārši"}
    refused_page = as_planner.post(address, said)
    assert refused_page.status_code == 409 and "key" not in refused_page.context["form"].errors
    assert ServiceCost.objects.get(case=case).accepted is None
    newest = as_planner.get(address).context["form"].initial["run"]
    done = as_planner.post(address, said | {"run": newest})
    assert done.status_code == 302, done.context["form"].errors
    assert ServiceCost.objects.get(case=case).accepted_id == newest


# One organisation under two names.


def test_a_case_begun_for_a_merged_organisation_is_that_of_the_one_it_became(planner):
    kept = planner.organisation
    double = MunicipalityFactory(merged_into=kept)
    row = begin_case(CaseData("Kopā", "waste"), double, by=None)
    assert [one.organisation for one in row.partners.all()] == [kept]


# Agreements.


def test_one_party_alone_brings_no_agreement_into_force(case, planner, neighbour):
    row = drafted(case, planner)
    endorsements.send(again(row), by=planner)
    mine, theirs = row.parties.order_by("order")
    parties.leave(theirs, on=dt.date(2026, 3, 1), reason="Par dārgu", by=neighbour)
    set_shares(row, "7000.01", ["7000.01"], by=planner)
    endorsed_by(row, planner)
    with refused("at least two parties"):
        life.enter_into_force(again(row), on=dt.date(2026, 4, 1), number="1", sent=Sent(), by=planner)
    assert again(row).state != "in_force"
    assert again(mine).stands


def test_a_municipality_merged_away_since_the_draft_concludes_nothing(case, planner, neighbour, other):
    row = drafted(case, planner)
    endorsements.send(again(row), by=planner)
    endorsed_by(row, planner, neighbour)
    heir = MunicipalityFactory()
    Succession.objects.create(old=other.organisation.area, new=heir.area, on=dt.date(2026, 3, 15), share=1)
    with refused("was merged"):
        life.enter_into_force(again(row), on=dt.date(2026, 4, 1), number="1", sent=Sent(), by=planner)
    assert again(row).state == "endorsed"
    life.enter_into_force(again(row), on=dt.date(2026, 3, 10), number="1", sent=Sent(), by=planner)
    assert again(row).state == "in_force"


def test_who_had_left_and_takes_a_merged_ones_place_is_a_party_again(case, planner, neighbour, other):
    row = drafted(case, planner)
    third = MunicipalityFactory()
    parties.add(again(row), third, PartyData(), by=planner)
    heir = row.parties.get(organisation=third)
    parties.leave(heir, on=dt.date(2026, 3, 1), reason="Negribam", by=planner)
    Succession.objects.create(old=other.organisation.area, new=third.area, on=dt.date(2025, 7, 1), share=1)
    parties.put_in_successor(row.parties.get(organisation=other.organisation), third, by=planner)
    heir.refresh_from_db()
    assert heir.stands and heir.left_on is None and heir.amount == Decimal("3000.00")
    assert sum(one.amount for one in row.parties.filter(state="party")) == again(row).budget


@pytest.mark.parametrize(
    "amounts",
    [{"fixed_eur": 1e308}, {"unit_eur": 1e300}, {"travel_eur_per_km": 1e308}, {"volume_per_head": 1e300}],
    ids=str,
)
def test_a_map_of_groups_without_measure_is_refused(planner, amounts):
    with refused("too large"):
        begin_plan(PlanData("Karte", "waste", **({"fixed_eur": 1.0} | amounts)), by=planner)


def test_a_fee_without_measure_is_refused_and_the_page_of_places_opens(as_planner, case, partner, other, planner):
    with refused("too large"):
        add_site(case, "Poligons", "", [(partner, 10.0, 1e300), (other, 10.0, 5.0)], by=planner)
    add_site(case, "Poligons", "", [(partner, 10.0, 99e9), (other, 10.0, 5.0)], by=planner)
    assert as_planner.get(reverse("cooperation:appraisal_inputs", args=[case.slug])).status_code == 200
