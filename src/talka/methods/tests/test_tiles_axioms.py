"""What must hold for any grid map, tried on many that hypothesis makes up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.tests.tiles_case import made_up
from talka.methods.tiles.problem import Place, Problem
from talka.methods.tiles.solve import solve

quick = settings(max_examples=15, deadline=None, derandomize=True)


@quick
@given(st.integers(0, 1000), st.integers(1, 12))
def test_without_neighbours_it_is_optimal_and_moving_the_country_changes_nothing(seed: int, count: int):
    problem = made_up(seed, count, pairs=False)
    result = solve(problem)
    assert result.proven_optimal
    assert result.neighbours_kept is None
    east = replace(problem, places=tuple(replace(place, lon=place.lon + 10) for place in problem.places))
    assert solve(east).objective == pytest.approx(result.objective)


@quick
@given(st.integers(0, 1000), st.integers(2, 7))
def test_neighbours_given_never_leave_fewer_of_them_together(seed: int, count: int):
    problem = made_up(seed, count)
    apart = solve(replace(problem, neighbours=())).tiles
    beside = sum(
        abs(apart[one][0] - apart[two][0]) + abs(apart[one][1] - apart[two][1]) == 1 for one, two in problem.neighbours
    )
    result = solve(problem)
    assert (result.neighbours_met or 0) * len(problem.neighbours) >= beside
    assert result.objective >= result.bound - 1e-9


def test_places_on_a_grid_stay_on_it():
    places = tuple(Place(f"{row}{column}", 24 + 2 * column, 57 - row) for row in range(3) for column in range(4))
    tiles = solve(Problem(places)).tiles
    order = sorted(tiles, key=lambda place: tiles[place])
    assert order == sorted(tiles)
    assert {place: tiles[place] for place in tiles} == {f"{r}{c}": (r + 1, c + 1) for r in range(3) for c in range(4)}


def test_places_at_one_point_and_none_at_all():
    tiles = solve(Problem(tuple(Place(f"p{number}", 24.0, 57.0) for number in range(5)))).tiles
    assert len(set(tiles.values())) == 5
    assert solve(Problem(())).tiles == {}
