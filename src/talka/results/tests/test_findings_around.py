"""The findings report beside its findings: chart, map and comparison, on the page and in every paper."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from talka.events.factories import AttendanceFactory, two
from talka.events.models import Event, FeedbackAnswer, Registration
from talka.needs import actions
from talka.needs.factories import Voiced, voiced_event
from talka.people.factories import OrganisationFactory
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.results.queries.findings_report import findings_report
from talka.territories.factories import AreaFactory
from talka.territories.models import Area
from talka.ui.few import FEW

pytestmark = pytest.mark.django_db


def held(project, title: str, day: dt.date, **fields) -> Voiced:
    voiced = voiced_event(project=project, title=two(title, title), **fields)
    Event.objects.filter(pk=voiced.event.pk).update(first_day=day, last_day=day)
    voiced.event.refresh_from_db()
    return voiced


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def organiser(project):
    return TeamMemberFactory(project=project).person


@pytest.fixture
def first(project):
    return held(project, "Pirmais", dt.date(2025, 2, 1))


@pytest.fixture
def second(project, first):
    return held(project, "Otrais", dt.date(2026, 2, 1), follows=first.event)


def need(voiced, name, organiser, people=6, **more):
    return actions.raise_need(voiced.event, [voiced.theme(name, people, **more).pk], by=organiser)


def publish(organiser, *voiced):
    for one in voiced:
        actions.publish_findings(one.event, public=True, by=organiser)


def come(event, people: int, areas=(), home=None) -> None:
    """So many people of these municipalities, in turn."""
    homes = [OrganisationFactory(area=area) for area in areas]
    for number, row in enumerate(Registration.objects.filter(event=event)[:people]):
        if homes:
            Registration.objects.filter(pk=row.pk).update(organisation=homes[number % len(homes)])
        AttendanceFactory(registration=row)


def page(event, person=None) -> str:
    client = Client()
    if person:
        client.force_login(person.account)
    return client.get(f"/e/{event.slug}/findings/").content.decode()


def words_of_papers(event, person=None) -> dict[str, str]:
    client = Client()
    if person:
        client.force_login(person.account)
    pdf = client.get(f"/e/{event.slug}/findings.pdf").content
    document = Document(io.BytesIO(client.get(f"/e/{event.slug}/findings.docx").content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/e/{event.slug}/findings.xlsx").content))
    values = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return {
        "pdf": " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages).split()),
        "docx": "\n".join([*(line.text for line in document.paragraphs), *cells]),
        "xlsx": "\n".join(values),
    }


def test_votes_are_a_chart_without_those_of_few_people(second, organiser):
    for name, people, dots in (("Dati", 7, 3), ("Telpas", 6, 1), ("Trīs", 3, 9)):
        need(second, name, organiser, people, dots=dots)
    publish(organiser, second)
    report = findings_report(second.event, language="lv", base="")
    assert [(bar.label, bar.value) for bar in report.needs_chart.bars] == [("Dati", 21), ("Telpas", 6)]
    assert report.needs_chart.longest == 21
    said = page(second.event)
    chart = said.split('<table class="bars">', 1)[1].split("</table>", 1)[0]
    assert re.findall(r'bar-value" width="([\d.]+)"', chart) == ["100", "28.6"]
    assert "Trīs" not in chart
    assert "Trīs" in said, "it stands in the table"


@pytest.fixture
def map_of_five():
    """Five municipalities that have their place on the map, and no others."""
    Area.objects.all().delete()
    return [
        AreaFactory(kind=Area.Kind.MUNICIPALITY, name=f"Zīļu {number}. novads", row=1, column=number)
        for number in range(1, 6)
    ]


def test_the_map_says_only_whether_somebody_took_part(map_of_five, second, organiser):
    need(second, "Dati", organiser, 6)
    Area.objects.exclude(pk__in=[area.pk for area in map_of_five]).update(row=9, column=9)
    come(second.event, 6, map_of_five[:2])
    publish(organiser, second)
    report = findings_report(second.event, language="lv", base="")
    assert {tile.label for tile in report.presence.tiles if tile.marked} == {"Zīļu 1. novads", "Zīļu 2. novads"}
    assert "Zīļu 3. novads" in {tile.label for tile in report.presence.tiles}
    said = page(second.event)
    picture = said.split('class="tile-map"', 1)[1].split("</figure>", 1)[0]
    assert picture.count("tile tile-4") == 2 + 1, "two municipalities and the legend"
    words = picture.split("<p>")[1]
    assert "Zīļu 1. novads, Zīļu 2. novads" in words
    assert "Zīļu 3. novads" not in words
    for paper in words_of_papers(second.event).values():
        assert "Zīļu 1. novads, Zīļu 2. novads" in paper
        assert "Zīļu 3. novads" not in paper


def test_there_is_no_map_of_fewer_than_five_people(map_of_five, second, organiser):
    need(second, "Dati", organiser, 6)
    come(second.event, FEW - 1, map_of_five[:4])
    publish(organiser, second)
    assert findings_report(second.event, language="lv", base="").presence is None
    assert "Zīļu" not in page(second.event)
    assert all("Zīļu" not in paper for paper in words_of_papers(second.event).values())


def test_where_not_every_municipality_has_a_place_names_alone_are_told(map_of_five, second, organiser):
    need(second, "Dati", organiser, 6)
    come(second.event, 6, map_of_five[:2])
    Area.objects.filter(pk=map_of_five[4].pk).update(row=None, column=None)
    publish(organiser, second)
    report = findings_report(second.event, language="lv", base="")
    assert report.map is None
    assert report.presence.names == ("Zīļu 1. novads", "Zīļu 2. novads")
    said = page(second.event)
    assert "tile-map" not in said
    assert "Zīļu 1. novads, Zīļu 2. novads" in said


def test_an_event_stands_beside_the_one_it_follows_and_earlier_ones_of_its_project(first, second, organiser):
    other = held(ProjectFactory(programme=first.event.project.programme), "Cita projekta", dt.date(2025, 5, 1))
    between = held(first.event.project, "Starpā", dt.date(2025, 8, 1))
    later = held(first.event.project, "Vēlāk", dt.date(2027, 2, 1))
    publish(organiser, first, second, between, later)
    publish(TeamMemberFactory(project=other.event.project).person, other)
    need(first, "Dati", organiser, 7)
    need(second, "Telpas", organiser, 6)
    come(first.event, 7)
    come(second.event, 6)
    compared = findings_report(second.event, language="lv", base="").compared
    assert [one.title for one in compared.events] == ["Pirmais", "Starpā", "Otrais"]
    assert [one.here for one in compared.events] == [False, False, True]
    assert [one.people for one in compared.events] == [7, None, 6]
    assert [one.needs for one in compared.events] == [1, 0, 1]
    assert compared.all_new
    assert not findings_report(between.event, language="lv", base="").compared.all_new, "it has no needs"
    said = page(second.event)
    assert f'<a href="/e/{first.event.slug}/findings/">Pirmais</a>' in said
    for paper in words_of_papers(second.event).values():
        assert "Pirmais" in paper
        assert "Vēlāk" not in paper
        assert "Cita projekta" not in paper


def test_the_one_it_follows_is_there_however_long_ago(first, second, organiser):
    many = [held(first.event.project, f"Nr. {number}", dt.date(2025, 3, number)) for number in range(1, 7)]
    publish(organiser, first, second, *many)
    compared = findings_report(second.event, language="lv", base="").compared
    assert [one.title for one in compared.events] == ["Pirmais", "Nr. 4", "Nr. 5", "Nr. 6", "Otrais"]


def test_needs_that_came_again_by_merging_or_by_the_same_words(first, second, organiser):
    merged, same = need(first, "Dati", organiser), need(first, "Telpas kopā", organiser)
    into, again, fresh = (need(second, name, organiser) for name in ("Jauni dati", "telpas KOPĀ", "Pavisam cits"))
    actions.merge([merged], into, by=organiser)
    publish(organiser, first, second)
    compared = findings_report(second.event, language="lv", base="").compared
    assert {one.need.text: [event.text for event in one.events] for one in compared.again} == {
        into.words: ["Pirmais"],
        again.words: ["Pirmais"],
    }
    assert same.words not in {one.need.text for one in compared.again}
    said = page(second.event).split('id="compared"', 1)[1]
    assert not compared.all_new
    assert fresh.words not in said.split("</section>", 1)[0]
    for kind, paper in words_of_papers(second.event).items():
        assert "Jauni dati" in paper, kind


def test_unpublished_findings_are_compared_for_the_team_only(first, second, organiser):
    need(first, "Slepena vajadzība", organiser)
    need(second, "Slepena vajadzība", organiser)
    publish(organiser, second)
    assert findings_report(second.event, language="lv", base="").compared is None
    assert "Pirmais" not in page(second.event).split('id="needs"')[1]
    assert all("Pirmais" not in paper for paper in words_of_papers(second.event).values())
    assert 'id="compared"' in page(second.event, organiser)
    assert all("Pirmais" in paper for paper in words_of_papers(second.event, organiser).values())


@pytest.mark.parametrize(("role", "sees"), [(None, False), ("viewer", False), ("auditor", True), ("organiser", True)])
def test_satisfaction_is_for_those_who_may_read_the_feedback(first, second, organiser, role, sees):
    person = TeamMemberFactory(project=first.event.project, role=role).person if role else None
    for event, sheets, mark in ((first.event, 5, 4), (second.event, 4, 2)):
        for _number in range(sheets):
            FeedbackAnswer.objects.create(event=event, ratings={"useful": mark, "content": 5})
    publish(organiser, first, second)
    compared = findings_report(second.event, language="lv", base="", person=person).compared
    assert [one.satisfaction for one in compared.events] == [4.5 if sees else None, None]
    assert bool(re.search(r">\s*4,5\s*<", page(second.event, person))) is sees


def test_the_workbook_has_a_sheet_for_each_part(first, second, organiser):
    for name, dots in (("Dati", 2), ("=Telpas", 1)):
        need(second, name, organiser, dots=dots)
    need(second, "Trīs", organiser, 3)
    need(first, "Dati", organiser)
    publish(organiser, first, second)
    client = Client(headers={"accept-language": "en"})
    client.cookies["talka_language"] = "en"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/e/{second.event.slug}/findings.xlsx").content))
    assert book.sheetnames == ["Needs", "Proposals", "Earlier events", "Needs that came again", "About"]
    rows = [[cell.value for cell in row] for row in book["Needs"].iter_rows(min_row=2)]
    assert [(row[0], row[1], row[3]) for row in rows] == [("Dati", 12, 6), ("'=Telpas", 6, 6), ("Trīs", None, None)]
    assert [cell.value for cell in book["Needs that came again"][2]][:2] == ["Dati", "Pirmais"]
    said = [cell.value for row in book["About"].iter_rows() for cell in row]
    assert str(second.event.project.publicity.localize("en")) in said
    assert second.event.project.number in said


def test_the_page_asks_as_often_for_three_earlier_events_as_for_one(
    first, second, organiser, django_assert_max_num_queries
):
    publish(organiser, first, second)
    need(first, "Dati", organiser)
    need(second, "Dati", organiser)
    come(first.event, 5)
    come(second.event, 5)
    asked = []
    for _turn in range(2):
        page(second.event, organiser)
        with django_assert_max_num_queries(60) as captured:
            assert 'id="compared"' in page(second.event, organiser)
        asked.append(len(captured.captured_queries))
        for number in (1, 2):
            more = held(first.event.project, f"Vēl {number}", dt.date(2025, 6, number))
            need(more, "Dati", organiser)
            come(more.event, 5)
            publish(organiser, more)
    assert asked[0] == asked[1]


def test_a_cancelled_event_and_a_draft_are_not_compared(first, second, organiser):
    draft = held(first.event.project, "Melnraksts", dt.date(2025, 7, 1))
    publish(organiser, first, second, draft)
    Event.objects.filter(pk=draft.event.pk).update(state="draft")
    Event.objects.filter(pk=first.event.pk).update(state="cancelled")
    assert findings_report(second.event, language="lv", base="", person=organiser).compared is None
