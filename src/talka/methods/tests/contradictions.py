"""What is asked of every contradiction that a method names."""

from collections.abc import Callable
from typing import Any

from talka.methods.contract import Infeasible


def assert_none_too_many(problem: Any, contradiction: Infeasible, keeps: Callable[[Any, set[Any]], bool]) -> None:
    """The named rules cannot be kept together, and without any one of them the others can.

    keeps(problem, rules): whether some answer keeps these rules, found by trying out everything.
    """
    rules: set[Any] = {rule.path for rule in contradiction.rules}
    assert contradiction.irreducible
    assert rules
    assert not keeps(problem, rules), "these rules can be kept together"
    for rule in rules:
        assert keeps(problem, rules - {rule}), f"{rule} is not needed for the contradiction"
