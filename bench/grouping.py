"""Claim: groups are formed to a proven optimum for 60 people × 3 groups in 1 s and 1,000 × 20 in 5 s, and within 1 %
for 10,000 × 200 in 90 s, on two cores.

Beside it in the same run: an assignment by choices alone (a bound that knows nothing of balance), a plain annealing of
exchanges, and HiGHS and CP-SAT on the whole model, each in a process of its own with the same time, ended when it takes
half as much again. TALKA_BENCH_TIMES: how often ours is measured (the median is told).
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from bench._browser import machine
from bench._groupings import made_up
from talka.methods.grouping.solve import Grouping, solve

SIZES = ((60, 3, 1.0, 0.0), (1_000, 20, 5.0, 0.0), (10_000, 200, 90.0, 0.01))
"""People, groups, seconds they may take, gap they may leave."""
PEERS = ("assignment", "annealing", "highs", "cpsat")
TIMES = min(5, int(os.environ.get("TALKA_BENCH_TIMES", "3")))
STARTING = 10
"""Seconds a peer's process may take besides what it is measured by: start, imports, making the problem up."""


def main() -> int:
    solve(made_up(60, 3))
    solve(made_up(200, 10))  # loads the solvers, which a worker has loaded long before
    good = True
    for people, groups, seconds, gap in SIZES:
        line = measured(people, groups, seconds, gap)
        good = good and bool(line["ok"])
        print(json.dumps(line), flush=True)
    return 0 if good else 1


def measured(people: int, groups: int, seconds: float, gap: float) -> dict[str, object]:
    problem = made_up(people, groups)
    results: list[Grouping] = []
    for _ in range(TIMES if people < 10_000 else 1):
        results.append(solve(problem, time_limit=seconds))
    took = statistics.median(result.seconds for result in results)
    worst = max(results, key=lambda result: result.gap or 0.0)
    return {
        "claim": "grouping",
        "people": people,
        "groups": groups,
        "machine": machine(),
        "limit_seconds": seconds,
        "limit_gap": gap,
        "seconds": round(took, 3),
        "times": len(results),
        "objective": worst.objective,
        "bound": worst.bound,
        "gap": worst.gap,
        "proven_optimal": all(result.proven_optimal for result in results),
        "peers": {name: peer(name, people, groups, seconds) for name in PEERS},
        "ok": took <= seconds * 1.05 and (worst.gap or 0.0) <= gap,
    }


def peer(name: str, people: int, groups: int, seconds: float) -> object:
    step = [sys.executable, "-m", "bench._full_grouping", name, str(people), str(groups), str(seconds)]
    try:
        done = subprocess.run(
            step, capture_output=True, text=True, timeout=1.5 * seconds + STARTING, cwd=Path(__file__).parent.parent
        )
    except subprocess.TimeoutExpired:
        return f"no answer in {1.5 * seconds + STARTING:g} s"
    if done.returncode:
        return f"ended with {done.returncode}: " + (done.stderr.strip().splitlines() or [""])[-1]
    answer: object = json.loads(done.stdout)
    return answer


if __name__ == "__main__":
    sys.exit(main())
