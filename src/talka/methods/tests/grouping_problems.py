"""Grouping problems made up for tests, and the plain ways to solve them that the method is measured by."""

from __future__ import annotations

import itertools
import random
from collections import Counter

from talka.methods.grouping.evaluate import evaluate
from talka.methods.grouping.problem import Group, Person, Problem, Rules


def made_up(
    seed: int,
    *,
    people: int = 60,
    groups: int = 3,
    ranks: int = 3,
    values: tuple[int, ...] = (5, 4),
    skew: float = 1.0,
    slack: float = 1.15,
    rules: bool = False,
) -> Problem:
    """A problem without contradiction in its sizes; with `rules` also lists, at_most and a former round."""
    chance = random.Random(seed)
    ids = [f"g{number:03}" for number in range(groups)]
    wanted = [1 / (1 + number) ** skew for number in range(groups)]
    chance.shuffle(wanted)
    folk = []
    for number in range(people):
        chosen: list[str] = []
        for _ in range(min(ranks, groups)):
            choice = chance.choices(ids, wanted)[0]
            chosen.append(choice if choice not in chosen and chance.random() < 0.95 else "")
        if chance.random() < 0.05:
            chosen = [""] * len(chosen)
        attributes = {
            f"attribute{index}": f"v{min(chance.randrange(count), chance.randrange(count))}"
            if chance.random() < 0.95
            else ""
            for index, count in enumerate(values)
        }
        folk.append(Person(f"p{number:05}", tuple(chosen), attributes))
    mean = people / groups
    maxima = [max(1, round(mean * slack * chance.uniform(0.8, 1.2))) for _ in ids]
    while sum(maxima) < people:
        maxima[chance.randrange(groups)] += 1
    sizes = [
        Group(group, chance.randint(0, int(most * 0.6 / slack)), most) for group, most in zip(ids, maxima, strict=True)
    ]
    names = [f"attribute{index}" for index in range(len(values))]
    more = Rules(balance=tuple(names))
    if rules and people >= 6:
        commonest = max(Counter(person.attributes[names[-1]] for person in folk).values()) if names else 0
        # With a handful of people contradictions are welcome, with many they would be all there is.
        limit = chance.randint(1, 1 + people // groups) if people < 12 else commonest // groups + chance.randint(1, 3)
        some = [person.id for person in chance.sample(folk, 6)]
        more = Rules(
            balance=tuple(names[:1]),
            at_most={names[-1]: limit} if names else {},
            together=((some[0], some[1]),) if chance.random() < 0.5 else ((some[0], some[1]), (some[1], some[5])),
            apart=((some[2], some[3], some[4])[: chance.choice((2, 3))],) if groups > 1 else (),
            fixed={some[5]: chance.choice(ids)} if chance.random() < 0.5 else {},
            choices_weight=chance.choice((0, 1, 2)),
            balance_weight=chance.choice((1, 3)),
            earlier={person.id: f"e{chance.randrange(groups)}" for person in folk if chance.random() < 0.8},
            again=chance.choice((1, 2)),
            before=tuple(
                {person.id: chance.choice(ids) for person in folk if chance.random() < 0.8}
                for _ in range(chance.choice((0, 0, 1, 2)))
            ),
            back=chance.choice((0, 1, 5)),
        )
    return Problem(tuple(folk), tuple(sizes), more, ranks=ranks, attributes=tuple(names))


def by_brute_force(problem: Problem) -> int | None:
    """The least objective over all assignments; None if none keeps the rules."""
    best = None
    ids = [person.id for person in problem.people]
    for places in itertools.product([group.id for group in problem.groups], repeat=len(ids)):
        judged = evaluate(problem, dict(zip(ids, places, strict=True)))
        if judged.feasible and (best is None or judged.terms.objective < best):
            best = judged.terms.objective
    return best
