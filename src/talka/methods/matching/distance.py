"""How far two places are from each other, as the crow flies."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from talka.methods.matching.problem import Angel, Request

EARTH_KM = 6371.0088
"""The Earth's mean radius (IUGG); taken as a sphere, it is wrong by about half a percent at most."""
FARTHEST_KM = math.pi * EARTH_KM
"""No two places on Earth are farther apart. A distance that is not known counts as this far when travel is added up."""

Floats = NDArray[np.float64]


def km_between(one: Angel | Request, other: Angel | Request) -> float | None:
    """The great-circle distance in km; None where either place is not known."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, north_too = math.radians(one.lat), math.radians(other.lat)
    up = math.sin((north_too - north) / 2) ** 2
    along = math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(up + math.cos(north) * math.cos(north_too) * along)))


def vectors(places: list[tuple[float, float]]) -> Floats:
    """Places (lat, lon in degrees) as points of the unit sphere [places, 3]; a place with nan stays nan."""
    degrees = np.radians(np.array(places, dtype=np.float64).reshape(-1, 2))
    north, east = degrees[:, 0], degrees[:, 1]
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def km_by_vectors(one: Floats, other: Floats) -> Floats:
    """Distances in km of points of the unit sphere, row by row; where either is not known, FARTHEST_KM."""
    chord = np.sqrt(((one - other) ** 2).sum(axis=-1))
    km: Floats = 2 * EARTH_KM * np.arcsin(np.minimum(1.0, chord / 2))
    return np.where(np.isnan(km), FARTHEST_KM, km)
