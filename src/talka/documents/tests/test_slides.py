"""Slides hold every word as it was written, nothing runs off a slide, and figures are told as dashes where too few."""

import io
from datetime import date

import pytest
from pptx import Presentation
from pptx.util import Emu

from talka.documents.findings import Finding, FindingsReport, GroupReport
from talka.documents.findings_people import Share
from talka.documents.findings_slides import findings_pptx
from talka.documents.slides import Deck, Rows, Words, deck_pptx

from .test_papers import NASTY, PUBLICITY

KEPT = "Trūkst <b>laika</b> & {{ naudas }} {% if %} #set \\ „pēdiņas”  😀 $x$ *a* _b_ `c` @d"


def opened(file: bytes):
    return Presentation(io.BytesIO(file))


def texts(slide) -> list[str]:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def whole(file: bytes) -> str:
    return "\n".join(text for slide in opened(file).slides for text in texts(slide))


def findings(**more) -> FindingsReport:
    return FindingsReport(
        "IMC-0",
        date(2015, 2, 11),
        needs=(Finding(NASTY, votes=1234, people=12, municipalities=8), Finding("Maz balsu")),
        groups=(GroupReport("1. darba grupa", "Dati", text=f"{NASTY}\nOtrā rindkopa.", points=("Pirmais", "Otrais")),),
        by_region=(Share("Latgales plānošanas reģions", 10, 4),),
        follows="Tālākie pasākumi.",
        place="Rīga",
        link="https://x.lv/e/imc-0/findings/",
        publicity=PUBLICITY,
        **more,
    )


def test_the_findings_as_slides_hold_every_text_its_figures_and_the_publicity():
    text = whole(findings_pptx(findings()))
    assert text.count(KEPT) == 2
    for part in ("IMC-0", "Dati", "1. darba grupa", "Otrā rindkopa.", "• Otrais", "1\u00a0234", "12", "–", "Tālākie"):
        assert part in text
    for part in ("Latgales plānošanas reģions", PUBLICITY.text, PUBLICITY.number, "2015. gada 11. februāris"):
        assert part in text
    assert "izdomāti dati" not in text


def test_made_up_data_says_so_on_every_slide_and_each_has_a_title():
    for slide in opened(findings_pptx(findings(illustrative=True))).slides:
        assert any("izdomāti dati" in text for text in texts(slide))
        assert slide.shapes.title.text_frame.text.strip()


def test_the_language_of_the_words_and_of_the_file_is_said():
    file = opened(findings_pptx(findings(language="en")))
    assert file.core_properties.language == "en-GB"
    runs = [
        r for s in file.slides for sh in s.shapes if sh.has_text_frame for p in sh.text_frame.paragraphs for r in p.runs
    ]
    assert {run._r.rPr.get("lang") for run in runs} == {"en-GB"}
    assert "Needs" in whole(findings_pptx(findings(language="en")))


def test_logos_are_told_to_who_cannot_see_them():
    last = opened(findings_pptx(findings())).slides[-1]
    pictures = [shape for shape in last.shapes if shape.shape_type == 13]
    assert [picture._element.nvPicPr.cNvPr.get("descr") for picture in pictures] == ["Norvēģijas karogs"]


@pytest.mark.parametrize("lines", [("vārds " * 1000,), ("x" * 5000,), tuple(f"Rinda {n}" for n in range(60)), ()])
def test_long_words_go_on_to_the_next_slide_and_nothing_is_lost(lines):
    file = deck_pptx(Deck("Nosaukums", slides=(Words("Garš ziņojums", lines),)))
    slides = list(opened(file).slides)[1:]
    body = " ".join(text for slide in slides for text in texts(slide)[1:])
    assert "".join(body.split()) == "".join("".join(lines).split())
    for slide in slides:
        assert sum(len(text) for text in texts(slide)[1:]) < 600


def test_a_long_table_has_its_headings_on_every_slide():
    rows = tuple((f"Vajadzība {n}", n, None) for n in range(20))
    slides = list(
        opened(deck_pptx(Deck("T", slides=(Rows("Vajadzības", ("Vajadzība", "Balsis", "Cilvēki"), rows),)))).slides
    )
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert [table.cell(0, 0).text for table in tables] == ["Vajadzība"] * 3
    assert sum(len(table.rows) - 1 for table in tables) == 20


def test_everything_stands_on_the_slide():
    file = opened(findings_pptx(findings()))
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert Emu(shape.left + shape.width) <= file.slide_width
            assert shape.top + shape.height <= file.slide_height
