"""What is kept of a person in deliberations: told to them, and gone with them, while votes still count."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from talka.initiatives.actions import deliberation_questions, deliberation_results, statements
from talka.initiatives.actions.deliberation_questions import DirectData
from talka.initiatives.factories.deliberation import DeliberationFactory, DeliberationMemberFactory, StatementFactory
from talka.initiatives.models import Deliberation, DeliberationMember, DeliberationQuestion, Statement, StatementVote
from talka.initiatives.personal import deliberation as personal
from talka.people.actions.erasure import erase_person
from talka.people.actions.persons import PersonData
from talka.people.factories import PersonFactory

from .voted import voted

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return PersonFactory(with_account=True)


@pytest.fixture
def row(clerk):
    return DeliberationFactory(organisation=clerk.organisation, by=clerk)


@pytest.fixture
def resident():
    return PersonFactory(with_account=True)


@pytest.fixture
def official():
    return PersonFactory(with_account=True, given_name="Pēteris", family_name="Ierēdnis", email="p@example.test")


@pytest.fixture
def deeds(clerk, row, resident, official):
    """The resident voted, wrote, asked, would ask the same; the official was asked and answered."""
    statement = StatementFactory(deliberation=row, text="Vajag parku.")
    statements.vote(statement, -1, by=resident)
    statements.propose(row, "Vajag tirgu.", by=resident)
    question = deliberation_questions.ask(row, "Cik maksā?", by=resident)
    other = deliberation_questions.ask(row, "Kad sāks?", by=clerk)
    deliberation_questions.second(other, by=resident)
    data = DirectData(
        "Vadītājs", timezone.localdate() + dt.timedelta(days=9), PersonData("Pēteris", "Ierēdnis", "p@example.test")
    )
    deliberation_questions.direct(question, data, version=1, by=clerk)
    question.refresh_from_db()
    deliberation_questions.answer(question, "Desmit eiro.", version=2, by=official)
    return question


@pytest.mark.usefixtures("deeds")
def test_a_person_is_told_everything(row, resident, official, clerk):
    told = json.dumps(personal.private(resident), default=str, ensure_ascii=False)
    for words in (row.question, "Vajag parku.", "Vajag tirgu.", "Cik maksā?", "Kad sāks?"):
        assert words in told
    # An administrator who exports their data is told where they take part, and neither votes nor words.
    told = json.dumps(personal.export(resident), default=str, ensure_ascii=False)
    assert row.question in told
    for words in ("Vajag parku.", "Vajag tirgu.", "Cik maksā?", "Kad sāks?"):
        assert words not in told
    told = json.dumps(personal.export(official), default=str, ensure_ascii=False)
    assert "Desmit eiro." in told and "Vajag parku." not in told
    assert row.question in json.dumps(personal.export(clerk), default=str, ensure_ascii=False)
    assert personal.export(PersonFactory()) == {}


def test_erased_people_leave_votes_and_words_without_a_name(deeds, resident, official, clerk):
    for person in (resident, official, clerk):
        erase_person(person, by=person)
    assert not DeliberationMember.objects.filter(person__isnull=False).exists()
    assert StatementVote.objects.get().side == -1
    assert Statement.objects.filter(text="Vajag tirgu.").exists()
    question = DeliberationQuestion.objects.get(pk=deeds.pk)
    assert (question.answer, question.official, question.office) == ("Desmit eiro.", None, "Vadītājs")
    for model, column in (
        (DeliberationQuestion, "official"),
        (DeliberationQuestion, "entered_by"),
        (Deliberation, "by"),
    ):
        versions = model.versions.rel.related_model
        assert versions.objects.exists()
        assert not versions.objects.filter(**{f"{column}__isnull": False}).exists(), (model, column)


def test_an_erased_vote_still_counts(row, resident):
    voted(row, [[1], [1], [1], [1]])
    statements.vote(row.statements.get(), 1, by=resident)
    before = deliberation_results.compute(row, by=None)
    erase_person(resident, by=resident)
    assert deliberation_results.compute(row, by=None) == before
    assert before.result["people"] == 5


def test_an_invitation_that_nobody_followed_goes(row):
    member = DeliberationMemberFactory(deliberation=row, joined_at=None, invited_at=timezone.now())
    erase_person(member.person, by=member.person)
    assert not DeliberationMember.objects.exists()


def test_who_is_waited_for_is_not_forgotten(row, clerk, official, deeds):
    today = timezone.localdate()

    def held():
        return {pk for rows in personal.holds(today) for row in rows for pk in row.values()}

    assert clerk.pk in held() and official.pk not in held(), "the answer is there"
    Deliberation.objects.update(state="closed", closed_at=timezone.now())
    assert held() == set()
    assert isinstance(deeds, DeliberationQuestion)


@pytest.mark.usefixtures("deeds")
def test_hidden_words_of_others_are_in_nobody_s_export(resident, official):
    now = timezone.now()
    for model in (Statement, DeliberationQuestion):
        model.objects.update(hidden_at=now, hidden_why="Naida runa")
    told = json.dumps(personal.private(resident), default=str, ensure_ascii=False)
    assert "Vajag tirgu." in told and "Cik maksā?" in told, "their own"
    assert "Vajag parku." not in told and "Kad sāks?" not in told and "Naida runa" in told
    assert "Cik maksā?" not in json.dumps(personal.export(official), default=str, ensure_ascii=False)
