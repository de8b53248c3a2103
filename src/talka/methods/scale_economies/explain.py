"""Whether size lowers the cost, in words a mayor reads, and what hangs on single areas; codes with sentences."""

from __future__ import annotations

from collections.abc import Iterator

from talka.methods import reasons
from talka.methods.scale_economies.solve import DISECONOMIES, ECONOMIES, NONE_SHOWN, ScaleEconomies

ENGLISH: dict[str, str] = {
    "counted": "{n} accounts are compared.",
    "left_out": "{count} accounts without cost or size are left out.",
    ECONOMIES: "Size lowers the cost: where an area is twice as large, a head costs {percent} % less "
    "(between {least} and {most} %).",
    DISECONOMIES: "Size raises the cost: where an area is twice as large, a head costs {percent} % more "
    "(between {least} and {most} %).",
    NONE_SHOWN: "No economies of scale can be shown: where an area is twice as large, a head may cost "
    "between {least} % less and {most} % more.",
    "explained": "Size explains {percent} % of the differences in cost per head; the rest has other reasons.",
    "one_area": 'Without "{name}" the result would be another: {instead}.',
    "sturdy": "No single account carries the result: with any one left out it stays as it is.",
    "few": "From {n} accounts only, the interval is rough.",
    "few_clusters": "With only {clusters} clusters the interval is too narrow.",
    "for_coalitions": "For the method coalitions: fixed_eur = {fixed}, unit_eur = {unit}, elasticity = {elasticity}.",
    "no_saving_assumed": "As no economies were shown, a saving computed with these numbers would be a guess.",
    "dearest": '"{name}" costs {percent} % more than its size explains.',
    "cheapest": '"{name}" costs {percent} % less than its size explains.',
}
INSTEAD: dict[str, str] = {
    ECONOMIES: "size would lower the cost",
    DISECONOMIES: "size would raise the cost",
    NONE_SHOWN: "nothing could be shown",
}
FEW, FEW_CLUSTERS = 20, 30


class Reason(reasons.Reason):
    english = ENGLISH
    formats = {"instead": lambda code: INSTEAD[code]}


def verdict(result: ScaleEconomies) -> Reason:
    """The answer in one sentence, with what doubling the size does to the cost per head."""
    low, middle, high = (_doubled(slope) for slope in (result.slope_low, result.slope, result.slope_high))
    least, most = (-high, -low) if result.verdict == ECONOMIES else (low, high)
    if result.verdict == NONE_SHOWN:
        least = -low
    numbers = {"percent": abs(middle), "least": least, "most": most}
    return Reason(result.verdict, {name: round(number, 1) for name, number in numbers.items()})


def explain(result: ScaleEconomies) -> tuple[Reason, ...]:
    """The answer, how much size explains, on which single accounts it hangs, and the numbers for coalitions."""
    return tuple(_explain(result))


def _explain(result: ScaleEconomies) -> Iterator[Reason]:
    yield verdict(result)
    yield Reason("explained", {"percent": round(100 * result.r_squared)})
    yield Reason("counted", {"n": result.n})
    if result.left_out:
        yield Reason("left_out", {"count": result.left_out})
    if result.n < FEW:
        yield Reason("few", {"n": result.n})
    if result.clusters and result.clusters < FEW_CLUSTERS:
        yield Reason("few_clusters", {"clusters": result.clusters})
    yield from _single_accounts(result)
    yield from _far_from_the_line(result)
    if result.unit_eur is not None:
        numbers = {"fixed": result.fixed_eur, "unit": float(f"{result.unit_eur:.6g}")}
        yield Reason("for_coalitions", {**numbers, "elasticity": round(result.elasticity, 4)})
    if result.verdict != ECONOMIES:
        yield Reason("no_saving_assumed", {})


def _single_accounts(result: ScaleEconomies) -> Iterator[Reason]:
    """The account without which the slope would lie on another side, judged with the error as it is."""
    half = (result.slope_high - result.slope_low) / 2
    found: list[tuple[float, str, str]] = []
    for one in result.accounts:
        if one.slope_without is not None:
            low, high = one.slope_without - half, one.slope_without + half
            other = ECONOMIES if high < 0 else DISECONOMIES if low > 0 else NONE_SHOWN
            if other != result.verdict:
                found.append((-abs(one.slope_without - result.slope), one.name, other))
    if not found:
        yield Reason("sturdy", {})
    for _moved, name, other in sorted(found)[:1]:
        yield Reason("one_area", {"name": name, "instead": other})


def _doubled(slope: float) -> float:
    """Per cent by which cost per head changes where size doubles; a slope of sizes all but equal may be any number."""
    return float(100 * (2 ** min(max(slope, -1_000.0), 1_000.0) - 1))


def _far_from_the_line(result: ScaleEconomies) -> Iterator[Reason]:
    ordered = sorted((one for one in result.accounts if one.name), key=lambda one: (one.ratio, one.name))
    if ordered and ordered[-1].ratio >= 1.01:
        yield Reason("dearest", {"name": ordered[-1].name, "percent": round(100 * (ordered[-1].ratio - 1))})
    if ordered and ordered[0].ratio <= 0.99:
        yield Reason("cheapest", {"name": ordered[0].name, "percent": round(100 * (1 - ordered[0].ratio))})
