"""What every group of partners would pay on its own: a game of costs, as a mapping or as one array."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from talka.methods.contract import Fault
from talka.methods.cost_sharing.groups import MOST_PARTNERS, members, sums
from talka.methods.programme import Floats

MOST_EUR = 1e12
"""Above that cents are no longer exact in double precision."""
MOST_TOLD = 20
"""So many groups without a cost are named; more are counted."""
JOINED = ";"


class CostsByMask(Mapping[frozenset[str], float]):
    """Costs in an array (see `groups`; bit i is the i-th player; not a number: not given), read as a mapping. A million
    sets as keys would take a gigabyte and half a minute."""

    def __init__(self, players: tuple[str, ...], values: Floats) -> None:
        if len(values) != 1 << len(players):
            raise ValueError(f"{len(values)} costs for the groups of {len(players)} players")
        self.players, self.by_mask = players, values
        self._place = {player: place for place, player in enumerate(players)}

    def __getitem__(self, group: frozenset[str]) -> float:
        mask = sum(1 << self._place[player] for player in group)
        if not mask or math.isnan(self.by_mask[mask]):
            raise KeyError(group)
        return float(self.by_mask[mask])

    def __iter__(self) -> Iterator[frozenset[str]]:
        given = np.flatnonzero(~np.isnan(self.by_mask[1:])) + 1
        return (frozenset(self.players[place] for place in members(mask)) for mask in given.tolist())

    def __len__(self) -> int:
        return int((~np.isnan(self.by_mask[1:])).sum())


@dataclass(frozen=True)
class Game:
    """players: the partners' ids. costs: EUR that each group of them, from one alone to all, would pay on its own; that
    of nobody is 0 and not given. `of_array` makes one from an array of costs, without a set for each group."""

    players: tuple[str, ...]
    costs: Mapping[frozenset[str], float]

    @classmethod
    def of_array(cls, players: tuple[str, ...], values: Floats) -> Game:
        """values [2^n]: see `groups`, bit i is players[i]; not a number where the cost is not given."""
        return cls(players, CostsByMask(players, values))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The players as the bits of `values` count them: sorted."""
        return tuple(sorted(self.players))

    @cached_property
    def values(self) -> Floats:
        """[2^n] costs by mask, bit i is order[i]; not a number where no cost is given. Only for up to 20 players, each
        named once."""
        bits = {player: 1 << place for place, player in enumerate(self.order)}
        if isinstance(self.costs, CostsByMask) and set(self.costs.players) == set(bits):
            found = np.empty(len(self.costs.by_mask))
            found[sums(np.array([bits[player] for player in self.costs.players], dtype=np.int64))] = self.costs.by_mask
        else:
            found = np.full(1 << len(bits), np.nan)
            for group, cost in self.costs.items():
                if group <= bits.keys():
                    found[sum(bits[player] for player in group)] = cost
        found[0] = 0.0
        return found

    def named(self, mask: int) -> tuple[str, ...]:
        """The players of a group of `values`."""
        return tuple(self.order[place] for place in members(mask))

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the costs: paths are ("costs", the members joined by ";" or "all", column)."""
        return tuple(self._player_faults()) or (*self._group_faults(), *self._number_faults())

    def _player_faults(self) -> Iterator[Fault]:
        way, count = ("costs", "all", "members"), len(self.players)
        if "" in self.players:
            yield Fault(way, "player_empty", "a partner has no id")
        if len(set(self.players)) < count:
            twice = next(one for place, one in enumerate(self.players) if one in self.players[:place])
            yield Fault(way, "player_twice", f'the partner "{twice}" stands twice')
        if count < 2:
            yield Fault(way, "one_partner", f"a cost is shared by two partners or more; there are {count}")
        if count > MOST_PARTNERS:
            what = f"there are {count} partners; the groups of more than {MOST_PARTNERS} are too many to be listed"
            yield Fault(way, "too_many", what)

    def _group_faults(self) -> Iterator[Fault]:
        if isinstance(self.costs, CostsByMask) and set(self.costs.players) == set(self.players):
            return
        players = set(self.players)
        for group in self.costs:
            if not group:
                yield Fault(("costs", "", "members"), "nobody", "a cost of nobody is 0 and is not given")
            for stranger in sorted(group - players):
                what = f'"{stranger}" is no partner; there are: ' + ", ".join(self.order)
                yield Fault(("costs", written(group), "members"), "member_unknown", what)

    def _number_faults(self) -> Iterator[Fault]:
        given = {} if isinstance(self.costs, CostsByMask) else self.costs
        for group, cost in given.items():
            if math.isnan(cost):
                yield Fault(("costs", written(group), "cost"), "cost", f"the cost of {written(group)} is no number")
        values = self.values
        wrong = np.flatnonzero((values < 0) | (values > MOST_EUR))
        for mask in wrong[:MOST_TOLD].tolist():
            yield cost_fault(("costs", written(self.named(mask)), "cost"), values[mask])
        yield from self._missing()

    def _missing(self) -> Iterator[Fault]:
        given = self.costs
        missing = np.flatnonzero(np.isnan(self.values))
        if not isinstance(given, CostsByMask):
            missing = np.array([mask for mask in missing if frozenset(self.named(int(mask))) not in given], dtype=int)
        small_first = missing[np.lexsort((missing, np.bitwise_count(missing)))]
        for mask in small_first[:MOST_TOLD].tolist():
            group = written(self.named(mask))
            what = f"the cost of {group} is missing; what each group would pay on its own is needed"
            yield Fault(("costs", group, "members"), "group_missing", what)
        if len(missing) > MOST_TOLD:
            what = f"the costs of {len(missing) - MOST_TOLD:,} more groups are missing"
            yield Fault(("costs", "all", "members"), "groups_missing", what)


def written(group: Sequence[str] | frozenset[str]) -> str:
    """A group in one word, as in costs.csv."""
    return JOINED.join(sorted(group))


def cost_fault(way: tuple[str | int, ...], cost: float) -> Fault:
    """Of a cost that is below 0, no number, or larger than any."""
    if cost < 0:
        return Fault(way, "cost_negative", f"{cost:g} is below 0; a cost is 0 or more")
    return Fault(way, "cost", f"{cost:g} is no amount that can be shared")


class Gathering:
    """Costs of groups as a file lists them, row by row; rows may stand in any order. `row_of` [2^n]: the row of each
    group, -1 where it has none, with bits in the order in which the partners were met."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}
        self.first_row: dict[str, int] = {}
        self.rows = 0
        self._costs = np.full(1 << MOST_PARTNERS, np.nan)
        self.row_of = np.full(1 << MOST_PARTNERS, -1, dtype=np.int32)

    def add(self, group: Sequence[str], cost: float) -> Fault | None:
        """Take the next row in, or say what is wrong with it."""
        row = self.rows
        self.rows += 1
        way = ("costs", row, "members")
        if not group or "" in group:
            return Fault(way, "nobody", "a partner without a name; the cost of nobody is 0 and is not listed")
        mask = 0
        for player in group:
            place = self.place.get(player, -1)
            if place < 0:
                place = self.place[player] = len(self.place)
                self.first_row[player] = row
            mask |= 1 << place
        if mask.bit_count() < len(group):
            return Fault(way, "member_twice", f"a partner stands twice in {JOINED.join(group)}")
        if mask >> MOST_PARTNERS:
            what = f'"{group[-1]}" is partner number {len(self.place)}; at most {MOST_PARTNERS} are possible'
            return Fault(way, "too_many", what)
        if self.row_of[mask] >= 0:
            return Fault(way, "group_twice", f"the cost of {written(group)} was given before")
        self.row_of[mask] = row
        if not 0 <= cost <= MOST_EUR:
            return cost_fault(("costs", row, "cost"), cost)
        self._costs[mask] = cost
        return None

    def strangers(self) -> list[Fault]:
        """Partners without a row of their own, each at the first row that names it: most likely written wrongly."""
        found = []
        for player, place in self.place.items():
            if place < MOST_PARTNERS and self.row_of[1 << place] < 0:
                what = f'the cost of "{player}" alone is given nowhere; it is missing, or the name is misspelt'
                found.append(Fault(("costs", self.first_row[player], "members"), "member_unknown", what))
        return found

    def row(self, group: Sequence[str]) -> int | None:
        """The row of a group; None where it has none."""
        if not all(player in self.place for player in group):
            return None
        row = int(self.row_of[sum(1 << self.place[player] for player in group)])
        return row if row >= 0 else None

    def game(self) -> Game:
        """The game of all partners met so far, at most 20."""
        players = tuple(self.place)
        return Game.of_array(players, self._costs[: 1 << len(players)].copy())
