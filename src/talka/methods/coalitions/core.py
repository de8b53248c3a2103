"""Whether the cost of a coalition can be shared so that no part of it would pay less on its own.

The least core (Maschler, Peleg, Shapley 1979): the smallest ε for which shares exist that ask of no part more than its
own cost plus ε. The core is not empty where it is 0 or less.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from talka.methods.contract import Deadline
from talka.methods.highs import relax
from talka.methods.programme import Floats, Ints, Programme

HALF_A_CENT = 0.005
FEW_PARTS, MORE_PARTS = 256, 64
ROWS_AT_ONCE = 30_000
LOWEST = -2.0
"""ε is never below the greatest cost of a part, unless nothing holds it: then it falls to this many times that cost."""


def least_cores(games: Sequence[Floats], deadline: Deadline) -> list[float | None]:
    """The smallest ε in EUR of each game; a game is costs [2 ** members] by set of members, infinite for those that
    cannot be.

    0 where no part limits what its members can be asked: nobody could leave. None where the time did not suffice.
    """
    found: list[float | None] = [None] * len(games)
    small = [number for number, costs in enumerate(games) if len(costs) <= FEW_PARTS]
    some: list[int] = []
    for place, number in enumerate(small):
        some.append(number)
        if sum(len(games[one]) for one in some) > ROWS_AT_ONCE or place == len(small) - 1:
            for one, epsilon in zip(some, _together([games[one] for one in some], deadline), strict=True):
                found[one] = epsilon
            some = []
    for number, costs in enumerate(games):
        if len(costs) > FEW_PARTS:
            found[number] = _by_parts(costs, deadline)
    return found


def least_core(costs: Floats, deadline: Deadline) -> float | None:
    """As `least_cores`, of one game."""
    return least_cores([costs], deadline)[0]


class _Game:
    """Parts that can be, their members [parts, members], and costs as shares of `scale`."""

    def __init__(self, costs: Floats) -> None:
        self.parts = np.nonzero(np.isfinite(costs[:-1]))[0]
        members = (len(costs) - 1).bit_length()
        self.held = ((self.parts[:, None] >> np.arange(members)) & 1).astype(np.float64)
        self.scale = max(1.0, float(costs[self.parts].max(initial=0.0)), abs(float(costs[-1])))
        self.costs, self.total = costs[self.parts] / self.scale, float(costs[-1]) / self.scale

    def epsilon(self, value: float) -> float:
        """In EUR, of ε as found."""
        return 0.0 if not len(self.parts) or value < LOWEST + 0.5 else value * self.scale + 0.0


def _together(games: list[Floats], deadline: Deadline) -> list[float | None]:
    """Several small games in one programme: they have nothing in common, so each comes to its own ε."""
    read = [_Game(costs) for costs in games]
    answer = relax(_programme([(game.held, game.costs, game.total) for game in read]), seconds=deadline.left)
    if answer.columns is None:
        return [None] * len(games)
    ends = np.cumsum([game.held.shape[1] + 1 for game in read]) - 1
    return [game.epsilon(float(answer.columns[end])) for game, end in zip(read, ends.tolist(), strict=True)]


def _by_parts(costs: Floats, deadline: Deadline) -> float | None:
    """A game of many parts: the smallest and greatest bind mostly, others come in as they are broken."""
    game = _Game(costs)
    size = game.held.sum(axis=1)
    order = np.argsort(np.minimum(size, game.held.shape[1] - size), kind="stable")
    used = np.sort(order[:FEW_PARTS])
    while True:
        answer = relax(_programme([(game.held[used], game.costs[used], game.total)]), seconds=deadline.left)
        if answer.columns is None:
            return None
        value = float(answer.columns[-1])
        broken = game.held @ answer.columns[:-1] - value - game.costs
        worst = np.argsort(-broken, kind="stable")[:MORE_PARTS]
        worst = np.setdiff1d(worst[broken[worst] > 1e-9], used)
        if not len(worst):
            return game.epsilon(value)
        used = np.union1d(used, worst)


def _programme(games: list[tuple[Floats, Floats, float]]) -> Programme:
    """Columns of a game: a share for each member, then ε. Rows: each part's shares less ε at most its cost; all shares
    together the total."""
    rows, columns = [], []
    price, low, high = [], [], []
    row_at = column_at = 0
    values = []
    for held, costs, total in games:
        parts, members = held.shape
        row: Ints
        row, column = np.nonzero(held)
        rows += [row + row_at, np.arange(parts) + row_at, np.full(members, parts + row_at)]
        columns += [column + column_at, np.full(parts, members + column_at), np.arange(members) + column_at]
        values += [np.ones(len(row)), -np.ones(parts), np.ones(members)]
        price.append(np.append(np.zeros(members), 1.0))
        low.append(np.append(np.full(parts, -np.inf), total))
        high.append(np.append(costs, total))
        row_at, column_at = row_at + parts + 1, column_at + members + 1
    prices = np.concatenate(price)
    return Programme(
        prices,
        np.where(prices > 0, LOWEST, -np.inf),
        np.full(column_at, np.inf),
        np.concatenate(low),
        np.concatenate(high),
        np.concatenate(rows),
        np.concatenate(columns),
        np.concatenate(values),
    )
