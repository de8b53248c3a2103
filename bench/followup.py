"""Claim: a follow-up programme is chosen and proven (most covered, then cheapest, then earliest) for 30 needs × 30
measures in 1 s and 300 × 300 in 20 s, and a frontier of 20 budgets within 30 s, on two cores.

Several instances of each size; seconds are the slowest. Beside it the plain way, always the most weight per euro:
`greedy_ratio` is what it covers of the optimum. TALKA_BENCH_TIMES: how many instances are measured.
"""

import json
import os
import sys
import time

from bench._browser import machine
from bench._followups import made_up
from talka.methods.followup.evaluate import evaluate
from talka.methods.followup.frontier import frontier
from talka.methods.followup.greedy import greedy
from talka.methods.followup.instance import compile_instance
from talka.methods.followup.solve import solve

SIZES = ((30, 1.0), (300, 20.0))
"""Needs and measures, seconds they may take."""
FRONTIER_SECONDS = 30.0
TIMES = min(10, int(os.environ.get("TALKA_BENCH_TIMES", "3")))


def main() -> int:
    # HiGHS writes a line on the process's own standard output now and then, whatever it is told.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for size in (30, 100):
        solve(made_up(size, size, seed=99))  # loads the solvers, which a worker has loaded long before
    good = True
    for size, seconds in SIZES:
        line = measured(size, seconds)
        good = good and bool(line["ok"])
        print(json.dumps(line), file=out, flush=True)
    return 0 if good else 1


def measured(size: int, seconds: float) -> dict[str, object]:
    runs, cpus = [], []
    for seed in range(1, TIMES + 1):
        problem = made_up(size, size, seed=seed)
        spent = time.process_time()
        result = solve(problem, time_limit=seconds)
        cpus.append(round(time.process_time() - spent, 2))
        plain = evaluate(problem, greedy(problem, compile_instance(problem)))
        begun, spent = time.perf_counter(), time.process_time()
        points = frontier(problem, result, time_limit=FRONTIER_SECONDS)
        took, cpu = time.perf_counter() - begun, time.process_time() - spent
        runs.append((result, float(plain.objective) / (result.objective or 1), points, took, cpu))
    slowest = max(result.seconds for result, *_ in runs)
    frontiers = max(took for *_, took, _ in runs)
    return {
        "claim": "followup",
        "needs": size,
        "options": size,
        "instances": len(runs),
        "machine": machine(),
        "load": round(os.getloadavg()[0], 1),
        "limit_seconds": seconds,
        "seconds": round(slowest, 2),
        "seconds_each": [round(result.seconds, 2) for result, *_ in runs],
        "cpu_seconds_each": cpus,
        "objective": [result.objective for result, *_ in runs],
        "gap": max(result.gap or 0.0 for result, *_ in runs),
        "proven_optimal": all(result.proven_optimal for result, *_ in runs),
        "proven_cheapest": all(result.proven_cheapest for result, *_ in runs),
        "proven_earliest": all(result.proven_earliest for result, *_ in runs),
        "greedy_ratio": [round(ratio, 4) for _, ratio, *_ in runs],
        "frontier_limit_seconds": FRONTIER_SECONDS,
        "frontier_seconds": round(frontiers, 2),
        "frontier_cpu_seconds": [round(cpu, 1) for *_, cpu in runs],
        "frontier_points": [len(points) for _, _, points, *_ in runs],
        "frontier_proven": [sum(point.proven_optimal for point in points) for _, _, points, *_ in runs],
        "frontier_gap": max((p.bound - p.coverage) / max(1, p.coverage) for _, _, points, *_ in runs for p in points),
        "ok": slowest <= seconds
        and all(result.proven_earliest for result, *_ in runs)
        and frontiers <= FRONTIER_SECONDS * 1.05,
    }


if __name__ == "__main__":
    sys.exit(main())
