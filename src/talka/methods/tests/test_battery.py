"""What every method must do, whatever it decides. A method joins by its line in `registered`."""

from __future__ import annotations

import copy
import json
import time

import pytest

from talka.methods.contract import Infeasible, InvalidProblem
from talka.methods.tests.contradictions import assert_none_too_many
from talka.methods.tests.registered import Method, methods

METHODS = [pytest.param(method, id=method.name) for method in methods()]
CONTRADICTIONS = [
    pytest.param(method, what, id=f"{method.name}: {what}") for method in methods() for what in method.contradictions
]


def _without_clock(result):
    return {key: value for key, value in result.to_json().items() if key != "seconds"}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", [1, 2])
def test_same_seed_same_result_and_feasible(method: Method, seed: int):
    problem = method.ordinary(seed)
    given = copy.deepcopy(problem)
    result = method.solve(problem, seed=seed, time_limit=60)
    assert problem == given, "the input was changed"
    assert method.wrong(problem, result) == ""
    assert _without_clock(method.solve(problem, seed=seed, time_limit=60)) == _without_clock(result)
    assert _without_clock(method.solve(method.reordered(problem, seed), seed=seed, time_limit=60)) == _without_clock(
        result
    ), "the order of the input mattered"


@pytest.mark.parametrize("method", METHODS)
def test_result_survives_json_and_carries_what_every_result_must(method: Method):
    result = method.solve(method.ordinary(3), seed=5, time_limit=60)
    data = json.loads(json.dumps(result.to_json(), allow_nan=False))
    assert method.result.from_json(data) == result
    assert data["method"] == method.name
    assert data["seed"] == 5
    assert data["version"]
    assert data["seconds"] > 0
    if data["objective"] is None:
        assert (data["bound"], data["gap"], data["proven_optimal"]) == (None, None, False)
        return
    assert data["gap"] == pytest.approx(abs(data["objective"] - data["bound"]) / max(1, abs(data["objective"])))
    sign = -1 if method.maximises else 1
    assert data["proven_optimal"] is (sign * data["objective"] <= sign * data["bound"] + 1e-9)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(4))
def test_never_worse_than_the_plain_way(method: Method, seed: int):
    problem = method.ordinary(2 * seed)
    plain = method.baseline(problem)
    sign = -1 if method.maximises else 1
    assert plain is None or sign * method.solve(problem, time_limit=60).objective <= sign * plain + 1e-9


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(24))
def test_equal_to_trying_out_everything(method: Method, seed: int):
    problem = method.tiny(seed)
    best = method.exact(problem)
    if best is None:
        with pytest.raises(Infeasible):
            method.solve(problem, time_limit=60)
    else:
        assert method.outcome(method.solve(problem, time_limit=60)) == pytest.approx(best)


@pytest.mark.parametrize(("method", "what"), CONTRADICTIONS)
def test_contradicting_rules_are_named_and_none_too_many(method: Method, what: str):
    problem = method.contradictions[what]
    with pytest.raises(Infeasible) as caught:
        method.solve(problem, time_limit=60)
    assert_none_too_many(problem, caught.value, method.keeps)


@pytest.mark.parametrize("method", METHODS)
def test_every_fault_is_told_at_its_place(method: Method):
    for problem, paths in method.invalid:
        with pytest.raises(InvalidProblem) as caught:
            method.solve(problem, time_limit=60)
        assert [fault.path for fault in caught.value.faults] == paths
        assert all(fault.what and fault.code for fault in caught.value.faults)


@pytest.mark.parametrize("method", METHODS)
def test_the_time_limit_is_kept(method: Method):
    problem = method.huge()
    method.solve(method.tiny(1), time_limit=60)  # imports are not part of what is measured
    begun = time.perf_counter()
    result = method.solve(problem, time_limit=2.0)
    took = time.perf_counter() - begun
    assert method.wrong(problem, result) == ""
    assert took < 2.0 * 1.1 + 0.5 + BUSY_MACHINE


BUSY_MACHINE = 2.0
"""Seconds a test may lose to other processes."""


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("limit", [0, -1, float("nan"), float("inf")])
def test_a_time_limit_is_a_positive_number(method: Method, limit: float):
    with pytest.raises(ValueError, match="time_limit"):
        method.solve(method.tiny(1), time_limit=limit)
