"""A supervisor's view: only where the person asks for it, read by that person alone, gone with the invitation."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from talka.learning.actions import assessing, assessments
from talka.learning.assessment_letters import SUPERVISOR
from talka.learning.factories.assessments import ItemFactory, RoundFactory, learners_of
from talka.learning.models import AssessmentFigure, SupervisorScore, SupervisorView
from talka.letters.models import Letter
from talka.people.models import Person
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def round_(cohort):
    row = RoundFactory(cohort=cohort, when="later")
    for place, key in enumerate(("plan", "count"), start=1):
        ItemFactory(round=row, key=key, order=place)
    return row


def address_in(letter):
    word = next(word for word in letter.text.split() if "/learning/supervise/" in word)
    return "/" + word.partition("://")[2].partition("/")[2]


def test_asked_by_the_person_they_answer_what_they_can_judge(client, cohort, learner, round_):
    client.force_login(learner.account)
    own = reverse("learning:own_assessment", args=[cohort.training.slug, 1, round_.pk])
    known = Person.objects.count()
    sent = {"deed": "invite", "name": "Anna Ozola", "email": "Anna@example.test"}
    assert client.post(own, sent).status_code == 302
    assert Person.objects.count() == known, "a supervisor does not come into the register"
    letter = Letter.objects.get(kind=SUPERVISOR)
    assert letter.to_address == "anna@example.test" and learner.name not in letter.subject
    assert client.post(own, sent | {"email": "b@example.test"}).status_code == 409
    client.logout()
    address = address_in(letter)
    page = client.get(address)
    assert page.status_code == 200 and learner.name in page.content.decode()
    assert client.post(address, {"ability-plan": "4", "ability-count": ""}).status_code == 302
    assert list(SupervisorScore.objects.values_list("item__key", "ability")) == [("plan", 4)]
    again = client.get(address).content.decode()
    assert again.count("checked") == 2  # what was said, and what could not be judged
    client.post(address, {"ability-plan": "3", "ability-count": "5"})
    assert sorted(SupervisorScore.objects.values_list("item__key", "ability")) == [("count", 5), ("plan", 3)]
    client.force_login(learner.account)
    page = client.get(own).content.decode()
    assert "As your supervisor sees it" in page and "who has not answered yet" not in page


@pytest.mark.parametrize("sent", [{}, {"ability-plan": "0"}, {"ability-plan": "6"}, {"ability-plan": "x"}])
def test_nothing_and_what_is_not_on_the_scale_is_refused(client, learner, round_, sent):
    assessing.invite_supervisor(round_, learner, name="A", email="a@example.test")
    address = address_in(Letter.objects.get(kind=SUPERVISOR))
    assert client.post(address, sent).status_code == 422
    assert not SupervisorScore.objects.exists()


def test_the_action_holds_the_scale_too(learner, round_):
    view = assessing.invite_supervisor(round_, learner, name="A", email="a@example.test")
    for wrong in ({}, {"plan": 0}, {"plan": 6}, {"fly": 3}):
        with pytest.raises(Refusal):
            assessing.answer_as_supervisor(view, wrong)
    assert not SupervisorScore.objects.exists()


def test_taken_back_the_link_opens_nothing_and_the_answers_go(client, learner, round_):
    view = assessing.invite_supervisor(round_, learner, name="Anna", email="a@example.test")
    address = address_in(Letter.objects.get(kind=SUPERVISOR))
    client.post(address, {"ability-plan": "4"})
    assessing.withdraw_supervisor(round_, learner)
    assessing.withdraw_supervisor(round_, learner)
    assert not SupervisorScore.objects.exists()
    assert client.get(address).status_code == client.post(address, {"ability-plan": "4"}).status_code == 404
    with translation.override("en"), pytest.raises(Refusal, match="taken the invitation back"):
        assessing.answer_as_supervisor(view, {"plan": 4})
    assert not Letter.objects.filter(text__contains=learner.name).exists() and not Letter.objects.filter(to_name="Anna")
    assessing.invite_supervisor(round_, learner, name="B", email="b@example.test")


def test_closed_the_link_is_over_and_the_name_goes(client, learner, round_):
    view = assessing.invite_supervisor(round_, learner, name="A", email="a@example.test")
    address = address_in(Letter.objects.get(kind=SUPERVISOR))
    client.post(address, {"ability-plan": "4"})
    assessments.close_round(round_, by=None)
    assert client.get(address).status_code == client.post(address, {"ability-plan": "1"}).status_code == 410
    view.refresh_from_db()
    assert (view.name, view.email, view.scores.get().ability) == ("", "", 4)
    letter = Letter.objects.get()
    assert (letter.to_name, letter.to_address, letter.reply_to) == ("", "", ""), "the letter names them too"
    with translation.override("en"), pytest.raises(Refusal, match="closed"):
        assessing.answer_as_supervisor(view, {"plan": 1})
    assessing.withdraw_supervisor(round_, learner)
    assert not SupervisorView.objects.exists()


def test_one_who_did_not_answer_goes_with_the_closing(learner, round_):
    assessing.invite_supervisor(round_, learner, name="A", email="a@example.test")
    assessments.close_round(round_, by=None)
    assert not SupervisorView.objects.exists()
    assert not Letter.objects.exclude(to_address="").exists()


@pytest.mark.parametrize("email", ["no address", "", "own"])
def test_a_wrong_address_and_one_s_own_ask_nobody(learner, round_, email):
    with pytest.raises(Refusal):
        assessing.invite_supervisor(round_, learner, name="A", email=learner.email if email == "own" else email)
    assert not SupervisorView.objects.exists() and not Letter.objects.exists()


@pytest.mark.parametrize(("many", "told"), [(4, False), (5, True)])
def test_five_supervisors_or_nothing(cohort, round_, many, told):
    for person in learners_of(cohort, many):
        view = assessing.invite_supervisor(round_, person, name="A", email=f"s{person.pk}@example.test")
        assessing.answer_as_supervisor(view, {"plan": 4})
    assessments.close_round(round_, by=None)
    found = AssessmentFigure.objects.filter(item__key="plan").first()
    assert (found is not None) is told
    if found is not None:
        assert (found.supervisors, found.seen, found.mwds) == (5, 4.0, None)


def test_a_supervisor_s_forged_link_opens_nothing(client, learner, round_):
    assessing.invite_supervisor(round_, learner, name="A", email="a@example.test")
    assert client.get(reverse("learning:supervise", args=[round_.pk, "forged"])).status_code == 404
    other = RoundFactory(opens_at=timezone.now() - dt.timedelta(days=2))
    address = address_in(Letter.objects.get(kind=SUPERVISOR)).replace(f"/{round_.pk}/", f"/{other.pk}/")
    assert client.get(address).status_code == 404
