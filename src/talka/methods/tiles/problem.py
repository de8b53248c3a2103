"""The question: places with a position, and which of them are neighbours; and what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from talka.methods.contract import Fault, InvalidProblem


@dataclass(frozen=True)
class Place:
    """One place, at its centre: longitude and latitude in degrees."""

    id: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Problem:
    """Places to be drawn as tiles. `neighbours`: pairs of ids, each once, in any order."""

    places: tuple[Place, ...]
    neighbours: tuple[tuple[str, str], ...] = ()

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form; empty if nothing is."""
        return (*_place_faults(self), *_neighbour_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def _place_faults(problem: Problem) -> Iterator[Fault]:
    seen: set[str] = set()
    for row, place in enumerate(problem.places):
        if not place.id:
            yield Fault(("places", row, "id"), "id_empty", "the id is empty")
        elif place.id in seen:
            yield Fault(("places", row, "id"), "id_twice", f'the id "{place.id}" stands twice')
        seen.add(place.id)
        for column, degrees, most in (("lon", place.lon, 180), ("lat", place.lat, 90)):
            if not math.isfinite(degrees) or abs(degrees) > most:
                yield Fault(("places", row, column), "degrees", f"{degrees} is not between -{most} and {most} degrees")


def _neighbour_faults(problem: Problem) -> Iterator[Fault]:
    places = {place.id for place in problem.places}
    seen: set[frozenset[str]] = set()
    for row, pair in enumerate(problem.neighbours):
        for column, place in zip(("a", "b"), pair, strict=True):
            if place not in places:
                yield Fault(("neighbours", row, column), "place_unknown", f'there is no place "{place}"')
        if pair[0] == pair[1]:
            yield Fault(("neighbours", row, "b"), "own_neighbour", f'"{pair[0]}" is no neighbour of itself')
        elif frozenset(pair) in seen:
            yield Fault(("neighbours", row, "b"), "pair_twice", f'"{pair[0]}" and "{pair[1]}" stand twice')
        seen.add(frozenset(pair))
