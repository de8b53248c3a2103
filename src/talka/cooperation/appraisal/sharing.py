"""One cost under every key beside each other, by the method cost-sharing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from talka.methods.contract import Deadline, OutOfTime
from talka.methods.cost_sharing.cents import largest_remainder
from talka.methods.cost_sharing.core import in_core, least_core, leavers
from talka.methods.cost_sharing.groups import members as places
from talka.methods.cost_sharing.groups import tolerance
from talka.methods.cost_sharing.keys import Key, weights
from talka.methods.cost_sharing.nucleolus import nucleolus
from talka.methods.cost_sharing.partner import Partner
from talka.methods.cost_sharing.problem import known
from talka.methods.cost_sharing.shapley import shapley
from talka.methods.programme import Floats

from .inputs import Asked, Party
from .result import KEYS, MIXED, NO_COSTS, NOT_SAID, NOTHING, OF_GAME, SHAPLEY, ZERO, KeyShares, Leaver

MOST_LEAVERS = 3


@dataclass(frozen=True)
class Shared:
    """keys: those that could be computed; without: the others, each with the code of the reason; savable: some way of
    sharing leaves nobody better off outside, None where costs of some groups are missing."""

    keys: tuple[KeyShares, ...] = ()
    without: tuple[tuple[str, str], ...] = ()
    savable: bool | None = None


def share(parties: Sequence[Party], cents: int, values: Floats | None, asked: Asked, deadline: Deadline) -> Shared:
    """Shares of `cents` a year among the parties. values [2^n]: what each group would pay in EUR, by bitmask of the
    parties in their order; None, or not a number where that is not known. Raises OutOfTime."""
    if cents <= 0:
        return Shared(without=tuple((key, NOTHING) for key in KEYS))
    game = None if values is None or np.isnan(values).any() else values
    partners = tuple(Partner(one.id, one.population, one.usage, one.fiscal_capacity_eur) for one in parties)
    found: list[KeyShares] = []
    without: list[tuple[str, str]] = []
    for name in KEYS:
        reason = _lacks(name, partners, game)
        if reason:
            without.append((name, reason))
            continue
        exact = _exact(name, partners, cents, game, asked, deadline)
        found.append(_judged(name, parties, exact, cents, game))
    return Shared(tuple(found), tuple(without), None if game is None else _savable(game, deadline))


def _lacks(name: str, partners: tuple[Partner, ...], game: Floats | None) -> str:
    """The code of why a key cannot be computed; nothing where it can."""
    if name in OF_GAME:
        return NO_COSTS if game is None else ""
    column = _key(name, Asked()).column
    if column is None or known(partners, column):
        return ""
    return NOT_SAID if any(getattr(one, column) is None for one in partners) else ZERO


def _key(name: str, asked: Asked) -> Key:
    if name != MIXED:
        return Key(name)
    equal = Decimal(str(asked.percent_equal))
    return Key(MIXED, equal, 100 - equal)


def _exact(
    name: str, partners: tuple[Partner, ...], cents: int, game: Floats | None, asked: Asked, deadline: Deadline
) -> list[float]:
    """Shares in EUR before they are rounded."""
    if name not in OF_GAME or game is None:
        whole = cents / 100 if game is None else float(game[-1])
        return [float(part) * whole for part in weights(_key(name, asked), partners)]
    if deadline.passed:
        raise OutOfTime
    found = shapley(game) if name == SHAPLEY else nucleolus(game, seconds=deadline.left)
    return [float(one) for one in found]


def _judged(name: str, parties: Sequence[Party], exact: list[float], cents: int, game: Floats | None) -> KeyShares:
    rounded = largest_remainder(exact, cents)
    if game is None:
        return KeyShares(name, rounded, None, ())
    shares = np.array(exact)
    stable = in_core(game, shares)
    return KeyShares(name, rounded, stable, () if stable else tuple(_leaving(parties, shares, game)))


def _leaving(parties: Sequence[Party], shares: Floats, game: Floats) -> Iterator[Leaver]:
    for mask in leavers(game, shares, MOST_LEAVERS).tolist():
        inside = list(places(mask))
        yield Leaver(tuple(parties[place].id for place in inside), float(shares[inside].sum()), float(game[mask]))


def _savable(game: Floats, deadline: Deadline) -> bool:
    if deadline.passed:
        raise OutOfTime
    return least_core(game, seconds=deadline.left) <= tolerance(game)
