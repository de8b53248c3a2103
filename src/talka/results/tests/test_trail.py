"""The trail as a page, a picture and a file: from every kind of thing, both ways, for each reader what is theirs."""

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from lxml import html

from talka.events.factories import AgendaItemFactory, EventFactory, SpeakerFactory, two
from talka.events.models import Registration, Speaker
from talka.links import registry
from talka.links.actions import connect
from talka.links.registry import Shown
from talka.needs import actions
from talka.needs.factories import voiced_event
from talka.needs.models import Findings, Measure, Need
from talka.people.factories import PersonFactory
from talka.people.models import Organisation, Person
from talka.programmes.factories import ActivityFactory, ProjectFactory, TeamMemberFactory
from talka.results.loading import load
from talka.results.picture import picture_of
from talka.results.queries.trail import MOST, MOST_IN_ALL, Level, _cut, _fitting, trail_of
from talka.ui.way_drawing import wide
from talka.workshops.factories import CardFactory, SeatFactory
from talka.workshops.models import Card, Seat

from .test_reports import EXAMPLES

pytestmark = pytest.mark.django_db
LONG = "Pašvaldību savstarpējā sadarbība un kopīgu projektu īstenošana, pašvaldību sadarbība ar vietējiem partneriem"
TWICE = f"{LONG}, {LONG}"[:200]
SVG = "{http://www.w3.org/2000/svg}"


class Told:
    """An event with two themes that became a need and the measure that answers it, which was held as the next event."""

    def __init__(self) -> None:
        self.project = ProjectFactory(title=two("Plānojam kopā", "Planning together"))
        self.organiser = TeamMemberFactory(project=self.project).person
        activity = ActivityFactory(project=self.project)
        self.voiced = voiced_event(project=self.project, activity=activity)
        self.event = self.voiced.event
        self.theme = self.voiced.theme("Kopīgi dati", 5)
        self.asked = self.voiced.theme(TWICE, 5, kind="do")
        self.need = actions.raise_need(self.event, [self.theme.pk], by=self.organiser)
        self.measure = actions.propose_measure(self.event, [self.asked.pk], by=self.organiser)
        actions.answer(self.measure, {self.need.pk: Decimal(1)}, by=self.organiser)
        self.next = EventFactory(project=self.project, activity=activity, state="published", follows=self.event)
        Measure.objects.filter(pk=self.measure.pk).update(held_as=self.next)
        actions.publish_findings(self.event, public=True, by=self.organiser)
        self.card = Card.objects.filter(cluster=self.theme).first()

    @property
    def starts(self) -> dict[str, object]:
        return {
            "programme": self.project.programme_id,
            "project": self.project.pk,
            "activity": self.event.activity_id,
            "event": self.event.pk,
            "workshop": self.voiced.workshop.pk,
            "group": self.voiced.group.pk,
            "card": self.card.pk,
            "theme": self.theme.pk,
            "need": self.need.pk,
            "measure": self.measure.pk,
        }


@pytest.fixture
def told(db):
    return Told()


def words_of(answer) -> str:
    """All words of the file, lines put together."""
    tree = ET.fromstring(answer.content)
    return " ".join(" ".join(text.itertext()) for text in tree.iter(f"{SVG}text")).replace("  ", " ")


def test_from_every_kind_of_thing_as_page_and_file(client, told):
    assert told.starts.keys() <= {kind.name for kind in registry.kinds()}
    for kind, pk in told.starts.items():
        page = client.get(f"/trail/{kind}/{pk}/")
        assert page.status_code == 200
        assert len(page.content) < 60_000
        (wide_one,) = html.document_fromstring(page.content.decode()).xpath("//svg[contains(@class, 'way-wide')]")
        assert len(wide_one.xpath(".//*[@aria-current='true']")) == 1
        assert wide_one.get("role") == "group" and wide_one.get("aria-label")
        assert " style=" not in page.content.decode()
        answer = client.get(f"/trail/{kind}/{pk}.svg")
        assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert answer["Content-Disposition"].startswith("attachment")
        assert ET.fromstring(answer.content).find(f"{SVG}title").text
        assert b"style" not in answer.content and b"<script" not in answer.content


def test_the_whole_way_stands_in_the_picture_and_below_it_in_words(client, told):
    page = html.document_fromstring(client.get(f"/trail/need/{told.need.pk}/").content.decode())
    picture = page.xpath("//svg[contains(@class, 'way-wide')]")[0]
    listed = " ".join(page.xpath("//ol[contains(@class, 'timeline')]")[n].text_content() for n in range(3))
    for thing in (told.project, told.event, told.next):
        assert str(thing.title) in " ".join(picture.text_content().split())
        assert str(thing.title) in listed
    hrefs = picture.xpath(".//a/@href")
    for kind, pk in (("project", told.project.pk), ("card", told.card.pk), ("theme", told.theme.pk)):
        assert f"/trail/{kind}/{pk}/" in hrefs
    assert f"/needs/{told.need.pk}/" in hrefs, "where the way is told from, its own page"
    assert all(href.startswith("/") or page.xpath(f"//*[@id='{href[1:]}']") for href in hrefs), "more leads to the list"
    assert [title.text for title in picture.xpath(".//title")] == [TWICE], "words that are cut stand in full"


def test_lines_are_the_stored_arrows_between_what_is_seen(told):
    trail = trail_of("event", str(told.event.pk), None)
    assert trail is not None
    event, need, measure = (
        ("event", str(told.event.pk)),
        ("need", str(told.need.pk)),
        ("measure", str(told.measure.pk)),
    )
    following = ("event", str(told.next.pk))
    leads = set(trail.leads)
    assert {(event, ("workshop", str(told.voiced.workshop.pk))), (need, measure), (measure, following)} <= leads
    assert (event, following) in leads
    assert (("theme", str(told.theme.pk)), need) in leads
    assert (("activity", str(told.event.activity_id)), event) in trail.led
    assert all(
        thing == event or thing[0] not in ("programme", "project", "activity") for pair in leads for thing in pair
    )
    back = trail_of("measure", str(told.measure.pk), None)
    assert back is not None
    assert {(need, measure), (("theme", str(told.asked.pk)), measure)} <= set(back.led)
    assert back.leads == ((measure, following),)


def test_arrows_between_sibling_rooms_are_walked_both_ways(client, told):
    """A measure that was held as an activity, by a row of the table of links."""
    activity = ActivityFactory(project=told.project, title=two("Saistītā aktivitāte", "Linked activity"))
    connect("need", told.need.pk, "led to", "activity", activity.pk)
    down = trail_of("theme", str(told.theme.pk), None)
    up = trail_of("activity", str(activity.pk), None)
    assert down is not None and up is not None
    arrow = (("need", str(told.need.pk)), ("activity", str(activity.pk)))
    assert arrow in down.leads and arrow in up.led
    assert "Saistītā aktivitāte" in words_of(client.get(f"/trail/theme/{told.theme.pk}.svg"))
    assert f"/trail/need/{told.need.pk}/" in client.get(f"/trail/activity/{activity.pk}/").content.decode()


def test_what_the_reader_may_not_see_is_in_no_line_and_no_picture(client, told):
    secret = voiced_event(project=told.project, follows=told.event)
    hidden = actions.raise_need(secret.event, [secret.theme("Slepens temats", 5).pk], by=told.organiser)
    Need.objects.filter(pk=hidden.pk).update(words="Slepena vajadzība")
    actions.answer(told.measure, {told.need.pk: Decimal(1), hidden.pk: Decimal(1)}, by=told.organiser)
    inner = EventFactory(
        project=ProjectFactory(public=False), follows=told.event, title=two("Slepens seminārs", "Secret")
    )
    listening = voiced_event(project=told.project, audience="hall")
    quiet = listening.theme("Zālei teiktais", 5)
    withdrawn = CardFactory(seat=SeatFactory(group=told.voiced.group), cluster=told.theme, text="Atsaukta kartīte")
    Card.objects.filter(pk=withdrawn.pk).update(withdrawn_at="2026-02-11T10:00Z")
    Findings.objects.filter(event=secret.event).delete()
    for kind, pk in told.starts.items():
        for address in (f"/trail/{kind}/{pk}/", f"/trail/{kind}/{pk}.svg"):
            answer = client.get(address).content.decode()
            for words in ("Slepen", "Zālei teiktais", "Atsaukta"):
                assert words not in answer, (address, words)
            assert f"/trail/need/{hidden.pk}/" not in answer
            assert f"/trail/event/{inner.pk}/" not in answer
    ids = {("need", str(hidden.pk)), ("event", str(inner.pk)), ("card", str(withdrawn.pk))}
    trail = trail_of("event", str(told.event.pk), None)
    assert trail is not None
    assert not ids & {thing for pair in (*trail.leads, *trail.led) for thing in pair}
    for kind, pk in (
        ("need", hidden.pk),
        ("event", inner.pk),
        ("card", withdrawn.pk),
        ("theme", quiet.pk),
        ("need", "x"),
    ):
        assert client.get(f"/trail/{kind}/{pk}/").status_code == 404
        assert client.get(f"/trail/{kind}/{pk}.svg").status_code == 404
    client.force_login(told.organiser.account)
    assert "Slepena vajadzība" in client.get(f"/trail/measure/{told.measure.pk}/").content.decode()
    assert "Slepena vajadzība" in words_of(client.get(f"/trail/need/{hidden.pk}.svg"))


def test_nobody_who_spoke_wrote_led_or_runs_it_is_named(client, told):
    """Nobody consents to a trail, so nobody is named on one: not who wrote, nor experts, nor who leads or organises."""
    expert = PersonFactory(given_name="Eksperte", family_name="Nepiekritusī")
    item = AgendaItemFactory(
        event=told.event, kind="group", block="darba-grupas", title=two("Datu grupa", "Data group")
    )
    SpeakerFactory(item=item, person=expert, introduced_as=two("Nepiekritusī, docente", "Lecturer"))
    item.facilitators.add(PersonFactory(given_name="Vadītājs", family_name="Klusētājs"))
    told.voiced.group.item = item
    told.voiced.group.save(update_fields=["item"])
    Seat.objects.filter(group=told.voiced.group).update(name="Pārslava no Ventas")
    named = PersonFactory(given_name="Reģistrētā", family_name="Autore")
    Registration.objects.filter(seats__cards=told.card).update(person=named)
    people = {row.name for row in Person.objects.all()}
    homes = set(Organisation.objects.values_list("name", flat=True))
    assert {"Eksperte Nepiekritusī", "Vadītājs Klusētājs", "Reģistrētā Autore"} <= people
    for kind, pk in told.starts.items():
        for address in (f"/trail/{kind}/{pk}/", f"/trail/{kind}/{pk}.svg"):
            answer = client.get(address)
            text = words_of(answer) if address.endswith("svg") else answer.content.decode()
            left = {name for name in people | homes | {"Nepiekritusī", "Pārslava", "docente"} if name in text}
            assert not left, (address, left)


def test_made_up_and_paid_for_are_said_in_the_file(client, told):
    told.project.publicity = two("Projektu līdzfinansē fonds.", "Co-financed by a fund.")
    told.project.save(update_fields=["publicity"])
    client.cookies["talka_language"] = "lv"
    text = words_of(client.get(f"/trail/card/{told.card.pk}.svg"))
    assert "Projektu līdzfinansē fonds." in text
    assert f"http://testserver/trail/card/{told.card.pk}/" in text
    assert "Izdomāti dati" not in text
    told.project.programme.illustrative = True
    told.project.programme.save(update_fields=["illustrative"])
    assert "Izdomāti dati" in words_of(client.get(f"/trail/card/{told.card.pk}.svg"))


@pytest.mark.parametrize("ending", ["/", ".svg"])
def test_as_many_queries_for_three_of_everything_as_for_one(client, told, ending):
    asked = []
    for size in (1, 3):
        for number in range(size - 1):
            theme = told.voiced.theme(f"Vēl {number}", 5)
            need = actions.raise_need(told.event, [theme.pk], by=told.organiser)
            actions.answer(told.measure, {told.need.pk: Decimal(1), need.pk: Decimal(1)}, by=told.organiser)
            EventFactory(project=told.project, state="published", follows=told.event)
        for address in (f"/trail/event/{told.event.pk}{ending}", f"/trail/measure/{told.measure.pk}{ending}"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked.append(len(queries))
    assert asked[:2] == asked[2:]
    assert max(asked) <= 41


def test_of_very_many_the_picture_is_bounded_and_says_how_many_more(client, told):
    seat = SeatFactory(group=told.voiced.group)
    for number in range(MOST + 7):
        CardFactory(seat=seat, cluster=told.theme, text=f"{LONG} {number}")
    trail = trail_of("theme", str(told.theme.pk), None)
    assert trail is not None
    (cards,) = [level for level in trail.before if level.kind == "card"]
    assert (len(cards.things), cards.more) == (MOST, 12)
    band = next(band for band in wide(picture_of(trail)).bands if band.label == str(cards.label))
    assert len(band.boxes) == 5
    assert band.boxes[-1].more == MOST + 12 - 4
    page = client.get(f"/trail/theme/{told.theme.pk}/", headers={"accept-language": "lv"}).content
    assert len(page) < 60_000
    assert f"un vēl {MOST + 8}" in page.decode() and "un vēl 12" in page.decode()


@pytest.mark.parametrize(("kinds", "most"), [(1, MOST), (2, MOST), (5, 12), (30, 2), (200, 1)])
def test_of_very_many_kinds_each_shows_fewer_and_says_how_many_more(kinds, most):
    thing = Shown("need", "1", "Vajadzība", "/")
    levels = [Level("", str(n), (thing,) * MOST, ("x",)) for n in range(kinds)]
    assert _fitting(levels) == most
    cut = _cut(levels[0], most)
    assert (len(cut.things), cut.more) == (most, MOST - most + 1)
    assert kinds * most <= MOST_IN_ALL or most == 1


def test_pages_of_things_lead_to_their_trail(client, told):
    project, programme = told.project, told.project.programme
    pages = {
        f"/e/{told.event.slug}/": [f"/trail/event/{told.event.pk}/"],
        f"/p/{programme.slug}/": [f"/trail/programme/{programme.pk}/"],
        f"/p/{programme.slug}/{project.slug}/": [
            f"/trail/project/{project.pk}/",
            f"/trail/activity/{told.event.activity_id}/",
        ],
        f"/needs/{told.need.pk}/": [f"/trail/need/{told.need.pk}/", f"/trail/card/{told.card.pk}/"],
        f"/measures/{told.measure.pk}/": [f"/trail/measure/{told.measure.pk}/"],
        f"/e/{told.event.slug}/findings/": [f"/trail/group/{told.voiced.group.pk}/"],
        f"/trail/need/{told.need.pk}/": [f"/trail/theme/{told.theme.pk}/"],
    }
    for address, ways in pages.items():
        found = html.document_fromstring(client.get(address).content.decode()).xpath("//main//a/@href")
        assert [way for way in ways if way not in found] == [], address
    client.force_login(told.organiser.account)
    workshop = told.voiced.workshop
    console = client.get(f"/e/{told.event.slug}/groups/{workshop.slug}/").content.decode()
    assert f"/trail/workshop/{workshop.pk}/" in console


def test_the_played_programme_has_its_trails_without_a_name(client, django_db_blocker):
    with transaction.atomic():
        programme = load(EXAMPLES / "izspele")
        speakers = {row.person.name for row in Speaker.objects.select_related("person")}
        people = {row.name for row in Person.objects.all()}
        assert speakers
        seen = set()
        left = {f"/trail/programme/{programme.pk}/"}
        while left and len(seen) < 30:
            address = left.pop()
            seen.add(address)
            page = client.get(address).content.decode()
            assert not {name for name in people if name in page}, address
            kinds = {one.split("/")[2] for one in seen | left}
            for href in html.document_fromstring(page).xpath("//main//a[starts-with(@href, '/trail/')]/@href"):
                if href.endswith("/") and href.split("/")[2] not in kinds:
                    left.add(href)
                    kinds.add(href.split("/")[2])
        assert {address.split("/")[2] for address in seen} >= {"event", "card", "theme", "need", "measure", "group"}
        transaction.set_rollback(True)
