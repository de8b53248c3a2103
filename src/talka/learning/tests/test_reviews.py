"""Peer reviews: beginning one, the team, the statement, the visit, notes, deadlines, who reads what."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talka.learning.actions import review_work as work
from talka.learning.actions import reviews as actions
from talka.learning.actions.review_plans import remind_all
from talka.learning.actions.review_work import MeetingData
from talka.learning.actions.reviews import ReviewData
from talka.learning.factories.angels import AngelRequestFactory
from talka.learning.factories.reviews import (
    PeerFactory,
    PeerRecommendationFactory,
    PeerReportFactory,
    PeerReviewFactory,
    PositionStatementFactory,
    ReviewMeetingFactory,
    TeamNoteFactory,
)
from talka.learning.models import Peer, PeerReview, PositionStatement, ReviewMeeting, TeamNote
from talka.learning.queries.reviews import sums_of
from talka.learning.review_deadlines import deadlines_of
from talka.learning.trail_of_reviews import show_reviews
from talka.letters.models import Letter
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.people.actions.erasure import erase_person
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.personal_data import export, versions_of
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

SAID = {"title": "Kā mūs redz", "wanted": "Gribam zināt", "themes": ["finance", "leadership"], "own_theme": "Ostas"}
MEETING = {"day": "2026-03-10", "starts": "09:00", "ends": "10:30", "whom": "Vadītāji", "topic": "Budžets", "peers": 2}


def page_of(client, review, person):
    client.logout()
    if person is not None:
        client.force_login(person.account)
    return client.get(reverse("learning:peer_review", args=[review.pk]))


def test_a_municipality_begins_one_for_itself_from_a_need(client, training, reviewed, organiser):
    need = NeedFactory(words="Nezinām, kā mūs redz", event=None, programme=training.programme)
    client.force_login(reviewed.account)
    address = reverse("learning:new_peer_review") + f"?need={need.pk}"
    shown = client.get(address).content.decode()
    assert "Nezinām, kā mūs redz" in shown
    other = OrganisationFactory()
    sent = SAID | {"programme": training.programme.pk, "organisation": other.pk}
    assert client.post(address, sent).status_code == 422, "another's is not theirs to have reviewed"
    assert client.post(address, sent | {"organisation": reviewed.organisation.pk}).status_code == 302
    row = PeerReview.objects.get()
    assert (row.organisation, row.asked_by) == (reviewed.organisation, reviewed)
    assert row.themes == ["leadership", "finance"], "in the order of the themes"
    assert Link.objects.filter(
        from_kind="need", from_id=str(need.pk), to_kind="peer_review", to_id=str(row.pk)
    ).exists()
    assert Letter.objects.filter(person_ref=f"person:{organiser.key}", kind="peer_review").count() == 1
    page = page_of(client, row, reviewed).content.decode()
    assert "Nezinām, kā mūs redz" in page
    assert "The organisers put the team together" in page
    assert "Ask people of other municipalities" in page_of(client, row, organiser).content.decode()


def test_it_comes_from_a_request_that_wants_more_than_one_visitor(client, training, reviewed, stranger):
    wish = AngelRequestFactory(
        programme=training.programme, organisation=reviewed.organisation, title="Viss budžets", wanted="SKATĪT VISU"
    )
    address = reverse("learning:new_peer_review") + f"?request={wish.pk}"
    client.force_login(stranger.account)
    assert client.get(address).status_code == 404
    with pytest.raises(Refusal, match="request is not known"):
        actions.begin(
            ReviewData(**SAID), training.programme, stranger.organisation, by=stranger,
            causes=(("angel_request", wish.pk),),
        )  # fmt: skip
    client.force_login(reviewed.account)
    assert "SKATĪT VISU" in client.get(address).content.decode()
    sent = SAID | {"programme": training.programme.pk, "organisation": reviewed.organisation.pk}
    assert client.post(address, sent).status_code == 302
    assert "Viss budžets" in page_of(client, PeerReview.objects.get(), reviewed).content.decode()
    assert client.get(reverse("learning:new_peer_review") + "?request=x").status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "title is missing"),
        ({"wanted": ""}, "What is wanted"),
        ({"themes": (), "own_theme": ""}, "No theme"),
        ({"themes": ("weather",)}, "not known"),
        ({"visit_from": dt.date(2026, 3, 9)}, "first and its last day"),
        ({"visit_from": dt.date(2026, 3, 9), "visit_until": dt.date(2026, 3, 8)}, "before it begins"),
        ({"visit_from": dt.date(2026, 3, 9), "visit_until": dt.date(2026, 5, 8)}, "more than a month"),
    ],
)
def test_a_review_that_cannot_be_is_refused(training, organiser, reviewed, changed, said):
    data = ReviewData(**(SAID | changed))
    with pytest.raises(Refusal, match=said):
        actions.begin(data, training.programme, reviewed.organisation, by=organiser)
    assert not PeerReview.objects.exists()


def test_nobody_begins_one_for_others(client, training, reviewed, stranger, learner):
    assert client.get(reverse("learning:new_peer_review")).status_code == 404
    for person in (stranger, learner):
        with pytest.raises(Refusal) as refused:
            actions.begin(ReviewData(**SAID), training.programme, reviewed.organisation, by=person)
        assert refused.value.status == 403
    assert not PeerReview.objects.exists()


def test_it_is_changed_closed_opened_and_withdrawn(review, reviewed, organiser, lead, peer):
    data = ReviewData("Cits", "Citādi", ["finance"], "", dt.date(2026, 4, 6), dt.date(2026, 4, 9))
    actions.change(review, data, version=1, by=reviewed)
    assert Letter.objects.filter(person_ref=f"person:{lead.key}").count() == 1, "the team learns of other days"
    with pytest.raises(Refusal, match="Somebody else changed"):
        actions.change(review, data, version=1, by=organiser)
    actions.close(review, "Izdarīts", by=reviewed)
    actions.close(review, "Vēlreiz", by=reviewed)
    review.refresh_from_db()
    assert (review.state, review.reason) == ("closed", "Izdarīts")
    with pytest.raises(Refusal, match="is over"):
        work.write_statement(review, "Par vēlu", by=reviewed)
    actions.open_again(review, by=reviewed)
    with pytest.raises(Refusal, match="reason is missing"):
        actions.withdraw(review, " ", by=reviewed)
    actions.withdraw(review, "Vēlēšanas", by=reviewed)
    actions.withdraw(review, "Vēlreiz", by=reviewed)
    review.refresh_from_db()
    assert (review.state, review.reason) == ("withdrawn", "Vēlēšanas")
    assert "Vēlēšanas" in Letter.objects.filter(person_ref=f"person:{peer.key}").latest("pk").text
    for person in (lead, peer):
        with pytest.raises(Refusal) as refused:
            actions.change(review, data, version=4, by=person)
        assert refused.value.status == 403


def test_the_statement_has_versions_and_a_file(client, review, reviewed, lead, stranger):
    client.force_login(reviewed.account)
    address = reverse("learning:write_statement", args=[review.pk])
    assert client.post(address, {"text": " "}).status_code == 422
    pdf = SimpleUploadedFile("mes.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    assert client.post(address, {"text": "Pirmais", "file": pdf, "after": 0}).status_code == 302
    assert client.post(address, {"text": "Otrais", "after": 0}).status_code == 409, "a newer version is there"
    assert client.post(address, {"text": "Otrais", "after": 1}).status_code == 302
    assert client.post(address, {"text": "Otrais", "after": 1}).status_code == 302, "pressed twice"
    second, first = PositionStatement.objects.order_by("-number")
    assert (first.text, second.text, second.file_name) == ("Pirmais", "Otrais", "mes.pdf")
    assert Letter.objects.filter(person_ref=f"person:{lead.key}").count() == 2
    for number in (1, 2):
        for name in ("position_statement", "position_statement_file"):
            where = reverse(f"learning:{name}", args=[review.pk, number])
            for person, status in ((lead, 200), (reviewed, 200), (stranger, 404)):
                client.force_login(person.account)
                assert client.get(where).status_code == status


def test_the_visit_is_planned_and_its_sums_are_right(client, review, lead, reviewed):
    client.force_login(reviewed.account)
    new = reverse("learning:new_review_meeting", args=[review.pk])
    assert client.post(new, MEETING).status_code == 302
    assert client.post(new, MEETING | {"day": "2026-03-13"}).status_code == 422, "no day of the visit"
    assert client.post(new, MEETING | {"ends": "09:00"}).status_code == 422
    row = ReviewMeeting.objects.get()
    client.force_login(lead.account)
    edit = reverse("learning:edit_review_meeting", args=[review.pk, row.pk])
    assert client.post(edit, MEETING | {"met": 12}).status_code == 302
    ReviewMeetingFactory(review=review, starts=dt.time(11), ends=dt.time(13), peers=3, met=None)
    sums = sums_of(list(ReviewMeeting.objects.all()))
    assert (sums.meetings, sums.met, sums.hours, sums.team_hours) == (2, 12, Decimal("3.5"), Decimal(9))
    assert client.post(reverse("learning:remove_review_meeting", args=[review.pk, row.pk])).status_code == 302
    assert not ReviewMeeting.objects.filter(pk=row.pk).exists()


def test_a_meeting_of_another_review_is_not_found(client, review, reviewed):
    other = ReviewMeetingFactory()
    client.force_login(reviewed.account)
    assert client.get(reverse("learning:edit_review_meeting", args=[review.pk, other.pk])).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"whom": " "}, "Whom the team meets"),
        ({"topic": ""}, "What it is about"),
        ({"peers": 0}, "Somebody of the team"),
        ({"met": -1}, "none or more"),
        ({"ends": dt.time(9)}, "ends after"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(review, reviewed, changed, said):
    whole = {"day": dt.date(2026, 3, 10), "starts": dt.time(9), "ends": dt.time(10), "whom": "A", "topic": "B"}
    with pytest.raises(Refusal, match=said):
        work.add_meeting(review, MeetingData(**(whole | changed)), by=reviewed)
    assert not ReviewMeeting.objects.exists()


def test_the_team_alone_reads_its_notes(client, review, lead, peer, reviewed, organiser, asked, stranger):
    administrator = PersonFactory(administrator=True)
    client.force_login(peer.account)
    new = reverse("learning:new_team_note", args=[review.pk])
    assert client.post(new, {"text": "TIKAI MUMS", "theme": "finance"}).status_code == 302
    row = TeamNote.objects.get()
    gone = reverse("learning:remove_team_note", args=[review.pk, row.pk])
    for person in (lead, peer):
        assert "TIKAI MUMS" in page_of(client, review, person).content.decode()
    for person in (reviewed, organiser, asked, stranger, administrator, None):
        page = page_of(client, review, person)
        assert "TIKAI MUMS" not in page.content.decode()
        assert client.post(new, {"text": "Es arī"}).status_code == 404
        assert client.post(gone).status_code == 404
    client.force_login(lead.account)
    assert client.post(gone).status_code == 404, "only who wrote it takes it away"
    client.force_login(peer.account)
    assert client.post(gone).status_code == 302
    assert not TeamNote.objects.exists()


def test_deadlines_count_from_the_last_day_and_say_what_is_late(review):
    review.visit_until = dt.date(2025, 11, 30)
    days = {each.key: each.due for each in deadlines_of(review, dt.date(2025, 12, 1))}
    assert days == {
        "report": dt.date(2026, 2, 28),
        "plan": dt.date(2026, 2, 28),
        "progress": dt.date(2026, 9, 30),
        "progress_report": dt.date(2026, 11, 30),
    }
    review.progress_held_on = dt.date(2026, 10, 1)
    report, plan, progress, last = deadlines_of(review, dt.date(2026, 3, 2))
    assert (report.is_late, str(report.says), report.tone) == (True, "2 days late", "error")
    assert plan.latest == dt.date(2026, 4, 30)
    assert (progress.is_late, progress.was_late, str(progress.says)) == (False, True, "Done, late")
    assert (last.is_late, str(last.says)) == (False, "273 days left")
    assert str(deadlines_of(review, dt.date(2026, 2, 28))[0].says) == "Due today"
    review.visit_until = None
    assert deadlines_of(review, dt.date(2026, 3, 2)) == []


def test_each_deadline_is_reminded_of_once_and_again_where_the_days_move(review, reviewed, lead, peer, organiser):
    """The visit ended on 12 March 2026: report and plan are due on 12 June, the plan on 12 August at the latest."""
    assert remind_all(dt.date(2026, 5, 28)) == 0
    assert remind_all(dt.date(2026, 5, 29)) == 6, "two deadlines, three people"
    assert remind_all(dt.date(2026, 5, 30)) == 0
    assert not Letter.objects.filter(person_ref=f"person:{peer.key}").exists(), "the lead stands for the team"
    assert remind_all(dt.date(2026, 7, 29)) == 3, "the plan, at the latest"
    assert remind_all(dt.date(2027, 3, 1)) == 6, "the progress review and its report"
    PeerReview.objects.update(visit_from=dt.date(2026, 6, 8), visit_until=dt.date(2026, 6, 11))
    assert remind_all(dt.date(2026, 8, 28)) == 6
    PeerReview.objects.update(state="closed")
    assert remind_all(dt.date(2027, 8, 28)) == 0


def test_a_draft_that_nobody_checks_is_reminded_of_once(review, reviewed):
    PeerReportFactory(review=review, stage="draft", check_until=dt.date(2026, 4, 10))
    assert remind_all(dt.date(2026, 4, 6)) == 0
    assert remind_all(dt.date(2026, 4, 7)) == 1
    assert remind_all(dt.date(2026, 4, 8)) == 0


INSIDE = [
    "write_statement", "new_review_meeting", "new_team_note", "write_peer_report", "answer_peers", "make_action_plan",
    "peer_progress", "edit_peer_review", "withdraw_peer_review", "close_peer_review", "invite_peer",
]  # fmt: skip
MAY = {
    "reviewed": {
        "write_statement", "new_review_meeting", "answer_peers", "make_action_plan", "peer_progress",
        "edit_peer_review", "withdraw_peer_review", "close_peer_review",
    },
    "peer": {"new_review_meeting", "new_team_note", "write_peer_report", "peer_progress"},
    "organiser": {
        "write_statement", "new_review_meeting", "answer_peers", "make_action_plan", "peer_progress",
        "edit_peer_review", "withdraw_peer_review", "close_peer_review", "invite_peer",
    },
    "asked": set(), "stranger": set(), "learner": set(), "nobody": set(),
}  # fmt: skip


@pytest.mark.parametrize("role", list(MAY))
def test_who_may_what(client, request, role, review):
    """With a report that could leak; those outside find nothing at all."""
    PeerRecommendationFactory(report__review=review, words="SLEPENS IETEIKUMS")
    PositionStatementFactory(review=review, text="SLEPENA NOSTĀJA")
    person = None if role == "nobody" else request.getfixturevalue(role)
    page = page_of(client, review, person)
    inside = bool(MAY[role])
    assert page.status_code == (200 if inside or role == "asked" else 404)
    assert ("SLEPENS IETEIKUMS" in page.content.decode()) is inside
    for name in INSIDE:
        status = client.get(reverse(f"learning:{name}", args=[review.pk])).status_code
        assert status == (200 if name in MAY[role] else 404), name
    for name in ("position_statement", "peer_report", "peer_report_pdf"):
        status = client.get(reverse(f"learning:{name}", args=[review.pk, 1])).status_code
        assert status == (200 if inside else 404), name
    publish = reverse("learning:publish_peer_review", args=[review.pk, "report"])
    assert client.post(publish, {"public": "yes"}).status_code == (302 if role == "reviewed" else 404)
    assert bool(show_reviews([str(review.pk)], person)) is (inside or role == "asked")


def test_the_page_asks_the_same_number_of_queries_with_one_row_and_with_three(client, review, lead):
    report = PeerReportFactory(review=review)

    def add(number):
        TeamNoteFactory(peer=PeerFactory(review=review))
        ReviewMeetingFactory(review=review)
        PeerRecommendationFactory(report=report, order=number)
        PositionStatementFactory(review=review, number=number)

    add(1)
    one = _queries(client, lead, reverse("learning:peer_review", args=[review.pk]))
    add(2)
    add(3)
    assert _queries(client, lead, reverse("learning:peer_review", args=[review.pk])) == one
    assert one < 30


def test_the_list_asks_the_same_number_of_queries_with_one_row_and_with_three(client, review, organiser, training):
    one = _queries(client, organiser, reverse("learning:peer_reviews"))
    for _n in range(2):
        PeerReviewFactory(programme=training.programme)
    assert _queries(client, organiser, reverse("learning:peer_reviews")) == one
    assert one < 25


def _queries(client, person, address):
    client.force_login(person.account)
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_what_is_kept_of_a_peer_is_told_to_them_and_goes_with_them(client, review, peer, organiser, reviewed):
    TeamNoteFactory(peer=Peer.objects.get(person=peer), text="MANA PIEZĪME")
    told = str(export(peer)["learning"])
    for words in (review.title, "Officer", "MANA PIEZĪME"):
        assert words in told
    assert "MANA PIEZĪME" not in str(export(reviewed))
    assert review.title in str(export(reviewed)["learning"])
    erase_person(peer, by=peer)
    assert not Peer.objects.exists()
    assert not TeamNote.objects.exists()
    for model in (Peer, TeamNote):
        assert not any(versions._base_manager.exists() for versions in versions_of(model))
    assert page_of(client, review, organiser).status_code == 200
