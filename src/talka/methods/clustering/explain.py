"""Why cards are together, what nearly was, what would change it; reasons as codes, each with an English sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from talka.methods import reasons
from talka.methods.clustering.evaluate import Standing
from talka.methods.clustering.problem import Problem
from talka.methods.clustering.solve import Clustering

ENGLISH: dict[str, str] = {
    # the whole
    "sorted": "{cards} cards: {together} topics of two or more cards, {alone} cards alone.",
    "largest": 'The largest topic is "{label}": {size} cards, {percent} % of all.',
    "fixed": "{count} cards stay where they were put.",
    "fixed_joined": "{count} more cards fit a topic that was there already.",
    "close_call": 'Card {card} in "{cluster}" could nearly as well be in "{other}"; moving it would cost {cost}.',
    "nearly_joined": 'Card {card} is alone; putting it into "{other}" would cost {cost}.',
    "joinable": '"{one}" and "{two}" lack little to be one topic: {alike}, needed is {needed}.',
    # one card
    "shares": "It says {own}; of {size} other cards of its topic {count} say {others}.",
    "shares_nothing": "It shares no word with the other cards of its topic; it was put there by hand or by a rule.",
    "alone": "It is alone: no topic is alike enough.",
    "says_nothing": "It holds no word that could be compared.",
    "fixed_here": "A rule keeps it here.",
    "move_costs": 'Moving it to "{cluster}", the nearest other topic, would make the whole worse by {cost}.',
    "move_saves": 'Moving it to "{cluster}" would make the whole better by {cost}.',
    "nothing_near": "No other topic is at all like it.",
}


class Reason(reasons.Reason):
    english = ENGLISH


@dataclass(frozen=True)
class CardExplanation:
    """Why one card is where it is: its mean likeness to the others there (None: alone), and to the nearest clusters."""

    card: str
    cluster: str
    alike: float | None
    nearest: tuple[tuple[str, float], ...]
    reasons: tuple[Reason, ...]

    def sentences(self) -> list[str]:
        return [reason.sentence() for reason in self.reasons]


def overview(problem: Problem, result: Clustering) -> tuple[Reason, ...]:
    """The whole in a few reasons: how many topics, the largest, what was kept, and what was close."""
    return tuple(_overview(problem, result))


def explain_card(standing: Standing, card: str, *, most: int = 3) -> CardExplanation:
    """Why a card is in its cluster, and which are nearest; also for clusters changed by hand. KeyError if unknown."""
    cluster = standing.clusters[card]
    alike = standing.alike(card, cluster)
    nearest = tuple(standing.nearest(card)[:most])
    reasons = tuple(_card_reasons(standing, card, alike, nearest))
    return CardExplanation(card, cluster, alike, nearest, reasons)


def _overview(problem: Problem, result: Clustering) -> Iterator[Reason]:
    label = {topic.cluster: topic.label for topic in result.topics}
    counts = {"cards": result.cards, "together": result.together, "alone": result.alone}
    yield Reason("sorted", counts)
    if result.together:
        largest = result.topics[0]
        percent = round(100 * result.largest_share)
        yield Reason("largest", {"label": largest.label, "size": largest.size, "percent": percent})
    if problem.fixed:
        yield Reason("fixed", {"count": len(problem.fixed)})
        homes = set(problem.fixed.values())
        joined = sum(1 for card, name in result.clusters.items() if name in homes and card not in problem.fixed)
        yield Reason("fixed_joined", {"count": joined})
    size = {topic.cluster: topic.size for topic in result.topics}
    for call in result.close_calls:
        code = "close_call" if size[call.cluster] > 1 else "nearly_joined"
        names = {"cluster": label[call.cluster], "other": label[call.other]}
        yield Reason(code, {"card": call.card, "cost": _short(call.cost), **names})
    for pair in result.joinable:
        close: dict[str, str | int | float] = {"one": label[pair.one], "two": label[pair.two]}
        yield Reason("joinable", {**close, "alike": _short(pair.alike), "needed": _short(result.alike)})


def _card_reasons(
    standing: Standing, card: str, alike: float | None, nearest: tuple[tuple[str, float], ...]
) -> Iterator[Reason]:
    node, cluster = standing.node[card], standing.clusters[card]
    if card in standing.problem.fixed:
        yield Reason("fixed_here", {})
    if not standing.likeness.vectors[node]:
        yield Reason("says_nothing", {})
    elif alike is None:
        yield Reason("alone", {})
    else:
        shared = standing.shared(card, cluster)
        about: dict[str, str | int | float] = {"own": _quoted(shared.own), "others": _quoted(shared.others)}
        counts = {"count": shared.count, "size": len(standing.members[cluster]) - 1}
        yield Reason("shares", {**about, **counts}) if shared.own else Reason("shares_nothing", {})
    if nearest:
        # The best place is not always the one of the highest mean: many cards a little alike weigh more than one.
        cost, other = min((standing.cost_of_move(card, cluster), cluster) for cluster, _ in nearest)
        code = "move_costs" if cost >= 0 else "move_saves"
        yield Reason(code, {"cluster": other, "cost": _short(abs(cost))})
    else:
        yield Reason("nothing_near", {})


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _short(value: float) -> float:
    return round(value, 2)
