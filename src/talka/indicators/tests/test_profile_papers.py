"""The profile as PDF and DOCX: everything the page shows, in both languages, of an area with much and with nothing."""

import io

import docx
import pypdf
import pytest
from django.utils import timezone
from docx.oxml.ns import qn

from talka.indicators.actions.charts import draw_charts
from talka.indicators.models import Chart, Peer
from talka.territories.factories import AreaFactory
from talka.ui.numbers import date as day_words

from .known_area import known_area, unknown_area

pytestmark = pytest.mark.django_db
SAID = {
    "lv": (
        "Šķiņķu novads",
        "Reģistrētie iedzīvotāji, cilvēki",
        "23 247",
        "2023, provizoriska vērtība",
        "+1,9 % kopš 2022. gada",
        "5. no 5",
        "Visu mediāna",
        "Līdzīgo mediāna",
        "Lauksaimniecība, mežsaimniecība un zivsaimniecība",
        "14,2 %",
        "1,90",
        "Izdomāts statistikas birojs",
        "CC-BY-4.0, 2018–2023",
    ),
    "en": (
        "Šķiņķi municipality",
        "Registered inhabitants, persons",
        "23,247",
        "2023, provisional",
        "+1.9 % since 2022",
        "5 of 5",
        "Median of all",
        "Median of peers",
        "Agriculture, forestry and fishing",
        "14.2%",
        "1.90",
        "Made-up bureau of statistics",
        "CC-BY-4.0, 2018–2023",
    ),
}


def asked(client, path, language):
    client.cookies["talka_language"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    return answer


def pdf_of(client, area, language):
    answer = asked(client, f"/areas/{area.key}/profile.pdf", language)
    assert answer["Content-Type"] == "application/pdf"
    assert f"{area.key}-{language}.pdf" in answer["Content-Disposition"]
    return pypdf.PdfReader(io.BytesIO(answer.content))


def docx_of(client, area, language):
    answer = asked(client, f"/areas/{area.key}/profile.docx", language)
    assert f"{area.key}-{language}.docx" in answer["Content-Disposition"]
    return docx.Document(io.BytesIO(answer.content))


def plain(text):
    return " ".join(text.replace("\u00a0", " ").split())


def words_of_pdf(reader):
    return plain(" ".join(page.extract_text() for page in reader.pages))


def words_of_docx(paper):
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return plain(" ".join([*(line.text for line in paper.paragraphs), *cells]))


@pytest.mark.parametrize("language", ["lv", "en"])
def test_both_papers_say_all_that_the_page_says(client, language):
    area = known_area()
    reader, paper = pdf_of(client, area, language), docx_of(client, area, language)
    said = [*SAID[language], *(row.peer.name for row in area_peers(area)), f"/areas/{area.key}/"]
    said.append(plain(day_words(timezone.localdate())) if language == "lv" else str(timezone.localdate().year))
    for name, words in (("pdf", words_of_pdf(reader)), ("docx", words_of_docx(paper))):
        missing = [each for each in said if each not in words and each.replace(" ", "") not in words.replace(" ", "")]
        assert not missing, (name, missing, words)


def area_peers(area):
    return Peer.objects.filter(area=area).select_related("peer")


def test_papers_can_be_read_by_those_who_do_not_see(client):
    area = known_area()
    draw_charts()
    reader, paper = pdf_of(client, area, "lv"), docx_of(client, area, "lv")
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "lv" and root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    for table in paper.tables:
        first = table.rows[0]._tr.find(qn("w:trPr"))
        assert first is not None and first.find(qn("w:tblHeader")) is not None
    told = [each.get("descr") for each in paper.element.iter(qn("wp:docPr"))]
    assert len(told) == 3 and all("Šķiņķu novads" in each or "Lauksaimniecība" in each for each in told)


def test_charts_stand_in_both_papers_with_the_table_of_the_way(client):
    area = known_area()
    without = len(pdf_of(client, area, "en").pages[0].get_contents().get_data())
    assert not docx_of(client, area, "en").inline_shapes
    draw_charts()
    assert Chart.objects.filter(name__startswith=f"{area.key}/", name__endswith="/en").count() == 3
    paper = docx_of(client, area, "en")
    assert len(paper.inline_shapes) == 3
    heads = [[cell.text for cell in table.rows[0].cells] for table in paper.tables]
    assert ["Year", "Registered inhabitants", "Median of peers", "Monthly wage before taxes"] in [h[:4] for h in heads]
    reader = pdf_of(client, area, "en")
    text = words_of_pdf(reader)
    assert "Registered inhabitants: +10.0 % since 2018" in text, "the chart's own words are words in the PDF"
    assert sum(len(page.get_contents().get_data()) for page in reader.pages) > without


@pytest.mark.parametrize("language", ["lv", "en"])
def test_an_area_of_which_nothing_is_known_says_so(client, language):
    area = unknown_area()
    known = {"lv": "Par šo teritoriju vēl nav zināma neviena vērtība.", "en": "No figure of this area is known yet."}
    for words in (words_of_pdf(pdf_of(client, area, language)), words_of_docx(docx_of(client, area, language))):
        assert known[language] in words and "Nezināmais novads" in words
        assert "None" not in words


def test_made_up_areas_say_so_on_every_page_of_their_papers(client):
    area = known_area(illustrative=True)
    pages = [plain(page.extract_text()) for page in pdf_of(client, area, "lv").pages]
    assert pages and all("izdomāti dati" in page for page in pages)
    paper = docx_of(client, area, "lv")
    assert "izdomāti dati" in words_of_docx(paper)
    assert "izdomāti dati" in paper.sections[0].footer.paragraphs[0].text
    real = AreaFactory()
    assert "izdomāti dati" not in words_of_pdf(pdf_of(client, real, "lv"))


def test_there_is_no_paper_of_an_area_that_is_not_known(client):
    for ending in ("pdf", "docx"):
        assert client.get(f"/areas/nav-tada/profile.{ending}").status_code == 404
        assert client.post(f"/areas/{unknown_area().key}/profile.{ending}").status_code == 405
