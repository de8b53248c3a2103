"""The matrix for choosing areas: several services rated by the partners, their sums, and which to begin with.

A partner gives 1 to 5 for rationale, need, savings and feasibility. A service's figure is the mean over the partners
that rated it; its sum runs from 4 to 20. Suggested is the easiest of the worthwhile ones: of services whose sum is at
least 12 and that more than half of those rated who rated anything, the one with the highest feasibility, then the
highest sum. Source: Municipal Cooperation, step 5.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CRITERIA = ("rationale", "need", "savings", "feasibility")
WORTHWHILE = 12
"""The middle of the way from none to all 20 points."""

Ratings = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Rated:
    """A service with the means of its criteria and their sum, and by how many partners."""

    service: str
    means: Mapping[str, float]
    partners: int

    @property
    def total(self) -> float:
        return round(sum(self.means.values()), 2)


def checked_ratings(given: Any, services: Iterable[str]) -> dict[str, dict[str, int]]:
    """Ratings of services of the register, each with all four criteria from 1 to 5. Raises ValueError, naming the
    service, for anything else."""
    if not isinstance(given, Mapping):
        raise ValueError("")
    known = frozenset(services)
    found = {}
    for service, row in given.items():
        if service not in known or not isinstance(row, Mapping) or set(row) != set(CRITERIA):
            raise ValueError(service)
        if not all(type(value) is int and 1 <= value <= 5 for value in row.values()):
            raise ValueError(service)
        found[service] = {name: row[name] for name in CRITERIA}
    return found


def rated(by_partner: Sequence[Ratings]) -> list[Rated]:
    """The highest sum first, then the more feasible, then by key."""
    rows: dict[str, list[Mapping[str, int]]] = {}
    for ratings in by_partner:
        for service, row in ratings.items():
            rows.setdefault(service, []).append(row)
    found = [
        Rated(service, {name: sum(row[name] for row in given) / len(given) for name in CRITERIA}, len(given))
        for service, given in rows.items()
    ]
    return sorted(found, key=lambda one: (-one.total, -one.means["feasibility"], one.service))


def suggested(rows: Iterable[Rated], raters: int) -> Rated | None:
    """The one to begin with; None where nothing is worthwhile to more than half of the raters."""
    worthwhile = [one for one in rows if one.total >= WORTHWHILE and one.partners * 2 > raters]
    return min(worthwhile, key=lambda one: (-one.means["feasibility"], -one.total, one.service), default=None)
