"""Charts and maps in reports: plain rows in; drawn by the PDF's own templates, and from them as a picture for DOCX."""

from collections.abc import Mapping
from dataclasses import dataclass

from .pdf import render_pages
from .printable import Drawing as DrawnSvg
from .printable import number
from .publicity import Picture

SHARP = 200
"""Dots per inch of a picture in a DOCX: enough for print."""

MARKED, PLAIN = "4", "0"


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how long it is, and where it leads. text: what stands at its end, else the value."""

    label: str
    value: int
    text: str = ""
    href: str = ""


@dataclass(frozen=True)
class Bars:
    """A chart of horizontal bars, in the order given; the longest has the full width."""

    caption: str
    bars: tuple[Bar, ...]

    @property
    def longest(self) -> int:
        return max((bar.value for bar in self.bars), default=0)


@dataclass(frozen=True)
class Tile:
    """One tile of a map, all of one size. short: three or four letters in it; marked: filled."""

    row: int
    column: int
    short: str
    label: str
    marked: bool

    @property
    def level(self) -> str:
        """How the map of a page fills it."""
        return MARKED if self.marked else PLAIN


@dataclass(frozen=True)
class Tiles:
    """A map of tiles. marked, plain: what the two fillings mean; alt: the same in words, for who does not see it."""

    caption: str
    tiles: tuple[Tile, ...]
    marked: str
    plain: str
    alt: str

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """For the map of a page."""
        return ((MARKED, self.marked), (PLAIN, self.plain))


@dataclass(frozen=True)
class Chart:
    """An SVG that was drawn elsewhere, with its title and source in it. alt: the same in words; width: its own, in
    pixels, so that all charts of a paper have type of one size."""

    svg: str
    alt: str
    width: int


Drawing = Bars | Tiles | Chart


def drawing_data(block: Drawing, language: str) -> Mapping[str, object]:
    """What `typst/drawings.typ` gets."""
    if isinstance(block, Chart):
        return {"kind": "chart", "svg": DrawnSvg(block.svg), "alt": block.alt, "width": block.width}
    if isinstance(block, Bars):
        longest = block.longest
        return {
            "kind": "bars",
            "caption": block.caption,
            "bars": [
                {
                    "label": bar.label,
                    "share": round(100 * bar.value / longest, 2) if longest else 0,
                    "text": bar.text or number(bar.value, language),
                    "link": bar.href,
                }
                for bar in block.bars
            ],
        }
    top = min((tile.row for tile in block.tiles), default=0)
    left = min((tile.column for tile in block.tiles), default=0)
    return {
        "kind": "tiles",
        "caption": block.caption,
        "alt": block.alt,
        "legend": [{"marked": True, "text": block.marked}, {"marked": False, "text": block.plain}],
        "rows": max((tile.row - top for tile in block.tiles), default=0) + 1,
        "columns": max((tile.column - left for tile in block.tiles), default=0) + 1,
        "tiles": [
            {"row": tile.row - top, "column": tile.column - left, "short": tile.short, "marked": tile.marked}
            for tile in block.tiles
        ],
    }


def in_words(block: Drawing, language: str) -> str:
    """The same for who does not see it."""
    if isinstance(block, Tiles | Chart):
        return block.alt
    said = "; ".join(f"{bar.label}: {bar.text or number(bar.value, language)}" for bar in block.bars)
    return f"{block.caption}: {said}"


def as_picture(block: Drawing, language: str) -> Picture:
    """The drawing as PNG, as wide as the text of a page."""
    data = {"title": in_words(block, language), "drawing": drawing_data(block, language)}
    (page,) = render_pages("drawing", data, language=language, ppi=SHARP)
    return Picture(page, in_words(block, language))
