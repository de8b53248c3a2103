"""Documents and decisions of steps, and seats in the bodies of a cooperation."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from talka.cooperation.actions import papers as actions
from talka.cooperation.actions import seats
from talka.cooperation.actions.papers import PaperData
from talka.cooperation.actions.seats import SeatData
from talka.cooperation.factories import PartnerFactory, SeatFactory, StepPaperFactory
from talka.cooperation.models import Seat, StepPaper
from talka.documents.kept_files import Sent
from talka.documents.report import Report, report_pdf
from talka.people.actions import erase_person
from talka.people.factories import PersonFactory
from talka.people.personal_data import export
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 5)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()


def pdf() -> bytes:
    return report_pdf(Report(title="Priekšizpēte"))


def published(case):
    case.published_at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    case.save()


def page_of(case, step="study"):
    return reverse("cooperation:step", args=[case.slug, step])


def test_a_document_is_kept_with_its_file_and_changed(as_planner, case):
    where = reverse("cooperation:new_paper", args=[case.slug, "study", "document"])
    file = SimpleUploadedFile("petijums.pdf", pdf(), "application/pdf")
    sent = {"title": "Priekšizpēte", "day": "2026-03-05", "audience": "partners", "file": file}
    assert as_planner.post(where, sent).status_code == 302
    paper = StepPaper.objects.get()
    assert (paper.file_name, paper.media_type, paper.is_kept) == ("petijums.pdf", "application/pdf", True)
    answer = as_planner.get(reverse("cooperation:paper_file", args=[case.slug, paper.pk]))
    assert b"".join(answer.streaming_content) == pdf() and "attachment" in answer["Content-Disposition"]
    edit = reverse("cooperation:edit_paper", args=[case.slug, paper.pk])
    more = {"title": "Priekšizpēte, gala", "day": "", "audience": "public", "link": "", "version": "1"}
    assert as_planner.post(edit, more).status_code == 302
    stale = as_planner.post(edit, more)
    assert stale.status_code == 409
    paper.refresh_from_db()
    assert (paper.title, paper.audience, paper.is_kept, paper.version) == ("Priekšizpēte, gala", "public", True, 2)


def test_a_decision_says_who_took_it_and_when(as_planner, case):
    where = reverse("cooperation:new_paper", args=[case.slug, "support", "decision"])
    sent = {"title": "Atbalstīt sadarbību", "decided_by": "Avotu novada dome", "audience": "public", "number": "7"}
    assert as_planner.post(where, sent).status_code == 422
    assert as_planner.post(where, sent | {"day": "2026-03-05"}).status_code == 302
    assert str(StepPaper.objects.get().day) == "2026-03-05"
    assert "Avotu novada dome" in as_planner.get(page_of(case, "support")).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        PaperData("Bez faila un saites"),
        PaperData(" "),
        PaperData("x", kind="nonsense"),
        PaperData("x", audience="nonsense"),
        PaperData("Lēmums bez dienas", kind="decision", decided_by="dome"),
        PaperData("Lēmums bez lēmēja", kind="decision", day=DAY),
    ],
)
def test_what_is_not_whole_is_not_kept(case, planner, data):
    with pytest.raises(Refusal) as refused:
        actions.add_paper(case, "study", data, by=planner)
    assert refused.value.status == 422 and not StepPaper.objects.exists()


def test_a_file_or_address_that_cannot_be_taken_is_refused(case, planner):
    for sent in (Sent(io.BytesIO(b"MZ\x90\x00"), "virus.exe"), Sent(link="javascript:alert(1)")):
        with pytest.raises(Refusal):
            actions.add_paper(case, "study", PaperData("Pētījums"), sent=sent, by=planner)
    with pytest.raises(Refusal):
        actions.add_paper(case, "nonsense", PaperData("Pētījums"), sent=Sent(link="https://example.test/"), by=planner)
    assert not StepPaper.objects.exists()


def test_others_get_papers_that_are_for_everybody_once_published(client, case):
    hidden = StepPaperFactory(case=case, step="study", title="SLEPENS-DOKUMENTS", decision=True)
    shown = StepPaperFactory(case=case, step="study", title="REDZAMS-LEMUMS", decision=True, public=True)
    gone = StepPaperFactory(case=case, step="study", title="SLEPENS-NONEMTS", public=True)
    actions.retire_paper(gone, by=PersonFactory(administrator=True))
    assert client.get(page_of(case)).status_code == 404
    published(case)
    pages = [page_of(case), reverse("cooperation:path", args=[case.slug])]
    for page in pages:
        words = client.get(page).content.decode()
        assert "REDZAMS-LEMUMS" in words and "SLEPENS" not in words
    for paper in (hidden, gone, shown):
        for name in ("edit_paper", "paper_file"):
            assert client.get(reverse(f"cooperation:{name}", args=[case.slug, paper.pk])).status_code == 404
        for name in ("retire_paper", "restore_paper"):
            assert client.post(reverse(f"cooperation:{name}", args=[case.slug, paper.pk])).status_code == 404


def test_a_paper_is_taken_away_and_brought_back(as_planner, case):
    paper = StepPaperFactory(case=case, step="study", title="Pētījums")
    as_planner.post(reverse("cooperation:retire_paper", args=[case.slug, paper.pk]))
    assert as_planner.get(reverse("cooperation:edit_paper", args=[case.slug, paper.pk])).status_code == 404
    told = as_planner.get(page_of(case)).context["told"]
    assert (list(told.documents), list(told.retired)) == ([], [paper])
    as_planner.post(reverse("cooperation:restore_paper", args=[case.slug, paper.pk]))
    assert list(as_planner.get(page_of(case)).context["told"].documents) == [paper]


def test_a_paper_of_another_case_is_not_reached_through_this_one(as_planner, case):
    other = StepPaperFactory(public=True)
    for name in ("edit_paper", "paper_file"):
        assert as_planner.get(reverse(f"cooperation:{name}", args=[case.slug, other.pk])).status_code == 404


def seat(partner, **more):
    return SeatData(**({"partner": partner, "role": "finanses", "name": "Anna Avotiņa"} | more))


def test_a_task_force_has_people_of_the_partners_and_a_chair_that_rotates(as_planner, case, partner, other, planner):
    where = reverse("cooperation:new_seat", args=[case.slug, "task_force"])
    sent = {"partner": partner.pk, "person": planner.pk, "role": "finansiste", "name": ""}
    sent |= {"chair_from": "2026-01-01", "chair_to": "2026-06-30"}
    assert as_planner.post(where, sent).status_code == 302
    row = Seat.objects.get()
    assert row.who == planner.name
    with translation.override("en"), pytest.raises(Refusal, match="chairs then"):
        seats.add_seat(case, "task_force", seat(other, chair_from=dt.date(2026, 6, 30)), by=planner)
    seats.add_seat(case, "task_force", seat(other, chair_from=dt.date(2026, 7, 1)), by=planner)
    with translation.override("en"), pytest.raises(Refusal, match="chairs then"):
        seats.change_seat(row, seat(partner, chair_from=dt.date(2027, 1, 1)), version=1, by=planner)
    with translation.override("en"), pytest.raises(Refusal, match="Somebody else"):
        seats.change_seat(row, seat(partner), version=9, by=planner)
    page = as_planner.get(page_of(case, "taskforce")).content.decode()
    assert "Anna Avotiņa" in page and "finansiste" in page
    as_planner.post(reverse("cooperation:leave_seat", args=[case.slug, row.pk]))
    parts = as_planner.get(page_of(case, "taskforce")).context["parts"]
    assert (len(parts.seats), len(parts.left)) == (1, 1)
    as_planner.post(reverse("cooperation:delete_seat", args=[case.slug, row.pk]))
    assert Seat.objects.count() == 1


def test_who_manages_does_not_monitor(case, partner, planner):
    seats.add_seat(case, "management", seat(partner), by=planner)
    for who in (seat(partner, name="anna avotina"), seat(partner, name="Anna  Avotiņa".replace("  ", " "))):
        with translation.override("en"), pytest.raises(Refusal, match="both manage and monitor"):
            seats.add_seat(case, "monitoring", who, by=planner)
    seats.add_seat(case, "task_force", seat(partner), by=planner)
    seats.leave_seat(Seat.objects.get(body="management"), by=planner)
    seats.add_seat(case, "monitoring", seat(partner), by=planner)


def test_a_seat_that_does_not_fit_is_refused(case, partner, other, planner, neighbour):
    for data in (
        seat(partner, person=neighbour, name=""),
        seat(partner, person=planner),
        seat(partner, role=" "),
        seat(PartnerFactory()),
        seat(partner, chair_to=DAY),
        seat(partner, chair_from=DAY, chair_to=dt.date(2026, 3, 4)),
    ):
        with pytest.raises(Refusal) as refused:
            seats.add_seat(case, "task_force", data, by=planner)
        assert refused.value.status == 422
    with pytest.raises(Refusal):
        seats.add_seat(case, "nonsense", seat(partner), by=planner)


def test_names_of_a_task_force_are_the_partners_own(client, case, partner):
    row = SeatFactory(partner=partner, name="SLEPENA Anna")
    published(case)
    for page in (page_of(case, "taskforce"), reverse("cooperation:path", args=[case.slug])):
        assert "SLEPENA" not in client.get(page).content.decode()
    assert client.get(reverse("cooperation:edit_seat", args=[case.slug, row.pk])).status_code == 404
    assert client.get(reverse("cooperation:new_seat", args=[case.slug, "task_force"])).status_code == 404
    assert client.post(reverse("cooperation:leave_seat", args=[case.slug, row.pk])).status_code == 404


def test_a_person_is_told_their_seats_and_an_erased_one_leaves_them_vacant(case, partner, planner):
    admin = PersonFactory(administrator=True)
    given, family = "Žaklīna", "Ķirķe"
    person = PersonFactory(given_name=given, family_name=family, organisation=partner.organisation)
    by_number = SeatFactory(partner=partner, person=person, name="")
    by_name = SeatFactory(partner=partner, name=f"{family} {given}")
    other = SeatFactory(partner=partner, name="Anna Avotiņa")
    assert "finansiste" in str(export(person))
    erase_person(person, by=admin)
    for row in (by_number, by_name, other):
        row.refresh_from_db()
    assert (by_number.person, by_name.name, other.name) == (None, "", "Anna Avotiņa")
    assert not any(hasattr(version, "name") for version in by_name.versions.all())
    assert not by_number.versions.exclude(person=None).exists()
