"""A deliberation in a real browser, on a phone and on a desk: from the first card to the results, axe silent, nothing
wider than the screen."""

import datetime as dt

import pytest
from django.utils import timezone

from talka.events.factories import EventFactory
from talka.initiatives.actions import deliberation_people as people
from talka.initiatives.actions import deliberation_questions, deliberation_results
from talka.initiatives.actions.deliberation_questions import DirectData
from talka.initiatives.factories.deliberation import (
    DeliberationFactory,
    DeliberationMemberFactory,
    DeliberationQuestionFactory,
    StatementFactory,
)
from talka.initiatives.models import Statement, StatementVote
from talka.people.actions.persons import PersonData
from talka.people.factories import PersonFactory
from talka.programmes.factories import TeamMemberFactory
from talka.site.browsers import looked_at, opened

from .deliberating import address
from .voted import two_camps, voted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Daudzfunkcionālā jauniešupašpārvaldesattīstībaskompetencescentra izveidošana vecajā skolā"


@pytest.fixture
def organiser():
    return TeamMemberFactory()


@pytest.fixture
def row(organiser):
    return DeliberationFactory(
        organisation=None, programme=organiser.programme, question=f"{LONG}: kam tā vajadzīga?", introduction=LONG,
        rules=LONG, showing="live",
    )  # fmt: skip


@pytest.mark.parametrize("script", [True, False])
def test_votes_are_given_on_a_phone_with_and_without_javascript(browser, live_server, row, script):
    for number in (1, 2):
        StatementFactory(deliberation=row, number=number, text=f"{LONG} {number}")
    resident = PersonFactory(with_account=True)
    page = opened(browser, live_server, resident, 360, "lv", java_script_enabled=script)
    page.goto(address("vote_deliberation", row.pk))
    buttons = page.locator(".vote-sides button")
    assert buttons.count() == 3
    assert all(box["height"] >= 44 and box["width"] > 250 for box in (one.bounding_box() for one in buttons.all()))
    buttons.nth(0).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/vote/#card")
    page.locator(".vote-sides button").nth(1).click()
    page.wait_for_function(
        "document.querySelectorAll('.vote-sides').length === 0"
    ) if script else page.wait_for_timeout(500)
    assert sorted(StatementVote.objects.values_list("side", flat=True)) == [-1, 1]
    page.goto(address("propose_statement", row.pk))
    page.locator("textarea[name=text]").fill("Vajag arī bērnudārzu.")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    assert Statement.objects.filter(text="Vajag arī bērnudārzu.").exists()


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing(browser, live_server, organiser, row, width, language):
    statements = voted(row, two_camps(30, 10))
    Statement.objects.filter(pk=statements[0].pk).update(text=LONG)
    Statement.objects.filter(pk=statements[9].pk).update(hidden_at=timezone.now(), hidden_why=LONG)
    waits = StatementFactory(deliberation=row, number=40, text=f"{LONG} gaida", state="waiting", seed=False)
    resident = DeliberationMemberFactory(deliberation=row, invited_at=timezone.now()).person
    official = PersonFactory(with_account=True, email="official@example.test")
    DeliberationQuestionFactory(deliberation=row, text=f"{LONG} nav adresēts?")
    question = DeliberationQuestionFactory(deliberation=row, text=f"{LONG}?")
    due = timezone.localdate() + dt.timedelta(days=3)
    who = PersonData(official.given_name, official.family_name, official.email)
    deliberation_questions.direct(question, DirectData(LONG, due, who), version=1, by=organiser.person)
    question.refresh_from_db()
    deliberation_questions.answer(question, LONG, version=2, by=official)
    event = EventFactory(project=organiser.project, state="published")
    people.add_hearing(row, event, by=organiser.person)
    deliberation_results.compute(row, by=None)
    draft = DeliberationFactory(organisation=None, programme=organiser.programme, draft=True, question=LONG)
    StatementFactory(deliberation=draft)
    pk = row.pk
    own = [
        address(name, pk)
        for name in ("deliberation", "vote_deliberation", "propose_statement", "deliberation_questions", "own_votes")
    ]
    runs = [
        address(name, pk)
        for name in ("deliberation", "edit_deliberation", "deliberation_people", "deliberation_hearings")
    ]
    for person, pages in (
        (None, [address("deliberations"), address("deliberation", pk), address("deliberation_results", pk)]),
        (resident, own),
        (official, [address("answer_question", pk, question.pk)]),
        (organiser.person, [*runs, address("new_deliberation"), address("deliberation_statements", pk)]),
        (organiser.person, [address("decline_statement", pk, waits.pk), address("direct_question", pk, question.pk)]),
        (organiser.person, [address("deliberation", draft.pk), address("deliberation_questions", pk)]),
        (organiser.person, [address("deliberation_statements", draft.pk)]),
    ):
        page = opened(browser, live_server, person, width, language)
        for path in pages:
            looked_at(page, path)
        page.context.close()
