"""After an erasure the name stands nowhere but where the answer said it must."""

import datetime as dt
import threading

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talka.events.factories import EventFactory
from talka.events.letters_of_planning import send_speaker_link
from talka.events.models import SheetImport
from talka.letters.actions import queue_letter
from talka.letters.rendering import Words
from talka.people import personal_data, personal_links
from talka.people.actions import change_person, erase_person, finish_erasures, give_consent, merge_persons
from talka.people.actions.persons import PersonData
from talka.people.factories import PersonFactory
from talka.people.models import Account, Import, Person
from talka.people.personal_data import Kept
from talka.people.traces import find_traces, words_of
from talka.programmes.factories import TeamMemberFactory
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
LOCK = dt.date(2031, 12, 31)


@pytest.fixture
def admin() -> Person:
    return PersonFactory(administrator=True, given_name="Andris", family_name="Administrators")


@pytest.fixture
def person(admin: Person) -> Person:
    """Somebody with a life in the house: account, versions, letters, consents, roles, a merged double."""
    row = PersonFactory(
        given_name="Žanete",
        family_name="Ģībiete",
        email="zanete.gibiete@novads.test",
        phone="+371 29123456",
        with_account=True,
    )
    row = change_person(row, PersonData("Žanete", "Ģībiete", row.email, phone="+371 29123457"), by=row)
    double = PersonFactory(given_name="Zanete", family_name="Gibiete", email="zanete@mail.test")
    merge_persons(row, double, by=admin)
    TeamMemberFactory(person=row)
    give_consent(row, "photos", wording="Es, Žanete Ģībiete, piekrītu.", language="lv", by=row)
    personal_links.make_token(row, "registration")
    queue_letter(
        to=row.email, to_name=row.name, letter=Words("Labdien, Žanete Ģībiete", "Teksts", "", "lv"), kind="news"
    )
    client = Client()
    client.force_login(row.account)
    return row


def words(person: Person) -> list[str]:
    return [*words_of(person), "+371 29123456", "zanete@mail.test", "Zanete Gibiete"]


def test_nothing_is_left_in_any_table(person: Person, admin: Person) -> None:
    wanted = words(person)
    assert {trace.table for trace in find_traces(wanted)} >= {
        "people_person",
        "people_personversion",
        "people_consent",
        "people_consentversion",
        "people_account",
        "letters_letter",
    }
    account = person.account_id
    answer = erase_person(person, by=admin, today=dt.date(2026, 1, 1))
    assert answer.kept == [] and answer.until is None and answer.traces == []
    assert find_traces(wanted) == []
    row = Person.objects.get(pk=person.pk)
    assert row.erased_at and (row.name, row.email, row.phone, row.organisation, row.account) == ("", "", "", None, None)
    assert not Account.objects.filter(pk=account).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,), "whoever was signed in is so no more"


def test_what_a_rule_locks_stays_until_its_day_and_the_answer_says_why(person: Person, admin: Person) -> None:
    kept = Kept("Attendance at IMC-0", "Norway Grants have attendance kept.", LOCK)
    personal_data.register("test", erase=lambda who, today: [kept])
    try:
        answer = erase_person(person, by=admin, today=dt.date(2026, 1, 1))
        assert answer.kept == [kept] and answer.until == LOCK
        row = Person.objects.get(pk=person.pk)
        assert row.name == "Žanete Ģībiete" and row.erase_after == LOCK
        assert {(trace.table, trace.column) for trace in find_traces(words(person))} == {
            ("people_person", "folded"),
            ("people_person", "sort_key"),
        }
        assert find_traces(["zanete.gibiete@novads.test", "29123456", "29123457", "zanete@mail.test"]) == []
        assert finish_erasures(today=LOCK) == 0
        assert finish_erasures(today=LOCK + dt.timedelta(days=1)) == 1
        assert find_traces(words(person)) == []
    finally:
        personal_data.unregister("test")


def test_words_that_others_wrote_are_told_not_touched(person: Person, admin: Person) -> None:
    project = TeamMemberFactory().project
    project.objectives = "Projektu vada Žanete Ģībiete."
    project.save()
    answer = erase_person(person, by=admin)
    assert {trace.table for trace in answer.traces} == {"programmes_project", "programmes_projectversion"}


def test_somebody_else_with_the_same_mailbox_keeps_their_letters(person: Person, admin: Person) -> None:
    PersonFactory(given_name="Otrs", family_name="Cilvēks", email=person.email)
    erase_person(person, by=admin)
    assert apps.get_model("letters.Letter").objects.filter(to_address=person.email).exists()


def test_letters_to_a_former_address_go_too(admin: Person) -> None:
    """Also those that a room wrote about an event: they are found by whose they are, not by where they went."""
    row = PersonFactory(email="agrak@novads.test")
    send_speaker_link(EventFactory(), row, "https://talka.test/p/1")
    row = change_person(row, PersonData(row.given_name, row.family_name, "tagad@novads.test"), by=admin)
    erase_person(row, by=admin)
    assert not apps.get_model("letters.Letter").objects.filter(to_address="agrak@novads.test").exists()


def test_who_was_erased_while_somebody_wrote_is_not_brought_back(person: Person, admin: Person) -> None:
    seen = Person.objects.get(pk=person.pk)
    erase_person(person, by=admin)
    with pytest.raises(Refusal):
        change_person(seen, PersonData("Žanete", "Ģībiete", "zanete.gibiete@novads.test"), by=admin)
    person.refresh_from_db()
    assert (person.name, person.email) == ("", "")


def test_who_may(person: Person, admin: Person) -> None:
    organiser = TeamMemberFactory().person
    with pytest.raises(Refusal) as refusal:
        erase_person(person, by=organiser)
    assert refusal.value.status == 403
    with pytest.raises(Refusal):
        erase_person(admin, by=admin)  # the last administrator
    erase_person(person, by=person)


def test_ones_own_page_shows_what_would_be_kept_and_then_does_it(person: Person, client: Client) -> None:
    client.force_login(person.account)
    kept = Kept("Dalība IMC-0", "Finansētājs prasa glabāt dalībnieku sarakstu.", LOCK)
    personal_data.register("test", erase=lambda who, today: [kept])
    try:
        html = client.get(reverse("people:erase_me")).content.decode()
        assert "Dalība IMC-0" in html and "Finansētājs prasa" in html and "2031" in html
        person.refresh_from_db()
        assert person.erased_at is None and person.account_id, "looking erases nothing"
        answer = client.post(reverse("people:erase_me"))
        assert answer.status_code == 200 and "2031" in answer.content.decode()
        assert client.get(reverse("people:me")).status_code == 302, "signed out"
    finally:
        personal_data.unregister("test")


def test_an_erased_person_is_in_no_list(person: Person, admin: Person, client: Client) -> None:
    client.force_login(admin.account)
    personal_data.register("test", erase=lambda who, today: [Kept("x", "y", LOCK)])
    try:
        erase_person(person, by=admin, today=dt.date(2026, 1, 1))
    finally:
        personal_data.unregister("test")
    assert "Ģībiete" not in client.get(reverse("people:people")).content.decode()
    assert "Ģībiete" not in client.get(reverse("people:export_people", args=["csv"])).content.decode()


def test_export_holds_all_rooms_and_no_secrets(person: Person, client: Client) -> None:
    client.force_login(person.account)
    told = client.get(reverse("people:my_data_json")).json()["person"]
    text = client.get(reverse("people:my_data_json")).content.decode()
    assert told["people"]["person"]["email"] == "zanete.gibiete@novads.test"
    assert told["people"]["consents"][0]["wording"] == "Es, Žanete Ģībiete, piekrītu."
    assert told["people"]["letters"][0]["subject"] == "Labdien, Žanete Ģībiete"
    assert told["programmes"]["roles"] and "digest" not in text and "Andris" not in text
    assert "Ģībiete" in client.get(reverse("people:my_data")).content.decode()


def test_ones_own_export_holds_no_letters_to_somebody_else_of_the_same_address(person: Person) -> None:
    """Anybody may write any address into their own data."""
    other = PersonFactory(given_name="Otrs", family_name="Cilvēks", with_account=True)
    other = change_person(other, PersonData("Otrs", "Cilvēks", person.email), by=other)
    told = str(personal_data.export(other, own=True))
    assert "Labdien, Žanete Ģībiete" not in told


# -- tables on their way -----------------------------------------------------------------------------------------------


def table_naming(by: Person, state: str = "checked", **values: str) -> Import:
    row = {"given_name": "Žanete", "family_name": "Ģībiete", "email": "", **values}
    return Import.objects.create(kind="persons", by=by, state=state, rows=[[2, row]])


def test_tables_that_name_the_person_go_and_others_stay(person: Person, admin: Person) -> None:
    """By their address, and by given and family name in two columns; `%` in a name is a sign like any other."""
    named = [table_naming(admin), table_naming(admin, given_name="Z.", family_name="G.", email="ZANETE@mail.test")]
    others = [table_naming(admin, family_name="Kalna"), table_naming(admin, given_name="Cita")]
    event = EventFactory()
    rows = [{"row": 2, "given_name": "Žanete", "family_name": "Ģībiete"}]
    faults = [{"row": 3, "what": "„zanete.gibiete@novads.test” nav"}]
    waiting = SheetImport.objects.create(event=event, kind="registrations", state="checked", rows=rows)
    done = SheetImport.objects.create(event=event, kind="invitations", state="done", faults=faults)
    erase_person(person, by=admin)
    assert set(Import.objects.all()) == set(others) and named
    waiting.refresh_from_db()
    done.refresh_from_db()
    assert (waiting.state, waiting.rows) == ("given_up", [])
    assert (done.state, done.faults) == ("done", [])
    erase_person(PersonFactory(given_name="%%", family_name="%%", email="%_%@x.test"), by=admin)
    assert set(Import.objects.all()) == set(others)


@pytest.mark.parametrize("room", ["people", "events"])
def test_who_is_being_entered_just_now_is_erased_afterwards(person: Person, admin: Person, room: str) -> None:
    if room == "people":
        table_naming(admin, "running")
    else:
        rows = [{"row": 2, "email": "zanete.gibiete@novads.test"}]
        SheetImport.objects.create(event=EventFactory(), kind="invitations", state="taking", rows=rows)
    with pytest.raises(Refusal):
        erase_person(person, by=admin)
    person.refresh_from_db()
    assert person.family_name == "Ģībiete" and person.account is not None
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now(), erase_after=dt.date(2026, 1, 1))
    assert finish_erasures(today=dt.date(2026, 6, 1)) == 0


@pytest.mark.django_db(transaction=True)
def test_an_erasure_never_waits_for_a_table_that_somebody_enters_meanwhile() -> None:
    admin, person = PersonFactory(administrator=True), PersonFactory(given_name="Žanete", family_name="Ģībiete")
    table = table_naming(admin)
    held, may_end = threading.Event(), threading.Event()

    def enter() -> None:
        try:
            with transaction.atomic():
                Import.objects.select_for_update().get(pk=table.pk)
                held.set()
                assert may_end.wait(20)
                Person.objects.filter(pk=person.pk).update(position="no tabulas")
        finally:
            connection.close()

    thread = threading.Thread(target=enter)
    thread.start()
    assert held.wait(20)
    with pytest.raises(Refusal):
        erase_person(person, by=admin)
    may_end.set()
    thread.join(20)
    erase_person(person, by=admin)
    person.refresh_from_db()
    assert (person.family_name, person.position) == ("", "")
