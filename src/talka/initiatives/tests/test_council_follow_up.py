"""What is done of a council's decision until it is done; reminders; the draft decision; how a council answers."""

import datetime as dt
import io

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from talka.initiatives import answered
from talka.initiatives.actions import council_follow_up as following
from talka.initiatives.actions import council_reminders
from talka.initiatives.actions.council_follow_up import EntryData
from talka.initiatives.factories.council import CouncilDecisionFactory, CouncilQuestionFactory
from talka.initiatives.factories.initiatives import InitiativeFactory, SupporterFactory
from talka.initiatives.queries.council_figures import answering
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal

from .asking_councils import World, address, authors_and_supporters, letters, reader

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def supporters(world):
    return [SupporterFactory(initiative=world.initiative).person for _each in range(3)]


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(answered, "_receivers", [authors_and_supporters])
    return World()


def test_what_is_done_is_noted_until_it_is_done(world):
    row = world.ask()
    decision = world.decide(row, responsible_person=world.clerk)
    page, where = reader(world.clerk), address("follow_council_decision", row.pk, decision.pk)
    first = {"on": world.today.isoformat(), "words": "Iepirkums izsludināts."}
    assert page.post(where, first).status_code == 302 and page.post(where, first).status_code == 302
    assert decision.entries.count() == 1 and world.state() == "under_way"
    for wrong in ({"words": " "}, {"on": world.soon(1).isoformat()}, {"on": world.soon(-1).isoformat()}):
        assert page.post(where, first | wrong).status_code == 422, wrong
    last = {"on": world.today.isoformat(), "words": "Laipa atklāta.", "last": "on"}
    assert page.post(where, last).status_code == 302
    row.refresh_from_db()
    decision.refresh_from_db()
    assert (decision.done_on, row.state, world.state()) == (world.today, "done", "done")
    assert "Laipa atklāta." in reader().get(address("council_question", row.pk)).content.decode()
    assert page.post(where, first | {"words": "Vēl kas."}).status_code == 409
    again = address("reopen_council_decision", row.pk, decision.pk)
    assert page.post(again, {"why": "Trūkst margu."}).status_code == 302
    decision.refresh_from_db()
    assert decision.done_on is None and decision.entries.count() == 3 and world.state() == "under_way"


def test_the_responsible_one_notes_what_was_done_and_nobody_else(world):
    row = world.ask()
    other = PersonFactory(with_account=True, organisation=world.council)
    decision = world.decide(row, responsible_person=other)
    other.organisation = OrganisationFactory()
    other.save()
    where = address("follow_council_decision", row.pk, decision.pk)
    assert reader(other).get(where).status_code == 200
    assert reader(other).get(address("annul_council_decision", row.pk, decision.pk)).status_code == 404
    assert reader(world.author).get(where).status_code == 404
    with pytest.raises(Refusal) as refused:
        following.add_entry(decision, EntryData(world.today, "Darīts."), by=world.author)
    assert refused.value.status == 403 and not decision.entries.exists()


def test_what_is_overdue_is_told_once_a_month_to_the_responsible_and_the_clerk(world):
    helper = PersonFactory(with_account=True, organisation=world.council)
    decision = world.decide(world.ask(), due_on=world.today, responsible_person=helper)
    done = CouncilDecisionFactory(
        number="Nr. DARĪTS", due_on=dt.date(2026, 4, 1), done_on=dt.date(2026, 4, 1), by=world.clerk
    )
    council_reminders.remind_all(world.today)
    assert not letters("council-overdue"), "on the day itself it is not late"
    for days, written in ((1, 2), (2, 2), (29, 2), (30, 4)):
        council_reminders.remind_all(world.today + days * DAY)
        council_reminders.remind_all(world.today + days * DAY)
        assert len(letters("council-overdue")) == written, days
    assert {one.to_address for one in letters("council-overdue")} == {world.clerk.email, helper.email}
    assert all(done.number not in one.text for one in letters("council-overdue"))
    decision.refresh_from_db()
    following.add_entry(decision, EntryData(world.today, "Gatavs.", last=True), by=world.clerk)
    council_reminders.remind_all(world.today + 90 * DAY)
    assert len(letters("council-overdue")) == 4


def test_a_question_that_waits_is_told_of_before_and_after_its_deadline(world):
    world.ask()
    for days, written in ((22, 0), (23, 1), (30, 1), (31, 2), (60, 2)):
        council_reminders.remind_all(world.today + days * DAY)
        council_reminders.remind_all(world.today + days * DAY)
        assert len(letters("council-unanswered", world.clerk)) == written, days
    withdrawn = InitiativeFactory(state="withdrawn", area=AreaFactory())
    council = OrganisationFactory(area=withdrawn.area)
    clerk = PersonFactory(with_account=True, organisation=council)
    CouncilQuestionFactory(initiative=withdrawn, council=council)
    council_reminders.remind_all(world.today + 90 * DAY)
    assert not letters("council-unanswered", clerk)


def test_a_clerk_who_left_is_not_reminded_any_more(world):
    decision = world.decide(world.ask(), due_on=world.today)
    other = PersonFactory(with_account=True, organisation=world.council)
    world.clerk.organisation = OrganisationFactory()
    world.clerk.save()
    council_reminders.remind_all(world.today + DAY)
    assert [one.to_address for one in letters("council-overdue")] == [other.email]
    assert decision.by == world.clerk


def test_the_draft_decision_is_filled_in_and_says_that_it_is_one(world, supporters):
    world.initiative.cost = "1200.50"
    world.initiative.why = "Bērni nevar tikt pie ūdens."
    world.initiative.save()
    row = world.ask()
    answer = reader(world.clerk, "lv").get(address("council_draft", row.pk))
    paper = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in paper.tables for line in table.rows for cell in line.cells]
    words = "\n".join([line.text for line in paper.paragraphs] + cells)
    for told in (world.council.name, world.initiative.title, "1\xa0200,50", "Bērni nevar tikt pie ūdens.", row.text):
        assert told in words or told.replace("\xa0", " ") in words, told
    assert "3" in words
    head = paper.sections[0].header.paragraphs[0].text
    assert head.strip()
    with translation.override("en"):
        paper = docx.Document(io.BytesIO(reader(world.clerk).get(address("council_draft", row.pk)).content))
    words = "\n".join(line.text for line in paper.paragraphs)
    assert "a lawyer has to look through it" in words and "DRAFT" in paper.sections[0].header.paragraphs[0].text


def figures_world(world, answered_rows):
    """Questions to the council, each answered after so many days of thirty; None: open and late."""
    asked = dt.date(2026, 1, 5)
    for days in answered_rows:
        question = CouncilQuestionFactory(
            initiative__area=world.area, council=world.council, asked_on=asked, deadline=asked + 30 * DAY,
            state="asked" if days is None else "decided", answered_on=None if days is None else asked + days * DAY,
        )  # fmt: skip
        if days is not None:
            outcome = "declined" if days == 40 else "accepted"
            CouncilDecisionFactory(
                question=question, outcome=outcome, reasons="Nē.", decided_on=asked + days * DAY,
                done_on=asked + 50 * DAY if days == 10 else None,
            )  # fmt: skip


def test_the_figures_of_a_council(world):
    figures_world(world, [10, 20, 30, 40, None])
    found = answering(world.council)
    assert (found.asked, found.open, found.due, found.answered, found.in_time) == (5, 1, 5, 4, 3)
    assert (found.accepted, found.declined, found.done, found.days) == (3, 1, 1, 25.0)
    page = reader(world.clerk).get(address("council", world.council.pk)).content.decode()
    assert "3 of 5 questions were answered in time." in page


def test_of_fewer_than_five_no_figures_are_made(world):
    figures_world(world, [10, 20, 30, None])
    found = answering(world.council)
    assert found.due == 4 and found.answered is found.in_time is found.accepted is found.days is None
    page = reader(world.clerk).get(address("council", world.council.pk)).content.decode()
    assert "Fewer than five" in page and "Questions declined" not in page


def test_the_figures_are_the_council_s_own_until_it_shows_them(world):
    figures_world(world, [10, 20, 30, 40, None])
    where = address("council", world.council.pk)
    organiser = TeamMemberFactory(programme=ProgrammeFactory(), project=None).person
    neighbour = PersonFactory(with_account=True)
    for person, status in ((None, 404), (world.author, 404), (neighbour, 404), (organiser, 200), (world.clerk, 200)):
        assert reader(person).get(where).status_code == status, person
    show = address("show_council_figures", world.council.pk)
    for person, status in ((None, 404), (neighbour, 404), (organiser, 404)):
        assert reader(person).post(show, {"show": "yes"}).status_code == status
    assert reader().get(where).status_code == 404
    assert reader(world.clerk).post(show, {"show": "yes"}).status_code == 302
    assert reader().get(where).status_code == 200
    assert reader(world.clerk).post(show, {"show": "no"}).status_code == 302
    assert reader().get(where).status_code == 404


def test_figures_take_the_same_queries_for_one_question_and_for_many(world):
    taken = set()
    for more in ([10], [20, 30, 40, None]):
        figures_world(world, more)
        with CaptureQueriesContext(connection) as asked:
            answering(world.council)
        taken.add(len(asked))
    assert len(taken) == 1 and taken.pop() <= 3


def test_what_is_done_of_an_earlier_decision_moves_no_initiative_that_is_before_the_council_again(world):
    first = world.ask()
    decision = world.decide(first)
    later = world.ask()
    assert world.state() == "asked"
    following.add_entry(decision, EntryData(world.today, "Iepirkums izsludināts."), by=world.clerk)
    first.refresh_from_db()
    assert (first.state, world.state()) == ("under_way", "asked")
    world.decide(later, "declined")
    following.add_entry(decision, EntryData(world.today, "Laipa atklāta.", last=True), by=world.clerk)
    first.refresh_from_db()
    assert (first.state, world.state()) == ("done", "declined")
