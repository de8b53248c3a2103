"""One hand at one map, in a process of its own: `python -m bench._coalitions WHO MAP SEED SECONDS [GROUPS]`.

WHO is talka, highs, cpsat, ward, maxp or skater; MAP is latvia, a number of municipalities, or a département with its
letters before it (fr01). Prints one JSON line: seconds, cost, and what the hand itself knows.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from bench._maps import RULES, departements, latvia, planar, spots_of
from talka.methods.coalitions.evaluate import Judge
from talka.methods.coalitions.instance import compile_instance
from talka.methods.coalitions.listing import list_all
from talka.methods.coalitions.problem import Problem
from talka.methods.contract import Deadline

RULES_OF_COMMUNES = replace(RULES, fixed_eur=10_000)
"""A commune has some hundred people; a fixed cost made for thousands would say nothing but: join."""


def main() -> int:
    who, name, seed, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    groups = int(sys.argv[5]) if len(sys.argv) > 5 else 0
    # Solvers write lines on the process's own standard output now and then, whatever they are told.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    problem = problem_of(name, seed)
    spent = time.process_time()
    begun = time.perf_counter()
    answer = HANDS[who](problem, seed, seconds, groups)
    answer.setdefault("seconds", round(time.perf_counter() - begun, 2))
    print(json.dumps({**answer, "cpu_seconds": round(time.process_time() - spent, 2)}), file=out, flush=True)
    return 0


def problem_of(name: str, seed: int) -> Problem:
    if name == "latvia":
        problem = latvia()
        assert problem is not None
        return problem
    if name.startswith("fr"):
        people = departements()[name.removeprefix("fr")]
        return planar(len(people), seed, people=people, rules=RULES_OF_COMMUNES)
    return planar(int(name), seed)


def talka(problem: Problem, seed: int, seconds: float, groups: int) -> dict[str, Any]:
    from talka.methods.coalitions.solve import solve

    result = solve(problem, seed=seed, time_limit=seconds)
    return {
        "seconds": round(result.seconds, 2),
        "cost": result.total_eur,
        "alone": result.alone_eur,
        "gap": result.gap,
        "proven_optimal": result.proven_optimal,
        "columns": result.columns,
        "complete": result.complete,
        "groups": len(result.coalitions),
    }


def highs(problem: Problem, seed: int, seconds: float, groups: int) -> dict[str, Any]:
    """The whole pool in one piece, by the solver inside SciPy."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    pool = list_all(compile_instance(problem), Deadline(1000))
    held = pool.members < pool.size
    matrix = csr_matrix((np.ones(int(held.sum())), (pool.members[held], np.nonzero(held)[1])))
    found = milp(
        pool.cost,
        constraints=LinearConstraint(matrix, 1, 1),
        bounds=Bounds(0, 1),
        integrality=np.ones(pool.count),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    return {
        "columns": pool.count,
        "finished": found.status == 0,
        "cost": None if found.x is None else float(found.fun),
        "bound": None if found.mip_dual_bound is None else float(found.mip_dual_bound),
    }


def cpsat(problem: Problem, seed: int, seconds: float, groups: int) -> dict[str, Any]:
    """The whole pool in one piece, costs in whole cents."""
    from ortools.sat.python import cp_model

    pool = list_all(compile_instance(problem), Deadline(1000))
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(pool.count)]
    by_member: list[list[Any]] = [[] for _ in range(pool.size)]
    for column, members in enumerate(pool.members.T.tolist()):
        for member in members:
            if member < pool.size:
                by_member[member].append(taken[column])
    for columns in by_member:
        model.add_exactly_one(columns)
    model.minimize(cp_model.LinearExpr.weighted_sum(taken, np.round(100 * pool.cost).astype(int).tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = os.cpu_count() or 1
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "columns": pool.count,
        "finished": status == cp_model.OPTIMAL,
        "cost": solver.objective_value / 100 if found else None,
        "bound": solver.best_objective_bound / 100,
    }


def _regions(make: Callable[[Any, Any, int, float], Any]) -> Callable[[Problem, int, float, int], dict[str, Any]]:
    """A hand that makes regions of neighbours; it knows nothing of cost, ways or how many may be in one."""

    def hand(problem: Problem, seed: int, seconds: float, groups: int) -> dict[str, Any]:
        import geopandas
        from libpysal.weights import W

        codes = [given.code for given in problem.municipalities]
        near: dict[int, list[int]] = {index: [] for index in range(len(codes))}
        place = {code: index for index, code in enumerate(codes)}
        for pair in problem.pairs:
            if pair.neighbours:
                near[place[pair.a]].append(place[pair.b])
                near[place[pair.b]].append(place[pair.a])
        spots = spots_of(problem, seed)
        people = [given.volume for given in problem.municipalities]
        table = geopandas.GeoDataFrame(
            {"x": spots[:, 0], "y": spots[:, 1], "people": people},
            geometry=geopandas.points_from_xy(spots[:, 0], spots[:, 1]),
        )
        np.random.seed(seed)
        begun = time.perf_counter()
        model = make(table, W(near, silence_warnings=True), groups, sum(people) / groups)
        model.solve()
        took = time.perf_counter() - begun
        return {"seconds": round(took, 2), **costed(problem, dict(zip(codes, model.labels_, strict=True)))}

    return hand


def costed(problem: Problem, labels: dict[str, Any]) -> dict[str, Any]:
    """The cost of somebody else's groups by our formula; a group that breaks a rule is counted as each alone."""
    judge = Judge(problem)
    cost, broken, alone = 0.0, 0, 0
    groups: dict[Any, list[str]] = {}
    for code, label in labels.items():
        groups.setdefault(label, []).append(code)
    for members in groups.values():
        together = judge.cost_of(members)
        if together is None:
            broken, alone = broken + 1, alone + len(members)
            together = sum(judge.alone(code) for code in members)
        cost += together
    return {"cost": cost, "groups": len(groups), "groups_that_break_rules": broken, "left_alone_by_that": alone}


def _ward(table: Any, near: Any, groups: int, mean: float) -> Any:
    from spopt.region import WardSpatial

    return WardSpatial(table, near, ["x", "y"], n_clusters=groups)


def _maxp(table: Any, near: Any, groups: int, mean: float) -> Any:
    from spopt.region import MaxPHeuristic

    return MaxPHeuristic(table, near, ["x", "y"], "people", mean / 2, top_n=2)


def _skater(table: Any, near: Any, groups: int, mean: float) -> Any:
    from spopt.region import Skater

    return Skater(table, near, ["x", "y"], n_clusters=groups, floor=2)


HANDS: dict[str, Callable[[Problem, int, float, int], dict[str, Any]]] = {
    "talka": talka,
    "highs": highs,
    "cpsat": cpsat,
    "ward": _regions(_ward),
    "maxp": _regions(_maxp),
    "skater": _regions(_skater),
}


if __name__ == "__main__":
    sys.exit(main())
