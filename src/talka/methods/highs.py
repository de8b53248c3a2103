"""The one door to the HiGHS inside SciPy: a linear or integer programme in, columns and a proven bound out.

SciPy's own `milp` is used and not `highspy`, which cannot be loaded in one process with OR-Tools.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any

import numpy as np

from talka.methods.programme import Answer, Floats, Programme

STRAY = "HiGHS beyond its time"
EXACT = 1e-10
"""The least tolerance that HiGHS takes."""
GRACE = 0.1
"""Seconds after its limit that HiGHS may take to hand over what it has."""


def minimise_whole(programme: Programme, *, seconds: float, nodes: int | None = None, gap: float = 0.0) -> Answer:
    """Solve the programme in whole numbers, until objective and bound differ by no more than `gap`.

    `seconds` and `nodes` (of branch and bound) limit the search; unless `seconds` cuts it, the same answer each time.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[attr-defined]

    if seconds <= 0:
        return Answer(None, None, infeasible=False, finished=False)
    if not len(programme.price):
        return _without_columns(programme)
    options: dict[str, float | int] = {"time_limit": seconds, "mip_rel_gap": 0.0}
    if gap:
        options["mip_rel_gap"] = gap / max(1.0, float(np.abs(programme.price) @ np.minimum(programme.upper, 1e6)))
    if nodes is not None:
        options["node_limit"] = nodes
    solve = partial(
        milp,
        programme.price,
        constraints=LinearConstraint(_matrix(programme), programme.row_low, programme.row_high),  # type: ignore[no-untyped-call]
        bounds=Bounds(programme.lower, programme.upper),  # type: ignore[no-untyped-call]
        integrality=np.ones(len(programme.price)) if programme.whole is None else programme.whole.astype(np.float64),
        options=options,
    )
    found = _in_time(solve, seconds)
    if found is None:
        return Answer(None, None, infeasible=False, finished=False)
    return _answer(found, found.fun if found.mip_dual_bound is None and found.status == 0 else found.mip_dual_bound)


def relax(programme: Programme, *, seconds: float) -> Answer:
    """Solve the linear relaxation by the interior point method, which stays quick where many answers are equally good
    (there the simplex method was seen to take a hundred times as long)."""
    return _linear(programme, "highs-ipm", seconds, {})


def vertex(programme: Programme, *, seconds: float) -> Answer:
    """Solve the linear relaxation by the dual simplex method, as exactly as it goes: for small programmes of which the
    prices of rows are wanted, as only rows that hold the bound up have one at a vertex."""
    exact = {"primal_feasibility_tolerance": EXACT, "dual_feasibility_tolerance": EXACT}
    return _linear(programme, "highs-ds", seconds, exact)


def _linear(programme: Programme, method: str, seconds: float, options: dict[str, float]) -> Answer:
    from scipy import sparse
    from scipy.optimize import linprog  # type: ignore[attr-defined]

    if seconds <= 0:
        return Answer(None, None, infeasible=False, finished=False)
    if not len(programme.price):
        return _without_columns(programme)
    rows = _matrix(programme)
    low, high = programme.row_low, programme.row_high
    equal = low == high
    above, below = np.isfinite(high) & ~equal, np.isfinite(low) & ~equal
    solve = partial(
        linprog,
        programme.price,
        A_ub=sparse.vstack([rows[above], -rows[below]]),  # type: ignore[no-untyped-call]
        b_ub=np.concatenate([high[above], -low[below]]),
        A_eq=rows[equal],
        b_eq=low[equal],
        bounds=np.column_stack([programme.lower, programme.upper]),
        method=method,
        options={"time_limit": seconds, **options},
    )
    found = _in_time(solve, seconds)
    if found is None:
        return Answer(None, None, infeasible=False, finished=False)
    if found.status != 0:
        return _answer(found, None)
    prices = np.zeros(len(low))
    prices[equal] = found.eqlin.marginals
    prices[above] += found.ineqlin.marginals[: above.sum()]
    prices[below] -= found.ineqlin.marginals[above.sum() :]
    return _answer(found, found.fun, found.lower.marginals + found.upper.marginals, prices)


def _in_time(solve: Callable[[], Any], seconds: float) -> Any:
    """What `solve` gives, or None if it does not end in time.

    HiGHS looks at its clock between steps; one step was seen to take 12 s under a limit of 1 s. It cannot be stopped
    from outside; it is left to end on its own in a thread named STRAY, which nobody waits for.
    """
    found: list[Any] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(solve())
        except BaseException as error:  # raised again below, in the thread that asked
            failed.append(error)

    thread = Thread(target=work, name=STRAY)
    thread.start()
    thread.join(seconds + GRACE)
    if failed:
        raise failed[0]
    return found[0] if found else None


def _matrix(programme: Programme) -> Any:
    from scipy import sparse

    entries = (programme.value, (programme.row, programme.column))
    shape = (len(programme.row_low), len(programme.price))
    return sparse.csr_matrix(entries, shape=shape)  # type: ignore[no-untyped-call]


def _without_columns(programme: Programme) -> Answer:
    feasible = bool((programme.row_low <= 0).all() and (programme.row_high >= 0).all())
    return Answer(np.zeros(0) if feasible else None, 0.0 if feasible else None, not feasible, True)


def _answer(found: Any, bound: float | None, reduced: Floats | None = None, prices: Floats | None = None) -> Answer:
    return Answer(
        columns=None if found.x is None else np.asarray(found.x, dtype=np.float64),
        bound=float(bound) if bound is not None and math.isfinite(bound) else None,
        infeasible=found.status == 2,
        finished=found.status in (0, 2),
        reduced=reduced,
        prices=prices,
    )
