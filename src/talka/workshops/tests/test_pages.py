"""Who may open which page and do which deed; settings, steps, reports, the wall; what every page promises."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.events.factories import EventFactory
from talka.people.factories import PersonFactory
from talka.programmes.factories import TeamMemberFactory
from talka.ui.refusals import Refusal
from talka.workshops.actions import screen, setup
from talka.workshops.factories import CardFactory, ClusterFactory, ReportFactory, SeatFactory, WorkshopFactory
from talka.workshops.models import Card, Group, Report, Workshop
from talka.workshops.queries.console import seat_rows

WHOLE = ["settings/steps/lack/", "forming/", "forming/N000/", "settings/"]
ANY_GROUP = ["", "glance/", "signs.pdf"]
OWN_GROUP = ["1/", "1/enter/", "1/report/", "1/people/"]
OTHER_GROUP = ["2/", "2/enter/", "2/report/", "2/people/"]
DEEDS_WHOLE = [
    "step/",
    "clock/",
    "word/",
    "word/clock/",
    "settings/",
    "agenda/",
    "forming/propose/",
    "forming/decide/",
    "forming/N000/",
]
DEEDS_OWN = ["1/step/", "1/clock/", "1/cards/", "1/enter/", "1/report/", "1/people/free/"]
DEEDS_OTHER = ["2/step/", "2/clock/", "2/cards/", "2/enter/", "2/report/", "2/people/free/"]


@pytest.fixture
def people(day):
    day.register(day.organisations[0], day.groups[0])
    project = day.event.project
    return {
        "administrator": PersonFactory(administrator=True),
        "organiser": day.organiser,
        "programme organiser": TeamMemberFactory(project=None, programme=project.programme, role="organiser").person,
        "facilitator": TeamMemberFactory(project=project, role="facilitator").person,
        "of one group": day.facilitator,
        "auditor": TeamMemberFactory(project=project, role="auditor").person,
        "viewer": TeamMemberFactory(project=project, role="viewer").person,
        "of another project": TeamMemberFactory(role="organiser").person,
        "nobody": None,
    }


EVERYTHING = ("administrator", "organiser", "programme organiser", "facilitator")


@pytest.mark.parametrize("role", [*EVERYTHING, "of one group", "auditor", "viewer", "of another project", "nobody"])
def test_each_role_opens_its_pages_and_no_others(client, sign_in, day, people, role):
    if people[role]:
        sign_in(people[role])
    allowed = set()
    if role in EVERYTHING:
        allowed = {*WHOLE, *ANY_GROUP, *OWN_GROUP, *OTHER_GROUP}
    elif role == "of one group":
        allowed = {*ANY_GROUP, *OWN_GROUP}
    for path in {*WHOLE, *ANY_GROUP, *OWN_GROUP, *OTHER_GROUP}:
        assert client.get(day.url(path)).status_code == (200 if path in allowed else 404), path
    for path in {*DEEDS_WHOLE, *DEEDS_OWN, *DEEDS_OTHER}:
        may = role in EVERYTHING or (role == "of one group" and path in DEEDS_OWN)
        status = client.post(day.url(path), {}).status_code
        assert (
            (status != 404)
            if may and path not in ("1/people/free/", "2/people/free/", "forming/decide/")
            else (status == 404)
        ), path
    projector = client.get(day.room("projector/")).status_code
    assert projector == (302 if allowed else 404)
    setting_up = client.get(f"/e/{day.event.slug}/groups/").status_code
    assert setting_up == (200 if role in EVERYTHING else 404)


def test_a_group_s_facilitator_sees_own_group_s_figures_only(client, sign_in, day):
    sign_in(day.facilitator)
    page = client.get(day.url()).content.decode()
    assert str(day.groups[0]) in page
    assert str(day.groups[1]) not in page


def test_figures_stand_per_group_and_no_name(client, sign_in, day):
    registration = day.register(day.organisations[0])
    seat = SeatFactory(group=day.groups[0], registration=registration, joined_at=timezone.now())
    CardFactory(seat=seat)
    sign_in(day.organiser)
    for path in ("", "1/", "1/report/"):
        assert registration.person.name not in client.get(day.url(path)).content.decode()


def test_pages_of_another_event_s_workshop_are_not_there(client, sign_in, day):
    other = WorkshopFactory(event=EventFactory(project=day.event.project))
    sign_in(day.organiser)
    assert client.get(f"/e/{day.event.slug}/groups/{other.slug}/").status_code == 404
    assert client.get(f"/e/{other.event.slug}/groups/{other.slug}/").status_code == 200
    assert client.get(day.url("9/")).status_code == 404


def test_deeds_need_the_form_s_own_token(day):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(day.room("join/"), {"group": "1"}).status_code == 403


def test_a_workshop_is_made_from_the_agenda_once(client, sign_in, day):
    sign_in(day.organiser)
    Workshop.objects.all().delete()
    for _time in range(2):
        answer = client.post(f"/e/{day.event.slug}/groups/", {"block": "darba-grupas"})
        assert answer.status_code == 302
    workshop = Workshop.objects.get()
    assert [(g.number, str(g), g.capacity) for g in workshop.groups.all()] == [(1, "Dati", 8), (2, "Kopienas", 8)]
    assert re.fullmatch("[2-9A-HJ-NP-TV-Z]{6}", workshop.code)
    assert client.post(f"/e/{day.event.slug}/groups/", {"block": "nav"}).status_code == 409


def test_groups_follow_the_agenda_and_none_is_lost(day):
    item = day.groups[0].item
    item.capacity, item.cancelled = 25, False
    item.save()
    day.event.items.filter(pk=day.groups[1].item_id).update(cancelled=True)
    setup.follow_agenda(day.workshop, by=day.organiser)
    assert list(Group.objects.order_by("number").values_list("number", "capacity")) == [(1, 25), (2, 8)]


def test_steps_go_on_and_back_and_nothing_is_lost(client, sign_in, day):
    card = CardFactory(seat=day.seat())
    sign_in(day.organiser)
    for step in ("lack", "themes", "vote", "report", "closed", "lack"):
        day.workshop.refresh_from_db()
        answer = client.post(
            day.url("step/"), {"step": step, "seen": day.workshop.stage.key if day.workshop.stage else ""}
        )
        assert answer.status_code == 302
    day.workshop.refresh_from_db()
    assert (day.workshop.stage.key, day.workshop.closed_at) == ("lack", None)
    assert Card.objects.get() == card


def test_two_who_press_on_move_it_once(client, sign_in, day):
    sign_in(day.organiser)
    assert client.post(day.url("step/"), {"step": "lack", "seen": ""}).status_code == 302
    assert client.post(day.url("step/"), {"step": "lack", "seen": ""}).status_code == 302
    assert client.post(day.url("step/"), {"step": "themes", "seen": ""}).status_code == 409
    day.workshop.refresh_from_db()
    assert day.workshop.stage.key == "lack"
    assert client.post(day.url("step/"), {"step": "cits"}).status_code == 400


def test_readers_cannot_become_more_once_there_are_cards(client, sign_in, day):
    sign_in(day.organiser)
    assert client.post(day.url("settings/"), {"audience": "hall"}).status_code == 302
    CardFactory(seat=day.seat())
    assert client.post(day.url("settings/"), {"audience": "public"}).status_code == 409
    day.workshop.refresh_from_db()
    assert day.workshop.audience == "hall"
    assert client.post(day.url("settings/"), {"audience": "group"}).status_code == 302
    assert client.post(day.url("settings/"), {"audience": "visi"}).status_code == 422


def test_a_report_over_a_newer_one_is_not_saved_and_both_are_shown(client, sign_in, day):
    sign_in(day.facilitator)
    assert client.post(day.url("1/report/"), {"version": "0", "text": "Pirmais"}).status_code == 302
    assert client.post(day.url("1/report/"), {"version": "1", "text": "Otrais"}).status_code == 302
    answer = client.post(day.url("1/report/"), {"version": "1", "text": "Trešais"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Otrais" in page
    assert "Trešais" in page
    assert Report.objects.get().text == "Otrais"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert client.post(day.url("1/report/"), {"version": version, "text": "Otrais un trešais"}).status_code == 302


def test_the_wall_shows_what_was_put_there_to_who_has_its_key(client, sign_in, day):
    CardFactory(seat=day.seat(), text="Uz sienas")
    ReportFactory(group=day.groups[1], text="Otrās grupas ziņojums")
    wall = f"/w/{day.workshop.code}/projector/{day.workshop.projector_key}/"
    assert day.workshop.code[:3] in client.get(wall).content.decode()
    screen.put_on_screen(day.workshop, "board", day.groups[0], by=day.facilitator)
    assert "Uz sienas" in client.get(wall).content.decode()
    screen.put_on_screen(day.workshop, "report", day.groups[1], by=day.organiser)
    page = client.get(wall).content.decode()
    assert "Otrās grupas ziņojums" in page
    assert "workshops/wall.js" in page
    assert f"{wall}report/2/" in client.get(f"{wall}report/1/").content.decode()
    for key in ("nav", day.workshop.projector_key[:-1], "x" * 200):
        assert client.get(f"/w/{day.workshop.code}/projector/{key}/").status_code == 404
        assert client.get(f"/w/{day.workshop.code}/projector/{key}/board/1/").status_code == 404
    assert client.get(f"{wall}board/9/").status_code == 404
    assert client.get(f"{wall}cits/1/").status_code == 404
    with pytest.raises(Refusal):
        screen.put_on_screen(day.workshop, "board", day.groups[1], by=day.facilitator)


def test_signs_for_the_doors(client, sign_in, day):
    sign_in(day.facilitator)
    answer = client.get(day.url("signs.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("seats", [1, 3])
def test_the_list_of_people_asks_as_often_for_three_as_for_one(day, seats, django_assert_num_queries):
    for place in range(seats):
        SeatFactory(group=day.groups[0], registration=day.register(day.organisations[place]))
    group = day.groups[0]
    group.workshop.event  # noqa: B018  read before counting
    with django_assert_num_queries(2):
        assert len(seat_rows(group)) == seats


def test_forming_by_pages(client, sign_in, day):
    for place in range(4):
        day.register(day.organisations[place], day.groups[0], day.groups[1])
    sign_in(day.organiser)
    form = {"source": "registered", "keep": "none", "at_most": "2", "balance": ["region", "kind"]}
    assert client.post(day.url("forming/propose/"), form).status_code == 302
    page = client.get(day.url("forming/")).content.decode()
    run = re.search(r'name="run" value="(\d+)"', page)[1]
    person = client.get(day.url("forming/N000/")).content.decode()
    assert day.registrations[0].person.name in person
    target = re.search(r'name="to" value="(\d)"', person)[1]
    assert client.post(day.url("forming/N000/"), {"to": target, "reason": "Lūdza pati"}).status_code == 302
    page = client.get(day.url("forming/")).content.decode()
    assert "Lūdza pati" in page
    assert client.post(day.url("forming/decide/"), {"run": run, "deed": "accept"}).status_code == 302
    assert client.post(day.url("forming/decide/"), {"run": run, "deed": "accept"}).status_code == 409
    assert day.workshop.seats.get(registration=day.registrations[0]).group.number == int(target)
    for data in ({"to": "9"}, {"to": ""}, {"to": "x"}):
        assert client.post(day.url("forming/N000/"), data).status_code == 422
    assert client.get(day.url("forming/NAV/")).status_code == 404
    for wrong in ({"source": "cits"}, {"at_most": "0"}, {"balance": "cits"}):
        assert client.post(day.url("forming/propose/"), form | wrong).status_code == 422


def test_every_page_is_light_has_one_heading_and_nothing_inline(client, sign_in, phone, day):
    for place in range(4):
        day.register(day.organisations[place], day.groups[0])
    seat = day.seat(0, "cits")
    for number in range(30):
        theme = ClusterFactory(group=day.groups[0]) if number % 5 == 0 else None
        CardFactory(seat=seat, cluster=theme, text="Pašvaldību attīstības plānošanas kapacitātes stiprināšana " * 3)
    sign_in(day.organiser)
    wall = f"/w/{day.workshop.code}/projector/{day.workshop.projector_key}/"
    walls = [wall, f"{wall}board/1/", f"{wall}votes/1/", f"{wall}report/1/"]
    pages = [day.url(path) for path in [*WHOLE, "", *OWN_GROUP]]
    for step in ("lack", "vote", "report"):
        day.go_to(step)
        for path in [*pages, day.room(), "/w/", f"/e/{day.event.slug}/groups/", *walls]:
            html = client.get(path).content.decode()
            assert len(html.encode()) < 60_000, path
            assert html.count("<h1") == 1, path
            assert " style=" not in html, path
            assert "onclick" not in html, path
            for source in re.findall(r'(?:src|href|action)="(https?:[^"]+)"', html):
                assert source.startswith("http://testserver/"), path


def test_the_panel_to_join_stands_on_its_days_only(client, day):
    assert "/w/" in client.get(f"/e/{day.event.slug}/").content.decode()
    day.go_to("closed")
    assert 'href="/w/"' not in client.get(f"/e/{day.event.slug}/").content.decode()


def test_a_named_uuid_is_needed_for_a_table_s_form(client, sign_in, day):
    sign_in(day.facilitator)
    assert (
        client.post(day.url("1/enter/"), {"batch": "x", "stage": "do", "lane": "do", "texts": "a"}).status_code == 422
    )
    assert (
        client.post(day.url("1/enter/"), {"batch": uuid.uuid4(), "stage": "do", "lane": "do", "texts": " "}).status_code
        == 422
    )


def test_a_registration_s_own_page_leads_into_one_s_group(client, day):
    registration = day.register(day.organisations[0])
    SeatFactory(group=day.groups[1], registration=registration)
    page = client.get(reverse("events:own", args=[registration.token])).content.decode()
    link = day.room(f"me/{registration.token}/")
    assert str(day.groups[1]) in page
    assert link in page
    client.post(link)
    assert str(day.groups[1]) in client.get(day.room()).content.decode()


def test_the_dashboard_s_panel_is_for_those_who_lead(client, sign_in, day):
    sign_in(day.organiser)
    page = client.get(reverse("events:manage", args=[day.event.slug])).content.decode()
    assert day.url() in page
