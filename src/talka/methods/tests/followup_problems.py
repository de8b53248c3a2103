"""Follow-up problems made up for tests, and the plain ways to solve them that the method is measured by."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from talka.methods.followup.evaluate import Evaluation, Judge
from talka.methods.followup.problem import Cover, Need, Option, Problem, Rules


def made_up(
    seed: int,
    *,
    needs: int = 30,
    options: int = 30,
    days: int = 16,
    experts: int = 5,
    most_dates: int = 4,
    rules: bool = False,
    fine: bool = False,
) -> Problem:
    """Measures whose cost follows what they answer; `rules`: all of them, loose enough for many; `fine`: weights and
    effects with all the decimals of a double."""
    chance = random.Random(seed)
    calendar = [(date(2027, 1, 12) + timedelta(days=5 * index)).isoformat() for index in range(days)]
    ids = [f"n{number:03}" for number in range(needs)]
    measures, covers = [], []
    for number in range(options):
        name = f"o{number:03}"
        answered = chance.sample(ids, min(needs, chance.randint(2, 5)))
        effects = [chance.random() if fine else chance.randint(1, 9) / 10 for _ in answered]
        covers += [Cover(name, need, effect) for need, effect in zip(answered, effects, strict=True)]
        cost = chance.choice([0, 400, 1200.5, 50 * round(40 * sum(effects) * chance.uniform(0.6, 1.4))])
        dates = sorted(chance.sample(calendar, min(days, chance.randint(0 if number % 7 == 3 else 1, most_dates))))
        measures.append(Option(name, cost, tuple(dates), f"x{chance.randrange(experts)}" if number % 5 else ""))
    folk = tuple(
        Need(need, chance.random() * 3 if fine else chance.randint(1, 8) / 2, {"region": chance.choice("ABC")})
        for need in ids
    )
    budget = round(sum(option.cost_eur for option in measures) / 3)
    given = Rules(budget_eur=budget)
    if rules:
        dated = [option.id for option in measures if option.dates]
        names = [option.id for option in measures]
        given = Rules(
            budget_eur=chance.choice([None, budget, 2 * budget]),
            blocked_dates=tuple(chance.sample(calendar, min(2, days))),
            max_per_month=chance.choice([None, max(1, options // 8)]),
            min_coverage=chance.choice([{}, {"region": 0.1}]),
            must=tuple(chance.sample(dated, min(1, len(dated)))),
            not_both=(tuple(chance.sample(names, 2)),) if options > 1 else (),
        )
    return Problem(folk, tuple(measures), tuple(covers), given)


def all_plans(problem: Problem) -> Iterator[dict[str, str]]:
    """Every choice of options with every choice of their dates."""
    ways = [[(option.id, day) for day in (None, *option.dates)] for option in problem.options]
    for choice in itertools.product(*ways):
        yield {option: day for option, day in choice if day is not None}


def by_brute_force(problem: Problem) -> tuple[Fraction, Fraction, int] | None:
    """The best worth (covered weight, minus cost, minus days) over all plans; None if none keeps the rules."""
    judge = Judge(problem)
    worths = (judged.worth for judged in _judged(judge, problem) if judged.feasible)
    return max(worths, default=None)


def _judged(judge: Judge, problem: Problem) -> Iterator[Evaluation]:
    return (judge.judge(plan) for plan in all_plans(problem))
