"""The plain way: always the measure that answers the most weight for its money, on the earliest date that is free."""

from __future__ import annotations

import heapq
from collections import Counter
from fractions import Fraction

from talka.methods.followup.instance import Instance
from talka.methods.followup.problem import Problem


class Greedy:
    """A plan that grows by one measure at a time and keeps every rule but must and min_coverage all the while."""

    def __init__(self, problem: Problem, instance: Instance) -> None:
        rules = problem.rules
        self.instance = instance
        self.place = {option: index for index, option in enumerate(instance.options)}
        self.budget = None if rules.budget_eur is None else instance.money(rules.budget_eur)
        self.blocked = frozenset(rules.blocked_dates)
        self.limit = rules.max_per_month
        self.rivals: dict[int, set[int]] = {}
        for one, other in rules.not_both:
            self.rivals.setdefault(self.place[one], set()).add(self.place[other])
            self.rivals.setdefault(self.place[other], set()).add(self.place[one])
        self.plan: dict[int, str] = {}
        self.spent = 0
        self.covered = [0] * len(instance.needs)
        self.months: Counter[str] = Counter()
        self.served: set[tuple[str, str]] = set()

    def gain(self, option: int) -> int:
        """The weight the option would add, in units."""
        weight = self.instance.weight
        return sum(
            min(weight[need], self.covered[need] + amount) - min(weight[need], self.covered[need])
            for need, amount in self.instance.effect[option].items()
        )

    def rate(self, option: int) -> tuple[Fraction, int]:
        """Gain for its money, the smaller the better; what costs nothing comes first."""
        gain, cost = self.gain(option), self.instance.cost[option]
        return (Fraction(-gain, cost) if cost else Fraction(-gain) * 10**18), option

    def take(self, option: int) -> bool:
        """Add the option on its earliest free date, if it fits."""
        instance = self.instance
        if self.budget is not None and self.spent + instance.cost[option] > self.budget:
            return False
        if self.rivals.get(option, set()) & self.plan.keys():
            return False
        expert = instance.expert[option]
        for day, _ in instance.slots[option]:
            full = self.limit is not None and self.months[day[:7]] >= self.limit
            if day in self.blocked or full or (expert and (expert, day) in self.served):
                continue
            self.plan[option] = day
            self.spent += instance.cost[option]
            self.months[day[:7]] += 1
            self.served.add((expert, day))
            for need, amount in instance.effect[option].items():
                self.covered[need] += amount
            return True
        return False


def greedy(problem: Problem, instance: Instance) -> dict[str, str]:
    """Option to date: what must be first, those with the fewest dates before the others, then by weight per euro.

    The plan may lack a must that found no place, and knows nothing of min_coverage.
    """
    grown = Greedy(problem, instance)
    musts = {grown.place[option] for option in problem.rules.must}
    for option in sorted(musts, key=lambda option: (len(instance.slots[option]), option)):
        grown.take(option)
    # Gains only shrink while the plan grows, so an option whose rate still holds when it comes up is the best.
    waiting = [grown.rate(option) for option in range(len(instance.options)) if option not in musts]
    heapq.heapify(waiting)
    while waiting:
        rate, option = heapq.heappop(waiting)
        now = grown.rate(option)
        if now[0] == 0:
            continue
        if now[0] > rate:
            heapq.heappush(waiting, now)
        else:
            grown.take(option)
    return {instance.options[option]: day for option, day in sorted(grown.plan.items())}
