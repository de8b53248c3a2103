"""Every cell gets one answer, and the answers add up to the table."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.indicators.reading.cells import Answer, Meaning, told_apart
from talka.indicators.reading.kept_tables import packed, unpacked
from talka.indicators.reading.mapping import Mapping, complete, proposed, series_of, signature, year_of

from .tables import table

MAPPING = Mapping(area="teritorija", time="gads", series={"": "firms"})
SUM, MEAN = Meaning(1, sums=True, can_be_negative=False), Meaning(2, sums=False, can_be_negative=False)


def apart(made, mapping=MAPPING, *, meaning=SUM, areas=None, verdicts=None, categories=None):
    number = len(made.dimensions[0].categories)
    return told_apart(
        made,
        mapping,
        areas=areas or list(range(10, 10 + number)),
        verdicts=verdicts or [Answer.FIGURE] * number,
        meanings={"firms": meaning},
        categories=categories or {},
    )


def answers(cells):
    return [Answer(int(each)).name for each in cells.answer]


def test_figures_are_told_by_area_and_year():
    cells = apart(table([1, 2, 3, 4], area_labels=["A", "B"]))
    assert answers(cells) == ["FIGURE"] * 4
    assert cells.area.tolist() == [10, 10, 11, 11]
    assert cells.year.tolist() == [2022, 2023, 2022, 2023]
    assert cells.value.tolist() == [1, 2, 3, 4]
    assert cells.category.tolist() == [-1] * 4


@pytest.mark.parametrize(
    ("meaning", "mark", "value", "status"),
    [(SUM, "-", 0.0, "A"), (MEAN, "-", None, "M"), (SUM, None, None, "M"), (MEAN, ".", None, "Q")],
)
def test_marks_are_what_they_mean_for_the_indicator(meaning, mark, value, status):
    """“Magnitude zero” is a zero where things are counted; where a mean is told, nobody is there to be told of."""
    cells = apart(table([mark], area_labels=["A"], years=["2022"]), meaning=meaning)
    assert answers(cells) == ["FIGURE"]
    assert cells.status[0] == status
    assert (None if np.isnan(cells.value[0]) else cells.value[0]) == value


def test_what_cannot_be_negative_is_a_fault_and_what_can_is_none():
    made = table([-1], area_labels=["A"], years=["2022"])
    assert answers(apart(made)) == ["NEGATIVE"]
    assert answers(apart(made, meaning=replace(SUM, can_be_negative=True))) == ["FIGURE"]


def test_areas_that_are_none_and_areas_that_are_not_known():
    verdicts = [Answer.NO_AREA, Answer.UNKNOWN_AREA, Answer.AMBIGUOUS_AREA]
    cells = apart(table([1, 2, 3], area_labels=["A", "B", "C"], years=["2022"]), areas=[-1] * 3, verdicts=verdicts)
    assert answers(cells) == ["NO_AREA", "UNKNOWN_AREA", "AMBIGUOUS_AREA"]


def test_two_rows_of_one_area_that_agree_are_said_once_and_those_that_do_not_are_both_faults():
    made = table([1, 5, 1, 6], area_labels=["A", "A again"])
    cells = apart(made, areas=[10, 10])
    assert answers(cells) == ["FIGURE", "CONTRADICTION", "SAID_TWICE", "CONTRADICTION"]


def test_quarters_are_no_whole_year():
    cells = apart(table([1, 2], area_labels=["A"], years=["2022", "2022Q3"]))
    assert answers(cells) == ["FIGURE", "NO_YEAR"]


def test_series_and_categories_that_nobody_asked_for_are_left_out_and_counted():
    made = table(
        range(8),
        area_labels=["A"],
        years=["2022"],
        more=[("kas", ["Firmas", "Citi"]), ("nozare", ["Kopā", "F", "G", "H"])],
    )
    mapping = Mapping(
        area="teritorija",
        time="gads",
        breakdown="nozare",
        classification="nace",
        categories={"Kopā": "", "F": "F", "G": "G"},
        series={"Firmas": "firms"},
    )
    cells = apart(made, mapping, categories={"F": 7})
    assert answers(cells) == ["FIGURE", "FIGURE", *["NOT_WANTED"] * 6]
    assert cells.category.tolist()[:2] == [-1, 7]


def test_the_series_are_the_combinations_of_what_is_neither_area_year_nor_breakdown():
    made = table(range(8), area_labels=["A"], more=[("a", ["x", "y"]), ("b", ["1", "2"])])
    assert series_of(made, MAPPING) == ["x | 1", "x | 2", "y | 1", "y | 2"]
    assert series_of(made, replace(MAPPING, breakdown="b")) == ["x", "y"]
    assert not complete(made, replace(MAPPING, series={"z": "firms"}))
    assert complete(made, replace(MAPPING, series={"x | 1": "firms"}))
    assert not complete(made, replace(MAPPING, series={"x | 1": "firms"}, time="teritorija"))


def test_roles_are_proposed_and_a_table_is_known_again_with_other_years():
    made = table([1, 2], area_labels=["A"])
    assert proposed(made) == Mapping(area="teritorija", time="gads")
    assert signature(made) == signature(table([1, 2, 3], area_labels=["A"], years=["2022", "2023", "2024"]))
    assert signature(made) != signature(table([1, 2], area_labels=["A"], title="Citi"))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2021", 2021),
        ("2021.", 2021),
        ("2021. gads", 2021),
        ("2021Y", 2021),
        ("2021M03", None),
        ("1721", None),
        ("", None),
    ],
)
def test_years_are_whole_years(text, year):
    assert year_of(text) == year


def test_a_table_is_kept_whole_between_two_pages():
    made = table([1, None, "-", 4.5], area_labels=["Ā", "B"], code="X1", unit="EUR")
    again = unpacked(packed(made))
    assert again.dimensions == made.dimensions
    assert (again.title, again.code, again.unit) == (made.title, made.code, made.unit)
    for name in ("places", "values", "statuses", "rows", "columns"):
        np.testing.assert_array_equal(getattr(again, name), getattr(made, name))


CELL = st.one_of(st.integers(-5, 5), st.sampled_from([None, "-", "."]))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_every_cell_gets_one_answer(data):
    labels = data.draw(st.lists(st.sampled_from("ABC"), min_size=1, max_size=4, unique=True))
    years = data.draw(st.lists(st.sampled_from(["2021", "2022", "2022Q1"]), min_size=1, max_size=3, unique=True))
    series = data.draw(st.lists(st.sampled_from(["x", "y"]), min_size=1, max_size=2, unique=True))
    rows = data.draw(st.lists(CELL, min_size=(n := len(labels) * len(years) * len(series)), max_size=n))
    verdicts = data.draw(st.lists(st.sampled_from(list(Answer)[:6]), min_size=len(labels), max_size=len(labels)))
    made = table(rows, area_labels=labels, years=years, more=[("kas", series)])
    mapping = replace(MAPPING, series={"x": "firms"})
    cells = apart(made, mapping, areas=[10] * len(labels), verdicts=verdicts)
    assert sum(cells.counts().values()) == len(rows)
    figures = cells.answer == Answer.FIGURE
    assert (cells.year[figures] > 2000).all()
    said = list(zip(cells.area[figures], cells.year[figures], cells.indicator[figures], strict=True))
    assert len(set(said)) == len(said), "nothing is entered twice"
