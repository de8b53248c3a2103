"""Check-in, walk-ins, self check-in, attendance by local day, papers."""

import datetime as dt
import io

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from talka.documents.tables import read_table
from talka.events import sheets
from talka.events.actions import check_in as actions
from talka.events.actions import registration as registering
from talka.events.actions.applicants import Applicant
from talka.events.factories import AttendanceFactory, EventFactory, RegistrationFactory
from talka.events.models import Attendance, Registration
from talka.events.queries.attendance import (
    attendance_summary,
    safe_shares,
)
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import FailedCode
from talka.territories.factories import AreaFactory
from talka.territories.models import Belonging
from talka.ui.refusals import Refusal

from .day import client_of, event_today, member, organiser, signed_in

pytestmark = pytest.mark.django_db


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_search_finds_names_as_they_are_typed():
    event = event_today()
    wanted = RegistrationFactory(event=event, person__given_name="Žanete", person__family_name="Šķiņķe")
    RegistrationFactory(event=event, person__given_name="Jānis", person__family_name="Ozols", organisation=None)
    page = client_of(event, "facilitator").get(reverse("events:check_in", args=[event.slug]), {"q": "skinke zan"})
    names = [row.person.name for row in page.context["rows"]]
    assert names == [wanted.person.name]
    assert "Ozols" not in page.content.decode()


def test_checking_in_twice_is_checking_in_once_and_can_be_undone():
    event = event_today()
    row = RegistrationFactory(event=event)
    client = client_of(event, "organiser")
    url = reverse("events:check_in_one", args=[event.slug, row.code])
    client.post(url)
    client.post(url)
    assert Attendance.objects.count() == 1
    client.post(reverse("events:check_in_undo", args=[event.slug, row.code]))
    assert not Attendance.objects.exists()
    # What was undone is kept as a version.
    from django.apps import apps

    assert apps.get_model("events", "AttendanceUndone").objects.filter(pgh_obj__isnull=False).count() == 1
    client.post(url)
    assert Attendance.objects.count() == 1


def test_the_desk_counts_and_costs_the_same_for_one_and_three(django_assert_num_queries):
    event = event_today()
    client = client_of(event, "organiser")
    url = reverse("events:check_in", args=[event.slug])
    RegistrationFactory(event=event)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    assert len(one) < 20
    RegistrationFactory.create_batch(2, event=event)
    with django_assert_num_queries(len(one)):
        page = client.get(url)
    assert page.context["desk"].expected == 3


def test_attendance_is_of_the_local_day_also_across_a_change_of_clocks():
    event = EventFactory(first_day=dt.date(2026, 3, 28), last_day=dt.date(2026, 3, 30), starts_at=None, ends_at=None)
    row = RegistrationFactory(event=event)
    by = organiser(event)
    # 29 March 2026: at 01:00 UTC the clocks in Riga go from +02 to +03.
    for moment in (
        dt.datetime(2026, 3, 27, 22, 30, tzinfo=dt.UTC),  # 28 March 00:30 at the place
        dt.datetime(2026, 3, 28, 21, 59, tzinfo=dt.UTC),  # 28 March 23:59
        dt.datetime(2026, 3, 28, 22, 0, tzinfo=dt.UTC),  # 29 March 00:00
        dt.datetime(2026, 3, 29, 20, 59, tzinfo=dt.UTC),  # 29 March 23:59, already +03
        dt.datetime(2026, 3, 29, 21, 0, tzinfo=dt.UTC),  # 30 March 00:00
    ):
        with time_machine.travel(moment, tick=False):
            actions.check_in(row, by=by)
    assert list(row.attendances.order_by("day").values_list("day", flat=True)) == [
        dt.date(2026, 3, 28),
        dt.date(2026, 3, 29),
        dt.date(2026, 3, 30),
    ]
    with time_machine.travel(dt.datetime(2026, 3, 30, 21, 0, tzinfo=dt.UTC)), pytest.raises(Refusal):
        actions.check_in(row, by=by)


def test_a_walk_in_is_registered_and_here_in_one_form():
    event = event_today(capacity=0)
    client = client_of(event, "facilitator")
    url = reverse("events:walk_in", args=[event.slug])
    fields = {"given_name": "Zigurds", "family_name": "Nejaušs", "organisation": "Nepazīstamais novads"}
    assert client.post(url, fields).status_code == 302
    row = event.registrations.get()
    assert (row.source, row.state, row.attendances.get().how) == ("walk_in", "registered", "walk_in")
    assert row.organisation.name == "Nepazīstamais novads"
    client.post(url, fields)
    assert event.registrations.count() == Attendance.objects.count() == 1


def test_whoever_waited_and_stands_at_the_door_gets_in():
    event = event_today(capacity=0)
    row = RegistrationFactory(event=event, state=Registration.State.WAITING)
    actions.check_in(row, by=organiser(event))
    row.refresh_from_db()
    assert row.state == Registration.State.REGISTERED


def test_a_substitute_at_the_door():
    event = event_today()
    row = RegistrationFactory(event=event)
    url = reverse("events:check_in_substitute", args=[event.slug, row.code])
    client_of(event, "organiser").post(url, {"given_name": "Cits", "family_name": "Cilvēks"})
    row.refresh_from_db()
    new = row.substitute
    assert (row.state, new.attendances.count(), new.organisation) == ("cancelled", 1, row.organisation)


def test_the_code_on_the_name_card_is_a_link_for_staff_and_tells_others_nothing():
    event = event_today()
    row = RegistrationFactory(event=event, person__family_name="Noslēpumaina")
    url = reverse("events:name_card", args=[event.slug, row.code])
    page = client_of(event, "facilitator").get(url)
    assert "Noslēpumaina" in page.content.decode()
    client_of(event, "facilitator").post(
        reverse("events:check_in_one", args=[event.slug, row.code]), {"how": "qr", "next": url}
    )
    assert Attendance.objects.get().how == "qr"
    for role in ("visitor", "participant", "stranger", "viewer"):
        answer = client_of(event, role).get(url)
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("events:self_check_in"))
        assert "Noslēpumaina" not in client_of(event, role).get(url, follow=True).content.decode()
    # A code that is nobody's is answered alike.
    assert client_of(event, "visitor").get(reverse("events:name_card", args=[event.slug, "ZZZZZZ"])).status_code == 302
    # The holder, who has opened the own link in this browser before, comes to the own page.
    holder = signed_in(None)
    holder.get(reverse("events:own", args=[row.token]))
    assert holder.get(url).url == reverse("events:own", args=[row.token])


def test_self_check_in_by_the_rooms_code_and_ones_own_address():
    event = event_today()
    row = RegistrationFactory(event=event)
    RegistrationFactory(event=event, person__family_name="Noslēpumaina")
    client = signed_in(None)
    url = reverse("events:self_check_in")
    answer = client.post(url, {"code": event.room_code.lower(), "who": row.person.email.upper()}, follow=True)
    assert row.person.given_name in answer.content.decode()
    assert row.attendances.get().how == "self"
    other = RegistrationFactory(event=event)
    client.post(url, {"code": event.room_code, "who": f"{other.code[:3]}-{other.code[3:]}"})
    assert other.attendances.count() == 1
    page = client.post(url, {"code": event.room_code, "who": "nav@example.test"})
    assert page.status_code == 422
    assert "Noslēpumaina" not in page.content.decode()
    assert FailedCode.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "state", "self_check_in"),
    [
        (-3, "published", True),
        (3, "published", True),
        (0, "draft", True),
        (0, "cancelled", True),
        (0, "published", False),
    ],
)
def test_the_rooms_code_opens_nothing_before_after_or_where_it_is_switched_off(days, state, self_check_in):
    today = event_today()
    event = EventFactory(first_day=today.first_day + dt.timedelta(days=days), state=state, self_check_in=self_check_in)
    row = RegistrationFactory(event=event)
    answer = signed_in(None).post(reverse("events:self_check_in"), {"code": event.room_code, "who": row.person.email})
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_guessing_codes_at_speed_is_stopped_and_a_right_code_is_never_counted():
    event = event_today()
    row = RegistrationFactory(event=event)
    client = signed_in(None)
    url = reverse("events:self_check_in")
    for _ in range(5):
        client.post(url, {"code": event.room_code, "who": row.person.email})
    assert not FailedCode.objects.exists()
    answers = [client.post(url, {"code": "AAAAAA", "who": "x@example.test"}).status_code for _ in range(35)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert client.post(url, {"code": event.room_code, "who": row.person.email}).status_code == 429


def test_who_waits_does_not_check_in_by_themselves():
    event = event_today(capacity=0)
    row = RegistrationFactory(event=event, state=Registration.State.WAITING)
    with pytest.raises(Refusal):
        actions.check_in_oneself(event, row)
    assert not Attendance.objects.exists()


def test_the_signing_list_has_a_row_per_person_and_no_contact_data():
    event = EventFactory(first_day=dt.date(2030, 5, 2), last_day=dt.date(2030, 5, 3), starts_at=None, ends_at=None)
    people = [
        RegistrationFactory(event=event, person__given_name="Ēriks", person__family_name=f"Šķēle{n}") for n in range(3)
    ]
    RegistrationFactory(event=event, person__family_name="Gaidītājs", state=Registration.State.WAITING)
    client = client_of(event, "auditor")
    text = pdf_text(client.get(reverse("events:signing_list", args=[event.slug])).content)
    for row in people:
        assert text.count(row.person.name) == 2  # once for each day
        assert row.person.email not in text
    assert "Gaidītājs" not in text
    assert event.project.number in text
    assert "2030. gada 2. maijs" in text
    AttendanceFactory(registration=people[1], day=event.last_day)
    came = pdf_text(client.get(reverse("events:came_list", args=[event.slug]), {"day": "2030-05-03"}).content)
    assert people[1].person.name in came
    assert people[0].person.name not in came
    assert client.get(reverse("events:came_list", args=[event.slug]), {"day": "2030-05-09"}).status_code == 404


def test_name_cards_carry_name_organisation_and_code():
    event = event_today()
    row = RegistrationFactory(
        event=event, person__family_name="Šķiņķis", organisation=OrganisationFactory(name="Ķeipene")
    )
    text = pdf_text(client_of(event, "organiser").get(reverse("events:name_cards", args=[event.slug])).content)
    assert "Šķiņķis" in text
    assert "Ķeipene" in text
    assert row.code in text.replace("\u00a0", "").replace(" ", "")
    empty = event_today()
    assert client_of(empty, "organiser").get(reverse("events:name_cards", args=[empty.slug])).status_code == 409


def test_the_table_of_attendance_comes_back_in():
    event = EventFactory(first_day=dt.date(2030, 5, 2), last_day=dt.date(2030, 5, 3))
    first, second = RegistrationFactory.create_batch(2, event=event)
    AttendanceFactory(registration=first, day=event.first_day)
    client = client_of(event, "organiser")
    content = client.get(reverse("events:attendance_export", args=[event.slug, "xlsx"])).content
    read = read_table(content, "a.xlsx", sheets.attendance_columns(event))
    assert read.right
    values = {row.values["code"]: row.values for row in read.rows}
    assert (values[first.code]["day_2030-05-02"], values[second.code]["day_2030-05-02"]) == (True, False)


def grown(event, number: int, area=None, kind: str = "municipality") -> None:
    for _ in range(number):
        place = OrganisationFactory(area=area, kind=kind)
        AttendanceFactory(registration=RegistrationFactory(event=event, organisation=place), day=event.first_day)


def test_no_figure_from_fewer_than_five_and_never_one_hidden_alone():
    event = event_today()
    regions = [AreaFactory(kind="region") for _ in range(3)]
    towns = [AreaFactory(kind="municipality") for _ in range(3)]
    for town, region in zip(towns, regions, strict=True):
        Belonging.objects.create(child=town, parent=region)
    for town, number in zip(towns, (9, 6, 3), strict=True):
        grown(event, number, town)
    found = {row.area: row.people for row in attendance_summary(event).by_region}
    # Three people are hidden; were it only they, the sum of eighteen would tell.
    assert found == {regions[0].pk: 9, regions[1].pk: None, regions[2].pk: None}
    assert attendance_summary(event).people == 18
    grown(event, 2, towns[2])
    assert {row.people for row in attendance_summary(event).by_region} == {9, 6, 5}
    few = event_today()
    grown(few, 4)
    assert attendance_summary(few).people is None
    assert safe_shares([("a", 5, None)])[0].people == 5


def test_nobody_without_the_role_acts():
    event = event_today()
    row = RegistrationFactory(event=event)
    for by in (None, PersonFactory(), member(event, "viewer"), member(event, "auditor")):
        for deed in (
            lambda by=by: actions.check_in(row, by=by),
            lambda by=by: actions.undo(row, by=by, day=event.first_day),
            lambda by=by: actions.walk_in(event, Applicant("A", "B"), by=by),
            lambda by=by: registering.register(event, Applicant("A", "B"), by=by, source="organiser"),
        ):
            with pytest.raises(Refusal) as refused:
                deed()
            assert refused.value.status == 403
    assert not Attendance.objects.exists()
