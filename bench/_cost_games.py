"""Games of costs, and several hands that share them: `python -m bench._cost_games WHO KIND PARTNERS`. WHO:

- talka: `shapley` and `nucleolus`, and whether joining always pays, on the array of all groups.
- coopgame: the package coopgame-py, compiled, on the same costs with the sign turned, as it shares gains.
- plain: as one writes it down: for Shapley every partner and every group that it can join, one after another; for the
  nucleolus every group as a row of every programme. For a few partners only.

Prints seconds and cpu_seconds of each part, without making the game, and the shares that came out.
"""

import json
import math
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Hand = Callable[[Floats], Any]


def sums(weights: Floats) -> Floats:
    found = np.zeros(1 << len(weights))
    for place, weight in enumerate(weights):
        found[1 << place : 2 << place] = found[: 1 << place] + weight
    return found


def airport(partners: int) -> Floats:
    """A group pays what the one of it that needs the most would pay alone."""
    found = np.zeros(1 << partners)
    for place, need in enumerate(np.random.default_rng(1).lognormal(11, 1, partners)):
        found[1 << place : 2 << place] = np.maximum(found[: 1 << place], need)
    return found


def concave(partners: int) -> Floats:
    """A power of the people of a group, as the method coalitions reckons without distances."""
    found: Floats = 900 * sums(np.random.default_rng(2).lognormal(9, 1, partners)) ** 0.8
    return found


def superadditive(partners: int) -> Floats:
    """Random savings, such that two groups never save less together: of s members s - 1 to s - 1/2 times an amount."""
    chance = np.random.default_rng(3)
    size = np.bitwise_count(np.arange(1 << partners)).astype(float)
    saved = np.where(size > 1, size - 1 + chance.uniform(0, 0.5, len(size)), 0.0)
    return sums(chance.lognormal(13, 0.5, partners)) - 50_000 * saved


KINDS = {"airport": airport, "concave": concave, "superadditive": superadditive}


def talka() -> dict[str, Hand]:
    from talka.methods.contract import Deadline
    from talka.methods.cost_sharing.additive import first_breach
    from talka.methods.cost_sharing.nucleolus import nucleolus
    from talka.methods.cost_sharing.shapley import shapley

    nucleolus(concave(6))  # loads the solver, which a worker has loaded long before
    return {
        "shapley": shapley,
        "nucleolus": nucleolus,
        "joining_pays": lambda values: [float(first_breach(values, Deadline(60)) is None)],
    }


def coopgame() -> dict[str, Hand]:
    import coopgame as peer

    def game(values: Floats) -> Any:
        return peer.Game((-values[1:]).tolist())

    return {
        "shapley": lambda values: -np.array(peer.shapley(game(values))),
        "nucleolus": lambda values: -np.array(peer.nucleolus(game(values))["allocation"]),
    }


def plain() -> dict[str, Hand]:
    return {"shapley": plain_shapley, "nucleolus": plain_nucleolus}


def plain_shapley(values: Floats) -> list[float]:
    count, costs = len(values).bit_length() - 1, values.tolist()
    joining = [1 / (count * math.comb(count - 1, size)) for size in range(count)]
    return [
        math.fsum(
            joining[mask.bit_count()] * (costs[mask | 1 << one] - costs[mask])
            for mask in range(len(costs))
            if not mask >> one & 1
        )
        for one in range(count)
    ]


def plain_nucleolus(values: Floats) -> Floats:
    from scipy.optimize import linprog

    count = len(values).bit_length() - 1
    masks = np.arange(1, len(values) - 1)
    member = (masks[:, None] >> np.arange(count) & 1).astype(float)
    scale = np.abs(values).max()
    costs, alone = values[1:-1] / scale, values[1 << np.arange(count)] / scale
    equal, sides = [np.ones(count)], [values[-1] / scale]
    while np.linalg.matrix_rank(np.array(equal)) < count:
        across = np.linalg.svd(np.array(equal))[2][np.linalg.matrix_rank(np.array(equal)) :]
        still = np.flatnonzero(np.abs(member @ across.T).max(axis=1) > 1e-9)
        found = linprog(
            np.append(np.zeros(count), 1.0),
            A_ub=np.column_stack([member[still], -np.ones(len(still))]),
            b_ub=costs[still],
            A_eq=np.column_stack([np.array(equal), np.zeros(len(equal))]),
            b_eq=sides,
            bounds=[(None, most) for most in alone] + [(None, None)],
        )
        for place in still[found.ineqlin.marginals < -1e-7]:
            equal.append(member[place])
            sides.append(costs[place] + found.x[-1])
        for place in np.flatnonzero(found.upper.marginals[:-1] < -1e-7):
            equal.append(np.eye(count)[place])
            sides.append(alone[place])
    solution: Floats = np.linalg.lstsq(np.array(equal), np.array(sides), rcond=None)[0]
    return solution * scale


HANDS = {"talka": talka, "coopgame": coopgame, "plain": plain}


def main(who: str, kind: str, partners: int) -> None:
    values = KINDS[kind](partners)
    told = {}
    for part, work in HANDS[who]().items():
        begun, at_work = time.perf_counter(), time.process_time()
        found = work(values)
        took, worked = time.perf_counter() - begun, time.process_time() - at_work
        told[part] = {
            "seconds": round(took, 4),
            "cpu_seconds": round(worked, 4),
            "found": np.asarray(found, dtype=float).tolist(),
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
