"""What each group of parties costs: said by somebody, else computed by the cost model, else missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np

from talka.methods.coalitions.evaluate import Judge
from talka.methods.coalitions.problem import Municipality, Pair, Problem, Rules, Site
from talka.methods.contract import Fault, InvalidProblem
from talka.methods.programme import Floats

from .inputs import Inputs, Joint, Party
from .result import ENTERED, MODEL, TODAY

MOST_PARTIES = 16
"""Of so many parties every group is looked at: 65,535 of them."""
MOST_EUR = 1e12
"""A year; beyond it cents are not exact any more, and the model is wrong."""


@dataclass(frozen=True)
class Price:
    """EUR a year, and where it comes from; with the host, where the model chose one."""

    eur: float
    origin: str
    host: str = ""


class Costs:
    """Costs of groups of parties, by their ids in any order.

    volumes: all volumes times this; grant: this part of the fixed cost is paid for those who work together. An amount
    that somebody entered follows other volumes as the model says, in proportion.
    """

    def __init__(self, inputs: Inputs, *, volumes: float = 1.0, grant: float = 0.0) -> None:
        self.inputs = inputs
        self.volumes = volumes
        self.parties = {party.id: party for party in inputs.parties}
        self.entered = {frozenset(one.members): one for one in inputs.joint}
        self.granted = grant * (inputs.model.fixed_eur if inputs.model else 0.0)

    def of(self, members: Sequence[str]) -> Price | None:
        """None where nobody said it and the model cannot tell it."""
        told = self._told(members)
        if told is None:
            price = self._modelled(self._judge, members)
        elif self.volumes == 1.0:
            price = told
        else:
            before, after = self._modelled(self._as_now, members), self._modelled(self._judge, members)
            if before is None or after is None or before.eur <= 0:
                return None
            price = replace(told, eur=told.eur * after.eur / before.eur)
        if price is None or len(members) == 1:
            return price
        return replace(price, eur=max(0.0, price.eur - self.granted))

    def reads_figures(self, members: Sequence[str]) -> bool:
        """Whether the cost of these members hangs on what single partners said of themselves."""
        return len(members) == 1 or frozenset(members) not in self.entered or self.volumes != 1.0

    def table(self, members: Sequence[str]) -> Floats:
        """[2^n] EUR by bitmask of the members in their order; NaN where missing."""
        values = np.full(1 << len(members), np.nan)
        values[0] = 0.0
        for mask in range(1, len(values)):
            price = self.of([one for place, one in enumerate(members) if mask >> place & 1])
            if price is not None:
                values[mask] = price.eur
        return values

    def _told(self, members: Sequence[str]) -> Price | None:
        if len(members) == 1:
            cost = self.parties[members[0]].cost_eur
            return None if cost is None else Price(cost, TODAY)
        joint: Joint | None = self.entered.get(frozenset(members))
        return None if joint is None else Price(joint.cost_eur, ENTERED)

    def _modelled(self, judge: Judge | None, members: Sequence[str]) -> Price | None:
        if judge is None or any(one not in judge.place for one in members):
            return None
        try:
            found = judge.priced(members)
        except OverflowError:
            raise _without_measure() from None
        if found is None:
            return None
        if not found.cost_eur <= MOST_EUR:
            raise _without_measure()
        return Price(found.cost_eur, MODEL, found.host)

    @cached_property
    def _judge(self) -> Judge | None:
        return judge_of(self.inputs, self.volumes)

    @cached_property
    def _as_now(self) -> Judge | None:
        return judge_of(self.inputs)


def _without_measure() -> InvalidProblem:
    what = "the cost model gives more than a million million EUR a year; its power or its amounts are too large"
    return InvalidProblem((Fault(("model",), "too_large", what),))


def problem_of(inputs: Inputs, volumes: float = 1.0) -> Problem | None:
    """The parties whose volume is known, as the method coalitions reads them; None without a model."""
    if inputs.model is None:
        return None
    known = [party for party in inputs.parties if party.volume is not None and _reached(inputs, party)]
    ids = {party.id for party in known}
    model = inputs.model
    return Problem(
        municipalities=tuple(Municipality(party.id, party.id, (party.volume or 0.0) * volumes) for party in known),
        pairs=tuple(Pair(way.a, way.b, way.km, neighbours=False) for way in inputs.ways if {way.a, way.b} <= ids),
        rules=Rules(model.fixed_eur, model.unit_eur, model.elasticity, model.travel_eur),
        sites=tuple(Site(one.site, one.a, one.km, one.fee_eur) for one in inputs.sites if one.a in ids),
    )


def judge_of(inputs: Inputs, volumes: float = 1.0) -> Judge | None:
    """Prices single groups. Raises InvalidProblem for amounts below nothing."""
    problem = problem_of(inputs, volumes)
    if problem is None or not problem.municipalities:
        return None
    problem.require_valid()
    return Judge(problem)


def _reached(inputs: Inputs, party: Party) -> bool:
    return not inputs.sites or any(one.a == party.id for one in inputs.sites)


def missing_groups(costs: Costs, members: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The groups of these members whose cost nobody knows, small ones first."""
    for size in range(1, len(members) + 1):
        for group in combinations(members, size):
            if costs.of(group) is None:
                yield group
