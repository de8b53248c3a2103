"""Worked by hand: from 100 in 2021 to 160 in 2027 the line asks for 10 more each year; a tenth of the way is 6."""

import pytest

from talka.indicators.way import DOWN, KEEP, UP, Standing, State, Way, standing

GROW = Way(UP, 2021, 100, 2027, 160)
FALL = Way(DOWN, 2020, 10.0, 2030, 5.0)
STAY = Way(KEEP, 2021, 200, 2027, None)


@pytest.mark.parametrize(
    ("year", "asked"), [(2015, 100), (2021, 100), (2022, 110), (2024, 130), (2027, 160), (2040, 160)]
)
def test_the_line_is_straight_and_ends_at_the_target(year, asked):
    assert GROW.at(year) == asked


@pytest.mark.parametrize(
    ("way", "figures", "state"),
    [
        (GROW, {}, State.NO_FIGURE),
        (GROW, {2019: 90, 2021: 100}, State.NO_FIGURE),  # what was before the way says nothing of it
        (GROW, {2024: 130}, State.ON_THE_WAY),
        (GROW, {2024: 124}, State.ON_THE_WAY),  # lags by 6, a tenth of the way
        (GROW, {2024: 123.9}, State.BEHIND),
        (GROW, {2022: 170, 2024: 123}, State.BEHIND),  # the newest counts
        (GROW, {2024: 160}, State.REACHED),
        (GROW, {2027: 159}, State.BEHIND),  # within the tolerance, but its year has come
        (GROW, {2029: 159}, State.BEHIND),
        (FALL, {2025: 7.5}, State.ON_THE_WAY),
        (FALL, {2025: 8.0}, State.ON_THE_WAY),
        (FALL, {2025: 8.1}, State.BEHIND),
        (FALL, {2025: 4.0}, State.REACHED),
        (STAY, {2024: 196}, State.ON_THE_WAY),
        (STAY, {2024: 204}, State.ON_THE_WAY),
        (STAY, {2024: 195.9}, State.BEHIND),
        (Way(KEEP, 2021, 200, 2025, 180), {2023: 200}, State.BEHIND),  # the line asks for 190
        (Way(KEEP, 2021, 200, 2025, 180), {2023: 191}, State.ON_THE_WAY),
        (STAY, {2027: 199}, State.REACHED),
        (Way(UP, 2021, 100), {2023: 101}, State.ON_THE_WAY),
        (Way(UP, 2021, 100), {2023: 100}, State.BEHIND),
        (Way(DOWN, 2021, 100), {2023: 99}, State.ON_THE_WAY),
        (Way(UP, target_year=2027, target=160), {2023: 101}, State.OPEN),
        (Way(UP, target_year=2027, target=160), {2023: 161}, State.REACHED),
        (Way(UP, target_year=2027, target=160), {2027: 101}, State.BEHIND),
        (Way(UP), {2023: 101}, State.UNMEASURED),
    ],
)
def test_how_it_stands(way, figures, state):
    assert standing(way, figures).state == state


def test_what_is_told_of_the_newest_figure():
    assert standing(GROW, {2022: 105, 2023: 118.0}) == Standing(State.ON_THE_WAY, 2023, 118.0, 120.0, 0.3)
    assert standing(STAY, {2023: 201}).gone is None


def test_no_line_without_both_ends():
    assert Way(UP, 2021, 100).at(2023) is None
    assert Way(UP, target_year=2027, target=160).at(2023) is None
    assert STAY.has_line and STAY.at(2024) == 200
