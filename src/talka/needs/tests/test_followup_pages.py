"""Pages and files of the follow-up programme: who sees which, what they name, what they send back."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from lxml import html

from talka.needs import actions
from talka.needs.actions.measures import MeasureData
from talka.needs.factories import voiced_event
from talka.needs.models import FollowUp, Measure
from talka.needs.queries.followup import alternatives_of, asked_now, beside, page_of
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.programmes.models import TeamMember

from .alternatives import JUNE, MAY, a_measure, a_need, drawn, planned

pytestmark = pytest.mark.django_db


def test_the_page_changes_the_one_measure_whose_button_was_pressed(programme, organiser, client):
    first = a_measure(programme, organiser, "Pirmā", [a_need(programme, "V1")], dates=(MAY, JUNE))
    second = a_measure(programme, organiser, "Otrā", [a_need(programme, "V2")], dates=(MAY, JUNE))
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    assert planned(row) == {"Pirmā": MAY, "Otrā": MAY}
    client.force_login(organiser.account)
    page = html.document_fromstring(client.get(f"/followup/{row.pk}/").content.decode())
    days = {select.get("name") for select in page.xpath("//select[@form='change']")}
    buttons = {button.get("value") for button in page.xpath("//button[@form='change'][@name='measure']")}
    assert days == {f"day-{first.pk}", f"day-{second.pk}"} and buttons == {str(first.pk), str(second.pk)}
    address = page.get_element_by_id("change").get("action")
    sent = {f"day-{first.pk}": JUNE.isoformat(), f"day-{second.pk}": JUNE.isoformat()}
    client.post(address, {"measure": second.pk} | sent)
    assert planned(row) == {"Pirmā": MAY, "Otrā": JUNE}
    client.post(address, {"measure": first.pk} | sent | {f"day-{first.pk}": ""})
    assert planned(row) == {"Otrā": JUNE}


def test_that_what_was_asked_has_changed_is_told(programme, organiser):
    need = a_need(programme)
    measure = a_measure(programme, organiser, "Diena", [need], dates=(MAY, JUNE))
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    row.refresh_from_db()
    assert not asked_now(row, organiser).stale
    actions.block_day(programme, JUNE, "Svētki", by=organiser)
    assert asked_now(row, organiser).stale
    actions.compute(row, by=organiser)
    row.refresh_from_db()
    assert not asked_now(row, organiser).stale
    Measure.objects.filter(pk=measure.pk).update(planned_eur=Decimal(150))
    assert asked_now(row, organiser).stale


def test_the_page_fetches_what_has_changed_and_without_scripts_it_is_a_page(programme, organiser, client):
    a_measure(programme, organiser, "Bez cenas", [a_need(programme)], eur=None)
    a_measure(programme, organiser, "Diena", [a_need(programme, "Otra")], dates=(MAY, JUNE))
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    client.force_login(organiser.account)
    page = html.document_fromstring(client.get(f"/followup/{row.pk}/").content.decode())
    [address] = page.xpath("//*[@hx-trigger='load']/@hx-get")
    assert page.xpath(f"//a[@href='{address}']")
    actions.block_day(programme, JUNE, "Svētki", by=organiser)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(address).content.decode()
    assert "<html" not in part and "<html" in whole
    for told in ("Bez cenas", "Svētki", "notice"):
        assert told in part and told in whole, told
    assert "Bez cenas" not in client.get(f"/followup/{row.pk}/").content.decode()


def test_files_of_the_question_hold_what_the_command_reads_and_tell_of_nobody(programme, organiser, client):
    voiced = voiced_event(project=ProjectFactory(programme=programme))
    theme = voiced.theme("Divi", 2)
    need = actions.raise_need(voiced.event, [theme.pk], by=organiser)
    other = actions.raise_need(voiced.event, [voiced.theme("Daudzi", 9, dots=2).pk], by=organiser)
    a_measure(programme, organiser, "Diena", [need, other])
    row = drawn(programme, organiser, weighting="votes", budget_eur=Decimal(500))
    actions.compute(row, by=organiser)
    client.force_login(organiser.account)
    content = client.get(f"/followup/{row.pk}/files/").content
    archive = zipfile.ZipFile(io.BytesIO(content))
    needs = list(csv.DictReader(io.StringIO(archive.read("needs.csv").decode())))
    assert {row["id"]: float(row["weight"]) for row in needs} == {f"need:{need.pk}": 9.0, f"need:{other.pk}": 18.0}
    assert set(archive.namelist()) == {"needs.csv", "options.csv", "covers.csv", "rules.toml", "names.csv"}


@pytest.mark.parametrize("role", [None, "outsider", TeamMember.Role.FACILITATOR, TeamMember.Role.AUDITOR])
def test_alternatives_are_the_teams_and_only_the_published_one_is_everybodys(client, programme, organiser, role):
    measure = a_measure(programme, organiser, "Diena", [a_need(programme)])
    row = drawn(programme, organiser, "Slepenā")
    actions.compute(row, by=organiser)
    if role == "outsider":
        client.force_login(PersonFactory(with_account=True).account)
    elif role:
        client.force_login(TeamMemberFactory(programme=programme, project=None, role=role).person.account)
    inside = role in (TeamMember.Role.FACILITATOR, TeamMember.Role.AUDITOR)
    assert client.get(f"/followup/{row.pk}/").status_code == (200 if inside else 404)
    listed = client.get(f"/programmes/{programme.slug}/followup/").content.decode()
    assert ("Slepenā" in listed) == inside
    for deed in ("compute", "copy", "remove", "change", "decide", "publish"):
        assert client.post(f"/followup/{row.pk}/{deed}/", {"measure": measure.pk}).status_code == 404, deed
    for page in ("edit", "files", "asked"):
        assert client.get(f"/followup/{row.pk}/{page}/").status_code == 404, page
    assert client.post(f"/programmes/{programme.slug}/followup/taken/", {}).status_code == 404
    actions.decide_on(row, reason="Tā vajag", by=organiser)
    actions.publish_follow_up(row, public=True, by=organiser)
    page = client.get(f"/followup/{row.pk}/").content.decode()
    assert "Tā vajag" in page and "13.05.2027" in page


def test_the_published_page_names_nothing_that_is_not_public(client, programme, organiser):
    hidden = voiced_event(project=ProjectFactory(programme=programme))
    need = actions.raise_need(hidden.event, [hidden.theme("Slepena vajadzība", 6).pk], by=organiser)
    expert = PersonFactory(given_name="Slepenais", family_name="Eksperts")
    proposed = actions.propose_measure(hidden.event, [hidden.theme("Slepena rīcība", 6, kind="do").pk], by=organiser)
    data = MeasureData(words="Slepena rīcība", planned_eur=Decimal(5), dates=(JUNE,), effects={need.pk: Decimal(1)})
    actions.change_measure(proposed, data, seen=1, by=organiser)
    a_measure(programme, organiser, "Atklāta", [a_need(programme), need], expert=expert)
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    actions.decide_on(row, reason="", by=organiser)
    actions.publish_follow_up(row, public=True, by=organiser)
    page = client.get(f"/followup/{row.pk}/").content.decode()
    assert "Atklāta" in page and "Slepen" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_as_many_queries_for_one_as_for_three(
    client, programme, organiser, number, django_assert_max_num_queries
):
    for place in range(number):
        a_measure(programme, organiser, f"Diena {place}", [a_need(programme, f"V{place}")])
        row = drawn(programme, organiser, f"Alternatīva {place}")
        actions.compute(row, by=organiser)
    client.force_login(organiser.account)
    with django_assert_max_num_queries(60) as one:
        client.get(f"/followup/{row.pk}/")
    with django_assert_max_num_queries(60) as asked:
        client.get(f"/followup/{row.pk}/asked/")
    with django_assert_max_num_queries(60) as all_of_them:
        client.get(f"/programmes/{programme.slug}/followup/")
    assert (len(one), len(asked), len(all_of_them)) == QUERIES


QUERIES = (14, 19, 11)  # one alternative, what would be asked today, all of them


def test_the_form_of_an_alternative_gives_back_what_it_shows(client, programme, organiser):
    one = a_measure(programme, organiser, "Viena", [a_need(programme)])
    two = a_measure(programme, organiser, "Otra", [a_need(programme, "V2")])
    row = drawn(
        programme, organiser, budget_eur=Decimal("1500.50"), least_share=Decimal("0.30"), must=(one.pk,),
        apart=((one.pk, two.pk),), first_day=MAY, last_day=JUNE, max_per_month=2,
    )  # fmt: skip
    client.force_login(organiser.account)
    shown = client.get(f"/followup/{row.pk}/edit/").context["form"]
    given = {name: field.value() for name, field in ((each.name, each) for each in shown) if field.value() is not None}
    assert client.post(f"/followup/{row.pk}/edit/", given).status_code == 302
    row.refresh_from_db()
    assert (row.budget_eur, row.least_share, row.first_day, row.last_day, row.max_per_month) == (
        Decimal("1500.50"),
        Decimal("0.30"),
        MAY,
        JUNE,
        2,
    )
    assert list(row.must.all()) == [one] and [(pair.one, pair.other) for pair in row.apart.all()] == [(one, two)]
    given |= {"apart_kept": [], "apart_one": one.pk, "apart_other": one.pk, "version": row.version}
    assert client.post(f"/followup/{row.pk}/edit/", given).status_code == 422


def test_alternatives_say_beside_each_other_which_measure_stands_in_which(client, programme, organiser):
    first = a_measure(programme, organiser, "Abās", [a_need(programme, "V1")], dates=(MAY,))
    second = a_measure(programme, organiser, "Vienā", [a_need(programme, "V2")], eur=300)
    rich, poor = (
        drawn(programme, organiser, "Bagātā"),
        drawn(programme, organiser, "Trūcīgā", budget_eur=Decimal(150)),
    )
    for row in (rich, poor):
        actions.compute(row, by=organiser)
    told = {
        row.measure: (dict(row.days), row.differs) for row in beside(alternatives_of(programme, organiser), organiser)
    }
    assert told == {
        first: ({"Bagātā": MAY, "Trūcīgā": MAY}, False),
        second: ({"Bagātā": MAY, "Trūcīgā": None}, True),
    }
    client.force_login(organiser.account)
    assert "Vienā" in client.get(f"/programmes/{programme.slug}/followup/").content.decode()


def test_an_expert_wanted_on_days_that_meet_is_pointed_out(client, programme, organiser):
    expert = PersonFactory(family_name="Divvietis")
    one, two = a_need(programme, "V1"), a_need(programme, "V2")
    next_day = MAY + dt.timedelta(days=1)
    a_measure(programme, organiser, "Divas dienas", [one], dates=(MAY,), days=2, expert=expert)
    other = a_measure(programme, organiser, "Viena diena", [two], dates=(next_day, JUNE), expert=expert)
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    client.force_login(organiser.account)
    [pair] = page_of(FollowUp.objects.get(pk=row.pk), organiser).overlaps
    assert {each.measure.words for each in pair} == {"Divas dienas", "Viena diena"}
    assert "Divvietis" in client.get(f"/followup/{row.pk}/").content.decode()
    actions.change_choice(row, other, JUNE, by=organiser)
    assert not page_of(FollowUp.objects.get(pk=row.pk), organiser).overlaps
