"""What each expression says of figures that can be worked out by hand; DuckDB answers."""

from datetime import date

import ibis
import pyarrow as pa
import pytest
from ibis.common.exceptions import IbisError

from talka.indicators.tables import expressions as ask
from talka.indicators.tables import source

COLUMNS, BELONGINGS = source.COLUMNS["observations"], source.COLUMNS["belongings"]
DAY = date(2024, 1, 1)


def figure(area, year, value, **also):
    row = {"indicator": "people", "category": "", "area": area, "kind": "municipality", "region": "", "begins": None}
    row |= {
        "ends": None,
        "illustrative": False,
        "year": year,
        "value": value,
        "status": "A" if value is not None else "M",
    }
    return row | also


def table(*rows):
    return _held(rows, COLUMNS)


def _held(rows, columns):
    schema = ibis.schema(columns)
    told = {name: [row[name] for row in rows] for name in columns}
    return ibis.memtable(pa.table(told, schema=schema.to_pyarrow()), schema=schema)


def belongings(*rows):
    told = [
        {"part": part, "whole": whole, "kind": "region", "region": whole, "begins": None, "ends": None}
        | {"illustrative": False, "since": since, "until": until}
        for part, whole, since, until in rows
    ]
    return _held(told, BELONGINGS)


def asked(expression, *names, by=("area", "year")):
    rows = expression.to_pyarrow().to_pylist()
    order = [name for name in by if name in expression.columns]
    return [tuple(row[name] for name in names) for row in sorted(rows, key=lambda row: [row[name] for name in order])]


def test_only_what_was_asked_for():
    told = table(
        figure("a", 2020, 1.0),
        figure("a", 2021, 2.0),
        figure("b", 2020, 3.0, kind="state_city"),
        figure("a", 2020, 4.0, indicator="wage"),
        figure("a", 2020, 5.0, category="men"),
        figure("old", 2020, 6.0, ends=date(2021, 7, 1)),
        figure("new", 2020, 7.0, begins=date(2021, 7, 1)),
        figure("made-up", 2020, 8.0, illustrative=True),
    )

    def values(*given, **named):
        return {value for (value,) in asked(ask.of_indicators(told, *given, **named), "value")}

    assert values(["people"]) == {1.0, 2.0, 3.0, 5.0, 6.0, 7.0}
    assert values(["people"], [2021]) == {2.0}
    assert values(["people", "wage"], range(2020, 2021), ["municipality"]) == {1.0, 4.0, 5.0, 6.0, 7.0}
    assert values(["people"], categories=["men"]) == {5.0}
    assert values(["people"], [2020], categories=[""], on=date(2021, 6, 30)) == {1.0, 3.0, 6.0}
    assert values(["people"], [2020], categories=[""], on=date(2021, 7, 1)) == {1.0, 3.0, 7.0}
    assert values(["people"], illustrative=True) == {8.0}
    assert values([]) == values(["people"], []) == set()


def test_the_last_year_that_has_a_value():
    told = table(
        figure("a", 2019, 1.0),
        figure("a", 2020, 2.0),
        figure("a", 2021, None),
        figure("b", 2021, 3.0),
        figure("c", 2021, None),
        figure("a", 2018, 9.0, category="men"),
    )
    assert asked(ask.latest(told), "area", "category", "year", "value") == [
        ("a", "men", 2018, 9.0),
        ("a", "", 2020, 2.0),
        ("b", "", 2021, 3.0),
    ]
    assert ask.latest(told).columns == told.columns


def test_areas_by_indicators():
    told = table(
        figure("a", 2020, 1.0),
        figure("a", 2021, 2.0),
        figure("a", 2022, None),
        figure("a", 2020, 30.0, indicator="wage"),
        figure("b", 2020, 4.0, category="men"),
    )
    names = ("area", "c0", "y0", "c1", "y1", "c2", "y2")
    assert asked(ask.wide(told, ["people", "wage", "people:men"]), *names) == [
        ("a", 2.0, 2021, 30.0, 2020, None, None),
        ("b", None, None, None, None, 4.0, 2020),
    ]


def test_equal_values_share_the_better_rank_and_no_value_has_none():
    rows = [figure(area, 2020, value) for area, value in zip("abcde", [5.0, 7.0, 5.0, None, 1.0], strict=True)]
    rows += [figure("f", 2020, 100.0, kind="state_city"), figure("g", 2020, 100.0, illustrative=True)]
    told = table(*rows)
    ranks = asked(ask.with_rank(told), "area", "rank", "of")
    assert ranks == [("a", 2, 4), ("b", 1, 4), ("c", 2, 4), ("d", None, None), ("e", 4, 4), ("f", 1, 1), ("g", 1, 1)]
    less = asked(ask.with_rank(told, less_is_better=["people"]), "area", "rank")
    assert less[:5] == [("a", 2), ("b", 4), ("c", 2), ("d", None), ("e", 1)]
    everybody = asked(ask.with_rank(told, among=("year",)), "area", "rank", "of")
    assert everybody[1] == ("b", 2, 5)


def test_ranks_of_the_latest_are_over_years():
    told = table(figure("a", 2020, 5.0), figure("b", 2021, 7.0))
    assert asked(ask.with_rank(told, among=("kind",)), "rank", "of") == [(2, 2), (1, 2)]
    assert asked(ask.with_rank(told), "rank", "of") == [(1, 1), (1, 1)]


def test_change_and_what_breaks_it():
    told = table(
        figure("a", 2015, 100.0),
        figure("a", 2018, 90.0, status="B"),
        figure("a", 2020, 80.0),
        figure("b", 2014, 1.0, status="B"),
        figure("b", 2015, 50.0, status="B"),
        figure("b", 2020, 75.0),
        figure("c", 2015, 0.0),
        figure("c", 2020, 5.0),
        figure("d", 2015, -4.0),
        figure("d", 2020, 4.0),
        figure("e", 2020, 1.0),
        figure("f", 2017, 1.0),
    )
    names = ("area", "first", "last", "change", "ratio", "broken")
    assert asked(ask.change(told, 2015, 2020), *names) == [
        ("a", 100.0, 80.0, -20.0, -0.2, True),
        ("b", 50.0, 75.0, 25.0, 0.5, False),
        ("c", 0.0, 5.0, 5.0, None, False),
        ("d", -4.0, 4.0, 8.0, None, False),
        ("e", None, 1.0, None, None, False),
    ]


def test_quantiles_are_interpolated():
    told = table(*(figure(f"a{n}", 2020, value) for n, value in enumerate([1.0, 2.0, 3.0, 10.0, None])))
    names = ("areas", "mean", "least", "most", "q25", "q50", "q75")
    assert asked(ask.quantiles(told, (25, 50, 75)), *names) == [(4, 4.0, 1.0, 10.0, 1.75, 2.5, 4.75)]


def test_shares_of_categories():
    told = table(
        figure("a", 2020, 1000.0),
        figure("a", 2020, 30.0, category="A"),
        figure("a", 2020, 70.0, category="B"),
        figure("a", 2020, None, category="C", status="Q"),
        figure("b", 2020, 0.0, category="A"),
        figure("b", 2020, 0.0, category="B"),
        figure("c", 2020, None, category="A"),
    )
    by = ("area", "category")
    assert asked(ask.shares(told), "area", "category", "total", "share", "missing", by=by) == [
        ("a", "A", 100.0, 0.3, 1),
        ("a", "B", 100.0, 0.7, 1),
        ("a", "C", 100.0, None, 1),
        ("b", "A", 0.0, None, 0),
        ("b", "B", 0.0, None, 0),
        ("c", "A", None, None, 1),
    ]


def up(told, homes, **named):
    rows = ask.aggregate_up(told, homes, on=DAY, **named)
    assert set(rows.columns) == set(ask.FIGURE)
    return asked(rows, "indicator", "area", "year", "value", "status", by=("indicator", "area", "year"))


def test_sums_and_weighted_means_of_parts():
    told = table(
        figure("a", 2020, 100.0),
        figure("b", 2020, 300.0, status="P"),
        figure("a", 2020, 10.0, indicator="wage"),
        figure("b", 2020, 20.0, indicator="wage", status="E"),
        figure("elsewhere", 2020, 1e9),
    )
    homes = belongings(("a", "west", None, None), ("b", "west", None, None))
    assert up(told, homes, sums=["people"], means={"wage": "people"}) == [
        ("people", "west", 2020, 400.0, "P"),
        ("wage", "west", 2020, 17.5, "E"),
    ]


def test_a_whole_that_lacks_a_part_has_no_value():
    told = table(
        figure("a", 2020, 100.0),
        figure("b", 2020, None),
        figure("a", 2021, 100.0),
        figure("a", 2022, 1.0),
        figure("b", 2022, 2.0),
        figure("a", 2022, 10.0, indicator="wage"),
        figure("b", 2022, 20.0, indicator="wage"),
        figure("a", 2020, 10.0, indicator="wage"),
        figure("b", 2020, 20.0, indicator="wage"),
    )
    homes = belongings(("a", "west", None, None), ("b", "west", None, None))
    assert up(told, homes, sums=["people"], means={"wage": "people"}) == [
        ("people", "west", 2020, None, "M"),
        ("people", "west", 2021, None, "M"),
        ("people", "west", 2022, 3.0, "A"),
        ("wage", "west", 2020, None, "M"),
        ("wage", "west", 2022, 50 / 3, "A"),
    ]


def test_parts_are_those_of_the_day():
    told = table(figure("a", 2020, 1.0), figure("b", 2020, 2.0))
    homes = belongings(
        ("a", "west", None, date(2021, 7, 1)), ("a", "east", date(2021, 7, 1), None), ("b", "west", None, None)
    )
    assert up(told, homes, sums=["people"]) == [("people", "east", 2020, 1.0, "A"), ("people", "west", 2020, 2.0, "A")]


def test_parts_of_no_weight_have_no_mean():
    told = table(figure("a", 2020, 0.0), figure("a", 2020, 10.0, indicator="wage"))
    homes = belongings(("a", "west", None, None))
    assert up(told, homes, means={"wage": "people"}) == [("wage", "west", 2020, None, "M")]


def test_wholes_are_parts_again():
    told = table(figure("a", 2020, 1.0, category="men"), figure("b", 2020, 2.0, category="men"))
    homes = belongings(
        ("a", "west", None, None),
        ("b", "east", None, None),
        ("west", "state", None, None),
        ("east", "state", None, None),
    )
    regions = ask.aggregate_up(told, homes, on=DAY, sums=["people"])
    assert up(regions, homes, sums=["people"]) == [("people", "state", 2020, 3.0, "A")]


def test_nothing_is_asked_before_the_result_is():
    """An expression costs nothing until somebody wants its rows."""
    told = ibis.table(COLUMNS, name="observations")
    asked = ask.with_rank(ask.latest(ask.of_indicators(told, ["people"])))
    assert "observations" in ibis.to_sql(asked, dialect="duckdb")
    with pytest.raises(IbisError, match="unbound tables"):
        asked.to_pyarrow()
