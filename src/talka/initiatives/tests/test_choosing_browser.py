"""A vote in a real browser, on a phone and on a desk: a voter's whole way, axe silent, nothing wider than the page."""

import re
import uuid

import pytest
from django.urls import reverse

from talka.initiatives.actions import choosing_options, counting, paper_ballots, voting
from talka.initiatives.actions.paper_ballots import Reading
from talka.initiatives.actions.voting import Said
from talka.initiatives.factories.choosing import ChoosingFactory, ChoosingOptionFactory, VoterFactory
from talka.initiatives.factories.initiatives import InitiativeFactory
from talka.initiatives.models import Ballot
from talka.site.browsers import looked_at
from talka.site.browsers import opened as opened_page

from .choosing_world import cast, close, link_of, opened, runner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Daudzfunkcionālā jauniešupašpārvaldesattīstībaskompetencescentra labiekārtošana"
CODE = re.compile(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}")


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


def long_vote(**given):
    row = opened(options=0, title=LONG, about=LONG, **given)
    for number in (1, 2, 3):
        ChoosingOptionFactory(choosing=row, number=number, cost=300 + number, title=LONG, what=LONG, where=LONG)
    return row


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing(browser, live_server, width, language):
    draft = ChoosingFactory(options=2, title=LONG)
    InitiativeFactory(area=draft.area, cost=200, title=LONG)
    points, ranking = long_vote(form="points", points=10), long_vote(form="ranking")
    row = long_vote(paper=True)
    line = VoterFactory(choosing=row, email=f"{LONG.split()[1].lower()[:40]}@example.test", name=LONG)
    cast(row, 1)
    choosing_options.withdraw(row.options.get(number=2), LONG, by=None)
    paper_ballots.read(row, 1, Reading(Said((1,))), by=runner_of(row))
    paper_ballots.read(row, 1, Reading(Said((1, 3))), by=runner_of(row))
    ended = long_vote()
    for number in range(7):
        cast(ended, 1 + number % 3)
    close(ended)
    counting.announce(ended, counting.count(ended, by=None), by=None)
    counted = long_vote()
    for number in range(7):
        cast(counted, 1 + number % 3)
    close(counted)
    counting.count(counted, by=None)
    option = draft.options.first().pk
    links = [link_of(VoterFactory(choosing=each)) for each in (row, points, ranking)]
    for person, pages in (
        (None, [address("choosings"), address("choosing", row.pk), address("ballots", row.pk), *links]),
        (None, [address("choosing", ended.pk), address("ballots", ended.pk)]),
        (
            runner_of(draft),
            [address("choosing", draft.pk), address("edit_choosing", draft.pk), address("new_choosing")],
        ),
        (
            runner_of(draft),
            [address("add_choosing_initiatives", draft.pk), address("edit_choosing_option", draft.pk, option)],
        ),
        (
            runner_of(row),
            [address("choosing", row.pk), address("voters_roll", row.pk), address("paper_ballots", row.pk)],
        ),
        (
            runner_of(row),
            [address("read_roll", row.pk), address("join_voters", row.pk, line.pk), address("paper_sheets", row.pk)],
        ),
        (runner_of(counted), [address("choosing", counted.pk)]),
    ):
        page = opened_page(browser, live_server, person, width, language)
        for path in pages:
            looked_at(page, path)
        page.context.close()


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_a_voter_s_whole_way(browser, live_server, width, language):
    """From the link to the code, a change by the code, and the own ballot among the published ones."""
    row = long_vote()
    page = opened_page(browser, live_server, None, width, language)
    link = link_of(VoterFactory(choosing=row))
    page.goto(link)
    page.get_by_label("001", exact=False).check()
    page.locator("main form button[type=submit]").click()
    looked_at(page)
    code = CODE.search(page.locator("#receipt").inner_text()).group()
    page.goto(link)
    page.get_by_label("003", exact=False).check()
    page.locator("main form button[type=submit]").click()
    looked_at(page)
    assert page.get_by_label("003", exact=False).is_checked(), "nothing is lost with the refusal"
    page.locator("input[name=code]").fill(code)
    page.locator("main form button[type=submit]").click()
    assert CODE.search(page.locator("#receipt").inner_text()).group() == code
    assert Ballot.objects.get().named == [3]
    for _voter in range(5):
        voting.vote_by_link(VoterFactory(choosing=row), Said((1,)), sending=uuid.uuid4())
    close(row)
    counting.announce(row, counting.count(row, by=None), by=None)
    page.goto(address("ballots", row.pk))
    page.locator("input[name=code]").fill(code)
    page.locator("main form button[type=submit]").click()
    looked_at(page)
    assert "003" in page.locator(".notice-success").inner_text()
    page.context.close()
