"""What the battery needs to know of a method. A new method joins by one line at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from talka.methods.contract import Result


@dataclass(frozen=True)
class Method:
    """One method as the battery sees it; problems and results are the method's own types.

    `ordinary(seed)` is a problem of everyday size, `tiny(seed)` one small enough for `exact`, `huge()` one that takes
    longer than a second. `reordered` gives the same problem in another order. `wrong` says what is wrong with a result
    (nothing, if it is feasible and adds up), `baseline` is the objective of a plain way to solve it, None where that
    finds no answer. `contradictions` are problems without answer; `keeps(problem, rules)` tells by trying out
    everything whether some answer keeps these rules. `invalid` are problems with the paths of their faults. `outcome`
    is what of a result `exact` must equal; a method that optimises nothing has no objective and names something else.
    `maximises`: the greater the objective the better, and its bound lies above it.
    """

    name: str
    solve: Callable[..., Result]
    result: type[Result]
    ordinary: Callable[[int], Any]
    tiny: Callable[[int], Any]
    huge: Callable[[], Any]
    reordered: Callable[[Any, int], Any]
    wrong: Callable[[Any, Any], str]
    baseline: Callable[[Any], float | None]
    exact: Callable[[Any], Any]
    contradictions: dict[str, Any]
    keeps: Callable[[Any, set[tuple[str | int, ...]]], bool]
    invalid: tuple[tuple[Any, list[tuple[str | int, ...]]], ...]
    outcome: Callable[[Any], Any] = attrgetter("objective")
    maximises: bool = False


def methods() -> tuple[Method, ...]:
    from talka.methods.tests import (
        clustering_case,
        coalitions_case,
        composite_index_case,
        cost_sharing_case,
        discrepancy_case,
        equal_shares_case,
        followup_case,
        grouping_case,
        matching_case,
        opinion_case,
        peers_case,
        recalculation_case,
        scale_economies_case,
        specialisation_case,
        tiles_case,
    )

    return (
        clustering_case.METHOD,
        coalitions_case.METHOD,
        composite_index_case.METHOD,
        cost_sharing_case.METHOD,
        discrepancy_case.METHOD,
        equal_shares_case.METHOD,
        followup_case.METHOD,
        grouping_case.METHOD,
        matching_case.METHOD,
        opinion_case.METHOD,
        peers_case.METHOD,
        recalculation_case.METHOD,
        scale_economies_case.METHOD,
        specialisation_case.METHOD,
        tiles_case.METHOD,
    )
