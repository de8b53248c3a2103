"""What each group stands for, what all groups share and what divides them, statement by statement.

Counts are of the votes as given, not as turned. Every test is exact, so that it holds for few votes, and corrected for
how many are made. Groups were found from the same votes, so the tests sieve what may be said of them; they do not prove
that there are groups (`chance` does).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from talka.methods.opinion.problem import AGREE, DISAGREE, FEWEST, PASS
from talka.methods.opinion.shares import corrected, intervals, more_than_half, more_than_others, smoothed
from talka.methods.opinion.table import UNSEEN, Floats, Ints, Votes

LEVEL = 0.05
MOST_REPRESENTATIVE = 5
SPLIT = 1 / 3
"""Where there is one group, it is divided over a statement if at least so large a share is on either side."""
LEAST_SPREAD = 1 / 4
"""Groups are divided over a statement if they differ by that much; less may be sure, but matters little."""
SHARED, DIVIDES = "shared", "divides"


@dataclass(frozen=True)
class Counts:
    """[groups, statements] each: votes in all, and on either side. Groups in their order."""

    n: Ints
    agree: Ints
    disagree: Ints

    @classmethod
    def of(cls, votes: Votes, group: Ints, groups: int) -> Counts:
        """group [persons]: -1 for a person who is in none."""
        member = (group[None, :] == np.arange(groups)[:, None]).astype(np.float64)
        count = [member @ (votes == side).astype(np.float64) for side in (AGREE, DISAGREE, PASS)]
        agree, disagree, passed = (np.rint(each).astype(np.int64) for each in count)
        return cls(agree + disagree + passed, agree, disagree)

    def side(self, side: int) -> Ints:
        return self.agree if side == AGREE else self.disagree


@dataclass(frozen=True)
class Share:
    """How a group, or everybody, votes on a statement: n votes, of which so many on either side, the others pass.

    agreement: agree / n, with its 95 % interval; None from fewer than 5 votes."""

    n: int
    agree: int
    disagree: int
    agreement: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Standing:
    """One statement. `everyone` counts all who voted, grouped or not; `groups` in the order of the groups.

    consensus: the group-informed one, the product over groups of (agree + 1) / (n + 2); consensus_against: the same of
    disagree. spread: the greatest difference between two groups of the share that agrees, or that disagrees; None where
    fewer than two groups gave 5 votes. kind: "shared" (side: 1 all groups mostly agree, -1 all mostly disagree),
    "divides" or "".
    chance: how likely what `kind` says would be if it were not so, corrected for the number of statements; the least of
    what could be said where `kind` is empty, None where nothing was tested.
    """

    statement: str
    text: str
    everyone: Share
    groups: tuple[Share, ...]
    consensus: float
    consensus_against: float
    spread: float | None
    kind: str
    side: int
    chance: float | None


@dataclass(frozen=True)
class Representative:
    """A statement that a group stands for: `share` of its votes are on this side (smoothed), `elsewhere` of the others'
    votes; `ratio` = share / elsewhere. chance: Fisher's exact, corrected for all groups, statements and sides."""

    statement: str
    side: int
    share: float
    elsewhere: float
    ratio: float
    chance: float


def standings(statements: tuple[str, ...], texts: dict[str, str], votes: Votes, counts: Counts) -> tuple[Standing, ...]:
    """By statement, in their order. votes: of everybody, as given."""
    known = votes != UNSEEN
    everyone = [known.sum(axis=0), (votes == AGREE).sum(axis=0), (votes == DISAGREE).sum(axis=0)]
    whole = _shares(*(each[None, :] for each in everyone))[0]
    parts = _shares(counts.n, counts.agree, counts.disagree)
    consensus = {side: smoothed(counts.side(side), counts.n).prod(axis=0) for side in (AGREE, DISAGREE)}
    spread = _spread(counts)
    shared_side, shared_chance = _shared(counts)
    divided, divided_chance = _divided(counts)
    found = []
    for at, name in enumerate(statements):
        kind, side, chance = "", 0, np.fmin(shared_chance[at], divided_chance[at])
        if shared_chance[at] <= LEVEL:
            kind, side, chance = SHARED, int(shared_side[at]), shared_chance[at]
        elif divided[at]:
            kind, chance = DIVIDES, divided_chance[at]
        found.append(
            Standing(
                name,
                texts.get(name, ""),
                whole[at],
                tuple(part[at] for part in parts),
                float(consensus[AGREE][at]),
                float(consensus[DISAGREE][at]),
                None if np.isnan(spread[at]) else float(spread[at]),
                kind,
                side,
                None if np.isnan(chance) else float(chance),
            )
        )
    return tuple(found)


def representative(statements: tuple[str, ...], counts: Counts) -> tuple[tuple[Representative, ...], ...]:
    """For each group the statements it stands for, five at most: more than half of it is on that side, more than of the
    others, and neither by chance; first those that are most held and most its own (share times ratio)."""
    groups = len(counts.n)
    if groups < 2:
        return ((),) * groups
    others = Counts(*(each.sum(axis=0) - each for each in (counts.n, counts.agree, counts.disagree)))
    chance = np.stack(
        [more_than_others(counts.side(side), counts.n, others.side(side), others.n) for side in (AGREE, DISAGREE)]
    )
    chance[:, (counts.n < FEWEST) | (others.n < FEWEST)] = np.nan
    asked = ~np.isnan(chance)
    chance[asked] = corrected(chance[asked])
    found = []
    for group in range(groups):
        own: list[Representative] = []
        for number, side in enumerate((AGREE, DISAGREE)):
            share = smoothed(counts.side(side)[group], counts.n[group])
            elsewhere = smoothed(others.side(side)[group], others.n[group])
            held = more_than_half(counts.side(side)[group], counts.n[group])
            told = (chance[number, group] <= LEVEL) & (held <= LEVEL)
            for at in np.flatnonzero(told).tolist():
                ratio = float(share[at] / elsewhere[at])
                own.append(
                    Representative(
                        statements[at],
                        side,
                        float(share[at]),
                        float(elsewhere[at]),
                        ratio,
                        float(chance[number, group, at]),
                    )
                )
        place = {name: at for at, name in enumerate(statements)}
        own.sort(key=lambda one: (-round(one.share * one.ratio, 9), place[one.statement]))
        found.append(tuple(own[:MOST_REPRESENTATIVE]))
    return tuple(found)


def _shares(n: Ints, agree: Ints, disagree: Ints) -> list[list[Share]]:
    low, high = intervals(agree, n)
    rows = []
    for row in range(len(n)):
        columns = (n[row], agree[row], disagree[row], low[row], high[row])
        each = zip(*(column.tolist() for column in columns), strict=True)
        rows.append(
            [Share(m, a, d, a / m, lo, hi) if m >= FEWEST else Share(m, a, d, *(None,) * 3) for m, a, d, lo, hi in each]
        )
    return rows


def _spread(counts: Counts) -> Floats:
    """Greatest difference of the share on one side between two groups with 5 votes each; NaN where there are none."""
    heard = counts.n >= FEWEST
    found = np.full(counts.n.shape[1], -np.inf)
    for side in (AGREE, DISAGREE):
        share = counts.side(side) / np.maximum(1, counts.n)
        top, bottom = (np.where(heard, share, sign * np.inf) for sign in (-1, 1))
        found = np.maximum(found, top.max(axis=0) - bottom.min(axis=0))
    return np.where(heard.sum(axis=0) >= 2, found, np.nan)


def _shared(counts: Counts) -> tuple[Ints, Floats]:
    """The side on which most of every group is, and the chance of that: of the group for which it is greatest, as all
    must hold (Berger 1982), corrected for the statements. NaN where a group gave fewer than 5 votes."""
    ways = np.stack([more_than_half(counts.side(side), counts.n).max(axis=0) for side in (AGREE, DISAGREE)])
    side = np.where(ways[0] <= ways[1], AGREE, DISAGREE)
    # Either side could have been the shared one, so the chance counts twice.
    chance = np.minimum(1.0, 2 * ways.min(axis=0))
    chance[(counts.n < FEWEST).any(axis=0)] = np.nan
    asked = ~np.isnan(chance)
    chance[asked] = corrected(chance[asked])
    return side, chance


def _divided(counts: Counts) -> tuple[NDArray[np.bool_], Floats]:
    """Whether groups differ on a statement, and the chance of the two that differ most, corrected for pairs of groups,
    sides and statements. With one group: whether a third or more is on either side; no chance is told then."""
    groups, width = counts.n.shape
    if groups == 1:
        n = np.maximum(1, counts.n[0])
        either = (counts.agree[0] / n >= SPLIT) & (counts.disagree[0] / n >= SPLIT) & (counts.n[0] >= FEWEST)
        return either, np.full(width, np.nan)
    least = np.full(width, np.nan)
    tests = 0
    for one, other in combinations(range(groups), 2):
        heard = (counts.n[one] >= FEWEST) & (counts.n[other] >= FEWEST)
        for first, second in ((one, other), (other, one)):
            for side in (AGREE, DISAGREE):
                part = counts.side(side)
                found = more_than_others(part[first], counts.n[first], part[second], counts.n[second])
                least = np.fmin(least, np.where(heard, found, np.nan))
                tests += 1
    chance = np.minimum(1.0, least * tests)
    asked = ~np.isnan(chance)
    chance[asked] = corrected(chance[asked])
    return (chance <= LEVEL) & (np.nan_to_num(_spread(counts)) >= LEAST_SPREAD), chance
