"""Angels and requests made up for tests, and the plain ways to match them that the method is measured by."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from talka.methods.matching.evaluate import Judge
from talka.methods.matching.problem import Angel, Pair, Problem, Request

LANGUAGES = (("lv", 0.9), ("en", 0.5), ("ru", 0.4))


def made_up(
    seed: int,
    *,
    angels: int = 40,
    requests: int = 60,
    topics: int = 12,
    places: int = 2,
    classes: int = 4,
    placed: float = 0.9,
    grid: int = 0,
    agreed: int = 0,
) -> Problem:
    """`placed` is the share of those whose place is known; on a `grid` of so many steps places are often the same."""
    chance = random.Random(seed)
    subjects = [f"t{number:02}" for number in range(topics)]

    def place() -> tuple[float, float] | tuple[None, None]:
        if chance.random() > placed:
            return None, None
        if grid:
            return 56 + chance.randrange(grid) / grid, 22 + chance.randrange(grid) / grid
        return chance.uniform(55.7, 58.0), chance.uniform(21.0, 28.2)

    helpers = []
    for number in range(angels):
        lat, lon = place()
        most, taken = chance.randint(0, places + 1), chance.choice([0, 0, 0, 1])
        languages = tuple(name for name, share in LANGUAGES if chance.random() < share)
        helpers.append(
            Angel(
                f"a{number:05}",
                tuple(chance.sample(subjects, min(topics, chance.randint(0, 4)))),
                languages,
                chance.choice(["", *(f"o{index}" for index in range(max(2, angels // 4)))]),
                lat,
                lon,
                most,
                taken,
            )
        )
    asked = []
    for number in range(requests):
        lat, lon = place()
        wanted = tuple(chance.sample(subjects, min(topics, chance.randint(1, 3))))
        languages = chance.choice([("lv",), ("lv",), ("lv",), ("en",), ("ru", "en")])
        organisation = f"o{chance.randrange(max(2, angels // 4))}"
        urgency = chance.randrange(classes) / 2
        asked.append(Request(f"r{number:05}", wanted, languages, organisation, lat, lon, urgency))
    pairs = [Pair(request.id, angel.id) for request in asked for angel in helpers if chance.random() < 0.05]
    refused = tuple(chance.sample(pairs, min(len(pairs), requests // 3)))
    there = list(itertools.product([one.id for one in asked], [one.id for one in helpers]))
    fixed = dict(chance.sample(there, min(agreed, len(there))))
    return Problem(tuple(helpers), tuple(asked), refused, tuple(Pair(*pair) for pair in fixed.items()))


def all_pairs(problem: Problem) -> Iterator[dict[str, str]]:
    """Every way to give each request an angel or none, whether or not rules allow it."""
    ways = [[None, *(angel.id for angel in problem.angels)] for _ in problem.requests]
    for choice in itertools.product(*ways):
        given = zip(problem.requests, choice, strict=True)
        yield {request.id: angel for request, angel in given if angel is not None}


def by_brute_force(problem: Problem) -> list[dict[str, str]]:
    """All the best answers; none if no answer keeps the rules. Travel counts as equal within a millimetre."""
    judge = Judge(problem)
    # Whole answers are only tried of pairs that are allowed by themselves: with the others they break a rule anyway.
    allowed = [
        [None, *(one.id for one in problem.angels if not judge.book.against(request.id, one.id))]
        for request in problem.requests
    ]
    judged = []
    for choice in itertools.product(*allowed):
        pairs = {one.id: angel for one, angel in zip(problem.requests, choice, strict=True) if angel is not None}
        worth = judge.judge(pairs)
        if worth.feasible:
            judged.append((worth, pairs))
    if not judged:
        return []
    most = max((worth.urgency, worth.fit) for worth, _ in judged)
    good = [(worth.travel, pairs) for worth, pairs in judged if (worth.urgency, worth.fit) == most]
    least = min(travel for travel, _ in good)
    return [pairs for travel, pairs in good if travel <= least + 1e-6]


def named_by_the_rule(problem: Problem, answers: list[dict[str, str]]) -> dict[str, str]:
    """Of these the one in which, by urgency and id, each request has the first angel that it can have."""
    order = sorted(problem.requests, key=lambda one: (-one.urgency, one.id))
    after_all = chr(0x10FFFF)
    return min(answers, key=lambda pairs: [pairs.get(one.id, after_all) for one in order])


def greedy(problem: Problem) -> dict[str, str]:
    """Agreed pairs, then each request, by urgency, with the best of those who have a place left."""
    judge = Judge(problem)
    pairs = {pair.request: pair.angel for pair in problem.fixed}
    for request in sorted(problem.requests, key=lambda one: (-one.urgency, one.id)):
        if request.id in pairs:
            continue
        ways = []
        for angel in problem.angels:
            if judge.book.against(request.id, angel.id):
                continue
            tried = judge.judge({**pairs, request.id: angel.id})
            if tried.feasible:
                ways.append((tried.fit, -tried.travel, angel.id))
        if ways:
            pairs[request.id] = max(ways)[2]
    return pairs
