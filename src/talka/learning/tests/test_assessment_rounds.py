"""Rounds of an assessment: planned, opened with frozen words, answered by people for themselves, closed."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from talka.learning.actions import assessing, assessments, cohorts
from talka.learning.actions.assessments import RoundData
from talka.learning.assessment_letters import LINK, REMINDER
from talka.learning.factories import CohortFactory, LearnerFactory, ModuleFactory, TeamFactory
from talka.learning.factories.assessments import ItemFactory, RoundFactory, answered, learners_of
from talka.learning.jobs import tend_assessments
from talka.learning.models import AssessmentAnswer, AssessmentItem, AssessmentRound, AssessmentScore, Learner
from talka.letters.models import Letter
from talka.needs.actions import change_competence, retire_competence
from talka.needs.models import Competence
from talka.people.models import PersonalLink
from talka.programmes.factories import ProjectFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = dt.timedelta(days=1)


def data(when="before", opens=DAY, closes=15 * DAY, keys=()):
    now = timezone.now()
    return RoundData(when, now + opens, now + closes, keys)


@pytest.fixture
def competences(training):
    """Of a programme with a project, so that its organisers keep its register."""
    ProjectFactory(programme=training.programme)
    return [
        Competence.objects.create(programme=training.programme, key=key, title=f"Can {key}", order=place)
        for place, key in enumerate(("plan", "count", "speak"), start=1)
    ]


@pytest.fixture
def open_round(cohort):
    """With two competences."""
    row = RoundFactory(cohort=cohort)
    for place, key in enumerate(("plan", "count"), start=1):
        ItemFactory(round=row, key=key, order=place)
    return row


def link_in(letter):
    return (
        next(word for word in letter.text.split() if "/learning/assess/" in word).partition("://")[2].partition("/")[2]
    )


def test_a_round_asks_what_the_modules_teach_in_the_words_of_its_opening(
    training, cohort, learner, organiser, competences
):
    module = ModuleFactory(training=training, order=1)
    module.competences.set(competences[:2])
    row = assessments.plan_round(cohort, data(), by=organiser)
    change_competence(training.programme, "plan", title="Can plan well", version=1, by=organiser)
    assessments.open_round(row, by=organiser)
    change_competence(training.programme, "plan", title="Can dream", version=2, by=organiser)
    items = AssessmentItem.objects.filter(round=row)
    assert [(one.key, str(one), one.version) for one in items] == [
        ("plan", "Can plan well", 2),
        ("count", "Can count", 1),
    ]
    assessments.open_round(row, by=organiser)  # twice is once
    assert items.count() == 2
    assert Letter.objects.filter(kind=LINK, to_address=learner.email).count() == 1


def test_chosen_competences_are_asked_and_none_that_went(training, cohort, organiser, competences):
    row = assessments.plan_round(cohort, data(keys=("speak", "count")), by=organiser)
    retire_competence(training.programme, "count", by=organiser)
    assessments.open_round(row, by=organiser)
    assert list(AssessmentItem.objects.values_list("key", flat=True)) == ["speak"]


def test_a_later_round_asks_about_what_the_first_one_asked(training, cohort, organiser, competences):
    first = assessments.plan_round(cohort, data(keys=("speak",)), by=organiser)
    assessments.open_round(first, by=organiser)
    assessments.close_round(first, by=organiser)
    after = assessments.plan_round(cohort, data("after"), by=organiser)
    assessments.open_round(after, by=organiser)
    assert list(AssessmentItem.objects.filter(round=after).values_list("key", flat=True)) == ["speak"]


def test_without_any_competence_it_does_not_open(cohort, organiser, competences, training):
    for one in competences:
        retire_competence(training.programme, one.key, by=organiser)
    row = assessments.plan_round(cohort, data(), by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="no competence"):
        assessments.open_round(row, by=organiser)
    with time_machine.travel(timezone.now() + 2 * DAY):
        tend_assessments()
    row.refresh_from_db()
    assert row.opened_at is None


def test_rounds_keep_their_order_and_stand_once(cohort, organiser, competences):
    after = assessments.plan_round(cohort, data("after"), by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="planned already"):
        assessments.plan_round(cohort, data("after"), by=organiser)
    before = assessments.plan_round(cohort, data("before"), by=organiser)
    assessments.open_round(after, by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="later round"):
        assessments.open_round(before, by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="stays"):
        assessments.remove_round(after, by=organiser)
    assessments.remove_round(before, by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="later round"):
        assessments.plan_round(cohort, data("before"), by=organiser)


@pytest.mark.parametrize("wrong", [data("never"), data(closes=DAY), data(opens=DAY, closes=-DAY)])
def test_a_round_that_cannot_be_is_refused(cohort, organiser, wrong):
    with pytest.raises(Refusal):
        assessments.plan_round(cohort, wrong, by=organiser)
    assert not AssessmentRound.objects.exists()


def test_once_open_only_the_end_moves_and_once_closed_nothing(cohort, organiser, open_round):
    changed = assessments.change_round(open_round, data(opens=5 * DAY, closes=30 * DAY, keys=("x",)), by=organiser)
    assert changed.opens_at == open_round.opens_at and changed.keys == []
    with translation.override("en"), pytest.raises(Refusal, match="past already"):
        assessments.change_round(open_round, data(closes=-DAY / 2), by=organiser)
    assessments.close_round(open_round, by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="closed"):
        assessments.change_round(open_round, data(), by=organiser)


def test_the_days_open_remind_once_and_close(training, cohort, competences):
    people = learners_of(cohort, 3)
    start = timezone.now()
    row = RoundFactory(cohort=cohort, planned=True, opens_at=start + DAY, closes_at=start + 15 * DAY)
    tend_assessments()
    row.refresh_from_db()
    assert row.opened_at is None and not Letter.objects.filter(kind=LINK).exists()
    with time_machine.travel(start + 2 * DAY):
        tend_assessments()
        tend_assessments()
        assert Letter.objects.filter(kind=LINK).count() == 3
        joined = LearnerFactory(team=TeamFactory(cohort=cohort)).person
        tend_assessments()
        assert Letter.objects.filter(kind=LINK, to_address=joined.email).count() == 1
        row.refresh_from_db()
        assessing.answer(row, people[0], {one.key: (5, 3) for one in competences})
        Learner.objects.filter(person=people[1]).update(left_on=start.date())
    with time_machine.travel(start + 11 * DAY):
        tend_assessments()
        tend_assessments()
        asked = set(Letter.objects.filter(kind=REMINDER).values_list("to_address", flat=True))
        assert asked == {people[2].email, joined.email}
    with time_machine.travel(start + 16 * DAY):
        tend_assessments()
        tend_assessments()
    row.refresh_from_db()
    assert row.closed_at and row.told == "few"
    assert Letter.objects.filter(kind=REMINDER).count() == 2


def test_a_link_used_twice_shows_what_was_said_and_never_makes_a_second_answer(
    client, cohort, learner, organiser, competences
):
    row = assessments.plan_round(cohort, data(keys=("plan",)), by=organiser)
    assessments.open_round(row, by=organiser)
    address = "/" + link_in(Letter.objects.get(kind=LINK))
    assert client.get(address).status_code == 200
    sent = {"deed": "answer", "importance-plan": "5", "ability-plan": "2"}
    assert client.post(address, sent).status_code == 302
    page = client.get(address).content.decode()
    assert "You have answered" in page and 'name="ability-plan" value="2"' in page
    assert page.count("checked") == 2
    assert client.post(address, sent | {"ability-plan": "3"}).status_code == 302
    client.force_login(learner.account)
    own = reverse("learning:own_assessment", args=[cohort.training.slug, 1, row.pk])
    assert client.post(own, sent | {"ability-plan": "4"}).status_code == 302
    assert AssessmentAnswer.objects.count() == 1
    assert list(AssessmentScore.objects.values_list("importance", "ability")) == [(5, 4)]
    client.post(address, {"deed": "take_back"})
    assert not AssessmentScore.objects.exists()


def test_a_forged_an_ended_and_another_round_s_link_open_nothing(client, cohort, learner, organiser, competences):
    row = assessments.plan_round(cohort, data(keys=("plan",)), by=organiser)
    assessments.open_round(row, by=organiser)
    address = "/" + link_in(Letter.objects.get(kind=LINK))
    forged = reverse("learning:assess", args=[row.pk, "not-a-token"])
    assert client.get(forged).status_code == 404
    elsewhere = RoundFactory(cohort=CohortFactory())
    assert client.get(address.replace(f"/{row.pk}/", f"/{elsewhere.pk}/")).status_code == 404
    PersonalLink.objects.update(expires_at=timezone.now() - DAY)
    assert client.get(address).status_code == 410


def test_after_closing_nothing_is_taken_and_what_was_said_is_shown(client, cohort, learner, organiser, open_round):
    answered(open_round, [learner], (5, 2))
    client.force_login(learner.account)
    address = reverse("learning:own_assessment", args=[cohort.training.slug, 1, open_round.pk])
    # before the job comes by
    with time_machine.travel(timezone.now() + 20 * DAY), pytest.raises(Refusal, match="closed"):
        assessing.answer(open_round, learner, {"plan": (1, 1), "count": (1, 1)})
    assessments.close_round(open_round, by=organiser)
    sent = {"deed": "answer"} | {
        f"{name}-{key}": "1" for name in ("importance", "ability") for key in ("plan", "count")
    }
    answer = client.post(address, sent)
    assert answer.status_code == 410 and AssessmentScore.objects.filter(importance=5, ability=2).count() == 2
    page = client.get(address)
    assert page.status_code == 200 and "can be read and not" in page.content.decode()


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({"plan": (0, 3), "count": (3, 3)}, "from 1 to 5"),
        ({"plan": (3, 6), "count": (3, 3)}, "from 1 to 5"),
        ({"plan": (3, 3)}, "every competence"),
        ({"plan": (3, 3), "count": (3, 3), "fly": (3, 3)}, "no such competence"),
    ],
)
def test_what_is_not_on_the_scale_is_refused_and_nothing_lost(cohort, learner, open_round, scores, words):
    answered(open_round, [learner], (5, 2))
    with translation.override("en"), pytest.raises(Refusal, match=words):
        assessing.answer(open_round, learner, scores)
    assert AssessmentScore.objects.filter(importance=5, ability=2).count() == 2


def test_a_form_out_of_range_says_so(client, cohort, learner, open_round):
    client.force_login(learner.account)
    address = reverse("learning:own_assessment", args=[cohort.training.slug, 1, open_round.pk])
    sent = {
        "deed": "answer",
        "importance-plan": "9",
        "ability-plan": "2",
        "importance-count": "3",
        "ability-count": "3",
    }
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert answer.content.decode().count("checked") == 3, "what was right stays chosen"
    assert not AssessmentAnswer.objects.exists()


def test_a_learner_who_left_is_asked_nothing_and_reads_what_they_said(
    client, cohort, team, learner, organiser, open_round
):
    answered(open_round, [learner], (5, 2))
    cohorts.remove_learner(Learner.objects.get(person=learner), by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="any more"):
        assessing.answer(open_round, learner, {"plan": (1, 1), "count": (1, 1)})
    with translation.override("en"), pytest.raises(Refusal, match="any more"):
        assessing.invite_supervisor(open_round, learner, name="A", email="a@example.test")
    client.force_login(learner.account)
    address = reverse("learning:own_assessment", args=[cohort.training.slug, 1, open_round.pk])
    page = client.get(address)
    assert page.status_code == 200 and "do not take part" in page.content.decode()
    client.post(address, {"deed": "take_back"})
    assert not AssessmentAnswer.objects.exists()
    assert client.get(address).status_code == 404
