"""The blocks a report is made of. Rooms describe a report in these, PDF and DOCX are two ways to draw it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from .drawings import Bars, Chart, Tiles, drawing_data
from .pdf import render_pdf
from .printable import number
from .publicity import Picture, Publicity, as_svg, publicity_data

PHOTO_WIDTH = 1600
Cell: TypeAlias = "str | int | Decimal | Linked | None"
Block: TypeAlias = "Paragraph | Bullets | Table | Quote | Photo | Notice | Bars | Tiles | Chart"


@dataclass(frozen=True)
class Linked:
    """Words that lead somewhere: a theme to its cards."""

    text: str
    link: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; an empty line in it begins a new paragraph. link: an address given after it."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Bullets:
    items: tuple[str | Linked, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Quote:
    """A card's own words. source: who said it, as far as it may be told."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Notice:
    """A boxed remark: how a figure was made, that data are made up."""

    text: str


@dataclass(frozen=True)
class Photo:
    picture: Picture
    caption: str = ""


@dataclass(frozen=True)
class Heading:
    """A column's title. share: its part of the width beside the others; figures: align to the right."""

    title: str
    share: float = 1
    figures: bool = False


@dataclass(frozen=True)
class Table:
    """caption stands above; note below in small type; a cell that is None is a dash (not known, or too few)."""

    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A titled part, with blocks and with parts of its own (two levels are drawn)."""

    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Section", ...] = ()


@dataclass(frozen=True)
class Report:
    """A report. kind: the small line above the title ("Secinājumu ziņojums"); facts: label and value;
    lead: the first, larger paragraph: what came out of it in one breath; mark: what stands at the head of every page,
    such as that it is a draft.
    """

    title: str
    kind: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    lead: str = ""
    sections: tuple[Section, ...] = ()
    publicity: Publicity | None = None
    author: str = ""
    language: str = "lv"
    illustrative: bool = False
    mark: str = ""


def cell_text(cell: Cell, language: str) -> str:
    """A cell as people read it; None is a dash."""
    if cell is None:
        return "–"
    if isinstance(cell, Linked):
        return cell.text
    if isinstance(cell, str):
        return cell
    return number(cell, language)


def report_data(report: Report) -> Mapping[str, object]:
    """What the template `report` gets."""
    language = report.language

    def words(item: str | Linked) -> dict[str, str]:
        return {"text": item.text, "link": item.link} if isinstance(item, Linked) else {"text": item, "link": ""}

    def block_data(block: Block) -> dict[str, object]:
        match block:
            case Paragraph():
                return {"kind": "paragraph", "text": block.text, "link": block.link}
            case Bullets():
                return {"kind": "bullets", "items": [words(item) for item in block.items], "ordered": block.ordered}
            case Quote():
                return {"kind": "quote", "text": block.text, "source": block.source}
            case Notice():
                return {"kind": "notice", "text": block.text}
            case Photo():
                return {
                    "kind": "photo",
                    "svg": as_svg(block.picture, PHOTO_WIDTH),
                    "alt": block.picture.alt,
                    "caption": block.caption,
                }
            case Bars() | Tiles() | Chart():
                return {**drawing_data(block, language)}
            case Table():
                return {
                    "kind": "table",
                    "caption": block.caption,
                    "note": block.note,
                    "headings": [{"title": h.title, "share": h.share, "figures": h.figures} for h in block.headings],
                    "rows": [
                        [
                            {
                                "text": cell_text(cell, language),
                                "link": cell.link if isinstance(cell, Linked) else "",
                                "label": heading.title,
                            }
                            for heading, cell in zip(block.headings, row, strict=True)
                        ]
                        for row in block.rows
                    ],
                }

    def section_data(section: Section) -> dict[str, object]:
        return {
            "title": section.title,
            "blocks": [block_data(block) for block in section.blocks],
            "parts": [section_data(part) for part in section.parts],
        }

    return {
        "title": f"{report.kind}: {report.title}" if report.kind else report.title,
        "author": report.author,
        "kind": report.kind,
        "heading": report.title,
        "facts": [{"label": label, "value": value} for label, value in report.facts if value],
        "lead": report.lead,
        "sections": [section_data(section) for section in report.sections],
        "publicity": publicity_data(report.publicity),
        "illustrative": report.illustrative,
        "mark": report.mark,
    }


def report_pdf(report: Report) -> bytes:
    """The report as PDF."""
    return render_pdf("report", report_data(report), language=report.language)
