"""The place: for each indicator of which more or less is better, where an area lies among all; the best is right."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import look

if TYPE_CHECKING:
    import altair as alt

STEP = 40
FARTHEST = 3.0
"""Standard deviations; what lies farther is drawn at the edge."""


@dataclass(frozen=True)
class Strip:
    """One indicator. told: value and place in words. own, others: standard deviations from the mean of all, above zero
    being better."""

    title: str
    told: str
    own: float
    others: tuple[float, ...]


@dataclass(frozen=True)
class Places:
    """caption: what the signs stand for, source and years. worse, middle, better: what the scale says at its
    ends and where the mean is."""

    heading: str
    caption: str
    worse: str
    middle: str
    better: str
    strips: tuple[Strip, ...]


def chart(places: Places) -> "alt.VConcatChart":
    """A line of signs for each indicator: a small stroke for each other area, a large diamond for this one."""
    import altair as alt

    rows = [
        {"row": at, "title": _short(strip), "told": strip.told, "x": _held(strip.own)}
        for at, strip in enumerate(places.strips)
    ]
    others = [{"row": at, "x": _held(x)} for at, strip in enumerate(places.strips) for x in strip.others]
    order = list(range(len(rows)))
    y = alt.Y("row:O", sort=order, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    x = alt.X(
        "x:Q",
        title=None,
        scale=alt.Scale(domain=[-FARTHEST - 0.2, FARTHEST + 0.2], nice=False),
        axis=alt.Axis(
            values=[-FARTHEST, 0, FARTHEST],
            labelExpr=f"datum.value < 0 ? {_quoted('← ' + places.worse)} : "
            f"datum.value > 0 ? {_quoted(places.better + ' →')} : {_quoted(places.middle)}",
            labelAlign="center",
            labelFlush=True,
            labelBound=False,
            labelLimit=look.WIDTH,
            ticks=False,
        ),
    )
    area = alt.Chart(alt.Data(values=rows))
    around = alt.Chart(alt.Data(values=others))
    layers = [
        around.mark_tick(thickness=1.5, size=12, color=look.TRACK, yOffset=8, opacity=0.75).encode(x=x, y=y),
        area.mark_point(
            shape="diamond", size=170, filled=True, color=look.MADDER, stroke="#ffffff", strokeWidth=1.2, opacity=1
        ).encode(x=x, y=y, yOffset=alt.value(STEP / 2 + 8)),
        area.mark_text(align="left", dy=-9).encode(text="title:N", y=y, x=alt.value(0)),
        area.mark_text(align="right", dy=-9, fontWeight="bold").encode(text="told:N", y=y, x=alt.value(look.WIDTH)),
    ]
    body = alt.layer(*layers).properties(width=look.WIDTH, height=alt.Step(STEP))
    return look.framed(body, places.heading, places.caption)


def _held(x: float) -> float:
    return round(max(-FARTHEST, min(FARTHEST, x)), 3)


def _short(strip: Strip) -> str:
    """The title as far as it fits beside what is told."""
    room = look.ROW_SIGNS - len(strip.told) - 2
    return strip.title if len(strip.title) <= room else strip.title[: room - 1].rstrip() + "…"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "").replace("'", "’") + "'"
