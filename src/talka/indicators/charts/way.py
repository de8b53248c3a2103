"""The way: the main series of an area over the years, the first year being 100, beside those it is compared with."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import look

if TYPE_CHECKING:
    import altair as alt

HEIGHT = 110


@dataclass(frozen=True)
class Track:
    """One series. heading: what is seen, in words. own, others: (year, index), 100 in the first year."""

    heading: str
    own: tuple[tuple[int, float], ...]
    others: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Way:
    """name, others: what the two lines stand for."""

    heading: str
    caption: str
    name: str
    others: str
    tracks: tuple[Track, ...]


def chart(way: Way) -> "alt.VConcatChart":
    """One small panel under the other, each with a scale of its own; whole line the area, broken line the others."""
    import altair as alt

    return look.framed(
        alt.vconcat(*(_panel(way, track, first=at == 0) for at, track in enumerate(way.tracks))),
        way.heading,
        way.caption,
    )


def _panel(way: Way, track: Track, *, first: bool) -> "alt.LayerChart":
    import altair as alt

    values = [
        {"year": year, "index": round(index, 2), "line": name}
        for name, points in ((way.name, track.own), (way.others, track.others))
        for year, index in points
    ]
    years = [row["year"] for row in values]
    lines = [way.name, way.others] if any(each.others for each in way.tracks) else [way.name]
    legend = alt.Legend(
        orient="top",
        title=None,
        symbolStrokeWidth=3,
        symbolSize=500,
        labelFontSize=12,
        labelLimit=look.WIDTH,
        columnPadding=28,
    )
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X(
            "year:Q",
            title=None,
            scale=alt.Scale(domain=[min(years), max(years)], nice=False),
            axis=alt.Axis(format="d", tickMinStep=1, tickCount=6, grid=False, labelFlush=False),
        ),
        y=alt.Y(
            "index:Q", title=None, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(format=",~f", tickCount=4)
        ),
    )
    drawn = base.mark_line(strokeWidth=2.5).encode(
        color=alt.Color(
            "line:N",
            scale=alt.Scale(domain=lines, range=[look.PINE, look.MADDER]),
            legend=legend if first else None,
        ),
        strokeDash=alt.StrokeDash(
            "line:N", scale=alt.Scale(domain=lines, range=[[1, 0], [5, 4]]), legend=legend if first else None
        ),
        strokeWidth=alt.StrokeWidth("line:N", scale=alt.Scale(domain=lines, range=[3, 2]), legend=None),
    )
    start = (
        alt.Chart(alt.Data(values=[{"index": 100}]))
        .mark_rule(color=look.TRACK, strokeWidth=1)
        .encode(y=alt.Y("index:Q"))
    )
    return (
        alt.layer(start, drawn)
        .properties(width=look.WIDTH - 56, height=HEIGHT, title=look.title(track.heading, size=12))
        .resolve_legend(color="independent", strokeDash="independent")
    )
