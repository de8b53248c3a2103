"""Peer reviews where something goes wrong: two at once, a button pressed twice, people who leave."""

import datetime as dt

import pytest
from django.urls import reverse

from talka.learning.actions import review_plans as plans
from talka.learning.actions import review_reports as reports
from talka.learning.actions import review_team as team
from talka.learning.actions import review_work as work
from talka.learning.actions import reviews as actions
from talka.learning.actions.recommendations import AnswerData, ProgressData
from talka.learning.actions.review_reports import FindingData, ReportData
from talka.learning.actions.review_work import MeetingData
from talka.learning.actions.reviews import ReviewData
from talka.learning.factories.reviews import (
    PeerFactory,
    PeerFindingFactory,
    PeerRecommendationFactory,
    PeerReportFactory,
    PeerReviewFactory,
    PositionStatementFactory,
    ReviewMeetingFactory,
    TeamNoteFactory,
)
from talka.learning.models import Peer, PeerReport, PeerReview, ReviewMeeting, TeamNote
from talka.learning.papers_of_reviews import visit_plan
from talka.learning.queries.reviews import plan_of_visit
from talka.learning.review_deadlines import deadlines_of
from talka.letters.models import Letter
from talka.people.actions.erasure import erase_person
from talka.people.actions.merging import merge_organisations
from talka.people.actions.persons import PersonData
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MEETING = MeetingData(dt.date(2026, 3, 10), dt.time(9), dt.time(10), "Vadītāji", "Budžets")
FINDINGS = {"leadership": FindingData("Vienprātība", "", ["Viena sanāksme"])}
HTML = "<script>alert('x')</script>\"><b>"


def read(client, person, name, *args, status=200):
    client.logout()
    if person is not None:
        client.force_login(person.account)
    page = client.get(reverse(f"learning:{name}", args=args))
    assert page.status_code == status
    return page.content.decode()


def letters_to(person):
    return Letter.objects.filter(person_ref=f"person:{person.key}")


def test_a_button_pressed_twice_does_it_once(review, reviewed, lead, organiser, training):
    data = ReviewData("Kā mūs redz", "Gribam zināt", ("finance",))
    first = actions.begin(data, training.programme, reviewed.organisation, by=reviewed)
    assert actions.begin(data, training.programme, reviewed.organisation, by=reviewed).pk == first.pk
    assert letters_to(organiser).count() == 1
    for _press in range(2):
        work.add_meeting(review, MEETING, by=reviewed)
        work.note(review, "Redzējām", by=lead)
        work.write_statement(review, "Mēs esam", by=reviewed)
        reports.write(review, ReportData("final", "Īsumā", FINDINGS), by=lead)
    assert ReviewMeeting.objects.count() == TeamNote.objects.count() == review.statements.count() == 1
    assert PeerReport.objects.count() == 1
    assert work.add_meeting(review, MeetingData(**vars(MEETING) | {"topic": "Cits"}), by=reviewed)
    assert ReviewMeeting.objects.count() == 2


def test_two_who_write_at_once_do_not_lose_what_the_other_wrote(review, reviewed, lead, peer):
    reports.write(review, ReportData("work", "Pirmais"), by=lead, after=0)
    with pytest.raises(Refusal, match="Somebody else changed") as refused:
        reports.write(review, ReportData("work", "Otrs"), by=peer, after=0)
    assert refused.value.status == 409
    work.write_statement(review, "Pirmais", by=reviewed, after=0)
    with pytest.raises(Refusal, match="Somebody else changed"):
        work.write_statement(review, "Otrs", by=reviewed, after=0)
    assert (PeerReport.objects.get().text, review.statements.get().text) == ("Pirmais", "Pirmais")


def test_answers_to_a_version_that_counts_no_longer_are_refused_and_not_lost_in_silence(review, reviewed, lead):
    old = PeerRecommendationFactory(report__review=review, report__number=1, order=1)
    newer = PeerRecommendationFactory(report__review=review, report__number=2, order=1)
    with pytest.raises(Refusal, match="Somebody else changed"):
        plans.answer(review, {old.pk: AnswerData("accepted", what="Jā")}, by=reviewed)
    with pytest.raises(Refusal, match="Somebody else changed"):
        plans.look_back(review, {old.pk: ProgressData("done")}, "", held_on=dt.date(2026, 5, 1), version=1, by=lead)
    plans.answer(review, {newer.pk: AnswerData("accepted", what="Jā")}, version=1, by=reviewed)
    with pytest.raises(Refusal, match="Somebody else changed"):
        plans.answer(review, {newer.pk: AnswerData("no", why="Nē")}, version=1, by=reviewed)
    newer.refresh_from_db()
    assert newer.answer == "accepted"


def test_what_was_written_of_a_theme_that_was_taken_out_goes_on(client, review, reviewed, lead):
    reports.write(review, ReportData("work", "Īsumā", FINDINGS), by=lead)
    kept = ReviewData(
        review.title, review.wanted, ("finance",), review.own_theme, review.visit_from, review.visit_until
    )
    actions.change(review, kept, version=1, by=reviewed)
    html = read(client, lead, "write_peer_report", review.pk)
    assert "Vienprātība" in html
    sent = {"stage": "work", "text": "Cits", "strengths_leadership": "Vienprātība!", "after_number": 1}
    assert client.post(reverse("learning:write_peer_report", args=[review.pk]), sent).status_code == 302
    assert PeerReport.objects.get(number=2).findings.get().strengths == "Vienprātība!"


def test_organisers_name_who_answers_for_the_municipality(client, review, reviewed, organiser, lead, stranger):
    PeerReview.objects.update(asked_by=organiser)
    assert "Name who answers for the municipality" in read(client, organiser, "peer_review", review.pk)
    address = reverse("learning:name_review_speaker", args=[review.pk])
    who = {"given_name": "Maija", "family_name": "Siliņa", "email": "maija@abeles.test"}
    assert client.post(address, who | {"email": ""}).status_code == 422
    assert client.post(address, who).status_code == 302
    assert client.post(address, who).status_code == 302, "twice is once"
    review.refresh_from_db()
    maija = review.asked_by
    assert (maija.organisation, maija.account is not None) == (review.organisation, True)
    assert letters_to(maija).count() == 1
    assert "Maija Siliņa" in read(client, lead, "peer_review", review.pk)
    reports.write(review, ReportData("draft", "A", check_until=dt.date(2100, 1, 1)), by=lead)
    assert letters_to(maija).count() == 2, "it is the municipality that checks the facts"
    read(client, maija, "remark_peer_report", review.pk, 1)
    for person in (lead, stranger, None):
        read(client, person, "name_review_speaker", review.pk, status=404)


def test_a_colleague_is_named_and_nobody_is_made_one_by_it(review, reviewed, lead):
    """Who works for the municipality speaks for it: so its own people do not enter new ones."""
    with pytest.raises(Refusal, match="does not work for"):
        actions.name_speaker(review, PersonData("Nu", "Kolēģis", "nu@elsewhere.test"), by=reviewed)
    with pytest.raises(Refusal, match="does not work for"):
        actions.name_speaker(review, PersonData(lead.given_name, lead.family_name, lead.email), by=reviewed)
    mate = PersonFactory(organisation=reviewed.organisation, email="biedre@abeles.test")
    row = actions.name_speaker(review, PersonData(mate.given_name, mate.family_name, mate.email), by=reviewed)
    assert row.asked_by == mate
    with pytest.raises(Refusal) as refused:
        actions.name_speaker(review, PersonData("A", "B", "a@b.test"), by=lead)
    assert refused.value.status == 403


def test_whoever_left_the_municipality_is_not_written_to_and_reads_nothing(client, review, reviewed, organiser, lead):
    reviewed.organisation = OrganisationFactory()
    reviewed.save()
    reports.write(review, ReportData("final", "Īsumā", FINDINGS), by=lead)
    assert not letters_to(reviewed).exists()
    assert letters_to(organiser).count() == 1
    read(client, reviewed, "peer_review", review.pk, status=404)
    erase_person(reviewed, by=reviewed)
    assert "Name who answers" in read(client, organiser, "peer_review", review.pk)


def test_another_part_where_the_lead_cannot_go_on(client, review, organiser, lead, peer, reviewed):
    one, two = Peer.objects.get(person=lead), Peer.objects.get(person=peer)
    with pytest.raises(Refusal, match="has a lead already"):
        team.change_part(two, "lead", by=organiser)
    for person in (lead, reviewed):
        read(client, person, "change_peer_part", two.pk, status=404)
        with pytest.raises(Refusal):
            team.change_part(two, "expert", by=person)
    client.force_login(organiser.account)
    for row, role in ((one, "officer"), (two, "lead"), (two, "lead")):
        deed = reverse("learning:change_peer_part", args=[row.pk])
        assert client.post(deed, {"role": role}).url.endswith(f"/{review.pk}/#team")
    two.refresh_from_db()
    assert two.role == "lead"
    assert letters_to(peer).count() == 1
    deed = reverse("learning:take_peer_off", args=[one.pk])
    assert client.post(deed, {"reason": "Slims"}).url.endswith(f"/{review.pk}/#team"), "back to the team"
    with pytest.raises(Refusal, match="not on the team any more"):
        team.change_part(one, "expert", by=organiser)


def test_a_merged_municipality_keeps_its_review(client, review, reviewed, lead):
    heir = OrganisationFactory(name="Apvienotais novads")
    administrator = PersonFactory(administrator=True)
    merge_organisations(heir, reviewed.organisation, by=administrator)
    reviewed.refresh_from_db()
    review.refresh_from_db()
    assert review.organisation == heir
    assert "Apvienotais novads" in read(client, reviewed, "write_statement", review.pk) + read(
        client, reviewed, "peer_review", review.pk
    )


def test_an_invitation_to_what_is_over_asks_nothing_any_more(client, review, asked, reviewed):
    actions.withdraw(review, "Vēlēšanas", by=reviewed)
    html = read(client, asked, "peer_review", review.pk)
    assert "nothing to answer any more" in html
    assert "I come" not in html
    deed = reverse("learning:answer_peer_invitation", args=[Peer.objects.get(person=asked).pk])
    assert client.post(deed, {"comes": "yes"}).status_code == 409


def test_a_reason_that_is_missing_is_asked_for_on_the_same_page(client, review, asked):
    client.force_login(asked.account)
    deed = reverse("learning:answer_peer_invitation", args=[Peer.objects.get(person=asked).pk])
    refused = client.post(deed, {"comes": "no", "reason": " "})
    assert refused.status_code == 422
    assert "The reason is missing" in refused.content.decode()
    assert review.wanted in refused.content.decode()


def test_a_closed_review_waits_for_nothing_and_says_so(review):
    review.state = "closed"
    assert {str(each.says) for each in deadlines_of(review, dt.date(2030, 1, 1))} == {"Not done"}
    assert not any(each.is_late for each in deadlines_of(review, dt.date(2030, 1, 1)))


def test_moved_days_leave_meetings_behind_and_the_plan_says_which(client, review, reviewed):
    ReviewMeetingFactory(review=review, day=dt.date(2026, 3, 10), met=None)
    assert "not said yet" in read(client, reviewed, "review_visit", review.pk)
    moved = (dt.date(2026, 4, 6), dt.date(2026, 4, 9))
    actions.change(review, ReviewData("A", "B", ("finance",), "", *moved), version=1, by=reviewed)
    assert "not one of the visit's days any more" in read(client, reviewed, "review_visit", review.pk)


def test_the_plan_of_the_visit_is_a_paper_for_those_inside(client, review, reviewed, asked, stranger):
    ReviewMeetingFactory(review=review, whom="Uzņēmēji", place="Bibliotēka", topic="Ostas")
    days, _sums = plan_of_visit(review)
    told = str(visit_plan(review, days))
    for words in ("Uzņēmēji; Bibliotēka", "Ostas", "09:00–10:30"):
        assert words in told
    client.force_login(reviewed.account)
    assert client.get(reverse("learning:review_visit_pdf", args=[review.pk])).content.startswith(b"%PDF")
    for person in (asked, stranger, None):
        for name in ("review_visit", "review_visit_pdf"):
            read(client, person, name, review.pk, status=404)


def test_all_notes_have_a_page_that_the_team_alone_opens(client, review, lead, peer, reviewed, organiser, stranger):
    own = Peer.objects.get(person=lead)
    for n in range(25):
        TeamNoteFactory(review=review, peer=own, text=f"PIEZĪME {n}.")
    assert read(client, peer, "peer_review", review.pk).count("PIEZĪME") == 3
    assert "All notes: 25" in read(client, peer, "peer_review", review.pk)
    assert read(client, peer, "team_notes", review.pk).count("<p>PIEZĪME") == 20
    for person in (reviewed, organiser, stranger, PersonFactory(administrator=True), None):
        read(client, person, "team_notes", review.pk, status=404)


def test_markup_in_every_field_is_text(client, review, reviewed, lead, organiser):
    PeerReview.objects.update(title=HTML, wanted=HTML, own_theme=HTML, plan_words=HTML, plan_made_on="2026-05-01")
    report = PeerReportFactory(review=review, text=HTML, remarks=HTML, remarked_at=None)
    PeerFindingFactory(report=report, strengths=HTML, consider=HTML)
    PeerRecommendationFactory(report=report, words=HTML, answer="partly", why=HTML, what=HTML, who=HTML)
    PositionStatementFactory(review=review, text=HTML)
    ReviewMeetingFactory(review=review, whom=HTML, topic=HTML, place=HTML)
    TeamNoteFactory(peer=PeerFactory(review=review), text=HTML)
    for person, name, args in (
        (lead, "peer_review", ()), (organiser, "peer_review", ()), (lead, "review_visit", ()), (lead, "team_notes", ()),
        (lead, "peer_report", (1,)), (lead, "write_peer_report", ()), (reviewed, "answer_peers", ()),
        (reviewed, "position_statement", (1,)), (lead, "peer_progress", ()),
    ):  # fmt: skip
        html = read(client, person, name, review.pk, *args)
        assert "<script>alert" not in html
        assert "&lt;script&gt;" in html


def test_pages_stay_small_with_many_rows(client, review, reviewed, lead, django_assert_max_num_queries):
    """A large review: 20 peers, 100 meetings, 200 notes, 40 recommendations, 10 versions."""
    own = Peer.objects.get(person=lead)
    for n in range(19):
        PeerFactory(review=review, person__family_name=f"Garšuzvārdniece-Kalnbērziņa {n}")
    for n in range(100):
        ReviewMeetingFactory(
            review=review, starts=dt.time(8 + n % 9, n % 60), ends=dt.time(18), whom="Nodaļu vadītāji " * 3
        )
        TeamNoteFactory(review=review, peer=own, text="Vadība zina, ko grib. " * 20)
    for n in range(1, 11):
        PositionStatementFactory(review=review, number=n)
        report = PeerReportFactory(review=review, number=n, text="Īsumā. " * 100)
    for n in range(1, 41):
        PeerRecommendationFactory(
            report=report, order=n, words="Reizi ceturksnī kopā izskatīt rīcības plānu. " * 3, answer="accepted",
            what="Attīstības komiteja izskata plānu. " * 3, who="Attīstības nodaļa",
        )  # fmt: skip
    for person, name, args in (
        (lead, "peer_review", ()), (reviewed, "peer_review", ()), (lead, "review_visit", ()), (lead, "team_notes", ()),
        (reviewed, "peer_report", (10,)), (lead, "write_peer_report", ()),
    ):  # fmt: skip
        client.force_login(person.account)
        address = reverse(f"learning:{name}", args=[review.pk, *args])
        client.get(address)
        with django_assert_max_num_queries(30):
            html = client.get(address).content.decode()
        assert len(html.encode()) < 60_000, (name, len(html.encode()))


def test_a_made_up_municipality_is_not_reviewed_beside_true_ones(training, organiser):
    made_up = OrganisationFactory(illustrative=True)
    with pytest.raises(Refusal, match="Made-up"):
        actions.begin(ReviewData("A", "B", ("finance",)), training.programme, made_up, by=organiser)
    row = PeerReviewFactory(programme__illustrative=True, organisation=made_up)
    assert row.illustrative
