"""The problem as arrays, sorted by code, so that the order of the input decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talka.methods.coalitions.problem import Problem, Rules
from talka.methods.programme import Bools, Floats, Ints

Indices = NDArray[np.signedinteger[Any]]
"""Whole numbers that stand for municipalities; in a large pool only as wide as they need be."""
AT_ONCE = 200_000
"""Columns whose cost is reckoned at once, so that the arrays in between stay small."""


@dataclass(frozen=True)
class Instance:
    """n municipalities, H hosts: the municipalities themselves (`inside`), or the given sites.

    `volume` [n + 1]; `way` [H + 1, n + 1]: EUR of travel and fee between host and member, infinite where it cannot be.
    The last entry of each stands for nobody: no volume, no way, no host. `friends` [n, n]: may be in one coalition as
    far as hosts and forbidden lists go; `linked` [n, n]: through what a coalition must be connected (everybody's
    friends, where contiguity is not asked for). `group` [n]: the required set a municipality belongs to, -1 for none.
    """

    codes: tuple[str, ...]
    hosts: tuple[str, ...]
    inside: bool
    rules: Rules
    volume: Floats
    way: Floats
    friends: Bools
    linked: Bools
    group: Ints
    groups: tuple[tuple[int, ...], ...]

    @property
    def size(self) -> int:
        return len(self.codes)

    @property
    def most(self) -> int:
        """The greatest number of members that a coalition may have."""
        return min(self.size, self.rules.max_members or self.size)

    @property
    def alone(self) -> Floats:
        """[n]: what each pays on its own, in EUR; infinite where it reaches no site."""
        ways = np.zeros(self.size) if self.inside else self.way[:-1, :-1].min(axis=0)
        return self.base(self.volume[:-1]) + ways

    def base(self, volume: Floats) -> Floats:
        """fixed + unit · volume^elasticity, in EUR."""
        rules = self.rules
        grown: Floats = rules.fixed_eur + rules.unit_eur * volume**rules.elasticity
        return grown

    def price(self, members: Indices) -> tuple[Floats, Ints]:
        """Cost at the cheapest host, and that host, of each column; infinite where no host can be reached.

        members [most, columns]: indices of members, filled up with n. Among hosts of equal cost the first.
        """
        parts = [
            self._priced(members[:, first : first + AT_ONCE]) for first in range(0, max(1, members.shape[1]), AT_ONCE)
        ]
        return np.concatenate([cost for cost, _ in parts]), np.concatenate([host for _, host in parts])

    def _priced(self, members: Indices) -> tuple[Floats, Ints]:
        count = members.shape[1]
        least, best = np.full(count, np.inf), np.full(count, len(self.hosts), dtype=np.int64)
        flat, width = self.way.ravel(), self.way.shape[1]
        if self.inside:
            for row in range(members.shape[0]):
                place = members[row].astype(np.int64)
                travel = np.zeros(count)
                for other in range(members.shape[0]):
                    travel += flat.take(place * width + members[other])
                better = (travel < least) | ((travel == least) & (place < best))
                least[better], best[better] = travel[better], place[better]
        else:
            for host in range(len(self.hosts)):
                reached = np.nonzero(np.isfinite(self.way[host].take(members[0])))[0]
                travel = np.zeros(len(reached))
                for row in range(members.shape[0]):
                    travel += self.way[host].take(members[row, reached])
                better = travel < least[reached]
                least[reached[better]], best[reached[better]] = travel[better], host
        volume = np.zeros(count)
        for row in range(members.shape[0]):
            volume += self.volume.take(members[row])
        return self.base(volume) + least, best

    def whole(self, members: Indices) -> Bools:
        """Which columns have all or nothing of every required set."""
        good = np.ones(members.shape[1], dtype=np.bool_)
        for group in self.groups:
            held = np.isin(members, group).sum(axis=0)
            good &= (held == 0) | (held == len(group))
        return good


def compile_instance(problem: Problem) -> Instance:
    """The instance of a valid problem."""
    rules = problem.rules
    given = sorted(problem.municipalities, key=lambda municipality: municipality.code)
    codes = tuple(municipality.code for municipality in given)
    place = {code: index for index, code in enumerate(codes)}
    count = len(codes)
    volume = np.array([*(municipality.volume for municipality in given), 0.0])
    one = np.array([place[pair.a] for pair in problem.pairs], dtype=np.int64)
    other = np.array([place[pair.b] for pair in problem.pairs], dtype=np.int64)
    km = np.array([pair.km for pair in problem.pairs], dtype=np.float64)
    if problem.sites:
        hosts = tuple(sorted({site.site for site in problem.sites}))
        order = {name: index for index, name in enumerate(hosts)}
        way = _ways(
            np.array([order[site.site] for site in problem.sites]),
            np.array([place[site.a] for site in problem.sites]),
            np.array([site.km for site in problem.sites]),
            np.array([site.fee_eur for site in problem.sites]),
            (len(hosts), volume, rules),
        )
    else:
        hosts = codes
        at, to = np.concatenate([one, other]), np.concatenate([other, one])
        way = _ways(at, to, np.concatenate([km, km]), np.zeros(2 * len(km)), (count, volume, rules))
        way[np.arange(count), np.arange(count)] = 0.0
    friends = _reached_by_one(np.isfinite(way[:-1, :-1]))
    for listed in rules.forbidden:
        apart = [place[code] for code in listed]
        friends[np.ix_(apart, apart)] = False
    np.fill_diagonal(friends, True)
    linked = friends.copy()
    if rules.contiguous:
        border = np.zeros((count, count), dtype=np.bool_)
        near = np.array([pair.neighbours for pair in problem.pairs], dtype=np.bool_)
        border[one[near], other[near]] = border[other[near], one[near]] = True
        linked &= border
    np.fill_diagonal(linked, False)
    groups = joined(tuple(tuple(place[code] for code in listed) for listed in rules.required))
    group = np.full(count, -1, dtype=np.int64)
    for number, members in enumerate(groups):
        group[list(members)] = number
    return Instance(codes, hosts, not problem.sites, rules, volume, way, friends, linked, group, groups)


def _ways(host: Ints, member: Ints, km: Floats, fee: Floats, about: tuple[int, Floats, Rules]) -> Floats:
    hosts, volume, rules = about
    way = np.full((hosts + 1, len(volume)), np.inf)
    way[:-1, -1] = 0.0
    near = km <= (np.inf if rules.max_km is None else rules.max_km)
    host, member = host[near], member[near]
    way[host, member] = rules.travel_eur_per_km * volume[member] * km[near] + fee[near]
    return way


def _reached_by_one(reach: Bools) -> Bools:
    """Which two municipalities some host can be reached by. reach [hosts, n]."""
    if reach.sum() >= 0.1 * reach.size:
        wide = reach.astype(np.float32)
        return np.asarray(wide.T @ wide > 0)
    from scipy import sparse

    thin = sparse.csr_matrix(reach.astype(np.float32))  # type: ignore[no-untyped-call]
    return np.asarray((thin.T @ thin).toarray() > 0)


def joined(lists: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    """The sets that overlapping lists make together, each sorted, by their first."""
    sets: list[set[int]] = []
    for listed in lists:
        touching = [known for known in sets if known & set(listed)]
        sets = [known for known in sets if not known & set(listed)]
        sets.append(set(listed).union(*touching))
    return tuple(sorted(tuple(sorted(known)) for known in sets))
