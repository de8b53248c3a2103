"""Why each measure is in the plan or not, what stays unanswered, and what a change would cost.

Everything is a Reason: a code with parameters, for pages in any language, and its English sentence. Nothing here asks a
solver except `what_would_change`, which solves the problem again with one thing eased at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar

from talka.methods import reasons
from talka.methods.contract import Deadline, Infeasible, OutOfTime, Rule
from talka.methods.followup.evaluate import Evaluation, Judge, Plan, exact
from talka.methods.followup.problem import Problem
from talka.methods.followup.rules import all_rules, euros, percent
from talka.methods.followup.solve import Point

ENGLISH: dict[str, str] = {
    # one measure
    "chosen": '"{option}" is on {date} for {cost}: without it, {lost} of weight would be unanswered.',
    "must_here": 'A rule asks for "{option}".',
    "shared": '"{option}" is on {date} for {cost}, though the other measures answer all it does.',
    "undated": '"{option}" is not in the plan: it has no date.',
    "answers_nothing": '"{option}" is not in the plan: no need is named that it answers.',
    "adds_nothing": '"{option}" is not in the plan: the chosen measures answer already all that it would.',
    "left_out": '"{option}" is not in the plan: it would add {gained} of weight for {cost}, but breaks a rule: {rule}.',
    "exchange": 'Instead of "{other}", "{option}" would answer {delta} of weight less.',
    "exchange_equal": 'Instead of "{other}", "{option}" would answer just as much.',
    "exchange_more": 'Instead of "{other}", "{option}" would answer {delta} of weight more.',
    # a change by hand
    "change_costs": "{change}: {delta} of weight less is answered, {saved}.",
    "change_gains": "{change}: {delta} of weight more is answered, {saved}.",
    "change_free": "{change}: as much is answered, {saved}.",
    "change_breaks": "{change}: this would break a rule: {rule}.",
    # the whole
    "whole": "{count} measures for {cost} answer {answered} of {weight} of weight ({share}).",
    "budget_left": "{left} of the budget of {budget} are left.",
    "answered": "{count} of {needs} needs are answered in full.",
    "partly": 'Need "{need}" is answered by {share}.',
    "unanswered": 'Need "{need}" is not answered at all, though {count} measures could.',
    "unanswerable": 'Need "{need}" is not answered: no measure for it is offered.',
    "broken": "A rule is broken: {rule}.",
    "tie": 'Instead of "{option}", "{other}" on {date} would answer just as much for {more} more.',
    "tie_even": 'Instead of "{option}", "{other}" on {date} would answer just as much for the same money.',
    # what would change it
    "more_money": "{money} more would answer {delta} more of weight.",
    "more_money_most": "{money} more would answer {delta} more of weight, if not more.",
    "more_money_nothing": "{money} more would answer nothing more.",
    "without_share": "Without a least share for each {attribute}, {delta} more of weight would be answered.",
    "without_rule": "Without this rule {delta} more of weight would be answered: {rule}.",
}


def amount(weight: float) -> str:
    """A weight as people read it, three decimals at most."""
    return f"{float(weight):,.3f}".rstrip("0").rstrip(".")


def money_less(saved: float) -> str:
    return f"{euros(abs(saved))} {'less' if saved > 0 else 'more'}" if saved else "for the same money"


class Reason(reasons.Reason):
    """Parameters in weight, in EUR and as shares of 1; `saved` is money less (negative: money more)."""

    english = ENGLISH
    formats: ClassVar[Mapping[str, Callable[[Any], str]]] = {
        **dict.fromkeys(("lost", "gained", "delta", "answered", "weight"), amount),
        **dict.fromkeys(("cost", "left", "budget", "more", "money"), euros),
        "saved": money_less,
        "share": percent,
    }


@dataclass(frozen=True)
class Change:
    """A change by hand: `delta` to the objective in weight, `cost` in EUR (negative: saved), rules newly broken."""

    plan: Plan
    delta: Fraction
    cost: Fraction
    breaks: tuple[Rule, ...]
    reasons: tuple[Reason, ...]


class Explanation:
    """A plan with what it is worth, so that many questions about it are answered from one count."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, dict(plan)
        self.judge = Judge(problem)
        self.now: Evaluation = self.judge.judge(plan)
        self.sums = dict.fromkeys(self.judge.weights, Fraction(0))
        for option in plan:
            for need, effect in self.judge.effects[option]:
                self.sums[need] += effect

    def put_in(self, option: str, day: str) -> Change:
        """The option on that date too."""
        return self._change(f'With "{option}" on {day}', {**self.plan, option: day})

    def take_out(self, option: str) -> Change:
        """Without the option."""
        return self._change(f'Without "{option}"', {name: day for name, day in self.plan.items() if name != option})

    def put_off(self, option: str, day: str) -> Change:
        """A chosen option on another date."""
        return self._change(f'"{option}" on {day} and not on {self.plan[option]}', {**self.plan, option: day})

    def _change(self, words: str, plan: Plan) -> Change:
        after = self.judge.judge(plan)
        before = {rule.path for rule in self.now.broken}
        breaks = tuple(rule for rule in after.broken if rule.path not in before)
        delta, cost = after.objective - self.now.objective, after.cost - self.now.cost
        code = "change_gains" if delta > 0 else "change_costs" if delta else "change_free"
        reasons = [Reason(code, {"change": words, "delta": float(abs(delta)), "saved": -float(cost)})]
        reasons += [Reason("change_breaks", {"change": words, "rule": rule.words}, rule) for rule in breaks]
        return Change(plan, delta, cost, breaks, tuple(reasons))

    def of_option(self, option: str) -> tuple[Reason, ...]:
        """Why a measure is in the plan or not. Raises KeyError for one that is unknown."""
        given = self.judge.options[option]
        if option in self.plan:
            return tuple(self._why_in(option))
        if not given.dates:
            return (Reason("undated", {"option": option}),)
        if not any(effect for _, effect in self.judge.effects[option]):
            return (Reason("answers_nothing", {"option": option}),)
        return tuple(self._why_out(option))

    def _why_in(self, option: str) -> Iterator[Reason]:
        lost = -self.take_out(option).delta
        about: dict[str, str | int | float] = {"option": option, "date": self.plan[option], "lost": float(lost)}
        about["cost"] = self.judge.options[option].cost_eur
        yield Reason("chosen" if lost else "shared", about)
        for rule in self.judge.rules:
            if rule.code == "must" and rule.parameters["option"] == option:
                yield Reason("must_here", {"option": option}, rule)

    def _why_out(self, option: str) -> Iterator[Reason]:
        ways = [self.put_in(option, day) for day in self.judge.options[option].dates]
        way = min(ways, key=lambda way: len(way.breaks))
        about: dict[str, str | int | float] = {"option": option, "gained": float(way.delta)}
        about["cost"] = self.judge.options[option].cost_eur
        if not way.delta:
            yield Reason("adds_nothing", about)
            return
        if not way.breaks:
            # Only of a plan changed by hand or not proven: nothing speaks against it.
            yield from way.reasons
            return
        words = "; ".join(rule.words for rule in way.breaks)
        yield Reason("left_out", {**about, "rule": words}, way.breaks[0])
        best = self._best_exchange(option)
        if best is not None:
            delta, other = best
            code = "exchange" if delta < 0 else "exchange_more" if delta else "exchange_equal"
            yield Reason(code, {"option": option, "other": other, "delta": float(abs(delta))})

    def _best_exchange(self, option: str) -> tuple[Fraction, str] | None:
        """What the option adds in place of the chosen one for which that is most, and that one; None if none can go."""
        budget = self.problem.rules.budget_eur
        spare = None if budget is None else exact(budget) - self.now.cost - self.judge.costs[option]
        for delta, other in sorted(
            ((self._exchanged(other, option), other) for other in self.plan), key=_greatest_first
        ):
            if spare is not None and self.judge.costs[other] + spare < 0:
                continue
            rest = {name: day for name, day in self.plan.items() if name != other}
            for day in self.judge.options[option].dates:
                if self.judge.judge({**rest, option: day}).feasible:
                    return delta, other
        return None

    def _exchanged(self, other: str, option: str) -> Fraction:
        """What the objective gains when `option` comes and `other` goes."""
        change: dict[str, Fraction] = {}
        for name, sign in ((other, -1), (option, 1)):
            for need, effect in self.judge.effects[name]:
                change[need] = change.get(need, Fraction(0)) + sign * effect
        return sum(
            (
                self.judge.weights[need] * (min(Fraction(1), self.sums[need] + step) - self.now.covered[need])
                for need, step in change.items()
            ),
            Fraction(0),
        )

    def overview(self) -> tuple[Reason, ...]:
        """The whole, what is broken, then needs that are not answered in full, those of the most open weight first."""
        rules, now = self.problem.rules, self.now
        weight = sum(self.judge.weights.values(), Fraction(0))
        about: dict[str, str | int | float] = {"count": len(self.plan), "cost": float(now.cost)}
        about |= {"answered": float(now.objective), "weight": float(weight)}
        about["share"] = float(now.objective / weight) if weight else 1.0
        reasons = [Reason("whole", about)]
        if rules.budget_eur is not None and float(now.cost) <= rules.budget_eur:
            left = {"left": rules.budget_eur - float(now.cost), "budget": rules.budget_eur}
            reasons.append(Reason("budget_left", left))
        reasons += [Reason("broken", {"rule": rule.words}, rule) for rule in now.broken]
        full = sum(1 for share in now.covered.values() if share == 1)
        reasons.append(Reason("answered", {"count": full, "needs": len(now.covered)}))
        return (*reasons, *self._open_needs())

    def _open_needs(self) -> Iterator[Reason]:
        offers: dict[str, int] = dict.fromkeys(self.judge.weights, 0)
        for option, effects in self.judge.effects.items():
            for need, effect in effects:
                offers[need] += bool(effect and self.judge.options[option].dates)
        still = {need: self.judge.weights[need] * (1 - share) for need, share in self.now.covered.items()}
        for need in sorted((need for need in still if still[need]), key=lambda need: (-still[need], need)):
            share = self.now.covered[need]
            code = "partly" if share else "unanswered" if offers[need] else "unanswerable"
            yield Reason(code, {"need": need, "share": float(share), "count": offers[need]})


def _greatest_first(exchange: tuple[Fraction, str]) -> tuple[Fraction, str]:
    return -exchange[0], exchange[1]


def more_money(objective: float, more_eur: float, point: Point) -> Reason:
    """What `more_eur` more would answer, when the most found for that budget is the point."""
    gained = exact(point.coverage) - exact(objective)
    code = "more_money_most" if not point.proven_optimal else "more_money" if gained > 0 else "more_money_nothing"
    return Reason(code, {"money": more_eur, "delta": float(max(gained, Fraction(0)))})


def what_would_change(
    problem: Problem, plan: Plan, *, more_eur: float = 1000.0, time_limit: float = 10.0, most: int = 12
) -> tuple[Reason, ...]:
    """What some more money would answer, then which single rules hold the whole back, the dearest first.

    `plan` should be the solver's own. Each rule is left out and the problem solved again, until the time limit.
    """
    from talka.methods.followup.frontier import with_more_money
    from talka.methods.followup.solve import solve

    deadline = Deadline(time_limit)
    result = solve(problem, time_limit=0.3 * time_limit)
    now = max(Judge(problem).judge(plan).objective, Judge(problem).judge(result.plan).objective)
    point = with_more_money(problem, result, more_eur, time_limit=0.3 * time_limit)
    reasons = [] if point is None else [more_money(float(now), more_eur, point)]
    eased: list[tuple[Fraction, Reason]] = []
    tried: list[Problem] = []
    for rule in all_rules(problem):
        if deadline.left < 0.05:
            break
        freed = _without(problem, rule)
        if freed is None or freed in tried:
            continue
        tried.append(freed)
        try:
            easier = solve(freed, time_limit=deadline.left)
        except (Infeasible, OutOfTime):
            continue
        gained = Judge(problem).judge(easier.plan).objective - now
        if gained > 0:
            code = "without_share" if rule.code == "share" else "without_rule"
            eased.append((gained, Reason(code, {**rule.parameters, "delta": float(gained), "rule": rule.words}, rule)))
    eased.sort(key=lambda item: (-item[0], item[1].rule.path if item[1].rule else ()))
    return (*reasons, *(reason for _, reason in eased[:most]))


def _without(problem: Problem, rule: Rule) -> Problem | None:
    """The problem without one rule; None for those told otherwise (budget) or not given as rules (experts)."""
    rules = problem.rules
    match rule.code:
        case "blocked":
            days = tuple(day for day in rules.blocked_dates if day != rule.parameters["date"])
            return replace(problem, rules=replace(rules, blocked_dates=days))
        case "month":
            return replace(problem, rules=replace(rules, max_per_month=None))
        case "share":
            shares = {name: share for name, share in rules.min_coverage.items() if name != rule.parameters["attribute"]}
            return replace(problem, rules=replace(rules, min_coverage=shares))
        case "must":
            must = tuple(option for option in rules.must if option != rule.parameters["option"])
            return replace(problem, rules=replace(rules, must=must))
        case "not_both":
            index = int(rule.path[2])
            return replace(problem, rules=replace(rules, not_both=rules.not_both[:index] + rules.not_both[index + 1 :]))
    return None
