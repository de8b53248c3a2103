"""Places with how sure they are, and changes by four measures; worked by hand."""

import pytest

from talka.indicators.comparing.changes import changes
from talka.indicators.comparing.choice import By
from talka.indicators.comparing.compared import Cell, Column, Measure, compared, latest_common
from talka.indicators.comparing.ranks import ranks
from talka.indicators.models import Indicator
from talka.territories.models import Area
from talka.ui.charts import Dot, SmallBar, small_bars, strip

AREAS = [Area(pk=pk, name=f"Area {pk}", sort_key=f"{pk:03}", key=f"a{pk}") for pk in range(1, 10)]


def column_of(values, *, direction="up", decimals=0, year=2021, unit="EUR") -> Column:
    """values: for each area a Cell, or cells by year."""
    measure = Measure(Indicator(pk=1, key="x", title="X", unit=unit, direction=direction, decimals=decimals))
    series = {
        area.pk: (cells if isinstance(cells, dict) else {year: cells})
        for area, cells in zip(AREAS, values, strict=False)
    }
    return compared(AREAS[: len(values)], [measure], {"x": series}, {}, None).columns[0]


def test_places_by_value_equals_share_and_rounding_makes_neighbours_unsure():
    found = ranks(column_of([Cell(10.0, "A"), Cell(30.0, "A"), Cell(30.0, "A"), Cell(20.0, "A")]))
    assert [(each.rank, each.low, each.high) for each in found] == [(4, 4, 4), (1, 1, 2), (1, 1, 2), (3, 3, 3)]
    near = ranks(column_of([Cell(10.0, "A"), Cell(11.0, "A"), Cell(30.0, "A")]))
    assert [(each.rank, each.low, each.high) for each in near] == [(3, 2, 3), (2, 2, 3), (1, 1, 1)]
    finer = ranks(column_of([Cell(10.02, "A"), Cell(10.41, "A"), Cell(30.0, "A")], decimals=1))
    assert [(each.low, each.high) for each in finer] == [(3, 3), (2, 2), (1, 1)]


def test_less_is_better_turns_the_places_round_and_what_is_missing_has_none():
    found = ranks(column_of([Cell(10.0, "A"), Cell(None, "M"), Cell(30.0, "A")], direction="down"))
    assert [each.rank for each in found] == [1, None, 2]
    assert {each.of for each in found} == {2}
    assert [each.rank for each in ranks(column_of([Cell(None, "M")]))] == [None]


def test_an_estimate_makes_places_unsure_as_far_as_it_may_be_wrong():
    """The standard deviation of 100, 110 and 180 is 35.6: an estimate may be 3.56 off, an unreliable figure 8.9."""
    sure = ranks(column_of([Cell(100.0, "A"), Cell(110.0, "A"), Cell(180.0, "A")]))
    assert all(each.sure for each in sure)
    estimated = ranks(column_of([Cell(100.0, "E"), Cell(110.0, "E"), Cell(180.0, "E")]))
    assert all(each.sure for each in estimated)
    unreliable = ranks(column_of([Cell(100.0, "U"), Cell(110.0, "U"), Cell(180.0, "U")]))
    assert [(each.low, each.high) for each in unreliable] == [(2, 3), (2, 3), (1, 1)]


def test_changes_by_four_measures():
    """Starts 100 … 800, each gains 10, the last 100 more: the line through all is known by hand for the others."""
    values = [{2020: Cell(100.0 * n, "A"), 2021: Cell(100.0 * n + (110 if n == 8 else 10), "A")} for n in range(1, 9)]
    told = changes(AREAS[:8], column_of(values), None, None, By.ABSOLUTE)
    assert (told.first, told.last) == (2020, 2021)
    assert told.best.area.pk == 8
    rows = {row.area.pk: row for row in told.rows}
    assert (rows[1].absolute, rows[8].absolute) == (10.0, 110.0)
    assert rows[1].percent == pytest.approx(10.0)
    assert rows[8].percent == pytest.approx(13.75)
    assert rows[1].mean == pytest.approx(10 - 22.5)
    # slope = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)² = 35,000 / 420,000 = 1/12
    assert rows[8].start == pytest.approx(87.5 - 350 / 12)
    assert sum(row.start for row in told.rows) == pytest.approx(0)
    by_percent = changes(AREAS[:8], column_of(values), 2020, 2021, By.PERCENT)
    assert [row.area.pk for row in by_percent.rows][:3] == [8, 1, 2]


def test_where_less_is_better_who_fell_most_improved_most_and_nobody_who_rose():
    values = [{2020: Cell(10.0, "A"), 2021: Cell(8.0, "A")}, {2020: Cell(10.0, "A"), 2021: Cell(9.0, "A")}]
    told = changes(AREAS[:2], column_of(values, direction="down"), None, None, By.ABSOLUTE)
    assert [row.area.pk for row in told.rows] == [1, 2]
    assert told.best.area.pk == 1
    assert changes(AREAS[:2], column_of(values, direction="up"), None, None, By.ABSOLUTE).best is None


def test_a_break_in_the_series_is_told_instead_of_a_change():
    values = [
        {2019: Cell(1.0, "A"), 2020: Cell(9.0, "B"), 2021: Cell(10.0, "A")},
        {2019: Cell(1.0, "A"), 2021: Cell(2.0, "A")},
        {2021: Cell(5.0, "A")},
    ]
    told = changes(AREAS[:3], column_of(values), 2019, 2021, By.ABSOLUTE)
    assert [(row.area.pk, row.absolute, row.broken) for row in told.rows] == [
        (2, 1.0, None),
        (1, None, 2020),
        (3, None, None),
    ]


def test_percents_of_percents_are_not_told():
    values = [{2020: Cell(10.0, "A"), 2021: Cell(8.0, "A")}]
    told = changes(AREAS[:1], column_of(values, unit="%"), None, None, By.PERCENT)
    assert told.rows[0].percent is None
    assert told.by == By.ABSOLUTE


def test_one_year_tells_no_change():
    assert changes(AREAS[:1], column_of([Cell(1.0, "A")]), None, None, By.ABSOLUTE).rows == []


def test_the_latest_common_year_passes_over_areas_without_any_figure():
    told = {1: {2020: Cell(1.0), 2021: Cell(2.0)}, 2: {2020: Cell(1.0)}, 3: {2020: Cell(None)}}
    assert latest_common(told) == 2020
    assert latest_common({1: {2020: Cell(1.0)}, 2: {2021: Cell(1.0)}}) == 2021
    assert latest_common({}) is None


def test_small_bars_stand_on_a_common_zero():
    drawn = small_bars([SmallBar("a", 3.0, "3"), SmallBar("b", -1.0, "−1"), SmallBar("c", None, "–")])
    assert [(each.start, each.length) for each in drawn] == [(25.0, 75.0), (0.0, 25.0), (25.0, 0.0)]
    assert small_bars([]) == []


def test_a_strip_stands_from_the_smallest_to_the_largest():
    drawn = strip([Dot(1, "a"), Dot(3, "b", marked=True), Dot(2, "c")], width=100, pad=0)
    assert drawn.dots == ((0.0, "a", False), (50.0, "c", False), (100.0, "b", True))
    assert drawn.middle == 50.0
    assert strip([]) is None
    assert strip([Dot(5, "a"), Dot(5, "b")], width=100, pad=0).middle == 50.0
