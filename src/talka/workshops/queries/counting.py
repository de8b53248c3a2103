"""How votes become results. Plain numbers in, plain numbers out; every page, file and wall shows what stands here.

Dots and approvals: a thing has `sum over roles of weight(role) * votes`.

Scores: by each criterion and role the mean over the people who scored the thing; then the mean of these over roles,
weighted by role; then the mean of those over criteria, weighted by criterion:

    mean(thing, criterion, role) = sum(score * people) / sum(people)
    score(thing, criterion)      = sum(weight(role) * mean) / sum(weight(role)),       roles with people who scored it
    score(thing)                 = sum(weight(criterion) * score) / sum(weight(criterion)), criteria with a score

So a role counts by its weight and not by how many came, and who gives one's own team nothing takes nothing from it. A
device that a table shares gives its dots itself, and its score counts for all its people. Votes counted by hand are
sums of so many participants. Sums are exact, so that a tie is one and no rounding makes or hides it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ..formats.spec import Way


@dataclass(frozen=True)
class Given:
    """What one voter gave one thing by one criterion ("" where things are judged as a whole).

    voter: the same for all that one seat, or the hand counts of one group, gave. people: whom the voter stands for.
    by_hand: value is the sum of what these people gave; else it is what the seat gave.
    """

    thing: str
    criterion: str
    role: str
    voter: str
    people: int
    value: int
    by_hand: bool = False


@dataclass(frozen=True)
class Part:
    """Part of a thing's result, of one criterion or one role. value: None where nobody gave any; people: who did."""

    key: str
    value: Fraction | None
    people: int


@dataclass(frozen=True)
class Result:
    """One thing. value: points, or a mean score; None where there is none. rank: from 1, equal values share one.

    people: different ones who gave it anything; by_hand: of its votes some were counted by hand.
    """

    thing: str
    value: Fraction | None
    rank: int | None
    tied: bool
    people: int
    by_hand: bool
    criteria: tuple[Part, ...]
    roles: tuple[Part, ...]


@dataclass(frozen=True)
class Count:
    """The whole. results: the best first, then those without a value, as they were named. people: who voted at all."""

    results: tuple[Result, ...]
    people: int
    by_role: Mapping[str, int]


def count(
    way: Way,
    things: Sequence[str],
    given: Sequence[Given],
    criteria: Mapping[str, float],
    weights: Mapping[str, float],
) -> Count:
    """The result of a vote. criteria: weights by key, {"": 1} for none; weights: of the roles. What was given to things
    that are not named does not count."""
    known = set(things)
    by_thing: defaultdict[str, list[Given]] = defaultdict(list)
    for each in given:
        if each.thing in known and each.criterion in criteria and weights.get(each.role, 0) > 0:
            by_thing[each.thing].append(each)
    rows = [_result(way, thing, by_thing[thing], criteria, weights) for thing in things]
    everything = [each for rows_of in by_thing.values() for each in rows_of]
    return Count(_ranked(rows), people_of(everything), {role: people_of(everything, role) for role in weights})


def people_of(given: Sequence[Given], role: str = "") -> int:
    """Different people behind what was given: each voter once, with as many people as stood behind one of its votes."""
    voters: dict[str, int] = {}
    for each in given:
        if not role or each.role == role:
            voters[each.voter] = max(voters.get(each.voter, 0), each.people)
    return sum(voters.values())


def _result(
    way: Way, thing: str, given: Sequence[Given], criteria: Mapping[str, float], weights: Mapping[str, float]
) -> Result:
    def part(key: str, own: Sequence[Given], only: Mapping[str, float], roles: Mapping[str, float]) -> Part:
        value = _scores(own, only, roles) if way == Way.SCORES else _points(own, only, roles)
        return Part(key, value, people_of(own))

    whole = part("", given, criteria, weights)
    return Result(
        thing=thing,
        value=whole.value,
        rank=None,
        tied=False,
        people=whole.people,
        by_hand=any(each.by_hand for each in given),
        criteria=tuple(
            part(key, [each for each in given if each.criterion == key], {key: 1}, weights) for key in criteria if key
        ),
        roles=tuple(
            part(role, [each for each in given if each.role == role], criteria, {role: 1})
            for role, weight in weights.items()
            if weight > 0
        ),
    )


def _points(given: Sequence[Given], criteria: Mapping[str, float], weights: Mapping[str, float]) -> Fraction:
    return sum(
        (exact(criteria[each.criterion]) * exact(weights[each.role]) * each.value for each in given), Fraction(0)
    )


def _scores(given: Sequence[Given], criteria: Mapping[str, float], weights: Mapping[str, float]) -> Fraction | None:
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    people: defaultdict[tuple[str, str], int] = defaultdict(int)
    for each in given:
        sums[each.criterion, each.role] += each.value if each.by_hand else each.value * each.people
        people[each.criterion, each.role] += each.people
    by_criterion = {}
    for criterion in criteria:
        means = {
            role: Fraction(sums[criterion, role], people[criterion, role])
            for role in weights
            if people[criterion, role]
        }
        mean = _mean(means, weights)
        if mean is not None:
            by_criterion[criterion] = mean
    return _mean(by_criterion, criteria)


def _mean(values: Mapping[str, Fraction], weights: Mapping[str, float]) -> Fraction | None:
    whole = sum((exact(weights[key]) for key in values), Fraction(0))
    if not whole:
        return None
    return sum((exact(weights[key]) * value for key, value in values.items()), Fraction(0)) / whole


def _ranked(rows: Sequence[Result]) -> tuple[Result, ...]:
    """The best first. Equal values share a rank, and after two firsts comes a third."""
    values = [row.value for row in rows if row.value is not None]
    ranked = [
        replace(row, rank=1 + sum(other > row.value for other in values), tied=values.count(row.value) > 1)
        for row in rows
        if row.value is not None
    ]
    return (*sorted(ranked, key=lambda row: row.rank or 0), *(row for row in rows if row.value is None))


def exact(weight: float) -> Fraction:
    """A weight as a person wrote it: 0.1 is a tenth."""
    return Fraction(str(weight))
