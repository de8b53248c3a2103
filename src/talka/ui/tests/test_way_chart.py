import pytest

from talka.ui.way_chart import Course, Others, figures_beside, way_chart, years_below


def points(text):
    return [tuple(float(part) for part in pair.split(",")) for pair in text.split()]


def test_the_line_runs_from_the_baseline_to_the_target_and_the_figures_stand_on_their_years():
    drawn = way_chart(Course(own=((2021, 10.0), (2023, 14.0)), line=((2021, 10.0), (2025, 20.0))))
    begin, end = points(drawn.line)
    assert begin[0] == drawn.left and end[0] == drawn.right
    assert begin[1] > end[1], "more stands higher"
    assert drawn.target == end
    assert drawn.dots[0] == begin
    assert drawn.dots[1][0] == (drawn.left + drawn.right) / 2, "2023 is half way"
    assert [mark.value for mark in drawn.years] == [2021, 2022, 2023, 2024, 2025]
    assert drawn.level is None


def test_everything_stays_in_the_picture():
    others = (Others(2020, -5, 3, 90), Others(2021, -7, 4, 95))
    drawn = way_chart(Course(own=((2022, 50.0),), line=((2021, 1.0), (2027, 60.0)), others=others))
    spots = [*points(drawn.line), *points(drawn.band), *points(drawn.middle), *drawn.dots]
    assert all(drawn.left <= x <= drawn.right and 0 <= y <= drawn.bottom for x, y in spots)
    assert len(points(drawn.band)) == 4
    assert drawn.own == "", "one figure is a dot, no line"


def test_a_target_without_a_line_is_a_height():
    drawn = way_chart(Course(own=((2021, 10.0), (2022, 12.0)), target=(2027, 20.0)))
    assert drawn.line == ""
    assert drawn.level == drawn.target[1] < drawn.dots[-1][1]


def test_nothing_is_drawn_of_one_year_or_of_others_alone():
    assert way_chart(None) is None
    assert way_chart(Course()) is None
    assert way_chart(Course(own=((2021, 10.0),))) is None
    assert way_chart(Course(others=(Others(2020, 1, 2, 3), Others(2021, 1, 2, 3)))) is None


def test_a_flat_way_has_room_above_and_below():
    drawn = way_chart(Course(line=((2021, 5.0), (2027, 5.0))))
    heights = {y for _x, y in points(drawn.line)}
    assert len(heights) == 1 and 20 < heights.pop() < drawn.bottom - 20


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0, 100, [0, 25, 50, 75, 100]),
        (1030, 1980, [1000, 1250, 1500, 1750, 2000]),
        (-3.2, 1.1, [-4, -2, 0, 2]),
        (0, 0, [-1, -0.5, 0, 0.5, 1]),
        (7, 7, [6, 6.5, 7, 7.5, 8]),
    ],
)
def test_figures_beside_are_round_and_enclose(low, high, told):
    assert figures_beside(low, high) == told


def test_years_are_few_and_the_last_is_named():
    assert years_below(2021, 2027) == [2021, 2023, 2025, 2027]
    assert years_below(2014, 2030) == [2014, 2018, 2022, 2026, 2030]
    assert years_below(2026, 2027) == [2026, 2027]
