"""Amounts of parties in whole cents: whether they make up the budget, and how the rest would share it without one."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from talka.methods.cost_sharing.cents import largest_remainder, rounded


def difference(budget: Decimal | None, amounts: Sequence[Decimal | None]) -> Decimal:
    """What the amounts exceed the budget by; below zero where they fall short. EUR; nothing said counts as nothing."""
    return sum((each for each in amounts if each is not None), Decimal()) - (budget or Decimal())


def scaled(budget: Decimal, amounts: Sequence[Decimal]) -> list[Decimal]:
    """The budget shared in the proportion of the amounts, exact to the cent: cents left over go to the largest
    remainders. Where nobody pays anything, in equal parts. EUR."""
    if not amounts:
        return []
    total = sum(amounts, Decimal())
    weights = [Fraction(each) for each in amounts] if total else [Fraction(1)] * len(amounts)
    whole = sum(weights, Fraction())
    shares = [Fraction(budget) * weight / whole for weight in weights]
    return [Decimal(cents).scaleb(-2) for cents in largest_remainder(shares, rounded(budget))]
