"""Each comment gets an answer; the report is published once, to everybody and by letter; the text before and after."""

import datetime as dt
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from talka.documents.sheets import unguarded
from talka.initiatives.actions import consultation_answers as actions
from talka.initiatives.actions import consultation_parts as parts
from talka.initiatives.actions import moderation
from talka.initiatives.factories.consultations import ConsultationCommentFactory
from talka.initiatives.jobs.consultations import tell_answers
from talka.initiatives.models import Consultation, ConsultationComment
from talka.initiatives.moderated import kind_of
from talka.letters.models import Letter
from talka.ui.refusals import Refusal

from .consultation_world import address, browser, page, posted, world

pytestmark = pytest.mark.django_db
SAID, WHY = "Ceļš gar skolu vispirms", "Likums to neļauj"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    """Closed since yesterday."""
    return world(closed=True)


@pytest.fixture
def comment(here):
    return ConsultationCommentFactory(consultation=here.row, part=here.roads, person=here.neighbour, words=SAID)


def answered(comment, by, kind="declined", why=WHY):
    return actions.answer(comment, kind, why, version=comment.version, by=by)


def test_only_those_who_hold_it_answer(here, comment):
    for by in (None, here.neighbour, here.stranger):
        with pytest.raises(Refusal) as refused:
            answered(comment, by)
        assert refused.value.status == 403
        with pytest.raises(Refusal):
            actions.publish_report(here.row, by=by)
        page(browser(by), address("consultation_answers", here.row.pk), 404)
        page(browser(by), address("answer_consultation_comment", here.row.pk, comment.pk), 404)
    comment.refresh_from_db()
    assert comment.answer == ""


@pytest.mark.parametrize("kind", ["declined", "partly"])
def test_who_is_not_heard_is_told_why(here, comment, kind):
    with pytest.raises(Refusal, match="Say why"):
        answered(comment, here.clerk, kind, "  ")
    assert answered(comment, here.clerk, kind).reason == WHY


def test_taken_up_and_noted_need_no_reason(here, comment):
    now = answered(comment, here.clerk, "taken", "")
    assert answered(now, here.clerk, "noted", "").answer == "noted"
    with pytest.raises(Refusal, match="Choose an answer"):
        answered(comment, here.clerk, "nonsense", WHY)


def test_two_answer_at_once(here, comment):
    answered(comment, here.clerk)
    with pytest.raises(Refusal, match="Somebody else changed"):
        answered(comment, here.colleague, "taken", "")
    comment.refresh_from_db()
    assert (comment.answer, comment.reason) == ("declined", WHY)


def test_before_they_are_published_answers_are_nobody_elses(here, comment):
    answered(comment, here.clerk)
    for reader in (None, here.neighbour, here.stranger):
        assert WHY not in page(browser(reader), address("consultation_part", here.row.pk, here.roads.pk))
        page(browser(reader), address("consultation_report", here.row.pk), 404)
        page(browser(reader), address("consultation_changes", here.row.pk), 404)
        for ending in ("docx", "xlsx", "csv"):
            page(browser(reader), address("consultation_report_file", here.row.pk, ending), 404)
    assert WHY in page(browser(here.clerk), address("consultation_report", here.row.pk))


def test_an_open_one_is_not_reported(comment):
    open_one = world()
    with pytest.raises(Refusal, match="still taken"):
        actions.publish_report(open_one.row, by=open_one.clerk)


def test_each_who_commented_gets_the_answers_once(here, comment):
    """One letter with both answers; twice is once; a corrected answer is written again, an unchanged one is not."""
    second = ConsultationCommentFactory(consultation=here.row, person=here.neighbour, words="Vēl")
    other = ConsultationCommentFactory(consultation=here.row, part=here.schools, words="Cits")
    for each in (comment, second, other):
        answered(each, here.clerk)
    assert actions.publish_report(here.row, by=here.clerk) == 2
    assert actions.publish_report(here.row, by=here.clerk) == 0
    letter = Letter.objects.get(to_address=here.neighbour.email)
    assert letter.text.count(WHY) == 2 and here.roads.heading in letter.text
    assert address("consultation_report", here.row.pk) in letter.text
    with pytest.raises(Refusal, match="published"):
        answered(ConsultationComment.objects.get(pk=other.pk), here.clerk, "taken", "")
    actions.take_report_back(here.row, by=here.clerk)
    page(browser(), address("consultation_report", here.row.pk), 404)
    answered(ConsultationComment.objects.get(pk=other.pk), here.clerk, "taken", "Labots")
    actions.publish_report(here.row, by=here.clerk)
    assert Letter.objects.filter(to_address=here.neighbour.email).count() == 1
    assert Letter.objects.filter(to_address=other.person.email).count() == 2


def test_very_many_letters_are_the_workers(here, comment, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 0)
    deferred = []
    monkeypatch.setattr("talka.initiatives.jobs.consultations.tell_answers.defer", lambda **more: deferred.append(more))
    answered(comment, here.clerk)
    assert actions.publish_report(here.row, by=here.clerk) == 1
    assert not Letter.objects.filter(to_address=here.neighbour.email).exists()
    assert deferred == [{"consultation": here.row.pk}]
    for _twice in range(2):
        tell_answers(**deferred[0])
    assert Letter.objects.get(to_address=here.neighbour.email).text.count(WHY) == 1
    # A report that was taken back meanwhile is not told.
    actions.take_report_back(here.row, by=here.clerk)
    answered(ConsultationComment.objects.get(pk=comment.pk), here.clerk, "taken", "Labots")
    tell_answers(**deferred[0])
    assert Letter.objects.filter(to_address=here.neighbour.email).count() == 1


def test_the_report_says_what_has_no_answer(here, comment):
    ConsultationCommentFactory(consultation=here.row, withdrawn_at=timezone.now(), words="Atsaukts")
    with pytest.raises(Refusal, match="1 comment has no answer"):
        actions.publish_report(here.row, by=here.clerk)
    actions.publish_report(here.row, unanswered_too=True, by=here.clerk)
    seen = page(browser(), address("consultation_report", here.row.pk))
    assert "No answer" in seen and SAID in seen and "Atsaukts" not in seen


def test_the_files_say_what_the_page_says(here, comment):
    """With hidden words hidden, and no formula in a cell."""
    hate = ConsultationCommentFactory(consultation=here.row, words="Pretīgi ļaudis")
    moderation.hide(kind_of("comment"), hate, "Naids", seen=0, by=here.clerk)
    sum_up = ConsultationCommentFactory(consultation=here.row, words="=1+1", person=here.stranger)
    for each in (comment, hate, sum_up):
        answered(ConsultationComment.objects.get(pk=each.pk), here.clerk)
    actions.publish_report(here.row, by=here.clerk)
    files = {
        ending: browser().get(address("consultation_report_file", here.row.pk, ending)).content
        for ending in ("docx", "xlsx", "csv")
    }
    table = files["csv"].decode("utf-8-sig")
    words = zipfile.ZipFile(io.BytesIO(files["docx"])).read("word/document.xml").decode()
    book = zipfile.ZipFile(io.BytesIO(files["xlsx"])).read("xl/sharedStrings.xml").decode()
    for text in (table, words, book):
        assert SAID in text and WHY in text and "Naids" in text
        assert "Pretīgi" not in text and "Ksaverija" not in text
    cell = next(line for line in table.splitlines() if "1+1" in line).split(";")[2]
    assert cell.startswith("'=") and unguarded(cell) == "=1+1"
    page(browser(), address("consultation_report_file", here.row.pk, "exe"), 404)


def test_the_next_one_without_an_answer_comes_by_itself(here, comment):
    second = ConsultationCommentFactory(consultation=here.row, words="Otrais")
    sent = {"answer": "noted", "reason": "", "version": comment.version}
    answer = browser(here.clerk).post(address("answer_consultation_comment", here.row.pk, comment.pk), sent)
    assert answer["Location"] == address("answer_consultation_comment", here.row.pk, second.pk)
    left = page(browser(here.clerk), address("consultation_answers", here.row.pk) + "?left=1")
    assert "Otrais" in left and SAID not in left


def test_the_old_text_stands_beside_the_new_one(here):
    new = "1. Ceļi\nGrants ceļus pārbūvē reizi piecos gados.\n\n2. Skolas\nGrants ceļus pārbūvē reizi desmit gados."
    parts.set_after(here.row, new, "Uzklausījām", version=here.row.version, by=here.clerk)
    seen = page(browser(here.clerk), address("consultation_changes", here.row.pk))
    assert "<del>desmit</del><ins>piecos</ins>" in seen and "1 part is different." in seen
    assert "Skolas" not in page(browser(here.clerk), address("consultation_changes", here.row.pk) + "?changed=1")
    with pytest.raises(Refusal, match="Somebody else"):
        parts.set_after(here.row, "Cits", "", version=here.row.version, by=here.colleague)
    actions.publish_report(here.row, by=here.clerk)
    assert "Uzklausījām" in page(browser(), address("consultation_report", here.row.pk))
    assert "<ins>piecos</ins>" in page(browser(), address("consultation_changes", here.row.pk))


def test_the_report_asks_as_often_for_three_as_for_one(here, comment):
    Consultation.objects.update(reported_at=timezone.now())
    reader = browser()

    def asked(name):
        with CaptureQueriesContext(connection) as found:
            assert reader.get(address(name, here.row.pk)).status_code == 200
        return len(found)

    ConsultationComment.objects.update(shown_as="name")
    asked("consultation_report")
    once = asked("consultation_report")
    for _number in range(2):
        ConsultationCommentFactory(consultation=here.row, part=here.schools, named=True)
    assert asked("consultation_report") == once


def test_a_day_more_opens_it_again(here):
    """Put off after the close: comments are taken again."""
    later = timezone.localdate() + dt.timedelta(days=3)
    row = here.row
    sent = {
        "title": row.title,
        "area": row.area.name,
        "opens_on": row.opens_on.isoformat(),
        "closes_on": later.isoformat(),
        "version": row.version,
    }
    posted(browser(here.clerk), address("edit_consultation", row.pk), sent)
    row.refresh_from_db()
    assert row.state == Consultation.State.OPEN


def test_nothing_says_that_each_comment_is_answered_where_some_are_not(here, comment):
    other = ConsultationCommentFactory(consultation=here.row, words="Vēl")
    answered(other, here.clerk)
    actions.publish_report(here.row, unanswered_too=True, by=here.clerk)
    link = address("consultation", here.row.pk)
    seen = page(browser(), link)
    assert "Each comment is answered" not in seen and "1 comment has no answer" in seen
    actions.take_report_back(here.row, by=here.clerk)
    answered(ConsultationComment.objects.get(pk=comment.pk), here.clerk)
    actions.publish_report(here.row, by=here.clerk)
    assert "Each comment is answered" in page(browser(), link)


def test_published_again_only_letters_that_are_written_are_counted(here, comment):
    other = ConsultationCommentFactory(consultation=here.row, part=here.schools, words="Cits")
    for each in (comment, other):
        answered(each, here.clerk)
    assert actions.publish_report(here.row, by=here.clerk) == 2
    actions.take_report_back(here.row, by=here.clerk)
    assert actions.publish_report(here.row, by=here.clerk) == 0
    actions.take_report_back(here.row, by=here.clerk)
    answered(ConsultationComment.objects.get(pk=other.pk), here.clerk, "taken", "Labots")
    seen = browser(here.clerk).post(address("publish_consultation_report", here.row.pk), follow=True).content.decode()
    assert "1 person gets the answers by letter" in seen
