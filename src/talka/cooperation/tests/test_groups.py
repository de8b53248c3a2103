"""A computed map of groups: private to who made it until shared, changed by hand, taken along as files."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse

from talka.cooperation import access, jobs
from talka.cooperation.actions import groups
from talka.cooperation.actions.groups import PlanData
from talka.cooperation.factories import MunicipalityFactory
from talka.cooperation.models import GroupPlan
from talka.cooperation.queries.groups import coloured, groups_page
from talka.decisions.models import DecisionRun, HandChange
from talka.indicators.factories import IndicatorFactory, ObservationFactory
from talka.indicators.models import Indicator
from talka.people.factories import PersonFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging, Border
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
pytest.importorskip("talka.methods.coalitions.solve")


@pytest.fixture
def maker():
    return PersonFactory(with_account=True, organisation=MunicipalityFactory())


@pytest.fixture
def region():
    """A made-up region: four in a row, each bordering the next, and an island that borders none."""
    region = AreaFactory(kind=Area.Kind.REGION, illustrative=True, name="Salu reģions")
    population = Indicator.objects.filter(key="population").first() or IndicatorFactory(key="population")
    before = None
    for place, people in enumerate((4000, 3000, 5000, 2000, 1000)):
        area = AreaFactory(
            illustrative=True,
            key=f"sala-{place}",
            name=f"Salas {place}",
            lat=57,
            lon=24 + place * 0.2,
            row=0,
            column=place,
        )
        Belonging.objects.create(child=area, parent=region)
        ObservationFactory(indicator=population, area=area, value=people, year=2023)
        if before is not None and place < 4:
            Border.objects.create(a=min(before, area, key=by_id), b=max(before, area, key=by_id))
        before = area
    return region


def by_id(area):
    return area.pk


def asked(region, **changes):
    data = {"title": "Atkritumi kopā", "service": "waste", "region": region, "fixed_eur": 50_000, "unit_eur": 10}
    return PlanData(**data | {"max_members": 2, "max_km": 60, "travel_eur_per_km": 0.1} | changes)


def test_groups_are_computed_and_an_island_stays_alone(client, region, maker):
    plan = groups.begin_plan(asked(region), by=maker)
    page = groups_page(plan)
    assert [one.members for one in page.joined] == [("sala-0", "sala-1"), ("sala-2", "sala-3")]
    assert page.alone == ["Salas 4"]
    first = page.joined[0]
    assert (first.host, first.people) == ("Salas 0", 7000)  # the larger one hosts: less is carried
    assert page.saving_eur == pytest.approx(100_000 - 0.1 * (3000 + 2000) * 1.3 * 12.11, rel=0.01)
    assert all(one.stable for one in page.joined)
    client.force_login(maker.account)
    html = client.get(reverse("cooperation:group_plan", args=[plan.key])).content.decode()
    assert "Salas 4" in html and "tile-1" in html and "kodol" not in html.lower()


def test_the_form_asks_and_a_stale_one_is_told(client, region, maker):
    client.force_login(maker.account)
    sent = {
        "title": "Ūdens", "service": "water", "region": str(region.pk), "volume_per_head": "1", "fixed_eur": "50000",
        "unit_eur": "10", "elasticity": "0,9", "travel_eur_per_km": "0", "detour": "1,3", "max_members": "3",
        "max_km": "60", "contiguous": "on",
    }  # fmt: skip
    assert client.get(reverse("cooperation:new_group_plan")).status_code == 200
    answer = client.post(reverse("cooperation:new_group_plan"), sent)
    plan = GroupPlan.objects.get()
    assert answer.url == reverse("cooperation:group_plan", args=[plan.key])
    assert plan.rules["elasticity"] == 0.9
    edit = reverse("cooperation:edit_group_plan", args=[plan.key])
    assert client.post(edit, sent | {"version": "1", "max_members": "2"}).status_code == 302
    assert client.post(edit, sent | {"version": "1"}).status_code == 409
    assert GroupPlan.objects.get().rules["max_members"] == 2
    assert client.post(reverse("cooperation:new_group_plan"), sent | {"volume_per_head": "0"}).status_code == 422


def test_a_map_is_private_until_it_is_shared(client, region, maker):
    plan = groups.begin_plan(asked(region, title="Slepenā karte"), by=maker)
    other = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    admin = PersonFactory(administrator=True)
    addresses = [
        reverse("cooperation:group_plan", args=[plan.key]),
        reverse("cooperation:groups_file", args=[plan.key, "groups.xlsx"]),
        reverse("cooperation:groups_file", args=[plan.key, "coalitions.zip"]),
    ]
    readers = {"nobody": None, "other": other, "admin": admin, "maker": maker}

    def seen():
        found = set()
        for name, person in readers.items():
            client.force_login(person.account) if person else client.logout()
            codes = {client.get(address).status_code for address in addresses}
            assert len(codes) == 1
            if codes == {200}:
                found.add(name)
            listed = client.get(reverse("cooperation:group_plans")).content.decode()
            assert ("Slepenā karte" in listed) == (name == "maker" or plan.shared == "public"), name
        return found

    assert seen() == {"maker"}
    for shared, who in (("signed_in", {"other", "admin", "maker"}), ("public", set(readers)), ("private", {"maker"})):
        groups.share(plan, shared, by=maker)
        plan.refresh_from_db()
        assert seen() == who
    groups.retire(plan, by=maker)
    plan.refresh_from_db()
    client.force_login(maker.account)
    assert client.get(addresses[0]).status_code == 404


def test_nobody_else_changes_shares_or_takes_away(client, region, maker):
    plan = groups.begin_plan(asked(region), by=maker)
    groups.share(plan, "public", by=maker)
    other = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    client.force_login(other.account)
    for name in ("move_in_groups", "share_groups", "retire_groups"):
        assert client.post(reverse(f"cooperation:{name}", args=[plan.key])).status_code == 404
    with pytest.raises(Refusal) as refused:
        groups.move(plan, "sala-0", "", by=other)
    assert refused.value.status == 403
    with pytest.raises(Refusal):
        groups.begin_plan(asked(region), by=PersonFactory(with_account=True, organisation=None))


def test_what_a_change_by_hand_costs_is_told_before_and_kept_after(client, region, maker):
    plan = groups.begin_plan(asked(region), by=maker)
    client.force_login(maker.account)
    address = reverse("cooperation:group_plan", args=[plan.key])
    html = client.get(address, {"code": "sala-1", "to": "alone"})
    assert not HandChange.objects.exists() and html.status_code == 200
    before = groups_page(plan).total_eur
    sent = {"code": "sala-1", "to": "sala-2", "reason": "Tā grib iedzīvotāji"}
    assert client.post(reverse("cooperation:move_in_groups", args=[plan.key]), sent).status_code == 302
    plan.refresh_from_db()
    page = groups_page(GroupPlan.objects.select_related("run").get())
    assert [one.members for one in page.joined] == [("sala-1", "sala-2", "sala-3")]
    change = HandChange.objects.get()
    assert change.cost == pytest.approx(page.total_eur - before)
    assert [rule["code"] for rule in change.breaks] == ["members"]  # three where two were allowed
    assert page.changed and change.reason == "Tā grib iedzīvotāji"


def test_what_was_asked_comes_out_as_the_files_that_the_method_reads(client, region, maker):
    plan = groups.begin_plan(asked(region), by=maker)
    client.force_login(maker.account)
    answer = client.get(reverse("cooperation:groups_file", args=[plan.key, "coalitions.zip"]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    assert sorted(archive.namelist()) == ["municipalities.csv", "pairs.csv", "rules.toml"]
    rows = list(csv.DictReader(io.StringIO(archive.read("municipalities.csv").decode())))
    assert [(row["code"], row["name"], float(row["volume"])) for row in rows][:2] == [
        ("sala-0", "Salas 0", 4000.0),
        ("sala-1", "Salas 1", 3000.0),
    ]
    assert "max_members = 2" in archive.read("rules.toml").decode()


def test_municipalities_that_the_register_does_not_know_enough_of_are_left_out_and_told(region, maker):
    lost = AreaFactory(illustrative=True, name="Nezināmais")
    Belonging.objects.create(child=lost, parent=region)
    assert groups_page(groups.begin_plan(asked(region), by=maker)).silent == ("Nezināmais",)
    empty = AreaFactory(kind=Area.Kind.REGION, illustrative=True)
    with pytest.raises(Refusal, match=r"fewer than two|mazāk nekā div"):
        groups.begin_plan(asked(empty), by=maker)


def test_many_are_computed_by_the_worker_once(monkeypatch, region, maker):
    waiting = []
    monkeypatch.setattr(groups, "AT_ONCE", 1)
    monkeypatch.setattr(jobs.compute_groups, "defer", lambda run: waiting.append(run))
    plan = groups.begin_plan(asked(region), by=maker)
    assert (plan.run.state, plan.groups) == (DecisionRun.State.WAITING, [])
    jobs.compute_groups(waiting[0])
    jobs.compute_groups(waiting[0])
    plan.refresh_from_db()
    assert len(plan.groups) == 3


def test_groups_that_border_each_other_differ_in_colour():
    pairs = [["a", "c", 1, 1], ["b", "e", 1, 1], ["d", "e", 1, 0]]
    assert coloured([["a", "b"], ["c", "d"], ["e"]], pairs) == [1, 2, 0]


def test_beginners_only(client):
    client.force_login(PersonFactory(with_account=True, organisation=None).account)
    assert client.get(reverse("cooperation:new_group_plan")).status_code == 404
    assert not access.may_begin(None)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(client, django_assert_num_queries, region, maker, number):
    for _each in range(number):
        plan = groups.begin_plan(asked(region, max_members=number), by=maker)
    client.force_login(maker.account)
    client.get(reverse("cooperation:group_plans"))
    with django_assert_num_queries(8):
        client.get(reverse("cooperation:group_plans"))
    with django_assert_num_queries(8):
        client.get(reverse("cooperation:group_plan", args=[plan.key]))
