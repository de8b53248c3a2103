"""Why an area stands where it does, how sure that is, and what would change it; codes with English sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talka.methods import reasons
from talka.methods.composite_index.ranks import RankInterval
from talka.methods.composite_index.solve import CompositeIndex, Norm, Standing

ENGLISH: dict[str, str] = {
    # the whole
    "counted": "{areas} areas have an index, from {indicators} indicators.",
    "none": "No area has an index.",
    "first": '"{area}" stands first with {level}.',
    "first_in": '"{area}" stands first in "{group}" with {level}.',
    "weights_sum": "The weights sum to {number}, not to 1; levels cannot be compared with an index whose weights do.",
    "no_spread": '"{indicator}" is the same in all areas and says nothing.',
    "no_spread_in": '"{indicator}" is the same in all areas of "{group}" and says nothing.',
    "lacking": "{number} areas have no index, as they lack an indicator.",
    "year_gap": "There is no change in {year}, as the year before has no values.",
    # one area
    "place": "It is number {rank} of {count} with {level}; 0 is the average.",
    "lacks": "It has no index, as there is no value of: {indicators}.",
    "lifts": '"{indicator}" lifts it by {contribution}.',
    "lowers": '"{indicator}" lowers it by {contribution}.',
    "against_the_year_before": "Measured by the average of the year before it stands at {change}.",
    "gap": '"{other}", one place above, is ahead by {gap}.',
    "would_rise": 'With "{indicator}" at about {wanted} instead of {now} it would draw level.',
    # how sure
    "sure": "Other weights would not change its place.",
    "between": "With somewhat other weights, or without one indicator, it would be between number {low} and {high}.",
    "without": 'Without "{indicator}" it would be number {place}.',
}
MOST_TOLD = 3
"""Indicators told that lift, and that lower."""
Parameter = str | int | float


class Reason(reasons.Reason):
    english = ENGLISH


def overview(result: CompositeIndex) -> tuple[Reason, ...]:
    """The last year in a few reasons, and every warning."""
    return tuple(_overview(result))


def explain_area(
    result: CompositeIndex, area: str, *, year: int | None = None, interval: RankInterval | None = None
) -> tuple[Reason, ...]:
    """Why an area stands where it does in a year (None where the values have no years), and what would change it.

    KeyError if it has no values in that year. With its `interval`, also how sure its place is.
    """
    own = next((one for one in result.standings if (one.area, one.year) == (area, year)), None)
    if own is None:
        raise KeyError(area)
    return (*_of_one(result, own), *(_sureness(interval) if interval is not None else ()))


def needed(result: CompositeIndex, own: Standing, other: Standing) -> tuple[tuple[str, float, float], ...]:
    """For each indicator that weighs, its value now and the value with which `own` would have the level of `other`, all
    else equal; the easiest, by deviations, first. The means are taken to stay as they are, so it is a little less than
    needed in truth. Empty where one of the two has no index."""
    if own.level is None or other.level is None:
        return ()
    norms = _norms(result, own)
    found = []
    for place, name in enumerate(result.indicators):
        norm, weight, z, sign = norms.get(name), result.weights[place], own.z[place], result.signs[place]
        if weight > 0 and z is not None and norm is not None and norm.mean is not None and norm.deviation > 0:
            steps = (other.level - own.level) / weight
            now = norm.mean + sign * z * norm.deviation
            found.append((abs(steps), name, now, now + sign * steps * norm.deviation))
    return tuple((name, now, wanted) for _steps, name, now, wanted in sorted(found))


def _norms(result: CompositeIndex, own: Standing) -> dict[str, Norm]:
    return {one.indicator: one for one in result.norms if (one.year, one.group) == (own.year, own.group)}


def _overview(result: CompositeIndex) -> Iterator[Reason]:
    last = max((one.year or 0 for one in result.standings), default=0)
    told = [one for one in result.standings if (one.year or 0) == last and one.level is not None]
    if not told:
        yield Reason("none", {})
    else:
        yield Reason("counted", {"areas": len(told), "indicators": sum(weight > 0 for weight in result.weights)})
    for one in told:
        if one.rank == 1:
            about: dict[str, Parameter] = {"area": one.area, "level": _short(one.level)}
            yield Reason("first_in", {**about, "group": one.group}) if one.group else Reason("first", about)
    for warning in result.warnings:
        code = "no_spread_in" if warning.code == "no_spread" and warning.group else warning.code
        about = {"indicator": warning.indicator, "group": warning.group, "year": warning.year or 0}
        number = warning.number or 0
        yield Reason(code, {**about, "number": int(number) if number == int(number) else _short(number)})


def _of_one(result: CompositeIndex, own: Standing) -> Iterator[Reason]:
    if own.level is None or own.rank is None:
        rows = zip(result.indicators, result.weights, own.z, strict=True)
        lacking = [name for name, weight, z in rows if weight > 0 and z is None]
        yield Reason("lacks", {"indicators": ", ".join(lacking)})
        return
    peers = [
        one for one in result.standings if (one.year, one.group) == (own.year, own.group) and one.level is not None
    ]
    yield Reason("place", {"rank": own.rank, "count": len(peers), "level": _short(own.level)})
    shares = [(share or 0.0, name) for share, name in zip(own.contributions, result.indicators, strict=True)]
    yield from _told("lifts", sorted((-share, name) for share, name in shares if share > 0))
    yield from _told("lowers", sorted((share, name) for share, name in shares if share < 0))
    if own.change is not None:
        yield Reason("against_the_year_before", {"change": _short(own.change)})
    above = max(
        (one for one in peers if (one.rank or 0) < own.rank), key=lambda one: (one.rank, one.area), default=None
    )
    if above is not None and above.level is not None:
        yield Reason("gap", {"other": above.area, "gap": _short(above.level - own.level)})
        for name, now, wanted in needed(result, own, above)[:1]:
            yield Reason("would_rise", {"indicator": name, "now": _significant(now), "wanted": _significant(wanted)})


def _told(code: str, shares: Sequence[tuple[float, str]]) -> Iterator[Reason]:
    for share, name in shares[:MOST_TOLD]:
        yield Reason(code, {"indicator": name, "contribution": _short(-share)})


def _sureness(interval: RankInterval) -> Iterator[Reason]:
    if interval.low == interval.high:
        yield Reason("sure", {})
        return
    yield Reason("between", {"low": interval.low, "high": interval.high})
    name, place = max(interval.without, key=lambda one: abs(one[1] - interval.rank), default=("", interval.rank))
    if place != interval.rank:
        yield Reason("without", {"indicator": name, "place": place})


def _short(value: float | None) -> float:
    return abs(round(value or 0.0, 3)) if round(value or 0.0, 3) == 0 else round(value or 0.0, 3)


def _significant(value: float) -> float:
    return float(f"{value:.4g}")
