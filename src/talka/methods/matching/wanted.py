"""What would let more requests be served: topics that nobody knows, languages that are lacking, places that are.

For whoever looks for more angels. Gains are for one change each; two together may gain less than both.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from fractions import Fraction

from talka.methods.matching.explain import Explanation, Reason
from talka.methods.matching.problem import Request
from talka.methods.matching.solve import Matching


def what_is_wanted(explanation: Explanation, result: Matching, *, most: int = 5) -> tuple[Reason, ...]:
    """Topics, languages and places, of each kind the most wanted by urgency first; `result` is what is explained."""
    waiting: dict[str, list[Request]] = {}
    for rest in result.unmatched:
        waiting.setdefault(rest.code, []).append(explanation.judge.request(rest.request))
    topics = _by_name(explanation, waiting.get("no_topic", []), lambda request: request.topics)
    tongues = _by_name(explanation, waiting.get("no_language", []), lambda request: request.languages)
    reasons = [Reason("topic_wanted", {"topic": name, **about}) for name, about in topics[:most]]
    reasons += [Reason("language_wanted", {"language": name, **about}) for name, about in tongues[:most]]
    gains = sorted(places_wanted(explanation).items(), key=lambda item: (-item[1], item[0]))
    reasons += [Reason("place_wanted", {"angel": name, "urgency": float(gain)}) for name, gain in gains[:most] if gain]
    return tuple(reasons)


def places_wanted(explanation: Explanation) -> dict[str, Fraction]:
    """By how much more urgency would be served if an angel had one place more, for each with whom that is any.

    Exact where the pairs serve the most urgency. The place lets a request in that waits, directly or along a chain of
    others who move on; requests are asked from the most urgent on, so the first to reach an angel gains the most.
    """
    urgency, pairs = explanation.judge.urgency, explanation.pairs
    held: dict[str, list[str]] = {}
    for name, angel in pairs.items():
        if name not in explanation.agreed:
            held.setdefault(angel, []).append(name)
    gains: dict[str, Fraction] = {}
    waiting = sorted((one for one in urgency if one not in pairs), key=lambda one: (-urgency[one], one))
    for first in waiting:
        asking = deque([first])
        while asking:
            request = explanation.judge.request(asking.popleft())
            for angel in explanation.suitable.sieve(request).left:
                if angel not in gains:
                    gains[angel] = urgency[first]
                    asking.extend(held.get(angel, ()))
    return gains


def _by_name(
    explanation: Explanation, requests: list[Request], names: Callable[[Request], tuple[str, ...]]
) -> list[tuple[str, dict[str, float]]]:
    """How many requests name what, and with how much urgency; the most urgency first."""

    def each() -> Iterator[tuple[str, Fraction]]:
        for request in requests:
            yield from ((name, explanation.judge.urgency[request.id]) for name in names(request))

    found: dict[str, list[Fraction]] = {}
    for name, urgency in each():
        found.setdefault(name, []).append(urgency)
    order = sorted(found.items(), key=lambda item: (-sum(item[1]), -len(item[1]), item[0]))
    return [(name, {"count": len(all_of), "urgency": float(sum(all_of))}) for name, all_of in order]
