"""What an address of a comparison asks for. The address is all there is: whoever gets it sees the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

MOST_AREAS = 150
MOST_INDICATORS = 24
"""More of them nobody reads side by side, and the page would take seconds."""


class Show(StrEnum):
    """What is shown of the areas chosen. Ranks, and who does better, only where somebody asks for them."""

    FIGURES = ""
    RANKS = "ranks"
    CHANGE = "change"
    BETTER = "better"
    INDEX = "index"


class By(StrEnum):
    """By what a change is measured."""

    ABSOLUTE = ""
    PERCENT = "percent"
    MEAN = "mean"
    START = "start"


@dataclass(frozen=True)
class Choice:
    """areas: keys of areas; measures: keys of indicators, of a category as "key:code". Each once, in the order asked.

    year: None for the latest that all have. first, last: between which a change is told. by: how it is measured.
    area, outcome: for who is like it and does better. weights: of measures in an index, below 0 to turn them
    round; spec: a ready index.
    """

    areas: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    year: int | None = None
    show: Show = Show.FIGURES
    first: int | None = None
    last: int | None = None
    by: By = By.ABSOLUTE
    area: str = ""
    outcome: str = ""
    spec: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: QueryDict) -> "Choice":
        """From the parameters of an address or form; what makes no sense is passed over."""
        weights = {
            name.removeprefix("w."): weight
            for name in asked
            if name.startswith("w.") and (weight := number_in(asked[name])) is not None
        }
        return cls(
            areas=_listed(asked.getlist("areas"), MOST_AREAS),
            measures=_listed(asked.getlist("indicators"), MOST_INDICATORS),
            year=year_in(asked.get("year", "")),
            show=_one(Show, asked.get("show", "")),
            first=year_in(asked.get("first", "")),
            last=year_in(asked.get("last", "")),
            by=_one(By, asked.get("by", "")),
            area=asked.get("area", "")[:80],
            outcome=asked.get("outcome", "")[:160],
            spec=asked.get("spec", "")[:60],
            weights=weights,
        )

    def but(self, **changes: object) -> "Choice":
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def parameters(self) -> dict[str, str]:
        """What stands in the address; what is as usual does not."""
        told = {
            "areas": ",".join(self.areas),
            "indicators": ",".join(self.measures),
            "year": self.year,
            "show": self.show.value,
            "first": self.first,
            "last": self.last,
            "by": self.by.value,
            "area": self.area,
            "outcome": self.outcome,
            "spec": self.spec,
            **{f"w.{key}": f"{weight:g}" for key, weight in self.weights.items()},
        }
        return {name: str(value) for name, value in told.items() if value}

    def query(self, **changes: object) -> str:
        """ "?areas=…": of this choice, or of it with something changed."""
        return "?" + urlencode(self.but(**changes).parameters, safe=",:")

    def kept(self) -> dict[str, object]:
        """As options of a comparison that is kept."""
        return dict(self.parameters)

    @classmethod
    def from_kept(cls, options: Mapping[str, object]) -> "Choice":
        asked = QueryDict(mutable=True)
        for name, value in options.items():
            asked[name] = str(value)
        return cls.of(asked)


def _listed(given: Iterable[str], most: int) -> tuple[str, ...]:
    """ "a,b" and "a", "b" are one; each once, in the order asked."""
    parts = (part.strip()[:160] for text in given for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))[:most]


def _one(choices: type[Show] | type[By], text: str):  # type: ignore[no-untyped-def]
    return choices(text) if text in set(choices) else choices("")


def year_in(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def number_in(text: str) -> float | None:
    """A weight as people write it, "0,25" too; None for what is none, or is farther from 0 than a thousand."""
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return found if -1000 <= found <= 1000 else None


def comparison_address(areas: Iterable[str], measures: Iterable[str] = (), **more: object) -> str:
    """The address of a comparison of areas and indicators by their keys; without indicators, of the usual ones."""
    choice = Choice(tuple(areas)[:MOST_AREAS], tuple(measures)[:MOST_INDICATORS])
    return reverse("indicators:compare") + choice.query(**more)
