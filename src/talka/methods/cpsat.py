"""CP-SAT on a small integer programme, by the module below its usual Python layer.

That layer imports pandas, more than a second, and SciPy takes most of one; a question of some hundred columns is
answered in hundredths, so for it this door is the quick one.
"""

from __future__ import annotations

import numpy as np

from talka.methods.programme import Answer, Programme

FAR = 2**40
"""Stands for no limit on a row; far above any sum of ours, far below where CP-SAT would overflow."""


def minimise_whole(programme: Programme, *, seconds: float, effort: float, seed: int = 0, workers: int = 1) -> Answer:
    """Solve a programme of whole numbers; only on one thread (`workers`) is the answer the same every time.

    `effort` limits the search in CP-SAT's deterministic seconds, so that the same question ends in the same answer;
    `seconds` is the wall clock's limit.
    """
    from ortools.sat.python import cp_model_helper

    if seconds <= 0:
        return Answer(None, None, infeasible=False, finished=False)
    model = cp_model_helper.CpModelProto()
    most = np.where(np.isfinite(programme.upper), programme.upper, 2**30).astype(np.int64)
    for lower, upper in zip(programme.lower.astype(np.int64).tolist(), most.tolist(), strict=True):
        model.variables.add().domain.extend([lower, upper])
    order = np.argsort(programme.row, kind="stable")
    ends = np.searchsorted(programme.row[order], np.arange(len(programme.row_low) + 1)).tolist()
    column, value = programme.column[order].tolist(), programme.value[order].astype(np.int64).tolist()
    lows, highs = np.clip(programme.row_low, -FAR, FAR).tolist(), np.clip(programme.row_high, -FAR, FAR).tolist()
    for number, (low, high) in enumerate(zip(lows, highs, strict=True)):
        if low > high:
            return Answer(None, None, infeasible=True, finished=True)
        row = model.constraints.add().linear
        entries = slice(ends[number], ends[number + 1])
        row.vars.extend(column[entries])
        row.coeffs.extend(value[entries])
        row.domain.extend([int(low), int(high)])
    priced = np.nonzero(programme.price)[0]
    model.objective.vars.extend(priced.tolist())
    model.objective.coeffs.extend(programme.price[priced].astype(np.int64).tolist())
    parameters = cp_model_helper.SatParameters()
    parameters.num_workers = workers
    parameters.random_seed = seed % 2**31
    parameters.max_time_in_seconds = seconds
    parameters.max_deterministic_time = effort
    solver = cp_model_helper.SolveWrapper()
    solver.set_parameters(parameters)
    response = solver.solve(model)  # type: ignore[no-untyped-call]
    optimal = response.status == cp_model_helper.OPTIMAL
    found = optimal or response.status == cp_model_helper.FEASIBLE
    infeasible = response.status == cp_model_helper.INFEASIBLE
    return Answer(
        columns=np.array(response.solution, dtype=np.float64) if found else None,
        bound=float(response.best_objective_bound) if found else None,
        infeasible=infeasible,
        finished=optimal or infeasible,
    )
