"""Why two areas are peers, and how near that is; codes with English sentences."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from talka.methods import reasons
from talka.methods.peers.better import Better
from talka.methods.peers.solve import Peer, Peers

ENGLISH: dict[str, str] = {
    # the whole
    "counted": "{areas} areas have peers, by {indicators} indicators.",
    "none": "No two areas have enough in common to be compared.",
    "without": "{count} areas have no peers, as too many of their values are missing.",
    "lonely": '"{area}" is like no other: even its nearest peer, "{peer}", is {times} times as far as is usual.',
    # one peer
    "rank": '"{peer}" is number {rank} among those like "{area}", at a distance of {distance}.',
    "alike": "They are alike in: {indicators}.",
    "differ": "They differ in: {indicators}.",
    "partly": "Compared by {percent} % of the weight only; the rest is missing in one of them.",
    "next": '"{peer}" would come next, farther by {by}.',
    # who does better
    "better": '"{peer}" is ahead by {gap}: {peer_value} against {value}.',
}
LONELY = 2.0
"""Times the usual distance to the nearest peer, from which an area counts as like no other."""


class Reason(reasons.Reason):
    english = ENGLISH


def overview(result: Peers) -> tuple[Reason, ...]:
    """The whole in a few reasons: how many were compared, and for whom the comparison is weak."""
    return tuple(_overview(result))


def explain_peer(result: Peers, area: str, peer: str) -> tuple[Reason, ...]:
    """Why `peer` is one of `area`. KeyError if it is none."""
    mine = [one for one in result.peers if one.area == area]
    own = next((one for one in mine if one.peer == peer), None)
    if own is None:
        raise KeyError((area, peer))
    return tuple(_of_one(own, next((one for one in mine if one.rank == own.rank + 1), None)))


def explain_better(one: Better) -> Reason:
    """In what a peer is ahead."""
    return Reason("better", {"peer": one.peer, "gap": one.gap, "value": one.value, "peer_value": one.peer_value})


def words(one: Peer) -> str:
    """The reasons of one pair in a few words, for a cell of a table."""
    parts = [("alike", one.alike), ("differ", one.differ)]
    return "; ".join(f"{code}: {', '.join(names)}" for code, names in parts if names)


def _overview(result: Peers) -> Iterator[Reason]:
    nearest = [one for one in result.peers if one.rank == 1]
    if not nearest:
        yield Reason("none", {})
        return
    yield Reason("counted", {"areas": len(nearest), "indicators": len(result.indicators)})
    if result.without:
        yield Reason("without", {"count": len(result.without)})
    usual = median(one.distance for one in nearest)
    lonely = [one for one in nearest if usual > 0 and one.distance >= LONELY * usual]
    for one in sorted(lonely, key=lambda one: (-one.distance, one.area))[:3]:
        times = round(one.distance / usual, 1)
        yield Reason("lonely", {"area": one.area, "peer": one.peer, "times": times})


def _of_one(own: Peer, following: Peer | None) -> Iterator[Reason]:
    yield Reason("rank", {"area": own.area, "peer": own.peer, "rank": own.rank, "distance": round(own.distance, 3)})
    if own.alike:
        yield Reason("alike", {"indicators": ", ".join(own.alike)})
    if own.differ:
        yield Reason("differ", {"indicators": ", ".join(own.differ)})
    if own.shared < 1 - 1e-9:
        yield Reason("partly", {"percent": round(100 * own.shared)})
    if following is not None:
        yield Reason("next", {"peer": following.peer, "by": round(following.distance - own.distance, 3)})
