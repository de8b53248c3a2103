"""What the charts of a profile show, in the reader's language: plain words and figures, ready to be drawn."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median, pstdev

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.indicators.charts.industries import Bar, Industries
from talka.indicators.charts.place import Places, Strip
from talka.indicators.charts.way import Track, Way
from talka.indicators.models import Indicator, Observation
from talka.indicators.templatetags.figures import figure, signed
from talka.territories.queries import name_of
from talka.ui.numbers import number, percent

from .profile import Line, comparable, values_of
from .profile_page import ProfilePage
from .specialised import STRONG

FEWEST_YEARS, FEWEST_STRIPS, FEWEST_BARS, FEWEST_OTHERS = 3, 2, 3, 3
"""With less of it there is nothing to draw; a median needs three others."""
MOST_TRACKS, MOST_STRIPS, MOST_BARS = 4, 14, 20


@dataclass(frozen=True)
class Picture:
    """A chart that can be drawn. kind: "way", "place" or "industries". alt: what is seen. table: rows of texts,
    headings first, where the page has no table of the same."""

    kind: str
    shows: Way | Places | Industries
    alt: str
    table: tuple[tuple[str, ...], ...] = ()


def pictures_of(shown: ProfilePage) -> list[Picture]:
    """At most two queries; nothing where there is too little to draw."""
    return [picture for picture in (_way(shown), _place(shown), _industries(shown)) if picture]


# -- the way ---------------------------------------------------------------------------------------------------


def _way(shown: ProfilePage) -> Picture | None:
    lines = _main_series(shown)
    if not lines:
        return None
    peers = shown.profile.among.peer_ids
    compared = peers if len(peers) >= FEWEST_OTHERS else [pk for pk in shown.profile.among.all if pk != shown.area.pk]
    others = _series(lines, compared)
    tracks = tuple(_track(line, others.get(line.indicator.pk, {}), peers=compared is peers) for line in lines)
    name, beside = name_of(shown.area), _("Median of peers") if compared is peers else _("Median of all")
    years = [year for track in tracks for year, _index in track.own]
    heading = _("The way of the main series; the first year is 100")
    way = Way(heading, _sources(shown, lines, min(years), max(years)), name, beside, tracks)
    alt = f"{name}. {heading}. {'. '.join(track.heading for track in tracks)}."
    return Picture("way", way, alt, tuple(_way_table(way, lines)))


def _main_series(shown: ProfilePage) -> list[Line]:
    """Published series of some years that begin above zero; headlines first. What is computed of them says the same."""

    def fits(line: Line) -> bool:
        points = comparable(line.points)
        return (
            not line.indicator.formula
            and line.indicator.periodicity != Indicator.Periodicity.ONCE
            and not line.indicator.can_be_negative
            and len(points) >= FEWEST_YEARS
            and (points[0].value or 0) > 0
        )

    ordered = [*shown.headlines, *(line for line in shown.profile.lines if line not in shown.headlines)]
    return [line for line in ordered if fits(line)][:MOST_TRACKS]


Series = Mapping[int, Mapping[int, Mapping[int, float]]]


def _series(lines: Iterable[Line], areas: Sequence[int]) -> Series:
    """Indicator → area → year → value of areas whose series did not break."""
    rows = Observation.objects.filter(
        indicator__in=[line.indicator.pk for line in lines], area__in=areas, current=True, category=None
    ).order_by("year")
    found: dict[int, dict[int, dict[int, float]]] = {}
    for indicator, area, year, value, status in rows.values_list("indicator_id", "area_id", "year", "value", "status"):
        of_area = found.setdefault(indicator, {}).setdefault(area, {})
        if status == Observation.Status.BREAK:
            of_area.clear()
        if value is not None:
            of_area[year] = value
    return found


def _track(line: Line, others: Mapping[int, Mapping[int, float]], *, peers: bool) -> Track:
    points = comparable(line.points)
    first, start = points[0].year, points[0].value or 0.0
    own = tuple((point.year, 100 * (point.value or 0.0) / start) for point in points)
    shared = [values for values in others.values() if values.get(first, 0) > 0]
    medians = []
    for year, _index in own:
        told = [100 * values[year] / values[first] for values in shared if year in values]
        if len(told) >= FEWEST_OTHERS:
            medians.append((year, median(told)))
    words = {"title": line.indicator.title, "change": signed(own[-1][1] - 100, 1), "year": first}
    heading = _("%(title)s: %(change)s %% since %(year)s") % words
    if medians and medians[-1][0] == own[-1][0]:
        said = _("peers %(change)s %%") if peers else _("median of all %(change)s %%")
        heading += "; " + said % {"change": signed(medians[-1][1] - 100, 1)}
    return Track(heading, own, tuple(medians) if len(medians) > 1 else ())


def _way_table(way: Way, lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    """Year by year the index of the area and of the others."""
    heads = [_("Year")]
    for line in lines:
        heads += [str(line.indicator.title), way.others]
    yield tuple(heads)
    columns = [dict(points) for track in way.tracks for points in (track.own, track.others)]
    for year in sorted({year for column in columns for year in column}):
        yield (str(year), *(number(column[year], 1) if year in column else "–" for column in columns))


# -- the place -------------------------------------------------------------------------------------------------


def _place(shown: ProfilePage) -> Picture | None:
    lines = [
        line
        for line in shown.profile.lines
        if line.place and line.latest and line.indicator.direction != Indicator.Direction.NONE
    ]
    values = values_of(shown.profile.among, lines) if len(lines) >= FEWEST_STRIPS else {}
    told = [_strip(shown.area.pk, line, values.get((line.indicator.pk, _year(line)), {})) for line in lines]
    strips = tuple(strip for strip in told if strip)[:MOST_STRIPS]
    if len(strips) < FEWEST_STRIPS:
        return None
    words = {
        "first": sum(line in shown.profile.strengths for line in lines),
        "last": sum(line in shown.profile.weaknesses for line in lines),
        "of": len(lines),
    }
    heading = _("Indicators in the best quarter of all: %(first)s of %(of)s, in the last quarter: %(last)s") % words
    signs = _("Diamond: %(name)s; strokes: the other areas of its kind, in standard deviations from their mean.")
    years = [_year(line) for line in lines]
    caption = f"{signs % {'name': name_of(shown.area)}} {_sources(shown, lines, min(years), max(years))}"
    alt = f"{name_of(shown.area)}. {heading}. {'; '.join(f'{strip.title}: {strip.told}' for strip in strips)}."
    ends = {"worse": _("worse"), "middle": pgettext("of all areas", "mean"), "better": _("better")}
    places = Places(heading, caption, strips=strips, **ends)
    return Picture("place", places, alt)


def _strip(area: int, line: Line, values: Mapping[int, float]) -> Strip | None:
    """None where all are alike."""
    spread = pstdev(values.values()) if len(values) > 1 else 0
    if not spread or area not in values or line.place is None or line.latest is None:
        return None
    mean = fmean(values.values())
    sign = -1 if line.indicator.direction == Indicator.Direction.DOWN else 1
    at = {pk: round(sign * (value - mean) / spread, 3) for pk, value in values.items()}
    place = _("%(rank)s of %(of)s") % {"rank": line.place.rank, "of": line.place.of}
    unit = str(line.indicator.unit or "")
    return Strip(
        f"{line.indicator.title}, {unit}" if unit else str(line.indicator.title),
        f"{figure(line.latest.value, line.indicator)} · {place}",
        at[area],
        tuple(at[pk] for pk in sorted(at) if pk != area),
    )


def _year(line: Line) -> int:
    assert line.latest is not None
    return line.latest.year


# -- industries ------------------------------------------------------------------------------------------------


def _industries(shown: ProfilePage) -> Picture | None:
    told = shown.specialised
    if told is None:
        return None
    bars = tuple(
        Bar(row.title, percent(row.share, 1), round(row.quotient, 3)) for row in told.rows if row.quotient is not None
    )[:MOST_BARS]
    if len(bars) < FEWEST_BARS:
        return None
    best = max(bars, key=lambda bar: bar.quotient)
    if best.quotient >= STRONG:
        words = {"industry": best.title, "times": number(best.quotient, 1)}
        heading = _("%(industry)s: %(times)s times the share that it has in the whole country") % words
    else:
        heading = _("No industry has a much greater share than in the whole country")
    if told.of.pk != shown.area.pk:
        heading = f"{name_of(told.of)}. {heading}"
    caption = _("At the right: share of all employed. Source: %(source)s; %(year)s.")
    industries = Industries(
        heading,
        caption % {"source": told.source, "year": told.last},
        _("Share here beside that in the whole country (1: the same)"),
        bars,
    )
    alt = f"{heading}. {'; '.join(f'{bar.title}: {number(bar.quotient, 2)}' for bar in bars)}."
    return Picture("industries", industries, alt)


def _sources(shown: ProfilePage, lines: Iterable[Line], first: int, last: int) -> str:
    titles = {str(line.indicator.title) for line in lines}
    told = [each.words for each in shown.sources if titles & set(each.of)]
    years = str(first) if first == last else f"{first}–{last}"
    return _("Source: %(source)s; %(years)s.") % {"source": "; ".join(dict.fromkeys(told)), "years": years}
