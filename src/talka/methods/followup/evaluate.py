"""What a given plan is worth, which rules it breaks, what a change by hand would do. Plain counting in exact fractions.

Nothing here knows a solver: it is what the solver's answers are checked against, and what a page asks after every
change by hand. A decimal such as 0.1 means the decimal, not the double nearest to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from talka.methods.contract import Rule
from talka.methods.followup.problem import Problem
from talka.methods.followup.rules import all_rules

Plan = Mapping[str, str]
"""Option to its date, ISO."""


def exact(number: float) -> Fraction:
    """The decimal that was written."""
    return Fraction(repr(float(number)))


def first_day(problem: Problem) -> int:
    """The day before the first date that any option has, as an ordinal: from it days are counted, so each costs one."""
    days = [date.fromisoformat(day).toordinal() for option in problem.options for day in option.dates]
    return min(days, default=1) - 1


@dataclass(frozen=True)
class Evaluation:
    """A plan's worth: `objective` the covered weight, `cost` in EUR, `days` the sum over its measures of days since
    the day before the first date there is; `covered` the share of each need, `broken` the rules it breaks."""

    objective: Fraction
    cost: Fraction
    days: int
    covered: Mapping[str, Fraction]
    broken: tuple[Rule, ...]

    @property
    def feasible(self) -> bool:
        return not self.broken

    @property
    def worth(self) -> tuple[Fraction, Fraction, int]:
        """What plans are compared by, the greater the better: covered weight, then the cheapest, then the earliest."""
        return self.objective, -self.cost, -self.days


class Judge:
    """Judges plans of one valid problem; what they share is read once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.options = {option.id: option for option in problem.options}
        self.weights = {need.id: exact(need.weight) for need in problem.needs}
        self.costs = {option.id: exact(option.cost_eur) for option in problem.options}
        self.effects: dict[str, list[tuple[str, Fraction]]] = {option.id: [] for option in problem.options}
        for cover in problem.covers:
            self.effects[cover.option].append((cover.need, exact(cover.effect)))
        self.rules = tuple(all_rules(problem))
        self.before = first_day(problem)

    def judge(self, plan: Plan) -> Evaluation:
        """Worth and broken rules of a plan, whose options must be known."""
        sums = dict.fromkeys(self.weights, Fraction(0))
        for option in plan:
            for need, effect in self.effects[option]:
                sums[need] += effect
        covered = {need: min(Fraction(1), share) for need, share in sums.items()}
        return Evaluation(
            objective=sum((self.weights[need] * share for need, share in covered.items()), Fraction(0)),
            cost=sum((self.costs[option] for option in plan), Fraction(0)),
            days=sum(date.fromisoformat(day).toordinal() - self.before for day in plan.values()),
            covered=covered,
            broken=tuple(self._broken(plan, covered)),
        )

    def _broken(self, plan: Plan, covered: Mapping[str, Fraction]) -> Iterator[Rule]:
        row = {option.id: number for number, option in enumerate(self.problem.options)}
        for option, day in plan.items():
            if day not in self.options[option].dates:
                words = f'dates: "{option}" cannot be on {day}'
                yield Rule(("options", row[option], "dates"), "date", {"option": option, "date": day}, words)
        months = Counter(day[:7] for day in plan.values())
        served = Counter((self.options[option].expert, day) for option, day in plan.items())
        overworked = {expert for (expert, _), events in served.items() if expert and events > 1}
        rules = self.problem.rules
        for rule in self.rules:
            given = rule.parameters
            match rule.code:
                case "budget":
                    broken = sum((self.costs[o] for o in plan), Fraction(0)) > exact(rules.budget_eur or 0)
                case "blocked":
                    broken = given["date"] in plan.values()
                case "month":
                    broken = max(months.values(), default=0) > int(given["limit"])
                case "share":
                    broken = self._lacks(str(given["attribute"]), str(given["value"]), covered)
                case "must":
                    broken = given["option"] not in plan
                case "not_both":
                    broken = given["option"] in plan and given["other"] in plan
                case _:
                    broken = given["expert"] in overworked
            if broken:
                yield rule

    def _lacks(self, name: str, value: str, covered: Mapping[str, Fraction]) -> bool:
        alike = [need.id for need in self.problem.needs if need.attributes.get(name) == value]
        whole = sum((self.weights[need] for need in alike), Fraction(0))
        answered = sum((self.weights[need] * covered[need] for need in alike), Fraction(0))
        return answered < exact(self.problem.rules.min_coverage[name]) * whole


def evaluate(problem: Problem, plan: Plan) -> Evaluation:
    """Worth and broken rules of a plan of a valid problem. For many plans of one problem keep a Judge instead."""
    return Judge(problem).judge(plan)
