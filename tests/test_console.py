"""The facilitator's console and board in a real browser: by keyboard alone, without JavaScript, on a phone, live.

One event with two groups; phones are played by calling what they call. axe looks at every page on the way.
"""

import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from talka.events.factories import AgendaItemFactory, EventFactory, two
from talka.events.models import Event
from talka.people.factories import PersonFactory
from talka.people.signin import make_link
from talka.programmes.factories import TeamMemberFactory
from talka.workshops.actions import cards, setup, stages
from talka.workshops.factories import SeatFactory
from talka.workshops.models import Call, Card, Cluster, Message, Seat, Workshop

pytestmark = pytest.mark.browser

WORDS = ("Trūkst datu par pagastiem", "Nezinām, ko dara kaimiņi", "Speciālistu maz", "Datus prasām katrs atsevišķi")
FOCUSED = "document.activeElement && document.activeElement.closest('[id]').id"


def until(page, words: str) -> None:
    """Wait until this is true on the page, which may not evaluate anything itself."""
    for _time in range(150):
        if page.evaluate(words):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never came true: {words}")


def holds(page, what) -> None:
    """Wait for what no part of the page shows."""
    for _time in range(150):
        if what():
            return
        page.wait_for_timeout(100)
    raise AssertionError("never came true")


def unfold(page, details: str) -> None:
    page.evaluate("id => { document.getElementById(id).open = true }", details)


class Hall:
    """Two groups of one event today, who runs it, and a seat in each group."""

    def __init__(self) -> None:
        event = EventFactory(first_day=timezone.localdate(), state=Event.State.PUBLISHED)
        self.organiser = TeamMemberFactory(project=event.project, role="organiser").person
        self.facilitator = PersonFactory(with_account=True)
        for order, title in enumerate([two("Dati", "Data"), two("Kopienas", "Communities")]):
            item = AgendaItemFactory(event=event, kind="group", block="grupas", title=title, capacity=9, order=order)
            if not order:
                item.facilitators.add(self.facilitator)
        self.workshop = setup.make_workshop(event, "grupas", by=self.organiser)
        self.groups = list(self.workshop.groups.order_by("number"))
        self.seats = [SeatFactory(group=group, joined_at=timezone.now()) for group in self.groups]
        self.url = f"/e/{event.slug}/groups/{self.workshop.slug}/"

    @property
    def now(self) -> Workshop:
        return Workshop.objects.get(pk=self.workshop.pk)

    @property
    def theme(self) -> Cluster:
        return Cluster.objects.get(group__workshop=self.workshop)

    def write(self, *texts: str, group: int = 0) -> list[Card]:
        seat = Seat.objects.get(pk=self.seats[group].pk)
        return [cards.write(seat, uuid.uuid4(), "lack", "lack", text) for text in texts]

    def go_to(self, step: str) -> None:
        stages.go_to(self.now, step, by=self.organiser)


@pytest.fixture(scope="module")
def site(django_db_blocker, tmp_path_factory):
    """A server on a database of its own, and a way to open a browser there: `site(phone=True)`."""
    from .live_site import Visitor, Watch, house

    with house(django_db_blocker, "console", tmp_path_factory.mktemp("console") / "var") as (browser, server):
        watch = Watch()
        yield lambda **kind: Visitor(browser, server.address, watch, **kind)
    assert not watch.faults, "\n".join(["", *dict.fromkeys(watch.faults)])


@pytest.fixture
def hall(site):
    """The hall; `hall.enter(person, phone=…)` is a browser that is signed in."""
    hall = Hall()

    def enter(person, *, phone: bool = False):
        visitor = site(phone=phone)
        visitor.page.set_default_timeout(20_000)
        visitor.open(make_link(person))
        visitor.press("main form button")
        return visitor

    hall.enter = enter
    return hall


def test_the_console_follows_and_acts_without_leaving_the_page(hall):
    zane = hall.enter(hall.organiser)
    page = zane.open(hall.url)
    page.evaluate("window.stayed = true")
    page.fill("#message-text", "Vēl piecas")

    hall.write(*WORDS[:2])
    until(page, "document.querySelector('#group-1 .figures div:nth-child(2) dd').innerText.startsWith('2')")
    Call.objects.create(group=hall.groups[1], to="help")
    hall.write(WORDS[2])
    page.wait_for_selector("#calls li")
    assert page.title().startswith("(1) ")
    assert page.input_value("#message-text") == "Vēl piecas"
    assert page.evaluate(FOCUSED) == "message-text"

    page.click("#calls button")
    page.wait_for_selector("#calls li", state="detached")
    assert Call.objects.get(group=hall.groups[1]).answered_at

    page.keyboard.press("Escape")
    page.fill("#message-text", "Vēl piecas minūtes")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#told li")
    assert Message.objects.get(workshop=hall.workshop).text == "Vēl piecas minūtes"
    until(page, "document.getElementById('message-text').value === ''")

    page.click(".on")
    until(page, "document.getElementById('now-title').innerText === 'Kas mums trūkst'")
    page.click(".lead-clock button[value=stop]")
    page.wait_for_selector(".lead-clock .clock-stands")
    unfold(page, "lead-2")
    page.click("#lead-2 button[value=themes]")
    page.wait_for_selector("#group-2 .badge-info")
    assert page.evaluate("document.getElementById('lead-2').open")
    assert hall.workshop.groups.get(number=2).now.key == "themes"
    page.click("#lead-2 button[value=together]")
    page.wait_for_selector("#group-2 .badge-info", state="detached")
    assert page.evaluate("window.stayed")
    zane.look()

    # Somebody else moves all on: a press that was meant for the step before does nothing.
    hall.go_to("themes")
    until(page, "document.getElementById('now-title').innerText === 'Temati'")
    page.click(".on")
    page.wait_for_timeout(300)
    assert hall.now.stage.key == "themes"
    page.wait_for_timeout(1200)
    page.click(".on")
    until(page, "document.getElementById('now-title').innerText === 'Kas būtu jādara'")


class HeldBack:
    """What the page asks at this address the server answers at once; it comes to the page when the test says so."""

    def __init__(self, page, address: str) -> None:
        self.answers: list = []
        self.holds = True
        page.route(address, self._asked)

    def _asked(self, route) -> None:
        if self.holds:
            self.answers.append((route, route.fetch()))
        else:
            route.continue_()

    def comes(self) -> None:
        self.holds = False
        for route, answer in self.answers:
            route.fulfill(response=answer)


def test_a_press_into_which_a_renewal_falls_is_not_lost(hall):
    calls = [Call.objects.create(group=group, to="help") for group in hall.groups]
    zane = hall.enter(hall.organiser)
    with zane.page.expect_response("**/glance/"):
        page = zane.open(hall.url)
    place = page.locator(".on").bounding_box()
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    glances = HeldBack(page, "**/glance/")
    Call.objects.filter(pk__in=[call.pk for call in calls]).update(answered_at=timezone.now())
    hall.write(WORDS[0])
    holds(page, lambda: glances.answers)
    page.mouse.down()
    # The calls above it are answered: all below them would move up.
    with page.expect_response("**/glance/"):
        glances.comes()
    page.evaluate("new Promise(shown => requestAnimationFrame(() => setTimeout(shown)))")
    page.mouse.up()
    expect(page.locator("#now-title")).to_have_text("Kas mums trūkst")
    expect(page.locator("#calls li")).to_have_count(0)


def test_buttons_stand_still_when_words_come_and_go_above_them(hall):
    zane = hall.enter(hall.organiser)
    page = zane.open(hall.url)
    page.click(".on")
    expect(page.locator("#notices .notice")).to_have_count(1)
    expect(page.locator(".on")).not_to_have_attribute("aria-disabled", "true")
    stop = page.locator(".lead-clock button[value=stop]")
    stop.hover()
    stood = stop.bounding_box()["y"]
    stop.click()
    expect(page.locator("#notices .notice")).to_have_count(0)
    assert abs(page.locator(".lead-clock button[value=run]").bounding_box()["y"] - stood) < 2


def test_one_who_moves_on_twice_is_not_taken_for_two(hall):
    """The news of one's own step may come before the answer does."""
    zane = hall.enter(hall.organiser)
    page = zane.open(hall.url)
    steps = HeldBack(page, "**/step/")
    page.click(".on")
    expect(page.locator("#now-title")).to_have_text("Kas mums trūkst")
    expect(page.locator(".on")).to_have_attribute("aria-disabled", "true")
    steps.comes()
    expect(page.locator(".on")).not_to_have_attribute("aria-disabled", "true")
    page.click(".on")
    expect(page.locator("#now-title")).to_have_text("Temati")
    assert hall.now.stage.key == "themes"


def test_who_has_the_word_and_what_is_refused(hall):
    hall.go_to("report")
    zane = hall.enter(hall.organiser, phone=True)
    page = zane.open(hall.url)
    page.click(".word button.button-primary")
    page.wait_for_selector(".word-now .clock")
    page.click(".word button[value=more-1]")
    until(page, "/^5:5|^6:0/.test(document.querySelector('.word-now [data-digits]').innerText)")
    zane.look()
    unfold(page, "start-clock")
    page.fill("#clock-minutes", "")
    # In one breath, before the page is renewed and asks for minutes again.
    page.evaluate("""() => {
      document.getElementById("clock-minutes").required = false;
      document.querySelector("#start-clock button").click();
    }""")
    page.wait_for_selector("#notices .notice-error")
    zane.look()


def test_cards_are_sorted_by_keys_alone(hall):
    written = hall.write(*WORDS)
    hall.go_to("themes")
    gatis = hall.enter(hall.facilitator)
    page = gatis.open(f"{hall.url}1/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    for _time in range(3):
        page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("t")
    page.keyboard.type("Dati")
    page.keyboard.press("Enter")
    page.wait_for_selector(".theme[data-theme]:not(.theme-loose)")
    theme = hall.theme
    assert set(theme.cards.all()) == {written[0], written[3]}

    page.locator(f"#card-{written[1].pk} input").focus()
    page.keyboard.press("x")
    page.keyboard.press("1")
    until(page, f"document.querySelectorAll('#theme-{theme.pk} .board-card').length === 3")
    page.locator(f"#card-{written[1].pk} input").focus()
    page.keyboard.press("x")
    page.keyboard.press("l")
    until(page, f"document.querySelectorAll('#theme-{theme.pk} .board-card').length === 2")
    assert Card.objects.get(pk=written[1].pk).cluster is None

    # Switched off they do nothing.
    unfold(page, "keys")
    page.uncheck("#keys-on")
    page.locator(f"#card-{written[1].pk} input").focus()
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == f"card-{written[1].pk}"
    gatis.look()


def test_two_facilitators_lose_nothing_of_each_other(hall):
    written = hall.write(*WORDS)
    hall.go_to("themes")
    gatis, zane = hall.enter(hall.facilitator), hall.enter(hall.organiser)
    mine, theirs = gatis.open(f"{hall.url}1/"), zane.open(f"{hall.url}1/")
    mine.check(f"#card-{written[0].pk} input")
    theirs.check(f"#card-{written[0].pk} input")
    theirs.check(f"#card-{written[1].pk} input")
    theirs.fill("#theme-name", "Kaimiņi")
    theirs.click("#sort-bar button[value=named]")
    mine.wait_for_selector("fieldset.theme:not(.theme-loose)")
    assert not mine.is_checked(f"#card-{written[0].pk} input")

    theme = hall.theme
    mine.fill(f"#name-{theme.pk}", "Mans nosaukums")
    theirs.fill(f"#name-{theme.pk}", "Sadarbība ar kaimiņiem")
    theirs.click(f"#form-{theme.pk} button[value=rename]")
    until(mine, f"document.querySelector('#theme-{theme.pk} legend').innerText.includes('Sadarbība')")
    assert mine.input_value(f"#name-{theme.pk}") == "Mans nosaukums"
    mine.click(f"#form-{theme.pk} button[value=rename]")
    mine.wait_for_selector("#notices .notice-error")
    assert hall.theme.name == "Sadarbība ar kaimiņiem"

    mine.locator(f"#card-{written[2].pk}").drag_to(mine.locator(f"#theme-{theme.pk}"))
    until(mine, f"document.querySelectorAll('#theme-{theme.pk} .board-card').length === 3")
    assert Card.objects.get(pk=written[2].pk).cluster == theme


def test_without_scripts_everything_is_done_by_forms(hall):
    written = hall.write(*WORDS)
    zane = hall.enter(hall.organiser)
    zane.page.route("**/*.js", lambda route: route.abort())
    faults = len(zane.watch.faults)
    zane.open(hall.url)
    zane.press(".on")
    zane.press(".lead-clock button[value=more-5]")
    unfold(zane.page, "lead-1")
    zane.press("#lead-1 button[value=themes]")
    zane.fill(text="Nāciet atpakaļ")
    zane.press("#tell button")
    assert Message.objects.get(workshop=hall.workshop).text == "Nāciet atpakaļ"
    zane.open(f"{hall.url}1/")
    zane.page.check(f"#card-{written[0].pk} input")
    zane.page.fill("#theme-name", "Dati")
    zane.press("#sort-bar button[value=named]")
    assert hall.theme.cards.count() == 1
    del zane.watch.faults[faults:]  # the browser says that scripts did not come
