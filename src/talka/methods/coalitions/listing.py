"""Every coalition that the rules allow, listed once, a whole size at a time.

A connected set is grown from its first member only, and a member that was passed over is not taken later on the same
way: so none comes twice and none need be looked up (Wernicke's ESU).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from talka.methods.coalitions.instance import Indices, Instance
from talka.methods.coalitions.pool import Pool, priced
from talka.methods.contract import Deadline
from talka.methods.programme import Bools, Ints

MOST_HELD, MOST_GROWING = 6_000_000, 20_000_000
"""Coalitions kept at once, and members that sets of one size may yet grow by: with six members each about 1 GB."""
PART_OF_TIME = 0.3
"""Of the time that is left, that listing may take."""
AT_ONCE = 3_000_000


def list_all(instance: Instance, deadline: Deadline, most: int = MOST_HELD) -> Pool:
    """The pool of all coalitions; of the smaller only where they are more than `most` or the time runs out."""
    begun = deadline.spent
    until = begun + PART_OF_TIME * (deadline.seconds - begun)
    links = Links(instance.linked)
    growing = _first_level(instance)
    found = [priced(instance, growing.members)]
    held = total = instance.size
    for length in range(2, instance.most + 1):
        coming = len(growing.open)
        if not coming:
            return replace(_together(found), complete=True)
        # What comes will take as long for each set as what has come.
        expected = deadline.spent + (deadline.spent - begun) * coming / total
        if coming > MOST_GROWING or expected > until:
            return _together(found)
        last = length == instance.most
        parts: list[_Level] = []
        opened = 0
        for part in _next_level(instance, links, growing, last=last):
            found.append(priced(instance, part.members))
            held += found[-1].count
            opened += len(part.open)
            if held > most or opened > MOST_GROWING or deadline.spent > until:
                return _together(found)
            if not last:
                parts.append(part)
        total += coming
        if last:
            break
        growing = _one_level(parts, opened)
    return replace(_together(found), complete=True)


def _together(pools: list[Pool]) -> Pool:
    deepest = max(pools, key=lambda pool: pool.members.shape[0]).members.shape[0]
    members = np.full((deepest, sum(pool.count for pool in pools)), pools[0].size, dtype=np.int32)
    at = 0
    for pool in pools:
        members[: pool.members.shape[0], at : at + pool.count] = pool.members
        at += pool.count
    cost, length = (np.concatenate([getattr(pool, name) for pool in pools]) for name in ("cost", "length"))
    return Pool(pools[0].size, members, cost, length, sum(pool.looked for pool in pools))


class Links:
    """The neighbours of each municipality, in one array: those of i are `to[start[i] : start[i + 1]]`."""

    def __init__(self, linked: Bools) -> None:
        self.to = np.nonzero(linked)[1].astype(np.int32)
        self.start = np.append(0, np.cumsum(linked.sum(axis=1))).astype(np.int64)


@dataclass(frozen=True)
class _Level:
    """Sets of one size: members [size, sets]; what each may still grow by, one list after another: those of set s are
    `open[start[s] : start[s + 1]]`."""

    members: Indices
    open: Indices
    start: Ints


def _first_level(instance: Instance) -> _Level:
    later = np.triu(instance.linked, 1)
    start = np.append(0, np.cumsum(later.sum(axis=1)))
    return _Level(np.arange(instance.size, dtype=np.int32)[None, :], np.nonzero(later)[1].astype(np.int32), start)


def _next_level(instance: Instance, links: Links, level: _Level, *, last: bool) -> Iterator[_Level]:
    """Every set grown by each member it may grow by, in parts of bounded size."""
    width = np.diff(level.start)
    work = np.cumsum(width if last else width + width * width // 2)
    sets, first = len(width), 0
    while first < sets:
        done = int(work[first - 1]) if first else 0
        end = max(first + 1, int(np.searchsorted(work, done + AT_ONCE, side="right")))
        yield _grown(instance, links, level, first, end, last=last)
        first = end


def _one_level(parts: list[_Level], opened: int) -> _Level:
    shift = np.cumsum([0, *(len(part.open) for part in parts[:-1])])
    return _Level(
        np.concatenate([part.members for part in parts], axis=1),
        np.concatenate([part.open for part in parts]),
        np.concatenate([part.start[:-1] + s for part, s in zip(parts, shift, strict=True)] + [np.array([opened])]),
    )


def _grown(instance: Instance, links: Links, level: _Level, first: int, end: int, *, last: bool) -> _Level:
    """The sets first to end, each grown by every member it may grow by."""
    counts = np.diff(level.start[first : end + 1])
    parent = np.repeat(np.arange(first, end), counts)
    at = np.arange(level.start[first], level.start[end])
    new = level.open[at]
    members = np.concatenate([level.members[:, parent], new[None, :]])
    if last:
        return _Level(members, new[:0], np.zeros(1, dtype=np.int64))
    # What was open after the new member stays open, as far as it is the new one's friend.
    tail = level.start[parent + 1] - at - 1
    child = np.repeat(np.arange(len(new)), tail)
    still = level.open[_runs(at + 1, tail)]
    keep = instance.friends[new[child], still]
    child, still = child[keep], still[keep]
    # What only the new member borders opens: later than the first member, bordering none of the others, all's friend.
    degree = links.start[new + 1] - links.start[new]
    heir = np.repeat(np.arange(len(new)), degree)
    opened = links.to[_runs(links.start[new], degree)]
    good = opened > level.members[0, parent[heir]]
    heir, opened = heir[good], opened[good]
    for row in level.members:
        old = row[parent[heir]]
        good = ~instance.linked[old, opened] & instance.friends[old, opened] & (old != opened)
        heir, opened = heir[good], opened[good]
    both, which = np.concatenate([still, opened]), np.concatenate([child, heir])
    order = np.argsort(which, kind="stable")
    start = np.append(0, np.cumsum(np.bincount(which, minlength=len(new))))
    return _Level(members, both[order], start)


def _runs(start: Ints, length: Ints) -> Ints:
    """start[0], start[0] + 1, … `length[0]` of them, then those of start[1], …"""
    ends = np.cumsum(length)
    whole = np.arange(int(ends[-1]) if len(ends) else 0)
    shifted: Ints = whole + np.repeat(start - (ends - length), length)
    return shifted
