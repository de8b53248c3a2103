"""On which boundaries a table is: the day on which most of its labels name areas that stood."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from .index import AreaIndex, Use


@dataclass(frozen=True)
class Vintage:
    """days: one day of each span that fits best; several where the labels do not tell them apart.

    fitting, telling: labels that fit these days, of all that stand for an area on some days only.
    """

    days: tuple[date, ...]
    fitting: int = 0
    telling: int = 0


def vintage_of(uses: Sequence[Collection[Use]], index: AreaIndex) -> Vintage:
    """`uses`: what each label may mean. A label that may mean an area on every day tells nothing."""
    fits = dict.fromkeys(index.days, 0)
    telling = 0
    for meanings in uses:
        days = [day for day in index.days if any(use.meant(day) for use in meanings)]
        if meanings and len(days) < len(index.days):
            telling += 1
            for day in days:
                fits[day] += 1
    best = max(fits.values())
    return Vintage(tuple(day for day in index.days if fits[day] == best), best, telling)
