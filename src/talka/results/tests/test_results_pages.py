"""A project's results: who sees which figure, who keeps them, and what is refused."""

import datetime as dt
import io
import re
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from talka.events.factories import AttendanceFactory, EventFactory, RegistrationFactory
from talka.events.models import Event
from talka.needs.factories import NeedFactory
from talka.needs.models import Need
from talka.people.factories import OrganisationFactory
from talka.programmes.factories import ActivityFactory, ProjectFactory, TeamMemberFactory, both
from talka.results.factories import IndicatorFactory, IndicatorValueFactory
from talka.results.models import Indicator
from talka.results.queries.counting import WAYS

from .team import ALL, KEEP, TEAM, client_of, words_of

pytestmark = pytest.mark.django_db
MOST = 36
"""So many queries show indicators of every way there is."""


def page_of(project) -> str:
    return f"/p/{project.programme.slug}/{project.slug}/results/"


def of(indicator) -> str:
    return f"{page_of(indicator.project)}{indicator.pk}/"


def keeping(indicator) -> str:
    return f"/projects/{indicator.project.slug}/results/{indicator.pk}/"


def came(event, people: int) -> None:
    for _person in range(people):
        AttendanceFactory(registration=RegistrationFactory(event=event))


def held(project, **fields):
    fields = {"title": both("Zqseminārs", "Zqseminar"), "state": Event.State.PUBLISHED, "activity": None} | fields
    return EventFactory(project=project, first_day=dt.date(2026, 2, 11), last_day=dt.date(2026, 2, 11), **fields)


def data_of(**fields) -> dict:
    return {"number": "1.1", "title_0": "Pasākumi", "title_1": "Events", "kind": "output", "counted": "events"} | fields


# -- who sees what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ALL)
def test_figures_are_the_team_s_until_they_are_shown(project, people, role):
    kept = IndicatorFactory(project=project, title=both("Zqkept", "Zqkept"))
    client = client_of(people[role])
    status = 200 if role in TEAM else 404
    assert client.get(page_of(project)).status_code == status
    assert client.get(of(kept)).status_code == status
    assert ("Zqkept" in words_of(client.get(page_of(project)))) is (role in TEAM)
    link = f'href="{page_of(project)}"'.encode()
    assert (link in client.get(f"/p/{project.programme.slug}/{project.slug}/").content) is (role in TEAM)
    shown = IndicatorFactory(project=project, title=both("Zqshown", "Zqshown"), public=True)
    gone = IndicatorFactory(project=project, title=both("Zqgone", "Zqgone"), public=True, retired_at=timezone.now())
    said = words_of(client.get(page_of(project)))
    assert "Zqshown" in said
    assert ("Zqkept" in said) is (role in TEAM)
    assert ("Zqgone" in said) is (role in KEEP)
    assert client.get(of(shown)).status_code == 200
    assert [client.get(of(one)).status_code for one in (kept, gone)] == [status, status]
    assert link in client.get(f"/p/{project.programme.slug}/{project.slug}/").content


def test_what_is_shown_of_a_hidden_project_stays_hidden(project, people):
    shown = IndicatorFactory(project=project, public=True)
    project.public = False
    project.save()
    for role in ALL:
        expected = 200 if role in TEAM else 404
        assert client_of(people[role]).get(page_of(project)).status_code == expected
        assert client_of(people[role]).get(of(shown)).status_code == expected


def test_an_indicator_stands_under_its_own_project_alone(project, organiser):
    other = IndicatorFactory(public=True)
    assert organiser.get(f"{page_of(project)}{other.pk}/").status_code == 404
    assert organiser.get(f"/p/{other.project.programme.slug}/{project.slug}/results/").status_code == 404
    assert organiser.get(f"/projects/{project.slug}/results/{other.pk}/edit/").status_code == 404


DEEDS = ["edit/", "move/", "retire/", "restore/", "values/new/", "values/{value}/", "values/{value}/withdraw/"]


@pytest.mark.parametrize("role", ALL)
def test_organisers_keep_them(project, people, role):
    row = IndicatorFactory(project=project, public=True)
    value = IndicatorValueFactory(indicator=row)
    client = client_of(people[role])
    addresses = [keeping(row) + deed.format(value=value.pk) for deed in DEEDS]
    addresses += [f"/projects/{project.slug}/results/new/", f"/projects/{project.slug}/results/import/"]
    for address in addresses:
        assert (client.post(address, {}).status_code == 404) is (role not in KEEP), address
        if role not in KEEP:
            assert client.get(address).status_code in (404, 405), address
    row.refresh_from_db()
    value.refresh_from_db()
    assert (row.version, value.version) == (1, 1)
    assert (value.withdrawn_at is not None) is (role in KEEP)
    table = client.get(f"/projects/{project.slug}/results/export/csv/")
    assert (table.status_code == 200) is (role in TEAM)


def test_others_see_no_figure_from_few_people(project, people):
    row = IndicatorFactory(project=project, counted="people", public=True)
    came(held(project), 3)
    inside, outside = client_of(people["viewer"]), client_of(None)
    for address in (page_of(project), of(row)):
        assert "fewer than 5" in words_of(outside.get(address))
        assert "fewer than 5" not in words_of(inside.get(address))
    assert re.search(r">\s*3\s*<", inside.get(of(row)).content.decode())
    assert not re.search(r">\s*3\s*<", outside.get(of(row)).content.decode())


def test_a_number_leads_to_what_it_is_made_of_and_to_no_name(project):
    event = held(project)
    came(event, 6)
    names = [row.person.name for row in event.registrations.all()]
    row = IndicatorFactory(project=project, counted="people", public=True)
    answer = Client().get(of(row))
    assert f'href="/e/{event.slug}/"' in answer.content.decode()
    assert [name for name in names if name in answer.content.decode()] == []


def test_needs_that_are_not_public_are_told_by_their_number_alone(project, people):
    event = held(project)
    need = NeedFactory(event=event, state=Need.State.ANSWERED, words="Zqneed")
    row = IndicatorFactory(project=project, counted="needs", public=True)
    said = words_of(client_of(None).get(of(row)))
    assert "Zqneed" not in said
    assert "1 more is not public." in said
    inside = client_of(people["viewer"]).get(of(row)).content.decode()
    assert f'<a href="{reverse("needs:need", args=[need.pk])}">Zqneed</a>' in inside


# -- entering and changing ---------------------------------------------------------------------------------------------


def test_an_indicator_is_entered_changed_and_its_history_kept(project, organiser):
    activity = ActivityFactory(project=project)
    new = f"/projects/{project.slug}/results/new/"
    answer = organiser.post(new, data_of(target="24", activity=activity.pk, event_kind="seminar"))
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(project))
    row = Indicator.objects.get()
    assert (row.target, row.activity, row.event_kind, row.public) == (24, activity, "seminar", False)
    answer = organiser.post(keeping(row) + "edit/", data_of(target="30.5", public="on", version="1"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.target, row.public, row.version, row.activity) == (Decimal("30.50"), True, 2, None)
    assert [one.target for one in row.versions.order_by("pgh_id")] == [24, Decimal("30.50")]


def test_a_stale_form_changes_nothing(project, organiser):
    row = IndicatorFactory(project=project, version=3)
    answer = organiser.post(keeping(row) + "edit/", data_of(version="2"))
    assert answer.status_code == 409
    assert "Somebody else has changed this indicator" in words_of(answer)
    value = IndicatorValueFactory(indicator=row, version=2)
    sent = {"day": "2026-03-01", "value": "8", "evidence": "x", "version": "1"}
    assert organiser.post(f"{keeping(row)}values/{value.pk}/", sent).status_code == 409
    row.refresh_from_db()
    value.refresh_from_db()
    assert (row.number == "1.1", value.value) == (False, 4)


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": "many"},
        {"target": "NaN"},
        {"target": "99999999999999999"},
        {"title_0": "", "title_1": ""},
        {"number": " "},
        {"counted": "by-feeling"},
        {"event_kind": "party"},
        {"counted": "answered"},
        {"counted": "answered", "question": "dzimums"},
        {"source": "javascript:alert(1)"},
        {"activity": "0"},
    ],
)
def test_what_makes_no_sense_is_refused_with_words(project, organiser, wrong):
    answer = organiser.post(f"/projects/{project.slug}/results/new/", data_of(**wrong))
    assert answer.status_code == 422
    assert html.document_fromstring(answer.content).xpath("//*[contains(@class, 'error')]")
    assert not Indicator.objects.exists()


def test_a_number_stands_once(project, organiser):
    IndicatorFactory(project=project, number="1.1", retired_at=timezone.now())
    answer = organiser.post(f"/projects/{project.slug}/results/new/", data_of())
    assert answer.status_code == 409
    assert "another indicator with the number 1.1" in words_of(answer)


def test_the_order_is_the_organisers_and_within_a_kind(project, organiser):
    first = IndicatorFactory(project=project, order=1)
    outcome = IndicatorFactory(project=project, order=2, kind="outcome")
    gone = IndicatorFactory(project=project, order=3, retired_at=timezone.now())
    last = IndicatorFactory(project=project, order=4)
    organiser.post(keeping(last) + "move/", {"direction": "up"})
    organiser.post(keeping(outcome) + "move/", {"direction": "up"})
    assert list(Indicator.objects.values_list("pk", flat=True)) == [last.pk, outcome.pk, gone.pk, first.pk]


def test_retired_is_a_state(project, organiser):
    row = IndicatorFactory(project=project)
    organiser.post(keeping(row) + "retire/")
    row.refresh_from_db()
    assert row.retired_at is not None
    organiser.post(keeping(row) + "restore/")
    row.refresh_from_db()
    assert row.retired_at is None


# -- as a table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["lv", "en"])
def test_what_comes_out_goes_in(project, people, ending, language):
    activity = ActivityFactory(project=project)
    IndicatorFactory(project=project, number="1.1", counted="events", activity=activity, event_kind="seminar", order=1)
    IndicatorFactory(project=project, number="1.2", baseline=Decimal("2.5"), public=True, order=2, unit="")
    IndicatorFactory(
        project=project, number="=R1", kind="outcome", counted="answered", question="d", answer="s", order=3
    )
    client = client_of(people["organiser"])
    client.cookies["talka_language"] = language
    before = list(Indicator.objects.values())
    table = client.get(f"/projects/{project.slug}/results/export/{ending}/").content
    address = f"/projects/{project.slug}/results/import/"
    assert client.post(address, {"file": SimpleUploadedFile(f"t.{ending}", table)}).status_code == 302
    assert list(Indicator.objects.values()) == before, "the same table changes nothing"
    other = ProjectFactory(programme=project.programme)
    ActivityFactory(project=other, number=activity.number)
    TeamMemberFactory(project=other, person=people["organiser"])
    address = f"/projects/{other.slug}/results/import/"
    assert client.post(address, {"file": SimpleUploadedFile(f"t.{ending}", table)}).status_code == 302
    leave_out = {"id", "project_id", "activity_id"}
    made = [{k: v for k, v in row.items() if k not in leave_out} for row in other.indicators.values()]
    assert made == [{k: v for k, v in row.items() if k not in leave_out} for row in before]


def test_a_table_is_taken_whole_or_not_at_all(project, organiser):
    kept = IndicatorFactory(project=project, number="1.1", target=5)
    table = "number;title_lv;target;activity\n1.1;Pasākumi;7;\n1.2;Cilvēki;daudz;\n1.3;Stundas;9;77\n1.1;Vēlreiz;8;\n"
    answer = organiser.post(
        f"/projects/{project.slug}/results/import/", {"file": SimpleUploadedFile("t.csv", table.encode())}
    )
    assert answer.status_code == 422
    said = words_of(answer)
    for expected in ("Row 3", "Row 4", "no activity 77", "Row 5", "there twice"):
        assert expected in said
    kept.refresh_from_db()
    assert (kept.target, Indicator.objects.count()) == (5, 1)


def test_columns_that_are_not_there_leave_what_stands(project, organiser):
    kept = IndicatorFactory(project=project, number="1.1", target=5, public=True, counted="events")
    title, table = kept.title, "number;target\n1.1;7\n"
    organiser.post(f"/projects/{project.slug}/results/import/", {"file": SimpleUploadedFile("t.csv", table.encode())})
    kept.refresh_from_db()
    assert (kept.target, kept.public, kept.counted, str(kept.title)) == (7, True, "events", str(title))


def test_the_table_reads_as_numbers(project, organiser):
    IndicatorFactory(project=project, number="1.1", target=Decimal("2.5"))
    content = organiser.get(f"/projects/{project.slug}/results/export/xlsx/").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert 2.5 in [cell.value for cell in sheet[2]]


# -- how often the database is asked -----------------------------------------------------------------------------------


def grow(project) -> None:
    """One more of everything that a way can count."""
    event = held(project, certificate_hours=Decimal(5))
    came(event, 5)
    AttendanceFactory(registration=RegistrationFactory(event=event, organisation=OrganisationFactory()))
    NeedFactory(event=event, state=Need.State.ANSWERED)
    for counted in ("", *WAYS):
        named = {"question": "x", "answer": "y"} if counted == "answered" else {}
        row = IndicatorFactory(project=project, counted=counted, public=True, **named)
        if not counted:
            IndicatorValueFactory(indicator=row)


@pytest.mark.parametrize("role", ["anonymous", "organiser"])
def test_three_indicators_of_each_way_cost_what_one_costs(project, people, role):
    client = client_of(people[role])
    grow(project)
    need, entered = project.indicators.get(counted="needs"), project.indicators.get(counted="")
    addresses = [page_of(project), of(need), of(entered), f"/p/{project.programme.slug}/{project.slug}/"]
    asked: list[list[int]] = []
    for size in (1, 3):
        while project.events.count() < size:
            grow(project)
            IndicatorValueFactory(indicator=entered, day=dt.date(2026, 4, project.events.count()))
        asked.append([])
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked[-1].append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1][0] <= MOST, asked
