"""Answers of one person, planted where they could leak: nobody but that person comes to read them, whatever their role
and whichever page, file or letter they open."""

import json

import pytest
from django.urls import reverse

from talka.learning.actions import assessing, assessments
from talka.learning.assessment_letters import LINK, SUPERVISOR
from talka.learning.factories import LearnerFactory, StaffFactory
from talka.learning.factories.assessments import ItemFactory, RoundFactory, answered, learners_of
from talka.learning.models import AssessmentAnswer, AssessmentScore, SupervisorScore, SupervisorView
from talka.letters.models import Letter
from talka.needs.models import Competence
from talka.people import personal_data
from talka.people.actions import erase_person, merge_persons
from talka.people.factories import PersonFactory
from talka.people.personal_links import digest_of
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TITLE = "SLEPENĀ prasme"
PLANTED = "PLANTĒTĀ vadītāja"


@pytest.fixture
def round_(cohort):
    row = RoundFactory(cohort=cohort)
    ItemFactory(round=row, key="plan", title=TITLE, order=1)
    return row


@pytest.fixture
def planted(round_, learner):
    """The learner's answer and their supervisor's, in an open round in which three others have answered."""
    answered(round_, [learner], (5, 2))
    answered(round_, learners_of(round_.cohort, 3), (4, 4))
    view = SupervisorView.objects.create(
        round=round_,
        person=learner,
        name=PLANTED,
        email="vaditaja@example.test",
        digest=digest_of("key"),
        answered=True,
    )
    SupervisorScore.objects.create(view=view, item=round_.items.get(), ability=1)
    return view


@pytest.fixture
def people(organiser, trainer, coach, training, team):
    return {
        "administrator": PersonFactory(administrator=True),
        "organiser": organiser,
        "trainer": trainer,
        "coach": coach,
        "coordinator": StaffFactory(training=training, role="coordinator").person,
        "fellow": LearnerFactory(team=team).person,
        "stranger": PersonFactory(with_account=True),
        "nobody": None,
    }


def pages(round_):
    cohort = round_.cohort
    slug = cohort.training.slug
    inside = [slug, cohort.number]
    return {
        "cohort": reverse("learning:cohort", args=inside),
        "assessment": reverse("learning:assessment", args=inside),
        "own": reverse("learning:own_assessment", args=[*inside, round_.pk]),
        "edit": reverse("learning:edit_round", args=[*inside, round_.pk]),
        "new": reverse("learning:new_round", args=inside),
        "levels": reverse("learning:levels", args=[slug]),
        "print": reverse("learning:print_levels", args=[slug]),
        "need": reverse("learning:need_of_competence", args=[*inside, round_.pk, "plan"]),
    }


OPENS = {
    "administrator": {"cohort", "assessment", "edit", "new", "levels", "print"},
    "organiser": {"cohort", "assessment", "edit", "new", "levels", "print"},
    "coordinator": {"cohort", "assessment", "edit", "new", "levels", "print"},
    "trainer": {"cohort", "assessment", "levels", "print"},
    "coach": {"cohort", "assessment", "levels", "print"},
    "fellow": {"cohort", "assessment", "own"},
    "stranger": {"cohort"},
    "nobody": {"cohort"},
}


@pytest.mark.parametrize("role", list(OPENS))
def test_nobody_else_reads_what_one_person_said(client, round_, planted, learner, people, role):
    """The open round shows no score of anybody, closed with four answers it shows none either."""
    if people[role]:
        client.force_login(people[role].account)
    for closed in (False, True):
        if closed:
            assessments.close_round(round_, by=None)
        for name, address in pages(round_).items():
            answer = client.get(address)
            page = answer.content.decode()
            assert (answer.status_code == 200) is (name in OPENS[role]), (name, answer.status_code)
            assert PLANTED not in page and "vaditaja@example.test" not in page
            assert "checked" not in page or name in ("edit", "new")
            if name != "own":
                assert TITLE not in page, name


@pytest.mark.parametrize("role", [role for role in OPENS if role not in ("administrator", "organiser", "coordinator")])
def test_only_those_who_run_the_cohort_run_its_rounds(client, round_, people, role):
    if people[role]:
        client.force_login(people[role].account)
    args = [round_.cohort.training.slug, 1]
    for name in ("open_round", "close_round", "remove_round", "edit_round"):
        assert client.post(reverse(f"learning:{name}", args=[*args, round_.pk])).status_code == 404, name
    assert client.post(reverse("learning:new_round", args=args)).status_code == 404
    for deed in (assessments.open_round, assessments.close_round, assessments.remove_round):
        with pytest.raises(Refusal):
            deed(round_, by=people[role] or people["stranger"])
    round_.refresh_from_db()
    assert round_.open


def test_nobody_answers_for_another(client, round_, planted, learner, people):
    sent = {"deed": "answer", "importance-plan": "1", "ability-plan": "1"}
    for role in ("administrator", "organiser", "trainer", "stranger"):
        client.force_login(people[role].account)
        assert client.post(pages(round_)["own"], sent).status_code == 404
        assert client.post(pages(round_)["own"], {"deed": "withdraw"}).status_code == 404
    assert list(AssessmentScore.objects.filter(answer__person=learner).values_list("importance", "ability")) == [(5, 2)]
    assert SupervisorView.objects.count() == 1


def test_the_person_reads_all_of_it(client, round_, planted, learner):
    client.force_login(learner.account)
    page = client.get(pages(round_)["own"]).content.decode()
    assert page.count("checked") == 2 and "you alone see what they said" in page
    told = json.loads(client.get(reverse("people:my_data_json")).content)["person"]["learning"]
    words = json.dumps(told, ensure_ascii=False)
    assert "vaditaja@example.test" in words and words.count(TITLE) == 2  # their own rating and the supervisor's
    assert TITLE in client.get(reverse("people:my_data")).content.decode()


def test_what_is_kept_of_a_person_tells_an_administrator_nothing_of_it(client, round_, planted, learner, people):
    assert TITLE not in str(personal_data.export(learner))
    assert TITLE in str(personal_data.export(learner, own=True))
    client.force_login(people["administrator"].account)
    for query in ("", "?json", "?pdf"):
        answer = client.get(reverse("people:data_of", args=[learner.key]) + query)
        assert answer.status_code == 200
        assert TITLE not in answer.content.decode("utf-8", "ignore")
        assert "vaditaja@" not in answer.content.decode("utf-8", "ignore")


def test_the_link_in_a_letter_is_read_by_nobody_in_the_outbox(client, settings, cohort, learner, people, round_):
    settings.EMAIL_URL = "smtp://user:secret@mail.example.test:587?from=Talka <talka@example.test>"
    planned = RoundFactory(cohort=cohort, when="after", planned=True, keys=[])
    Competence.objects.create(programme=cohort.training.programme, key="plan", title="Plans", order=1)
    assessments.open_round(planned, by=people["organiser"])
    assessing.invite_supervisor(planned, learner, name="V", email="v@example.test")
    for kind in (LINK, SUPERVISOR):
        letter = Letter.objects.filter(kind=kind).first()
        assert letter.state == "queued" and ("/assess/" in letter.text or "/supervise/" in letter.text)
        for role in ("administrator", "organiser"):
            client.force_login(people[role].account)
            page = client.get(reverse("letters:letter", args=[letter.key]))
            assert page.status_code == (200 if role == "administrator" else 404)
            assert "/learning/assess/" not in page.content.decode()
            assert "/learning/supervise/" not in page.content.decode()
            assert client.get(reverse("letters:letter-as-sent", args=[letter.key])).status_code == 404
    client.force_login(people["administrator"].account)
    page = client.get(reverse("people:data_of", args=[learner.key])).content.decode()
    assert "/learning/assess/" not in page


def test_erasing_takes_answers_and_the_supervisor_s_words(round_, planted, learner):
    erase_person(learner, by=PersonFactory(administrator=True))
    assert not AssessmentAnswer.objects.filter(person=learner).exists()
    assert not SupervisorView.objects.exists() and not SupervisorScore.objects.exists()
    assert AssessmentAnswer.objects.count() == 3


def test_an_erased_supervisor_s_name_goes_and_the_person_keeps_what_they_said(round_, planted):
    supervisor = PersonFactory(email="Vaditaja@example.test")
    erase_person(supervisor, by=PersonFactory(administrator=True))
    planted.refresh_from_db()
    assert (planted.name, planted.email, planted.scores.count()) == ("", "", 1)


def test_no_version_of_a_single_answer_is_kept():
    assert not hasattr(AssessmentScore, "pgh_event_models") and not hasattr(AssessmentAnswer, "versions")
    assert not hasattr(SupervisorScore, "versions")


def test_two_entries_of_one_person_that_are_joined_leave_one_answer(client, round_, people):
    """Both answered: the kept one's answer holds. The other is kept for taking them apart again, shown nowhere, and
    goes with the person."""
    kept, double = learners_of(round_.cohort, 2)
    answered(round_, [kept, double], (5, 2), (1, 3))
    merged = merge_persons(kept, double, by=people["administrator"], kept_row_holds=True).merge
    assert list(AssessmentAnswer.objects.values_list("person", flat=True)) == [kept.pk]
    assert list(AssessmentScore.objects.values_list("importance", "ability")) == [(5, 2)]
    assert "importance" in str(merged.removed)
    client.force_login(people["administrator"].account)
    for address in ("people:person", "people:data_of"):
        assert "importance" not in client.get(reverse(address, args=[kept.key])).content.decode()
    erase_person(kept, by=people["administrator"])
    merged.refresh_from_db()
    assert "importance" not in str(merged.removed)


def test_an_answer_goes_along_to_the_kept_entry(round_, people):
    kept, double = learners_of(round_.cohort, 2)
    answered(round_, [double], (1, 3))
    merge_persons(kept, double, by=people["administrator"], kept_row_holds=True)
    assert list(AssessmentScore.objects.values_list("answer__person", "importance")) == [(kept.pk, 1)]
