"""Phones of a hall, alive: what is written and voted without a network is sent once, and everybody sees it at once.

Real browsers at the real server. Each test is one evening of one small group; the server stands for all of them.
"""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from talka.events.factories import EventFactory
from talka.events.models import Event
from talka.programmes.factories import TeamMemberFactory
from talka.workshops.actions import calling, clock, joining, messaging
from talka.workshops.factories import ClusterFactory, GroupFactory, WorkshopFactory, put_at
from talka.workshops.models import Ballot, Card
from talka.workshops.views.frame import cookie_name

from .phones_of_a_hall import Hall, card, deeds_again, no_deeds, until, write

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(django_db_blocker, tmp_path_factory):
    """The server and a browser, for all tests of this file."""
    from .live_site import house

    with house(django_db_blocker, "phones", tmp_path_factory.mktemp("phones") / "var") as (browser, server):
        yield browser, server


@pytest.fixture
def hall(house):
    browser, server = house
    event = EventFactory(first_day=timezone.localdate(), state=Event.State.PUBLISHED)
    organiser = TeamMemberFactory(project=event.project, role="organiser").person
    workshop = WorkshopFactory(event=event)
    groups = [GroupFactory(workshop=workshop, number=number, name=f"{number}. grupa") for number in (1, 2)]
    put_at(workshop, "lack")
    hall = Hall(browser, server, workshop, groups, organiser)
    yield hall
    for context in hall.contexts:
        context.close()
    assert not hall.faults, "\n".join(hall.faults)


def test_a_card_stands_on_the_others_boards_at_once(hall):
    anna, juris, elsewhere = hall.phone(), hall.phone(), hall.phone(1)
    write(anna, "Trūkst datu par pagastiem")
    anna.locator("#board summary").click()
    juris.locator("#board summary").click()
    expect(card(juris, "Trūkst datu")).to_be_visible()
    expect(card(anna, "Trūkst datu")).to_have_count(1)
    expect(anna.locator("#mine li")).to_have_count(1)
    expect(anna.locator("[data-mark=unsent]")).to_have_count(0)
    expect(juris.locator("#board summary .count")).to_have_text("(1)")
    assert elsewhere.locator("li[data-card]").count() == 0
    assert hall.texts() == ["Trūkst datu par pagastiem"]


def test_without_a_network_a_phone_goes_on_writing_and_sends_once(hall):
    anna, juris = hall.phone(), hall.phone()
    anna.context.set_offline(True)
    for number in range(3):
        write(anna, f"Bez tīkla {number}")
    anna.locator("#board summary").click()
    expect(card(anna, "Bez tīkla")).to_have_count(3)
    expect(anna.locator("#board [data-mark=unsent]")).to_have_count(3)
    expect(anna.locator("#unsent")).to_contain_text("3")
    assert hall.texts() == []
    anna.context.set_offline(False)
    expect(anna.locator("[data-mark=unsent]")).to_have_count(0, timeout=20_000)
    expect(anna.locator("#unsent")).to_be_hidden()
    expect(juris.locator("#board li[data-card]")).to_have_count(3)
    assert hall.texts() == [f"Bez tīkla {number}" for number in range(3)]
    order = "[...document.querySelectorAll('#board li[data-card]')].map(each => each.dataset.card)"
    assert anna.evaluate(order) == juris.evaluate(order)


def test_what_waits_survives_a_reload_and_two_tabs_send_it_once(hall):
    anna = hall.phone()
    no_deeds(anna)
    for number in range(3):
        write(anna, f"Gaida {number}")
    anna.locator("#write textarea").fill("Vēl nav pabeigts")
    anna.reload()
    other = hall.open(anna.context)
    for tab in (anna, other):
        expect(tab.locator("#mine [data-mark=unsent]")).to_have_count(3)
    expect(anna.locator("#write textarea")).to_have_value("Vēl nav pabeigts")
    assert hall.texts() == []
    anna.context.unroute("**/deeds/")
    for tab in (anna, other):
        tab.evaluate("dispatchEvent(new Event('online'))")
    for tab in (anna, other):
        expect(tab.locator("[data-mark=unsent]")).to_have_count(0, timeout=20_000)
        expect(tab.locator("#board li[data-card]")).to_have_count(3)
    assert hall.texts() == [f"Gaida {number}" for number in range(3)]


def test_a_step_changes_what_the_phone_shows_and_never_what_is_being_written(hall):
    anna = hall.phone()
    ClusterFactory(group=hall.groups[0], name="Dati")
    anna.locator("#write textarea").fill("Sākts iepriekšējā solī")
    anna.locator("#write textarea").focus()
    hall.go_to("do")
    expect(anna.locator(".now-step")).to_contain_text("Kas būtu jādara")
    expect(anna.locator("#write textarea")).to_be_focused()
    expect(anna.locator("#write textarea")).to_have_value("Sākts iepriekšējā solī")
    anna.locator("#write button[type=submit]").click()
    expect(anna.locator("#write [name=stage]")).to_have_value("do")
    expect(anna.locator("#earlier")).to_have_count(0)
    hall.go_to("vote")
    expect(anna.locator("#left [data-left]")).to_have_text("5")
    kept = Card.objects.get(workshop=hall.workshop)
    assert (kept.stage.key, kept.late) == ("lack", True)


def test_votes_without_a_network_and_a_step_moved_back_meanwhile(hall):
    theme = ClusterFactory(group=hall.groups[0], name="Dati")
    hall.go_to("vote")
    anna = hall.phone()
    row = anna.locator(f"[data-thing='theme:{theme.pk}']")
    more = row.locator("[data-give='+1']")
    with anna.expect_response("**/deeds/"):
        more.click()
    expect(row.locator("[data-mark=unsent]")).to_have_count(0)
    anna.context.set_offline(True)
    for _press in range(4):
        more.click()
    expect(more).to_have_attribute("aria-disabled", "true")
    more.click(force=True)
    expect(row.locator("[data-mine]")).to_have_text("5")
    expect(anna.locator("#left [data-left]")).to_have_text("0")
    expect(row.locator("[data-mark=unsent]")).to_have_count(1)
    other = ClusterFactory(group=hall.groups[0], name="Cilvēki")
    row.locator("[data-give='-1']").click()
    hall.go_to("themes")
    assert Ballot.objects.get(cluster=theme).value == 1
    anna.context.set_offline(False)
    expect(anna.locator("#refused")).to_contain_text("Balsošana ir beigusies", timeout=20_000)
    assert (Ballot.objects.get(cluster=theme).value, Ballot.objects.filter(cluster=other).count()) == (1, 0)


def test_presses_that_follow_each_other_fast_all_count(hall):
    theme = ClusterFactory(group=hall.groups[0], name="Dati")
    hall.go_to("vote")
    anna = hall.phone()
    more = f"[data-thing='theme:{theme.pk}'] [data-give='+1']"
    # In one breath, before the browser has kept the first.
    anna.evaluate("more => [1, 2, 3].forEach(() => document.querySelector(more).click())", more)
    expect(anna.locator(f"[data-thing='theme:{theme.pk}'] [data-mine]")).to_have_text("3")
    expect(anna.locator("[data-mark=unsent]")).to_have_count(0)
    until(lambda: Ballot.objects.filter(cluster=theme, value=3).exists())
    anna.reload()
    expect(anna.locator(f"[data-thing='theme:{theme.pk}'] [data-mine]")).to_have_text("3")


def test_a_vote_given_while_the_page_is_read_anew_still_stands_on_it(hall):
    theme = ClusterFactory(group=hall.groups[0], name="Dati")
    hall.go_to("vote")
    anna = hall.phone()
    ClusterFactory(group=hall.groups[0], name="Cilvēki")
    read: list[Any] = []
    anna.route(f"**/w/{hall.workshop.code}/", lambda route: read.append((route, route.fetch())))
    anna.locator("[data-reload]").first.click()
    until(lambda: read, anna)
    row = anna.locator(f"[data-thing='theme:{theme.pk}']")
    with anna.expect_response("**/deeds/"):
        row.locator("[data-give='+1']").click()
    expect(row.locator("[data-mine]")).to_have_text("1")
    expect(row.locator("[data-mark=unsent]")).to_have_count(0)
    assert Ballot.objects.get(cluster=theme).value == 1
    (route, page), *_none = read
    route.fulfill(response=page)
    expect(anna.locator("#shared")).to_contain_text("Cilvēki")
    expect(row.locator("[data-mine]")).to_have_text("1")


def test_the_next_sentence_is_not_swept_away_by_the_one_just_sent(hall):
    anna = hall.phone()
    anna.locator("#write textarea").fill("Pirmā")
    # In one breath, before the browser has kept the first.
    anna.evaluate("""() => {
      document.querySelector("#write button[type=submit]").click();
      const field = document.querySelector("#write textarea");
      field.value += "Otrā, vēl nav pabeigta";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    expect(anna.locator("#mine li")).to_have_count(1)
    expect(anna.locator("#mine [data-mark=unsent]")).to_have_count(0)
    expect(anna.locator("#write textarea")).to_have_value("Otrā, vēl nav pabeigta")
    anna.reload()
    expect(anna.locator("#write textarea")).to_have_value("Otrā, vēl nav pabeigta")
    assert hall.texts() == ["Pirmā"]


def test_what_comes_from_others_does_not_move_the_button_from_under_the_thumb(hall):
    anna, juris = hall.phone(), hall.phone()
    anna.locator("#write textarea").fill("Gandrīz gatavs")
    send = anna.locator("#write button[type=submit]")
    stood = send.bounding_box()["y"]
    write(juris, "Pirmā kartīte atver grupas tāfeli")
    expect(anna.locator("#board")).to_be_visible()
    messaging.tell(hall.workshop, uuid.uuid4(), "Vēl piecas minūtes", by=hall.organiser)
    expect(anna.locator(".message")).to_contain_text("Vēl piecas minūtes")
    assert abs(send.bounding_box()["y"] - stood) < 2
    send.click()
    expect(anna.locator("#mine li")).to_have_count(1)
    # The new step begins at its beginning.
    expect(anna.locator("[data-mark=unsent]")).to_have_count(0)
    assert anna.evaluate("window.scrollY") > 0
    hall.go_to("vote")
    expect(anna.locator(".now-step")).to_contain_text("Balso")
    until(lambda: anna.evaluate("window.scrollY") == 0)


def test_a_press_that_is_under_way_ends_on_what_it_began_on(hall):
    theme = ClusterFactory(group=hall.groups[0], name="Dati")
    hall.go_to("vote")
    seat, credential = hall.seat()
    anna, juris = hall.phone(), hall.phone(credential=credential)
    calling.call(seat)
    for phone in (anna, juris):
        expect(phone.locator("[data-called]")).to_have_count(1)
    row = anna.locator(f"[data-thing='theme:{theme.pk}']")
    row.locator("[data-give='+1']").hover()
    anna.mouse.down()
    # A line above goes: where the page cannot be scrolled by as much, everything below it moves up.
    calling.take_back(seat)
    expect(juris.locator("[data-called]")).to_have_count(0)
    expect(anna.locator("[data-called]")).to_have_count(1)
    anna.mouse.up()
    expect(row.locator("[data-mine]")).to_have_text("1")
    expect(anna.locator("[data-called]")).to_have_count(0)
    until(lambda: Ballot.objects.filter(cluster=theme, value=1).exists())


def test_forms_that_ask_for_the_same_words_do_not_wait_for_them(hall):
    anna = hall.phone()
    anna.locator("#write textarea").fill("Vēl rakstu")
    with anna.expect_response(f"**/w/{hall.workshop.code}/"):
        anna.locator("[data-reload]").first.click()
    write(hall.phone(), "Zīme, ka lapa ir nolasīta")
    expect(card(anna, "Zīme")).to_have_count(1)
    expect(anna.locator("#earlier")).to_have_count(0)
    expect(anna.locator("#write textarea")).to_have_value("Vēl rakstu")


def test_a_phone_whose_place_is_gone_keeps_its_words_until_it_joins_again(hall):
    seat, credential = hall.seat()
    anna = hall.phone(credential=credential)
    no_deeds(anna)
    write(anna, "Nepazaudēt")
    # The page hears of it, and reads itself anew.
    joining.leave(seat)
    anna.context.unroute("**/deeds/")
    expect(anna.locator("#kept")).to_contain_text("1")
    _again, fresh = hall.seat()
    anna.context.add_cookies([{"name": cookie_name(hall.workshop), "value": fresh, "url": hall.site}])
    anna.goto(f"/w/{hall.workshop.code}/")
    anna.locator("#unsent button").first.click()
    expect(anna.locator("#mine li")).to_have_count(1)
    expect(anna.locator("[data-mark=unsent]")).to_have_count(0)
    assert hall.texts() == ["Nepazaudēt"]


def test_a_refused_card_comes_back_with_why_and_its_words(hall):
    anna = hall.phone()
    no_deeds(anna)
    write(anna, "Par vēlu")
    event = hall.workshop.event
    event.first_day = event.last_day = timezone.localdate() - dt.timedelta(days=3)
    event.save()
    deeds_again(anna)
    expect(anna.locator("#refused textarea")).to_have_value("Par vēlu")
    anna.locator("#refused button").click()
    expect(anna.locator("#refused textarea")).to_have_count(0)


def test_a_phone_an_hour_off_shows_the_same_clock(hall):
    clock.set_clock(hall.workshop, 600, by=hall.organiser)
    _seat, credential = hall.seat()
    context_now = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    anna = hall.phone(credential=credential)
    anna.clock.install(time=context_now)
    anna.reload()
    expect(anna.locator("[data-clock]")).to_contain_text("10")
    clock.set_clock(hall.workshop, 180, by=hall.organiser)
    expect(anna.locator("[data-clock]")).to_contain_text("3")
    write(anna, "Stundu vēlāk")
    expect(anna.locator("#mine li")).to_have_count(1)
    expect(anna.locator("[data-mark=unsent]")).to_have_count(0)
    assert not Card.objects.get(workshop=hall.workshop).late


def test_a_message_is_said_and_own_cards_are_corrected_on_the_spot(hall):
    anna, juris = hall.phone(), hall.phone()
    write(anna, "Ar kļudu")
    messaging.tell(hall.workshop, uuid.uuid4(), "Vēl piecas minūtes", by=hall.organiser)
    expect(anna.locator("#said")).to_contain_text("Vēl piecas minūtes")
    anna.locator("#mine .mini-foot a").click()
    anna.locator("#mine textarea").fill("Bez kļūdas")
    anna.locator("#mine button[type=submit]").click()
    juris.locator("#board summary").click()
    expect(card(juris, "Bez kļūdas")).to_be_visible()
    anna.locator("#mine .mini-foot a").click()
    anna.locator("#mine form button").nth(1).click()
    anna.locator("#mine form button").first.click()
    expect(juris.locator("#board li[data-card]")).to_have_count(0)


def test_a_browser_that_keeps_nothing_says_so_and_still_sends(hall):
    _seat, credential = hall.seat()
    anna = hall.phone(credential=credential)
    anna.add_init_script("Object.defineProperty(window, 'indexedDB', { get() { throw new Error('private'); } })")
    anna.goto(f"/w/{hall.workshop.code}/")
    no_deeds(anna)
    write(anna, "Privāti")
    expect(anna.locator("#unsent")).to_contain_text("Neaizveriet")
    deeds_again(anna)
    expect(anna.locator("[data-mark=unsent]")).to_have_count(0)
    assert hall.texts() == ["Privāti"]


def test_the_page_opens_without_a_network_where_the_browser_allows_it(hall):
    anna = hall.phone()
    kept = (
        f"caches.open('talka-page-{hall.workshop.code}').then(c => c.match('/w/{hall.workshop.code}/')).then(Boolean)"
    )
    until(lambda: anna.evaluate(kept))
    page = anna.evaluate(kept.replace("Boolean", "r => r.text()"))
    assert "csrfmiddlewaretoken" not in page
    assert "nonce" not in page
    anna.context.set_offline(True)
    anna.reload()
    write(anna, "Pēc pārlādes bez tīkla")
    expect(anna.locator("#mine [data-mark=unsent]")).to_have_count(1)
    hall.go_to("do")
    anna.context.set_offline(False)
    expect(anna.locator(".now-step")).to_contain_text("Kas būtu jādara", timeout=20_000)
    expect(anna.locator("[data-mark=unsent]")).to_have_count(0, timeout=20_000)
    assert hall.texts() == ["Pēc pārlādes bez tīkla"]
    anna.locator("#about summary").click()
    # As it is until a page that was opened without a network has been read anew.
    anna.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(each => each.remove())")
    anna.locator("#about form[action$='/leave/'] button").click()
    anna.wait_for_url("**/w/")
    assert not anna.evaluate(kept)


def test_a_server_that_dies_is_a_pause_of_seconds(hall):
    anna, juris = hall.phone(), hall.phone()
    write(anna, "Pirms")
    expect(juris.locator("#board li[data-card]")).to_have_count(1)
    hall.server.process.kill()
    hall.server.process.wait(10)
    write(anna, "Kamēr servera nav")
    expect(anna.locator("#unsent")).to_be_visible(timeout=15_000)
    hall.server.start()
    for phone in (anna, juris):
        expect(phone.locator("#board li[data-card]")).to_have_count(2, timeout=30_000)
        expect(phone.locator("#unsent")).to_be_hidden(timeout=30_000)
    assert hall.texts() == ["Pirms", "Kamēr servera nav"]
