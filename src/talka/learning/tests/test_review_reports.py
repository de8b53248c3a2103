"""Reports of peers: versions, facts checked, answers, the action plan, looking back, what everybody reads."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from talka.learning.actions import review_plans as plans
from talka.learning.actions import review_reports as actions
from talka.learning.actions import reviews
from talka.learning.actions.recommendations import AnswerData, ProgressData
from talka.learning.actions.review_reports import FindingData, ReportData
from talka.learning.factories.reviews import (
    PeerFactory,
    PeerFindingFactory,
    PeerRecommendationFactory,
    PeerReportFactory,
    PeerReviewFactory,
    ReviewMeetingFactory,
    TeamNoteFactory,
)
from talka.learning.models import PeerRecommendation, PeerReport, PeerReview
from talka.learning.papers_of_reviews import peer_report
from talka.learning.queries.reviews import page_of_report, sums_of, told_of
from talka.letters.models import Letter
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

FINDINGS = {"leadership": FindingData("Vienprātība", "Nodaļas uzzina pēdējās", ["Viena sanāksme", "Viens plāns"])}
FINAL = ReportData("final", "Īsumā", FINDINGS)
BETTER = ReportData("final", "Īsumā, labāk", FINDINGS)
SENT = {
    "stage": "draft", "check_until": "2100-01-01", "text": "Īsumā viss", "strengths_leadership": "Vienprātība\nDrosme",
    "consider_leadership": "Nodaļas uzzina pēdējās", "recommendations_leadership": "Viena sanāksme\n\nViens plāns",
    "recommendations_own": "Uzņēmēju diena", "after_number": 0,
}  # fmt: skip


@pytest.fixture
def final(review):
    """A final report with two recommendations."""
    report = PeerReportFactory(review=review, text="KOPSAVILKUMS")
    PeerFindingFactory(report=report)
    for order, words in enumerate(("PIRMAIS IETEIKUMS", "OTRAIS IETEIKUMS"), start=1):
        PeerRecommendationFactory(report=report, order=order, words=words)
    return report


def read(client, person, name, *args):
    client.logout()
    if person is not None:
        client.force_login(person.account)
    return client.get(reverse(f"learning:{name}", args=args))


def test_the_whole_way_by_the_pages(client, review, reviewed, lead, organiser):
    client.force_login(lead.account)
    write = reverse("learning:write_peer_report", args=[review.pk])
    assert client.post(write, SENT).status_code == 302
    draft = PeerReport.objects.get()
    assert [(row.theme, row.words) for row in draft.recommendations.all()] == [
        ("leadership", "Viena sanāksme"), ("leadership", "Viens plāns"), ("own", "Uzņēmēju diena"),
    ]  # fmt: skip
    assert Letter.objects.filter(person_ref=f"person:{reviewed.key}").count() == 1
    client.force_login(reviewed.account)
    assert "Check the facts of the draft" in read(client, reviewed, "peer_review", review.pk).content.decode()
    facts = reverse("learning:remark_peer_report", args=[review.pk, 1])
    assert client.post(facts, {"remarks": "Nodaļu ir sešas"}).status_code == 302
    assert Letter.objects.filter(person_ref=f"person:{lead.key}").count() == 1
    client.force_login(lead.account)
    kept = client.get(write).content.decode()
    assert "Drosme" in kept, "a new version begins with the one before"
    assert client.post(write, SENT | {"stage": "final", "text": "Nodaļu ir sešas."}).status_code == 409, "stale"
    mended = SENT | {"stage": "final", "text": "Nodaļu ir sešas.", "after_number": 1}
    assert client.post(write, mended).status_code == 302
    assert client.post(write, mended).status_code == 302, "pressed twice"
    report = PeerReport.objects.get(stage="final")
    one, two, three = report.recommendations.all()
    client.force_login(reviewed.account)
    answers = reverse("learning:answer_peers", args=[review.pk])
    seen = {"version": review.version}
    refused = client.post(answers, seen | {"answer_1": "no"})
    assert refused.status_code == 422
    assert 'id="id_why_1_error"' in refused.content.decode(), "said beside what lacks"
    assert client.post(answers, seen | {"answer_1": "accepted"}).status_code == 422
    yes = seen | {"answer_1": "accepted", "what_1": "Būs", "who_1": "Kanceleja", "until_1": "2026-12-01"}
    yes |= {"answer_2": "partly", "what_2": "Pa daļai", "why_2": "Dārgi"}
    assert client.post(answers, yes).status_code == 302
    assert client.post(answers, yes).status_code == 409, "somebody else answered meanwhile"
    yes |= {"version": review.version + 1}
    plan = reverse("learning:make_action_plan", args=[review.pk])
    assert "Recommendations without an answer: 1" in client.get(plan).content.decode()
    assert client.post(answers, yes | {"answer_3": "no", "why_3": "Nav laika"}).status_code == 302
    review.refresh_from_db()
    sent = {"made_on": "2026-05-04", "words": "Uzrauga dome", "version": review.version}
    assert client.post(plan, sent).status_code == 302
    assert client.post(plan, sent).status_code == 409, "a stale form"
    review.refresh_from_db()
    back = {"held_on": "2026-10-01", "version": review.version, "progress_1": "done", "words_1": "Ir!", "words": "Cits"}
    client.force_login(organiser.account)
    assert client.post(reverse("learning:peer_progress", args=[review.pk]), back).status_code == 302
    html = read(client, lead, "peer_review", review.pk).content.decode()
    for words in ("Būs", "Kanceleja", "Dārgi", "Nav laika", "Uzrauga dome", "Ir!", "Cits", "Viens plāns"):
        assert words in html
    made = read(client, reviewed, "peer_report_pdf", review.pk, 2)
    assert made.content.startswith(b"%PDF")
    assert (one.theme, two.theme, three.theme) == ("leadership", "leadership", "own")


def test_the_team_s_own_work_is_read_by_the_team_alone(
    client, review, lead, peer, reviewed, organiser, asked, stranger
):
    PeerReportFactory(review=review, number=1, stage="work", text="VĒL JĒLS")
    PeerReportFactory(review=review, number=2, stage="draft", check_until=dt.date(2026, 4, 1), text="UZMETUMS")
    for person in (lead, peer):
        assert "VĒL JĒLS" in read(client, person, "peer_report", review.pk, 1).content.decode()
    for person in (reviewed, organiser):
        assert read(client, person, "peer_report", review.pk, 1).status_code == 404
        assert read(client, person, "peer_report_pdf", review.pk, 1).status_code == 404
        assert "UZMETUMS" in read(client, person, "peer_report", review.pk, 2).content.decode()
    for person in (asked, stranger, None):
        for number in (1, 2):
            assert read(client, person, "peer_report", review.pk, number).status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ReportData("final", "Īsumā"), "No recommendation"),
        (ReportData("final", "", {"leadership": FindingData("", "", ["x" * 501])}), "At most 40"),
        (ReportData("draft", "Īsumā"), "By when the municipality"),
        (ReportData("draft", "Īsumā", check_until=dt.date(2020, 1, 1)), "By when the municipality"),
        (ReportData("draft", " ", check_until=dt.date(2100, 1, 1)), "report is empty"),
        (ReportData("work", "Īsumā", {"capacity": FindingData("Nav šīs tēmas")}), "not known"),
        (ReportData("printed", "Īsumā"), "not known"),
    ],
)
def test_a_report_that_cannot_be_is_refused(review, lead, data, said):
    with pytest.raises(Refusal, match=said):
        actions.write(review, data, by=lead)
    assert not PeerReport.objects.exists()


def test_only_the_team_writes_and_only_the_municipality_checks_facts(
    review, reviewed, organiser, lead, asked, stranger
):
    for person in (reviewed, organiser, asked, stranger):
        with pytest.raises(Refusal) as refused:
            actions.write(review, FINAL, by=person)
        assert refused.value.status == 403
    draft = actions.write(review, ReportData("draft", "A", check_until=dt.date(2100, 1, 1)), by=lead)
    for person in (lead, asked, stranger):
        with pytest.raises(Refusal) as refused:
            actions.remark(draft, "Nav tiesa", by=person)
        assert refused.value.status == 403
    assert actions.remark(draft, "", by=reviewed).remarked_at is not None
    actions.write(review, ReportData("draft", "B", check_until=dt.date(2100, 1, 1)), by=lead)
    with pytest.raises(Refusal, match="no draft that waits"):
        actions.remark(draft, "Par vēlu", by=reviewed)


def test_what_others_rely_on_is_not_changed_under_them(client, review, lead, reviewed):
    actions.write(review, BETTER, by=lead)
    actions.write(review, FINAL, by=lead)  # nothing is answered yet
    actions.publish(review, "report", True, by=reviewed)
    with pytest.raises(Refusal, match="report is published"):
        actions.write(review, BETTER, by=lead)
    actions.publish(review, "report", False, by=reviewed)
    row = actions.final_of(review).recommendations.first()
    plans.answer(review, {row.pk: AnswerData("accepted", what="Jā")}, by=reviewed)
    with pytest.raises(Refusal, match="being answered"):
        actions.write(review, BETTER, by=lead)
    assert PeerReport.objects.count() == 2


def test_a_file_goes_on_with_the_next_version(client, review, lead, stranger):
    client.force_login(lead.account)
    address = reverse("learning:write_peer_report", args=[review.pk])
    pdf = SimpleUploadedFile("zinojums.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    assert client.post(address, SENT | {"stage": "work", "file": pdf}).status_code == 302
    assert (
        client.post(address, SENT | {"stage": "work", "text": "Mazliet citādi", "after_number": 1}).status_code == 302
    )
    assert PeerReport.objects.get(number=2).file_name == "zinojums.pdf"
    assert read(client, lead, "peer_report_file", review.pk, 2).status_code == 200
    assert read(client, stranger, "peer_report_file", review.pk, 2).status_code == 404


def test_answers_wait_for_a_final_report(client, review, reviewed):
    PeerReportFactory(review=review, stage="draft", check_until=dt.date(2026, 4, 1))
    for name in ("answer_peers", "make_action_plan", "peer_progress"):
        assert read(client, reviewed, name, review.pk).status_code == 404
    with pytest.raises(Refusal, match="no final report"):
        plans.make_plan(review, "", made_on=dt.date(2026, 4, 1), version=1, by=reviewed)
    for what in ("report", "plan", "progress"):
        with pytest.raises(Refusal, match="not there yet"):
            actions.publish(review, what, True, by=reviewed)


def test_days_to_come_are_no_days_on_which_it_was(review, reviewed, final):
    with pytest.raises(Refusal, match="has not come yet"):
        plans.make_plan(review, "", made_on=dt.date(2100, 1, 1), version=1, by=reviewed)
    with pytest.raises(Refusal, match="has not come yet"):
        plans.look_back(review, {}, "", held_on=dt.date(2100, 1, 1), version=1, by=reviewed)
    with pytest.raises(Refusal, match="not known"):
        kept = {final.recommendations.first().pk: ProgressData("flying")}
        plans.look_back(review, kept, "", held_on=dt.date(2026, 5, 1), version=1, by=reviewed)


def test_the_municipality_alone_publishes_and_takes_back(client, review, final, reviewed, lead, organiser, stranger):
    address = reverse("learning:publish_peer_review", args=[review.pk, "report"])
    for person in (None, stranger, lead, organiser):
        client.logout()
        if person:
            client.force_login(person.account)
        assert client.post(address, {"public": "yes"}).status_code == 404
    for person in (lead, organiser):
        with pytest.raises(Refusal) as refused:
            actions.publish(review, "report", True, by=person)
        assert refused.value.status == 403
    assert read(client, None, "peer_review", review.pk).status_code == 404
    client.force_login(reviewed.account)
    assert client.post(address, {"public": "yes"}).status_code == 302
    assert client.post(address.replace("report", "nonsense"), {"public": "yes"}).status_code == 404
    assert "KOPSAVILKUMS" in read(client, None, "peer_review", review.pk).content.decode()
    assert review.title in read(client, None, "peer_reviews").content.decode()
    client.force_login(reviewed.account)
    assert client.post(address, {"public": "no"}).status_code == 302
    assert read(client, None, "peer_review", review.pk).status_code == 404
    assert review.title not in read(client, None, "peer_reviews").content.decode()


def test_everybody_reads_what_is_published_and_no_more(client, review, final, reviewed, lead, stranger):
    """Names, notes, the statement, a newer draft and unpublished answers stay inside."""
    TeamNoteFactory(peer=PeerFactory(review=review), text="PIEZĪME")
    ReviewMeetingFactory(review=review, whom="SATIKTIE", met=4)
    PeerReportFactory(review=review, number=2, stage="work", text="JAUNĀKS DARBS")
    one, two = final.recommendations.all()
    plans.answer(review, {one.pk: AnswerData("accepted", what="ATBILDE", who="NODAĻA")}, by=reviewed)
    row = plans.make_plan(review, "PLĀNS KOPUMĀ", made_on=dt.date(2026, 5, 4), version=2, by=reviewed)
    kept = {two.pk: ProgressData("under_way", "GAITA")}
    plans.look_back(review, kept, "KAS CITĀDI", held_on=dt.date(2026, 10, 1), version=row.version, by=lead)
    actions.publish(review, "report", True, by=reviewed)
    never = ("PIEZĪME", "SATIKTIE", "JAUNĀKS DARBS", lead.name, reviewed.name)

    def told(person):
        pages = [read(client, person, "peer_review", review.pk), read(client, person, "peer_report", review.pk, 1)]
        return "".join(page.content.decode() for page in pages)

    for person in (None, stranger):
        html = told(person)
        for words in ("KOPSAVILKUMS", "PIRMAIS IETEIKUMS", "fewer than 5"):
            assert words in html
        for words in (*never, "ATBILDE", "NODAĻA", "PLĀNS KOPUMĀ", "GAITA", "KAS CITĀDI"):
            assert words not in html
        assert read(client, person, "peer_report", review.pk, 2).status_code == 404
    actions.publish(review, "plan", True, by=reviewed)
    html = told(None)
    for words in ("ATBILDE", "NODAĻA", "PLĀNS KOPUMĀ"):
        assert words in html
    for words in (*never, "GAITA", "KAS CITĀDI"):
        assert words not in html
    actions.publish(review, "progress", True, by=reviewed)
    assert "GAITA" in told(None)
    assert "KAS CITĀDI" in told(None)
    PeerReview.objects.filter(pk=review.pk).update(state="withdrawn", reason="Nē")
    assert read(client, None, "peer_review", review.pk).status_code == 404


def test_what_was_withdrawn_and_is_opened_again_is_published_by_the_municipality_alone(
    client, review, final, reviewed, organiser
):
    actions.publish(review, "report", True, by=reviewed)
    assert read(client, None, "peer_review", review.pk).status_code == 200
    reviews.withdraw(review, "Vēlēšanas", by=reviewed)
    reviews.open_again(review, by=organiser)
    assert read(client, None, "peer_review", review.pk).status_code == 404
    actions.publish(review, "report", True, by=reviewed)
    assert read(client, None, "peer_review", review.pk).status_code == 200


def test_nothing_is_public_of_a_programme_that_is_not(client, final):
    review = final.review
    PeerReview.objects.filter(pk=review.pk).update(report_public_at=timezone.now())
    assert read(client, None, "peer_review", review.pk).status_code == 200
    review.programme.public = False
    review.programme.save()
    assert read(client, None, "peer_review", review.pk).status_code == 404


def test_once_published_only_the_municipality_changes_its_words(client, review, final, reviewed, organiser, lead):
    row = plans.make_plan(review, "", made_on=dt.date(2026, 5, 4), version=1, by=organiser)
    plans.look_back(row, {}, "", held_on=dt.date(2026, 10, 1), version=row.version, by=lead)
    for what in ("plan", "progress"):
        actions.publish(review, what, True, by=reviewed)
    review.refresh_from_db()
    said = {final.recommendations.first().pk: AnswerData("accepted", what="Jā")}
    with pytest.raises(Refusal) as refused:
        plans.answer(review, said, by=organiser)
    assert refused.value.status == 403
    with pytest.raises(Refusal) as refused:
        plans.look_back(review, {}, "", held_on=dt.date(2026, 10, 2), version=review.version, by=lead)
    assert refused.value.status == 403
    assert read(client, organiser, "answer_peers", review.pk).status_code == 404
    plans.answer(review, said, by=reviewed)
    assert PeerRecommendation.objects.filter(answer="accepted").count() == 1


def test_the_paper_says_what_its_reader_may_read(review, final):
    one, _two = final.recommendations.all()
    PeerRecommendation.objects.filter(pk=one.pk).update(answer="accepted", what="ATBILDE", progress="done")
    for n, met in enumerate((3, None)):
        ReviewMeetingFactory(review=review, met=met, starts=dt.time(9 + 2 * n), ends=dt.time(10 + 2 * n))
    sums = sums_of(list(review.meetings.all()))
    page = page_of_report(review, final)
    inside = str(peer_report(review, page, page.recommendations, sums))
    for words in ("KOPSAVILKUMS", "Vienprātība domē", "PIRMAIS IETEIKUMS", "ATBILDE", "Accepted", "Done"):
        assert words in inside
    assert "People met" not in inside, "fewer than five"
    outside = str(peer_report(review, page, told_of(page.recommendations, plan=False, progress=False), sums))
    assert "PIRMAIS IETEIKUMS" in outside
    for words in ("ATBILDE", "Accepted", "Done"):
        assert words not in outside


def test_a_review_of_another_programme_is_not_mixed_in(client, review, final, organiser):
    other = PeerReportFactory(review=PeerReviewFactory(), text="CITA PROGRAMMA")
    assert read(client, organiser, "peer_review", other.review_id).status_code == 404
    assert read(client, organiser, "peer_report", other.review_id, 1).status_code == 404
    assert "CITA PROGRAMMA" not in read(client, organiser, "peer_review", review.pk).content.decode()
