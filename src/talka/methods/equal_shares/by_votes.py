"""The two rules that equal shares stands beside: most votes first, and simple majority.

Both go through the options from the most votes to the fewest, among equals by id, and fund each that the rest of the
budget pays for; what does not fit is passed over. Majority takes only those that more than half of all ballots name.
Money is exact. Ballots are those of `votes.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .votes import Ballot

VERSION = "1"


@dataclass(frozen=True)
class Taken:
    """One option and what became of it. votes: ballots that name it, or the sum of their points; naming: ballots that
    name it; room: what was left of the budget when its turn came; code: funded, no_votes, no_majority, no_room;
    equals: ids of options with as many votes of which order alone decided."""

    id: str
    cost: Decimal
    votes: int
    naming: int
    room: Decimal
    code: str
    equals: tuple[str, ...]


def take(
    budget: Decimal, costs: Sequence[tuple[str, Decimal]], ballots: Sequence[Ballot], *, majority: bool
) -> tuple[Taken, ...]:
    """Each option once, in the order of their turns. costs: (id, EUR); ballots name ids, each with points or without.

    equals is told where it mattered: one of those of as many votes is funded and another had no room.
    """
    votes, naming = {one: 0 for one, _cost in costs}, {one: 0 for one, _cost in costs}
    for ballot in ballots:
        points = ballot.points or (Fraction(1),) * len(ballot.projects)
        for one, given in zip(ballot.projects, points, strict=True):
            votes[one] += int(given)
            naming[one] += 1 if given else 0
    left, found = budget, []
    for one, cost in sorted(costs, key=lambda pair: (-votes[pair[0]], pair[0])):
        code = "funded"
        if not votes[one]:
            code = "no_votes"
        elif majority and 2 * naming[one] <= len(ballots):
            code = "no_majority"
        elif cost > left:
            code = "no_room"
        found.append((one, cost, code, left))
        left -= cost if code == "funded" else 0
    ends = {one: code for one, _cost, code, _room in found}
    return tuple(
        Taken(one, cost, votes[one], naming[one], room, code, _equals(one, votes, ends))
        for one, cost, code, room in found
    )


def _equals(one: str, votes: dict[str, int], ends: dict[str, str]) -> tuple[str, ...]:
    if ends[one] not in ("funded", "no_room"):
        return ()
    other = "no_room" if ends[one] == "funded" else "funded"
    return tuple(
        name
        for name in sorted(votes)
        if votes[name] == votes[one] and ends[name] == other and (name > one) == (other == "no_room")
    )
