"""The mean, over all orders in which the partners could join, of what each adds to the cost."""

from __future__ import annotations

import math

import numpy as np

from talka.methods.cost_sharing.groups import partners_in, singles, sizes, sums
from talka.methods.programme import Floats


def shapley(values: Floats) -> Floats:
    """[n] shares of the cost of all, in the unit of `values` (see `groups`); they sum to values[-1].

    With s the members of S, share_i = sum over groups S without i of s! (n-1-s)! / n! · (c(S and i) - c(S)); Shapley,
    "A value for n-person games", 1953. Exact but for the rounding of doubles; about 2^n steps. ValueError as
    `partners_in`.
    """
    count = partners_in(values)
    alone = values[singles(count)]
    # What a partner costs alone is its own; shared is the rest, which is smaller and so is its rounding.
    rest = values - sums(alone)
    many = sizes(count)
    joining = np.array([1 / (count * math.comb(count - 1, size)) for size in range(count)])
    with_it = np.concatenate([[0.0], joining])[many] * rest
    without_it = np.concatenate([joining, [0.0]])[many] * rest
    left_out = without_it.sum()
    # share_i = sum of with_it over groups that hold i - sum of without_it over the others, and the others are all less
    # those.
    both = with_it + without_it
    shares = np.empty(count)
    for place in reversed(range(count)):
        half = 1 << place
        shares[place] = both[half:].sum() - left_out
        both = both[:half] + both[half:]
    return alone + shares
