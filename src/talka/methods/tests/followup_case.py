"""The follow-up programme, as the battery sees it."""

from __future__ import annotations

import random
from dataclasses import replace

from talka.methods.followup.evaluate import Judge, evaluate
from talka.methods.followup.greedy import greedy
from talka.methods.followup.instance import compile_instance
from talka.methods.followup.problem import Cover, Need, Option, Problem, Rules
from talka.methods.followup.solve import FollowUp, solve
from talka.methods.tests.followup_problems import all_plans, by_brute_force, made_up
from talka.methods.tests.registered import Method


def tiny(seed: int) -> Problem:
    chance = random.Random(seed)
    return made_up(
        seed,
        needs=chance.choice([1, 3, 4]),
        options=chance.choice([0, 1, 4, 5, 6]),
        days=chance.choice([2, 3, 6]),
        experts=chance.choice([1, 2]),
        most_dates=2,
        rules=seed % 3 == 2,
        fine=seed % 6 == 4,
    )


def reordered(problem: Problem, seed: int) -> Problem:
    chance = random.Random(seed)
    needs, options, covers = list(problem.needs), list(problem.options), list(problem.covers)
    for each in (needs, options, covers):
        chance.shuffle(each)
    rules = problem.rules
    return replace(
        problem,
        needs=tuple(needs),
        options=tuple(replace(option, dates=option.dates[::-1]) for option in options),
        covers=tuple(covers),
        rules=replace(
            rules,
            blocked_dates=rules.blocked_dates[::-1],
            min_coverage=dict(reversed(rules.min_coverage.items())),
            must=rules.must[::-1],
            not_both=tuple(pair[::-1] for pair in rules.not_both[::-1]),
        ),
    )


def wrong(problem: Problem, result: FollowUp) -> str:
    judged = evaluate(problem, result.plan)
    if not judged.feasible:
        return f"broken: {judged.broken}"
    told = (result.objective, result.cost_eur, result.days)
    if told != (float(judged.objective), float(judged.cost), judged.days):
        return f"{judged.worth} is not {told}"
    if abs(sum(result.objective_terms.values()) - result.objective) > 1e-9:
        return "the terms do not add up"
    if result.coverage != {need: float(share) for need, share in judged.covered.items()}:
        return "the coverage is not what the plan gives"
    return "" if result.bound >= result.objective else "the bound is below the objective"


def baseline(problem: Problem) -> float | None:
    judged = evaluate(problem, greedy(problem, compile_instance(problem)))
    return float(judged.objective) if judged.feasible else None


def exact(problem: Problem) -> float | None:
    best = by_brute_force(problem)
    return None if best is None else float(best[0])


def keeps(problem: Problem, rules: set[tuple[str | int, ...]]) -> bool:
    judge = Judge(problem)
    return any(not rules & {rule.path for rule in judge.judge(plan).broken} for plan in all_plans(problem))


DAYS = ("2027-03-01", "2027-03-02", "2027-04-05")
NEEDS = (Need("n1", 2, {"region": "A"}), Need("n2", 1, {"region": "B"}), Need("n3", 3, {"region": "A"}))
OPTIONS = (
    Option("a", 500, DAYS[:2], "Ilze"),
    Option("b", 700, DAYS[:1], "Ilze"),
    Option("c", 900, DAYS, "Juris"),
    Option("d", 100, DAYS[2:], ""),
)
COVERS = (Cover("a", "n1", 0.5), Cover("b", "n2", 0.4), Cover("c", "n3", 0.6), Cover("d", "n1", 0.2))


def _ruled(rules: Rules, options: tuple[Option, ...] = OPTIONS) -> Problem:
    return Problem(NEEDS, options, COVERS, rules)


CONTRADICTIONS = {
    "musts cost more than there is": _ruled(Rules(budget_eur=1500, must=("a", "c", "d", "b"))),
    "a must on blocked days": _ruled(Rules(must=("d", "a"), blocked_dates=(*DAYS[:2], "2027-09-01"))),
    "musts that may not both be": _ruled(Rules(must=("a", "b", "c"), not_both=(("a", "d"), ("c", "a")))),
    "more musts than a month takes": _ruled(Rules(must=("a", "b", "d"), max_per_month=1)),
    "a share that no measure answers": _ruled(Rules(budget_eur=9000, min_coverage={"region": 0.5})),
    "a share that is too dear": _ruled(Rules(budget_eur=1000, min_coverage={"region": 0.3})),
    "one expert twice a day": _ruled(Rules(must=("a", "b", "c"), blocked_dates=(DAYS[1],), budget_eur=9000)),
    "a share against a pair": _ruled(Rules(min_coverage={"region": 0.35}, not_both=(("b", "c"), ("a", "b")))),
    "a share against a month": _ruled(Rules(min_coverage={"region": 0.39}, max_per_month=1)),
    "nothing at all in a month": _ruled(Rules(must=("c",), max_per_month=0, budget_eur=0)),
}

INVALID = (
    (
        Problem(
            (Need("", -1), Need("n", float("nan")), Need("n", 1)),
            (Option("o", -5, ("2027-02-30", "2027-03-01", "2027-03-01")), Option("o", float("inf"), ("20270301",))),
            (Cover("o", "n", 1.5), Cover("o", "n", -0.1), Cover("p", "m", 0.5)),
        ),
        [
            ("needs", 0, "id"),
            ("needs", 0, "weight"),
            ("needs", 1, "weight"),
            ("needs", 2, "id"),
            ("options", 0, "cost_eur"),
            ("options", 0, "dates"),
            ("options", 0, "dates"),
            ("options", 1, "id"),
            ("options", 1, "cost_eur"),
            ("options", 1, "dates"),
            ("covers", 0, "effect"),
            ("covers", 1, "need"),
            ("covers", 1, "effect"),
            ("covers", 2, "option"),
            ("covers", 2, "need"),
        ],
    ),
    (
        _ruled(
            Rules(
                budget_eur=-1,
                blocked_dates=("2027-3-1", "2027-03-01", "2027-03-01"),
                max_per_month=-1,
                min_coverage={"area": 0.5, "region": 1.2},
                must=("a", "e", "z", "a"),
                not_both=(("a",), ("a", "z"), ("b", "b")),
            ),
            (*OPTIONS, Option("e", 1)),
        ),
        [
            ("rules", "budget_eur"),
            ("rules", "blocked_dates", 0),
            ("rules", "blocked_dates", 2),
            ("rules", "max_per_month"),
            ("rules", "min_coverage", "area"),
            ("rules", "min_coverage", "region"),
            ("rules", "must", 1),
            ("rules", "must", 2),
            ("rules", "must", 3),
            ("rules", "not_both", 0),
            ("rules", "not_both", 1, 1),
            ("rules", "not_both", 2, 1),
        ],
    ),
)

METHOD = Method(
    name="followup",
    solve=solve,
    result=FollowUp,
    ordinary=lambda seed: made_up(seed, rules=seed % 2 == 1),
    tiny=tiny,
    huge=lambda: made_up(1, needs=1000, options=1500, days=60, experts=20),
    reordered=reordered,
    wrong=wrong,
    baseline=baseline,
    exact=exact,
    contradictions=CONTRADICTIONS,
    keeps=keeps,
    invalid=INVALID,
    maximises=True,
)
