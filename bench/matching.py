"""Claim: knowledge angels are matched with requests, proven to the last metre, for 50 × 50 in 1 s, 500 × 1,000 in 5 s
and 5,000 × 10,000 in 60 s, on two cores.

Beside it in the same run, each in a process of its own: taking the best who is free, request by request, and the stable
matching of the package matching; none may serve more urgency, nor as much with more fit. TALKA_BENCH_TIMES: how often
ours is measured (the median is told).
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench._browser import machine
from bench._matchings import made_up, told
from talka.methods.matching.check import check
from talka.methods.matching.solve import Matching, solve

SIZES = ((50, 50, 1.0), (500, 1_000, 5.0), (5_000, 10_000, 60.0))
"""Angels, requests, seconds they may take."""
PEERS = ("greedy", "stable")
TIMES = min(5, int(os.environ.get("TALKA_BENCH_TIMES", "3")))
PATIENCE = 300
"""Seconds any other hand may take."""


def main() -> int:
    solve(made_up(20, 20))  # loads the solver, which a worker has loaded long before
    good = True
    for angels, requests, seconds in SIZES:
        line = measured(angels, requests, seconds)
        good = good and bool(line["ok"])
        print(json.dumps(line), flush=True)
    return 0 if good else 1


def measured(angels: int, requests: int, seconds: float) -> dict[str, object]:
    problem = made_up(angels, requests)
    results: list[Matching] = []
    begun = time.process_time()
    for _ in range(TIMES if requests < 10_000 else 1):
        results.append(solve(problem, time_limit=2 * seconds))
    worked = (time.process_time() - begun) / len(results)
    result = results[-1]
    took = statistics.median(one.seconds for one in results)
    ours = told(problem, {one.request: one.angel for one in result.matches})
    peers = {name: peer(name, angels, requests) for name in PEERS}
    right = not check(problem, result) and not any(better(other, ours) for other in peers.values())
    proven = result.proven_optimal and result.proven_best_fit and result.proven_least_travel
    return {
        "claim": "matching",
        "angels": angels,
        "requests": requests,
        "pairs": result.pairs,
        "machine": machine(),
        "limit_seconds": seconds,
        "seconds": round(took, 3),
        "cpu_seconds": round(worked, 3),
        "times": len(results),
        "gap": result.gap,
        "proven_optimal": result.proven_optimal,
        "proven_best_fit": result.proven_best_fit,
        "proven_least_travel": result.proven_least_travel,
        **ours,
        "peers": peers,
        "ok": took <= seconds and proven and right,
    }


def better(other: object, ours: dict[str, object]) -> bool:
    """Whether another hand serves more urgency than ours, or as much with more fit."""
    if not isinstance(other, dict):
        return False
    return (-other["unserved_urgency"], other["fit"]) > (-float(str(ours["unserved_urgency"])), ours["fit"])


def peer(name: str, angels: int, requests: int) -> object:
    step = [sys.executable, "-m", "bench._matchings", name, str(angels), str(requests)]
    try:
        done = subprocess.run(step, capture_output=True, text=True, timeout=PATIENCE, cwd=Path(__file__).parent.parent)
    except subprocess.TimeoutExpired:
        return f"no answer in {PATIENCE} s"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        return "not installed" if "ModuleNotFoundError" in last else f"ended with {done.returncode}: {last}"
    answer: object = json.loads(done.stdout)
    return answer


if __name__ == "__main__":
    sys.exit(main())
