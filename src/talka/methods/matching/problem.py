"""The question as it is given: angels, requests, what people agreed and declined already; and what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from talka.methods.contract import Fault, InvalidProblem


@dataclass(frozen=True)
class Angel:
    """Who could help: `expertise` are topics, `lat` and `lon` degrees (both or neither).

    `max_requests` is how many requests the angel takes in all, `taken` how many of these places other requests, which
    are not in this problem, have taken up. "" is no organisation.
    """

    id: str
    expertise: tuple[str, ...]
    languages: tuple[str, ...]
    organisation: str = ""
    lat: float | None = None
    lon: float | None = None
    max_requests: int = 1
    taken: int = 0


@dataclass(frozen=True)
class Request:
    """Who asks for help: in any one of the `languages`, about all of the `topics`. `urgency`, 0 or more."""

    id: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    organisation: str = ""
    lat: float | None = None
    lon: float | None = None
    urgency: float = 1.0


@dataclass(frozen=True)
class Pair:
    """A request and an angel, by their ids."""

    request: str
    angel: str


@dataclass(frozen=True)
class Problem:
    """Angels and requests; `refused` pairs are not proposed again, `fixed` pairs are agreed and stay as they are."""

    angels: tuple[Angel, ...]
    requests: tuple[Request, ...]
    refused: tuple[Pair, ...] = ()
    fixed: tuple[Pair, ...] = ()

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form, in the order of the tables; empty if nothing is."""
        return (*_angel_faults(self), *_request_faults(self), *_refused_faults(self), *_fixed_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def _id_fault(table: str, row: int, name: str, seen: set[str]) -> Iterator[Fault]:
    if not name:
        yield Fault((table, row, "id"), "id_empty", "the id is empty")
    elif name in seen:
        yield Fault((table, row, "id"), "id_twice", f'the id "{name}" stands twice')
    seen.add(name)


def _list_faults(path: tuple[str | int, ...], names: tuple[str, ...]) -> Iterator[Fault]:
    for index, name in enumerate(names):
        if not name:
            yield Fault(path, "name_empty", "an empty name stands in the list")
        elif name in names[:index]:
            yield Fault(path, "name_twice", f'"{name}" stands twice in the list')


def _place_faults(table: str, row: int, one: Angel | Request) -> Iterator[Fault]:
    for column, degrees, most in (("lat", one.lat, 90), ("lon", one.lon, 180)):
        if degrees is None:
            other = one.lon if column == "lat" else one.lat
            if other is not None:
                yield Fault((table, row, column), "half_a_place", f"{column} is missing; a place has both lat and lon")
        elif not (math.isfinite(degrees) and -most <= degrees <= most):
            what = f"{degrees:g} is not between -{most} and {most} degrees"
            yield Fault((table, row, column), "no_degrees", what)


def _angel_faults(problem: Problem) -> Iterator[Fault]:
    seen: set[str] = set()
    for row, angel in enumerate(problem.angels):
        yield from _id_fault("angels", row, angel.id, seen)
        yield from _list_faults(("angels", row, "expertise"), angel.expertise)
        yield from _list_faults(("angels", row, "languages"), angel.languages)
        yield from _place_faults("angels", row, angel)
        for column, places in (("max_requests", angel.max_requests), ("taken", angel.taken)):
            if places < 0:
                yield Fault(("angels", row, column), "negative", f"{places} is less than 0")


def _request_faults(problem: Problem) -> Iterator[Fault]:
    seen: set[str] = set()
    for row, request in enumerate(problem.requests):
        yield from _id_fault("requests", row, request.id, seen)
        for column, names, lack in (
            ("topics", request.topics, "no topic is named; what is asked about?"),
            ("language", request.languages, "no language is named; in which can it be answered?"),
        ):
            if not names:
                yield Fault(("requests", row, column), f"no_{column}", lack)
            yield from _list_faults(("requests", row, column), names)
        yield from _place_faults("requests", row, request)
        if not math.isfinite(request.urgency):
            yield Fault(("requests", row, "urgency"), "not_finite", f"{request.urgency} is no urgency")
        elif request.urgency < 0:
            yield Fault(("requests", row, "urgency"), "negative", f"{request.urgency:g} is less than 0")


def _unknown_faults(problem: Problem, table: str, pairs: tuple[Pair, ...]) -> Iterator[tuple[int, Fault]]:
    requests, angels = {one.id for one in problem.requests}, {one.id for one in problem.angels}
    for row, pair in enumerate(pairs):
        if pair.request not in requests:
            what = f'there is no request "{pair.request}"'
            yield row, Fault((table, row, "request"), "request_unknown", what)
        if pair.angel not in angels:
            yield row, Fault((table, row, "angel"), "angel_unknown", f'there is no angel "{pair.angel}"')


def _refused_faults(problem: Problem) -> Iterator[Fault]:
    """A pair refused twice is refused, so that a list of all refusals can be given as it is."""
    for _, fault in _unknown_faults(problem, "refused", problem.refused):
        yield fault


def _fixed_faults(problem: Problem) -> Iterator[Fault]:
    unknown = list(_unknown_faults(problem, "fixed", problem.fixed))
    seen: set[str] = set()
    for row, pair in enumerate(problem.fixed):
        yield from (fault for at, fault in unknown if at == row)
        if pair.request in seen:
            what = f'"{pair.request}" stands twice; a request has one angel'
            yield Fault(("fixed", row, "request"), "request_twice", what)
        seen.add(pair.request)
