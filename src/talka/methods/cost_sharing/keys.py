"""Cost keys: the rules by which partners share a cost, and what each needs to be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from talka.methods.cost_sharing.cents import exact
from talka.methods.cost_sharing.partner import Partner

EQUAL, POPULATION, USAGE, FISCAL, MIXED = "equal", "population", "usage", "fiscal", "mixed"
SHAPLEY, NUCLEOLUS = "shapley", "nucleolus"
COLUMN = {POPULATION: "population", USAGE: "usage", FISCAL: "fiscal_capacity", MIXED: "usage"}
"""What a key is in proportion to: a field of Partner."""
OF_GAMES = (SHAPLEY, NUCLEOLUS)
KINDS = (EQUAL, POPULATION, USAGE, FISCAL, MIXED, *OF_GAMES)
WRITTEN = "equal, population, usage, fiscal, mixed:<percent equal>:<percent usage>, shapley, nucleolus"


@dataclass(frozen=True)
class Key:
    """kind: one of KINDS; equal_percent and usage_percent, of the kind mixed only, sum to 100."""

    kind: str
    equal_percent: Decimal = Decimal(0)
    usage_percent: Decimal = Decimal(0)

    @classmethod
    def parse(cls, text: str) -> Key:
        """The key as a person writes it, such as "population" or "mixed:30:70". ValueError says what is wrong with
        it."""
        kind, *parts = text.strip().split(":")
        if kind != MIXED and not parts:
            key = cls(kind)
        elif kind == MIXED and len(parts) == 2:
            key = cls(kind, _percent(parts[0]), _percent(parts[1]))
        else:
            raise ValueError(f'"{text}" is no cost key; there are: {WRITTEN}')
        if wrong := key.wrong():
            raise ValueError(wrong)
        return key

    def wrong(self) -> str:
        """What is wrong with the key; nothing if it can be used."""
        if self.kind not in KINDS:
            return f'"{self.kind}" is no cost key; there are: {WRITTEN}'
        percents = (self.equal_percent, self.usage_percent)
        if self.kind != MIXED:
            return f"{self.kind} has no percentages" if any(percents) else ""
        if not all(one.is_finite() and one >= 0 for one in percents):
            return f"the percentages of {self} are numbers of 0 or more"
        if sum(percents) != 100:
            return f"the percentages of {self} add up to {_plain(sum(percents, Decimal(0)))}, not to 100"
        return ""

    def __str__(self) -> str:
        if self.kind != MIXED:
            return self.kind
        return f"{MIXED}:{_plain(self.equal_percent)}:{_plain(self.usage_percent)}"

    @property
    def column(self) -> str | None:
        """The field of Partner that must be known of each; None if none."""
        return None if self.kind == MIXED and not self.usage_percent else COLUMN.get(self.kind)


def weights(key: Key, partners: Sequence[Partner]) -> list[Fraction]:
    """The part of the cost that each partner pays, exact; they sum to 1. Of keys that are no key of games, and partners
    of whom is known what the key needs."""
    even = Fraction(1, len(partners))
    if key.column is None:
        return [even] * len(partners)
    numbers = [exact(getattr(one, key.column)) for one in partners]
    whole = sum(numbers)
    by_number = [number / whole for number in numbers]
    if key.kind != MIXED:
        return by_number
    one, other = Fraction(key.equal_percent) / 100, Fraction(key.usage_percent) / 100
    return [one * even + other * number for number in by_number]


def _percent(text: str) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > 20:
        raise ValueError(f'"{text}" is no percentage; the key is written as in mixed:30:70')
    return number


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}" if number.is_finite() else str(number)
