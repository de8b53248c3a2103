"""Shares of a cost under the chosen key and, beside it, under every other for which enough is known; and, where it is
known what each group would pay on its own, whether anyone would be better off outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import numpy as np

from talka.methods.contract import Deadline, OutOfTime, Result
from talka.methods.cost_sharing import core
from talka.methods.cost_sharing.additive import first_breach
from talka.methods.cost_sharing.cents import exact, largest_remainder, rounded
from talka.methods.cost_sharing.game import Game
from talka.methods.cost_sharing.groups import singles, tolerance
from talka.methods.cost_sharing.keys import EQUAL, FISCAL, NUCLEOLUS, OF_GAMES, POPULATION, SHAPLEY, USAGE, Key, weights
from talka.methods.cost_sharing.nucleolus import nucleolus
from talka.methods.cost_sharing.partner import Partner
from talka.methods.cost_sharing.problem import Problem, known
from talka.methods.cost_sharing.shapley import shapley
from talka.methods.programme import Floats

VERSION = "1"
SHOWN = (EQUAL, POPULATION, USAGE, FISCAL, SHAPLEY, NUCLEOLUS)
MOST_LEAVERS = 10
"""Groups that would be better off outside: those that would gain the most are named, all are counted."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Share:
    """eur is cents / 100. alone_eur: what the partner would pay without the others, None where that is not known."""

    id: str
    eur: float
    cents: int
    alone_eur: float | None = None


@dataclass(frozen=True)
class Leaver:
    """A group that would pay less on its own: what it pays by the key, on its own, and the difference (unrounded)."""

    members: tuple[str, ...]
    pays_eur: float
    alone_eur: float
    gain_eur: float


@dataclass(frozen=True)
class KeyCheck:
    """Shares under one key. in_core: whether nobody would be better off outside, None without a game. leavers: the
    groups that would gain the most, at most 10 of `leaver_count`; judged before rounding to cents."""

    key: str
    in_core: bool | None
    shares: tuple[Share, ...]
    leavers: tuple[Leaver, ...]
    leaver_count: int


@dataclass(frozen=True)
class Breach:
    """Two groups without a common partner that pay more together than apart."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    apart_eur: float
    together_eur: float


@dataclass(frozen=True, kw_only=True)
class Shares(Result):
    """shares: by the chosen key, sorted by id; cents sum to total_cents exactly. keys: the same under every key for
    which enough is known, the chosen one among them.

    Of a game, else None: core_empty, whether under every way of sharing somebody would be better off outside;
    least_core_eur, the least that the worst-off group must pay above its own cost (below 0: what every group can save
    at least); subadditive, whether joining never costs more (the savings are superadditive then), with a `breach` if
    not. They are None too where the time did not suffice (`left_out` names them, and keys).
    """

    key: str
    total_eur: float
    total_cents: int
    shares: tuple[Share, ...]
    keys: tuple[KeyCheck, ...]
    core_empty: bool | None = None
    least_core_eur: float | None = None
    subadditive: bool | None = None
    breach: Breach | None = None
    left_out: tuple[str, ...] = ()

    @property
    def superadditive(self) -> bool | None:
        """Whether two groups never save less together than apart: the same as `subadditive`, said of savings."""
        return self.subadditive

    @property
    def chosen(self) -> KeyCheck:
        return next(one for one in self.keys if one.key == self.key)


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> Shares:
    """Share the cost. The seed has no effect; nothing is minimised that a bound would belong to, so objective, bound
    and gap are None. Raises InvalidProblem; OutOfTime if not even the chosen key can be computed."""
    deadline = Deadline(time_limit)
    problem.require_valid()
    key = problem.chosen
    partners = tuple(sorted(problem.partners, key=lambda one: one.id))
    asked = _Asked(problem, partners, deadline)
    checks = {str(key): asked.check(key)}
    late: list[str] = []

    def unless_late(name: str, find: Callable[[], Found]) -> Found | None:
        try:
            if deadline.passed:
                raise OutOfTime
            return find()
        except OutOfTime:
            late.append(name)
            return None

    least = breach = empty = None
    for kind in SHOWN:
        other = Key(kind)
        if str(other) not in checks and asked.knows(other):
            found = unless_late(kind, lambda other=other: asked.check(other))  # type: ignore[misc]
            checks |= {kind: found} if found else {}
    if problem.game:
        values = problem.game.values
        least = unless_late("least_core", lambda: core.least_core(values, seconds=deadline.left))
        empty = None if least is None else least > tolerance(values)
        breach = unless_late("subadditive", lambda: (first_breach(values, deadline),))
    return Shares(
        method="cost-sharing",
        version=VERSION,
        seed=seed,
        seconds=deadline.spent,
        key=str(key),
        total_eur=asked.cents / 100,
        total_cents=asked.cents,
        shares=checks[str(key)].shares,
        keys=tuple(checks[name] for name in _in_order(checks)),
        core_empty=empty,
        least_core_eur=least,
        subadditive=None if breach is None else breach[0] is None,
        breach=asked.breach(breach[0]) if breach and breach[0] else None,
        left_out=tuple(late),
    )


class _Asked:
    """A valid problem with its partners in order."""

    def __init__(self, problem: Problem, partners: tuple[Partner, ...], deadline: Deadline) -> None:
        self.game: Game | None = problem.game
        self.partners, self.deadline = partners, deadline
        self.ids = self.game.order if self.game else tuple(one.id for one in partners)
        if self.game:
            self.whole = exact(float(self.game.values[-1]))
            self.cents = rounded(float(self.game.values[-1]))
        else:
            assert problem.cost_eur is not None
            self.whole = exact(problem.cost_eur)
            self.cents = rounded(problem.cost_eur)

    def knows(self, key: Key) -> bool:
        if key.kind in OF_GAMES:
            return self.game is not None
        return key.column is None or known(self.partners, key.column)

    def check(self, key: Key) -> KeyCheck:
        shares = self._shares(key)
        cents = largest_remainder(shares, self.cents)
        alone = self._alone()
        told = tuple(
            Share(name, amount / 100, amount, own) for name, amount, own in zip(self.ids, cents, alone, strict=True)
        )
        if self.game is None:
            return KeyCheck(str(key), None, told, (), 0)
        values, paid = self.game.values, np.array([float(one) for one in shares])
        leavers = core.leavers(values, paid, MOST_LEAVERS)
        return KeyCheck(
            str(key),
            core.in_core(values, paid),
            told,
            tuple(self._leaver(self.game, int(mask), paid) for mask in leavers),
            core.count_leavers(values, paid),
        )

    def breach(self, pair: tuple[int, int]) -> Breach | None:
        if self.game is None:
            return None
        one, other = pair
        values = self.game.values
        apart, together = float(values[one] + values[other]), float(values[one | other])
        return Breach(self.game.named(one), self.game.named(other), apart, together)

    def _shares(self, key: Key) -> Sequence[Fraction | float]:
        """EUR of each, before rounding."""
        if key.kind == SHAPLEY and self.game:
            return _floats(shapley(self.game.values))
        if key.kind == NUCLEOLUS and self.game:
            return _floats(nucleolus(self.game.values, seconds=max(self.deadline.left, 1e-9)))
        partners = self.partners or tuple(Partner(name) for name in self.ids)
        return [part * self.whole for part in weights(key, partners)]

    def _alone(self) -> Sequence[float | None]:
        if self.game is None:
            return [None] * len(self.ids)
        return _floats(self.game.values[singles(len(self.ids))])

    def _leaver(self, game: Game, mask: int, paid: Floats) -> Leaver:
        members = game.named(mask)
        pays = float(sum(paid[self.ids.index(name)] for name in members))
        own = float(game.values[mask])
        return Leaver(members, pays, own, pays - own)


def _in_order(checks: dict[str, KeyCheck]) -> list[str]:
    """Keys as they are shown: the known ones in their order, a mixed one before those of games."""
    order = {name: place for place, name in enumerate((EQUAL, POPULATION, USAGE, FISCAL, "", SHAPLEY, NUCLEOLUS))}
    return sorted(checks, key=lambda name: order.get(name, order[""]))


def _floats(numbers: Floats) -> list[float]:
    return [float(number) for number in numbers]
