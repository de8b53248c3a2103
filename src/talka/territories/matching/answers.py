"""What matching asks and answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Label:
    """One area label of a file, as a reader gives it (`documents.statistics.table.Category`).

    name: may carry a code before it and dots that indent it. depth: how far it was indented; under: the code or label
    of the one it stands below.
    """

    code: str
    name: str
    depth: int = 0
    under: str = ""
    note: str = ""


class How(StrEnum):
    CODE = "code"
    NAME = "name"
    PARENT = "parent"
    """By the name, which several areas bear, and what it stands under."""
    ALIAS = "alias"
    REMEMBERED = "remembered"
    NONE = ""


class Verdict(StrEnum):
    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    """Several areas may be meant, or code and name speak of different ones: somebody has to choose."""
    UNKNOWN = "unknown"
    UNPLACED = "unplaced"
    """The row counts what has no known place. No fault: it is counted, told and left out."""
    FOREIGN = "foreign"
    AGGREGATE = "aggregate"
    """A sum over areas that is itself no area: “Total”, “EU27”."""


@dataclass(frozen=True, slots=True)
class Candidate:
    area_id: int
    area_key: str
    name: str
    kind: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Match:
    """What one label means. why: one sentence in the reader's language."""

    label: Label
    verdict: Verdict
    how: How = How.NONE
    area_id: int | None = None
    area_key: str = ""
    candidates: tuple[Candidate, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Counts:
    """How many labels got which verdict, and how those that matched did."""

    labels: int
    verdicts: dict[Verdict, int] = field(default_factory=dict)
    ways: dict[How, int] = field(default_factory=dict)

    @property
    def matched(self) -> int:
        return self.verdicts.get(Verdict.MATCHED, 0)

    @property
    def open(self) -> int:
        """Labels about which somebody has to decide."""
        return self.verdicts.get(Verdict.AMBIGUOUS, 0) + self.verdicts.get(Verdict.UNKNOWN, 0)


def counted(matches: Sequence[Match]) -> Counts:
    verdicts = Counter(match.verdict for match in matches)
    ways = Counter(match.how for match in matches if match.verdict == Verdict.MATCHED)
    return Counts(len(matches), dict(verdicts), dict(ways))
