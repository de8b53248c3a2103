"""Cost sharing, as the battery sees it."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from talka.methods.cost_sharing.game import Game
from talka.methods.cost_sharing.partner import Partner
from talka.methods.cost_sharing.problem import Problem
from talka.methods.cost_sharing.solve import Shares, solve
from talka.methods.tests import cost_sharing_games as games
from talka.methods.tests import cost_sharing_plainly as plainly
from talka.methods.tests.registered import Method

KEYS = ("equal", "population", "usage", "fiscal", "mixed:30:70")
GAME_KEYS = ("shapley", "nucleolus", "population")


def partners(seed: int, ids: tuple[str, ...]) -> tuple[Partner, ...]:
    chance = random.Random(seed)
    return tuple(
        Partner(
            one,
            float(chance.randint(500, 60_000)),
            round(chance.uniform(1, 900), 1),
            float(chance.randint(10**5, 10**8)),
        )
        for one in ids
    )


def made_up(seed: int, count: int) -> Problem:
    """By the seed partners with a cost, or costs of all groups with partners or without."""
    chance = random.Random(seed)
    ids = tuple(f"m{place:02}" for place in range(count))
    those = partners(seed, ids)
    if seed % 3 == 0:
        return Problem(KEYS[seed // 3 % len(KEYS)], those, Decimal(chance.randint(10**8, 10**9)).scaleb(-2))
    key = GAME_KEYS[seed // 2 % len(GAME_KEYS)]
    values = np.round(games.KINDS[seed % len(games.KINDS)](seed, count) * (1e6 if seed % 4 == 3 else 1), 2)
    game = Game.of_array(ids, values)
    if seed % 2:
        game = Game(ids, dict(game.costs))
    return Problem(key, those if key == "population" or seed % 5 else (), game=game)


def reordered(problem: Problem, seed: int) -> Problem:
    chance = random.Random(seed)
    those = list(problem.partners)
    chance.shuffle(those)
    game = problem.game
    if game:
        players, costs = list(game.players), list(game.costs.items())
        chance.shuffle(players)
        chance.shuffle(costs)
        game = Game(tuple(players), dict(costs))
    return replace(problem, partners=tuple(those), game=game)


def wrong(problem: Problem, result: Shares) -> str:
    """What is wrong with a result: sums, and who would rather leave, gone through group by group where they are few."""
    whole = float(problem.cost_eur) if problem.game is None else float(problem.game.values[-1])
    if not math.isclose(result.total_cents / 100, whole, abs_tol=0.0051):
        return "the total is not the cost"
    for check in result.keys:
        if sum(one.cents for one in check.shares) != result.total_cents:
            return f"{check.key} does not sum to the total"
        if any(one.eur != one.cents / 100 for one in check.shares):
            return f"{check.key}: euros are not cents"
    if result.key not in {check.key for check in result.keys} or result.chosen.shares != result.shares:
        return "the chosen key is not among the keys"
    return _wrong_game(problem.game, result) if problem.game else ""


def _wrong_game(game: Game, result: Shares) -> str:
    few = len(game.players) <= 10
    near = 0.01 * len(game.players)
    for check in result.keys:
        if check.in_core is not (check.leaver_count == 0):
            return f"{check.key}: who would rather leave and whether anyone would do not fit"
        if few:
            leave = plainly.leavers(game.values, np.array([one.eur for one in check.shares]))
            if max(leave.values(), default=0.0) > near and check.in_core:
                return f"{check.key}: somebody would be better off outside"
        for one in check.leavers:
            cost = game.costs[frozenset(one.members)]
            if not math.isclose(one.alone_eur, cost) or one.gain_eur <= 0:
                return f"{check.key}: a group that leaves does not pay what it says"
    if result.core_empty and any(check.in_core for check in result.keys):
        return "a key keeps everyone though none can"
    by_nucleolus = [check.in_core for check in result.keys if check.key == "nucleolus"]
    if result.core_empty is False and not all(by_nucleolus):
        return "the nucleolus does not keep everyone though that is possible"
    return ""


def told(result: Shares) -> dict[str, float]:
    found = {one.id: one.eur for one in result.shares}
    if result.core_empty is not None:
        found |= {"least core": result.least_core_eur, "joining pays": float(result.subadditive)}
    return found


def exact(problem: Problem) -> dict[str, Any]:
    """Shares by definition, not rounded; they are of a size at which cents do not matter."""
    game = problem.game
    ids = sorted(one.id for one in problem.partners) or sorted(game.players)
    by_id = {one.id: one for one in problem.partners}
    cost = float(problem.cost_eur) if game is None else float(game.values[-1])
    if problem.key in ("shapley", "nucleolus"):
        shares = getattr(plainly, problem.key)(game.values)
    else:
        even = np.full(len(ids), 1 / len(ids))
        column = {"population": "population", "usage": "usage", "fiscal": "fiscal_capacity", "mixed:30:70": "usage"}
        parts = even
        if problem.key != "equal":
            numbers = np.array([getattr(by_id[one], column[problem.key]) for one in ids])
            parts = numbers / numbers.sum()
        if problem.key.startswith("mixed"):
            parts = 0.3 * even + 0.7 * parts
        shares = cost * parts
    found = dict(zip(ids, shares.tolist(), strict=True))
    if game:
        found |= {
            "least core": plainly.least_core(game.values),
            "joining pays": float(not plainly.pair_that_loses(game.values)),
        }
    return found


def huge() -> Problem:
    ids = tuple(f"m{place:02}" for place in range(20))
    return Problem("usage", partners(1, ids), game=Game.of_array(ids, games.noisy(3, 20)))


def _costs(**costs: float) -> dict[frozenset[str], float]:
    return {frozenset(group): cost for group, cost in costs.items()}


THREE = (Partner("a", 10.0, 1.0, 5.0), Partner("b", 20.0, 2.0, 5.0), Partner("c", 30.0, 3.0, 0.0))

METHOD = Method(
    name="cost-sharing",
    solve=solve,
    result=Shares,
    ordinary=lambda seed: made_up(seed, 6 + seed % 5),
    tiny=lambda seed: made_up(seed, 2 + seed % 4),
    huge=huge,
    reordered=reordered,
    wrong=wrong,
    baseline=lambda problem: None,
    exact=exact,
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=(
        (
            Problem(
                "population",
                (
                    Partner("a", -1.0, math.nan, math.inf),
                    Partner("", 0.0),
                    Partner("a", None, 1.0),
                    Partner("b", 5.0, -2.0),
                ),
                Decimal("10.001"),
            ),
            [
                ("partners", 0, "population"),
                ("partners", 0, "usage"),
                ("partners", 0, "fiscal_capacity"),
                ("partners", 1, "id"),
                ("partners", 2, "id"),
                ("partners", 3, "usage"),
                ("partners", 1, "population"),
                ("partners", 2, "population"),
                ("rules", "cost"),
            ],
        ),
        (
            Problem("usage", (Partner("a", 1.0),), -5.0),
            [("partners", "all", "id"), ("rules", "key"), ("rules", "cost")],
        ),
        (Problem("equal"), [("partners", "all", "id"), ("rules", "cost")]),
        (Problem("shapley", THREE, 10.0), [("rules", "key")]),
        (Problem("mixed:30:60", THREE, 10.0), [("rules", "key")]),
        (Problem("heads", THREE, math.nan), [("rules", "key"), ("rules", "cost")]),
        (Problem("usage", (Partner("a", usage=0.0), Partner("b", usage=0.0)), 9), [("partners", "all", "usage")]),
        (
            Problem("equal", game=Game(("a", "b", "c"), _costs(a=1, b=-2, ab=3, abc=math.inf, ad=1))),
            [
                ("costs", "a;d", "members"),
                ("costs", "b", "cost"),
                ("costs", "a;b;c", "cost"),
                ("costs", "c", "members"),
                ("costs", "a;c", "members"),
                ("costs", "b;c", "members"),
            ],
        ),
        (Problem("equal", game=Game(("a",), _costs(a=1))), [("costs", "all", "members")]),
        (Problem("equal", game=Game(("a", "b", "a", ""), _costs(a=1))), [("costs", "all", "members")] * 2),
        (
            Problem("usage", THREE[:2], 4.0, Game(("a", "c"), _costs(a=1, c=2, ac=3))),
            [("partners", 1, "id"), ("costs", "all", "members"), ("rules", "cost")],
        ),
    ),
    outcome=told,
)
