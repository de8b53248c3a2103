"""Industries: how many times the share that each has in the whole country it has here, as bars around 1."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import look

if TYPE_CHECKING:
    import altair as alt

STEP = 36


@dataclass(frozen=True)
class Bar:
    """told: share of all employed, in words. quotient: location quotient."""

    title: str
    told: str
    quotient: float


@dataclass(frozen=True)
class Industries:
    """axis: what the scale counts."""

    heading: str
    caption: str
    axis: str
    bars: tuple[Bar, ...]


def chart(industries: Industries) -> "alt.VConcatChart":
    """Bars to the right of 1 are dark and whole, those to the left light with an edge."""
    import altair as alt

    rows = [
        {
            "row": at,
            "title": _short(bar),
            "told": bar.told,
            "x": round(bar.quotient, 3),
            "more": bar.quotient >= 1,
        }
        for at, bar in enumerate(industries.bars)
    ]
    highest = max(1.5, *(row["x"] for row in rows))
    y = alt.Y("row:O", sort=list(range(len(rows))), axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    base = alt.Chart(alt.Data(values=rows))
    bars = base.mark_bar(size=11, yOffset=8, stroke=look.PINE, strokeWidth=1).encode(
        y=y,
        x=alt.X(
            "x:Q",
            title=industries.axis,
            scale=alt.Scale(domain=[0, highest], nice=True),
            axis=alt.Axis(format=",", tickCount=5),
        ),
        x2=alt.X2Datum(1),
        color=alt.Color("more:N", scale=alt.Scale(domain=[True, False], range=[look.PINE, look.PALE]), legend=None),
    )
    one = base.mark_tick(color=look.INK, thickness=1.5, size=18, yOffset=8).encode(y=y, x=alt.XDatum(1))
    titles = base.mark_text(align="left", dy=-8).encode(text="title:N", y=y, x=alt.value(0))
    told = base.mark_text(align="right", dy=-8, fontWeight="bold").encode(text="told:N", y=y, x=alt.value(look.WIDTH))
    body = alt.layer(bars, one, titles, told).properties(width=look.WIDTH, height=alt.Step(STEP))
    return look.framed(body, industries.heading, industries.caption)


def _short(bar: Bar) -> str:
    room = look.ROW_SIGNS - len(bar.told) - 2
    return bar.title if len(bar.title) <= room else bar.title[: room - 1].rstrip() + "…"
