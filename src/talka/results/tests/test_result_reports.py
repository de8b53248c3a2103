"""Reports to the funder: what they say, that each number leads to its evidence, and that handed in they do not move."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from talka.events.factories import AttendanceFactory, EventFactory, RegistrationFactory
from talka.events.models import Attendance, Event
from talka.needs.factories import NeedFactory
from talka.needs.models import Need
from talka.programmes.factories import ProjectFactory, both
from talka.results.actions.reports import hand_in
from talka.results.factories import IndicatorFactory, IndicatorValueFactory, ReportFactory
from talka.results.models import Report
from talka.results.queries.reports import changes_since, figures_of, frozen, live_figures, thawed
from talka.ui.refusals import Refusal

from .team import ALL, KEEP, TEAM, client_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory(title=both("Kopā plānojam", "Planning together"), starts=dt.date(2026, 1, 1), ends=None)


def held(project, day: dt.date, people: int, title: str = "Seminārs") -> Event:
    event = EventFactory(
        project=project,
        first_day=day,
        last_day=day,
        state=Event.State.PUBLISHED,
        title=both(title, f"{title} en"),
        activity=None,
    )
    for _person in range(people):
        AttendanceFactory(registration=RegistrationFactory(event=event))
    return event


@pytest.fixture
def report(project):
    """On the first half of 2026: one event before it, one in it, one after it."""
    for day, title in ((dt.date(2025, 11, 3), "Pirms"), (dt.date(2026, 3, 3), "Tajā"), (dt.date(2026, 9, 3), "Pēc")):
        held(project, day, 6, title)
    events = IndicatorFactory(project=project, number="1.1", counted="events", target=4, order=1)
    people = IndicatorFactory(project=project, number="1.2", counted="people", target=24, order=2)
    entered = IndicatorFactory(project=project, number="R1", kind="outcome", target=8, baseline=2, order=3)
    IndicatorValueFactory(indicator=entered, day=dt.date(2026, 5, 5), value=5, evidence="Domes lēmums Nr. 7")
    made = ReportFactory(project=project, starts=dt.date(2026, 1, 1), ends=dt.date(2026, 6, 30))
    made.indicators = {"events": events, "people": people, "entered": entered}
    return made


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """The day on which the reports are written: after all that happened in them."""
    moment = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def address_of(report, rest: str = "") -> str:
    return f"/projects/{report.project.slug}/reports/{report.pk}/{rest}"


def handed_in(report, client: Client) -> Report:
    answer = client.post(address_of(report, "hand-in/"), {"version": report.version})
    assert answer.status_code == 302, words_of(answer)
    again = Report.objects.get(pk=report.pk)
    again.project = report.project
    return again


def figures(report) -> list[tuple]:
    return [(line.number, line.before, line.reached, line.share) for line in figures_of(report).lines]


def test_a_report_says_what_was_reached_before_and_by_the_end_of_its_period(report):
    assert figures(report) == [
        ("1.1", 1, 2, Decimal("0.5")),
        ("1.2", 6, 12, Decimal("0.5")),
        ("R1", None, 5, Decimal("0.5")),
    ]
    assert [event.title["lv"] for event in figures_of(report).events] == ["Tajā"]


@pytest.mark.parametrize("role", ALL)
def test_the_team_reads_and_organisers_write(report, people, role):
    client = client_of(people[role])
    evidence = f"evidence/{report.indicators['people'].pk}/"
    for rest in ("", evidence, "lv.docx", "en.xlsx"):
        assert client.get(address_of(report, rest)).status_code == (200 if role in TEAM else 404), rest
    assert client.get(f"/projects/{report.project.slug}/reports/").status_code == (200 if role in TEAM else 404)
    if role not in KEEP:
        for rest in ("edit/", "hand-in/", "anew/", "discard/"):
            assert client.post(address_of(report, rest), {"version": 1}).status_code == 404, rest
        assert client.get(address_of(report, "edit/")).status_code == 404
        assert client.post(f"/projects/{report.project.slug}/reports/new/", {}).status_code == 404
        assert Report.objects.get().state == Report.State.DRAFT


def test_a_report_stands_under_its_own_project_alone(report, organiser):
    other = ReportFactory()
    assert organiser.get(f"/projects/{report.project.slug}/reports/{other.pk}/").status_code == 404
    elsewhere = IndicatorFactory()
    assert organiser.get(address_of(report, f"evidence/{elsewhere.pk}/")).status_code == 404
    assert organiser.get(address_of(report, "xx.docx")).status_code == 404


def test_every_number_on_the_page_leads_to_its_evidence(report, organiser):
    page = organiser.get(address_of(report)).content.decode()
    for row in report.indicators.values():
        assert f'href="{address_of(report, f"evidence/{row.pk}/")}"' in page
    said = words_of(organiser.get(address_of(report, f"evidence/{report.indicators['people'].pk}/")))
    for expected, there in (("Pirms en", True), ("Tajā en", True), ("Pēc en", False), ("12", True)):
        assert (expected in said) is there, expected
    said = words_of(organiser.get(address_of(report, f"evidence/{report.indicators['entered'].pk}/")))
    assert "Domes lēmums Nr. 7" in said


@pytest.mark.parametrize(
    ("language", "word", "title"), [("lv", "Tajā", "Kopā plānojam"), ("en", "Tajā en", "Planning together")]
)
def test_the_docx_says_the_same_and_its_numbers_are_links(report, organiser, settings, language, word, title):
    settings.BASE_URL = "https://talka.example"
    document = Document(io.BytesIO(organiser.get(address_of(report, f"{language}.docx")).content))
    texts = [p.text for p in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert title in " ".join(texts)
    assert word in cells
    assert str(report.project.publicity.data[language]) in texts, "whose money it is"
    assert str(report.summary.data[language]) in texts
    links = {rel.target_ref for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.HYPERLINK}
    for row in report.indicators.values():
        assert "https://talka.example" + address_of(report, f"evidence/{row.pk}/") in links
    (line,) = [row for table in document.tables[:1] for row in table.rows if row.cells[0].text == "1.2"]
    assert line.cells[6]._tc.xpath(".//w:hyperlink//w:t/text()") == ["12"], "the number itself is the link"


def test_the_workbook_has_numbers_that_are_links(report, organiser, settings):
    settings.BASE_URL = "https://talka.example"
    book = openpyxl.load_workbook(io.BytesIO(organiser.get(address_of(report, "en.xlsx")).content))
    sheet = book["Indicators"]
    heads = [cell.value for cell in sheet[1]]
    row = next(line for line in sheet.iter_rows(min_row=2) if line[0].value == "1.2")
    reached = row[heads.index("By its end")]
    assert reached.value == 12
    assert reached.hyperlink.target == "https://talka.example" + address_of(
        report, f"evidence/{report.indicators['people'].pk}/"
    )
    assert row[heads.index("Of the target, %")].value == 50
    proofs = [[cell.value for cell in line] for line in book["Evidence"].iter_rows(min_row=2)]
    assert {line[3] for line in proofs} == {"Pirms en", "Tajā en", "Domes lēmums Nr. 7"}
    assert [line[2].value for line in book["Events"].iter_rows(min_row=2)] == ["Tajā en"]
    assert str(report.project.publicity.data["en"]) in [line[1].value for line in book["Report"].iter_rows()]


def test_made_up_programmes_say_so(report, organiser):
    programme = report.project.programme
    for made_up in (False, True):
        programme.illustrative = made_up
        programme.save()
        document = Document(io.BytesIO(organiser.get(address_of(report, "en.docx")).content))
        book = openpyxl.load_workbook(io.BytesIO(organiser.get(address_of(report, "en.xlsx")).content))
        cells = [cell.value for line in book["Report"].iter_rows() for cell in line]
        assert ("made-up data" in [p.text for p in document.paragraphs]) is made_up
        assert ("made-up data" in cells) is made_up


# -- handing in --------------------------------------------------------------------------------------------------------


def test_what_is_handed_in_does_not_move(report, people, organiser):
    before = figures(report)
    row = handed_in(report, organiser)
    assert (row.state, row.handed_in_by) == (Report.State.HANDED_IN, people["organiser"])
    assert changes_since(row, figures_of(row)) == []
    assert "The data still say the same." in words_of(organiser.get(address_of(row)))
    held(row.project, dt.date(2026, 4, 4), 5, "Vēlāk ievadīts")
    event = Event.objects.filter(first_day=dt.date(2026, 3, 3))
    Attendance.objects.filter(registration__event__in=event).delete()
    event.update(title=both("Pārsaukts", "Renamed"))
    report.indicators["entered"].values.update(value=7)
    report.project.title = both("Cits projekts", "Another project")
    report.project.save()
    row = Report.objects.get(pk=row.pk)
    assert figures(row) == before
    said = words_of(organiser.get(address_of(row)))
    assert "Planning together" in said
    assert "Tajā en" in said
    assert "Vēlāk" not in said
    assert "1.1: the report says 2, the data now say 3." in said
    assert "1.2: the report says 12, the data now say 11." in said
    assert "R1: the report says 5, the data now say 7." in said
    evidence = words_of(organiser.get(address_of(row, f"evidence/{report.indicators['people'].pk}/")))
    assert "Tajā en" in evidence
    assert "Vēlāk" not in evidence
    document = Document(io.BytesIO(organiser.get(address_of(row, "en.docx")).content))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    assert "12" in cells
    assert "11" not in cells


def test_a_retired_indicator_stays_in_what_was_handed_in(report, organiser):
    row = handed_in(report, organiser)
    organiser.post(f"/projects/{row.project.slug}/results/{report.indicators['events'].pk}/retire/")
    assert len(figures_of(row).lines) == 3
    assert "1.1: the indicator has been retired." in words_of(organiser.get(address_of(row)))
    assert organiser.get(address_of(row, f"evidence/{report.indicators['events'].pk}/")).status_code == 200


def test_what_is_handed_in_is_not_written_any_more(report, organiser):
    row = handed_in(report, organiser)
    form = {"title_0": "Cits", "starts": "2026-01-01", "ends": "2026-06-30", "version": row.version}
    assert organiser.post(address_of(row, "edit/"), form).status_code == 409
    assert organiser.post(address_of(row, "hand-in/"), {"version": row.version}).status_code == 409
    assert organiser.post(address_of(row, "discard/")).status_code == 409
    assert Report.objects.get().title.data == report.title.data
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=row.pk).update(frozen=None)


def test_a_new_edition_says_what_the_data_say_now(report, organiser):
    row = handed_in(report, organiser)
    held(row.project, dt.date(2026, 4, 4), 5, "Vēlāk ievadīts")
    answer = organiser.post(address_of(row, "anew/"))
    new = Report.objects.get(edition=2)
    assert answer.headers["Location"] == address_of(new)
    assert organiser.post(address_of(row, "anew/")).headers["Location"] == address_of(new), "one draft at a time"
    new.project = row.project
    assert (new.number, new.summary.data) == (row.number, row.summary.data)
    assert figures(new)[0] == ("1.1", 1, 3, Decimal("0.75"))
    assert "A newer edition" in words_of(organiser.get(address_of(row)))
    handed_in(new, organiser)
    assert figures(Report.objects.get(edition=1))[0] == ("1.1", 1, 2, Decimal("0.5"))
    assert "edition 2" in words_of(organiser.get(address_of(new)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"summary": ""}, "The summary is missing."),
        ({"ends": dt.date(2026, 12, 1)}, "The period of the report is not over yet."),
        ({"version": 5}, "Somebody else has changed this report"),
    ],
)
def test_nothing_is_handed_in_that_is_not_ready(report, organiser, fields, words):
    Report.objects.filter(pk=report.pk).update(**fields)
    answer = organiser.post(address_of(report, "hand-in/"), {"version": 1})
    assert answer.status_code in (409, 422)
    assert words in words_of(answer)
    assert Report.objects.get().state == Report.State.DRAFT


def test_a_report_needs_something_to_report_on(project, organiser):
    empty = ReportFactory(project=project)
    assert "no indicator" in words_of(organiser.post(address_of(empty, "hand-in/"), {"version": 1}))


def test_a_report_is_begun_and_written(project, organiser):
    form = {"title_0": "Pārskats", "title_1": "Report", "starts": "2026-01-01", "ends": "2026-06-30"}
    address = f"/projects/{project.slug}/reports/new/"
    assert organiser.post(address, form | {"ends": "2025-06-30"}).status_code == 422
    assert organiser.post(address, form | {"title_0": "", "title_1": ""}).status_code == 422
    assert organiser.post(address, form).status_code == 302
    assert organiser.post(address, form).status_code == 302
    first, second = Report.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    written = form | {"summary_0": "Notika", "risks_1": "Few come", "version": "1"}
    assert organiser.post(address_of(first, "edit/"), written).status_code == 302
    stale = organiser.post(address_of(first, "edit/"), written | {"summary_0": "Cits"})
    assert stale.status_code == 409
    first.refresh_from_db()
    assert (first.summary.data["lv"], first.risks.data["en"], first.version) == ("Notika", "Few come", 2)
    assert organiser.post(address_of(second, "discard/")).status_code == 302
    assert Report.objects.get() == first


def test_what_is_frozen_thaws_to_the_same(report):
    NeedFactory(event=report.project.events.first(), state=Need.State.ANSWERED)
    IndicatorFactory(project=report.project, counted="needs", unit="")
    now = live_figures(report)
    assert thawed(frozen(now)) == now


def test_who_may_not_does_not(report, people):
    with pytest.raises(Refusal):
        hand_in(report, version=1, by=people["auditor"])


@pytest.mark.parametrize("state", ["draft", "handed in"])
def test_three_of_everything_cost_what_one_costs(report, organiser, state):
    asked: list[list[int]] = []
    row = report
    for size in (0, 2):
        for number in range(size):
            held(report.project, dt.date(2026, 2, 2 + number), 5)
            IndicatorFactory(project=report.project, counted="people")
            IndicatorValueFactory(indicator=report.indicators["entered"], day=dt.date(2026, 4, 1 + number))
            IndicatorFactory(project=report.project, number=f"9.{number}")
            ReportFactory(project=report.project, number=100 + number)
        if state == "handed in":
            row = handed_in(report, organiser) if size == 0 else row
        asked.append([])
        pages = [address_of(row), address_of(row, f"evidence/{report.indicators['people'].pk}/")]
        for address in (*pages, address_of(row, "lv.docx"), f"/projects/{report.project.slug}/reports/"):
            organiser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert organiser.get(address).status_code == 200
            asked[-1].append(len(queries))
    assert asked[0] == asked[1]
    assert max(asked[1]) <= 24, asked
