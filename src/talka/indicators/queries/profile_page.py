"""The profile as page and papers show it: figures, what they say in short, what the area is good at, and sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from talka.indicators.models import Chart
from talka.indicators.specialisation_words import sentences
from talka.territories.models import Area
from talka.territories.sources import source_in_words

from .charts import charts_of
from .profile import Line, Point, Profile, points_told, profile
from .specialised import Specialised, specialised

HEADLINES = ("population-registered", "population-growth", "density", "mean-age", "wage-gross", "roads-per-1000")
"""What a reader wants first; those of which nothing is known of an area are passed over."""


@dataclass(frozen=True)
class SourceTold:
    """Where figures come from. first, last: the years of those that are shown; of: titles of their indicators."""

    words: str
    licence: str
    first: int
    last: int
    of: tuple[str, ...]


@dataclass(frozen=True)
class ProfilePage:
    """strengths: what the area is good at, in sentences of the reader's language. charts: by kind, as far as drawn."""

    profile: Profile
    specialised: Specialised | None
    strengths: Sequence[str]
    charts: Mapping[str, Chart]

    @property
    def area(self) -> Area:
        return self.profile.area

    @property
    def empty(self) -> bool:
        return not self.profile.sections and self.specialised is None

    @property
    def headlines(self) -> list[Line]:
        return [line for key in HEADLINES if (line := self.profile.line(key)) and line.latest]

    @property
    def sources(self) -> list[SourceTold]:
        """Of every figure that is shown, each source once."""
        found: dict[tuple[str, str], dict[int, list[Point]]] = {}
        lines = {line.indicator.pk: line for line in self.profile.lines}
        for line in lines.values():
            for point in points_told(line.points):
                words = source_in_words(point.source) if point.source else str(line.indicator.source)
                told = found.setdefault((words, line.indicator.licence), {})
                told.setdefault(line.indicator.pk, []).append(point)
        return [
            SourceTold(
                words,
                licence,
                min(point.year for points in of.values() for point in points),
                max(point.year for points in of.values() for point in points),
                tuple(str(lines[pk].indicator.title) for pk in of),
            )
            for (words, licence), of in found.items()
            if words
        ]


def profile_page(area: Area, today: date, *, drawings: bool = False) -> ProfilePage:
    """Eight queries, or fewer where less is known. drawings: with the charts' own SVG, for papers."""
    good_at = specialised(area)
    return ProfilePage(
        profile(area, today),
        good_at,
        tuple(sentences(good_at.reasons, good_at.titles)) if good_at else (),
        charts_of(area, drawings=drawings),
    )
