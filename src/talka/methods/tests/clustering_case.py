"""Clustering, as the battery sees it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from talka.methods.clustering.evaluate import Standing
from talka.methods.clustering.likeness import UNIT, likeness_of
from talka.methods.clustering.problem import Card, Problem
from talka.methods.clustering.solve import Clustering, solve
from talka.methods.contract import Deadline
from talka.methods.tests.registered import Method

THEMES = (
    "autobuss autobusu reiss maršruti transports vilciens satiksme",
    "skola skolēni skolotāju klases pedagogi vidusskola",
    "ceļš ceļu bedres asfalts tilts šoseja",
    "budžets budžeta tāme grāmatvedība ieņēmumi",
    "ūdensvads kanalizācija notekūdeņi ūdenssaimniecība",
    "kokle dzintars rotkalis",
)
AROUND = (  # noqa: SIM905
    "trūkst novadā laukos katru pavasari pārāk maz jauns vecais nav kopīgs pagastā iedzīvotājiem 15 vajag"
).split()


def made_up(seed: int, count: int, *, words: int = 4, fixed: int = 0, new_clusters: bool = False) -> Problem:
    chance = random.Random(seed)
    cards = []
    for number in range(count):
        themes = chance.sample(THEMES, chance.choice((1, 1, 1, 2)))
        said = [chance.choice(theme.split()) for theme in themes for _ in range(chance.choice((1, 2)))]
        said += chance.sample(AROUND, chance.randrange(words))
        chance.shuffle(said)
        text = " ".join(said) if chance.random() < 0.95 else chance.choice(("", "!", "🙂"))
        cards.append(Card(f"c{number:04}", text))
    kept = {card.id: chance.choice(("A", "B", "c0001")) for card in chance.sample(cards, min(fixed, count))}
    return Problem(tuple(cards), fixed=kept, new_clusters=new_clusters)


def many(seed: int, count: int) -> Problem:
    """Cards with ever new words beside those of some themes, so that each is a card of its own."""
    chance = random.Random(seed)
    ends = ("as", "es", "is", "us", "ai", "ei", "am", "em", "um", "ās", "ēs", "ij")
    invented = [
        "".join(chance.choice("bdgklmnprstvz") + chance.choice("aeiouāēī") for _ in range(3)) for _ in range(900)
    ]
    cards = []
    for number in range(count):
        theme = chance.choice(THEMES).split()
        others = [chance.choice(invented) + chance.choice(ends) for _ in range(chance.randrange(2, 7))]
        cards.append(Card(f"c{number:05}", " ".join([chance.choice(theme), *others, chance.choice(AROUND)])))
    return Problem(tuple(cards))


def tiny(seed: int) -> Problem:
    return made_up(seed, seed % 8, fixed=(0, 0, 2, 3)[seed % 4], new_clusters=seed % 3 == 0)


def reordered(problem: Problem, seed: int) -> Problem:
    cards = list(problem.cards)
    random.Random(seed).shuffle(cards)
    return replace(problem, cards=tuple(cards), fixed=dict(reversed(problem.fixed.items())))


def wrong(problem: Problem, result: Clustering) -> str:
    if set(result.clusters) != {card.id for card in problem.cards}:
        return "not every card has a cluster"
    if any(result.clusters[card] != cluster for card, cluster in problem.fixed.items()):
        return "a fixed card moved"
    sizes = {name: list(result.clusters.values()).count(name) for name in set(result.clusters.values())}
    if {topic.cluster: topic.size for topic in result.topics} != sizes:
        return "the clusters told are not those of the cards"
    new = [name for name, size in sizes.items() if size > 1 and name not in problem.fixed.values()]
    if problem.fixed and not problem.new_clusters and new:
        return f"new clusters {new} that may not be"
    if not all(topic.label and result.clusters[topic.central] == topic.cluster for topic in result.topics):
        return "a cluster lacks a label, or its central card is of another"
    if len(problem.cards) < 500 and abs(Standing(problem, result.clusters).disagreement - result.objective) > 1e-6:
        return "the objective is not what the clusters cost"
    return "" if result.bound <= result.objective + 1e-9 else "the bound is above the objective"


def pairs(problem: Problem) -> list[list[float]]:
    """How much each pair of cards, in the order given, gains by being together; below 0 what it loses."""
    likeness = likeness_of(problem, Deadline(60))
    node = {row: index for index, rows in enumerate(likeness.cards) for row in rows}
    rows = [
        dict(zip(*(part.tolist() for part in likeness.row(index)), strict=True)) for index in range(len(likeness.cards))
    ]
    count = range(len(problem.cards))
    alike = [[1.0 if node[a] == node[b] else rows[node[a]].get(node[b], 0) / UNIT for b in count] for a in count]
    return [[value - problem.alike for value in row] for row in alike]


def cost(gains: list[list[float]], blocks: list[list[int]]) -> float:
    where = {row: number for number, block in enumerate(blocks) for row in block}
    total = 0.0
    for a in range(len(gains)):
        for b in range(a):
            total += max(0.0, -gains[a][b]) if where[a] == where[b] else max(0.0, gains[a][b])
    return total


def baseline(problem: Problem) -> float | None:
    """One card after the other to the first cluster that is alike enough on average, else to one of its own."""
    gains = pairs(problem)
    blocks: list[list[int]] = [
        [row for row, card in enumerate(problem.cards) if problem.fixed.get(card.id) == name]
        for name in sorted(set(problem.fixed.values()))
    ]
    fixed = len(blocks)
    for row, card in enumerate(problem.cards):
        if card.id not in problem.fixed:
            able = blocks if problem.open else blocks[:fixed]
            best = next((block for block in able if sum(gains[row][other] for other in block) > 0), None)
            if best is None:
                blocks.append([row])
            else:
                best.append(row)
    return cost(gains, blocks)


def exact(problem: Problem) -> float | None:
    gains = pairs(problem)
    homes = [problem.fixed.get(card.id) for card in problem.cards]
    return min(
        (cost(gains, blocks) for blocks in _partitions(len(homes)) if _allowed(problem, homes, blocks)), default=0
    )


def _allowed(problem: Problem, homes: list[str | None], blocks: list[list[int]]) -> bool:
    named = [{homes[row] for row in block} - {None} for block in blocks]
    if any(len(names) > 1 for names in named) or len([1 for names in named if names]) != len(set(homes) - {None}):
        return False
    return problem.open or all(names or len(block) == 1 for names, block in zip(named, blocks, strict=True))


def _partitions(count: int) -> Iterator[list[list[int]]]:
    if not count:
        yield []
        return
    for smaller in _partitions(count - 1):
        for at in range(len(smaller)):
            yield [*smaller[:at], [*smaller[at], count - 1], *smaller[at + 1 :]]
        yield [*smaller, [count - 1]]


METHOD = Method(
    name="clustering",
    solve=solve,
    result=Clustering,
    ordinary=lambda seed: made_up(seed, 60, fixed=10 * (seed % 3), new_clusters=seed % 2 == 0),
    tiny=tiny,
    huge=lambda: many(1, 4000),
    reordered=reordered,
    wrong=wrong,
    baseline=baseline,
    exact=exact,
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=(
        (
            Problem(
                (Card("a", "x", "latviešu"), Card("a", "y"), Card("", "z", "lv")),
                language="",
                fixed={"b": "A", "a": ""},
                alike=1.0,
            ),
            [
                ("cards", 0, "language"),
                ("cards", 1, "id"),
                ("cards", 2, "id"),
                ("language",),
                ("rules", "fixed", "b"),
                ("rules", "fixed", "a"),
                ("rules", "alike"),
            ],
        ),
    ),
)
