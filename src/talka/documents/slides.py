"""PPTX by python-pptx: slides in, a widescreen deck out, made to be read from the last row and changed by hand.

Words are set as they are. What does not fit one slide goes on to the next one with the same title; nothing is cut off.
"""

import io
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils import translation
from django.utils.translation import gettext as _
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from .printable import clean, number
from .publicity import Publicity, small_png

INK, QUIET, PINE, MADDER, PAPER = (
    RGBColor.from_string(each) for each in ("22261F", "565849", "17543D", "A5232B", "FBF8F1")
)
FONT = "Calibri"
WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.6)
INNER = Emu(WIDTH - 2 * MARGIN)
BODY_TOP, BODY_HEIGHT = Inches(1.75), Inches(4.75)
SIGNS_OF_A_LINE = 62
"""So many signs of 24 points fit the width of a slide."""
LINES_OF_A_SLIDE = 9
ROWS_OF_A_SLIDE = 7
LANGUAGES = {"lv": "lv-LV", "en": "en-GB"}

Cell: TypeAlias = "str | int | None"


@dataclass(frozen=True)
class Words:
    """A slide of sentences: each entry is a paragraph of its own."""

    title: str
    lines: tuple[str, ...]
    eyebrow: str = ""


@dataclass(frozen=True)
class Rows:
    """A slide with a table. The first column is words, the others are figures; None is a dash. note: in small type."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    eyebrow: str = ""
    note: str = ""


Slide: TypeAlias = Words | Rows


@dataclass(frozen=True)
class Deck:
    """A whole presentation. subtitle: day and place; link: the page it comes from."""

    title: str
    subtitle: str = ""
    slides: tuple[Slide, ...] = ()
    link: str = ""
    publicity: Publicity | None = None
    language: str = "lv"
    illustrative: bool = False


def deck_pptx(deck: Deck) -> bytes:
    """The deck as a PPTX file."""
    with translation.override(deck.language):
        return _Maker(deck).made()


class _Maker:
    """Draws one deck."""

    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = WIDTH, HEIGHT
        self.layout = self.file.slide_layouts[5]  # a title and nothing else: what screen readers announce

    def made(self) -> bytes:
        properties = self.file.core_properties
        properties.title, properties.language = clean(self.deck.title), LANGUAGES.get(self.deck.language, "")
        properties.author = properties.last_modified_by = "Talka"
        self._opening()
        for slide in self.deck.slides:
            self._words(slide) if isinstance(slide, Words) else self._rows(slide)
        if self.deck.publicity:
            self._publicity(self.deck.publicity)
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()

    def _slide(self, title: str, eyebrow: str = "") -> Any:
        slide = self.file.slides.add_slide(self.layout)
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = PAPER
        bar = slide.shapes.add_shape(1, 0, 0, Inches(0.18), HEIGHT)
        bar.fill.solid()
        bar.fill.fore_color.rgb = MADDER
        bar.line.fill.background()
        if eyebrow:
            self._box(slide, MARGIN, Inches(0.35), INNER, Inches(0.4), [eyebrow], 16, MADDER)
        place = slide.shapes.title
        place.left, place.top, place.width, place.height = MARGIN, Inches(0.65), INNER, Inches(1.0)
        self._fill(place.text_frame, [title], _title_size(title), INK, bold=True)
        place.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._foot(slide)
        return slide

    def _foot(self, slide: Any) -> None:
        words = [_("made-up data")] if self.deck.illustrative else []
        words += [self.deck.publicity.number] if self.deck.publicity and self.deck.publicity.number else []
        words += [self.deck.link] if self.deck.link else []
        if words:
            self._box(slide, MARGIN, Inches(6.85), INNER, Inches(0.4), [" · ".join(words)], 12, QUIET)

    def _opening(self) -> None:
        slide = self._slide(self.deck.title)
        place = slide.shapes.title
        place.top, place.height = Inches(2.2), Inches(1.8)
        self._fill(place.text_frame, [self.deck.title], 44 if len(self.deck.title) < 60 else 34, INK, bold=True)
        if self.deck.subtitle:
            self._box(slide, MARGIN, Inches(4.1), INNER, Inches(0.8), [self.deck.subtitle], 24, QUIET)

    def _words(self, words: Words) -> None:
        for lines in _pages([clean(line).strip() for line in words.lines]):
            slide = self._slide(words.title, words.eyebrow)
            self._box(slide, MARGIN, BODY_TOP, INNER, BODY_HEIGHT, lines, 24, INK)

    def _rows(self, table: Rows) -> None:
        rows = list(table.rows)
        for start in range(0, max(len(rows), 1), ROWS_OF_A_SLIDE):
            part = rows[start : start + ROWS_OF_A_SLIDE]
            slide = self._slide(table.title, table.eyebrow)
            figures = len(table.headings) - 1
            frame = slide.shapes.add_table(len(part) + 1, figures + 1, MARGIN, BODY_TOP, INNER, Inches(0.5))
            grid = frame.table
            narrow = Inches(1.95)
            for column in range(1, figures + 1):
                grid.columns[column].width = narrow
            grid.columns[0].width = Emu(INNER - figures * narrow)
            for column, heading in enumerate(table.headings):
                self._cell(grid.cell(0, column), heading, column > 0, head=True)
            for at, row in enumerate(part, start=1):
                for column, cell in enumerate(row):
                    self._cell(grid.cell(at, column), cell, column > 0, head=False)
            if table.note:
                self._box(slide, MARGIN, Inches(6.45), INNER, Inches(0.4), [table.note], 12, QUIET)

    def _cell(self, cell: Any, value: Cell, figure: bool, *, head: bool) -> None:
        text = "–" if value is None else value if isinstance(value, str) else number(value, self.deck.language)
        cell.fill.solid()
        cell.fill.fore_color.rgb = PINE if head else PAPER
        size = 14 if head else 20 if len(text) < 90 else 16
        self._fill(cell.text_frame, [text], size, PAPER if head else INK, bold=head)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        if figure:
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _publicity(self, publicity: Publicity) -> None:
        slide = self._slide(publicity.project or publicity.funder or publicity.number)
        lines = [line for line in (publicity.text, publicity.funder, publicity.number, *publicity.links) if line]
        self._box(slide, MARGIN, BODY_TOP, INNER, Inches(2.8), lines, 20, INK)
        left = MARGIN
        for logo in publicity.logos:
            png, wide, high = small_png(logo)
            width = Emu(int(Inches(1.1) * wide / high))
            if left + width > WIDTH - MARGIN:
                break
            picture = slide.shapes.add_picture(io.BytesIO(png), left, Inches(5.2), height=Inches(1.1))
            picture._element.nvPicPr.cNvPr.set("descr", clean(logo.alt))
            left = Emu(left + width + Inches(0.4))

    def _box(
        self, slide: Any, left: int, top: int, width: int, height: int, lines: list[str], size: int, colour: RGBColor
    ) -> None:
        box = slide.shapes.add_textbox(left, top, width, height)
        self._fill(box.text_frame, lines, size, colour)

    def _fill(self, frame: Any, lines: list[str], size: int, colour: RGBColor, *, bold: bool = False) -> None:
        frame.word_wrap = True
        for at, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            for run in list(paragraph.runs):
                run._r.getparent().remove(run._r)
            run = paragraph.add_run()
            run.text = clean(line)
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
            run.font.color.rgb = colour
            run._r.get_or_add_rPr().set("lang", LANGUAGES.get(self.deck.language, self.deck.language))
            paragraph.space_after = Pt(size / 3)
            paragraph.alignment = PP_ALIGN.LEFT


def _title_size(title: str) -> int:
    """Points in which a title of this length stands on two lines at most."""
    return 34 if len(title) < 60 else 26 if len(title) < 100 else 19


def _pages(lines: list[str]) -> list[list[str]]:
    """Paragraphs in portions that fit a slide each; one too long for any is divided between words."""
    pages: list[list[str]] = [[]]
    room = LINES_OF_A_SLIDE
    for line in lines:
        for part in _parts(line):
            needed = 1 + len(part) // SIGNS_OF_A_LINE
            if needed > room and pages[-1]:
                pages.append([])
                room = LINES_OF_A_SLIDE
            pages[-1].append(part)
            room -= needed
    return [page for page in pages if page] or [[""]]


def _parts(line: str) -> list[str]:
    most = LINES_OF_A_SLIDE * SIGNS_OF_A_LINE - SIGNS_OF_A_LINE
    parts = []
    while len(line) > most:
        cut = line.rfind(" ", 0, most)
        cut = cut if cut > most // 2 else most
        parts.append(line[:cut].strip())
        line = line[cut:].strip()
    return [*parts, line]
