"""What methods are given: arrays in one order, with NaN where there is no value."""

import ibis
import numpy as np
import pytest

from talka.indicators.tables import arrays

from .test_expressions import figure, table


def same(found, wanted):
    np.testing.assert_array_equal(found, np.array(wanted, dtype=float))


def test_areas_and_keys():
    told = table(
        figure("š", 2020, 1.0), figure("b", 2021, None), figure("a", 2019, 3.0), figure("a", 2018, 5.0, category="men")
    )
    found = arrays.matrix(told, ["people:men", "people"])
    assert (found.areas, found.keys) == (("a", "b", "š"), ("people:men", "people"))
    same(found.values, [[5, 3], [np.nan, np.nan], [np.nan, 1]])
    same(found.years, [[2018, 2019], [0, 0], [0, 2020]])
    assert arrays.matrix(told, []).values.shape == (3, 0)


def test_a_cube():
    told = table(
        figure("b", 2021, 4.0, category="C10"),
        figure("a", 2020, 1.0, category="A"),
        figure("a", 2021, None, category="A"),
        figure("b", 2020, 3.0, category="A"),
    )
    found = arrays.cube(told)
    assert (found.areas, found.categories, found.years) == (("a", "b"), ("A", "C10"), (2020, 2021))
    same(found.values, [[[1, np.nan], [np.nan, np.nan]], [[3, np.nan], [np.nan, 4]]])
    with pytest.raises(ValueError, match="people, wage"):
        arrays.cube(table(figure("a", 2020, 1.0), figure("a", 2020, 1.0, indicator="wage")))


def test_the_order_does_not_depend_on_how_rows_came():
    rows = [figure(area, year, area_value + year) for area, area_value in (("b", 1), ("a", 2)) for year in (2021, 2020)]
    one, other = arrays.figures(table(*rows)), arrays.figures(table(*reversed(rows)))
    assert one.areas == other.areas == ("a", "b")
    for name in ("indicator", "category", "area", "year", "value"):
        same(getattr(one, name), getattr(other, name))
    same(one.value, [2022, 2023, 2021, 2022])
    same(one.year, [2020, 2021, 2020, 2021])


def test_nothing():
    empty = table().filter(ibis.literal(False))
    assert arrays.figures(empty).areas == ()
    assert arrays.cube(empty).values.shape == (0, 0, 0)
    assert arrays.matrix(empty, ["people"]).values.shape == (0, 1)
