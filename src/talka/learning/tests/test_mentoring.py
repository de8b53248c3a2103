"""What an angel and those who asked do together: aims, visits, advice, answers, the review, thanks."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.documents.storage import private_storage
from talka.learning.actions import advice as advising
from talka.learning.actions import mentoring
from talka.learning.actions.mentoring import VisitData
from talka.learning.actions.recommendations import AnswerData, ProgressData
from talka.learning.factories.angels import (
    AdviceFactory,
    AngelFactory,
    MentorVisitFactory,
    ProposalFactory,
    RecommendationFactory,
)
from talka.learning.models import Advice, AngelRequest, MentorVisit, Recommendation
from talka.learning.papers_of_angels import thanks_report
from talka.learning.trail_of_angels import ADVICE, show_advice, show_requests, show_visits
from talka.letters.models import Letter
from talka.links.actions import connect
from talka.links.registry import steps_forward
from talka.needs.factories import NeedFactory
from talka.people.personal_data import export
from talka.programmes.factories import BudgetLineFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


SAID = VisitData(dt.date(2026, 3, 12), "Ābeles", "Skatījām budžetu", Decimal("6.5"))
VISIT = {"day": "2026-03-12", "place": "Ābeles", "done": "Skatījām budžetu", "hours": "6.5", "km": 240}


def test_the_whole_way_by_the_pages(client, work, asker, angel):
    client.force_login(angel.person.account)
    page = reverse("learning:angel_request", args=[work.pk])
    sent = {"aims": "Viena tabula", "version": work.version}
    assert client.post(reverse("learning:mentoring_aims", args=[work.pk]), sent).status_code == 302
    line = BudgetLineFactory(project__programme=work.programme)
    costs = {"travel_eur": "48.20", "budget_line": line.pk, "document_number": "R-17", "notes": "Grib slēgt nodaļu"}
    assert client.post(reverse("learning:new_mentor_visit", args=[work.pk]), VISIT | costs).status_code == 302
    visit = MentorVisit.objects.get()
    assert (visit.travel_eur, visit.angel, visit.budget_line) == (Decimal("48.20"), angel, None)
    work.refresh_from_db()
    assert work.state == "under_way"
    told = {"given_on": "2026-04-01", "text": "Lūk", "recommendations": "Viena tabula\nKopīga sanāksme"}
    assert client.post(reverse("learning:give_advice", args=[work.pk]), told).status_code == 302
    work.refresh_from_db()
    assert (work.state, work.review_due) == ("advised", dt.date(2027, 2, 1))
    one, _two = Recommendation.objects.all()
    client.force_login(asker.account)
    assert "Grib slēgt nodaļu" in client.get(page).content.decode()
    answers = reverse("learning:answer_advice", args=[one.advice_id])
    assert client.post(answers, {"answer_1": "no"}).status_code == 422
    assert client.post(answers, {"answer_1": "accepted"}).status_code == 422
    first = {"answer_1": "accepted", "what_1": "Sataisīsim", "who_1": "Finanšu nodaļa", "until_1": "2026-12-01"}
    assert client.post(answers, first).status_code == 302
    work.refresh_from_db()
    assert work.state == "advised"
    assert client.post(answers, first | {"answer_2": "no", "why_2": "Nav laika"}).status_code == 302
    work.refresh_from_db()
    assert work.state == "answered"
    assert Letter.objects.filter(person_ref=f"person:{angel.person.key}").count() == 1
    sent = {
        "held_on": "2026-05-01",
        "version": work.version,
        "progress_1": "done",
        "words_1": "Ir!",
        "words": "Skaidrs",
    }
    assert client.post(reverse("learning:advice_review", args=[work.pk]), sent).status_code == 302
    html = client.get(page).content.decode()
    for words in ("Viena tabula", "Sataisīsim", "Finanšu nodaļa", "Nav laika", "Ir!", "Skaidrs"):
        assert words in html
    assert client.post(reverse("learning:close_angel_request", args=[work.pk]), {"reason": ""}).status_code == 302
    client.force_login(angel.person.account)
    mine = client.get(reverse("learning:my_angel")).content.decode()
    assert "6.5" in mine
    assert "1 accepted, 0 in part, of 2" in mine
    letter = client.get(reverse("learning:angel_thanks", args=[work.pk]))
    assert letter.content.startswith(b"%PDF")


def test_the_trail_of_a_need_shows_request_visit_advice_and_answer(client, work, asker):
    need = NeedFactory(words="Budžets neseko plānam", event=None, programme=work.programme)
    connect("need", need.pk, "led_to", "angel_request", work.pk)
    MentorVisitFactory(request=work, place="Ābeļu dome")
    RecommendationFactory(advice__request=work, answer="accepted", what="Jā")
    address = reverse("results:trail", args=["need", need.pk])
    client.force_login(asker.account)
    page = client.get(address).content.decode()
    for words in ("Budžets neseko plānam", work.title, "Ābeļu dome", "1 of 1 recommendation answered"):
        assert words in page
    client.logout()
    page = client.get(address).content.decode()
    assert "Budžets neseko plānam" in page
    for words in (work.title, "Ābeļu dome"):
        assert words not in page


def test_the_trail_walks_from_the_request_to_the_answer(work, asker, angel, stranger):
    visit = MentorVisitFactory(request=work)
    AdviceFactory(request=work, number=1)
    newest = AdviceFactory(request=work, number=2)
    RecommendationFactory(advice=newest, order=1, answer="accepted", what="Jā")
    RecommendationFactory(advice=newest, order=2)
    found = steps_forward("angel_request", [str(work.pk)])
    assert set(found) == {(str(work.pk), "mentor_visit", str(visit.pk)), (str(work.pk), ADVICE, str(newest.pk))}
    assert "1 of 2 recommendations" in str(show_advice([str(newest.pk)], asker)[str(newest.pk)].note)
    assert show_visits([str(visit.pk)], angel.person)
    for person in (None, stranger):
        assert not show_visits([str(visit.pk)], person)
        assert not show_advice([str(newest.pk)], person)
        assert not show_requests([str(work.pk)], person)
    Advice.objects.filter(pk=newest.pk).update(angel_agrees_at=timezone.now(), asker_agrees_at=timezone.now())
    assert show_advice([str(newest.pk)], None)
    shown = show_requests([str(work.pk)], None)[str(work.pk)]
    assert shown.url == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"place": " "}, "place is missing"),
        ({"done": ""}, "What was done"),
        ({"hours": Decimal(0)}, "takes some time"),
        ({"km": -1}, "Kilometres"),
        ({"travel_eur": Decimal(-1)}, "A cost"),
        ({"day": dt.date(2100, 1, 1)}, "has not come yet"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(work, angel, changed, said):
    data = VisitData(**({name: getattr(SAID, name) for name in SAID.__dataclass_fields__} | changed))
    with translation.override("en"), pytest.raises(Refusal, match=said):
        mentoring.add_visit(work, data, by=angel.person)
    assert not MentorVisit.objects.exists()


def test_from_which_line_it_is_paid_organisers_say(client, work, angel, organiser):
    line = BudgetLineFactory(project__programme=work.programme, title="SLEPENA RINDA", code="7.7")
    visit = MentorVisitFactory(request=work)
    address = reverse("learning:edit_mentor_visit", args=[work.pk, visit.pk])
    paid = VisitData(SAID.day, "A", "B", Decimal(1), budget_line=line)
    client.force_login(angel.person.account)
    assert "SLEPENA RINDA" not in client.get(address).content.decode()
    with translation.override("en"), pytest.raises(Refusal, match="organisers of its project"):
        mentoring.add_visit(work, paid, by=angel.person)
    client.force_login(organiser.account)
    assert "SLEPENA RINDA" in client.get(address).content.decode()
    sent = VISIT | {"budget_line": line.pk, "travel_eur": "5", "version": 1}
    assert client.post(address, sent).status_code == 302
    page = reverse("learning:angel_request", args=[work.pk])
    assert "7.7" in client.get(page).content.decode()
    client.force_login(angel.person.account)
    assert "7.7" not in client.get(page).content.decode()
    assert client.post(address, VISIT | {"travel_eur": "6", "version": 2}).status_code == 302
    visit.refresh_from_db()
    assert (visit.budget_line, visit.travel_eur) == (line, 6)


def test_a_visit_is_paid_from_its_own_programme(work, angel):
    data = VisitData(SAID.day, "A", "B", Decimal(1), budget_line=BudgetLineFactory())
    with translation.override("en"), pytest.raises(Refusal, match="another programme"):
        mentoring.add_visit(work, data, by=angel.person)


def test_only_the_angel_and_organisers_write(client, work, asker, organiser, angel, stranger, learner):
    visit = MentorVisitFactory(request=work)
    AdviceFactory(request=work)
    writes = [
        reverse("learning:new_mentor_visit", args=[work.pk]),
        reverse("learning:edit_mentor_visit", args=[work.pk, visit.pk]),
        reverse("learning:retire_mentor_visit", args=[work.pk, visit.pk]),
        reverse("learning:give_advice", args=[work.pk]),
        reverse("learning:angel_thanks", args=[work.pk]),
    ]
    for person in (None, stranger, learner, AngelFactory().person, asker):
        client.logout()
        if person:
            client.force_login(person.account)
        for address in writes:
            assert client.get(address).status_code in (404, 405)
            assert client.post(address).status_code in (404, 405)
    for person in (None, stranger, learner, AngelFactory().person):
        client.logout()
        if person:
            client.force_login(person.account)
        for name in ("angel_request", "mentoring_aims", "advice_review", "advice_review_day", "withdraw_angel_request"):
            assert client.get(reverse(f"learning:{name}", args=[work.pk])).status_code == 404
    with pytest.raises(Refusal) as refused:
        mentoring.add_visit(work, SAID, by=asker)
    assert refused.value.status == 403
    assert mentoring.add_visit(work, SAID, by=organiser).hours == Decimal("6.5")


def test_who_was_only_proposed_reads_no_work_of_another(client, work, angel):
    other = AngelFactory()
    ProposalFactory(request=work, angel=other, state="ended")
    MentorVisitFactory(request=work, notes="IEKŠĒJI")
    AdviceFactory(request=work, text="PADOMS")
    client.force_login(other.person.account)
    assert client.get(reverse("learning:angel_request", args=[work.pk])).status_code == 404
    assert client.get(reverse("learning:advice", args=[Advice.objects.get().pk])).status_code == 404


def test_an_angel_who_left_reads_their_own_visits_alone(client, work, angel):
    before = AngelFactory()
    MentorVisitFactory(request=work, angel=before, done="MANS DARBS")
    MentorVisitFactory(request=work, angel=angel, done="CITA DARBS")
    advice = AdviceFactory(request=work, text="PADOMS")
    client.force_login(before.person.account)
    page = client.get(reverse("learning:angel_request", args=[work.pk])).content.decode()
    assert "MANS DARBS" in page
    assert "CITA DARBS" not in page
    assert client.get(reverse("learning:advice", args=[advice.pk])).status_code == 404


def test_advice_is_everybodys_only_where_both_sides_agree(client, work, asker, angel, organiser, stranger):
    advice = AdviceFactory(request=work, text="PADOMS VISIEM")
    address, deed = reverse("learning:advice", args=[advice.pk]), reverse("learning:publish_advice", args=[advice.pk])
    client.force_login(organiser.account)
    assert client.post(deed, {"agrees": "yes"}).status_code == 403  # nobody agrees for others
    for person, readable in ((angel.person, False), (asker, True)):
        client.force_login(person.account)
        assert client.post(deed, {"agrees": "yes"}).status_code == 302
        client.logout()
        assert client.get(address).status_code == (200 if readable else 404)
    page = client.get(address).content.decode()
    assert "PADOMS VISIEM" in page
    assert reverse("learning:angel_request", args=[work.pk]) not in page
    assert client.post(deed, {"agrees": "no"}).status_code == 404
    client.force_login(stranger.account)
    assert client.post(deed, {"agrees": "no"}).status_code == 404
    client.force_login(asker.account)
    client.post(deed, {"agrees": "no"})
    client.logout()
    assert client.get(address).status_code == 404


def test_what_both_sides_agreed_to_show_is_no_older_version(client, work, angel, asker):
    """Nobody could take it back any more: each side agrees to the newest alone."""
    first = AdviceFactory(request=work, text="PIRMAIS", given_on=dt.date(2026, 4, 1))
    for person in (angel.person, asker):
        advising.publish(first, True, by=person)
    address = reverse("learning:advice", args=[first.pk])
    assert client.get(address).status_code == 200
    advising.give(work, "Otrais", ["A"], given_on=dt.date(2026, 4, 2), by=angel.person)
    assert client.get(address).status_code == 404
    assert not show_advice([str(first.pk)], None)
    client.force_login(asker.account)
    assert "There is a newer version" in client.get(address).content.decode()


def test_a_new_version_keeps_the_file_and_the_one_before(client, work, angel, asker, stranger):
    client.force_login(angel.person.account)
    address = reverse("learning:give_advice", args=[work.pk])
    pdf = SimpleUploadedFile("padoms.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    sent = {"given_on": "2026-04-01", "text": "Pirmais", "recommendations": "A"}
    assert client.post(address, sent | {"file": pdf}).status_code == 302
    assert client.post(address, sent | {"text": "Otrais", "recommendations": "A\nB"}).status_code == 302
    first, second = Advice.objects.order_by("number")
    assert (first.text, second.text, second.file_name) == ("Pirmais", "Otrais", "padoms.pdf")
    assert private_storage().exists(second.file.name)
    for person, status in ((asker, 200), (stranger, 404)):
        client.force_login(person.account)
        assert client.get(reverse("learning:advice_file", args=[second.pk])).status_code == status
    with translation.override("en"), pytest.raises(Refusal, match="newer version"):
        advising.answer(first, {}, by=asker)
    row = second.recommendations.first()
    advising.answer(second, {row.pk: AnswerData("accepted", what="Jā")}, by=asker)
    with translation.override("en"), pytest.raises(Refusal, match="being answered"):
        advising.give(work, "Trešais", ["C"], given_on=dt.date(2026, 4, 2), by=angel.person)


@pytest.mark.parametrize(
    ("said", "match"), [([], "No recommendation"), (["x" * 501], "At most 40"), (["x"] * 41, "At most 40")]
)
def test_advice_that_cannot_be_answered_is_refused(work, angel, said, match):
    with translation.override("en"), pytest.raises(Refusal, match=match):
        advising.give(work, "Lūk", said, given_on=dt.date(2026, 4, 1), by=angel.person)
    with translation.override("en"), pytest.raises(Refusal, match="has not come yet"):
        advising.give(work, "Lūk", ["A"], given_on=dt.date(2100, 4, 1), by=angel.person)
    assert not Advice.objects.exists()


def test_the_angel_does_not_answer_their_own_advice(client, work, angel):
    row = RecommendationFactory(advice__request=work)
    client.force_login(angel.person.account)
    assert client.get(reverse("learning:answer_advice", args=[row.advice_id])).status_code == 404
    with pytest.raises(Refusal) as refused:
        advising.answer(row.advice, {row.pk: AnswerData("accepted", what="Jā")}, by=angel.person)
    assert refused.value.status == 403


def test_both_sides_are_reminded_of_the_review_once(work, asker, angel):
    advising.give(work, "Lūk", ["A"], given_on=dt.date(2025, 4, 30), by=angel.person)
    Letter.objects.all().delete()
    work.refresh_from_db()
    assert work.review_due == dt.date(2026, 2, 28)
    assert advising.remind_all(dt.date(2026, 2, 13)) == 0
    assert advising.remind_all(dt.date(2026, 2, 14)) == 2
    assert advising.remind_all(dt.date(2026, 2, 15)) == 0
    advising.plan_review(work, dt.date(2026, 5, 1), by=asker)
    assert advising.remind_all(dt.date(2026, 4, 20)) == 2
    work.refresh_from_db()
    with translation.override("en"), pytest.raises(Refusal, match="has not come yet"):
        advising.review(work, {}, "", held_on=dt.date(2100, 1, 1), version=work.version, by=asker)
    row = Recommendation.objects.get()
    kept = {row.pk: ProgressData("under_way", "Puse")}
    advising.review(work, kept, "Labi", held_on=dt.date(2026, 5, 1), version=work.version, by=angel.person)
    assert advising.remind_all(dt.date(2026, 6, 1)) == 0
    with translation.override("en"), pytest.raises(Refusal, match="already"):
        advising.plan_review(work, dt.date(2026, 8, 1), by=asker)


def test_a_request_that_was_withdrawn_is_not_reminded_of(work):
    AngelRequest.objects.filter(pk=work.pk).update(
        state="withdrawn", reason="Nav", review_due=dt.date(2026, 1, 1)
    )  # fmt: skip
    assert advising.remind_all(dt.date(2026, 1, 1)) == 0


def test_the_letter_of_thanks_says_hours_and_what_came_of_it(work, angel):
    with translation.override("en"), pytest.raises(Refusal, match="No visit"):
        thanks_report(work)
    MentorVisitFactory(request=work, hours=Decimal("6.5"))
    MentorVisitFactory(request=work, hours=2, done="PIEZVANĪJĀM", notes="NEVIENAM")
    MentorVisitFactory(request=work, hours=9, done="KĻŪDA", retired_at=timezone.now())
    RecommendationFactory(advice__request=work, answer="accepted", what="Jā", progress="done")
    told = str(thanks_report(work))
    for words in (angel.person.name, "8.5", "PIEZVANĪJĀM", "Accepted; Done"):
        assert words in told
    for words in ("NEVIENAM", "KĻŪDA"):
        assert words not in told


@pytest.mark.parametrize("many", [1, 3])
def test_one_request_asks_a_fixed_number_of_queries(client, work, organiser, many):
    advice = AdviceFactory(request=work)
    for n in range(many):
        MentorVisitFactory(request=work)
        RecommendationFactory(advice=advice, order=n + 1)
    client.force_login(organiser.account)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("learning:angel_request", args=[work.pk])).status_code == 200
    assert len(asked) == 16


def test_what_is_kept_of_an_angel_is_told_to_them(work, angel, asker):
    MentorVisitFactory(request=work, notes="MANAS PIEZĪMES")
    told = str(export(angel.person))
    for words in ("Divdesmit gadus", "latviešu", work.title, "MANAS PIEZĪMES", "6.5"):
        assert words in told.replace("Latvian", "latviešu")
    assert work.title in str(export(asker))
