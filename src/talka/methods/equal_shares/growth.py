"""Shares that grow by 1 of the currency at a time, as long as what they choose costs no more than the budget."""

from __future__ import annotations

from dataclasses import dataclass

from talka.methods.contract import Deadline
from talka.methods.equal_shares.instance import Instance
from talka.methods.equal_shares.reach import reach
from talka.methods.equal_shares.rounds import Run, run

PAUSE = 10
"""Steps taken one by one after looking ahead found none that could be leapt over."""


@dataclass(frozen=True)
class Grown:
    """The last run that counts, after how many steps, why no further, and what one step more would choose too much."""

    run: Run
    steps: int
    stopped: str
    next: tuple[int, ...]


def grow(instance: Instance, deadline: Deadline) -> Grown:
    """The last run that stays within the budget, or the first after which nothing more fits. Raises OutOfTime."""
    last, steps = run(instance, instance.budget, deadline), 0
    pause = 0
    while not exhausted(instance, last.projects):
        # Where nearly every step changes something, looking ahead is not worth its time.
        ahead = reach(instance, last) if not pause else 0
        pause = pause - 1 if pause else 0 if ahead else PAUSE
        more = _run(instance, steps + ahead + 1, deadline)
        if sum(instance.costs[project] for project in more.projects) > instance.budget:
            # The steps leapt over choose the same; who pays how much is known from the last of them.
            last = _run(instance, steps + ahead, deadline) if ahead else last
            return Grown(last, steps + ahead, "overspent", more.projects)
        last, steps = more, steps + ahead + 1
    return Grown(last, steps, "exhausted", ())


def _run(instance: Instance, steps: int, deadline: Deadline) -> Run:
    return run(instance, instance.budget + steps * instance.units * instance.voters, deadline)


def exhausted(instance: Instance, projects: tuple[int, ...]) -> bool:
    """Whether no further project that anybody supports fits into the budget."""
    left = instance.budget - sum(instance.costs[project] for project in projects)
    return all(
        project in projects or cost > left or not instance.votes(project) for project, cost in enumerate(instance.costs)
    )
