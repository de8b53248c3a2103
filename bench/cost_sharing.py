"""Claim: a cost is shared among 20 partners by Shapley in 0.2 s and by the nucleolus in 1 s, of three kinds of games.

Each hand in a process of its own, one thread for linear algebra; TALKA_BENCH_TIMES: how often ours is measured (medians
are told). Compared are `cpu_seconds`, which other work on the machine changes little. Beside it the package coopgame-py
for 20 partners, and for 12 the definitions written down plainly. All hands must come to the same shares, within a cent.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench._browser import machine

KINDS = ("airport", "concave", "superadditive")
PARTNERS, FEW = 20, 12
LIMITS = {"shapley": 0.2, "nucleolus": 1.0}
TIMES = min(9, int(os.environ.get("TALKA_BENCH_TIMES", "5")))
PATIENCE = 300
"""Seconds any hand may take."""
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
CENT = 0.01


def main() -> int:
    good = True
    for kind in KINDS:
        for partners, other in ((PARTNERS, "coopgame"), (FEW, "coopgame"), (FEW, "plain")):
            line = measured(kind, partners, other)
            good = good and bool(line["ok"])
            print(json.dumps(line), flush=True)
    return 0 if good else 1


def measured(kind: str, partners: int, other: str) -> dict[str, Any]:
    runs = [once("talka", kind, partners) for _ in range(TIMES)]
    theirs = once(other, kind, partners)
    parts = {part: compared(part, [run[part] for run in runs], theirs.get(part)) for part in LIMITS}
    joining = [run["joining_pays"] for run in runs]
    parts["joining_pays"] = {"pays": bool(joining[0]["found"][0]), "talka": medians(joining)}
    return {
        "claim": "cost-sharing",
        "kind": kind,
        "partners": partners,
        "machine": machine(),
        "peer": other,
        "peer_failed": theirs.get("failed"),
        "limits": LIMITS,
        "times": TIMES,
        **parts,
        "ok": all(
            parts[part]["talka"]["cpu_seconds"] <= limit and parts[part]["same_shares"] is not False
            for part, limit in LIMITS.items()
        ),
    }


def compared(part: str, ours: list[dict[str, Any]], theirs: dict[str, Any] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"talka": medians(ours), "peer": None, "times_faster": None, "same_shares": None}
    if theirs is not None:
        told["peer"] = {name: theirs[name] for name in ("seconds", "cpu_seconds")}
        told["times_faster"] = round(theirs["cpu_seconds"] / max(told["talka"]["cpu_seconds"], 1e-4), 1)
        pairs = zip(ours[0]["found"], theirs["found"], strict=True)
        told["same_shares"] = all(abs(one - other) < CENT for one, other in pairs)
    return told


def medians(runs: list[dict[str, Any]]) -> dict[str, float]:
    return {name: statistics.median(run[name] for run in runs) for name in ("seconds", "cpu_seconds")}


def once(who: str, kind: str, partners: int) -> dict[str, Any]:
    step = [sys.executable, "-m", "bench._cost_games", who, kind, str(partners)]
    try:
        done = subprocess.run(
            step,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            cwd=Path(__file__).parent.parent,
            env=os.environ | ONE_THREAD,
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"no answer in {PATIENCE} s"}
    if done.returncode:
        message = (done.stderr.strip().splitlines() or [""])[-1]
        if who == "talka":
            raise RuntimeError(f"{who} {kind} ended with {done.returncode}: {message}")
        return {"failed": f"ended with {done.returncode}: {message}"}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


if __name__ == "__main__":
    sys.exit(main())
