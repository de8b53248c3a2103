"""The public page, the list, the dashboard and the first page: what stands there, in how many queries and bytes."""

import datetime as dt
import json
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from talka.events.actions.release import freeze
from talka.events.factories import (
    AgendaItemFactory,
    EventFactory,
    InvitationFactory,
    PresentationFactory,
    RegistrationFactory,
    SpeakerFactory,
    two,
)
from talka.events.models import AgendaItem, Event
from talka.people.factories import PersonFactory
from talka.ui import panels

from .planning import Cast, at, cast, item

pytestmark = pytest.mark.django_db


def _page(made: Cast, role: str = "visitor", **headers: str) -> str:
    answer = made.client(role).get(made.url(), headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_speaks_both_languages() -> None:
    made = cast(summary=two("Īsumā.", "In short."), venue=two("Tautas nams", "People's house"))
    latvian, english = _page(made), _page(made, **{"accept-language": "en"})
    assert "Plānotāju seminārs" in latvian and "Īsumā." in latvian and 'lang="lv"' in latvian
    assert "seminar" in english and "In short." in english and "People" in english and 'lang="en"' in english


def test_a_record_without_hours_stands_in_its_order_and_parts() -> None:
    """As IMC-0: only the day is known, and what followed what."""
    made = cast(first_day=dt.date(2015, 2, 11), starts_at=None, ends_at=None, record=two("Noslēdzies.", "It is over."))
    for order, (key, part) in enumerate([("b", "Otrā daļa"), ("a", "Otrā daļa")]):
        AgendaItemFactory(
            event=made.event, key=key, order=10 + order, part=two(part, part), block="groups", kind="group"
        )
    AgendaItemFactory(event=made.event, key="first", order=1, part=two("Pirmā daļa", "First part"))
    freeze(made.event)
    page = _page(made)
    assert "Noslēdzies." in page and "2015. gada 11. februāris" in page
    assert page.index("Pirmā daļa") < page.index('id="first"') < page.index("Otrā daļa") < page.index('id="b"')
    assert page.index('id="b"') < page.index('id="a"') and page.count("Otrā daļa") == 1
    assert not re.search(r"\d\d:\d\d–", page) and "/register/" not in page


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"registration_open": True}, "open"),
        ({"registration_open": True, "capacity": 1}, "waiting"),
        ({"registration_open": False}, "soon"),
        ({"registration_open": True, "registration_closes_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "closed"),
        ({"registration_open": True, "state": "cancelled"}, "cancelled"),
        ({"registration_open": True, "first_day": dt.date(2015, 2, 11)}, "past"),
    ],
)
def test_the_door_says_how_one_gets_in(change: dict, state: str) -> None:
    made = cast(**change)
    RegistrationFactory(event=made.event, state="registered")
    door = made.client("visitor").get(made.url()).context["page"].door
    assert door.state == state and bool(door.href) == (state in ("open", "waiting"))


def test_machines_read_the_event_and_words_cannot_break_out_of_the_data() -> None:
    made = cast(title=two("</script><b>Seminārs & co", "x"), venue=two("Tautas nams", "x"), address="Torņa iela 1")
    SpeakerFactory(item=item(made.event, "talk", 10, 11), person__given_name="Antti", person__family_name="Korkka")
    freeze(made.event)
    page = _page(made)
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["name"] == "</script><b>Seminārs & co" and data["startDate"] == "2030-02-11T10:00:00+02:00"
    assert (
        data["performer"] == [{"@type": "Person", "name": "Antti Korkka"}] and data["location"]["name"] == "Tautas nams"
    )
    assert "</script><b>" not in page and 'property="og:title"' in page


def test_drafts_and_private_projects_are_not_offered_to_machines() -> None:
    made = cast(state="draft")
    page = _page(made, "organiser")
    assert "ld+json" not in page and 'content="noindex"' in page


def test_before_and_after_show_only_what_one_may_know() -> None:
    made = cast(follows=EventFactory(title=two("Iepriekšējais", "Before")))
    EventFactory(project=made.event.project, follows=made.event, title=two("Turpinājums", "After"))
    EventFactory(project=made.event.project, follows=made.event, title=two("Slepenais", "Secret"), state="draft")
    page = _page(made)
    assert "Iepriekšējais" in page and "Turpinājums" in page and "Slepenais" not in page
    assert "Slepenais" in _page(made, "viewer")


def test_the_made_up_says_so_and_money_has_its_words() -> None:
    made = cast()
    made.event.project.programme.illustrative = True
    made.event.project.programme.save()
    page = _page(made)
    assert 'class="ribbon"' in page and "Projektu finansē Norvēģija." in page


def test_rooms_above_hang_their_panels() -> None:
    made = cast()

    def panel(event: Event, request: object) -> str:
        return f"<p>Panelis par {event.slug}</p>"

    for kind, rest in (("event", ""), ("event-dashboard", "manage/")):
        panels.register(kind, panel)
        try:
            assert f"Panelis par {made.event.slug}" in made.client().get(made.url(rest)).content.decode()
        finally:
            panels.unregister(kind, panel)


def _many(made: Cast, number: int) -> None:
    for n in range(number):
        talk = AgendaItemFactory(
            event=made.event,
            key=f"talk-{n}",
            title=two(f"Lekcija par sadarbību {n}", f"A talk on cooperation {n}"),
            starts_at=at(made.event, 8) + dt.timedelta(minutes=n),
            ends_at=at(made.event, 8) + dt.timedelta(minutes=n + 1),
            room="Lielā zāle",
        )
        SpeakerFactory(item=talk)
        PresentationFactory(item=talk, published=True, url="https://example.org/slides")


@pytest.mark.parametrize(
    ("rest", "role", "queries"),
    [("", "visitor", 10), ("", "organiser", 17), ("manage/agenda/", "organiser", 12), ("manage/", "organiser", 43)],
)
def test_one_and_three_items_take_the_same_queries(
    rest: str, role: str, queries: int, django_assert_num_queries
) -> None:
    made = cast()
    client = made.client(role)
    counted = []
    for number in (1, 2):
        Event.objects.get(pk=made.event.pk).items.all()
        AgendaItem.objects.filter(event=made.event, presentations=None).delete()
        for n in range(number):
            talk = item(made.event, f"t{number}{n}", 10 + n + 2 * (number - 1), 11 + n + 2 * (number - 1))
            SpeakerFactory(item=talk)
            PresentationFactory(item=talk, published=True, url="https://example.org/x")
        freeze(made.event)
        client.get(made.url(rest))
        with django_assert_num_queries(queries, exact=False) as captured:
            client.get(made.url(rest))
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_an_agenda_of_five_hundred_items_is_whole_and_light() -> None:
    made = cast()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            event=made.event,
            key=f"lekcija-{n}",
            title=two(f"Lekcija par pašvaldību sadarbību {n}", f"A talk on cooperation {n}"),
            starts_at=at(made.event, 8) + dt.timedelta(minutes=n),
            ends_at=at(made.event, 8) + dt.timedelta(minutes=n + 1),
            room="Lielā zāle",
        )
        for n in range(500)
    )
    freeze(made.event)
    answer = made.client("visitor").get(made.url())
    assert answer.content.count(b'class="slot"') == 500 and len(answer.content) < 120_000


# -- the list and the first page -----------------------------------------------------------------------------------


def test_the_list_parts_what_was_from_what_will_be_and_finds_without_diacritics() -> None:
    made = cast(title=two("Šķiņķa seminārs", "x"))
    EventFactory(title=two("Senais", "Old"), first_day=dt.date(2015, 2, 11))
    EventFactory(title=two("Rītdienas", "Tomorrow's"))

    def titles(query: str) -> list[str]:
        return [str(row.event.title.localize("lv")) for row in Client().get(f"/events/?{query}").context["rows"]]

    assert titles("") == titles("when=upcoming") and set(titles("")) == {"Šķiņķa seminārs", "Rītdienas"}
    assert titles("when=past") == ["Senais"]
    assert titles("q=skinka") == ["Šķiņķa seminārs"] and titles("q=senais") == []
    assert titles(f"project={made.event.project.slug}") == ["Šķiņķa seminārs"]


def test_an_event_that_is_under_way_has_not_passed() -> None:
    EventFactory(first_day=dt.date(2030, 3, 4), last_day=dt.date(2030, 3, 6))
    with time_machine.travel(dt.datetime(2030, 3, 5, 12, tzinfo=dt.UTC), tick=False):
        assert len(Client().get("/events/").context["rows"]) == 1


@pytest.mark.parametrize("address", ["/events/", "/"])
def test_one_and_three_events_take_the_same_queries(address: str, django_assert_num_queries) -> None:
    made = cast(first_day=dt.date(2030, 1, 1))
    client = made.client("organiser")
    client.get(address)
    with django_assert_num_queries(30, exact=False) as one:
        client.get(address)
    EventFactory.create_batch(2, project=made.event.project, area=None)
    with django_assert_num_queries(len(one)):
        client.get(address)


def test_the_first_page_leads_visitors_in_and_organisers_to_their_desk() -> None:
    made = cast(first_day=dt.date(2030, 2, 11))
    EventFactory(project=made.event.project, title=two("Melnraksts par slepeno", "x"), state="draft")
    EventFactory(title=two("Sveša projekta pasākums", "x"))
    visitor = Client().get("/").content.decode()
    assert 'name="code"' in visitor and "Plānotāju seminārs" in visitor and "Melnraksts" not in visitor
    desk = made.client().get("/").context["home"].work
    assert {str(work.event.title) for work in desk} == {"Plānotāju seminārs", "Melnraksts par slepeno"}
    assert made.client("viewer").get("/").context["home"].work == []


def test_the_desk_says_what_is_next() -> None:
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False):
        made = cast(first_day=dt.date(2030, 2, 11))
        client = made.client()

        def next_page() -> str:
            return client.get("/").context["home"].work[0].href.split("/")[-2]

        assert next_page() == "agenda"
        item(made.event, "talk", 10, 11)
        freeze(made.event)
        assert next_page() == "manage"
        Event.objects.update(registration_open=True)
        InvitationFactory(event=made.event)
        assert next_page() == "invitations"


def test_the_dashboard_goes_from_preparing_to_evidence() -> None:
    made = cast(state="draft", summary="", venue="")
    board = made.client().get(made.url("manage/")).context["dashboard"]
    assert [stage.key for stage in board.stages] == ["prepare", "invite", "day", "after"]
    assert board.next and board.next.href == made.url("manage/edit/")
    Event.objects.filter(pk=made.event.pk).update(
        state="published", venue=two("Zāle", "Hall"), summary=two("Par to.", "About it.")
    )
    item(made.event, "talk", 10, 11)
    board = made.client().get(made.url("manage/")).context["dashboard"]
    assert board.next and board.next.href == made.url("manage/agenda/release/")


def test_a_person_without_a_role_sees_no_tools() -> None:
    made = cast()
    person = PersonFactory(with_account=True)
    client = Client()
    client.force_login(person.account)
    assert "manage" not in client.get(made.url()).content.decode()
    assert client.get("/events/").context["may_create"] is False


def test_nobody_is_asked_to_send_invitations_that_cannot_go_out() -> None:
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False):
        made = cast(first_day=dt.date(2030, 2, 11), registration_open=True, venue=two("Zāle", "Hall"))
        item(made.event, "talk", 10, 11)
        freeze(made.event)
        InvitationFactory(event=made.event, person__email="")
        came = InvitationFactory(event=made.event)
        RegistrationFactory(event=made.event, person=came.person)
        client = made.client()
        assert client.get("/").context["home"].work[0].href == made.url("registrations/")
        stages = client.get(made.url("manage/")).context["dashboard"].stages
        assert {step.state for step in stages[1].steps if "invitations" in step.href} == {"done"}


def test_nothing_is_next_at_an_event_that_was_cancelled() -> None:
    made = cast(state="cancelled", first_day=timezone.localdate() + dt.timedelta(days=20), venue="", summary="")
    board = made.client().get(made.url("manage/")).context["dashboard"]
    assert board.next is None
    assert "todo" not in {stage.state for stage in board.stages}
