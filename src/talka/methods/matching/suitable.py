"""Which angels could take a request: sets by topic and language, and at which sieve the last of them was lost."""

from __future__ import annotations

from dataclasses import dataclass

from talka.methods.matching.problem import Problem, Request


@dataclass(frozen=True)
class Sieved:
    """Angels left after each sieve, each a subset of the one before: they know one of the topics at least, share a
    language, are of another organisation, have not declined nor been declined."""

    knowing: frozenset[str]
    speaking: frozenset[str]
    other: frozenset[str]
    left: frozenset[str]


class Suitable:
    """Finds suitable angels of one valid problem; what requests share is read once."""

    def __init__(self, problem: Problem) -> None:
        self.knows: dict[str, set[str]] = {}
        self.speaks: dict[str, set[str]] = {}
        self.works: dict[str, set[str]] = {}
        for angel in problem.angels:
            for topic in angel.expertise:
                self.knows.setdefault(topic, set()).add(angel.id)
            for language in angel.languages:
                self.speaks.setdefault(language, set()).add(angel.id)
            if angel.organisation:
                self.works.setdefault(angel.organisation, set()).add(angel.id)
        self.refused: dict[str, set[str]] = {}
        for pair in problem.refused:
            self.refused.setdefault(pair.request, set()).add(pair.angel)

    def sieve(self, request: Request) -> Sieved:
        """Who could take it, whether or not they have a place left."""
        knowing = _any_of(self.knows, request.topics)
        speaking = knowing & _any_of(self.speaks, request.languages)
        other = speaking - self.works.get(request.organisation, set())
        return Sieved(knowing, speaking, other, other - self.refused.get(request.id, set()))


def _any_of(sets: dict[str, set[str]], names: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(sets.get(name, set()) for name in names))
