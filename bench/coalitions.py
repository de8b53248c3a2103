"""Claim: who runs a service together is found for Latvia's 43 municipalities within 0.5 % in 5 s and proven in 60 s,
and within 0.5 % on maps of 120, 500 and 2,000 municipalities in 15, 60 and 300 s (six members, 60 km, two cores).

Latvia is real: populations, borders and distances between centroids. The maps are made up, the same every time
(`_maps.py`). The départements of France have their true communes and populations, each placed on a made-up map, as the
table has neither positions nor borders; all are solved in one run. Beside Talka stand, in processes of their own:

- highs, cpsat: the same coalitions, all listed, as one integer programme for the HiGHS inside SciPy and for CP-SAT,
  with the same seconds; a hand that did not finish says so, and how far its bound is;
- ward, maxp, skater of PySAL's spopt: regions of neighbours near each other, as many as Talka's (maxp: of at least half
  of their mean population). They know nothing of cost; `cost_ratio` is what their groups cost by the same formula over
  what Talka's do, and a group that breaks a rule is counted as each alone, and told.

TALKA_BENCH_TIMES: how many maps of each size (the median is told); TALKA_BENCH_FRANCE=0 leaves France out.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench._browser import machine
from bench._maps import departements, shared

HERE = Path(__file__).resolve().parent
TIMES = min(5, int(os.environ.get("TALKA_BENCH_TIMES", "3")))
FRANCE = os.environ.get("TALKA_BENCH_FRANCE", "1") != "0"
SIZES = ((120, 15.0), (500, 60.0), (2000, 300.0))
GAP = 0.005
COMMUNES_SECONDS = 30.0
PATIENCE = 120.0
"""Seconds beyond its limit that a hand may take: for reading, listing, and a solver that looks late at its clock."""
IN_ONE_PIECE = ("highs", "cpsat")
REGIONS = ("ward", "maxp", "skater")


def main() -> int:
    good = True
    for line in lines():
        good = good and bool(line["ok"])
        print(json.dumps(line), flush=True)
    return 0 if good else 1


def lines() -> Iterator[dict[str, Any]]:
    if shared("latvia") is not None:
        soon = once("talka", "latvia", 1, 5.0)
        yield {**described("Latvia", 43, 5.0), "talka": soon, "ok": soon["gap"] <= GAP and soon["seconds"] <= 5.0}
        whole = once("talka", "latvia", 1, 60.0)
        peers = beside(whole, "latvia", 1, 60.0, IN_ONE_PIECE)
        ok = bool(whole["proven_optimal"]) and whole["seconds"] <= 60.0
        yield {**described("Latvia", 43, 60.0), "talka": whole, **peers, "ok": ok}
    for size, seconds in SIZES:
        yield of_maps(size, seconds)
    if FRANCE and departements():
        yield of_france()


def of_maps(size: int, seconds: float) -> dict[str, Any]:
    ours = [once("talka", str(size), seed, seconds) for seed in range(1, TIMES + 1)]
    peers = beside(ours[0], str(size), 1, seconds, (*IN_ONE_PIECE, *REGIONS))
    slowest, widest = max(each["seconds"] for each in ours), max(each["gap"] for each in ours)
    return {
        **described("made-up map", size, seconds),
        "maps": TIMES,
        "seconds": statistics.median(each["seconds"] for each in ours),
        "slowest_seconds": slowest,
        "gap": statistics.median(each["gap"] for each in ours),
        "widest_gap": widest,
        "proven_optimal": sum(each["proven_optimal"] for each in ours),
        "cost_to_alone": statistics.median(each["cost"] / each["alone"] for each in ours),
        "talka": ours,
        **peers,
        "ok": slowest <= seconds and widest <= GAP,
    }


def of_france() -> dict[str, Any]:
    sizes = {name: len(people) for name, people in departements().items()}
    ours = {name: once("talka", f"fr{name}", 1, COMMUNES_SECONDS) for name in sizes}
    seconds = [each["seconds"] for each in ours.values()]
    gaps = [each["gap"] for each in ours.values()]
    return {
        **described("départements of France on made-up maps", sum(sizes.values()), COMMUNES_SECONDS),
        "departements": len(sizes),
        "largest": max(sizes.values()),
        "seconds_in_all": round(sum(seconds), 1),
        "seconds": statistics.median(seconds),
        "slowest_seconds": max(seconds),
        "gap": statistics.median(gaps),
        "widest_gap": max(gaps),
        "proven_optimal": sum(each["proven_optimal"] for each in ours.values()),
        "columns": sum(each["columns"] for each in ours.values()),
        "cost_to_alone": sum(each["cost"] for each in ours.values()) / sum(each["alone"] for each in ours.values()),
        "ok": max(gaps) <= GAP and max(seconds) <= COMMUNES_SECONDS,
    }


def described(name: str, size: int, seconds: float) -> dict[str, Any]:
    about = {"claim": "coalitions", "set": name, "municipalities": size, "limit_seconds": seconds, "limit_gap": GAP}
    return {**about, "machine": machine()}


def beside(ours: dict[str, Any], name: str, seed: int, seconds: float, hands: tuple[str, ...]) -> dict[str, Any]:
    """Each hand at the same map, with what its answer costs over ours."""
    found = {}
    for who in hands:
        theirs = once(who, name, seed, seconds, ours["groups"])
        if theirs.get("cost") is not None:
            theirs["cost_ratio"] = round(theirs["cost"] / ours["cost"], 5)
        found[who] = theirs
    return found


def once(who: str, name: str, seed: int, seconds: float, groups: int = 0) -> dict[str, Any]:
    step = [sys.executable, "-m", "bench._coalitions", who, name, str(seed), str(seconds), str(groups)]
    try:
        done = subprocess.run(step, capture_output=True, text=True, timeout=seconds + PATIENCE, cwd=HERE.parent)
    except subprocess.TimeoutExpired:
        return {"no_answer_in_seconds": seconds + PATIENCE}
    if done.returncode:
        message = (done.stderr.strip().splitlines() or [""])[-1]
        if who == "talka":
            raise RuntimeError(f"talka on {name} ended with {done.returncode}: {message}")
        return {"failed": f"ended with {done.returncode}: {message}"}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


if __name__ == "__main__":
    sys.exit(main())
