"""How sure the ranks of an index are: what other weights, and leaving out one indicator, would do to them.

Source: OECD and Joint Research Centre, "Handbook on Constructing Composite Indicators: Methodology and User Guide",
2008, step 7, uncertainty and sensitivity analysis; Saisana, Saltelli and Tarantola, "Uncertainty and sensitivity
analysis techniques as tools for the quality assessment of composite indicators", Journal of the Royal Statistical
Society A 168(2), 2005.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from talka.methods.composite_index.solve import CompositeIndex
from talka.methods.contract import Deadline
from talka.methods.values import Floats, Whole

FIRMNESS = 50.0
"""Of the draws of weights: at 50 a weight of 0.2 varies by 0.056 (one standard deviation), at 10 by 0.12."""


@dataclass(frozen=True)
class RankInterval:
    """How far the rank of an area moves. rank: by the given weights. low, high: the best and the worst place in all but
    the most unusual draws (`level`) and in every index that leaves out one indicator. without: for each indicator that
    weighs, the rank if it is left out. median: of the draws."""

    area: str
    rank: int
    low: int
    high: int
    median: float
    without: tuple[tuple[str, int], ...]


def rank_intervals(
    result: CompositeIndex,
    *,
    year: int | None = None,
    group: str = "",
    draws: int = 1_000,
    firmness: float = FIRMNESS,
    level: float = 0.9,
    seed: int = 0,
    time_limit: float = 30.0,
) -> tuple[RankInterval, ...]:
    """The intervals of the areas of one year and group that have an index, by rank and name.

    Weights are drawn from a Dirichlet distribution whose mean they are; the greater `firmness`, the nearer they stay.
    Fewer draws are made when the time runs out, at least one block. Same seed, same intervals. ValueError for draws
    below 1, firmness not above 0, level not between 0 and 1.
    """
    if draws < 1 or firmness <= 0 or not 0 < level < 1:
        raise ValueError("draws is at least 1, firmness above 0, level between 0 and 1")
    weighs = [place for place, weight in enumerate(result.weights) if weight > 0]
    chosen = [
        one
        for one in result.standings
        if one.year == year and one.group == group and one.level is not None and one.rank
    ]
    if not chosen:
        return ()
    z = np.array([[one.z[place] for place in weighs] for one in chosen], dtype=float)
    weights = np.array([result.weights[place] for place in weighs])
    drawn = _drawn_ranks(z, weights / weights.sum(), draws, firmness, seed, Deadline(time_limit))
    without = _without(z, weights)
    low = np.floor(np.quantile(drawn, (1 - level) / 2, axis=0, method="lower")).astype(int)
    high = np.ceil(np.quantile(drawn, (1 + level) / 2, axis=0, method="higher")).astype(int)
    middle = np.median(drawn, axis=0).tolist()
    names = [result.indicators[place] for place in weighs]
    found = [
        RankInterval(
            area=one.area,
            rank=one.rank or 0,
            low=int(min(low[place], one.rank or 0, *without[:, place])),
            high=int(max(high[place], one.rank or 0, *without[:, place])),
            median=middle[place],
            without=tuple(zip(names, without[:, place].tolist(), strict=True)) if len(names) > 1 else (),
        )
        for place, one in enumerate(chosen)
    ]
    return tuple(sorted(found, key=lambda one: (one.rank, one.area)))


def places(levels: Floats) -> Whole:
    """[draws, areas]: the place of each area in each row of levels, 1 the highest, equals share the better place."""
    rounded = -np.round(levels, 12)
    ordered = np.sort(rounded, axis=1)
    found = [np.searchsorted(row, own) + 1 for row, own in zip(ordered, rounded, strict=True)]
    return np.array(found, dtype=np.int64).reshape(levels.shape)


def _drawn_ranks(z: Floats, weights: Floats, draws: int, firmness: float, seed: int, deadline: Deadline) -> Whole:
    chance = np.random.default_rng(seed)
    drawn = chance.dirichlet(firmness * weights, size=draws)
    at_once = max(1, 2_000_000 // len(z))
    blocks: list[Whole] = []
    for start in range(0, draws, at_once):
        if blocks and deadline.passed:
            break
        blocks.append(places(drawn[start : start + at_once] @ z.T))
    return np.concatenate(blocks)


def _without(z: Floats, weights: Floats) -> Whole:
    """[indicators, areas]: the places if one indicator is left out; as they are where there is only one."""
    kept = np.tile(weights, (len(weights), 1))
    if len(weights) > 1:
        np.fill_diagonal(kept, 0.0)
    return places(kept @ z.T)


def indicators_that_matter(intervals: Sequence[RankInterval]) -> tuple[tuple[str, float], ...]:
    """Each indicator with the mean number of places by which areas move if it is left out, the greatest first."""
    moved: dict[str, list[int]] = {}
    for one in intervals:
        for name, rank in one.without:
            moved.setdefault(name, []).append(abs(rank - one.rank))
    means = [(name, sum(places_) / len(places_)) for name, places_ in moved.items()]
    return tuple(sorted(means, key=lambda one: (-one[1], one[0])))
