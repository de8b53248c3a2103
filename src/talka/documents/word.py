"""DOCX by python-docx: a Report in, a Word file with real headings, repeated header rows, language and alt texts out.

Texts are set as they are and never pass through a template language, so braces and angle brackets in a card stay words.
"""

import io
from collections.abc import Sequence

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from .drawings import Bars, Chart, Tiles, as_picture
from .printable import clean
from .publicity import Picture, Publicity, small_png
from .report import (
    PHOTO_WIDTH,
    Block,
    Bullets,
    Linked,
    Notice,
    Paragraph,
    Photo,
    Quote,
    Report,
    Section,
    Table,
    cell_text,
)

INK, QUIET, ACCENT, WARM = (RGBColor.from_string(each) for each in ("22261F", "565849", "17543D", "A5232B"))
FONT = "Calibri"
WORD_LANGUAGES = {"lv": "lv-LV", "en": "en-GB"}


def report_docx(report: Report) -> bytes:
    """The report as a DOCX file."""
    with translation.override(report.language):
        return _Writer(report).made()


class _Writer:
    """Draws one report into one document."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.doc: Document = docx.Document()
        self.words = {
            "made_up": _("made-up data"),
            "page": pgettext("page number", "Page"),
            "of": pgettext("page number", "of"),
        }

    def made(self) -> bytes:
        self._styles()
        self._properties()
        self._page()
        self._opening()
        for section in self.report.sections:
            self._section(section, 1)
        if self.report.publicity:
            self._publicity(self.report.publicity)
        out = io.BytesIO()
        self.doc.save(out)
        return out.getvalue()

    # -- frame -------------------------------------------------------------------------------------------------

    def _styles(self) -> None:
        styles = self.doc.styles
        language = WORD_LANGUAGES.get(self.report.language, self.report.language)
        for mark in styles.element.iter(qn("w:lang")):
            mark.set(qn("w:val"), language)
            mark.set(qn("w:eastAsia"), language)
        normal = styles["Normal"]
        normal.font.size = Pt(11)
        normal.font.color.rgb = INK
        normal.paragraph_format.space_after = Pt(6)
        for name, size, colour, before in (
            ("Title", 24, INK, 0),
            ("Heading 1", 16, ACCENT, 18),
            ("Heading 2", 12.5, INK, 12),
            ("Heading 3", 11, INK, 10),
        ):
            style = styles[name]
            style.font.size = Pt(size)
            style.font.bold = True
            style.font.color.rgb = colour
            style.paragraph_format.space_before = Pt(before)
            style.paragraph_format.space_after = Pt(5)
            style.paragraph_format.keep_with_next = True
        for borders in styles["Title"].element.iter(qn("w:pBdr")):
            borders.getparent().remove(borders)
            break
        for name in (
            "Normal",
            "Title",
            "Heading 1",
            "Heading 2",
            "Heading 3",
            "Caption",
            "Quote",
            "List Bullet",
            "List Number",
        ):
            _font(styles[name], FONT)
        styles["Caption"].font.size = Pt(10)
        styles["Caption"].font.color.rgb = INK
        styles["Caption"].paragraph_format.keep_with_next = True
        styles["Quote"].font.italic = False
        styles["Quote"].font.color.rgb = INK
        styles["Quote"].paragraph_format.left_indent = Cm(0.8)
        for name, size, colour in (("Kind", 10, ACCENT), ("Small", 9, QUIET), ("Lead", 13, INK), ("Notice", 10.5, INK)):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.font.size = Pt(size)
            style.font.color.rgb = colour
        styles["Kind"].font.bold = True

    def _properties(self) -> None:
        core = self.doc.core_properties
        core.title = clean(f"{self.report.kind}: {self.report.title}" if self.report.kind else self.report.title)[:250]
        core.author = clean(self.report.author)[:250]
        core.language = WORD_LANGUAGES.get(self.report.language, self.report.language)
        core.comments = clean(self.report.publicity.text if self.report.publicity else "")[:250]

    def _page(self) -> None:
        page = self.doc.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.2)
        page.top_margin, page.bottom_margin = Cm(2), Cm(2.2)
        if self.report.mark:
            head = page.header.paragraphs[0]
            head.style = self.doc.styles["Small"]
            head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = _run(head, self.report.mark)
            run.bold = True
            run.font.color.rgb = WARM
        foot = page.footer.paragraphs[0]
        foot.style = self.doc.styles["Small"]
        publicity = self.report.publicity or Publicity()
        told = publicity.text or publicity.number
        if self.report.illustrative:
            self._mark(foot)
            _run(foot, "  ")
        _run(foot, f"{told}  " if told else "")
        _run(foot, f"{self.words['page']} ")
        _field(foot, "PAGE")
        _run(foot, f" {self.words['of']} ")
        _field(foot, "NUMPAGES")

    def _opening(self) -> None:
        report = self.report
        if report.publicity and report.publicity.logos:
            line = self.doc.add_paragraph()
            for logo in report.publicity.logos:
                self._picture(line, logo, height=Cm(1.4))
                _run(line, "   ")
        if report.kind:
            self.doc.add_paragraph(clean(report.kind), style="Kind")
        self.doc.add_paragraph(clean(report.title), style="Title")
        if report.illustrative:
            self._mark(self.doc.add_paragraph())
        for label, value in report.facts:
            if value:
                line = self.doc.add_paragraph()
                line.paragraph_format.space_after = Pt(1)
                _run(line, f"{label}: ").font.color.rgb = QUIET
                if value.startswith(("http://", "https://")):
                    _link(line, value, value)
                else:
                    _run(line, value)
        for part in _parts(report.lead):
            self.doc.add_paragraph(style="Lead")
            _run(self.doc.paragraphs[-1], part)

    def _mark(self, line: Line) -> None:
        run = _run(line, self.words["made_up"])
        run.bold = True
        run.font.color.rgb = WARM

    # -- parts -------------------------------------------------------------------------------------------------

    def _section(self, section: Section, level: int) -> None:
        self.doc.add_heading(clean(section.title), level=min(level, 3))
        for block in section.blocks:
            self._block(block)
        for part in section.parts:
            self._section(part, level + 1)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._lines(block.text)
                if block.link:
                    _link(self.doc.add_paragraph(), block.link, block.link)
            case Bullets():
                for item in block.items:
                    line = self.doc.add_paragraph(style="List Number" if block.ordered else "List Bullet")
                    _worded(line, item)
            case Quote():
                self._lines(block.text, "Quote")
                if block.source:
                    self._lines(block.source, "Small")
            case Notice():
                self._lines(block.text, "Notice")
            case Photo():
                self._picture(self.doc.add_paragraph(), block.picture, width=Cm(16.4))
                if block.caption:
                    self._lines(block.caption, "Caption")
            case Bars() | Tiles() | Chart():
                picture = as_picture(block, self.report.language)  # with its caption in it
                self._picture(self.doc.add_paragraph(), picture, width=Cm(16.6))
            case Table():
                self._table(block)

    def _lines(self, text: str, style: str = "Normal") -> None:
        for part in _parts(text):
            _run(self.doc.add_paragraph(style=style), part)

    def _picture(self, line: Line, picture: Picture, width: int | None = None, height: int | None = None) -> None:
        png, _wide, _high = small_png(picture, PHOTO_WIDTH)
        shape = line.add_run().add_picture(io.BytesIO(png), width=width, height=height)
        shape._inline.docPr.set("descr", clean(picture.alt))

    def _table(self, block: Table) -> None:
        if block.caption:
            self._lines(block.caption, "Caption")
        table = self.doc.add_table(rows=1 + len(block.rows), cols=len(block.headings), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        if block.caption:
            described = OxmlElement("w:tblDescription")
            described.set(qn("w:val"), clean(block.caption))
            table._tbl.tblPr.append(described)
        total = sum(each.share for each in block.headings)
        widths = [Cm(16.6 * each.share / total) for each in block.headings]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        contents: list[Sequence[object]] = [[each.title for each in block.headings], *block.rows]
        # python-docx counts a table's cells anew at every access; the rows' own elements do not.
        for at, (element, row) in enumerate(zip(table._tbl.tr_lst, contents, strict=True)):
            settings = element.get_or_add_trPr()
            settings.append(OxmlElement("w:cantSplit"))
            if at == 0:
                settings.append(OxmlElement("w:tblHeader"))
            for cell_element, heading, width, value in zip(element.tc_lst, block.headings, widths, row, strict=True):
                cell = _Cell(cell_element, table)
                cell.width = width
                line = cell.paragraphs[0]
                line.paragraph_format.space_after = Pt(2)
                if heading.figures:
                    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if isinstance(value, Linked):
                    _link(line, value.text, value.link)
                else:
                    run = _run(line, cell_text(value, self.report.language))  # type: ignore[arg-type]
                    run.bold = at == 0
                if at == 0:
                    shade = OxmlElement("w:shd")
                    shade.set(qn("w:val"), "clear")
                    shade.set(qn("w:fill"), "F6F1E6")
                    cell_element.get_or_add_tcPr().append(shade)
        self._lines(block.note, "Small") if block.note else self.doc.add_paragraph()

    def _publicity(self, publicity: Publicity) -> None:
        self.doc.add_paragraph()
        name = f"{publicity.project} ({publicity.number})" if publicity.project and publicity.number else ""
        for text in (name or publicity.project or publicity.number, publicity.funder, publicity.text):
            self._lines(text, "Small")
        for address in publicity.links:
            line = self.doc.add_paragraph(style="Small")
            _link(line, address, address if address.startswith("http") else f"https://{address}")


def _parts(text: str) -> list[str]:
    """The paragraphs of a text: an empty line parts them."""
    return [part.strip("\n") for part in clean(text).split("\n\n") if part.strip()]


def _run(line: Line, text: str):  # type: ignore[no-untyped-def]
    return line.add_run(clean(text))


def _worded(line: Line, item: str | Linked) -> None:
    if isinstance(item, Linked):
        _link(line, item.text, item.link)
    else:
        _run(line, item)


def _link(line: Line, text: str, address: str) -> None:
    """A real hyperlink; python-docx has no call for it."""
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), line.part.relate_to(clean(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = _run(line, text)
    run.font.color.rgb = ACCENT
    run.underline = True
    element.append(run._r)
    line._p.append(element)


def _field(line: Line, name: str) -> None:
    """A field Word fills in, such as the page number."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), name)
    run = _run(line, "1")
    element.append(run._r)
    line._p.append(element)


def _font(style: object, name: str) -> None:
    """The font for every script, also where the style's theme names another."""
    properties = style.element.get_or_add_rPr()  # type: ignore[attr-defined]
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(attribute), name)
