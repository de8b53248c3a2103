"""From an expression to what methods take: plain arrays of NumPy with their labels, always in the same order.

Labels are sorted by code points, whatever engine was asked and however it sorts. A value that is not there is NaN.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import Table
from numpy.typing import NDArray

from .expressions import wide

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Matrix:
    """values[a, k]: of areas[a] and keys[k]; years[a, k]: of which year, 0 where there is no value."""

    areas: tuple[str, ...]
    keys: tuple[str, ...]
    values: Floats
    years: Ints


@dataclass(frozen=True)
class Cube:
    """values[a, c, y]: of areas[a], categories[c] and years[y]."""

    areas: tuple[str, ...]
    categories: tuple[str, ...]
    years: tuple[int, ...]
    values: Floats


@dataclass(frozen=True)
class Figures:
    """One row for each figure, sorted by indicator, category, area and year; codes point into the labels."""

    indicators: tuple[str, ...]
    categories: tuple[str, ...]
    areas: tuple[str, ...]
    indicator: Ints
    category: Ints
    area: Ints
    year: Ints
    value: Floats


def matrix(table: Table, keys: Sequence[str]) -> Matrix:
    """Areas × indicators as `expressions.wide` has them: the newest value in the table of each."""
    rows = wide(table, keys).to_pyarrow()
    areas, area = _coded(rows["area"])
    order = np.argsort(area)
    values = [_floats(rows[f"c{number}"])[order] for number in range(len(keys))]
    years = [_ints(rows[f"y{number}"])[order] for number in range(len(keys))]
    empty = np.empty((len(areas), 0))
    return Matrix(
        areas,
        tuple(keys),
        np.column_stack(values) if values else empty,
        np.column_stack(years) if years else empty.astype(np.int64),
    )


def cube(table: Table) -> Cube:
    """Areas × categories × years of one indicator; figures that are not broken down have the category "".

    Raises ValueError where the table has several indicators: give it one by `expressions.of_indicators`.
    """
    told = figures(table)
    if len(told.indicators) > 1:
        raise ValueError(f"a cube is of one indicator, not of {', '.join(told.indicators)}")
    years, year = np.unique(told.year, return_inverse=True)
    values = np.full((len(told.areas), len(told.categories), len(years)), np.nan)
    values[told.area, told.category, year] = told.value
    return Cube(told.areas, told.categories, tuple(int(each) for each in years), values)


def figures(table: Table) -> Figures:
    """The figures of a table that has indicator, category, area, year and value."""
    rows = table.select("indicator", "category", "area", "year", "value").to_pyarrow()
    indicators, indicator = _coded(rows["indicator"])
    categories, category = _coded(rows["category"])
    areas, area = _coded(rows["area"])
    year = _ints(rows["year"])
    order = np.lexsort((year, area, category, indicator))
    return Figures(
        indicators,
        categories,
        areas,
        indicator=indicator[order],
        category=category[order],
        area=area[order],
        year=year[order],
        value=_floats(rows["value"])[order],
    )


def _coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Ints]:
    """Labels in order, and for each row the place of its label."""
    whole = column.combine_chunks().dictionary_encode()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.combine_chunks()
    labels = whole.dictionary.to_pylist()
    order = sorted(range(len(labels)), key=labels.__getitem__)
    place = np.empty(len(labels), dtype=np.int64)
    place[order] = np.arange(len(labels))
    return tuple(labels[each] for each in order), place[whole.indices.to_numpy()]


def _floats(column: pa.ChunkedArray) -> Floats:
    return cast(Floats, pc.fill_null(column.cast(pa.float64()), np.nan).to_numpy())


def _ints(column: pa.ChunkedArray) -> Ints:
    return cast(Ints, pc.fill_null(column.cast(pa.int64()), 0).to_numpy())
