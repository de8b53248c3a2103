"""Address lists in and out, letters with personal links, and the page behind a link."""

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from talka.documents.tables import read_table
from talka.events import jobs
from talka.events.actions import invitation_lists as lists
from talka.events.actions import invitations as actions
from talka.events.factories import InvitationFactory, RegistrationFactory, two
from talka.events.models import Invitation, SheetImport
from talka.events.queries.invitations import invitations_of, numbers_of, state_of
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .planning import Cast, cast, guests, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def seminar() -> Cast:
    return cast(registration_open=True, summary=two("Par sadarbību.", "On cooperation."))


def _bring(made: Cast, file: SimpleUploadedFile) -> SheetImport:
    answer = made.client().post(made.url("manage/invitations/"), {"file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    return SheetImport.objects.latest("pk")


def _accept(made: Cast, sheet: SheetImport, deed: str = "accept") -> SheetImport:
    made.client().post(made.url(f"manage/invitations/table/{sheet.pk}/"), {"deed": deed})
    sheet.refresh_from_db()
    return sheet


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_right_table_invites_only_after_a_yes(seminar: Cast, kind: str) -> None:
    sheet = _bring(seminar, table(guests(3), kind))
    assert (sheet.good_count, sheet.faulty_count) == (3, 0) and not Invitation.objects.exists()
    done = _accept(seminar, sheet)
    assert done.report["added"] == 3 and done.rows == []
    first = seminar.event.invitations.order_by("pk").first()
    assert (first.person.name, first.person.email) == ("Līga Kārkliņa 0", "liga0@novads.example")
    assert first.person.organisation.name == "Ceriņu novada pašvaldība 0" and first.sent_at is None


def test_bad_rows_are_named_and_the_good_ones_wait(seminar: Cast) -> None:
    rows = guests(5)
    rows[1]["email"] = "liga1@@novads"
    rows[3]["family_name"] = ""
    sheet = _bring(seminar, table(rows))
    assert {(fault["row"], fault["column"]) for fault in sheet.faults} == {(3, "E-pasts"), (5, "Uzvārds")} or {
        fault["row"] for fault in sheet.faults
    } == {3, 5}
    assert (sheet.good_count, sheet.faulty_count) == (3, 2) and not Person.objects.filter(given_name="Līga").exists()
    _accept(seminar, sheet, "give_up")
    assert not Invitation.objects.exists() and not Person.objects.filter(given_name="Līga").exists()
    _accept(seminar, _bring(seminar, table(rows)))
    assert sorted(Invitation.objects.values_list("person__email", flat=True)) == [
        "liga0@novads.example",
        "liga2@novads.example",
        "liga4@novads.example",
    ]


def test_a_name_that_is_none_is_a_fault_of_its_row(seminar: Cast) -> None:
    rows = guests(3)
    rows[1]["given_name"] = "https://x.test/a"
    sheet = _bring(seminar, table(rows))
    assert (sheet.good_count, sheet.faulty_count, [fault["row"] for fault in sheet.faults]) == (2, 1, [3])
    assert _accept(seminar, sheet).report["added"] == 2


def test_reading_the_same_table_again_invites_nobody_twice(seminar: Cast) -> None:
    _accept(seminar, _bring(seminar, table(guests(4))))
    tokens = set(Invitation.objects.values_list("token", flat=True))
    again = _accept(seminar, _bring(seminar, table(guests(4))))
    assert (again.report["added"], again.report["unchanged"], again.report["people"]) == (0, 4, 0)
    assert set(Invitation.objects.values_list("token", flat=True)) == tokens


def test_saying_yes_twice_is_saying_it_once(seminar: Cast) -> None:
    sheet = _bring(seminar, table(guests(2)))
    _accept(seminar, sheet)
    assert _accept(seminar, sheet).report["added"] == 2 and Invitation.objects.count() == 2


def test_the_same_person_is_one_and_a_shared_mailbox_is_two(seminar: Cast) -> None:
    known = PersonFactory(given_name="Ilze", family_name="Šķiņķe", email="dome@ape.example")
    rows = [
        {"given_name": "Ilze", "family_name": "Šķiņķe", "email": "DOME@ape.example"},
        {"given_name": "ilze", "family_name": "skinke", "email": "dome@ape.example"},
        {"given_name": "Māris", "family_name": "Bumbulis", "email": "dome@ape.example"},
    ]
    sheet = _bring(seminar, table(rows))
    assert (sheet.good_count, sheet.report["doubles"]) == (2, 1)
    _accept(seminar, sheet)
    assert sorted(Invitation.objects.values_list("person__given_name", flat=True)) == ["Ilze", "Māris"]
    assert (
        seminar.event.invitations.filter(person=known).exists()
        and Person.objects.filter(given_name="Māris").count() == 1
    )


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("adreses.xlsx", b"PK\x03\x04 broken"),
        SimpleUploadedFile("adreses.xlsx", b"%PDF-1.7 not a table"),
        SimpleUploadedFile("adreses.csv", b"Krasa;Izmers\nzila;5\n"),
        SimpleUploadedFile("adreses.csv", b"\xef\xbb\xbf"),
        SimpleUploadedFile("adreses.xlsx", b"<html><table><tr><td>E-pasts</td></tr></table></html>"),
    ],
    ids=["broken", "pdf", "wrong-columns", "empty", "page"],
)
def test_a_table_that_cannot_be_read_says_why_and_changes_nothing(seminar: Cast, file: SimpleUploadedFile) -> None:
    kept = InvitationFactory(event=seminar.event)
    answer = seminar.client().post(seminar.url("manage/invitations/"), {"file": file})
    assert answer.status_code == 422 and answer.context["form"].errors["file"]
    assert list(Invitation.objects.all()) == [kept] and not SheetImport.objects.exists()


def test_formulas_in_cells_come_back_as_words(seminar: Cast) -> None:
    rows = [{"given_name": "=HYPERLINK(1)", "family_name": "@Liepa", "email": "a@b.example", "position": "-1"}]
    _accept(seminar, _bring(seminar, table(rows)))
    content = seminar.client().get(seminar.url("manage/invitations/xlsx/export/")).content
    sheet = openpyxl.load_workbook(SimpleUploadedFile("x.xlsx", content)).active
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    read = read_table(content, "x.xlsx", lists.COLUMNS)
    assert read.right and read.rows[0].values["given_name"] == "=HYPERLINK(1)"


def test_what_goes_out_comes_in_and_invites_nobody_twice(seminar: Cast) -> None:
    _accept(seminar, _bring(seminar, table(guests(3))))
    for kind in ("xlsx", "csv"):
        content = seminar.client().get(seminar.url(f"manage/invitations/{kind}/export/")).content
        sheet = _bring(seminar, SimpleUploadedFile(f"saraksts.{kind}", content))
        assert (sheet.good_count, sheet.faulty_count, sheet.report["invited"]) == (3, 0, 3)
        assert _accept(seminar, sheet).report["added"] == 0


def test_past_five_hundred_rows_the_worker_takes_them_in(
    seminar: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    assert lists.AT_ONCE == 500
    monkeypatch.setattr(lists, "AT_ONCE", 20)
    deferred: list[int] = []
    monkeypatch.setattr(jobs.take_in_invitations, "defer", lambda sheet: deferred.append(sheet))
    sheet = _bring(seminar, table(guests(lists.AT_ONCE + 1), "csv"))
    with django_capture_on_commit_callbacks(execute=True):
        _accept(seminar, sheet)
    assert (deferred, sheet.state) == ([sheet.pk], "taking") and not Invitation.objects.exists()
    assert seminar.client().get(seminar.url(f"manage/invitations/table/{sheet.pk}/")).status_code == 200
    jobs.take_in_invitations(sheet.pk)
    jobs.take_in_invitations(sheet.pk)
    sheet.refresh_from_db()
    assert Invitation.objects.count() == lists.AT_ONCE + 1 == sheet.report["added"]


def test_ten_thousand_rows_are_read_and_more_are_refused(seminar: Cast) -> None:
    sheet = _bring(seminar, table(guests(10_000), "csv"))
    assert (sheet.row_count, sheet.good_count) == (10_000, 10_000)
    answer = seminar.client().post(seminar.url("manage/invitations/"), {"file": table(guests(10_001), "csv")})
    assert answer.status_code == 422


# -- people known already ------------------------------------------------------------------------------------------


def test_people_known_are_found_without_diacritics_and_invited_once(seminar: Cast) -> None:
    person = PersonFactory(given_name="Pēteris", family_name="Šķiņķis")
    PersonFactory(given_name="Pēteris", family_name="Šķiņķis", illustrative=True)
    client = seminar.client()
    assert client.get(seminar.url("manage/invitations/?who=skinkis")).context["found"] == [person]
    for _time in range(2):
        client.post(seminar.url("manage/invitations/deed/"), {"deed": "people", "person": [person.key]})
    assert [i.person for i in seminar.event.invitations.all()] == [person]
    assert client.get(seminar.url("manage/invitations/?who=skinkis")).context["found"] == []


def test_everybody_of_another_event_only_where_its_names_may_be_read(seminar: Cast) -> None:
    own = RegistrationFactory(event__project=seminar.event.project, state="registered")
    gone = RegistrationFactory(event=own.event, state="cancelled")
    foreign = RegistrationFactory(event=cast().event, state="registered")
    client, url = seminar.client(), seminar.url("manage/invitations/deed/")
    assert client.post(url, {"deed": "event", "event": foreign.event.pk}).status_code == 404
    client.post(url, {"deed": "event", "event": own.event.pk})
    invited = set(seminar.event.invitations.values_list("person", flat=True))
    assert own.person_id in invited and not {gone.person_id, foreign.person_id} & invited


# -- letters -------------------------------------------------------------------------------------------------------


def test_each_gets_one_letter_in_their_language_with_their_own_link(seminar: Cast) -> None:
    for language in ("lv", "en"):
        InvitationFactory(event=seminar.event, person__language=language, person__email=f"{language}@example.test")
    InvitationFactory(event=seminar.event, person__email="")
    url = seminar.url("manage/invitations/deed/")
    seminar.client().post(url, {"deed": "send"})
    seminar.client().post(url, {"deed": "send"})
    letters = {letter.to_address: letter for letter in Letter.objects.filter(kind="invitation")}
    assert set(letters) == {"lv@example.test", "en@example.test"} and Letter.objects.count() == 2
    assert "Par sadarbību." in letters["lv@example.test"].text and "On cooperation." in letters["en@example.test"].text
    for invitation in seminar.event.invitations.exclude(person__email=""):
        letter = letters[invitation.person.email]
        assert f"/i/{invitation.token}/" in letter.text and letter.attachments.count() == 1
        assert invitation.times_sent == 1


def test_those_who_registered_declined_or_were_taken_off_are_not_written_to(seminar: Cast) -> None:
    here = InvitationFactory(event=seminar.event)
    RegistrationFactory(event=seminar.event, person=here.person, state="registered")
    declined, withdrawn, waits = InvitationFactory.create_batch(3, event=seminar.event)
    actions.decline(declined)
    actions.withdraw(withdrawn, by=seminar.organiser)
    assert [row.pk for row in actions.unsent(seminar.event)] == [waits.pk]


def test_sending_again_repeats_the_same_link_and_gives_a_withdrawn_one_back(seminar: Cast) -> None:
    row = InvitationFactory(event=seminar.event)
    actions.send_invitations(seminar.event, by=seminar.organiser)
    url = seminar.url("manage/invitations/deed/")
    seminar.client().post(url, {"deed": f"withdraw:{row.pk}"})
    assert Client().get(f"/i/{row.token}/").status_code == 410
    seminar.client().post(url, {"deed": f"again:{row.pk}"})
    assert Client().get(f"/i/{row.token}/").status_code == 200
    assert Letter.objects.filter(kind="invitation").count() == 2


def test_a_draft_and_a_past_event_send_no_letters() -> None:
    for made in (cast(state="draft"), cast(first_day="2015-02-11", starts_at=None, ends_at=None)):
        made.event.refresh_from_db()
        InvitationFactory(event=made.event)
        with pytest.raises(Refusal):
            actions.send_invitations(made.event, by=made.organiser)
    assert Letter.objects.count() == 0


# -- the page behind the link --------------------------------------------------------------------------------------


def test_the_link_leads_to_registering_and_declining_can_be_taken_back(seminar: Cast) -> None:
    row, client = InvitationFactory(event=seminar.event, person__given_name="Gaida"), Client()
    page = client.get(f"/i/{row.token}/").content.decode()
    assert "Gaida" in page and f"/e/{seminar.event.slug}/register/?i={row.token}" in page
    client.post(f"/i/{row.token}/")
    row.refresh_from_db()
    assert row.declined_at is not None
    assert f"/register/?i={row.token}" in client.get(f"/i/{row.token}/").content.decode()


def test_who_registered_is_led_to_their_registration(seminar: Cast) -> None:
    row = InvitationFactory(event=seminar.event)
    registration = RegistrationFactory(event=seminar.event, person=row.person, state="registered")
    assert f"/r/{registration.token}/" in Client().get(f"/i/{row.token}/").content.decode()


def test_a_guessed_link_and_an_erased_persons_link_open_nothing(seminar: Cast) -> None:
    row = InvitationFactory(event=seminar.event)
    Person.objects.filter(pk=row.person_id).update(erased_at="2030-01-01T00:00Z")
    assert {Client().get(f"/i/{token}/").status_code for token in (row.token, "guess", "0")} == {404}


def test_the_list_takes_the_same_queries_for_one_and_for_three(seminar: Cast, django_assert_num_queries) -> None:
    client = seminar.client()
    InvitationFactory(event=seminar.event)
    client.get(seminar.url("manage/invitations/"))
    with django_assert_num_queries(12):
        client.get(seminar.url("manage/invitations/"))
    InvitationFactory.create_batch(2, event=seminar.event)
    with django_assert_num_queries(12):
        client.get(seminar.url("manage/invitations/"))


def test_the_list_is_searched_and_filtered(seminar: Cast) -> None:
    InvitationFactory(event=seminar.event, person__family_name="Šķiņķis", person__folded="ilze skinkis")
    actions.decline(InvitationFactory(event=seminar.event))

    def names(query: str) -> int:
        return len(seminar.client().get(seminar.url(f"manage/invitations/?{query}")).context["rows"])

    assert (names(""), names("q=skinkis"), names("state=declined"), names("state=unsent"), names("q=nav")) == (
        2,
        1,
        1,
        1,
        0,
    )


def test_whoever_changed_their_mind_stands_where_the_figures_count_them(seminar: Cast) -> None:
    declined, came, back, taken = InvitationFactory.create_batch(4, event=seminar.event, sent_at=timezone.now())
    for row in (declined, came, taken):
        actions.decline(row)
    for row in (back, taken):
        actions.withdraw(row, by=seminar.organiser)
    for row in (came, back):
        RegistrationFactory(event=seminar.event, person=row.person)
    for state, rows in {"declined": [declined], "withdrawn": [taken], "registered": [came, back]}.items():
        found = invitations_of(seminar.event, state=state)
        assert {row.pk for row in found} == {row.pk for row in rows}, state
        assert {state_of(row) for row in found} == {state}
    assert numbers_of(seminar.event).declined == 1
