"""Euros into cents so that the parts are the whole: by largest remainder."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
NOISE = 6
"""Decimals of a cent beyond which an amount in double precision says nothing."""


def exact(number: Decimal | float) -> Fraction:
    """The number as it is written in decimals: 0.1 is a tenth."""
    return Fraction(number if isinstance(number, Decimal) else Decimal(repr(float(number))))


def rounded(eur: Decimal | float) -> int:
    """Whole cents, half a cent upwards."""
    amount = eur if isinstance(eur, Decimal) else Decimal(repr(float(eur)))
    return int(amount.quantize(CENT, ROUND_HALF_UP).scaleb(2))


def largest_remainder(eur: Sequence[Fraction | float], total: int) -> tuple[int, ...]:
    """Cents of each share, which sum to `total` cents exactly.

    Each gets its whole cents; what is left of the total goes, a cent each, to the largest remainders, of equals to
    those that stand first. eur: shares whose sum is the total but for its own rounding; fractions are taken as they
    are.
    """
    amounts = [100 * one if isinstance(one, Fraction) else Fraction(round(100 * one, NOISE)) for one in eur]
    whole = [amount.__floor__() for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda place: (whole[place] - amounts[place], place))
    every, some = divmod(total - sum(whole), len(amounts))
    extra = dict.fromkeys(by_remainder[:some], 1)
    return tuple(cents + every + extra.get(place, 0) for place, cents in enumerate(whole))
