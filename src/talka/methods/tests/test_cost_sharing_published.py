"""Games whose answers are published."""

from __future__ import annotations

import numpy as np
import pytest

from talka.methods.cost_sharing.core import in_core, least_core
from talka.methods.cost_sharing.nucleolus import nucleolus
from talka.methods.cost_sharing.partner import Partner
from talka.methods.cost_sharing.problem import Problem
from talka.methods.cost_sharing.shapley import shapley
from talka.methods.cost_sharing.solve import solve
from talka.methods.tests import cost_sharing_games as games

FOUR = (
    Partner("A", 20_000, 500, 20_000 * 900),
    Partner("B", 10_000, 300, 10_000 * 700),
    Partner("C", 6_000, 150, 6_000 * 500),
    Partner("D", 4_000, 50, 4_000 * 400),
)


@pytest.mark.parametrize(
    ("key", "eur"),
    [
        ("equal", (25_000, 25_000, 25_000, 25_000)),
        ("population", (50_000, 25_000, 15_000, 10_000)),
        ("usage", (50_000, 30_000, 15_000, 5_000)),
        # Each rounded for itself they would be a cent too many; the least remainder of those rounded up is C's.
        ("fiscal", (60_810.81, 23_648.65, 10_135.13, 5_405.41)),
        ("mixed:30:70", (42_500, 28_500, 18_000, 11_000)),
    ],
)
def test_four_municipalities_share_a_hundred_thousand(key: str, eur: tuple[float, ...]):
    result = solve(Problem(key, FOUR, 100_000))
    assert tuple(one.eur for one in result.shares) == eur
    assert sum(one.cents for one in result.shares) == 10_000_000


@pytest.mark.parametrize("estate", sorted(games.TALMUD))
def test_the_talmud_divides_an_estate_as_the_nucleolus(estate: int):
    """Aumann and Maschler, Journal of Economic Theory 36(2), 195-213 (1985)."""
    gains = games.bankruptcy(estate, (100, 200, 300))
    assert -nucleolus(-gains) == pytest.approx(games.TALMUD[estate])


def runway(needs: tuple[float, ...]) -> list[float]:
    """Littlechild and Owen, Management Science 20(3), 370-372 (1973): each piece is paid equally by all who need it."""
    shares, before, paid = [], 0.0, 0.0
    for place, need in enumerate(needs):
        paid += (need - before) / (len(needs) - place)
        before = need
        shares.append(paid)
    return shares


def runway_nucleolus(needs: tuple[float, ...]) -> list[float]:
    """Littlechild, International Journal of Game Theory 3(1), 21-29 (1974): the smallest pay the same up to the place
    where that is least, then the next."""
    count, shares = len(needs), []
    while len(shares) < count:
        done, paid = len(shares), sum(shares)
        per_head = [((needs[place] - paid) / (place - done + 2), -place) for place in range(done, count - 1)]
        per_head.append(((needs[-1] - paid) / (count - done), -(count - 1)))
        least, last = min(per_head)
        shares += [least] * (-last - done + 1)
    return shares


@pytest.mark.parametrize(
    "needs", [(1.0, 2.0), (6.0, 10.0, 11.0), (3.0, 3.0, 8.0, 15.0), tuple(float(n * n) for n in range(1, 16))]
)
def test_the_runway(needs: tuple[float, ...]):
    values = games.airport(needs)
    assert shapley(values) == pytest.approx(runway(needs))
    assert nucleolus(values) == pytest.approx(runway_nucleolus(needs))
    assert in_core(values, shapley(values))


def test_gloves():
    """Who has the scarce glove gets all: the only way under which nobody would be better off outside."""
    gains = games.gloves(1, 2)
    assert -shapley(-gains) == pytest.approx((4 / 6, 1 / 6, 1 / 6))
    assert -nucleolus(-gains) == pytest.approx((1, 0, 0), abs=1e-9)
    assert not in_core(-gains, shapley(-gains))
    assert least_core(-gains) == 0
    assert -nucleolus(-games.gloves(2, 5)) == pytest.approx((1, 1, 0, 0, 0, 0, 0), abs=1e-9)
    assert -nucleolus(-games.gloves(2, 2)) == pytest.approx((0.5, 0.5, 0.5, 0.5))


def test_three_who_invest_together():
    """Lemaire, ASTIN Bulletin 21(1), 17-40 (1991): interest gained by one account instead of three."""
    gains = np.array([0.0, 46_125, 17_437.5, 69_187.5, 5_812.5, 53_812.5, 30_750, 90_000])
    assert -shapley(-gains) == pytest.approx((51_750, 25_875, 12_375))
    assert -nucleolus(-gains) == pytest.approx((52_687.5, 24_468.75, 12_843.75))


def test_three_of_whom_any_two_are_enough():
    """Majority: however a gain of 1 is divided, two get no more than 2/3 of it and would get all without the third."""
    gains = np.array([0.0, 0, 0, 1, 0, 1, 1, 1])
    assert least_core(-gains) == pytest.approx(1 / 3)
    assert -nucleolus(-gains) == pytest.approx([1 / 3] * 3)
    assert not in_core(-gains, nucleolus(-gains))
