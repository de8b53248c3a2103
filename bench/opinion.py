"""Claim: opinion groups of a conversation are found in 10 s, of 5,000 people and 500 statements in 30 s, of a
processor, and on average closer to the groups that Polis shows, and stabler, than k-means on the components of imputed
votes.

Of each Polis conversation: the adjusted Rand index to its groups, over people who have a group in both; and the same
index between the groups found and those found after each vote was lost by a chance of a tenth, over 20 seeded runs. The
peer is scikit-learn, see `_opinions.py`. Where the answer is one group, its index is 0 to any groups of Polis and 1 to
itself. Beside them a made-up crowd of 5,000 in three camps, and 15 people in two. TALKA_BENCH_TIMES: how often it is
timed (the median is told).
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench._browser import machine
from bench._opinions import Groups, conversation, folder, made_up, peer
from talka.methods.opinion.problem import Problem
from talka.methods.opinion.solve import solve
from talka.methods.opinion.stability import agreement, without_some

TIMES = min(5, int(os.environ.get("TALKA_BENCH_TIMES", "3")))
RUNS, LOST = 20, 0.1
SECONDS, SECONDS_OF_MANY = 10.0, 30.0
PATIENCE = 300.0
"""Seconds any run may take, so that no figure depends on how busy the machine is."""


def main() -> int:
    place, other = folder(), peer()
    lines = [measured(each, other) for each in sorted(place.iterdir()) if each.is_dir()] if place else []
    if not lines:
        print(json.dumps({"claim": "opinion", "set": "polis", "skipped": "shared/data/polis is not here"}))
    lines.append(planted("made-up", *made_up(5_000, 500, camps=3, seen=0.3, firm=0.5), limit=SECONDS_OF_MANY))
    lines.append(planted("fifteen", *made_up(15, 20, camps=2, seen=0.9, firm=0.8), limit=SECONDS))
    good = all(bool(line["ok"]) for line in lines)
    conversations = [line for line in lines if "stability" in line]
    if conversations:
        means = {
            name: round(statistics.mean(float(str(line[name])) for line in conversations if line[name] is not None), 3)
            for name in ("adjusted_rand_index", "stability", "peer_adjusted_rand_index", "peer_stability")
            if all(line[name] is not None for line in conversations)
        }
        ahead = other is None or (
            means["adjusted_rand_index"] > means["peer_adjusted_rand_index"]
            and means["stability"] > means["peer_stability"]
        )
        print(json.dumps({"claim": "opinion", "set": "mean of conversations", **means, "ok": ahead}), flush=True)
        good = good and ahead
    return 0 if good else 1


def ours(problem: Problem) -> Groups:
    return {one.person: one.group for one in solve(problem, time_limit=PATIENCE).people if one.group}


def close(one: Groups, other: Groups) -> tuple[float, int]:
    """The adjusted Rand index over people who have a group in both, and how many they are."""
    both = [person for person, group in one.items() if group and other.get(person)]
    return agreement([one[person] for person in both], [other[person] for person in both]), len(both)


def stability(problem: Problem, found: Groups, how: Callable[[Problem], Groups]) -> list[float]:
    return [close(found, how(without_some(problem, LOST, seed=run)))[0] for run in range(RUNS)]


def measured(place: Path, other: Callable[[Problem], Groups] | None) -> dict[str, object]:
    problem, theirs = conversation(place)
    begun = time.process_time()
    results = [solve(problem, time_limit=PATIENCE) for _ in range(TIMES)]
    worked = (time.process_time() - begun) / TIMES
    took, result = statistics.median(one.seconds for one in results), results[0]
    found = {one.person: one.group for one in result.people if one.group}
    index, people = close(theirs, found)
    stable = stability(problem, found, ours)
    line: dict[str, object] = {
        "claim": "opinion",
        "set": place.name,
        "people": len(result.people),
        "grouped": len(found),
        "statements": len(result.statements),
        "machine": machine(),
        "limit_seconds": SECONDS,
        "seconds": round(took, 3),
        "cpu_seconds": round(worked, 3),
        "times": TIMES,
        "groups": [group.size for group in result.groups],
        "groups_of_polis": sorted(
            (list(theirs.values()).count(name) for name in set(theirs.values()) - {""}), reverse=True
        ),
        "compared": people,
        "chance": result.chance,
        "adjusted_rand_index": round(index, 3),
        "stability": round(statistics.mean(stable), 3),
        "least_stable": round(min(stable), 3),
    }
    line |= dict.fromkeys(("peer_adjusted_rand_index", "peer_stability", "peer_least_stable", "peer_seconds"))
    if other is not None:
        begun = time.perf_counter()
        peers = other(problem)
        spent = time.perf_counter() - begun
        runs = stability(problem, peers, other)
        line |= {
            "peer": "scikit-learn",
            "peer_groups": sorted((list(peers.values()).count(name) for name in set(peers.values())), reverse=True),
            "peer_seconds": round(spent, 3),
            "peer_adjusted_rand_index": round(close(theirs, peers)[0], 3),
            "peer_stability": round(statistics.mean(runs), 3),
            "peer_least_stable": round(min(runs), 3),
        }
    line["ok"] = worked <= SECONDS
    print(json.dumps(line), flush=True)
    return line


def planted(name: str, problem: Problem, camps: Groups, *, limit: float) -> dict[str, object]:
    """How far the camps of a made-up crowd are found, and in what time."""
    begun = time.process_time()
    result = solve(problem, time_limit=PATIENCE)
    worked = time.process_time() - begun
    index = close(camps, {one.person: one.group for one in result.people})[0]
    line = {
        "claim": "opinion",
        "set": name,
        "people": len(result.people),
        "statements": len(result.statements),
        "machine": machine(),
        "limit_seconds": limit,
        "seconds": round(result.seconds, 3),
        "cpu_seconds": round(worked, 3),
        "groups": [group.size for group in result.groups],
        "adjusted_rand_index": round(index, 3),
        "ok": worked <= limit and index > 0.9,
    }
    print(json.dumps(line), flush=True)
    return line


if __name__ == "__main__":
    sys.exit(main())
