"""What comes out goes in: registrations, attendance and feedback as tables; and the clear answer to a wrong one."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talka.events.actions import imports
from talka.events.factories import (
    AttendanceFactory,
    ChoiceFactory,
    EventFactory,
    FeedbackAnswerFactory,
    QuestionFactory,
    RegistrationFactory,
)
from talka.events.models import Attendance, Registration, SheetImport
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .day import client_of, open_event, organiser, two_groups

pytestmark = pytest.mark.django_db
State = SheetImport.State


def csv(*lines: str) -> bytes:
    return "\n".join(("given_name;family_name;email;organisation;state", *lines)).encode()


def bring(event, content: bytes, kind: str = "registrations", name: str = "saraksts.csv") -> SheetImport:
    return imports.bring(event, kind, io.BytesIO(content), name, by=organiser(event))


def everything(event) -> list[tuple]:
    return [
        (
            row.code,
            row.person.name,
            row.person.email,
            row.state,
            row.position,
            row.diet,
            row.overnight,
            str(row.organisation or ""),
            [c.item.key for c in row.choices.order_by("rank")],
            sorted((a.question.key, str(a.value)) for a in row.answers.all()),
        )
        for row in event.registrations.order_by("pk")
    ]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_list_of_registrations_is_read_back_unchanged(ending):
    event = open_event(capacity=1)
    groups = two_groups(event)
    QuestionFactory(event=event, key="diet", kind="diet", label="")
    QuestionFactory(event=event, key="overnight", kind="overnight", label="")
    own = QuestionFactory(
        event=event, kind="several", options=[{"lv": "Riga; centrs"}, {"lv": "Tukums"}, {"lv": "Ape"}]
    )
    row = RegistrationFactory(event=event, diet="=1+1", overnight=True, person__family_name="Šķēle")
    row.answers.create(question=own, value=["1", "2"])
    ChoiceFactory(registration=row, item=groups[2], rank=1)
    RegistrationFactory(event=event, state=Registration.State.WAITING, position="-- vadītāja")
    before = everything(event)
    client = client_of(event, "organiser")
    content = client.get(reverse("events:registrations_export", args=[event.slug, ending])).content
    shelf = bring(event, content, name=f"a.{ending}")
    assert (shelf.state, shelf.report) == (State.DONE, {"added": 0, "changed": 0, "unchanged": 2})
    assert everything(event) == before
    assert not shelf.rows


def test_new_people_are_added_known_ones_changed_and_nobody_gets_a_letter():
    event = open_event(capacity=2)
    known = RegistrationFactory(event=event, person__given_name="Ilze", person__email="ilze@example.test")
    content = csv(
        f"Ilze;{known.person.family_name};ILZE@example.test;Cita iestāde;",
        "Jānis;Ozols;janis@example.test;Cita iestāde;",
        "Pēteris;Liepa;;;",
    )
    shelf = bring(event, content)
    assert shelf.report == {"added": 2, "changed": 1, "unchanged": 0}
    known.refresh_from_db()
    assert str(known.organisation) == "Cita iestāde"
    states = {row.person.given_name: row.state for row in event.registrations.all()}
    assert states == {"Ilze": "registered", "Jānis": "registered", "Pēteris": "waiting"}
    assert not Letter.objects.exists()
    again = bring(event, content)
    assert again.report == {"added": 0, "changed": 0, "unchanged": 3}


def test_faults_are_told_by_row_and_nothing_changes_until_the_good_rows_are_accepted():
    event = open_event()
    shelf = bring(
        event,
        csv(
            "Anna;Liepa;anna@example.test;;",
            ";Bez vārda;x@example.test;;",
            "Anna;Liepa;anna@example.test;;",
            "B;C;nav;;",
        ),
    )
    assert shelf.state == State.CHECKED
    assert sorted(fault["row"] for fault in shelf.faults) == [3, 4, 5]
    assert (shelf.good_count, shelf.faulty_count) == (1, 3)
    assert not event.registrations.exists()
    assert not Person.objects.filter(email="anna@example.test").exists()
    client = client_of(event, "organiser")
    page = client.get(reverse("events:import", args=[event.slug, "registrations", shelf.pk])).content.decode()
    assert page.count("<tr>") == 4
    client.post(reverse("events:import_decide", args=[event.slug, "registrations", shelf.pk]), {"decision": "take"})
    client.post(reverse("events:import_decide", args=[event.slug, "registrations", shelf.pk]), {"decision": "take"})
    assert event.registrations.count() == 1
    shelf.refresh_from_db()
    assert (shelf.state, shelf.rows) == (State.DONE, [])


def test_a_name_that_is_none_is_a_fault_of_its_row_and_the_others_come_in():
    event = open_event()
    shelf = bring(
        event, csv("https://x.test/a;Ozola;o@x.test;;", "Anna;Liepa;a@x.test;\u200b;", "Zane;Egle;z@x.test;;")
    )
    assert (shelf.state, [fault["row"] for fault in shelf.faults]) == (State.CHECKED, [2, 3])
    assert imports.accept(shelf, by=shelf.by).state == State.DONE
    assert [row.person.family_name for row in event.registrations.all()] == ["Egle"]


def test_a_table_refused_on_the_way_ends_and_says_why():
    """By the worker too: nobody is left with a table that is being taken in for ever."""
    event = open_event()
    row = {"row": 2, "given_name": "https://x.test/a", "family_name": "Ozola", "email": "o@x.test"}
    shelf = SheetImport.objects.create(
        event=event, kind="registrations", state=State.TAKING, by=organiser(event), rows=[row], row_count=1
    )
    imports.take(shelf)
    assert (shelf.state, shelf.rows, len(shelf.faults)) == (State.FAILED, [], 1)
    assert shelf.faults[0]["what"] and not event.registrations.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 broken in the post"),
        ("a.xlsx", b"%PDF-1.7 no table"),
        ("a.csv", b"colour;weight\nred;3\n"),
        ("a.csv", b""),
    ],
)
def test_a_file_that_is_no_table_of_ours_gets_a_clear_answer(name, content):
    event = open_event()
    RegistrationFactory(event=event)
    client = client_of(event, "organiser")
    url = reverse("events:import_bring", args=[event.slug, "registrations"])
    answer = client.post(url, {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert answer.status_code in (200, 422)
    assert "<h2>" in answer.content.decode()
    assert not SheetImport.objects.filter(state=State.DONE).exists()
    assert event.registrations.count() == 1


def test_a_code_of_another_event_is_a_fault():
    event = open_event()
    foreign = RegistrationFactory()
    content = f"code;given_name;family_name\n{foreign.code};Svešā;Persona\n".encode()
    shelf = bring(event, content)
    assert (shelf.faulty_count, shelf.good_count) == (1, 0)
    foreign.person.refresh_from_db()
    assert foreign.person.given_name != "Svešā"


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_rows_go_by_the_worker():
    from procrastinate.contrib.django.models import ProcrastinateJob

    event = open_event(capacity=9000)
    lines = [f"Vārds{n};Uzvārds{n};p{n}@example.test;Iestāde {n % 40};" for n in range(10_000)]
    shelf = bring(event, csv(*lines))
    assert (shelf.state, shelf.row_count) == (State.CHECKING, 10_000)
    job = ProcrastinateJob.objects.get(task_name="events.check_import")
    assert job.args == {"number": shelf.pk}
    assert not event.registrations.exists()
    imports.check(shelf)
    assert (shelf.state, shelf.good_count) == (State.CHECKED, 10_000)
    imports.give_up(shelf, by=organiser(event))
    assert shelf.rows == []


def test_six_hundred_rows_are_taken_in_by_the_worker():
    from talka.events.jobs import check_import, take_import

    event = open_event(capacity=500)
    shelf = bring(event, csv(*(f"V{n};U{n};p{n}@example.test;Iestāde {n % 9};" for n in range(600))))
    check_import(shelf.pk)
    shelf.refresh_from_db()
    assert shelf.state == State.TAKING
    take_import(shelf.pk)
    take_import(shelf.pk)
    shelf.refresh_from_db()
    assert shelf.report == {"added": 600, "changed": 0, "unchanged": 0}
    assert event.registrations.filter(state="registered").count() == 500
    assert event.registrations.filter(state="waiting").count() == 100


def test_attendance_from_the_signed_list_is_added_and_never_taken_back():
    event = EventFactory()
    here, came = RegistrationFactory.create_batch(2, event=event)
    AttendanceFactory(registration=here)
    content = f"code;{event.first_day.isoformat()}\n{here.code};nē\n{came.code};jā\n".encode()
    shelf = bring(event, content, "attendance")
    assert shelf.report == {"added": 1, "changed": 0, "unchanged": 0}
    assert Attendance.objects.get(registration=came).how == "list"
    assert Attendance.objects.count() == 2


def test_feedback_goes_out_and_comes_in_by_sheet():
    event = EventFactory()
    FeedbackAnswerFactory.create_batch(5, event=event, best="Laba zupa")
    content = (
        client_of(event, "organiser").get(reverse("events:feedback_summary_export", args=[event.slug, "csv"])).content
    )
    other = EventFactory()
    assert bring(other, content, "feedback").report["added"] == 5
    assert bring(other, content, "feedback").report["added"] == 0
    assert {(s.best, s.ratings["useful"]) for s in other.feedback.all()} == {("Laba zupa", 4)}


def test_only_organisers_bring_tables():
    event = open_event()
    with pytest.raises(Refusal) as refused:
        imports.bring(event, "registrations", csv("A;B;;;"), "a.csv", by=PersonFactory())
    assert refused.value.status == 403


def test_the_list_of_registrations_costs_the_same_for_one_and_three(django_assert_num_queries):
    event = open_event()
    groups = two_groups(event)
    client = client_of(event, "organiser")
    url = reverse("events:registrations", args=[event.slug])
    ChoiceFactory(registration=RegistrationFactory(event=event), item=groups[0])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for row in RegistrationFactory.create_batch(2, event=event):
        ChoiceFactory(registration=row, item=groups[1])
    with django_assert_num_queries(len(one)):
        page = client.get(url)
    assert page.context["rows"].total == 3


def test_the_list_is_searched_and_narrowed():
    event = open_event()
    groups = two_groups(event)
    wanted = RegistrationFactory(event=event, person__given_name="Ķirsis", person__family_name="Čakste")
    other = RegistrationFactory(event=event, person__given_name="Jānis", person__family_name="Ozols", organisation=None)
    ChoiceFactory(registration=wanted, item=groups[0])
    AttendanceFactory(registration=other)
    client = client_of(event, "auditor")
    url = reverse("events:registrations", args=[event.slug])

    def found(**query) -> set[str]:
        return {row.person.name for row in client.get(url, query).context["rows"]}

    assert found(q="cakste kirsis") == {"Ķirsis Čakste"}
    assert found(q=other.code.lower()) == {"Jānis Ozols"}
    assert found(group=str(groups[0].pk)) == {"Ķirsis Čakste"}
    assert found(came="yes") == {"Jānis Ozols"}
    assert found(kind="municipality") == {"Ķirsis Čakste"}
    assert found(state="waiting") == set()
    assert found(region="999999") == set()
