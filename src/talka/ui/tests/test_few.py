"""Few people, no figures: neither by themselves nor by what is left of a sum."""

import itertools

import pytest

from talka.ui.few import FEW, shown_parts


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([4], [None]),
        ([5], [5]),
        ([9, 6, 3], [9, None, None]),
        ([9, 6, 2, 2], [9, None, None, None]),
        ([9, 6, 3, 2], [9, 6, None, None]),
        ([9, 0, 1], [None, 0, None]),
    ],
)
def test_parts_of_a_sum(parts, told):
    assert shown_parts(parts) == told


def test_whatever_the_parts_the_rest_is_never_of_few():
    for parts in itertools.product([0, 1, 2, 4, 5, 8], repeat=4):
        told = shown_parts(parts)
        rest = sum(parts) - sum(figure for figure in told if figure is not None)
        hidden = [part for part, figure in zip(parts, told, strict=True) if figure is None]
        assert all(figure is None or figure == 0 or figure >= FEW for figure in told)
        assert rest == 0 or (rest >= FEW and len(hidden) > 1) or not any(told)
