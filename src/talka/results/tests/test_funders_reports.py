"""Reports as each funder wants them: sections, their order, their tables; frozen, whatever the template says later."""

import dataclasses
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from docx import Document

from talka.events.factories import AttendanceFactory, CostFactory, EventFactory, RegistrationFactory
from talka.events.models import Event
from talka.programmes import funders
from talka.programmes.factories import ActivityFactory, BudgetLineFactory, ProgrammeFactory, ProjectFactory, both
from talka.programmes.funders import template_with, templates, words
from talka.programmes.models import Project, PublicityDuty
from talka.results.actions.reports import ReportData, hand_in, write_report
from talka.results.factories import IndicatorFactory, ReportFactory
from talka.results.models import Report
from talka.results.queries.reports import figures_of, frozen, live_figures, thawed
from talka.ui.numbers import euro

from .team import client_of, team_of, words_of

pytestmark = pytest.mark.django_db
KEYS = [one.key for one in templates(illustrative=True)]
STARTS, ENDS = dt.date(2026, 1, 1), dt.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def later(monkeypatch):
    moment = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def project_of(key: str) -> Project:
    programme = ProgrammeFactory(illustrative=key == "izdomats-fonds")
    return ProjectFactory(programme=programme, funder_template=key, starts=dt.date(2025, 1, 1), ends=None)


def held(project: Project, day: dt.date, told: list[dict], **more) -> Event:
    event = EventFactory(
        project=project, first_day=day, last_day=day, state=Event.State.PUBLISHED, venue=both("Cēsis", "Cēsis"), **more
    )
    for answers in told:
        AttendanceFactory(registration=RegistrationFactory(event=event, funder_answers=answers), day=day)
    return event


def report_of(project: Project) -> Report:
    activity = ActivityFactory(project=project, number="7", title=both("Apmācības", "Training"))
    line = BudgetLineFactory(project=project, code="9.1", title=both("Telpas", "Rooms"), planned_eur=Decimal("1000"))
    told = [{"sex": "woman"}] * 6 + [{"sex": "man"}] * 7 + [{"sex": "non-binary"}] * 1 + [{}] * 5
    event = held(project, dt.date(2026, 3, 3), told, activity=activity, title=both("Seminārs C", "Seminar C"))
    CostFactory(event=event, budget_line=line, spent_eur=Decimal("300"), document_date=dt.date(2026, 3, 9))
    CostFactory(event=event, budget_line=line, spent_eur=Decimal("50"), document_date=dt.date(2025, 12, 30))
    CostFactory(event=event, budget_line=line, spent_eur=Decimal("7"), document_date=dt.date(2026, 7, 1))
    IndicatorFactory(project=project, number="1.1", counted="events", target=4)
    IndicatorFactory(project=project, number="R1", kind="outcome", counted="people", target=4)
    duty = template_with(project.funder_template or "norway-2009-14").publicity.duties[0]
    PublicityDuty.objects.create(project=project, key=duty.key, state="done", note="Plakāts gaitenī")
    written = {
        one.key: {"lv": f"Par {one.key}", "en": f"About {one.key}"}
        for one in (template_with(project.funder_template) or template_with(KEYS[0])).report.sections
        if one.key
    }
    report = ReportFactory(project=project, starts=STARTS, ends=ENDS, written=written, summary=both("Viss.", "All."))
    report.project = project
    return report


def address_of(report: Report, rest: str = "") -> str:
    return f"/projects/{report.project.slug}/reports/{report.pk}/{rest}"


def client_for(report: Report) -> Client:
    return client_of(team_of(report.project)["organiser"])


@pytest.mark.parametrize("key", KEYS)
def test_paper_workbook_and_page_hold_the_sections_of_the_file_in_their_order(key):
    report = report_of(project_of(key))
    client, rules = client_for(report), template_with(key).report
    for language in ("lv", "en"):
        with translation.override(language):
            titles = [words(section.title) for section in rules.sections]
            name = words(rules.title)
        document = Document(io.BytesIO(client.get(address_of(report, f"{language}.docx")).content))
        headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
        assert [one for one in headings if one in titles] == titles
        assert any(name in p.text for p in document.paragraphs)
    pdf = pypdf.PdfReader(io.BytesIO(client.get(address_of(report, "en.pdf")).content))
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert all(title in text for title in titles)
    said = words_of(client.get(address_of(report), headers={"accept-language": "en"}))
    for wanted in ("Seminar C", "Seminārs C"):
        if wanted in said:
            break
    else:
        raise AssertionError("the event of the period is not on the page")
    book = openpyxl.load_workbook(io.BytesIO(client.get(address_of(report, "en.xlsx")).content))
    tables = {"outputs", "outcomes", "events", "activities", "costs", "publicity", "proofs"}
    titled = [title for title, one in zip(titles, rules.sections, strict=True) if one.kind in tables]
    found = [next((one for one in titled if one.startswith(name.rstrip("… "))), "") for name in book.sheetnames]
    assert [one for one in found if one] == titled


def test_activities_costs_publicity_and_own_sections_are_filled():
    report = report_of(project_of("norway-2009-14"))
    cells = []
    document = Document(io.BytesIO(client_for(report).get(address_of(report, "en.docx")).content))
    for table in document.tables:
        cells += [[cell.text for cell in row.cells] for row in table.rows]
    assert next(row for row in cells if row[0] == "7")[:4] == ["7", "Training", "1", "19"]
    rooms = next(row for row in cells if row[0] == "9.1")
    assert rooms[2:] == english([1000, 50, 300, 650])
    assert any("Plakāts gaitenī" in row for row in cells)
    assert "About bilateral" in [p.text for p in document.paragraphs]


def test_what_participants_told_the_funder_is_counted_and_few_are_not_told():
    figures = live_figures(report_of(project_of("esf-plus-2021-27")))
    sexes = [row for row in figures.by_template.asked if row.question["en"] == "Sex"]
    by_answer = {row.answer["en"]: row.people for row in sexes if row.answer}
    assert by_answer["man"] == 7
    assert by_answer["non-binary person"] is None, "one person would be told"
    none = [row.people for row in sexes if not row.answer]
    assert [by_answer["woman"], none[0]].count(None) == 1, "the smallest shown one is hidden with it, or the sum tells"
    assert live_figures(report_of(project_of("norway-2009-14"))).by_template.asked == ()


def test_a_template_changed_later_does_not_change_a_report_handed_in(monkeypatch):
    report = report_of(project_of("norway-2009-14"))
    person = team_of(report.project)["organiser"]
    hand_in(report, version=report.version, by=person)
    report = Report.objects.select_related("project__programme").get(pk=report.pk)
    client = client_of(person)
    before = client.get(address_of(report, "en.docx")).content
    sections = [p.text for p in Document(io.BytesIO(before)).paragraphs if p.style.name == "Heading 1"]
    now, other = template_with("norway-2009-14"), template_with("izdomats-fonds")
    changed = dataclasses.replace(now, report=dataclasses.replace(now.report, sections=other.report.sections))
    monkeypatch.setattr(funders, "_all", lambda: {"norway-2009-14": changed})
    after = client.get(address_of(report, "en.docx")).content
    assert [p.text for p in Document(io.BytesIO(after)).paragraphs if p.style.name == "Heading 1"] == sections
    fresh = ReportFactory(project=report.project, starts=STARTS, ends=ENDS)
    parts = [part.title["en"] for part in live_figures(fresh).by_template.parts]
    assert "What we have learned" in parts and "Bilateral relations" not in parts
    Project.objects.update(funder_template="")
    assert figures_of(Report.objects.get(pk=report.pk)).by_template.template == "norway-2009-14"


@pytest.mark.parametrize("key", ["", *KEYS])
def test_frozen_figures_come_back_whole(key):
    figures = live_figures(report_of(project_of(key)))
    assert thawed(frozen(figures)) == figures
    old = frozen(figures)
    old.pop("by_template")
    assert thawed(old).by_template is None, "reports handed in before there were templates stay readable"


def test_the_form_has_the_funders_own_sections_and_keeps_what_the_template_has_no_more():
    report = report_of(project_of("norway-2009-14"))
    client = client_for(report)
    page = client.get(address_of(report, "edit/"), headers={"accept-language": "en"}).content.decode()
    assert 'name="written_bilateral_0"' in page and "About bilateral" in page
    Report.objects.update(written={"bilateral": {"en": "Old words"}, "gone": {"en": "Of an older template"}})
    data = {
        "title_0": "T", "title_1": "T", "starts": "2026-01-01", "ends": "2026-06-30", "summary_0": "S",
        "written_bilateral_0": "Jauni vārdi", "version": report.version,
    }  # fmt: skip
    assert client.post(address_of(report, "edit/"), data).status_code == 302
    assert Report.objects.get(pk=report.pk).written == {
        "bilateral": {"lv": "Jauni vārdi"},
        "gone": {"en": "Of an older template"},
    }


def test_without_a_template_the_report_asks_for_nothing_more():
    report = report_of(project_of(""))
    page = client_for(report).get(address_of(report, "edit/")).content.decode()
    assert "written_" not in page and 'name="risks_0"' in page
    assert live_figures(report).by_template is None


def test_as_many_queries_for_three_events_as_for_one():
    report = report_of(project_of("esf-plus-2021-27"))
    counts = []
    for day in (4, 5, 6):
        held(
            report.project,
            dt.date(2026, 3, day),
            [{"sex": "man"}] * 6,
            activity=ActivityFactory(project=report.project),
        )
        fresh = Report.objects.select_related("project__programme").get(pk=report.pk)
        with CaptureQueriesContext(connection) as caught:
            live_figures(fresh)
        counts.append(len(caught))
    assert counts[0] == counts[1] == counts[2], counts


def test_words_of_own_sections_are_written_by_organisers_alone():
    report = report_of(project_of("norway-2009-14"))
    people = team_of(report.project)
    data = ReportData(title="T", starts=STARTS, ends=ENDS, written={"bilateral": {"lv": "Jauns"}})
    row = write_report(report, data, version=report.version, by=people["organiser"])
    assert row.written == {"bilateral": {"lv": "Jauns"}}
    for role, status in (("viewer", 404), (None, 404)):
        client = client_of(people[role]) if role else Client()
        assert client.post(address_of(report, "edit/"), {"written_bilateral_0": "x"}).status_code == status
    assert Report.objects.get(pk=report.pk).written == {"bilateral": {"lv": "Jauns"}}


def english(amounts: list[int]) -> list[str]:
    with translation.override("en"):
        return [euro(Decimal(amount)) for amount in amounts]
