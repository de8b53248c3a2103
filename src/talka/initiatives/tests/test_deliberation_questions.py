"""Questions to named officials: asked without a name, directed, answered with name and date; and hearings."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.events.factories import EventFactory
from talka.initiatives.access import deliberations as access
from talka.initiatives.actions import deliberation_people as people
from talka.initiatives.actions import deliberation_questions as actions
from talka.initiatives.factories.deliberation import DeliberationFactory, DeliberationQuestionFactory
from talka.initiatives.factories.initiatives import InitiativeFactory
from talka.initiatives.models import DeliberationHearing, DeliberationQuestion, QuestionBacker
from talka.letters.models import Letter
from talka.links.registry import kind_of
from talka.people.actions.persons import PersonData
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import TeamMemberFactory
from talka.ui.refusals import Refusal

from .deliberating import address, browser, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return PersonFactory(with_account=True)


@pytest.fixture
def row(clerk):
    return DeliberationFactory(organisation=clerk.organisation)


@pytest.fixture
def resident():
    return PersonFactory(with_account=True, family_name="Zqiedzīvotājs")


def directed(client, question, **more):
    due = timezone.localdate() + dt.timedelta(days=14)
    sent = {
        "office": "Ceļu daļas vadītājs", "given_name": "Pēteris", "family_name": "Zqierēdnis",
        "email": "peteris@example.test", "due": due.isoformat(), "version": question.version,
    }  # fmt: skip
    return client.post(address("direct_question", question.deliberation_id, question.pk), sent | more)


def test_a_question_is_asked_directed_and_answered_by_the_link(clerk, row, resident):
    comes, runs = browser(resident), browser(clerk)
    assert comes.post(address("deliberation_questions", row.pk), {"text": "Kad remontēs ceļu?"}).status_code == 302
    assert comes.post(address("deliberation_questions", row.pk), {"text": "kad remontēs celu"}).status_code == 302
    question = DeliberationQuestion.objects.get()
    assert directed(runs, question).status_code == 302
    letter = Letter.objects.get(kind="initiatives.deliberation_directed")
    assert letter.to_address == "peteris@example.test" and "Kad remontēs" not in letter.text
    text = page(browser(), address("deliberation_questions", row.pk))
    assert "Pēteris Zqierēdnis" in text and "Ceļu daļas vadītājs" in text and "Zqiedzīvotājs" not in text
    link = next(line for line in letter.text.splitlines() if "/answer/" in line)
    path = "/initiatives" + link.partition("/initiatives")[2].strip()
    official = browser()
    assert "Kad remontēs ceļu?" in page(official, path)
    assert official.post(path, {"answer": " ", "version": 2}).status_code == 422
    assert official.post(path, {"answer": "Nākamgad.", "version": 2}).status_code == 200
    assert official.post(path, {"answer": "Cita atbilde.", "version": 2}).status_code == 409
    text = page(browser(), address("deliberation_questions", row.pk))
    assert "Nākamgad." in text and "written down" not in text
    told = Letter.objects.get(kind="initiatives.deliberation_answered")
    assert told.to_address == resident.email and "Nākamgad" not in told.text
    assert official.post(path, {"answer": "Nākamgad maijā.", "version": 3}).status_code == 200
    assert Letter.objects.filter(kind="initiatives.deliberation_answered").count() == 1
    assert directed(runs, DeliberationQuestion.objects.get()).status_code == 409
    assert "1 question, 1 answered" in page(browser(), address("deliberation", row.pk))


def test_who_asked_by_a_link_is_told_by_another_one(clerk):
    row = DeliberationFactory(invited=True, organisation=clerk.organisation)
    who = PersonData("Ansis", "Bez Konta", "ansis@example.test")
    member = people.invite(row, who, by=clerk)
    question = actions.ask(row, "Cik maksā?", by=member.person)
    directed(browser(clerk), question)
    question.refresh_from_db()
    actions.answer(question, "Desmit.", version=2, by=clerk)
    letter = Letter.objects.get(kind="initiatives.deliberation_answered")
    path = "/initiatives" + next(x for x in letter.text.splitlines() if "/me/" in x).partition("/initiatives")[2]
    assert "Desmit." in page(browser(), path.partition("#")[0].strip())


def test_another_official_and_the_first_link_opens_nothing(clerk, row):
    question = DeliberationQuestionFactory(deliberation=row)
    directed(browser(clerk), question)
    letter = Letter.objects.get(kind="initiatives.deliberation_directed")
    path = "/initiatives" + next(x for x in letter.text.splitlines() if "/answer/" in x).partition("/initiatives")[2]
    question.refresh_from_db()
    assert directed(browser(clerk), question, email="cits@example.test", family_name="Cits").status_code == 302
    assert browser().get(path.strip()).status_code == 404
    assert DeliberationQuestion.objects.get().official.email == "cits@example.test"


def test_an_official_with_an_account_answers_and_nobody_else_does(clerk, row, resident):
    question = DeliberationQuestionFactory(deliberation=row)
    assert browser(clerk).get(address("answer_question", row.pk, question.pk)).status_code == 404, "directed to nobody"
    official = PersonFactory(
        with_account=True, email="peteris@example.test", given_name="Pēteris", family_name="Zqierēdnis"
    )
    directed(browser(clerk), question)
    question.refresh_from_db()
    assert question.official == official
    for person, status in ((None, 404), (resident, 404), (official, 200), (clerk, 200)):
        assert browser(person).get(address("answer_question", row.pk, question.pk)).status_code == status
    with pytest.raises(Refusal) as refused:
        actions.answer(question, "Es", version=2, by=resident, by_link=True)
    assert refused.value.status == 403
    sent = {"answer": "Pa telefonu: nākamgad.", "version": 2}
    assert browser(clerk).post(address("answer_question", row.pk, question.pk), sent).status_code == 200
    assert "written down by those who run" in page(browser(), address("deliberation_questions", row.pk))


def test_a_body_answers_without_a_name(clerk, row):
    question = DeliberationQuestionFactory(deliberation=row)
    sent = {"given_name": "", "family_name": "", "email": "", "office": "Izglītības pārvalde"}
    assert directed(browser(clerk), question, **sent).status_code == 302
    question.refresh_from_db()
    assert (question.official, question.office) == (None, "Izglītības pārvalde")
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"office": " "}, {"email": ""}, {"due": "2020-01-01"}, {"due": ""}, {"email": "nav adrese"}]
)
def test_what_directs_nobody(clerk, row, wrong):
    question = DeliberationQuestionFactory(deliberation=row)
    assert directed(browser(clerk), question, **wrong).status_code == 422
    question.refresh_from_db()
    assert question.directed_at is None and not Person.objects.filter(family_name="Zqierēdnis").exists()


def test_what_is_late_is_shown_as_late(row):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    DeliberationQuestionFactory(deliberation=row, office="Dome", due=yesterday, directed_at=timezone.now())
    assert "Overdue" in page(browser(), address("deliberation_questions", row.pk))
    assert "1 overdue" in page(browser(), address("deliberation", row.pk))


def test_others_ask_the_same_once_and_few_are_not_counted(row, resident):
    question = DeliberationQuestionFactory(deliberation=row)
    where = address("second_question", row.pk, question.pk)
    client = browser(resident)
    for _twice in range(2):
        assert client.post(where).status_code == 302
    assert QuestionBacker.objects.count() == 1
    assert "fewer than 5" in page(browser(), address("deliberation_questions", row.pk)).lower()
    assert "You ask this, too." in page(client, address("deliberation_questions", row.pk))
    browser(question.member.person).post(where)
    assert QuestionBacker.objects.count() == 1, "one's own question is asked already"
    assert browser().post(where).status_code == 404


def test_nobody_asks_without_end(row, resident):
    client = browser(resident)
    status = [
        client.post(address("deliberation_questions", row.pk), {"text": f"Kas ir {n}?"}).status_code for n in range(6)
    ]
    assert status == [302] * 5 + [429]
    for text in ("", "a" * 501):
        assert client.post(address("deliberation_questions", row.pk), {"text": text}).status_code == 422


def test_a_hidden_question_is_shown_with_its_reason_only(row, resident):
    question = DeliberationQuestionFactory(
        deliberation=row, text="ZQNAIDS", hidden_at=timezone.now(), hidden_why="Naida runa"
    )
    text = page(browser(resident), address("deliberation_questions", row.pk))
    assert "ZQNAIDS" not in text and "Naida runa" in text
    assert browser(resident).post(address("second_question", row.pk, question.pk)).status_code == 409


def test_a_hearing_stands_on_both_pages_and_in_the_trail():
    member = TeamMemberFactory()
    row = DeliberationFactory(organisation=None, programme=member.programme, initiative=InitiativeFactory())
    event = EventFactory(project=member.project, state="published")
    foreign = EventFactory(state="published")
    client = browser(member.person)
    assert client.post(address("deliberation_hearings", row.pk), {"event": foreign.pk}).status_code == 422
    for _twice in range(2):
        client.post(address("deliberation_hearings", row.pk), {"event": event.pk})
    hearing = DeliberationHearing.objects.get()
    assert str(event.title) in page(browser(), address("deliberation", row.pk))
    where = reverse("events:event", args=[event.slug])
    assert row.question in page(browser(), where)
    shown = kind_of("deliberation").show([str(row.pk)], None)
    assert shown[str(row.pk)].title == row.question
    assert "A hearing of" in page(browser(), where)
    trail = browser().get(f"/trail/deliberation/{row.pk}/")
    assert trail.status_code == 200 and str(event.title) in trail.content.decode()
    assert client.post(address("remove_deliberation_hearing", row.pk, hearing.pk)).status_code == 302
    assert row.question not in page(browser(), where)
    with pytest.raises(Refusal):
        people.add_hearing(row, foreign, by=member.person)


def test_a_draft_hearing_and_a_hidden_deliberation_tell_nobody():
    member = TeamMemberFactory()
    row = DeliberationFactory(organisation=None, programme=member.programme, invited=True)
    event = EventFactory(project=member.project, state="draft")
    people.add_hearing(row, event, by=member.person)
    shown = EventFactory(project=member.project, state="published")
    people.add_hearing(row, shown, by=member.person)
    assert row.question not in page(browser(), reverse("events:event", args=[shown.slug]))
    assert kind_of("deliberation").show([str(row.pk)], None) == {}
    row.entry = "account"
    row.save()
    assert str(event.title) not in page(browser(), address("deliberation", row.pk))
    assert access.deliberation_for(None, row.pk) == row


def test_a_corrected_answer_is_not_said_to_be_told_by_letter_nor_to_be_of_today(clerk, row):
    question = DeliberationQuestionFactory(deliberation=row)
    assert directed(browser(clerk), question, given_name="", family_name="", email="").status_code == 302
    path, said = address("answer_question", row.pk, question.pk), "Whoever asked is told by letter"
    question.refresh_from_db()
    first = browser(clerk).post(path, {"answer": "Nākamgad.", "version": question.version})
    assert first.status_code == 200 and said in first.content.decode()
    question.refresh_from_db()
    again = browser(clerk).post(path, {"answer": "Maijā.", "version": question.version})
    assert again.status_code == 200 and said not in again.content.decode()


def test_an_official_who_corrects_is_not_told_that_the_day_is_changed(clerk, row):
    official = PersonFactory(with_account=True)
    question = DeliberationQuestionFactory(deliberation=row)
    names = {"given_name": official.given_name, "family_name": official.family_name, "email": official.email}
    assert directed(browser(clerk), question, **names).status_code == 302
    path, said = address("answer_question", row.pk, question.pk), "with today's date"
    assert said in page(browser(official), path)
    question.refresh_from_db()
    browser(official).post(path, {"answer": "Nākamgad.", "version": question.version})
    assert said not in page(browser(official), path)
