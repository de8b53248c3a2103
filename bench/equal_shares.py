"""Claim: equal shares are counted exactly, with the winners of the reference implementation in the same order, at least
100 times faster where there are tens of thousands of voters: Katowice 2023 and an election of 150 projects by 60,000.

Beside it in the same run, in a process of its own: pabutools. Both count from what is read into memory; reading is told
apart. The other elections of shared/data/pabulib are measured too, where they are there; there the winners alone are
claimed. Compared by seconds of the processor. TALKA_BENCH_TIMES: how often ours is measured (the median is told).
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench._browser import machine
from bench._elections import made_up, read
from talka.methods.equal_shares.check import check
from talka.methods.equal_shares.solve import solve

HERE = Path(__file__).resolve().parent.parent
TIMES = max(1, min(9, int(os.environ.get("TALKA_BENCH_TIMES", "5"))))
FASTER = 100
LARGE = ("Poland_Katowice_2023", "made_up")
PATIENCE = 600
"""Seconds the other hand may take."""


def main() -> int:
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for path in (*elections(), made_up(Path(folder))):
            for utility in ("cost", "cardinality"):
                line = measured(path, utility)
                good = good and bool(line["ok"])
                print(json.dumps(line), flush=True)
    return 0 if good else 1


def elections() -> list[Path]:
    """Real ones, where they are there."""
    folders = [above / "shared" / "data" / "pabulib" for above in HERE.parents]
    return sorted((path for folder in folders for path in folder.glob("*.pb")), key=lambda path: path.stat().st_size)


def measured(path: Path, utility: str) -> dict[str, object]:
    begun = time.process_time()
    problem = read(path, utility)
    reading = time.process_time() - begun
    seconds, worked = [], []
    for _ in range(TIMES):
        before = time.process_time()
        result = solve(problem)
        worked.append(time.process_time() - before)
        seconds.append(result.seconds)
    other = reference(path, utility)
    cpu = statistics.median(worked)
    line: dict[str, object] = {
        "claim": "equal_shares",
        "election": path.stem,
        "utility": utility,
        "projects": len(problem.projects),
        "voters": len(problem.ballots),
        "funded": len(result.funded),
        "machine": machine(),
        "seconds": round(statistics.median(seconds), 4),
        "cpu_seconds": round(cpu, 4),
        "reading_cpu_seconds": round(reading, 3),
        "times": TIMES,
    }
    right = not check(problem, result)
    if isinstance(other, str):
        return {**line, "pabutools": other, "ok": right}
    winners = other.pop("winners")
    faster = float(str(other["cpu_seconds"])) / cpu
    same = [one.project for one in result.funded] == winners
    quick = path.stem not in LARGE or faster >= FASTER
    return {
        **line,
        "pabutools": other,
        "times_faster": round(faster),
        "same_winners": same,
        "ok": right and same and quick,
    }


def reference(path: Path, utility: str) -> dict[str, object] | str:
    step = [sys.executable, "-m", "bench._elections", "reference", str(path), utility]
    try:
        done = subprocess.run(step, capture_output=True, text=True, timeout=PATIENCE, cwd=HERE)
    except subprocess.TimeoutExpired:
        return f"no answer in {PATIENCE} s"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        return "not installed" if "ModuleNotFoundError" in last else f"ended with {done.returncode}: {last}"
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


if __name__ == "__main__":
    sys.exit(main())
