"""What must hold for any way of sharing, tried on many games that hypothesis makes up."""

from __future__ import annotations

import itertools
import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.contract import Deadline, OutOfTime
from talka.methods.cost_sharing.additive import first_breach
from talka.methods.cost_sharing.cents import largest_remainder
from talka.methods.cost_sharing.core import count_leavers, excesses, in_core, least_core, leavers
from talka.methods.cost_sharing.groups import partners_in, singles, sums, tolerance
from talka.methods.cost_sharing.nucleolus import nucleolus
from talka.methods.cost_sharing.shapley import shapley
from talka.methods.tests import cost_sharing_games as games
from talka.methods.tests import cost_sharing_plainly as plainly

quick = settings(max_examples=40, deadline=None, derandomize=True)
kinds = st.sampled_from(games.KINDS)
seeds = st.integers(0, 10_000)
few = st.integers(2, 6)
BOTH = (shapley, nucleolus)


def near(values: np.ndarray) -> float:
    return 1e-7 * float(np.abs(values).max())


def with_swapped(values: np.ndarray, one: int, other: int) -> np.ndarray:
    """The game in which two partners have changed places."""
    masks = np.arange(len(values))
    differ = (masks >> one ^ masks >> other) & 1
    return values[masks ^ (differ << one | differ << other)]


@quick
@given(kinds, seeds, few)
def test_all_is_shared_and_nothing_more(kind, seed: int, count: int):
    values = kind(seed, count)
    for share in BOTH:
        assert share(values).sum() == pytest.approx(values[-1], abs=near(values))


@quick
@given(kinds, seeds, few, st.data())
def test_names_do_not_matter_and_equals_pay_the_same(kind, seed: int, count: int, data):
    one, other = data.draw(st.permutations(range(count)))[:2]
    values = kind(seed, count)
    swapped = with_swapped(values, one, other)
    alike = values + swapped
    for share in BOTH:
        before, after = share(values), share(swapped)
        assert after[other] == pytest.approx(before[one], abs=near(values))
        same = share(alike)
        assert same[one] == pytest.approx(same[other], abs=near(alike))


@quick
@given(kinds, seeds, few, st.floats(0, 1e6))
def test_who_adds_only_its_own_cost_pays_its_own_cost(kind, seed: int, count: int, own: float):
    values = kind(seed, count)
    with_one_more = np.concatenate([values, values + own])
    for share in BOTH:
        if share is nucleolus and values[-1] > values[singles(count)].sum():
            continue  # where working together never pays, that rule of the nucleolus is left out
        found = share(with_one_more)
        assert found[-1] == pytest.approx(own, abs=near(with_one_more))
        assert found[:-1] == pytest.approx(share(values), abs=near(with_one_more))


@quick
@given(kinds, kinds, seeds, few)
def test_shapley_of_two_costs_is_the_sum_of_both(kind, other_kind, seed: int, count: int):
    one, other = kind(seed, count), other_kind(seed + 1, count)
    assert shapley(one + other) == pytest.approx(shapley(one) + shapley(other), abs=near(one + other))


@quick
@given(kinds, seeds, few)
def test_shapley_is_the_mean_over_all_orders(kind, seed: int, count: int):
    values = kind(seed, count)
    assert shapley(values) == pytest.approx(plainly.shapley(values), abs=near(values))


@quick
@given(kinds, seeds, few, st.floats(0.01, 100), st.floats(0, 1e9))
def test_another_currency_and_costs_of_ones_own_change_nothing_else(kind, seed: int, count: int, rate, own):
    values = kind(seed, count)
    owns = own * np.arange(1, count + 1)
    for share in BOTH:
        changed = rate * values + sums(owns)
        assert share(changed) == pytest.approx(rate * share(values) + owns, abs=near(changed))


@quick
@given(kinds, seeds, few)
def test_nobody_pays_more_than_alone_where_that_is_possible(kind, seed: int, count: int):
    values = kind(seed, count)
    alone = values[singles(count)]
    if values[-1] <= alone.sum():
        assert (nucleolus(values) <= alone + near(values)).all()


@quick
@given(kinds, seeds, few)
def test_the_nucleolus_keeps_everyone_where_that_is_possible(kind, seed: int, count: int):
    values = kind(seed, count)
    least = least_core(values)
    assert least == pytest.approx(plainly.least_core(values), abs=near(values))
    assert in_core(values, nucleolus(values)) is (least <= tolerance(values))


@quick
@given(kinds, seeds, few)
def test_the_nucleolus_fulfils_kohlbergs_criterion(kind, seed: int, count: int):
    values = kind(seed, count)
    shares = nucleolus(values)
    if values[-1] <= values[singles(count)].sum():
        assert plainly.balanced(values, shares)
        moved = shares + near(values) * 1e3 * np.array([1, -1] + [0] * (count - 2))
        assert not plainly.balanced(values, moved)


@quick
@given(kinds, seeds, st.integers(2, 5))
def test_the_nucleolus_as_it_is_defined(kind, seed: int, count: int):
    values = kind(seed, count)
    assert nucleolus(values) == pytest.approx(plainly.nucleolus(values), abs=10 * near(values))


@quick
@given(kinds, seeds, st.integers(2, 8), st.integers(0, 1000))
def test_no_other_way_of_sharing_is_better_for_the_worst_off(kind, seed: int, count: int, other: int):
    values = kind(seed, count)
    alone, chance = values[singles(count)], np.random.default_rng(other)
    if values[-1] > alone.sum():
        return
    ordered = [np.sort(excesses(values, nucleolus(values))[1:-1])[::-1]]
    paid = alone - (alone.sum() - values[-1]) * chance.dirichlet(np.full(count, 0.7))
    ordered.append(np.sort(excesses(values, paid)[1:-1])[::-1])
    apart = np.flatnonzero(np.abs(ordered[0] - ordered[1]) > near(values))
    assert not len(apart) or ordered[0][apart[0]] < ordered[1][apart[0]]


@quick
@given(kinds, seeds, few, st.integers(0, 1000), st.integers(1, 5))
def test_who_would_rather_leave(kind, seed: int, count: int, other: int, most: int):
    values = kind(seed, count)
    paid = np.random.default_rng(other).dirichlet(np.ones(count)) * values[-1]
    gains = plainly.leavers(values, paid)
    found = leavers(values, paid)
    assert set(found.tolist()) == set(gains)
    assert count_leavers(values, paid) == len(gains)
    assert in_core(values, paid) is (not gains)
    ordered = [gains[mask] for mask in found.tolist()]
    assert all(one >= next_one - near(values) for one, next_one in itertools.pairwise(ordered))
    assert leavers(values, paid, most).tolist() == found[:most].tolist()


@quick
@given(kinds, seeds, st.integers(2, 8))
def test_whether_joining_always_pays(kind, seed: int, count: int):
    values = kind(seed, count)
    pair = first_breach(values, Deadline(60))
    assert (pair is not None) is plainly.pair_that_loses(values)
    if pair:
        one, other = pair
        assert not one & other
        assert values[one | other] > values[one] + values[other]


@quick
@given(st.integers(0, 1000), st.integers(4, 9), st.data())
def test_a_single_pair_that_loses_is_found(seed: int, count: int, data):
    """Two groups of two and more that lose by joining while no single partner does."""
    chance = np.random.default_rng(seed)
    values = sums(chance.uniform(1, 2, count)) ** 0.5
    order = data.draw(st.permutations(range(count)))
    one, other = (1 << order[0] | 1 << order[1]), (1 << order[2] | 1 << order[3])
    values[one] = values[other] = 0.51 * values[one | other]
    masks = np.arange(len(values))
    values[(masks & (one | other)) == (one | other)] += 0.1
    pair = first_breach(values, Deadline(60))
    assert (pair is not None) is plainly.pair_that_loses(values)


@quick
@given(st.lists(st.fractions(0, 10**9), min_size=1, max_size=20))
def test_cents_sum_exactly_and_none_is_off_by_one(eur: list[Fraction]):
    total = int(100 * sum(eur))
    cents = largest_remainder(eur, total)
    assert sum(cents) == total
    assert all(abs(one - 100 * exact) < 1 for one, exact in zip(cents, eur, strict=True))
    assert largest_remainder(eur, total + len(eur)) == tuple(one + 1 for one in cents)


def test_equal_remainders_go_by_order():
    third = Fraction(100, 3)
    assert largest_remainder([third] * 3, 10_000) == (3334, 3333, 3333)
    assert largest_remainder([100 / 3] * 3, 10_000) == (3334, 3333, 3333)
    # 33.3 and 66.7 cents off by rounding in double precision are no remainders.
    assert largest_remainder([0.1 + 0.2, 0.7, -0.3], 70) == (30, 70, -30)
    assert largest_remainder([Fraction(1, 3), Fraction(2, 3)], 101) == (34, 67)


def test_what_is_no_array_of_costs_is_refused():
    for wrong in (
        np.zeros(3),
        np.zeros(1),
        np.ones(4),
        np.array([0, 1, 2, np.nan]),
        np.zeros((2, 2)),
        np.zeros(1 << 21),
    ):
        with pytest.raises(ValueError, match="cost"):
            partners_in(wrong)
    with pytest.raises(ValueError, match="3 shares for 2 partners"):
        in_core(np.zeros(4), np.zeros(3))


def test_one_partner_pays_its_own_cost():
    values = np.array([0.0, 7.0])
    assert (shapley(values).tolist(), nucleolus(values).tolist(), least_core(values)) == ([7], [7], 0)
    assert in_core(values, np.array([7.0]))


def test_costs_that_only_add_up_leave_nothing_to_share():
    owns = np.array([0.1, 0.2, 0.7, 1e9])
    values = sums(owns)
    assert nucleolus(values) == pytest.approx(owns, abs=1e-6)
    assert least_core(values) == 0
    assert first_breach(values, Deadline(9)) is None
    assert not nucleolus(np.zeros(8)).any()


@pytest.mark.parametrize("find", [nucleolus, least_core])
def test_the_time_is_kept(find):
    with pytest.raises(OutOfTime):
        find(games.noisy(1, 12), seconds=1e-9)
    with pytest.raises(OutOfTime):
        first_breach(games.concave(1, 12), Deadline(1e-9))


@pytest.mark.parametrize("kind", games.KINDS)
def test_twenty_partners_are_quick_and_right(kind):
    values = kind(3, 20)
    begun = time.process_time()
    mean = shapley(values)
    assert time.process_time() - begun < 2
    assert mean.sum() == pytest.approx(values[-1])
    begun = time.process_time()
    shares = nucleolus(values)
    assert time.process_time() - begun < 20
    least = least_core(values)
    assert in_core(values, shares) is bool(least <= tolerance(values))
    if values[-1] <= values[singles(20)].sum():
        excess = excesses(values, shares)[1:-1]
        assert excess.max() >= least - near(values)
        assert (shares <= values[singles(20)] + near(values)).all()
