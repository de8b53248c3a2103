import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from PIL import Image

from talka.documents.agenda import Agenda, AgendaDay, AgendaItem, agenda_pdf
from talka.documents.article import Article, ArticleGroup, article_docx, article_pdf
from talka.documents.attendance import AttendanceDay, AttendanceList, Attendee, attendance_pdf
from talka.documents.certificate import Certificate, certificates_data, certificates_pdf
from talka.documents.door_sign import DoorSign, door_signs_pdf
from talka.documents.findings import Finding, FindingsReport, GroupReport, Theme, findings_docx, findings_pdf
from talka.documents.findings_people import Share
from talka.documents.name_cards import NameCard, NameCards, name_cards_pdf
from talka.documents.pdf import DocumentFault, render_pages, render_pdf
from talka.documents.printable import covered, day_range, printable
from talka.documents.publicity import Picture, Publicity
from talka.documents.report import Linked, Photo

NASTY = "Trūkst <b>laika</b> & {{ naudas }} {% if %} #set \\ „pēdiņas” \x07\x00\ud800 😀 $x$ *a* _b_ `c` @d"


def picture() -> Picture:
    out = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 90, 60, 255)).save(out, "PNG")
    return Picture(out.getvalue(), "Norvēģijas karogs")


PUBLICITY = Publicity(
    project="Plānošanas kapacitātes palielināšana",
    number="4.3-24/NFI/INP-002",
    funder="Norvēģijas finanšu instruments 2009–2014",
    text="Projektu līdzfinansē Norvēģijas finanšu instruments",
    links=("www.norwaygrants.org",),
    logos=(picture(),),
)


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def attendance(number=30, **more) -> AttendanceList:
    people = tuple(
        Attendee(f"Ņina Šķēle {at}", "Ķekavas novada pašvaldība", "plānotāja") for at in range(1, number + 1)
    )
    days = (AttendanceDay(date(2015, 2, 11), people, "10.00–16.00"), AttendanceDay(date(2015, 2, 12), people[:2]))
    return AttendanceList("IMC-0", "Rīga", days, PUBLICITY, "Urban Institute", **more)


def test_the_attendance_list_has_a_row_per_person_on_each_day():
    text = pages(attendance_pdf(attendance(empty_rows=2)))
    whole = " ".join(text)
    for at in range(1, 31):
        assert f"Ņina Šķēle {at} Ķekavas novada pašvaldība plānotāja" in whole
    assert "2015. gada 11. februāris" in whole and "2015. gada 12. februāris" in text[-1]
    assert "Ņina Šķēle 2" in text[-1] and "Ņina Šķēle 3" not in text[-1]
    for part in (PUBLICITY.number, PUBLICITY.project, PUBLICITY.funder, "Rīga"):
        assert part in text[0] and part in text[-1]
    assert all("4.3-24/NFI/INP-002" in page or PUBLICITY.text in page for page in text)


def test_the_header_row_stands_on_every_page_and_pages_are_counted():
    text = pages(attendance_pdf(attendance(60, language="en")))
    assert len(text) > 3
    for at, page in enumerate(text, start=1):
        assert "Institution Position Signature" in page or "Ņina" not in page
        assert f"Page {at} of {len(text)}" in page


def test_made_up_data_are_marked_on_every_page():
    for page in pages(attendance_pdf(attendance(60, language="en", illustrative=True))):
        assert "made-up data" in page
    assert not any("made-up data" in page for page in pages(attendance_pdf(attendance(language="en"))))


def test_a_pdf_is_tagged_titled_and_says_its_language():
    reader = pypdf.PdfReader(io.BytesIO(attendance_pdf(attendance())))
    assert reader.trailer["/Root"]["/Lang"] == "lv"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "IMC-0" in reader.metadata.title
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_the_same_data_give_the_same_bytes_also_in_threads():
    paper = attendance(5)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _at: attendance_pdf(paper), range(8)))
    assert len(set(made)) == 1


def test_name_cards_stand_eight_to_a_sheet():
    people = tuple(
        NameCard(f"Vārds{at} Uzvārds", "Biedrība", "2. darba grupa", f"https://x.lv/{at}", "A2B3C4") for at in range(9)
    )
    text = pages(name_cards_pdf(NameCards("IMC-0", people)))
    assert len(text) == 2
    assert "Vārds7" in text[0] and "Vārds8" in text[1] and "A2B 3C4" in text[1]
    reader = pypdf.PdfReader(io.BytesIO(name_cards_pdf(NameCards("IMC-0", people))))
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]


def certificate(**more) -> Certificate:
    given = {
        "person": "Ņina Šķēle",
        "event": "IMC-0",
        "first_day": date(2015, 2, 11),
        "organiser": "Urban Institute",
        "code": "A2B3C4D5",
        "verify_url": "https://x.lv/a/A2B3C4D5",
        "hours": 6,
        "publicity": PUBLICITY,
    }
    return Certificate(**{**given, **more})


def test_a_certificate_says_who_what_when_and_how_to_verify():
    (page,) = pages(certificates_pdf([certificate()]))
    for part in (
        "Ņina Šķēle",
        "IMC-0",
        "2015. gada 11. februāris",
        "Urban Institute",
        "A2B3 C4D5",
        "x.lv/a/A2B3C4D5",
        PUBLICITY.number,
    ):
        assert part in page
    assert "https://x.lv/a/A2B3C4D5" not in certificates_data([certificate()])["certificates"][0]["address"]


def test_certificates_fill_one_page_each_however_long_the_name():
    long = "Aleksandrs Maksimiliāns Vītoliņš-Bērziņš-Kalniņš no Ļoti Garas Dzimtas ar Daudziem Vārdiem"
    papers = [
        certificate(),
        certificate(person=long, event="Teritoriju ekonomikas attīstība " * 6),
        certificate(person="X" * 60),
    ]
    assert len(pages(certificates_pdf(papers))) == 3


def test_nothing_to_print_is_told():
    with pytest.raises(ValueError):
        certificates_pdf([])
    with pytest.raises(ValueError):
        door_signs_pdf([])


def test_an_agenda_shows_parallel_items_and_pauses():
    groups = tuple(
        AgendaItem(time(13), f"Darba grupa {at}", place=f"{at}. telpa", speakers=("Ilze",)) for at in (1, 2, 3)
    )
    items = (
        AgendaItem(time(10), "Kafija", pause=True),
        AgendaItem(time(13), "Darbs grupās", time(14, 40), parallel=groups),
    )
    (page,) = pages(agenda_pdf(Agenda("IMC-0", (AgendaDay(date(2015, 2, 11), items),), "Rīga", publicity=PUBLICITY)))
    for part in (
        "Trešdiena, 2015. gada 11. februāris",
        "13:00–14:40",
        "Darba grupa 3",
        "3. telpa",
        "Kafija",
        PUBLICITY.text,
    ):
        assert part in page


def test_a_door_sign_shows_the_code():
    (page,) = pages(door_signs_pdf([DoorSign("IMC-0", "2. grupa", "A2B3C4", "https://x.lv/i/A2B3C4", "x.lv/ienakt")]))
    assert "A2B 3C4" in page and "x.lv/ienakt" in page


def findings(**more) -> FindingsReport:
    need = Finding(
        NASTY, "Pirmā.\n\nOtrā.", 12, 9, 7, 14, ("1. grupa",), (NASTY,), ("Kopīgs vadītājs",), "https://x.lv/v/1"
    )
    few = Finding("Maz balsu", votes=None, people=None, municipalities=None, cards=2)
    given = {
        "needs": (need, few),
        "proposals": (Finding("Mācības par kopīgiem projektiem", votes=1234),),
        "themes": (Theme("Kopīgi projekti", "2. grupa", 12, 8, 6, "https://x.lv/t/1"),),
        "groups": (
            GroupReport(
                "1. grupa", "Teritoriju ekonomika", "Ilze", 18, NASTY, (Linked("Mācības", "https://x.lv"), "Tīkls")
            ),
        ),
        "by_region": (Share("Latgales plānošanas reģions", 17, 9), Share("Zemgales plānošanas reģions", None)),
        "by_kind": (Share("Pašvaldība", 40, 25),),
        "place": "Rīga",
        "organiser": "Urban Institute",
        "people": 60,
        "municipalities": 31,
        "lead": "Galvenais.",
        "follows": "Tālākie pasākumi.",
        "method": "Saskaitīts.",
        "link": "https://x.lv/p",
        "publicity": PUBLICITY,
    }
    return FindingsReport("IMC-0", date(2015, 2, 11), **{**given, **more})


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def test_the_findings_as_docx_hold_every_text_as_it_was_written():
    text = docx_text(findings_docx(findings()))
    kept = "Trūkst <b>laika</b> & {{ naudas }} {% if %} #set \\ „pēdiņas”  😀 $x$ *a* _b_ `c` @d"
    assert text.count(kept) >= 4
    for part in (
        "Maz balsu",
        "12",
        "1\u00a0234",
        "Latgales plānošanas reģions",
        "Tālākie pasākumi.",
        "Kopīgs vadītājs",
        PUBLICITY.text,
        PUBLICITY.number,
        PUBLICITY.funder,
        "2015. gada 11. februāris",
        "Otrā.",
    ):
        assert part in text


def test_the_docx_has_headings_repeated_header_rows_language_and_alt_texts():
    document = docx.Document(io.BytesIO(findings_docx(findings())))
    levels = [line.style.name for line in document.paragraphs if line.style.name.startswith(("Title", "Heading"))]
    assert levels[0] == "Title" and {"Heading 1", "Heading 2"} <= set(levels)
    assert len(document.tables) == 5
    for table in document.tables:
        assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    languages = {mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"lv-LV"} and document.core_properties.title
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == ["Norvēģijas karogs"]
    links = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    assert {"https://x.lv/v/1", "https://x.lv/t/1", "https://www.norwaygrants.org"} <= links


def test_the_findings_as_pdf_hold_needs_numbers_and_publicity():
    whole = " ".join(pages(findings_pdf(findings())))
    for part in (
        "{{ naudas }}",
        "<b>laika</b>",
        "Maz balsu",
        "12",
        "Latgales plānošanas reģions",
        PUBLICITY.text,
        "Tīkls",
    ):
        assert part in whole
    annotations = [
        note.get_object()["/A"]["/URI"]
        for page in pypdf.PdfReader(io.BytesIO(findings_pdf(findings()))).pages
        for note in page.get("/Annots", [])
    ]
    assert "https://x.lv/v/1" in annotations and "https://x.lv/t/1" in annotations


def test_an_empty_report_is_still_a_report():
    empty = FindingsReport("IMC-0", date(2015, 2, 11))
    assert "IMC-0" in docx_text(findings_docx(empty)) and "IMC-0" in pages(findings_pdf(empty))[0]


def test_the_article_draft_holds_its_parts_in_order():
    paper = Article(
        "Noslēdzies seminārs",
        date(2015, 2, 11),
        opening="11. februārī notika seminārs.",
        first_part="Atskats.",
        presentations=(Linked("Zināšanu eņģeļi", "https://x.lv/1"),),
        groups=(ArticleGroup("1. grupa", "Tēma", ("Viens",)),),
        proposed="Grupas ierosināja.",
        follows="Turpinājums.",
        photos=(Photo(picture(), "Zāle"),),
        publicity=PUBLICITY,
    )
    text = docx_text(article_docx(paper))
    places = [
        text.index(part)
        for part in (
            "11. februārī notika",
            "Atskats.",
            "Zināšanu eņģeļi",
            "1. grupa",
            "Viens",
            "Grupas ierosināja.",
            "Turpinājums.",
            "Zāle",
            PUBLICITY.text,
        )
    ]
    assert places == sorted(places)
    assert "Zāle" in " ".join(pages(article_pdf(paper)))


def test_a_broken_logo_is_told():
    with pytest.raises(ValueError):
        findings_pdf(findings(publicity=Publicity(text="x", logos=(Picture(b"<svg onload=alert(1)>", "x"),))))


def test_a_template_fault_names_the_template():
    with pytest.raises(DocumentFault, match="attendance_list"):
        render_pdf("attendance_list", {"title": "x"}, language="lv")
    for name in ("nekas", "../pdf", "frame/../../x"):
        with pytest.raises(DocumentFault):
            render_pdf(name, {"title": "x"}, language="lv")
    with pytest.raises(DocumentFault, match="title"):
        render_pdf("report", {}, language="lv")


def test_pages_can_be_looked_at():
    data = certificates_data([certificate()])
    (page,) = render_pages("certificate", data, language="lv", ppi=30)
    assert Image.open(io.BytesIO(page)).width > 300


def test_signs_the_font_cannot_draw_leave_a_mark():
    assert printable("ĀķŅž „” – €") == "ĀķŅž „” – €"
    assert printable("a😀👍🏽b\u200dc\tд") == "a◊◊bc д"
    assert printable("s\u030c") == "š"
    assert all(ord(sign) in covered() for sign in "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽõäöüßйж◊–")


def test_days_are_written_once():
    first = date(2015, 2, 27)
    assert day_range(first, None, "lv") == "2015. gada 27. februāris"
    assert day_range(date(2015, 2, 11), date(2015, 2, 12), "lv") == "2015. gada 11.–12. februāris"
    assert day_range(first, date(2015, 3, 1), "en") == "27 February – 1 March 2015"
    assert day_range(first, date(2016, 3, 1), "lv") == "2015. gada 27. februāris – 2016. gada 1. marts"
