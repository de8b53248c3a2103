"""Ready indices: indicators, weights and signs with their source, as TOML files beside this one.

Each file is a rules file of `talka methods composite-index` as it stands. They are data of the library, like a table of
constants; reading them is the only file this method opens.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from talka.methods.composite_index.problem import Weight

NAMES = ("lv_municipalities_2014", "lv_regions_2014")


@dataclass(frozen=True)
class Spec:
    """title and labels in English; source: where the weights are laid down; verified: whether they were checked against
    it, or rest on a second hand that `note` names."""

    name: str
    title: str
    source: str
    verified: bool
    note: str
    population_weighted: bool
    indicators: Mapping[str, Weight]
    labels: Mapping[str, str]


@cache
def spec(name: str) -> Spec:
    """The spec of this name. KeyError if there is none."""
    if name not in NAMES:
        raise KeyError(name)
    data = tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return Spec(
        name=name,
        title=data["title"],
        source=data["source"],
        verified=data["verified"],
        note=data.get("note", ""),
        population_weighted=data["population_weighted"],
        indicators={key: Weight(float(one["weight"]), int(one["sign"])) for key, one in data["indicators"].items()},
        labels={key: one["label"] for key, one in data["indicators"].items()},
    )
