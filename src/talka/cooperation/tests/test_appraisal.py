"""An appraisal from figures to a key: computed of what partners entered, decided by a person."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from talka.cooperation import jobs
from talka.cooperation.actions.appraisal import choosing
from talka.cooperation.actions.appraisal import compute as computing
from talka.cooperation.actions.appraisal.compute import compute
from talka.cooperation.actions.appraisal.figures import FiguresData, enter_figures
from talka.cooperation.actions.appraisal.model import ModelData, set_joint_cost, set_model
from talka.cooperation.actions.partners import withdraw
from talka.cooperation.appraisal.inputs import Asked
from talka.cooperation.appraisal.result import ALL, Appraised
from talka.cooperation.factories import PartnerFactory, PartnerFiguresFactory, ServiceCostFactory
from talka.cooperation.models import Partner, PartnerFigures, ServiceCost
from talka.cooperation.queries.appraisal.figures import appraisal_of
from talka.cooperation.queries.appraisal.gather import reference
from talka.cooperation.queries.appraisal.page import appraisal_page
from talka.cooperation.queries.appraisal.telling import Cell
from talka.decisions.models import DecisionRun
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
pytest.importorskip("talka.methods.cost_sharing.shapley")
pytest.importorskip("talka.methods.coalitions.evaluate")


@pytest.fixture
def told(case, partner, other):
    """Two partners that need 1,000 and 3,000 t; together they save the second fixed cost."""
    PartnerFiguresFactory(partner=partner, volume=1000, cost_eur=100_000, population=10_000)
    PartnerFiguresFactory(partner=other, volume=3000, cost_eur=220_000, population=40_000)
    ServiceCostFactory(case=case)
    set_way(case, partner, other)
    return case


def set_way(case, a, b, km=0):
    case.ways.create(a=min(a, b, key=lambda one: one.pk), b=max(a, b, key=lambda one: one.pk), km=km)


def test_the_partner_itself_enters_its_figures(as_planner, case, partner, other):
    address = reverse("cooperation:own_figures", args=[case.slug, partner.pk])
    sent = {"shares_costs": "on", "volume": "1200,5", "cost_eur": "98 000", "year": "2025", "level": "Reizi nedēļā"}
    assert as_planner.get(address).status_code == 200
    assert as_planner.post(address, sent | {"version": "0"}).status_code == 302
    figures = PartnerFigures.objects.get(partner=partner)
    assert (figures.volume, figures.cost_eur, figures.level) == (Decimal("1200.5"), 98_000, "Reizi nedēļā")
    assert as_planner.post(address, sent | {"version": "0"}).status_code == 409  # somebody saved meanwhile
    assert as_planner.get(reverse("cooperation:own_figures", args=[case.slug, other.pk])).status_code == 404


def test_an_organiser_writes_over_no_figures_that_it_cannot_see(client, case, organiser):
    paper = PartnerFactory(case=case)
    client.force_login(organiser.account)
    address = reverse("cooperation:own_figures", args=[case.slug, paper.pk])
    assert client.get(address).status_code == 200
    PartnerFiguresFactory(partner=paper, cost_eur=123_457)
    assert client.get(address).status_code == 404
    with pytest.raises(Refusal) as refused:
        enter_figures(paper, FiguresData(), version=1, by=organiser)
    assert refused.value.status == 403


def test_shares_under_every_key_stand_beside_each_other(as_planner, told, planner, partner, other):
    address = reverse("cooperation:compute_appraisal", args=[told.slug])
    answer = as_planner.post(address, {"grant_percent": "50", "swing_percent": "20", "percent_equal": "30"})
    assert answer.status_code == 302
    page = appraisal_page(told, planner)
    assert page.computed.total_eur == 280_000
    shares = {row.key: [cell.eur for cell in row.cells] for row in page.computed.keys}
    assert shares["equal"] == [140_000, 140_000]
    assert shares["population"] == [56_000, 224_000]
    assert shares["usage"] == [70_000, 210_000]
    assert shares["mixed"] == [91_000, 189_000]
    assert shares["shapley"] == shares["nucleolus"] == [80_000, 200_000]  # each saves half of the second fixed cost
    stable = {row.key: row.stable for row in page.computed.keys}
    assert stable == {
        "equal": False,
        "population": False,
        "usage": True,
        "fiscal": False,
        "mixed": True,
        "shapley": True,
        "nucleolus": True,
    }
    leavers = {row.key: row.leavers for row in page.computed.keys}
    assert leavers["equal"] == ((str(partner), 140_000, 100_000),)
    html = as_planner.get(reverse("cooperation:appraisal", args=[told.slug])).content.decode()
    assert "kodol" not in html.lower() and " core" not in html.lower()


def test_the_page_opens_from_the_readers_own_side(told, planner, neighbour, partner, other):
    third = PartnerFactory(case=told, order=2)
    PartnerFiguresFactory(partner=third, volume=500, cost_eur=70_000, population=5_000)
    set_way(told, partner, third, 40)
    set_way(told, other, third, 10)
    compute(told, by=planner)
    mine = appraisal_page(told, planner, key="shapley").computed
    theirs = appraisal_page(told, neighbour, key="shapley").computed
    assert (mine.view_name, theirs.view_name) == (str(partner), str(other))
    assert [(one.name, one.label) for one in mine.choices] == [
        ("alone", ""),
        ("pair", str(other)),
        ("pair", str(third)),
        ("all", ""),
    ]
    alone, with_other, _with_third, _with_all = mine.choices
    assert (alone.eur, alone.per_head_eur) == (100_000, 10)
    assert (with_other.eur, with_other.less_eur, with_other.per_head_eur) == (80_000, 20_000, 8)
    names = [(one.name, one.label) for one in mine.cases]
    assert names == [("without", str(other)), ("without", str(third)), ("less", ""), ("more", ""), ("grant", "")]


def test_a_grant_and_other_volumes_change_what_each_pays(told, planner):
    compute(told, Asked(grant_percent=50, swing_percent=20), by=planner)
    rows = {one.name: one for one in appraisal_page(told, planner, key="usage").computed.cases}
    assert rows["grant"].total_eur == 260_000
    assert rows["less"].total_eur == 40_000 + 3200 * 60
    assert rows["more"].total_eur == 40_000 + 4800 * 60
    assert rows["grant"].eur == 65_000


def test_the_accepted_key_is_read_by_agreement_and_brief(as_planner, told, planner, partner, other, neighbour):
    compute(told, by=planner)
    assert appraisal_of(told, planner).key == ""
    address = reverse("cooperation:decide_key", args=[told.slug])
    assert as_planner.get(address).status_code == 200
    assert as_planner.post(address, {"key": "shapley", "reason": "Visiem skaidrs"}).status_code == 302
    said = appraisal_of(told, planner)
    assert (said.key, said.total_eur, said.stable, said.stale) == ("shapley", 280_000, True, False)
    assert said.of(partner).share_eur == 80_000
    assert said.of(other).saving_eur == 20_000
    assert said.of(partner).share_per_head_eur == 8
    assert said.run.state == DecisionRun.State.ACCEPTED and said.run.reason == "Visiem skaidrs"
    figures = PartnerFigures.objects.get(partner=other)
    enter_figures(other, FiguresData(volume=Decimal(9)), version=figures.version, by=neighbour)
    assert appraisal_of(told, planner).stale
    html = as_planner.get(reverse("cooperation:appraisal", args=[told.slug])).content.decode()
    assert "have changed since" in html or "ir mainījušies" in html


def test_amounts_agreed_by_hand_sum_to_the_cent_and_have_a_reason(told, planner, partner, other):
    run = compute(told, by=planner)
    names = [reference(partner.pk), reference(other.pk)]
    wrong = dict(zip(names, (Decimal("90000.01"), Decimal(190_000)), strict=True))
    with pytest.raises(Refusal, match=r"0[,.]01"):
        choosing.accept_amounts(told, run, wrong, by=planner, reason="Vienojāmies")
    right = dict(zip(names, (Decimal("90000.01"), Decimal("189999.99")), strict=True))
    with pytest.raises(Refusal, match=r"say why|sakiet|iemesl"):
        choosing.accept_amounts(told, run, right, by=planner, reason=" ")
    choosing.accept_amounts(told, run, right, by=planner, reason="Vienojāmies")
    said = appraisal_of(told, planner)
    assert (said.key, said.of(partner).share_eur, said.total_eur) == ("by_hand", Decimal("90000.01"), 280_000)
    assert said.run.state == DecisionRun.State.OVERRIDDEN


def test_who_gains_without_sharing_stands_beside(told, planner, partner):
    region = PartnerFactory(case=told, organisation=OrganisationFactory(kind=Organisation.Kind.REGION))
    PartnerFiguresFactory(partner=region, shares_costs=False, volume=None, cost_eur=None, benefit_eur=15_000)
    PartnerFigures.objects.filter(partner=partner).update(own_cost_eur=1_500, benefit_eur=500)
    compute(told, by=planner)
    page = appraisal_page(told, planner)
    assert [row.amounts.benefit_eur for row in page.beside] == [15_000]
    assert len(page.computed.members) == 2
    whole = next(one for one in page.computed.choices if one.name == "all")
    assert whole.less_eur == 20_000 - 1_500 + 500


def test_one_partner_has_nobody_to_share_with(case, partner, other, neighbour, planner):
    PartnerFiguresFactory(partner=partner)
    withdraw(other, reason="Citādi", by=neighbour)
    with pytest.raises(Refusal, match=r"nobody to share|nav ar ko"):
        compute(case, by=planner)
    assert not DecisionRun.objects.exists()


def test_groups_without_a_cost_are_named_and_keys_without_them_computed(case, partner, other, planner):
    third = PartnerFactory(case=case, order=2)
    for one in (partner, other, third):
        PartnerFiguresFactory(partner=one)
    set_joint_cost(case, [partner, other, third], Decimal(240_000), by=planner)
    set_joint_cost(case, [partner, other], Decimal(170_000), by=planner)
    compute(case, by=planner)
    page = appraisal_page(case, planner).computed
    assert len(page.missing) == 2 and all(str(third) in group for group in page.missing)
    assert [row.key for row in page.keys if row.cells] == ["equal", "population", "usage", "fiscal", "mixed"]
    assert {row.key for row in page.keys if row.stable is not None} == set()
    assert dict(page.without_variant).keys() == {"less", "more", "grant"}


def test_partners_that_lose_by_going_together_are_told(case, partner, other, planner):
    PartnerFiguresFactory(partner=partner, cost_eur=50_000)
    PartnerFiguresFactory(partner=other, cost_eur=60_000)
    set_joint_cost(case, [partner, other], Decimal(130_000), by=planner)
    compute(case, by=planner)
    page = appraisal_page(case, planner).computed
    assert sorted(page.apart) == sorted([str(partner), str(other)])
    assert (page.apart_loss_eur, page.savable) == (20_000, False)


def test_two_that_would_rather_stay_apart_are_named(case, partner, other, planner):
    third = PartnerFactory(case=case, order=2)
    for one in (partner, other, third):
        PartnerFiguresFactory(partner=one, cost_eur=100_000)
    for members, eur in (((partner, other), 230_000), ((partner, third), 150_000), ((other, third), 160_000)):
        set_joint_cost(case, list(members), Decimal(eur), by=planner)
    set_joint_cost(case, [partner, other, third], Decimal(240_000), by=planner)
    compute(case, by=planner)
    page = appraisal_page(case, planner).computed
    assert page.apart == () and len(page.apart_pairs) == 1
    assert set(page.apart_pairs[0].split(", ")) == {str(partner), str(other)}


@pytest.mark.parametrize("number", [12])
def test_the_page_of_many_partners_is_light(client, told, planner, number):
    for _each in range(number - 2):
        PartnerFiguresFactory(partner=PartnerFactory(case=told))
    compute(told, by=planner, at_once=True)
    client.force_login(planner.account)
    assert len(client.get(reverse("cooperation:appraisal", args=[told.slug])).content) < 60_000


@pytest.mark.parametrize("volume", [Decimal(0), None])
def test_a_volume_of_nothing_or_none_leaves_out_only_the_keys_that_need_it(case, partner, other, planner, volume):
    PartnerFiguresFactory(partner=partner, volume=volume)
    PartnerFiguresFactory(partner=other)
    ServiceCostFactory(case=case)
    set_way(case, partner, other)
    set_joint_cost(case, [partner, other], Decimal(150_000), by=planner)
    compute(case, by=planner)
    rows = {row.key: row for row in appraisal_page(case, planner).computed.keys}
    assert not rows["usage"].cells and rows["usage"].why
    assert [cell.eur for cell in rows["equal"].cells] == [75_000, 75_000]
    assert rows["shapley"].cells


def test_no_amount_is_below_nothing(as_planner, case, partner, planner):
    address = reverse("cooperation:own_figures", args=[case.slug, partner.pk])
    assert as_planner.post(address, {"volume": "-5", "version": "0"}).status_code == 422
    with pytest.raises(Refusal, match=r"below nothing|mazāk"):
        enter_figures(partner, FiguresData(volume=Decimal(-5)), version=0, by=planner)
    with pytest.raises(Refusal):
        set_model(case, ModelData(origin="entered", fixed_eur=-1), version=0, by=planner)
    assert not PartnerFigures.objects.exists() and not ServiceCost.objects.exists()


def test_a_partner_that_withdrew_counts_no_more_and_stays_on_record(told, planner, partner, other, neighbour):
    third = PartnerFactory(case=told, order=2)
    PartnerFiguresFactory(partner=third)
    set_way(told, partner, third)
    set_way(told, other, third)
    before = compute(told, by=planner)
    withdraw(other, reason="Dome lēma citādi", by=neighbour)
    assert appraisal_page(told, planner).computed.changed
    with pytest.raises(Refusal, match=r"Other partners|citi partneri"):
        choosing.accept_key(told, before, "equal", by=planner, reason="")
    after = compute(told, by=planner)
    assert set(Appraised.from_json(after.result).parties) == {reference(partner.pk), reference(third.pk)}
    assert PartnerFigures.objects.filter(partner=other).exists()


def test_many_partners_are_computed_by_the_worker(monkeypatch, told, planner):
    asked = []
    before = compute(told, Asked(grant_percent=10), by=planner)
    monkeypatch.setattr(jobs.compute_appraisal, "defer", lambda run: asked.append(run))
    monkeypatch.setattr(computing, "AT_ONCE", 1)
    run = compute(told, by=planner)
    assert run.state == DecisionRun.State.WAITING
    assert compute(told, by=planner).pk == run.pk  # asking twice is asking once
    page = appraisal_page(told, planner)
    assert (page.run.pk, page.computed.run.pk) == (run.pk, before.pk)  # what was computed before stays until then
    jobs.compute_appraisal(asked[0])
    jobs.compute_appraisal(asked[0])
    run.refresh_from_db()
    assert asked == [run.pk] and run.state == DecisionRun.State.PROPOSED
    assert Appraised.from_json(run.result).variant(ALL).cents == 28_000_000


def test_only_who_may_change_the_case_computes(client, told, organiser):
    stranger = PersonFactory(with_account=True)
    with pytest.raises(Refusal) as refused:
        compute(told, by=stranger)
    assert refused.value.status == 403
    invited = PartnerFactory(case=told, state=Partner.State.INVITED, answered_on=None)
    client.force_login(PersonFactory(with_account=True, organisation=invited.organisation).account)
    assert client.post(reverse("cooperation:compute_appraisal", args=[told.slug])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(client, django_assert_num_queries, told, planner, partner, number):
    for _each in range(number):
        more = PartnerFactory(case=told)
        PartnerFiguresFactory(partner=more)
    compute(told, by=planner)
    client.force_login(planner.account)
    address = reverse("cooperation:appraisal", args=[told.slug])
    client.get(address)
    with django_assert_num_queries(22):
        client.get(address)


def test_amounts_are_said_in_whole_euro():
    cell = Cell("Avoti", Decimal("1200.40"), Decimal("-99.60"))
    unknown = Cell("Avoti", Decimal(5), None)
    with translation.override("en"):
        assert (cell.whole, cell.less_euro, cell.more_euro) == ("€1,200", "-€100", "€100")
        assert (unknown.less_euro, unknown.more_euro) == ("", "")
