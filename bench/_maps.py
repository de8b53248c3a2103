"""Maps made up for benchmarks, the same every time: places on a square, neighbours by Delaunay, people log-normal."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from talka.methods.coalitions.problem import Municipality, Pair, Problem, Rules

STEP_KM = 20.0
"""About the way between two neighbours."""
LISTED_KM = 100.0
RULES = Rules(
    fixed_eur=100_000,
    unit_eur=100,
    elasticity=0.85,
    travel_eur_per_km=0.3,
    max_members=6,
    max_km=60,
    contiguous=True,
)


def planar(count: int, seed: int, *, people: NDArray[np.float64] | None = None, rules: Rules = RULES) -> Problem:
    """A country of so many municipalities; `people` [count] where these are known."""
    chance = np.random.default_rng(seed)
    spots = chance.uniform(0, STEP_KM * np.sqrt(count), (count, 2))
    if people is None:
        people = np.round(chance.lognormal(8.5, 1, count))
    borders = _borders(spots)
    km = np.round(np.sqrt(((spots[:, None] - spots[None]) ** 2).sum(axis=2)), 1)
    pairs = tuple(
        Pair(_code(a), _code(b), float(km[a, b]), (a, b) in borders)
        for a, b in np.argwhere(np.triu(km <= LISTED_KM, 1)).tolist()
    )
    places = tuple(Municipality(_code(i), f"Place {i}", float(people[i])) for i in range(count))
    return Problem(places, pairs, rules)


def spots_of(problem: Problem, seed: int) -> NDArray[np.float64]:
    """[n, 2]: where the municipalities of such a map lie, in km."""
    count = len(problem.municipalities)
    return np.random.default_rng(seed).uniform(0, STEP_KM * np.sqrt(count), (count, 2))


def _code(number: int) -> str:
    return f"{number:05}"


def _borders(spots: NDArray[np.float64]) -> set[tuple[int, int]]:
    if len(spots) < 4:
        return {(a, b) for b in range(len(spots)) for a in range(b)}
    corners = Delaunay(spots).simplices
    sides = np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]]), axis=1)
    return {(int(a), int(b)) for a, b in sides}


def shared(name: str) -> Path | None:
    """The folder of real tables of that name beside the project or above; None where it is not there."""
    for above in Path(__file__).resolve().parents:
        if (above / "shared" / "data" / name).is_dir():
            return above / "shared" / "data" / name
    return None


def latvia(rules: Rules = RULES) -> Problem | None:
    """The 43 municipalities with their populations, borders and centroid distances; None where the tables are not."""
    home = shared("latvia")
    if home is None:
        return None
    places = tuple(
        Municipality(row["atvk"].removeprefix("LV"), row["name_lv"], float(row["pop_2021_registered"]))
        for row in _rows(home / "lv_municipalities_43.csv")
    )
    border = {frozenset((row["atvk_a"], row["atvk_b"])) for row in _rows(home / "lv_adjacency_43.csv")}
    pairs = tuple(
        Pair(row["atvk"], other, float(km), frozenset((row["atvk"], other)) in border)
        for row in _rows(home / "lv_centroid_distance_km_43.csv")
        for other, km in row.items()
        if other != "atvk" and row["atvk"] < other
    )
    return Problem(places, pairs, rules)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def departements() -> dict[str, NDArray[np.float64]]:
    """The populations of the communes of each French département, where the table is there."""
    home = shared("france")
    people: dict[str, list[float]] = defaultdict(list)
    if home is not None:
        with gzip.open(home / "fr_communes_epci.csv.gz", "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                # Islands where nobody lives have no figure, and nothing to run together.
                if row["population"]:
                    people[row["departement"]].append(float(row["population"]))
    return {name: np.array(values) for name, values in sorted(people.items())}
