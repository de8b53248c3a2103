"""What is asked of very many figures, written once: each function takes tables of Ibis and gives one, and computes
nothing by itself. The engine does that when the result is asked for; see `backends` and `arrays`.

A figure is told by indicator, category, area and year; columns as `source` has them. Years are calendar years, values
in the unit of their indicator. A value that is not there stays null: nothing is filled in, and what is computed of it
is null too. No function orders its rows.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_

import ibis
from ibis import Column, Table

SERIES = ("indicator", "category", "area")
PLACE = ("kind", "region", "begins", "ends", "illustrative")
"""What is told of an area, or of a figure, beside its key."""
FIGURE = (*SERIES, *PLACE, "year", "value", "status")
WEAKNESS = ("A", "P", "I", "E", "F", "U", "B")
"""Statuses of figures that have a value, the firmest first; a sum is as firm as its weakest part."""


def of_indicators(
    table: Table,
    keys: Collection[str],
    years: Collection[int] | None = None,
    kinds: Collection[str] | None = None,
    *,
    categories: Collection[str] | None = None,
    on: date | None = None,
    illustrative: bool = False,
) -> Table:
    """The figures of some indicators.

    years, kinds, categories: only these; None: all. categories=("",): only figures that are not broken down.
    on: only areas that stood on that day; None: also areas of before. illustrative: made-up figures, and only those;
    they are never among the true ones.
    """
    wanted: list[Column] = [table.illustrative if illustrative else ~table.illustrative]
    chosen = (("indicator", keys), ("year", years), ("kind", kinds), ("category", categories))
    wanted += [table[name].isin(sorted(values)) for name, values in chosen if values is not None]
    if on is not None:
        wanted.append(_stood(table.begins, table.ends, on))
    return table.filter(reduce(and_, wanted))


def latest(table: Table) -> Table:
    """Of each indicator, category and area, the figure of the last year that has a value."""
    there = table.filter(table.value.notnull())
    newest = there.group_by(*SERIES, *PLACE).agg(
        value=there.value.argmax(there.year), status=there.status.argmax(there.year), year=there.year.max()
    )
    return newest.select(*FIGURE)


def wide(table: Table, keys: Sequence[str]) -> Table:
    """One row for each area: `area`, then `c0`, `c1` … the values of the indicators in the order of `keys`.

    "firms" means figures that are not broken down, "firms:C10" those of a category. Where the table has several years,
    it is the newest with a value, as `latest` has it; `y0`, `y1` … say which. Columns have no names of indicators:
    those may be longer than an engine's names.
    """
    there = table.value.notnull()
    series = table.group_by(
        *SERIES
    ).agg(  # first: a condition for each column of each figure would cost six times as much
        value=table.value.argmax(table.year, where=there), year=table.year.max(where=there)
    )
    columns: dict[str, Column] = {}
    for number, key in enumerate(keys):
        indicator, _colon, category = key.partition(":")
        cell = (series.indicator == indicator) & (series.category == category)
        columns[f"c{number}"] = series.value.max(where=cell)
        columns[f"y{number}"] = series.year.max(where=cell)
    return series.group_by("area").agg(**columns)


def with_rank(table: Table, *, among: Sequence[str] = ("year", "kind"), less_is_better: Collection[str] = ()) -> Table:
    """The table with `rank`, 1 is best, and `of`, how many are ranked, among figures of one indicator and category.

    among: columns that must be the same for areas to be compared; without "year" each area's own year is taken, so
    give the result of `latest`. Equal values share the better rank. less_is_better: indicators where the least is
    first. Without a value there is no rank, and it counts for nothing. Made-up areas are ranked apart.
    """
    there = table.value.notnull()
    down = table.indicator.isin(sorted(less_is_better))
    together = [table.indicator, table.category, table.illustrative, *(table[name] for name in among), there]
    order = ibis.ifelse(down, table.value, -table.value)
    rank = ibis.rank().over(ibis.window(group_by=together, order_by=order)) + 1
    of = table.count().over(ibis.window(group_by=together))
    return table.mutate(rank=_only(there, rank.cast("int64")), of=_only(there, of.cast("int64")))


def change(table: Table, first: int, last: int) -> Table:
    """From one year to another, for each indicator, category and area that has a row in either.

    first, last: the values of both years; change: their difference in the indicator's unit; ratio: change by first,
    null unless first is above nought; broken: the series has a break after the first year, up to the last, so that
    the two cannot honestly be compared.
    """
    both = table.group_by(*SERIES, *PLACE).agg(
        first=table.value.max(where=table.year == first),
        last=table.value.max(where=table.year == last),
        breaks=table.count(where=(table.status == "B") & (table.year > first) & (table.year <= last)),
        rows=table.count(where=(table.year == first) | (table.year == last)),
    )
    told = both.filter(both.rows > 0)
    difference = told.last - told.first
    return told.mutate(
        change=difference, ratio=difference / _only(told.first > 0, told.first), broken=told.breaks > 0
    ).drop("breaks", "rows")


def quantiles(
    table: Table, of: Sequence[int] = (5, 25, 50, 75, 95), *, among: Sequence[str] = ("year", "kind")
) -> Table:
    """Of each indicator and category, and what `among` names: how values of areas are spread.

    of: percents, interpolated between the two nearest values; columns `q5`, `q25` … Beside them `areas`, how many have
    a value, `mean`, `least` and `most`. Areas without a value count for nothing. Made-up areas are apart.
    """
    there = table.filter(table.value.notnull())
    columns = {f"q{percent}": there.value.quantile(percent / 100) for percent in of}
    return there.group_by("indicator", "category", "illustrative", *among).agg(
        areas=there.count(), mean=there.value.mean(), least=there.value.min(), most=there.value.max(), **columns
    )


def shares(table: Table) -> Table:
    """What location quotients are made of: of figures that are broken down, the share of each category in its area.

    total: the sum over the categories of one indicator, area and year; share: value by total, null where the total is
    nought; missing: how many of the area's categories have no value, which the total therefore lacks.
    """
    parts = table.filter(table.category != "")
    whole = ibis.window(group_by=["indicator", "area", "year"])
    added = parts.mutate(
        total=parts.value.sum().over(whole), missing=ibis.ifelse(parts.value.isnull(), 1, 0).sum().over(whole)
    )
    return added.mutate(share=added.value / _only(added.total != 0, added.total))


def aggregate_up(
    table: Table, belongings: Table, *, on: date, sums: Collection[str] = (), means: Mapping[str, str] | None = None
) -> Table:
    """Figures of wholes, from those of their parts as they belonged on a day; a table like the one given.

    sums: indicators whose parts add up; means: indicators that are weighted, each with the indicator of its weight
    (of the same area and year, not broken down). A whole has a value only where each of its parts has one, and each
    its weight: else it is null with the status "M". Otherwise the status is that of the weakest part.
    """
    weights = dict(means or {})
    of_parts = belongings.filter(_stood(belongings.since, belongings.until, on))
    expected = of_parts.group_by("whole").agg(parts=of_parts.count())
    figures = table.filter(table.indicator.isin(sorted({*sums, *weights})))
    figures = figures.mutate(
        by=figures.indicator.cases(*sorted(weights.items()), else_="") if weights else ibis.literal("")
    )
    weight = table.filter(table.indicator.isin(sorted(set(weights.values()))) & (table.category == ""))
    weight = weight.select(by="indicator", weigher="area", of_year="year", weight="value")
    above = of_parts.select("part", "whole", **{f"whole_{name}": of_parts[name] for name in PLACE})
    joined = figures.inner_join(above, figures.area == above.part)
    joined = joined.left_join(
        weight, [joined.by == weight.by, joined.area == weight.weigher, joined.year == weight.of_year]
    )
    joined = joined.mutate(heft=ibis.ifelse(joined.indicator.isin(sorted(weights)), joined.weight, 1.0))
    there = joined.value.notnull() & joined.heft.notnull()
    codes = {code: number for number, code in enumerate(WEAKNESS)}
    added = joined.group_by("indicator", "category", "whole", *(f"whole_{name}" for name in PLACE), "year").agg(
        counted=joined.count(where=there),
        top=(joined.value * joined.heft).sum(where=there),
        bottom=joined.heft.sum(where=there),
        weakest=joined.status.cases(*codes.items(), else_=0).max(where=there),
    )
    added = added.inner_join(expected, "whole")
    mean = added.indicator.isin(sorted(weights))
    value = ibis.ifelse(mean, added.top / _only(added.bottom != 0, added.bottom), added.top)
    value = _only(added.counted == added.parts, value)
    status = added.weakest.cases(*((number, code) for code, number in codes.items()), else_="A")
    told = added.mutate(value=value, status=ibis.ifelse(value.isnull(), "M", status))
    renamed = {name: told[f"whole_{name}"] for name in PLACE}
    return told.select("indicator", "category", area="whole", **renamed, year="year", value="value", status="status")


def _stood(begins: Column, ends: Column, on: date) -> Column:
    return (begins.isnull() | (begins <= on)) & (ends.isnull() | (ends > on))


def _only(condition: Column, value: Column) -> Column:
    """The value where the condition holds, else null."""
    return ibis.ifelse(condition, value, ibis.null(value.type()))
