"""Other ways to form groups, each in a process of its own: `python -m bench._full_grouping PEER PEOPLE GROUPS SECONDS`.

- assignment: SciPy's linear_sum_assignment, one seat per place of a group. It knows choices only; no sizes from below,
  no balance: its cost is a bound that no method can go below.
- annealing: exchanges of two people and moves, from that assignment, the usual way by hand.
- highs, cpsat: the whole model, a variable for each person in each group, as one would write it down.

Each prints its objective (by the same plain counting), its bound where it has one, and the seconds it took.
"""

import json
import math
import random
import sys
import time

import numpy as np
from numpy.typing import NDArray

from bench._groupings import made_up
from talka.methods.grouping.evaluate import Standing, evaluate
from talka.methods.grouping.problem import Problem, choice_cost
from talka.methods.programme import Programme

Found = tuple[dict[str, str] | None, float | None]


def costs(problem: Problem) -> NDArray[np.int64]:
    """[people, groups]: cost of choices."""
    return np.array([[choice_cost(p, g.id, problem.k) for g in problem.groups] for p in problem.people], dtype=np.int64)


def assignment(problem: Problem, seconds: float) -> Found:
    from scipy.optimize import linear_sum_assignment

    seats = np.repeat(np.arange(len(problem.groups)), [group.max for group in problem.groups])
    cost = costs(problem)
    rows, columns = linear_sum_assignment(cost[:, seats])
    places = {
        problem.people[row].id: problem.groups[seats[column]].id for row, column in zip(rows, columns, strict=True)
    }
    return places, float(cost[rows, seats[columns]].sum())


def annealing(problem: Problem, seconds: float) -> Found:
    begun = time.perf_counter()
    chance = random.Random(0)
    standing = Standing(problem, assignment(problem, seconds)[0] or {})
    people = [person.id for person in problem.people]
    groups = {group.id: group for group in problem.groups}
    names = list(groups)
    for group in problem.groups:
        while standing.sizes[group.id] < group.min:
            spare = next(
                p for p in people if standing.sizes[standing.assignment[p]] > groups[standing.assignment[p]].min
            )
            standing.move(spare, group.id)
    value = now = standing.terms().objective
    best = dict(standing.assignment)
    while (spent := time.perf_counter() - begun) < seconds:
        heat = 3.0 * 0.01 ** (spent / seconds)
        for _ in range(200):
            one, other = chance.choice(people), chance.choice(people)
            here, there = standing.assignment[one], standing.assignment[other]
            if chance.random() < 0.3:
                there = chance.choice(names)
                if (
                    standing.sizes[there] >= groups[there].max
                    or standing.sizes[here] <= groups[here].min
                    or here == there
                ):
                    continue
                delta = standing.cost_of_move(one, there).delta.objective
                moves = [(one, there)]
            elif here == there:
                continue
            else:
                delta = standing.cost_of_swap(one, other).delta.objective
                moves = [(one, there), (other, here)]
            if delta <= 0 or chance.random() < math.exp(-delta / heat):
                for person, group in moves:
                    standing.move(person, group)
                now += delta
                if now < value:
                    value, best = now, dict(standing.assignment)
    return best, None


def full(problem: Problem) -> Programme:
    """The whole model: columns person · groups + group, then two for each value and group."""
    n, width = len(problem.people), len(problem.groups)
    price = costs(problem).ravel().astype(np.float64)
    x = np.arange(n * width)
    row, column, value = [x // width, n + x % width], [x, x], [np.ones(n * width)] * 2
    low = [np.ones(n), np.array([group.min for group in problem.groups])]
    high = [np.ones(n), np.array([group.max for group in problem.groups])]
    prices, height, columns = [price], n + width, n * width
    ranges = Standing(problem, {}).ranges
    for name, said in sorted({(name, value) for name, value, _ in ranges}):
        members = np.array([i for i, person in enumerate(problem.people) if person.attributes[name] == said])
        column.append((members[:, None] * width + np.arange(width)).ravel())
        row.append(np.tile(height + np.arange(width), len(members)))
        value.append(np.ones(len(members) * width))
        ends = np.array([ranges[name, said, group.id] for group in problem.groups])
        low.append(ends[:, 0])
        high.append(ends[:, 1])
        for sign in (-1.0, 1.0):
            row.append(height + np.arange(width))
            column.append(columns + np.arange(width))
            value.append(np.full(width, sign))
            prices.append(np.ones(width))
            columns += width
        height += width
    return Programme(
        price=np.concatenate(prices),
        lower=np.zeros(columns),
        upper=np.concatenate([np.ones(n * width), np.full(columns - n * width, float(n))]),
        row_low=np.concatenate(low).astype(np.float64),
        row_high=np.concatenate(high).astype(np.float64),
        row=np.concatenate(row),
        column=np.concatenate(column),
        value=np.concatenate(value),
    )


def places_of(problem: Problem, columns: NDArray[np.float64] | None) -> dict[str, str] | None:
    if columns is None:
        return None
    n, width = len(problem.people), len(problem.groups)
    chosen = columns[: n * width].reshape(n, width).argmax(axis=1)
    return {person.id: problem.groups[group].id for person, group in zip(problem.people, chosen, strict=True)}


def highs(problem: Problem, seconds: float) -> Found:
    from talka.methods.highs import minimise_whole

    begun = time.perf_counter()
    model = full(problem)
    answer = minimise_whole(model, seconds=seconds - (time.perf_counter() - begun))
    return places_of(problem, answer.columns), answer.bound


def cpsat(problem: Problem, seconds: float) -> Found:
    from talka.methods.cpsat import minimise_whole

    begun = time.perf_counter()
    model = full(problem)
    left = seconds - (time.perf_counter() - begun)
    answer = minimise_whole(model, seconds=left, effort=float("inf"), workers=2)
    return places_of(problem, answer.columns), answer.bound


PEERS = {"assignment": assignment, "annealing": annealing, "highs": highs, "cpsat": cpsat}


def main(peer: str, people: str, groups: str, seconds: str) -> None:
    problem = made_up(int(people), int(groups))
    begun = time.perf_counter()
    places, bound = PEERS[peer](problem, float(seconds))
    took = time.perf_counter() - begun
    judged = evaluate(problem, places) if places is not None else None
    print(
        json.dumps(
            {
                "seconds": round(took, 2),
                "objective": judged.terms.objective if judged else None,
                "keeps_rules": judged.feasible if judged else None,
                "bound": None if bound is None else round(bound, 2),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
