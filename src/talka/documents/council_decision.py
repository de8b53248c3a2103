"""Domes lēmuma projekts: the draft decision of a council with its explanatory note, as DOCX to go on working in.

The order is that of Latvian councils: whose decision it is, "decision", place, day and number left open, the title, on
what law it rests, what is decided point by point, who signs; then the explanatory note as a table. Texts are set as
they are and never pass through a template language.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import docx
from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as Line

from .printable import clean
from .word import WARM, WORD_LANGUAGES

FONT = "Times New Roman"
"""What councils write their decisions in."""


@dataclass(frozen=True)
class DecidingParty:
    """A party, as what it takes part, and what it pays in EUR a year; None where that is not for the reader."""

    name: str
    role: str = ""
    eur: Decimal | None = None


@dataclass(frozen=True)
class Note:
    """The explanatory note: one text for each of its sections; "" is told as not filled in yet."""

    purpose: str = ""
    content: str = ""
    budget: str = ""
    people: str = ""
    consulted: str = ""


@dataclass(frozen=True)
class CouncilDecision:
    """basis: sections of laws, each as it is cited; points: what is decided, each a sentence or more; key: the rule by
    which the parties share the cost; total_eur: what all pay together in a year; remark: from what the draft was made,
    and what is to be checked; empty: figures that the partners of a cooperation entered."""

    council: str
    title: str
    points: tuple[str, ...]
    parties: tuple[DecidingParty, ...] = ()
    basis: tuple[str, ...] = ()
    key: str = ""
    total_eur: Decimal | None = None
    note: Note = Note()
    remark: str = ""
    language: str = "lv"
    illustrative: bool = False


def decision_docx(paper: CouncilDecision) -> bytes:
    """The draft decision and its explanatory note as one DOCX file."""
    with translation.override(paper.language):
        return _Writer(paper).made()


def eur(value: Decimal | None, language: str) -> str:
    """An amount with its cents, as people of that language write it; a dash where it is not known."""
    return f"{format_decimal(value, format='#,##0.00', locale=language)} EUR" if value is not None else "–"


class _Writer:
    def __init__(self, paper: CouncilDecision) -> None:
        self.paper = paper
        self.doc: Document = docx.Document()

    def made(self) -> bytes:
        self._frame()
        self._head()
        self._decides()
        self._signs()
        self._note()
        out = io.BytesIO()
        self.doc.save(out)
        return out.getvalue()

    def _frame(self) -> None:
        language = WORD_LANGUAGES.get(self.paper.language, self.paper.language)
        styles = self.doc.styles
        for mark in styles.element.iter(qn("w:lang")):
            mark.set(qn("w:val"), language)
        normal = styles["Normal"]
        normal.font.name = FONT
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        normal.font.size = Pt(12)
        normal.paragraph_format.space_after = Pt(6)
        core = self.doc.core_properties
        core.title = clean(self.paper.title)[:250]
        core.author = clean(self.paper.council)[:250]
        core.language = language
        page = self.doc.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin, page.right_margin = Cm(3), Cm(2)
        page.top_margin = page.bottom_margin = Cm(2)
        head = page.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        head.add_run(_("DRAFT")).bold = True
        if self.paper.illustrative:
            mark_run = head.add_run(f"  {_('made-up data')}")
            mark_run.bold = True
            mark_run.font.color.rgb = WARM

    def _line(self, text: str, *, bold: bool = False, centred: bool = False, after: int = 6) -> Line:
        line = self.doc.add_paragraph()
        line.paragraph_format.space_after = Pt(after)
        if centred:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(clean(text)).bold = bold
        return line

    def _title(self, text: str) -> None:
        """A heading for those who move by headings, in the look of a decision."""
        line = self.doc.add_heading(level=1)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_before = Pt(12)
        run = line.add_run(clean(text))
        run.font.name, run.font.size, run.bold = FONT, Pt(13), True
        run.font.color.rgb = None
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)

    def _head(self) -> None:
        self._line(self.paper.council, bold=True, centred=True)
        self._title(_("DECISION"))
        line = self._line(f"{_('Place:')} ____________\t{_('Date:')} __.__.20__.   {_('No.')} ______")
        line.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
        line = self._line(f"\t({_('minutes No.')} ____, {_('item')} ____)", after=14)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
        self._line(self.paper.title, bold=True, after=12)

    def _decides(self) -> None:
        if self.paper.basis:
            told = "; ".join(self.paper.basis)
            self._line(f"{_('Basis in law:')} {told}.")
        else:
            self._line(_("Basis in law: ____________ (to be filled in by a lawyer)."))
        self._line(_("The council decides:"), bold=True)
        for at, point in enumerate(self.paper.points, start=1):
            line = self._line(f"{at}. {point}")
            line.paragraph_format.left_indent = Cm(0.8)
            line.paragraph_format.first_line_indent = Cm(-0.8)
        if self.paper.parties:
            self._parties()

    def _parties(self) -> None:
        paper = self.paper
        told = [(one.name, one.role, eur(one.eur, paper.language)) for one in paper.parties]
        if paper.total_eur is not None:
            told.append((_("Together"), "", eur(paper.total_eur, paper.language)))
        caption = _("Parties and their shares in a year")
        self._table(
            f"{caption}. {_('Cost key')}: {paper.key}" if paper.key else caption,
            (_("Party"), _("Takes part as"), pgettext("cost share", "Share")),
            told,
            (8.5, 4, 3.5),
        )

    def _table(
        self, caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        if caption:
            self._line(caption, after=4).paragraph_format.keep_with_next = True
        table = self.doc.add_table(rows=1 + len(rows), cols=len(headings), style="Table Grid")
        table.autofit = False
        for at, row in enumerate((headings, *rows)):
            settings = table.rows[at]._tr.get_or_add_trPr()
            settings.append(OxmlElement("w:cantSplit"))
            if at == 0:
                settings.append(OxmlElement("w:tblHeader"))
            for cell, text, width in zip(table.rows[at].cells, row, widths, strict=True):
                cell.width = Cm(width)
                parts = [part for part in clean(text).split("\n") if part.strip()] or [""]
                for number, part in enumerate(parts):
                    line = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                    line.paragraph_format.space_after = Pt(2)
                    line.add_run(part).bold = at == 0
        self.doc.add_paragraph()

    def _signs(self) -> None:
        line = self._line(f"{_('Chair of the council')}\t{_('(signature)')}\t____________________", after=0)
        line.paragraph_format.space_before = Pt(24)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(8), WD_TAB_ALIGNMENT.CENTER)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)

    def _note(self) -> None:
        self.doc.add_section(WD_SECTION.NEW_PAGE)
        self._title(_("EXPLANATORY NOTE"))
        self._line(_("to the draft decision “%(title)s”") % {"title": self.paper.title}, centred=True, after=12)
        note, nothing = self.paper.note, _("Not filled in yet.")
        rows = [
            (_("1. Purpose, and why it is needed"), note.purpose),
            (_("2. Short content"), note.content),
            (_("3. Influence on the budget of the municipality"), note.budget),
            (_("4. Influence on people"), note.people),
            (_("5. Who was consulted"), note.consulted),
        ]
        told = [(heading, text or nothing) for heading, text in rows]
        self._table("", (_("Section"), _("What is to be said")), told, (5, 11))
        self._line(
            self.paper.remark
            or _("Prepared as a draft of figures that the partners entered; to be checked before it is decided on.")
        )
        line = self._line(f"{_('Prepared by')}: ____________________\t{_('(signature)')}", after=0)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
