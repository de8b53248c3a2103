"""Open data: what they hold, what never gets into them, and that every kind of file and the API say the same."""

import csv
import datetime as dt
import io
import json
import uuid
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import timezone

from talka.documents.sheets import unguarded
from talka.events.factories import AttendanceFactory, EventFactory, RegistrationFactory, two
from talka.events.models import Event, Registration
from talka.needs import actions
from talka.needs.access import known_to
from talka.needs.factories import Voiced, voiced_event
from talka.needs.models import Answering, Findings, FollowUp, Measure, Need
from talka.needs.queries.register import register_of
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import ProgrammeFactory, ProjectFactory, TeamMemberFactory
from talka.programmes.models import Programme
from talka.results.dictionary import TABLES, Kind
from talka.workshops.factories import CardFactory, ClusterFactory, GroupFactory, SeatFactory, WorkshopFactory
from talka.workshops.models import Card

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """A public programme with one event whose findings are published."""

    programme: Programme
    voiced: Voiced
    organiser: Person

    def need(self, name: str, people: int = 6, **more: int) -> Need:
        return actions.raise_need(self.voiced.event, [self.voiced.theme(name, people, **more).pk], by=self.organiser)

    def measure(self, name: str, people: int = 6) -> Measure:
        theme = self.voiced.theme(name, people, kind="do")
        return actions.propose_measure(self.voiced.event, [theme.pk], by=self.organiser)

    def address(self, rest: str) -> str:
        return f"/programmes/{self.programme.slug}/data/{rest}"


@pytest.fixture
def world():
    programme = ProgrammeFactory(slug="atverta", illustrative=False)
    voiced = voiced_event(project=ProjectFactory(programme=programme))
    organiser = TeamMemberFactory(project=voiced.event.project).person
    actions.publish_findings(voiced.event, public=True, by=organiser)
    return World(programme, voiced, organiser)


def rows(client, world, table):
    answer = client.get(world.address(f"{table}.json"))
    assert answer.status_code == 200
    return json.loads(answer.content)["rows"]


def everything(client, world):
    """All words of all that anybody can take away."""
    said = [client.get(world.address("")).content, client.get(world.address("datapackage.json")).content]
    for table in TABLES:
        said += [client.get(world.address(f"{table}.{ending}")).content for ending in ("csv", "json")]
        said.append(client.get(f"/api/v1/programmes/{world.programme.slug}/{table}?limit=200").content)
    return b"\n".join(said).decode()


def test_needs_stand_with_the_figures_of_the_register(client, world):
    told, few = world.need("Dati", 7, dots=2, municipalities=3), world.need("Telpas", 3)
    actions.record_need(world.programme, words="No ieraksta", source="https://example.org/1", by=world.organiser)
    found = {row["words"]: row for row in rows(client, world, "needs")}
    assert set(found) == {"Dati", "Telpas", "No ieraksta"}
    figures = ("votes", "cards", "people", "municipalities", "regions")
    by_need = {entry.need: entry.voices.figures for entry in register_of(world.programme, None).entries}
    for need in (told, few):
        assert {name: found[need.words][name] for name in figures} == by_need[need.pk]
    assert (found["Dati"]["votes"], found["Dati"]["people"], found["Dati"]["municipalities"]) == (14, 7, 3)
    assert found["Telpas"]["few_people"] is True
    assert [found["Telpas"][name] for name in figures] == [None] * 5
    assert found["Dati"]["events"] == [world.voiced.event.slug]
    record = found["No ieraksta"]
    assert (record["recorded"], record["source"]) == (True, "https://example.org/1")
    assert ([record[name] for name in figures], record["few_people"]) == ([None] * 5, False)


def test_measures_stand_with_what_they_answer_and_the_event_that_held_them(client, world):
    need, measure = world.need("Dati"), world.measure("Mācību diena")
    actions.answer(measure, {need.pk: Decimal(1)}, by=world.organiser)
    held = EventFactory(project=world.voiced.event.project, state="published")
    Measure.objects.filter(pk=measure.pk).update(held_as=held)
    (row,) = rows(client, world, "measures")
    assert (row["words"], row["held_as"], row["people"]) == ("Mācību diena", held.slug, 6)
    (answer,) = rows(client, world, "answers")
    assert (answer["measure"], answer["need"]) == (measure.pk, need.pk)
    Event.objects.filter(pk=held.pk).update(state="draft")
    (row,) = rows(client, world, "measures")
    assert row["held_as"] is None


def test_cost_day_and_effect_are_told_once_the_follow_up_programme_is_published(client, world):
    need, measure = world.need("Dati"), world.measure("Mācību diena")
    actions.answer(measure, {need.pk: Decimal(1)}, by=world.organiser)
    Answering.objects.update(effect="0.5")
    plan = {"planned_eur": "1234.50", "hours": "6.5", "capacity": 40, "days": 2, "description": "ZQAPRAKSTS"}
    Measure.objects.update(**plan, decided_day=dt.date(2027, 3, 4))
    follow_up = FollowUp.objects.create(programme=world.programme, title="Plāns", state="decided")
    follow_up.planned.create(measure=measure, day=dt.date(2027, 3, 4))
    told = ("planned_eur", "hours", "places", "days", "description", "day")
    assert [rows(client, world, "measures")[0][name] for name in told] == [None] * 6
    assert rows(client, world, "answers")[0]["effect"] is None
    assert "ZQAPRAKSTS" not in everything(client, world)
    FollowUp.objects.update(published_at=timezone.now())
    assert [rows(client, world, "measures")[0][name] for name in told] == [
        1234.5, 6.5, 40, 2, "ZQAPRAKSTS", "2027-03-04",
    ]  # fmt: skip
    assert rows(client, world, "answers")[0]["effect"] == 0.5
    assert "1234.50" in client.get(world.address("measures.csv")).content.decode()


def test_cards_lead_to_their_need_and_say_nothing_of_author_or_time(client, world):
    need = world.need("Dati", 6)
    found = rows(client, world, "cards")
    assert {row["text"] for row in found} == {f"Dati: balss {number}" for number in range(6)}
    assert {tuple(row["needs"]) for row in found} == {(need.pk,)}
    assert {row["group"] for row in found} == {world.voiced.group.name}
    said = everything(client, world)
    card = Card.objects.first()
    own = [str(card.pk), f"{card.written_at:%Y-%m-%dT}", card.seat.registration.person.email]
    own += [card.seat.registration.person.family_name, card.seat.registration.token]
    assert [word for word in own if word and word in said] == []


def test_the_order_of_cards_is_not_that_of_writing(client, world):
    """Ids that browsers give rise with their clocks: neither they nor their order stand in the data."""
    theme = ClusterFactory(group=world.voiced.group, kind="lack")
    made = [
        CardFactory(
            seat=SeatFactory(group=world.voiced.group), cluster=theme, text=f"{number:02}", id=uuid.UUID(int=number)
        )
        for number in range(1, 21)
    ]
    found = rows(client, world, "cards")
    assert {row["text"] for row in found} == {card.text for card in made}
    assert [row["text"] for row in found] != sorted(card.text for card in made)
    assert [row["id"] for row in found] == sorted(row["id"] for row in found)
    assert found == rows(client, world, "cards"), "the names stay"


def _other_audience(world):
    workshop = WorkshopFactory(event=world.voiced.event, block="cits", slug="cits", at="closed", audience="hall")
    return CardFactory(seat=SeatFactory(group=GroupFactory(workshop=workshop)), text="ZQSLEPENS")


def _still_open(world):
    workshop = WorkshopFactory(event=world.voiced.event, block="cits", slug="cits", at="vote", audience="public")
    return CardFactory(seat=SeatFactory(group=GroupFactory(workshop=workshop)), text="ZQSLEPENS")


def _rehearsed(world):
    workshop = WorkshopFactory(
        event=world.voiced.event, block="cits", slug="cits", at="closed", audience="public", rehearsal=True
    )
    return CardFactory(seat=SeatFactory(group=GroupFactory(workshop=workshop)), text="ZQSLEPENS")


def _taken_back(world):
    theme = world.voiced.theme("Dati", 6)
    card = Card.objects.filter(cluster=theme).first()
    Card.objects.filter(pk=card.pk).update(text="ZQSLEPENS", withdrawn_at=timezone.now())
    return card


def _not_published(world):
    other = voiced_event(project=world.voiced.event.project, title=two("Cits", "Another"))
    theme = other.theme("ZQSLEPENS", 6)
    return actions.raise_need(other.event, [theme.pk], by=world.organiser)


def _draft(world):
    return EventFactory(project=world.voiced.event.project, state="draft", title=two("ZQSLEPENS", "ZQSLEPENS"))


def _hidden_project(world):
    project = ProjectFactory(
        programme=world.programme, public=False, title=two("ZQSLEPENS", "ZQSLEPENS"), number="ZQSLEPENS"
    )
    other = voiced_event(project=project, title=two("ZQSLEPENS", "ZQSLEPENS"))
    need = actions.raise_need(other.event, [other.theme("ZQSLEPENS", 6).pk], by=PersonFactory(administrator=True))
    Findings.objects.update_or_create(event=other.event, defaults={"published_at": timezone.now()})
    return need


def _archived_project(world):
    project = ProjectFactory(programme=world.programme, title=two("ZQSLEPENS", "ZQSLEPENS"))
    other = voiced_event(project=project, title=two("ZQSLEPENS", "ZQSLEPENS"))
    actions.raise_need(other.event, [other.theme("ZQSLEPENS", 6).pk], by=PersonFactory(administrator=True))
    Findings.objects.update_or_create(event=other.event, defaults={"published_at": timezone.now()})
    project.archived_at = timezone.now()
    project.save()
    return project


def _merged_away(world):
    gone, kept = world.need("Vecs"), world.need("Jauns")
    actions.merge([gone], kept, by=world.organiser)
    Need.objects.filter(pk=gone.pk).update(words="ZQSLEPENS")
    return gone


@pytest.mark.parametrize(
    "planted",
    [
        _other_audience,
        _still_open,
        _rehearsed,
        _taken_back,
        _not_published,
        _draft,
        _hidden_project,
        _archived_project,
        _merged_away,
    ],
)
def test_what_is_not_for_everybody_is_in_no_file(client, world, planted):
    planted(world)
    assert "ZQSLEPENS" not in everything(client, world)
    client.force_login(world.organiser.account)
    assert "ZQSLEPENS" not in everything(client, world), "open data are the same for the team"


def test_a_small_group_is_not_named_and_a_need_of_few_not_linked(client, world):
    workshop = WorkshopFactory(event=world.voiced.event, block="cits", slug="cits", at="closed", audience="public")
    small = Voiced(world.voiced.event, workshop, GroupFactory(workshop=workshop, name="Mazā grupa"))
    need = actions.raise_need(small.event, [small.theme("Trīs", 3).pk], by=world.organiser)
    cards = [row for row in rows(client, world, "cards") if row["text"].startswith("Trīs")]
    assert len(cards) == 3
    assert {(row["group"], tuple(row["needs"])) for row in cards} == {(None, ())}
    assert need.pk in {row["id"] for row in rows(client, world, "needs")}
    assert "Mazā grupa" not in client.get(world.address("cards.csv")).content.decode()


def test_people_who_came_are_told_from_five_and_with_the_findings(client, world):
    def came(event, number):
        for row in Registration.objects.filter(event=event)[:number]:
            AttendanceFactory(registration=row)

    few, hidden = (EventFactory(project=world.voiced.event.project, state="published") for _number in range(2))
    Findings.objects.create(event=few, published_at=timezone.now())
    for event, number in ((world.voiced.event, 6), (few, 3), (hidden, 6)):
        for _number in range(number):
            RegistrationFactory(event=event)
        came(event, number)
    found = {row["id"]: row for row in rows(client, world, "events")}
    assert found[world.voiced.event.slug]["participants"] == 6
    assert (found[few.slug]["participants"], found[few.slug]["organisations"]) == (None, None)
    assert (found[hidden.slug]["participants"], found[hidden.slug]["findings"]) == (None, False)


@pytest.mark.parametrize("fields", [{"public": False}, {"archived_at": timezone.now()}])
def test_a_programme_that_is_not_public_has_no_open_data(client, world, fields):
    Programme.objects.filter(pk=world.programme.pk).update(**fields)
    for person in (None, world.organiser, PersonFactory(administrator=True)):
        if person:
            client.force_login(person.account)
        addresses = [world.address(""), world.address("needs.csv"), world.address("datapackage.json")]
        addresses += ["/api/v1/programmes/atverta", "/api/v1/programmes/atverta/needs"]
        assert {client.get(address).status_code for address in addresses} == {404}
        assert "atverta" not in client.get("/api/v1/programmes").content.decode()
        assert "atverta" not in client.get("/api/v1/").content.decode()


READ = {
    "text": str,
    "integer": int,
    "decimal": float,
    "boolean": {"true": True, "false": False}.get,
    "date": str,
    "texts": str.split,
    "integers": lambda text: [int(each) for each in text.split()],
}


def _read(kind: Kind, cell: str) -> object:
    """A cell of the CSV as the JSON has it."""
    if not cell:
        return [] if kind in ("texts", "integers") else None
    return READ[kind](unguarded(cell))


@pytest.mark.parametrize("table", TABLES)
def test_csv_read_back_is_json_and_both_are_what_the_api_tells(client, world, table):
    need, measure = world.need('=1+1 Dati; ar "pēdiņām"\nun rindu', 6), world.measure("+Mācības")
    world.need("'=jau aizsargāts", 3)
    actions.answer(measure, {need.pk: Decimal(1)}, by=world.organiser)
    Measure.objects.update(planned_eur="0.10", hours="1.5")
    follow_up = FollowUp.objects.create(programme=world.programme, title="Plāns", published_at=timezone.now())
    follow_up.planned.create(measure=measure, day=dt.date(2027, 3, 4))
    content = client.get(world.address(f"{table}.csv")).content.decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(content, newline="")))
    fields = {field.name: field.kind for field in TABLES[table].fields}
    from_csv = [{name: _read(fields[name], cell) for name, cell in row.items()} for row in read]
    from_json = rows(client, world, table)
    assert from_csv == from_json
    assert from_json
    assert client.get(f"/api/v1/programmes/atverta/{table}?limit=200").json()["rows"] == from_json
    cells = [cell for row in read for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@")], "a spreadsheet would run it"


def test_what_goes_with_the_data(client, world):
    about = json.loads(client.get(world.address("needs.json")).content)["about"]
    project = world.voiced.event.project
    assert about["licence"]["name"] == "CC-BY-4.0"
    assert about["illustrative"] is False
    assert "five people" in about["note_en"]
    (owed,) = about["publicity"]
    assert (owed["number"], owed["text_lv"]) == (project.number, str(project.publicity.localize("lv")))
    assert about == client.get("/api/v1/programmes/atverta/needs").json()["about"]


def test_made_up_data_say_so_everywhere(client, world):
    world.need("Dati")
    Programme.objects.update(illustrative=True)
    assert "izdomāti dati" in client.get(world.address("")).content.decode().lower()
    about = json.loads(client.get(world.address("needs.json")).content)["about"]
    assert about["illustrative"] is True
    assert "Made-up data" in about["note_en"]
    for table in ("events", "needs", "cards"):
        assert {row["illustrative"] for row in rows(client, world, table)} == {True}
    assert client.get("/api/v1/programmes").json()["rows"][0]["illustrative"] is True


def test_the_page_describes_every_column_in_both_languages(client, world):
    for language in ("lv", "en"):
        client.cookies["talka_language"] = language
        page = client.get(world.address("")).content.decode()
        assert f'lang="{language}"' in page
        assert [f.name for table in TABLES.values() for f in table.fields if f"<code>{f.name}</code>" not in page] == []
        assert len(page.encode()) < 60_000
    package = json.loads(client.get(world.address("datapackage.json")).content)
    for resource, table in zip(package["resources"], TABLES.values(), strict=True):
        assert [field["name"] for field in resource["schema"]["fields"]] == [field.name for field in table.fields]
        assert all(field["description"] and field["description_lv"] for field in resource["schema"]["fields"])
        assert client.get(resource["path"].removeprefix("http://testserver")).status_code == 200


def test_the_programme_s_page_leads_there(client, world):
    page = client.get(f"/p/{world.programme.slug}/").content.decode()
    assert world.address("") in page
    Programme.objects.filter(pk=world.programme.pk).update(public=False)
    client.force_login(PersonFactory(administrator=True).account)
    assert world.address("") not in client.get(f"/p/{world.programme.slug}/").content.decode()


@pytest.mark.parametrize("table", [*TABLES, ""])
def test_three_of_everything_cost_as_many_queries_as_one(client, world, table, django_assert_max_num_queries):
    address = world.address(f"{table}.json" if table else "")
    asked = []
    for size in (1, 3):
        while Need.objects.count() < size:
            number = Need.objects.count()
            need, measure = world.need(f"Vajadzība {number}", 5), world.measure(f"Rīcība {number}", 5)
            actions.answer(measure, {need.pk: Decimal(1)}, by=world.organiser)
            more = voiced_event(project=ProjectFactory(programme=world.programme))
            Findings.objects.create(event=more.event, published_at=timezone.now())
            GroupFactory(workshop=world.voiced.workshop)
        client.get(address)
        with django_assert_max_num_queries(45) as captured:
            assert client.get(address).status_code == 200
        asked.append(len(captured.captured_queries))
    assert asked[0] == asked[1]
    assert known_to(None, Need.objects.all()).count() == 3
