"""The attendance list as each funder wants it: paper, workbook, form and privacy notice say what the template says."""

import datetime as dt
import io

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from talka.documents.sheets import write_xlsx
from talka.events.factories import AttendanceFactory, EventFactory, RegistrationFactory
from talka.events.funder_asked import asked_of, told_by_label
from talka.events.models import Event, Registration
from talka.events.papers import attendance_list
from talka.events.queries.privacy import notice_for
from talka.events.queries.tables import attendance_sheet, registration_sheet
from talka.people.actions.erasure import erase_person
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory, ProjectFactory
from talka.programmes.funders import template_with, templates, words
from talka.programmes.models import Project
from talka.territories.factories import AreaFactory

pytestmark = pytest.mark.django_db
KEYS = [one.key for one in templates(illustrative=True)]
ESF = "esf-plus-2021-27"


def event_of(key: str) -> Event:
    project = ProjectFactory(
        programme=ProgrammeFactory(illustrative=key == "izdomats-fonds"), funder_template=key, title="Kopā plānojam"
    )
    day = timezone.localdate()
    return EventFactory(
        project=project,
        first_day=day,
        starts_at=None,  # it goes on at whatever hour these tests run
        ends_at=None,
        state=Event.State.PUBLISHED,
        registration_open=True,
        language="lv",
    )


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def registered(event: Event, name: str = "Ilze", **more) -> Registration:
    area = AreaFactory(name="Ābeļu novads", kind="municipality")
    home = OrganisationFactory(area=area, kind="municipality", illustrative=event.project.programme.illustrative)
    person = PersonFactory(given_name=name, family_name="Liepa", illustrative=event.project.programme.illustrative)
    return RegistrationFactory(event=event, person=person, organisation=home, **more)


@pytest.mark.parametrize("key", KEYS)
def test_the_paper_holds_what_the_file_says(key):
    event, rules = event_of(key), template_with(key).attendance
    registered(event)
    text = text_of(attendance_list(event, day=None, came=False))
    languages = rules.languages or ("lv",)
    for phrase in (*rules.signers, *([rules.consent] if rules.consent else [])):
        for code in languages:
            with translation.override(code):
                assert words(phrase) in text
    titles = {
        "number": {"lv": "Nr.", "en": "No."},
        "name": {"lv": "Vārds, uzvārds", "en": "Name, surname"},
        "organisation": {"lv": "Iestāde", "en": "Institution"},
        "position": {"lv": "Amats", "en": "Position"},
    }
    places = []
    for column in rules.columns:
        if column in titles:
            said = " / ".join(titles[column][code] for code in languages)
            assert said in text, column
            places.append(text.index(said))
    assert places == sorted(places), "the columns stand in the order of the file"
    assert ("Ābeļu novads" in text) is ("municipality" in rules.columns)
    assert "Ilze Liepa" in text
    assert event.project.number in text


def test_without_a_funder_the_list_is_what_it_always_was():
    event = event_of("")
    registered(event)
    text = text_of(attendance_list(event, day=None, came=False))
    assert "Paraksts" in text and "Par sarakstu atbildīgā persona" in text
    assert asked_of(event) == ()


@pytest.mark.parametrize("key", ["", *KEYS])
def test_nothing_is_asked_that_the_funder_does_not_ask(key):
    event = event_of(key)
    wanted = {f"funder_{one.key}" for one in asked_of(event)}
    page = Client().get(f"/e/{event.slug}/register/").content.decode()
    every = {f"funder_{one.key}" for each in templates(illustrative=True) for one in each.attendance.asked}
    assert every, "some funder asks something, or this test says nothing"
    for name in every:
        assert (f'name="{name}"' in page) is (name in wanted), name
    with translation.override("en"):
        said = {str(label) for label, _words in notice_for(event).points}
    assert len([label for label in said if label == "What the funder asks"]) == bool(wanted)


def test_the_form_says_why_and_keeps_only_answers_there_are():
    event = event_of(ESF)
    client = Client(headers={"accept-language": "en"})
    page = client.get(f"/e/{event.slug}/register/").content.decode()
    assert "The ESF+ regulation wants the number of participants by sex" in page
    data = {"given_name": "Anna", "family_name": "Kalna", "email": "anna@example.lv", "remark": ""}
    answer = client.post(
        f"/e/{event.slug}/register/", {**data, "funder_sex": "woman", "funder_age_group": "", "funder_shoe_size": "40"}
    )
    assert answer.status_code == 302
    one = Registration.objects.get(event=event)
    assert one.funder_answers == {"sex": "woman"}
    assert told_by_label(one) == [("Sex", "woman")] or told_by_label(one) == [("Dzimums", "sieviete")]
    wrong = client.post(f"/e/{event.slug}/register/", {**data, "email": "b@example.lv", "funder_sex": "robot"})
    assert wrong.status_code == 422
    assert Registration.objects.count() == 1


def test_a_forged_answer_is_not_kept_where_nothing_is_asked():
    event = event_of("norway-2009-14")
    data = {"given_name": "Anna", "family_name": "Kalna", "email": "anna@example.lv", "funder_sex": "woman"}
    assert Client().post(f"/e/{event.slug}/register/", data).status_code == 302
    assert Registration.objects.get(event=event).funder_answers == {}


def test_who_signs_does_not_see_what_others_told_the_funder_but_the_workbook_has_it():
    event = event_of(ESF)
    one = registered(event, funder_answers={"sex": "woman", "age_group": "over55"})
    AttendanceFactory(registration=one, day=event.first_day)
    for came in (True, False):
        text = text_of(attendance_list(event, day=None, came=came))
        assert "sieviete" not in text and "55 gadi" not in text
        assert "Paraksts pirms pusdienām" in text or "Signature before noon" in text
    with translation.override("lv"):
        for sheet in (attendance_sheet(event), registration_sheet(event)):
            book = openpyxl.load_workbook(io.BytesIO(write_xlsx(sheet)))
            cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
            assert "sieviete" in cells and "55 gadi un vairāk" in cells


@pytest.mark.parametrize("key", KEYS)
def test_the_workbook_has_the_columns_of_the_list_in_their_order(key):
    event, rules = event_of(key), template_with(key).attendance
    registered(event)
    got = [column.key for column in attendance_sheet(event).columns]
    wanted = [name for name in rules.columns if name not in {"number", "signature"}]
    assert got[1 : 1 + len(wanted)] == wanted
    assert got[1 + len(wanted) : -1] == [f"funder_{one.key}" for one in rules.asked]


def test_as_many_queries_for_three_people_as_for_one():
    event = event_of("izdomats-fonds")
    counts = []
    for name in ("Ilze", "Anna", "Zane"):
        registered(event, name)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            attendance_list(Event.objects.select_related("project__programme").get(pk=event.pk), day=None, came=False)
            attendance_sheet(Event.objects.select_related("project__programme").get(pk=event.pk))
        counts.append(len(caught))
    assert counts[0] == counts[1] == counts[2], counts


def test_what_was_told_to_the_funder_goes_when_a_person_is_erased_and_nothing_locks_it():
    event = event_of(ESF)
    Project.objects.update(retention_until=timezone.localdate() + dt.timedelta(days=400))
    came = registered(event, "Anna", funder_answers={"sex": "woman"})
    AttendanceFactory(registration=came, day=event.first_day)
    stayed = registered(event, "Zane", funder_answers={"sex": "woman"})
    for one in (came, stayed):
        erase_person(one.person, by=None)
    kept = dict(Registration.objects.values_list("pk", "funder_answers"))
    assert kept[came.pk] == {"sex": "woman"}, "the attendance list is locked, and what belongs to it with it"
    assert kept[stayed.pk] == {}


def test_where_the_template_is_not_known_changing_a_registration_keeps_what_was_told():
    event = event_of(ESF)
    one = registered(event, funder_answers={"sex": "woman"})
    Project.objects.update(funder_template="not-in-this-hall")
    answer = Client().post(f"/r/{one.token}/change/", {"position": "Cita", "organisation": one.organisation.name})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.position, one.funder_answers) == ("Cita", {"sex": "woman"})
