"""A question to a council in a real browser, from the initiative to its being carried out: axe silent, nothing wider
than the phone."""

import pytest
from django.utils import translation

from talka.initiatives import answered
from talka.initiatives.actions import council_follow_up as following
from talka.initiatives.actions.council_follow_up import EntryData
from talka.initiatives.factories.council import CouncilQuestionFactory
from talka.initiatives.models import CouncilQuestion
from talka.people.factories import PersonFactory
from talka.site.browsers import looked_at, opened

from .asking_councils import World, address, letters

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Daudzfunkcionālāsjauniešupašpārvaldesattīstībaskompetencescentrāle"


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(answered, "_receivers", [lambda row: [one.person for one in row.authors.all()]])
    with translation.override("lv"):
        yield World()


def send(page):
    page.locator("main form button[type=submit]").last.click()


def test_the_whole_way_from_asking_to_done(browser, live_server, world):
    """Without JavaScript the author asks and the clerk answers; with it axe looks at each page."""
    author = opened(browser, live_server, world.author, 360, "en", java_script_enabled=False)
    author.goto(address("new_council_question") + f"?initiative={world.initiative.pk}")
    author.get_by_label("What you ask the council").fill("Lūdzam piešķirt līdzekļus laipai.")
    send(author)
    row = CouncilQuestion.objects.get()
    assert author.url.endswith(address("council_question", row.pk))
    clerk = opened(browser, live_server, world.clerk, 1280, "en")
    looked_at(clerk, address("council_question", row.pk))
    clerk.get_by_role("link", name="Take it up").click()
    looked_at(clerk)
    clerk.get_by_label("Standing committee that prepares it").fill("Attīstības komiteja")
    send(clerk)
    clerk.get_by_role("link", name="Record the decision").click()
    looked_at(clerk)
    clerk.get_by_label("Number of the decision").fill("4. § 7")
    clerk.get_by_label("Accepted", exact=True).check()
    clerk.get_by_label("What was decided").fill("Atbalstīt laipas izbūvi.")
    send(clerk)
    assert clerk.get_by_text("told to 1 person").count() == 1
    clerk.get_by_role("link", name="Note what was done").click()
    clerk.get_by_label("What was done").fill("Laipa atklāta.")
    clerk.get_by_label("With this the decision is carried out").check()
    looked_at(clerk)
    send(clerk)
    looked_at(clerk)
    assert clerk.get_by_text("Carried out on").count() == 1
    assert world.state() == "done"
    assert "4. § 7" in letters("council-answered", world.author)[0].text
    author.reload()
    assert author.get_by_text("Laipa atklāta.").count() == 1


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing_on_any_page(browser, live_server, world, width, language):
    row = world.ask()
    CouncilQuestion.objects.filter(pk=row.pk).update(title=LONG, text=LONG, committee=LONG, rapporteur=LONG)
    decision = world.decide(
        row, "in_part", reasons=LONG, votes_for=9, votes_against=4, votes_abstained=0, responsible=LONG,
        due_on=world.today, money=1200, budget_line=LONG, votes_by_name=LONG,
    )  # fmt: skip
    following.add_entry(decision, EntryData(world.today, LONG), by=world.clerk)
    following.show_figures(world.council, shown=True, by=world.clerk)
    waits = CouncilQuestionFactory(council=world.council, initiative__area=world.area, by=world.author)
    decided = address("council_question", row.pk)
    for person, pages in (
        (None, [address("council_questions"), decided, address("council", world.council.pk)]),
        (world.author, [address("edit_council_question", waits.pk), address("withdraw_council_question", waits.pk)]),
        (world.clerk, [decided, address("council_question", waits.pk), address("take_up_council_question", waits.pk)]),
        (world.clerk, [address("decide_council_question", waits.pk), address("return_council_question", waits.pk)]),
        (
            world.clerk,
            [
                address("correct_council_decision", row.pk, decision.pk),
                address("annul_council_decision", row.pk, decision.pk),
                address("follow_council_decision", row.pk, decision.pk),
                address("council", world.council.pk),
            ],
        ),
        (PersonFactory(administrator=True), [address("new_council_question")]),
    ):
        page = opened(browser, live_server, person, width, language)
        for path in pages:
            looked_at(page, path)

        page.context.close()
