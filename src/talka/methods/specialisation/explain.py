"""What an area is good at, why, what it nearly is and what would change it; codes with English sentences.

The figures may be people, EUR or anything else that is counted, so the sentences speak of shares and amounts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from talka.methods import reasons
from talka.methods.specialisation.arrays import Floats
from talka.methods.specialisation.cube import cube_of
from talka.methods.specialisation.location_quotient import denominators
from talka.methods.specialisation.problem import Problem
from talka.methods.specialisation.relatedness import densities
from talka.methods.specialisation.solve import Specialisation

ENGLISH: dict[str, str] = {
    # the whole
    "differs_most": "{area} differs most from {reference}: {percent} % of it would have to be in other industries for "
    "the two to be alike ({year}).",
    "compared": "Compared with {reference}; areas: {areas}, industries: {industries}, years: {years}.",
    "gained_most": '"{industry}" in {area} gained most of its own: from {first} to {last} it did better by {gain} than '
    "if it had grown as in {reference}.",
    "lost_most": '"{industry}" in {area} lost most of its own: from {first} to {last} it did worse by {loss} than if '
    "it had grown as in {reference}.",
    "missing": "Missing values: {count}. They stay missing; there, shares are of the industries that are known.",
    "reference_missing": "Missing values of {reference}: {count}. Their industries cannot be compared in those years.",
    "passed_break": "The series of {area}/{industry} breaks in {year}; the change over it was allowed by name.",
    # one area
    "strongest": '"{industry}" is what {area} is strongest in: its share is {lq} times that in {reference} ({year}).',
    "nothing_strong": "{area} is strong in nothing: no industry has a greater share than in {reference} ({year}).",
    "nothing_known": "Too little is known of {area} to compare it ({year}).",
    "good_at": '{area} is good at "{industry}": {percent} % of the area, {lq} times the share in {reference}, and it '
    "grew by {growth} % from {first} to {last}.",
    "strong_but_shrinking": 'In "{industry}" {area} is strong ({percent} % of the area, {lq} times the share in '
    "{reference}), but it shrank by {growth} % from {first} to {last}.",
    "strong": 'In "{industry}" {area} is strong: {percent} % of the area, {lq} times the share in {reference}.',
    "change": "From {first} to {last} {area} changed by {total}: {national} as {reference} did, {mix} by its mix of "
    "industries, {regional} of its own.",
    "own_strength": '"{industry}" grew by {added}; {gain} of it came of the area\'s own strength, as it grew faster '
    "than in {reference}.",
    "kept_by_strength": '"{industry}" changed by {total}; without the area\'s own strength it would have {gain} less.',
    "own_weakness": '"{industry}" did worse than in {reference}: {loss} that the area lost of its own.',
    "lacks": '"{industry}" is near at hand: {density} % of what goes together with it is strong here already, yet its '
    "own share is only {lq} times that in {reference}.",
    "nearly": '"{industry}" is nearly strong ({lq}); with {more} more its share would be {strong} times that in '
    "{reference}.",
    "as_reference": "{percent} % of {area} would have to be in other industries for it to be as {reference}.",
    "few_carry": "{area} leans on few industries: as if there were only {number} of one size.",
    "complex": "Its mix is more complex than that of the areas on average ({eci}): it has what few others have.",
    "plain": "Its mix is less complex than that of the areas on average ({eci}): it has what many others have.",
    "gaps": "{count} of {industries} industries are not known; the shares are of the others, in which {percent} % of "
    "{reference} lies.",
    # what cannot be told
    "one_year": "There is one year only, so no change can be told.",
    "few_areas": "Relatedness and complexity need more areas with something strong than there are.",
    "few_industries": "Relatedness and complexity need more industries that some area is strong in than there are.",
    "not_connected": "Complexity cannot be told: the areas fall into groups that have no strong industry in common.",
    "tie": "Complexity cannot be told: more than one order of the areas fits equally well.",
    "alike": "Complexity cannot be told: the areas are strong in the same industries.",
    "no_direction": "Complexity cannot be told: having more industries goes with neither rarer nor commoner ones.",
    "no_time": "The time ran out before this was computed.",
}
STRONG = 1.25
"""From this location quotient on an area is called strong in an industry."""
NEARLY = 1.1
FEW = 5.0
"""An area whose Herfindahl index is that of fewer industries of one size is said to lean on few."""
MOST_OF_A_KIND = 3
Parameters = dict[str, str | int | float]
ALL_TOGETHER = "all areas together"


class Reason(reasons.Reason):
    english = ENGLISH
    formats: ClassVar[Mapping[str, Callable[[Any], str]]] = {
        **dict.fromkeys(("total", "national", "mix", "regional"), lambda value: amount(value, signed=True)),
        **dict.fromkeys(("gain", "loss", "more", "added"), lambda value: amount(value)),
    }


class Explanation:
    """What is said of one result. The year is the last one; changes are those of the classic shift-share.

    shares: (A, I), of each area, the part of it that each industry is in the last year.
    """

    def __init__(self, problem: Problem, result: Specialisation) -> None:
        self.result = result
        self.cube = cube_of(problem)
        self.reference = result.reference or ALL_TOGETHER
        self.year = result.years[-1]
        self.shares = _shares(self.cube.values[-1], self.cube.reference[-1], self.cube.totals)

    def overview(self) -> tuple[Reason, ...]:
        """The whole in a few sentences: who differs most, what gained and lost most, what is missing."""
        return tuple(self._overview())

    def of_area(self, area: str) -> tuple[Reason, ...]:
        """One area: what it is good at, what grew of its own, what it lacks. KeyError if there is no such area."""
        if area not in self.result.areas:
            raise KeyError(area)
        return tuple(self._of_area(self.result.areas.index(area)))

    def _overview(self) -> Iterator[Reason]:
        result, found = self.result, self.result.concentration
        if found is not None and not np.isnan(found.hoover[-1]).all():
            at = int(np.nanargmax(found.hoover[-1]))
            percent = round(100 * float(found.hoover[-1, at]), 1)
            about: Parameters = {
                "area": result.areas[at],
                "reference": self.reference,
                "percent": percent,
                "year": self.year,
            }
            yield Reason("differs_most", about)
        counts: Parameters = {
            "areas": len(result.areas),
            "industries": len(result.industries),
            "years": len(result.years),
        }
        yield Reason("compared", {**counts, "reference": self.reference})
        yield from self._extremes()
        if result.missing:
            yield Reason("missing", {"count": result.missing})
        if result.reference_missing:
            yield Reason("reference_missing", {"count": result.reference_missing, "reference": self.reference})
        for area, industry, year in result.passed_breaks:
            yield Reason("passed_break", {"area": area, "industry": industry, "year": year})
        for code in dict.fromkeys(one.code for one in result.left_out):
            yield Reason(code, {})

    def _extremes(self) -> Iterator[Reason]:
        shift = self.result.shift_share
        if shift is None or np.isnan(shift.regional).all():
            return
        years: Parameters = {"first": shift.first, "last": shift.last, "reference": self.reference}
        for code, name, sign in (("gained_most", "gain", 1), ("lost_most", "loss", -1)):
            area, industry = np.unravel_index(int(np.nanargmax(sign * shift.regional)), shift.regional.shape)
            most = sign * float(shift.regional[area, industry])
            if most > 0:
                about: Parameters = {"area": self.result.areas[area], "industry": self.result.industries[industry]}
                yield Reason(code, {**about, **years, name: most})

    def _of_area(self, at: int) -> Iterator[Reason]:
        named: Parameters = {"area": self.result.areas[at], "reference": self.reference}
        lq = self.result.lq
        if lq is not None:
            yield from self._strengths(at, lq[-1, at], named)
        yield from self._changes(at, named)
        if lq is not None:
            yield from self._lacking(at, lq[-1, at])
            yield from self._nearly(at, lq[-1, at])
        yield from self._shape(at, named)
        lacking = int(np.isnan(self.cube.values[-1, at]).sum())
        if lacking:
            percent = round(100 * float(self.result.known[-1, at]))
            known = {"count": lacking, "industries": len(self.result.industries), "percent": percent}
            yield Reason("gaps", {**known, "reference": self.reference})

    def _strengths(self, at: int, lq: Floats, named: Parameters) -> Iterator[Reason]:
        if np.isnan(lq).all():
            yield Reason("nothing_known", {"area": named["area"], "year": self.year})
            return
        best = int(np.nanargmax(lq))
        if lq[best] <= 1:
            yield Reason("nothing_strong", {**named, "year": self.year})
            return
        yield Reason("strongest", {**named, "industry": self._industry(best), "lq": short(lq[best]), "year": self.year})
        # By how much stands there, not by the quotient alone: a handful in a rare industry is no pillar of an area.
        for industry in _largest(np.where(lq > STRONG, self.shares[at], np.nan))[:MOST_OF_A_KIND]:
            about: Parameters = {**named, "industry": self._industry(industry), "lq": short(lq[industry])}
            yield self._strong(at, industry, {**about, "percent": short(100 * self.shares[at, industry])})

    def _strong(self, at: int, industry: int, about: dict[str, Any]) -> Reason:
        shift = self.result.shift_share
        if shift is None or np.isnan(shift.total[at, industry]):
            return Reason("strong", about)
        before = float(self.cube.values[self.cube.years.index(shift.first), at, industry])
        if before <= 0:
            return Reason("strong", about)
        growth = 100 * float(shift.total[at, industry]) / before
        years: Parameters = {"first": shift.first, "last": shift.last}
        if growth > 0:
            return Reason("good_at", {**about, **years, "growth": short(growth)})
        return Reason("strong_but_shrinking", {**about, **years, "growth": short(-growth)})

    def _changes(self, at: int, named: Parameters) -> Iterator[Reason]:
        shift = self.result.shift_share
        if shift is None:
            return
        if not np.isnan(shift.regional[at]).any():
            sums = {name: float(getattr(shift, name)[at].sum()) for name in ("total", "national", "mix", "regional")}
            yield Reason("change", {**named, **sums, "first": shift.first, "last": shift.last})
        regional = shift.regional[at]
        for industry in _largest(np.where(regional > 0, regional, np.nan))[:MOST_OF_A_KIND]:
            total, gain = float(shift.total[at, industry]), float(regional[industry])
            about: Parameters = {"industry": self._industry(industry), "gain": gain}
            if total >= gain:
                yield Reason("own_strength", {**about, "added": total, "reference": self.reference})
            else:
                yield Reason("kept_by_strength", {**about, "total": total})
        for industry in _largest(np.where(regional < 0, -regional, np.nan))[:MOST_OF_A_KIND]:
            about = {"industry": self._industry(industry), "loss": -float(regional[industry])}
            yield Reason("own_weakness", {**about, "reference": self.reference})

    def _lacking(self, at: int, lq: Floats) -> Iterator[Reason]:
        if self.result.proximity is None:
            return
        density = densities(lq[None, :], self.result.proximity[-1])[0]
        for industry in _largest(np.where((lq < 1) & (density > 0), density, np.nan))[:MOST_OF_A_KIND]:
            about: Parameters = {"industry": self._industry(industry), "reference": self.reference}
            yield Reason(
                "lacks", {**about, "density": round(100 * float(density[industry])), "lq": short(lq[industry])}
            )

    def _nearly(self, at: int, lq: Floats) -> Iterator[Reason]:
        """Industries just below strong, and how much more there would make them so, all else in the area unchanged."""
        own = float(self.cube.values[-1, at].sum()) if self.cube.totals is None else float(self.cube.totals[-1, at])
        with np.errstate(divide="ignore", invalid="ignore"):
            wanted = STRONG * self.shares[at] / lq
            more = (wanted * own - self.cube.values[-1, at]) / (1 - wanted)
        possible = (lq >= NEARLY) & (lq <= STRONG) & (wanted < 1) & (more > 0)
        for industry in _largest(np.where(possible, self.shares[at], np.nan))[:MOST_OF_A_KIND]:
            about: Parameters = {"industry": self._industry(industry), "reference": self.reference, "strong": STRONG}
            yield Reason("nearly", {**about, "lq": short(lq[industry]), "more": float(np.ceil(more[industry]))})

    def _shape(self, at: int, named: Parameters) -> Iterator[Reason]:
        found, whole = self.result.concentration, self.result.complexity
        if found is not None and not np.isnan(found.hoover[-1, at]):
            yield Reason("as_reference", {**named, "percent": short(100 * found.hoover[-1, at])})
            number = 1 / float(found.herfindahl[-1, at])
            if number < FEW:
                yield Reason("few_carry", {"area": named["area"], "number": short(number)})
        if whole is not None and not np.isnan(whole.eci[-1, at]) and whole.eci[-1, at] != 0:
            eci = float(whole.eci[-1, at])
            yield Reason("complex" if eci > 0 else "plain", {"eci": short(eci)})

    def _industry(self, place: int) -> str:
        return self.result.industries[place]


def short(value: float) -> float:
    """Two digits behind the point below ten, one above: as many as a reader takes in."""
    return round(float(value), 2 if abs(value) < 10 else 1)


def amount(value: float, *, signed: bool = False) -> str:
    """An amount as people write it, in whole units where it is large."""
    digits = 0 if abs(value) >= 10 else 2
    return f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"


def _shares(values: Floats, reference: Floats, totals: Floats | None) -> Floats:
    own, _ = denominators(values, reference, None if totals is None else totals[-1])
    with np.errstate(divide="ignore", invalid="ignore"):
        shares: Floats = values / np.where(own > 0, own, np.nan)[:, None]
    return shares


def _largest(values: Floats) -> list[int]:
    """Places of the values that are no NaN, the largest first, equals in order."""
    order = np.argsort(-values, kind="stable")
    return [int(place) for place in order if not np.isnan(values[place])]
