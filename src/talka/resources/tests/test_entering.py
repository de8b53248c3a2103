"""Who enters, corrects, confirms, takes back and brings back; what is refused."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from i18nfield.strings import LazyI18nString

from talka.people.actions import change_person
from talka.people.actions.persons import PersonData
from talka.people.factories import OrganisationFactory
from talka.resources import access, actions
from talka.resources.factories import ResourceFactory
from talka.resources.models import Resource
from talka.ui.refusals import Refusal

from . import world
from .world import data, signed_in

pytestmark = pytest.mark.django_db
WHO = ("municipality", "community", "neighbour", "foreigner", "organiser", "viewer", "administrator", "nobody")


@pytest.fixture
def w() -> world.World:
    return world.build()


@pytest.mark.parametrize(
    ("area", "may"),
    [
        ("town_hall", {"municipality", "organiser", "administrator"}),
        ("parish", {"municipality", "community", "organiser", "administrator"}),
        ("place", {"municipality", "community", "organiser", "administrator"}),
        ("other_parish", {"municipality", "neighbour", "organiser", "administrator"}),
        ("elsewhere", {"foreigner", "organiser", "administrator"}),
        ("region", {"organiser", "administrator"}),
    ],
)
def test_who_enters_where(w, area, may):
    where = getattr(w, area)
    for who in WHO:
        by = getattr(w, who)
        assert access.may_enter_in(by, where) == (who in may), who
        if who in may:
            entered = actions.enter(data(where, f"Ēka {who}"), by=by)
            assert entered.entered_for == access.home_of(by) and entered.entered_by == by
        else:
            with pytest.raises(Refusal) as told:
                actions.enter(data(where, f"Ēka {who}"), by=by)
            assert told.value.status == 403
    assert Resource.objects.count() == len(may)


def test_a_community_of_a_place_enters_for_the_parish_around_it_too(w):
    by = world.person("community", w.place)
    assert access.may_enter_in(by, w.parish) and not access.may_enter_in(by, w.town_hall)
    assert not access.may_enter_in(by, w.other_parish)


def test_an_organisation_of_the_whole_state_enters_nowhere_by_its_area(w):
    from talka.territories.factories import AreaFactory

    state = AreaFactory(kind="state", name="Ābeļzeme")
    world.lies_in(w.region, state)
    assert not access.may_enter(world.person("ministry", state))


def test_whoever_only_calls_themselves_of_a_municipality_enters_nothing(w):
    by = w.nobody
    said = PersonData("Ilze", "Šķiņķe", by.email, organisation=w.municipality.organisation, language="lv")
    by = change_person(by, said, by=by)
    assert by.organisation == w.municipality.organisation
    assert not access.may_enter(by)
    by.asked = None
    other = PersonData("Ilze", "Šķiņķe", by.email, organisation=w.municipality.organisation, position="plānotāja")
    change_person(by, other, by=w.administrator)
    by.refresh_from_db()
    assert access.may_enter_in(by, w.parish)


def test_what_a_community_entered_its_municipality_corrects_and_others_do_not(w):
    row = actions.enter(data(w.parish), by=w.community)
    colleague = world.PersonFactory(with_account=True, organisation=w.community.organisation)
    other_community = world.person("ngo", w.parish)
    for by in (w.municipality, w.community, colleague, w.organiser, w.administrator):
        assert access.may_correct(by, row)
    for by in (w.neighbour, w.foreigner, w.viewer, w.nobody, other_community, None):
        assert not access.may_correct(by, row)
        for deed in (
            lambda by=by: actions.change(row, data(w.parish, "Cita"), by=by) if by else actions.confirm(row, by=by),
            lambda by=by: actions.confirm(row, by=by),
            lambda by=by: actions.withdraw(row, why="", by=by),
            lambda by=by: actions.restore(row, by=by),
        ):
            with pytest.raises(Refusal):
                deed()
    row.refresh_from_db()
    assert str(row.title) == "Bijusī pienotava" and row.withdrawn_at is None


def test_versions_say_what_stood_there_and_who_changed_it(w):
    row = actions.enter(data(w.parish), by=w.community)
    actions.change(row, data(w.parish, "Pienotava"), by=w.municipality)
    versions = list(row.versions.order_by("pgh_id"))
    assert [str(each.title) for each in versions] == ["Bijusī pienotava", "Pienotava"]
    assert versions[-1].pgh_context.metadata["by"] == w.municipality.pk


def test_the_second_of_two_editors_is_told(w):
    row = actions.enter(data(w.parish), by=w.community)
    seen = row.changed_at.isoformat()
    actions.change(row, data(w.parish, "Pirmā"), by=w.community, seen=seen)
    with pytest.raises(Refusal):
        actions.change(row, data(w.parish, "Otrā"), by=w.municipality, seen=seen)
    row.refresh_from_db()
    assert str(row.title) == "Pirmā"


def test_taken_back_is_gone_for_everybody_but_who_can_bring_it_back(w):
    row = actions.enter(data(w.parish), by=w.community)
    where = reverse("resources:resource", args=[row.key])
    actions.withdraw(row, why="Nojaukta", by=w.community)
    assert signed_in(None).get(where).status_code == 404
    assert signed_in(w.neighbour).get(where).status_code == 404
    assert "Bijusī pienotava" not in signed_in(None).get("/resources/").content.decode()
    page = signed_in(w.municipality).get(where)
    assert "Nojaukta" in page.content.decode()
    signed_in(w.municipality).post(reverse("resources:restore", args=[row.key]))
    assert signed_in(None).get(where).status_code == 200


def test_confirming_says_when_it_was_last_so(w):
    with time_machine.travel(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)):
        row = actions.enter(data(w.parish), by=w.community)
    assert row.confirmed_on == dt.date(2026, 3, 1)
    with time_machine.travel(dt.datetime(2027, 4, 1, 12, tzinfo=dt.UTC)):
        assert "2027" not in signed_in(None).get(reverse("resources:resource", args=[row.key])).content.decode()
        signed_in(w.municipality).post(reverse("resources:confirm", args=[row.key]))
    row.refresh_from_db()
    assert row.confirmed_on == dt.date(2027, 4, 1) and row.confirmed_by == w.municipality


@pytest.mark.parametrize(
    "said",
    [
        {"title": LazyI18nString({"lv": "  "})},
        {"kind": "castle"},
        {"state": "alive"},
        {"kind": "skills", "use": "for_sale"},
        {"size": Decimal(0), "unit": "ha"},
        {"size": Decimal(-1), "unit": "ha"},
        {"size": Decimal("0.001"), "unit": "ha"},
        {"size": Decimal(5)},
        {"size": Decimal(5), "unit": "mile"},
        {"size": Decimal("NaN"), "unit": "ha"},
        {"lat": 56.0},
        {"lat": 156.0, "lon": 26.0},
        {"lat": float("nan"), "lon": 26.0},
        {"year": 3000},
        {"year": 12},
        {"owner_kind": "king"},
        {"title": LazyI18nString({"lv": "a" * 301})},
        {"description": "a" * 10_001},
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(w, said):
    kind = said.pop("kind", "building")
    whole = data(w.parish, kind=kind).__dict__ | said
    with pytest.raises(Refusal) as told:
        actions.enter(type(data(w.parish))(**whole), by=w.community)
    assert told.value.status == 422 and str(told.value.what)
    assert not Resource.objects.exists()


def test_a_made_up_place_makes_made_up_resources_and_takes_no_true_ones(w):
    from talka.territories.factories import AreaFactory

    played = AreaFactory(name="Rasas novads", illustrative=True)
    assert actions.enter(data(played), by=w.organiser).illustrative
    true = actions.enter(data(w.parish), by=w.organiser)
    with pytest.raises(Refusal):
        actions.change(true, data(played), by=w.organiser)


def test_entered_by_the_form_in_latvian_signs(w):
    client = signed_in(w.community)
    assert client.get("/resources/new/").status_code == 200
    form = client.get("/resources/new/?kind=land").content.decode()
    assert "Kalnu pagasts, Ābeļu novads" in form
    sent = {
        "title_0": "Zeme pie stacijas",
        "area": "kalnu pagasts",
        "size": "2,5",
        "unit": "ha",
        "state": "ready",
        "use": "to_let",
        "lat": "56,85",
        "lon": "26,21",
        "owner": w.municipality.organisation.name.upper(),
        "owner_kind": "municipality",
        "contact_me": "on",
        "source": "Zemes reģistrs",
        "year": "2024",
    }
    answer = client.post("/resources/new/?kind=land", sent, headers={"accept-language": "lv"})
    assert answer.status_code == 302, answer.content.decode()
    row = Resource.objects.get()
    assert row.size == Decimal("2.5") and row.smallest_size == 25_000 and row.smallest_unit == "m2"
    assert (row.lat, row.lon) == (56.85, 26.21)
    assert row.owner == w.municipality.organisation and row.owner_words == ""
    assert row.contact_person == w.community and row.entered_for == w.community.organisation


@pytest.mark.parametrize(
    ("area", "words"), [("Lejas pagasts", "Bērzu novads"), ("Nekur", "Nekur"), ("Lejas pagasts, Bērzu novads", "")]
)
def test_a_name_that_means_several_places_or_none_is_told(w, area, words):
    sent = {"title_0": "Klēts", "area": area}
    answer = signed_in(w.organiser).post("/resources/new/?kind=building", sent)
    assert answer.status_code == (422 if words else 302)
    assert words in answer.content.decode()
    if not words:
        assert Resource.objects.get().area.name == "Lejas pagasts"


def test_the_form_of_who_may_not_is_not_there(w):
    row = ResourceFactory(area=w.parish, entered_for=w.community.organisation)
    for who in (w.viewer, w.nobody, None):
        assert signed_in(who).get("/resources/new/").status_code == 404
        assert signed_in(who).get(reverse("resources:send_table")).status_code == 404
    for who in (w.viewer, w.nobody, None, w.neighbour, w.foreigner):
        for name in ("edit", "withdraw", "material"):
            assert signed_in(who).get(reverse(f"resources:{name}", args=[row.key])).status_code == 404
        for name in ("confirm", "restore", "withdraw", "material", "edit"):
            assert signed_in(who).post(reverse(f"resources:{name}", args=[row.key])).status_code == 404


def test_edited_by_the_form_keeps_whom_to_ask(w):
    row = actions.enter(data(w.parish, contact_person=w.community), by=w.community)
    client = signed_in(w.municipality)
    where = reverse("resources:edit", args=[row.key])
    sent = {"title_0": "Pienotava", "area": "Kalnu pagasts", "seen": row.changed_at.isoformat()}
    assert client.post(where, sent).status_code == 302
    row.refresh_from_db()
    assert str(row.title) == "Pienotava" and row.contact_person == w.community
    assert client.post(where, sent | {"title_0": "Cita"}).status_code == 422


def test_only_keepers_name_others_of_the_register_as_contact(w):
    with pytest.raises(Refusal):
        actions.enter(data(w.parish, contact_person=w.viewer), by=w.community)
    assert actions.enter(data(w.parish, contact_person=w.viewer), by=w.organiser).contact_person == w.viewer


def test_the_kind_asks_for_its_own_states(w):
    form = signed_in(w.community).get("/resources/new/?kind=skills").content.decode()
    assert 'value="alive"' in form and 'value="ruin"' not in form and 'value="for_sale"' not in form


def test_an_organisation_merged_into_another_keeps_its_rights(w):
    gone = OrganisationFactory(kind="community", area=w.parish, merged_into=w.community.organisation)
    by = world.PersonFactory(with_account=True, organisation=gone)
    assert access.home_of(by) == w.community.organisation and access.may_enter_in(by, w.parish)
