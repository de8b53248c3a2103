"""An initiative in a real browser, on a phone and on a desk: begun, published, supported, changed, compared; axe silent
on every page, nothing wider than the screen."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory, SupporterFactory
from talka.initiatives.models import Initiative
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.site.browsers import axe_script, browsing, violations
from talka.territories.factories import AreaFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = "document.querySelectorAll('main details').forEach(each => each.open = true)"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG = "Daudzfunkcionālā jauniešupašpārvaldesattīstībaskompetencescentra pagalms"
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def browser():
    with browsing() as found:
        yield found


def opened(browser, live_server, person, width, language):
    context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 800})
    context.set_default_timeout(60_000)
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if person is not None:
        client = Client()
        client.force_login(person.account)
        cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    return context.new_page()


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


def look(page, name=""):
    page.evaluate(axe_script())
    assert not (found := violations(page)), (page.url, found)
    assert page.evaluate(WIDER) <= 0, page.url
    if SHOTS and name:
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png"), full_page=True)
    page.evaluate(OPEN)
    page.evaluate(axe_script())
    assert not (found := violations(page)), (page.url, found)


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_the_whole_way_is_silent_for_axe(browser, live_server, width, language):
    area = AreaFactory(name="Kalnu novads")
    writer = PersonFactory(with_account=True)
    InitiativeFactory(title=f"{LONG} līdzīgais", what=f"{LONG}: soliņi un koki.", area=area)
    page = opened(browser, live_server, writer, width, language)
    page.goto(address("new_initiative"))
    look(page, "new")
    page.fill("[name=title]", LONG)
    page.fill("[name=what]", f"{LONG}: soliņi, koki un lampas.")
    page.fill("[name=area]", "Kalnu novads")
    page.fill("[name=cost]", "12500,50")
    page.fill("[name=why]", "Jauniešiem nav kur satikties.")
    page.click("main form button[type=submit]")
    row = Initiative.objects.get(by=writer)
    look(page, "draft")
    page.goto(address("initiative_authors", row.pk))
    look(page, "authors")
    page.goto(address("publish_initiative", row.pk))
    look(page, "publish")
    page.click("main form button[type=submit]")
    row.refresh_from_db()
    assert row.state == "open"
    page.goto(address("edit_initiative", row.pk))
    look(page)
    page.fill("[name=what]", f"{LONG}: soliņi, koki un strūklaka.")
    page.fill("[name=changed]", "Lampu vietā strūklaka.")
    page.click("main form button[type=submit]")
    page.goto(address("initiative_text", row.pk, 1))
    look(page, "version")
    for name in ("initiative_texts", "withdraw_initiative", "step_initiative"):
        page.goto(address(name, row.pk))
        look(page)
    for _n in range(3):
        SupporterFactory(initiative=row, named=True)
    visitor = opened(browser, live_server, None, width, language)
    visitor.goto(address("support_initiative", row.pk))
    look(visitor, "ask")
    for name, words in (("given_name", "Anna"), ("family_name", "Liepa"), ("email", "anna@example.test")):
        visitor.fill(f"[name={name}]", words)
    visitor.click("main form button[type=submit]")
    look(visitor, "asked")
    visitor.goto(re.search(r"/initiatives/\d+/support/[\w-]+/", Letter.objects.get().text)[0])
    look(visitor, "confirm")
    visitor.check("[name=named]")
    visitor.click("main form button[type=submit]")
    assert row.supporters.count() == 4
    look(visitor, "supported")
    for name in ("initiative", "initiative_supporters"):
        visitor.goto(address(name, row.pk))
        look(visitor, name)
    visitor.goto(address("initiatives"))
    look(visitor, "list")
    page.goto(address("initiative", row.pk))
    look(page, "own")


@pytest.mark.parametrize(("width", "language"), [(360, "en"), (1280, "lv")])
def test_the_other_pages_are_silent_too(browser, live_server, width, language):
    area = AreaFactory(key="kalnu-novads")
    organiser = TeamMemberFactory(programme=ProgrammeFactory(), project=None)
    row = InitiativeFactory(title=LONG, area=area, programme=organiser.programme, state="withdrawn")
    hidden = InitiativeFactory(title=LONG, hidden_at="2026-05-05T10:00Z", hidden_why="Aizskar personu.")
    person = AuthorFactory(initiative=row).person
    AuthorFactory(initiative=hidden, person=person, state="invited")
    for who, paths in (
        (None, [address("new_initiative"), address("initiative", hidden.pk), address("initiative_texts", row.pk)]),
        (None, [address("initiatives") + "?q=nekas", reverse("territories:area", args=[area.key])]),
        (person, [address("initiative", row.pk), address("answer_invitation", hidden.pk), address("initiatives")]),
        (person, [reverse("people:me")]),
        (organiser.person, [address("initiatives"), address("initiative", row.pk)]),
        (organiser.person, [reverse("programmes:programme", args=[organiser.programme.slug])]),
    ):
        page = opened(browser, live_server, who, width, language)
        for number, path in enumerate(paths):
            assert page.goto(path).status == 200, path
            look(page, f"other-{'x' if who is None else who.pk}-{number}")
        page.context.close()
