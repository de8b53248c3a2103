"""What all charts have in common: width, type, colours, numbers, and how they become SVG."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

WIDTH = 400
"""Of the drawing, in pixels: a phone shows it nearly as large as it is drawn."""
TITLE_SIGNS, CAPTION_SIGNS, ROW_SIGNS = 46, 72, 68
"""So many signs fit the width in the type of titles, captions and rows, also where a reader has only wide letters."""
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
INK, QUIET, LINE, TRACK = "#22261f", "#565849", "#ddd2bd", "#857a66"
PINE, MADDER, PALE = "#17543d", "#a5232b", "#d2e2cd"
"""As ui/tokens.css has them: dark, dark of another hue, pale. Line style and shape say the same without colour."""
LOCALES: dict[str, dict[str, Any]] = {
    "lv": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0€"], "percent": "\u00a0%"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""], "percent": "%"},
}
SIZE = re.compile(r'<svg[^>]*? width="([0-9.]+)" height="([0-9.]+)"')


@dataclass(frozen=True)
class Svg:
    """A drawing. width, height: in pixels."""

    text: str
    width: int
    height: int


@cache
def of_sources() -> bytes:
    """All that decides how a chart looks: this package's own text. Where it changes, charts are drawn anew."""
    return b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))


def lines(text: str, signs: int) -> list[str]:
    """The text in lines that fit; a word that is longer than a line is left whole, and a number keeps its %."""
    return wrap(text.replace(" %", "\u00a0%"), signs, break_long_words=False, break_on_hyphens=False) or [""]


def title(text: str, *, size: int = 13, signs: int = TITLE_SIGNS, offset: int = 8) -> "alt.TitleParams":
    import altair as alt

    return alt.TitleParams(lines(text, signs), anchor="start", fontSize=size, color=INK, offset=offset, frame="bounds")


def framed(body: "alt.TopLevelMixin", heading: str, caption: str) -> "alt.VConcatChart":
    """The drawing under its heading and above its caption, which names source and year."""
    import altair as alt

    inner = alt.vconcat(body, title=title(heading, offset=12))
    foot = alt.TitleParams(
        lines(caption, CAPTION_SIGNS),
        orient="bottom",
        anchor="start",
        fontSize=10.5,
        fontWeight="normal",
        color=QUIET,
        offset=10,
    )
    return alt.vconcat(inner, title=foot)


def drawn(chart: "alt.TopLevelMixin", language: str) -> Svg:
    """The chart as SVG, its numbers as the language writes them."""
    import vl_convert

    text = vl_convert.vegalite_to_svg(
        {**chart.to_dict(), "config": _config()}, format_locale=LOCALES.get(language, LOCALES["en"])
    )
    found = SIZE.search(text)
    if found is None:
        raise ValueError("the drawing has no size")
    return Svg(text, round(float(found[1])), round(float(found[2])))


def _config() -> dict[str, Any]:
    return {
        "font": FONT,
        "background": "#ffffff",
        "view": {"stroke": None},
        "text": {"font": FONT, "fontSize": 12, "color": INK},
        "title": {"font": FONT, "fontWeight": "bold"},
        "axis": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "labelColor": INK,
            "titleColor": QUIET,
            "titleFontWeight": "normal",
            "gridColor": LINE,
            "domainColor": TRACK,
            "tickColor": TRACK,
        },
        "concat": {"spacing": 22},
        "padding": 6,
    }
