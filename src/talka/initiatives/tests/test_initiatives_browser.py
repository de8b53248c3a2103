"""An initiative in a real browser, on a phone and on a desk: begun, published, supported, changed, compared; axe silent
on every page, nothing wider than the screen."""

import os
import re

import pytest
from django.urls import reverse

from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory, SupporterFactory
from talka.initiatives.models import Initiative
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.site.browsers import looked_at, opened
from talka.territories.factories import AreaFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Daudzfunkcionālā jauniešupašpārvaldesattīstībaskompetencescentra pagalms"
SHOTS = os.environ.get("SHOTS", "")


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_the_whole_way_is_silent_for_axe(browser, live_server, width, language):
    area = AreaFactory(name="Kalnu novads")
    writer = PersonFactory(with_account=True)
    InitiativeFactory(title=f"{LONG} līdzīgais", what=f"{LONG}: soliņi un koki.", area=area)
    page = opened(browser, live_server, writer, width, language)
    page.goto(address("new_initiative"))
    looked_at(page)
    page.fill("[name=title]", LONG)
    page.fill("[name=what]", f"{LONG}: soliņi, koki un lampas.")
    page.fill("[name=area]", "Kalnu novads")
    page.fill("[name=cost]", "12500,50")
    page.fill("[name=why]", "Jauniešiem nav kur satikties.")
    page.click("main form button[type=submit]")
    row = Initiative.objects.get(by=writer)
    looked_at(page)
    page.goto(address("initiative_authors", row.pk))
    looked_at(page)
    page.goto(address("publish_initiative", row.pk))
    looked_at(page)
    page.click("main form button[type=submit]")
    row.refresh_from_db()
    assert row.state == "open"
    page.goto(address("edit_initiative", row.pk))
    looked_at(page)
    page.fill("[name=what]", f"{LONG}: soliņi, koki un strūklaka.")
    page.fill("[name=changed]", "Lampu vietā strūklaka.")
    page.click("main form button[type=submit]")
    page.goto(address("initiative_text", row.pk, 1))
    looked_at(page)
    for name in ("initiative_texts", "withdraw_initiative", "step_initiative"):
        page.goto(address(name, row.pk))
        looked_at(page)
    for _n in range(3):
        SupporterFactory(initiative=row, named=True)
    visitor = opened(browser, live_server, None, width, language)
    visitor.goto(address("support_initiative", row.pk))
    looked_at(visitor)
    for name, words in (("given_name", "Anna"), ("family_name", "Liepa"), ("email", "anna@example.test")):
        visitor.fill(f"[name={name}]", words)
    visitor.click("main form button[type=submit]")
    looked_at(visitor)
    visitor.goto(re.search(r"/initiatives/\d+/support/[\w-]+/", Letter.objects.get().text)[0])
    looked_at(visitor)
    visitor.check("[name=named]")
    visitor.click("main form button[type=submit]")
    assert row.supporters.count() == 4
    looked_at(visitor)
    for name in ("initiative", "initiative_supporters"):
        visitor.goto(address(name, row.pk))
        looked_at(visitor)
    visitor.goto(address("initiatives"))
    looked_at(visitor)
    page.goto(address("initiative", row.pk))
    looked_at(page)


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
        for path in paths:
            looked_at(page, path)
        page.context.close()
