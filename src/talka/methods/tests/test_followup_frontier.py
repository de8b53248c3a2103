"""What other budgets would cover, searched two abreast."""

from __future__ import annotations

import threading

import pytest

from talka.methods.contract import Deadline
from talka.methods.followup import frontier
from talka.methods.followup.problem import Cover, Need, Option, Problem, Rules


def test_whoever_comes_second_to_the_last_budget_goes_home(monkeypatch: pytest.MonkeyPatch):
    """Both look before either takes: the slower one finds nothing, and that is no fault."""
    both = threading.Barrier(2)

    class LookedAtTogether(list[int]):
        def __bool__(self) -> bool:
            some = len(self) > 0
            both.wait(5)
            return some

    monkeypatch.setattr(frontier, "ABREAST", 2)
    monkeypatch.setattr(frontier, "list", LookedAtTogether, raising=False)
    problem = Problem(
        (Need("n", 1.0),), (Option("a", 5.0, ("2027-01-01",)),), (Cover("a", "n", 1.0),), Rules(budget_eur=5.0)
    )
    found: list[frontier._Found | None] = [None]
    frontier._search_all(problem, [5.0], found, [0], Deadline(10.0), 10.0)
    assert found[0] is not None and found[0].coverage == 1.0
