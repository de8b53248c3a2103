"""What a council decided: recorded, told, corrected, annulled, carried out; its draft and its figures."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import translation

from talka.documents.storage import private_storage
from talka.initiatives import answered
from talka.initiatives.actions import answers, council_reminders
from talka.initiatives.actions import council_decisions as actions
from talka.initiatives.actions import council_follow_up as following
from talka.initiatives.actions import council_questions as questions
from talka.initiatives.actions.council_decisions import Annulment
from talka.initiatives.actions.council_follow_up import EntryData
from talka.initiatives.factories.council import CouncilDecisionFactory
from talka.initiatives.factories.initiatives import SupporterFactory
from talka.initiatives.models import AnswerTold, CouncilDecision, CouncilQuestion, InitiativeStep
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

from .asking_councils import NOTHING, World, address, authors_and_supporters, letters, reader

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def supporters(world):
    return [SupporterFactory(initiative=world.initiative).person for _each in range(3)]


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(answered, "_receivers", [authors_and_supporters])
    return World()


@pytest.mark.parametrize(
    ("outcome", "state", "question_state"),
    [
        ("accepted", "accepted", "decided"),
        ("in_part", "accepted", "decided"),
        ("declined", "declined", "decided"),
        ("put_off", "asked", "taken_up"),
    ],
)
def test_a_decision_moves_the_initiative_and_everybody_is_told_once(world, supporters, outcome, state, question_state):
    row = world.ask()
    sent = world.sent(outcome, money="1 200,50", budget_line="05.100", responsible="Attīstības nodaļa")
    page = reader(world.clerk)
    assert page.post(address("decide_council_question", row.pk), sent).status_code == 302
    row.refresh_from_db()
    decision = row.decisions.get()
    assert (world.state(), row.state) == (state, question_state)
    assert str(decision.money) == "1200.50" and decision.by == world.clerk
    assert row.answered_on == (None if outcome == "put_off" else world.today)
    told = AnswerTold.objects.get()
    assert told.people == 4 and told.told_at is not None
    written = letters("council-answered")
    assert {one.to_address for one in written} == {one.email for one in [world.author, *supporters]}
    assert len(written) == 4
    assert all("4. § 7" in one.text and address("council_question", row.pk) in one.text for one in written)
    assert all(("Budžetā nav līdzekļu." in one.text) == (outcome != "accepted") for one in written)
    assert "told to 4 people" in reader().get(address("council_question", row.pk)).content.decode()
    # Sent again, the form is stale: one decision, and no second letter.
    assert page.post(address("decide_council_question", row.pk), sent).status_code == 409
    assert row.decisions.count() == 1 and len(letters("council-answered")) == 4


def test_each_is_written_to_in_their_language(world, supporters):
    english, latvian = supporters[:2]
    english.language = "en"
    english.save()
    world.decide(world.ask(), "declined")
    assert "Reasons" in letters("council-answered", english)[0].text
    told = letters("council-answered", latvian)[0]
    assert told.language == "lv" and "Budžetā nav līdzekļu." in told.text


def test_more_than_a_hundred_are_told_by_the_worker(world, supporters, monkeypatch):
    monkeypatch.setattr(answers, "AT_ONCE", 3)
    deferred = []
    monkeypatch.setattr("talka.initiatives.jobs.council.tell_answer.defer", lambda **more: deferred.append(more))
    row = world.ask()
    with translation.override("en"), transaction.atomic():
        world.decide(row)
    told = AnswerTold.objects.get()
    assert told.people is None and not letters("council-answered")
    assert "being written" in reader().get(address("council_question", row.pk)).content.decode()
    assert answers.tell_all(told) == 4 and answers.tell_all(told) == 4
    assert len(letters("council-answered")) == 4


def test_what_a_worker_left_untold_is_told_by_night(world, supporters, monkeypatch):
    monkeypatch.setattr(answers, "AT_ONCE", 0)
    monkeypatch.setattr("talka.initiatives.jobs.council.tell_answer.defer", lambda **more: None)
    world.decide(world.ask())
    council_reminders.remind_all()
    council_reminders.remind_all()
    assert len(letters("council-answered")) == 4 and AnswerTold.objects.get().people == 4


VOTES = {"votes_for": "9", "votes_against": "4", "votes_abstained": "2"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"number": " "}, "required"),
        ({"text": " "}, "required"),
        ({"outcome": "declined", "reasons": ""}, "Reasons are missing"),
        ({"outcome": "maybe"}, "valid choice"),
        ({"decided_on": "2999-01-01"}, "lies in the future"),
        ({"decided_on": "2001-01-01"}, "decided before it was asked"),
        ({"due_on": "2001-01-01"}, "due before it was decided"),
        ({"votes_for": "9"}, "Give all three numbers"),
        (VOTES | {"votes_for": "4"}, "did not accept it"),
        (VOTES | {"votes_for": "3"}, "did not accept it"),
        (VOTES | {"votes_for": "0", "votes_against": "0", "votes_abstained": "0"}, "Nobody voted"),
        (VOTES | {"votes_for": "40", "votes_abstained": "20"}, "more than any council has seats"),
        (VOTES | {"votes_for": "-1"}, "greater than or equal to 0"),
        ({"money": "-5"}, "greater than or equal to 0"),
        ({"link": "javascript:alert(1)"}, ""),
    ],
)
def test_what_cannot_be_is_refused_and_the_words_stay(world, wrong, says):
    row = world.ask()
    sent = world.sent(budget_line="05.100 ceļi") | wrong
    answer = reader(world.clerk).post(address("decide_council_question", row.pk), sent)
    page = answer.content.decode()
    assert answer.status_code in (409, 422) and says in page
    assert "05.100 ceļi" in page
    assert not row.decisions.exists() and world.state() == "asked" and not letters("council-answered")


def test_a_vote_that_fits_is_shown(world):
    row = world.ask()
    assert reader(world.clerk).post(address("decide_council_question", row.pk), world.sent(**VOTES)).status_code == 302
    assert "for 9, against 4, abstained 2" in reader().get(address("council_question", row.pk)).content.decode()


def test_a_declined_one_may_have_fewer_votes_for_than_against(world):
    decision = world.decide(world.ask(), "declined", votes_for=3, votes_against=9, votes_abstained=0)
    assert decision.votes_against == 9


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "declined", "reasons": ""},
        {"votes_for": 3},
        {"annulled_on": dt.date(2026, 4, 1)},
        {"annulled_on": dt.date(2026, 1, 1), "annulled_why": "Agrāk"},
        {"money": -1},
        {"outcome": "declined", "reasons": "Nav", "done_on": dt.date(2026, 4, 1)},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(wrong):
    row = CouncilDecisionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilDecision.objects.filter(pk=row.pk).update(**wrong)


def test_one_decision_stands_on_a_question():
    row = CouncilDecisionFactory()
    CouncilDecisionFactory(question=row.question, outcome="put_off", reasons="Vēlāk.")
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilDecisionFactory(question=row.question)


def test_the_responsible_person_works_for_the_municipality(world):
    row = world.ask()
    stranger = PersonFactory(with_account=True)
    answer = reader(world.clerk).post(
        address("decide_council_question", row.pk), world.sent(responsible_person=stranger.pk)
    )
    assert answer.status_code == 422 and stranger.name not in answer.content.decode()
    with pytest.raises(Refusal, match="does not work for the municipality"):
        world.decide(row, responsible_person=stranger)
    assert world.decide(row, responsible_person=world.clerk).responsible_person == world.clerk


def test_the_file_of_a_decision_is_kept_and_read(world):
    row = world.ask()
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    pdf += b"trailer<</Root 1 0 R>>\n%%EOF"
    sent = world.sent(file=SimpleUploadedFile("lēmums.pdf", pdf))
    assert reader(world.clerk).post(address("decide_council_question", row.pk), sent).status_code == 302
    decision = row.decisions.get()
    answer = reader().get(address("council_decision_file", row.pk, decision.pk))
    assert b"".join(answer.streaming_content) == pdf and "attachment" in answer["Content-Disposition"]
    # The words are mended without sending it again, and it goes with another one.
    mended = world.sent(text="Atbalstīt.", version="1")
    correct = address("correct_council_decision", row.pk, decision.pk)
    assert reader(world.clerk).post(correct, mended).status_code == 302
    before = row.decisions.get().file.name
    assert private_storage().exists(before)
    again = world.sent(version="2", file=SimpleUploadedFile("jauns.pdf", pdf + b"\n"))
    assert reader(world.clerk).post(correct, again).status_code == 302
    assert row.decisions.get().file_name == "jauns.pdf"


@pytest.mark.parametrize(("name", "content"), [("lapa.html", b"<script>x</script>"), ("lemums.pdf", b"MZ\x90\x00")])
def test_a_file_that_is_no_document_is_refused(world, name, content):
    row = world.ask()
    sent = world.sent(file=SimpleUploadedFile(name, content))
    assert reader(world.clerk).post(address("decide_council_question", row.pk), sent).status_code == 400
    assert not row.decisions.exists()


def test_a_correction_keeps_what_stood_there_and_is_told_where_it_says_something_else(world, supporters):
    row = world.ask()
    decision = world.decide(row)
    where = address("correct_council_decision", row.pk, decision.pk)
    same = world.sent(number=decision.number, budget_line="05.200")
    assert reader(world.clerk).post(where, same).status_code == 302
    assert len(letters("council-answered")) == 4, "a budget line is not told"
    other = world.sent("declined", number=decision.number, version="2")
    assert reader(world.clerk).post(where, other).status_code == 302
    decision.refresh_from_db()
    assert decision.outcome == "declined" and world.state() == "declined"
    assert list(decision.versions.order_by("pgh_id").values_list("outcome", flat=True)) == [
        "accepted", "accepted", "declined",
    ]  # fmt: skip
    told = letters("council-answered", world.author)
    assert len(told) == 2 and "ir labota" in told[1].subject
    # From a page that was opened before, nothing is written over it.
    assert reader(world.clerk).post(where, world.sent(version="2")).status_code == 409


def test_an_annulled_decision_stays_on_record_and_the_council_answers_anew(world, supporters):
    row = world.ask()
    decision = world.decide(row)
    following.add_entry(decision, EntryData(world.today, "Iepirkums izsludināts."), by=world.clerk)
    assert world.state() == "under_way"
    decision.refresh_from_db()
    page = reader(world.clerk)
    sent = {
        "annulled_on": world.today.isoformat(),
        "by_which": "Ministra rīkojums Nr. 1-2/33",
        "why": "Nebija kvoruma.",
        "deadline": world.soon().isoformat(),
        "version": str(decision.version),
    }
    where = address("annul_council_decision", row.pk, decision.pk)
    for wrong in (
        {"why": ""},
        {"by_which": " "},
        {"annulled_on": world.soon(2).isoformat()},
        {"annulled_on": world.soon(-900).isoformat()},
        {"deadline": world.soon(-1).isoformat()},
    ):
        assert page.post(where, sent | wrong).status_code == 422, wrong
    assert page.post(where, sent).status_code == 302
    decision.refresh_from_db()
    row.refresh_from_db()
    assert (decision.annulled_why, row.state, row.answered_on) == ("Nebija kvoruma.", "asked", None)
    assert decision.entries.count() == 1 and world.state() == "asked"
    assert "Nebija kvoruma." in InitiativeStep.objects.filter(initiative=world.initiative).last().reason
    told = letters("council-answered", supporters[0])
    assert len(told) == 2 and "ir atcelts" in told[1].subject and "Ministra rīkojums Nr. 1-2/33" in told[1].text
    # Nothing follows from it any more, and it is annulled once.
    assert page.post(where, sent).status_code == 409
    assert page.post(where, sent | {"version": str(decision.version)}).status_code == 409
    with pytest.raises(Refusal, match="nothing to carry out"):
        following.add_entry(decision, EntryData(world.today, "Tomēr darīts."), by=world.clerk)
    again = world.decide(row, "declined")
    shown = reader().get(address("council_question", row.pk)).content.decode()
    assert decision.number in shown and again.number in shown and "Nebija kvoruma." in shown
    assert world.state() == "declined"


def test_annulling_after_the_initiative_was_asked_about_again(world):
    row = world.ask()
    decision = world.decide(row, "declined")
    later = world.ask()
    data = Annulment(world.today, "Kļūda.", "Domes 5. lēmums", world.soon())
    actions.annul(decision, data, version=decision.version, by=world.clerk)
    row.refresh_from_db()
    assert row.state == "returned" and CouncilQuestion.objects.get(pk=later.pk).state == "asked"


def test_a_decision_of_another_question_is_not_found(world):
    row, other = world.ask(), CouncilDecisionFactory()
    for name in ("correct_council_decision", "annul_council_decision", "follow_council_decision"):
        assert reader(world.clerk).get(address(name, row.pk, other.pk)).status_code == 404, name


def test_no_letter_goes_to_who_was_erased_or_has_no_address(world, supporters):
    gone, mute = supporters[:2]
    type(gone).objects.filter(pk=gone.pk).update(erased_at="2026-01-01T00:00Z")
    type(mute).objects.filter(pk=mute.pk).update(email="")
    world.decide(world.ask())
    assert AnswerTold.objects.get().people == 2
    assert Letter.objects.filter(kind="council-answered").count() == 2


@pytest.mark.parametrize("ended", ["returned", "withdrawn"])
def test_a_decision_that_was_written_down_as_put_off_is_corrected_after_the_question_ended(world, ended):
    row = world.ask()
    put_off = world.decide(row, "put_off")
    row.refresh_from_db()
    if ended == "returned":
        questions.return_question(row, "Par to lemj cita iestāde.", by=world.clerk)
    else:
        questions.withdraw(row, "Vairs nevajag.", by=world.author)
    actions.correct(put_off, world.data("accepted"), NOTHING, version=put_off.version, by=world.clerk)
    row.refresh_from_db()
    assert (row.state, row.answered_on, row.ended_on, row.ended_why) == ("decided", world.today, None, "")
    assert world.state() == "accepted"
    assert "Par to lemj cita iestāde." not in reader().get(address("council_question", row.pk)).content.decode()
