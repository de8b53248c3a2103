"""Knowledge angels, as the battery sees them."""

from __future__ import annotations

import random
from dataclasses import replace

from talka.methods.matching.check import check
from talka.methods.matching.evaluate import Judge, evaluate
from talka.methods.matching.problem import Angel, Pair, Problem, Request
from talka.methods.matching.solve import Matching, solve
from talka.methods.tests.matching_problems import all_pairs, by_brute_force, greedy, made_up
from talka.methods.tests.registered import Method

MOST_CHECKED = 1000


def tiny(seed: int) -> Problem:
    chance = random.Random(seed)
    return made_up(
        seed,
        angels=chance.choice([0, 1, 3, 4]),
        requests=chance.choice([0, 2, 4, 5]),
        topics=chance.choice([1, 2, 4]),
        places=chance.choice([1, 2]),
        classes=chance.choice([1, 2, 4]),
        placed=chance.choice([0.0, 0.6, 1.0]),
        grid=chance.choice([0, 1, 2]),
        agreed=1 if seed % 4 == 3 else 0,
    )


def reordered(problem: Problem, seed: int) -> Problem:
    chance = random.Random(seed)
    tables = [list(table) for table in (problem.angels, problem.requests, problem.refused, problem.fixed)]
    for table in tables:
        chance.shuffle(table)
    angels, requests, refused, fixed = map(tuple, tables)
    return Problem(
        tuple(replace(one, expertise=one.expertise[::-1], languages=one.languages[::-1]) for one in angels),
        tuple(replace(one, topics=one.topics[::-1], languages=one.languages[::-1]) for one in requests),
        refused,
        fixed,
    )


def wrong(problem: Problem, result: Matching) -> str:
    return "; ".join(check(problem, result)[:3])


def worth(problem: Problem, pairs: dict[str, str]) -> dict[str, float]:
    found = evaluate(problem, pairs)
    return {"urgency": float(found.urgency), "fit": float(found.fit), "unknown": found.unknown, "km": found.km}


def exact(problem: Problem) -> dict[str, float] | None:
    best = by_brute_force(problem)
    return worth(problem, best[0]) if best else None


def told(result: Matching) -> dict[str, float]:
    return {
        "urgency": float(result.objective or 0),
        "fit": result.fit,
        "unknown": result.unknown_km,
        "km": result.km,
    }


def keeps(problem: Problem, rules: set[tuple[str | int, ...]]) -> bool:
    judge = Judge(problem)
    return any(not rules & {rule.path for rule in judge.judge(pairs).broken} for pairs in all_pairs(problem))


ANGELS = (
    Angel("a", ("x",), ("lv",), "o1", 57.0, 24.0, 2),
    Angel("b", ("x", "y"), ("lv", "en"), "o2", 56.5, 21.0, 3, taken=2),
)
REQUESTS = (
    Request("r", ("x",), ("lv",), "o1", 57.0, 25.0, 2),
    Request("s", ("y", "x"), ("en",), "o3", 57.0, 26.0, 1),
    Request("t", ("z",), ("en", "lv"), "", None, None, 0),
)


def _agreed(*pairs: tuple[str, str], refused: tuple[tuple[str, str], ...] = ()) -> Problem:
    return Problem(ANGELS, REQUESTS, tuple(Pair(*pair) for pair in refused), tuple(Pair(*pair) for pair in pairs))


CONTRADICTIONS = {
    "agreed with one's own organisation": _agreed(("t", "a"), ("r", "a")),
    "agreed without a language": _agreed(("s", "a")),
    "agreed and declined": _agreed(("t", "a"), ("r", "b"), refused=(("s", "b"), ("r", "b"))),
    "agreed beyond the places left": _agreed(("t", "b"), ("s", "b"), ("r", "b")),
}

INVALID = (
    (
        Problem(
            (
                Angel("", ("x", "x"), ("", "lv"), "", 91.0, None, -1, taken=-2),
                Angel("a", (), (), "", float("nan"), float("inf"), 0),
                Angel("a", ("x",), ("lv",), "", None, 24.0),
            ),
            (
                Request("r", (), (), "", -90.1, 180.5, -1),
                Request("r", ("x", "", "x"), ("lv", "lv"), urgency=float("nan")),
                Request("", ("x",), ("lv",), urgency=float("inf")),
            ),
            (Pair("r", "a"), Pair("r", "a"), Pair("z", "b")),
            (Pair("r", "a"), Pair("r", "b"), Pair("y", "a")),
        ),
        [
            ("angels", 0, "id"),
            ("angels", 0, "expertise"),
            ("angels", 0, "languages"),
            ("angels", 0, "lat"),
            ("angels", 0, "lon"),
            ("angels", 0, "max_requests"),
            ("angels", 0, "taken"),
            ("angels", 1, "lat"),
            ("angels", 1, "lon"),
            ("angels", 2, "id"),
            ("angels", 2, "lat"),
            ("requests", 0, "topics"),
            ("requests", 0, "language"),
            ("requests", 0, "lat"),
            ("requests", 0, "lon"),
            ("requests", 0, "urgency"),
            ("requests", 1, "id"),
            ("requests", 1, "topics"),
            ("requests", 1, "topics"),
            ("requests", 1, "language"),
            ("requests", 1, "urgency"),
            ("requests", 2, "id"),
            ("requests", 2, "urgency"),
            ("refused", 2, "request"),
            ("refused", 2, "angel"),
            ("fixed", 1, "angel"),
            ("fixed", 1, "request"),
            ("fixed", 2, "request"),
        ],
    ),
)

METHOD = Method(
    name="matching",
    solve=solve,
    result=Matching,
    ordinary=made_up,
    tiny=tiny,
    huge=lambda: made_up(1, angels=1500, requests=3000, topics=40, places=3),
    reordered=reordered,
    wrong=wrong,
    baseline=lambda problem: float(evaluate(problem, greedy(problem)).urgency),
    exact=exact,
    contradictions=CONTRADICTIONS,
    keeps=keeps,
    invalid=INVALID,
    outcome=told,
    maximises=True,
)
