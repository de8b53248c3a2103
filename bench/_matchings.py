"""Angels and requests that are measured, and other hands that match them.

`python -m bench._matchings WHO ANGELS REQUESTS`. WHO:

- greedy: requests by urgency, each with the best fitting of those who have a place left, of these the nearest.
- stable: the package matching (hospitals and residents, the requests' optimum): a request prefers who fits best, then
  the nearest; an angel prefers the most urgent, then the best fit, then the nearest. It copies its players by a
  recursion that is deeper than Python usually lets go, and is given the room.

Prints seconds and cpu_seconds without making the problem, and what came out.
"""

import json
import random
import sys
import threading
import time
from collections.abc import Callable, Mapping

import numpy as np

from talka.methods.contract import Deadline
from talka.methods.matching.candidates import Candidates, candidates_of
from talka.methods.matching.evaluate import evaluate
from talka.methods.matching.problem import Angel, Problem, Request

TOPICS, CLASSES = 40, 5
LONG = 10_000.0
ROOM_DEEP, ROOM_BYTES = 1_000_000, 2**30 - 2**20
"""Of the thread that matches: calls within calls, and bytes for them."""
Hand = Callable[[Candidates], dict[str, str]]


def made_up(angels: int, requests: int, *, seed: int = 1) -> Problem:
    """Places in Latvia, 3 in 100 unknown; 1 to 5 of 40 topics known, 1 to 4 asked about; as many places as there are
    requests in the two larger sizes (1 to 3 an angel)."""
    chance = random.Random(seed)
    subjects = [f"t{number:02}" for number in range(TOPICS)]
    organisations = [f"o{number:03}" for number in range(max(3, angels // 10))]

    def place() -> tuple[float, float] | tuple[None, None]:
        return (chance.uniform(55.7, 58.0), chance.uniform(21.0, 28.2)) if chance.random() < 0.97 else (None, None)

    folk = tuple(
        Angel(
            f"a{number:05}",
            tuple(chance.sample(subjects, chance.randint(1, 5))),
            tuple(name for name, share in (("lv", 0.95), ("en", 0.5), ("ru", 0.4)) if chance.random() < share),
            chance.choice(organisations),
            *place(),
            max_requests=chance.randint(1, 3),
        )
        for number in range(angels)
    )
    asked = tuple(
        Request(
            f"r{number:05}",
            tuple(chance.sample(subjects, chance.randint(1, 4))),
            (chance.choices(["lv", "en", "ru"], [8, 1, 1])[0],),
            chance.choice(organisations),
            *place(),
            urgency=float(chance.randint(1, CLASSES)),
        )
        for number in range(requests)
    )
    return Problem(folk, asked)


def greedy(candidates: Candidates) -> dict[str, str]:
    free, pairs = candidates.free.copy(), {}
    for request, name in enumerate(candidates.requests):
        mine = candidates.of(request)
        angel, cost = candidates.angel[mine], candidates.cost[mine]
        there = np.flatnonzero(free[angel] > 0)
        if len(there):
            best = int(angel[there[np.argmin(cost[there])]])
            free[best] -= 1
            pairs[name] = candidates.angels[best]
    return pairs


def stable(candidates: Candidates) -> dict[str, str]:
    from matching.games import HospitalResident  # type: ignore[import-not-found]

    asking, asked = {}, {name: [] for name in candidates.angels}  # type: ignore[var-annotated]
    for request, name in enumerate(candidates.requests):
        mine = candidates.of(request)
        order = np.argsort(candidates.cost[mine], kind="stable") + mine.start
        if len(order):
            asking[name] = [candidates.angels[angel] for angel in candidates.angel[order].tolist()]
        for pair in order.tolist():
            rank = (int(candidates.urgency[request]), int(candidates.cost[pair]), name)
            asked[candidates.angels[candidates.angel[pair]]].append(rank)
    wanted = {name: [rank[2] for rank in sorted(ranks)] for name, ranks in asked.items() if ranks}
    places = {name: int(free) for name, free in zip(candidates.angels, candidates.free, strict=True) if name in wanted}
    game = HospitalResident.create_from_dictionaries(asking, wanted, places)
    answer = game.solve(optimal="resident")
    return {one.name: angel.name for angel, those in answer.items() for one in those}


HANDS: dict[str, Hand] = {"greedy": greedy, "stable": stable}


def told(problem: Problem, pairs: Mapping[str, str]) -> dict[str, object]:
    worth = evaluate(problem, pairs)
    asked = sum(request.urgency for request in problem.requests)
    return {
        "unserved_urgency": asked - float(worth.urgency),
        "served": len(pairs),
        "fit": round(float(worth.fit), 2),
        "km": round(worth.km),
        "unknown_km": worth.unknown,
        "keeps_rules": worth.feasible,
    }


def main(who: str, angels: str, requests: str) -> None:
    problem = made_up(int(angels), int(requests))
    if who == "stable":
        import matching.games  # noqa: F401
    begun, worked = time.perf_counter(), time.process_time()
    pairs = HANDS[who](candidates_of(problem, Deadline(LONG)))
    seconds = {"seconds": round(time.perf_counter() - begun, 3), "cpu_seconds": round(time.process_time() - worked, 3)}
    print(json.dumps({**seconds, **told(problem, pairs)}))


if __name__ == "__main__":
    sys.setrecursionlimit(ROOM_DEEP)
    threading.stack_size(ROOM_BYTES)
    failed: list[BaseException] = []
    threading.excepthook = lambda trouble: failed.append(trouble.exc_value or RuntimeError())
    hand = threading.Thread(target=main, args=sys.argv[1:])
    hand.start()
    hand.join()
    if failed:
        raise failed[0]
