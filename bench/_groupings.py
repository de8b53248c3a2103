"""The groupings that are measured: choices in which few groups are much wanted, a region and a kind to be spread."""

import random

from talka.methods.grouping.problem import Group, Person, Problem, Rules


def made_up(people: int, groups: int, *, ranks: int = 3, regions: int = 5, kinds: int = 8, seed: int = 1) -> Problem:
    """People with three choices by popularity 1/rank, a region and a kind; groups with a tenth of places to spare."""
    chance = random.Random(seed)
    ids = [f"g{number:03}" for number in range(groups)]
    wanted = [1 / (1 + number) for number in range(groups)]
    chance.shuffle(wanted)
    folk = []
    for number in range(people):
        chosen: list[str] = []
        while len(chosen) < min(ranks, groups):
            choice = chance.choices(ids, wanted)[0]
            if choice not in chosen:
                chosen.append(choice)
        if chance.random() < 0.05:
            chosen = [""] * len(chosen)
        region, kind = chance.randrange(regions), min(chance.randrange(kinds), chance.randrange(kinds))
        folk.append(Person(f"p{number:05}", tuple(chosen), {"region": f"r{region}", "kind": f"k{kind}"}))
    mean = people / groups
    maxima = [round(mean * 1.1 * chance.uniform(0.8, 1.2)) for _ in ids]
    while sum(maxima) < people:
        maxima[chance.randrange(groups)] += 1
    sizes = tuple(Group(group, int(0.5 * most), most) for group, most in zip(ids, maxima, strict=True))
    return Problem(tuple(folk), sizes, Rules(balance=("region", "kind")), ranks=ranks)
