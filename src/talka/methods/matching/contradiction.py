"""Agreed pairs that the other rules do not allow: the fewest rules that contradict each other."""

from __future__ import annotations

from talka.methods.contract import Infeasible
from talka.methods.matching.problem import Problem
from talka.methods.matching.rules import Book, fixed_rule, places_rule


def require_feasible(problem: Problem) -> None:
    """Raise Infeasible if an agreed pair breaks a rule, or an angel has agreed to more than there are places for.

    Nothing else can contradict: a request may always stay without an angel.
    """
    book = Book.of(problem)
    agreed: dict[str, list[tuple[int, str]]] = {}
    for row, pair in enumerate(problem.fixed):
        agreed.setdefault(pair.angel, []).append((row, pair.request))
        against = book.against(pair.request, pair.angel)
        if against:
            raise Infeasible((against[0], fixed_rule(row, pair.request, pair.angel)))
    for angel, pairs in agreed.items():
        row, one = book.angels[angel]
        free = max(0, one.max_requests - one.taken)
        if len(pairs) > free:
            needed = pairs[: free + 1]
            raise Infeasible((places_rule(row, one), *(fixed_rule(at, request, angel) for at, request in needed)))
