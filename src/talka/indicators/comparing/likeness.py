"""Which indicators say that two areas are alike, and what is asked of the method `peers`."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from talka.methods.peers.problem import Likeness, Problem
from talka.methods.values import Values

from .compared import Column, Compared

ALIKE_BY: Mapping[str, Likeness] = {
    "population-registered": Likeness(log=True),
    "density": Likeness(log=True),
    "population-growth": Likeness(),
    "mean-age": Likeness(),
    "wage-gross": Likeness(),
    "schooling": Likeness(),
    "roads-per-1000": Likeness(log=True),
}
"""What an area cannot change soon. Sizes are compared by ratio: 2,000 and 4,000 people differ as 20,000 and 40,000."""
ENOUGH = 0.8
"""An indicator counts where at least this share of the areas has a figure of one year."""
FEWEST = 3
"""Of fewer indicators nobody would say that areas are alike by them."""
THE_SAME = 0.9
"""Correlation from which an indicator says nearly the same as an outcome, and peers are not chosen by it."""
PEERS = 8


@dataclass(frozen=True)
class Question:
    """problem: None where fewer than three indicators are left. by: what areas are compared by. left_out: what says
    nearly the same as the outcome, so that peers are not chosen by it."""

    problem: Problem | None
    by: tuple[Column, ...]
    left_out: tuple[Column, ...] = ()


def question(found: Compared, outcome: Column | None = None) -> Question:
    """From the figures of the indicators in `ALIKE_BY`, of as many areas as peers are sought among."""
    known = [column for column in found.columns if len(column.values) >= ENOUGH * len(found.areas)]
    left_out = tuple(column for column in known if outcome and says_the_same(column, outcome))
    by = tuple(column for column in known if column not in left_out)
    if len(by) < FEWEST or len(found.areas) < FEWEST:
        return Question(None, by, left_out)
    rows = [
        (area.key, column.measure.key, cell.value)
        for column in by
        for area, cell in zip(found.areas, column.cells, strict=True)
        if cell.value is not None and not (ALIKE_BY[column.measure.key].log and cell.value <= 0)
    ]
    areas, indicators, values = zip(*rows, strict=True)
    likeness = {column.measure.key: ALIKE_BY[column.measure.key] for column in by}
    return Question(Problem(Values(areas, indicators, values), likeness, peers=PEERS), by, left_out)


def says_the_same(one: Column, other: Column) -> bool:
    """Whether two indicators are the same or rise and fall together nearly always, over the areas that have both."""
    if one.measure.key == other.measure.key:
        return True
    if len(one.cells) != len(other.cells):
        return False
    pairs = [
        (a.value, b.value)
        for a, b in zip(one.cells, other.cells, strict=True)
        if a.value is not None and b.value is not None
    ]
    if len(pairs) < FEWEST:
        return False
    table = np.array(pairs, dtype=float).T
    return bool((table.std(axis=1) > 0).all() and abs(np.corrcoef(table)[0, 1]) >= THE_SAME)
