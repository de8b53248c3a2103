"""What goes into an appraisal: parties with their figures, the cost model, ways and given places. Plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

EARTH_KM = 6371.0
"""Mean radius of the Earth (IUGG)."""


@dataclass(frozen=True)
class Party:
    """One partner that pays a share. Amounts in EUR a year, volume and usage in the unit of the case; None: not said.

    benefit_eur and own_cost_eur count only when it takes part. population_entered: said by the partner itself, and not
    by the public register.
    """

    id: str
    volume: float | None = None
    cost_eur: float | None = None
    population: float | None = None
    population_entered: bool = False
    usage: float | None = None
    fiscal_capacity_eur: float | None = None
    benefit_eur: float = 0.0
    own_cost_eur: float = 0.0


@dataclass(frozen=True)
class Way:
    """km between two parties; straight: reckoned from coordinates and the detour, as no road is known."""

    a: str
    b: str
    km: float
    straight: bool = False


@dataclass(frozen=True)
class Given:
    """How far the given place `site` is from party `a`, and the fee that it pays there."""

    site: str
    a: str
    km: float
    fee_eur: float


@dataclass(frozen=True)
class Model:
    """fixed + unit · volume ^ elasticity + travel · Σ volume · km to the host; EUR a year."""

    fixed_eur: float
    unit_eur: float
    elasticity: float
    travel_eur: float


@dataclass(frozen=True)
class Joint:
    """What some parties would pay together, as somebody worked it out."""

    members: tuple[str, ...]
    cost_eur: float


@dataclass(frozen=True)
class Asked:
    """What the variants ask: how much of the fixed cost a grant pays, how far volumes may go, the mix of keys."""

    grant_percent: float = 50.0
    swing_percent: float = 20.0
    percent_equal: float = 30.0


@dataclass(frozen=True)
class Inputs:
    """Everything a computation reads."""

    parties: tuple[Party, ...]
    model: Model | None = None
    ways: tuple[Way, ...] = ()
    sites: tuple[Given, ...] = ()
    joint: tuple[Joint, ...] = ()
    asked: Asked = Asked()

    def to_json(self) -> dict[str, Any]:
        """As dicts, lists, strings and numbers only. Members are lists, as JSON has no tuples."""
        data = asdict(self)
        data["joint"] = [{"members": list(one.members), "cost_eur": one.cost_eur} for one in self.joint]
        return {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Inputs:
        """The inputs that `to_json` was made from; of a party that was forgotten only its place is left."""
        return cls(
            parties=tuple(Party(**row) for row in data["parties"]),
            model=Model(**data["model"]) if data["model"] else None,
            ways=tuple(Way(**row) for row in data["ways"]),
            sites=tuple(Given(**row) for row in data["sites"]),
            joint=tuple(Joint(tuple(row["members"]), row["cost_eur"]) for row in data["joint"]),
            asked=Asked(**data["asked"]),
        )


def straight_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two places given as (latitude, longitude) in degrees, in km."""
    lat, lon, to_lat, to_lon = (math.radians(value) for value in (*one, *other))
    half = math.sin((to_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
