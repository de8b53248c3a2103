"""All variants of a case at once: alone, two by two, all together, one leaving, other volumes, a grant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from talka.methods.contract import Deadline, Fault, InvalidProblem, OutOfTime
from talka.methods.programme import Floats

from .costs import MOST_PARTIES, Costs
from .inputs import Inputs
from .result import (
    ALL,
    GRANT,
    LESS,
    METHOD,
    MISSING,
    MORE,
    NO_FIXED,
    NO_MODEL,
    PAIR,
    VERSION,
    WITHOUT,
    Appraised,
    Variant,
)
from .sharing import Shared, share

MOST_NAMED = 12
"""Groups without a cost that are named; the others are counted."""


def appraise(inputs: Inputs, *, seed: int = 0, time_limit: float = 60.0) -> Appraised:
    """Compute every variant that the inputs allow. Raises InvalidProblem, OutOfTime."""
    deadline = Deadline(time_limit)
    _require_valid(inputs)
    members = tuple(party.id for party in inputs.parties)
    work = _Work(inputs, members, deadline, seed)
    alone = [work.now.of((one,)) for one in members]
    missing, count = work.missing()
    variants = tuple(work.variants())
    return Appraised(
        method=METHOD,
        version=VERSION,
        seed=seed,
        seconds=deadline.spent,
        parties=members,
        alone_cents=tuple(None if price is None else round(100 * price.eur) for price in alone),
        alone_origin=tuple(MISSING if price is None else price.origin for price in alone),
        variants=variants,
        without_variant=tuple(work.without),
        missing=missing,
        missing_count=count,
    )


class _Work:
    """One computation: tables of costs are made once and parts of them used for smaller groups."""

    def __init__(self, inputs: Inputs, members: tuple[str, ...], deadline: Deadline, seed: int) -> None:
        self.inputs, self.members, self.deadline, self.seed = inputs, members, deadline, seed
        self.now = Costs(inputs)
        self.small = len(members) <= MOST_PARTIES
        self.values = self.now.table(members) if self.small else None
        self.without: list[tuple[str, str]] = []

    def missing(self) -> tuple[tuple[tuple[str, ...], ...], int]:
        if self.values is None:
            return (), 0
        masks = np.flatnonzero(np.isnan(self.values))
        masks = masks[np.lexsort((masks, np.bitwise_count(masks)))]
        return tuple(self._named(int(mask)) for mask in masks[:MOST_NAMED]), len(masks)

    def variants(self) -> Iterator[Variant]:
        yield self._variant(ALL, self.members, self.now, self.values)
        if len(self.members) > 2:
            for pair in combinations(self.members, 2):
                yield self._variant(PAIR, pair, self.now, self._part(pair))
            for gone in self.members:
                rest = tuple(one for one in self.members if one != gone)
                yield self._variant(WITHOUT, rest, self.now, self._part(rest), about=gone)
        yield from self._changed()

    def _changed(self) -> Iterator[Variant]:
        model, asked = self.inputs.model, self.inputs.asked
        if model is None:
            self.without += [(LESS, NO_MODEL), (MORE, NO_MODEL)]
        else:
            for name, sign in ((LESS, -1), (MORE, 1)):
                yield self._with(name, Costs(self.inputs, volumes=1 + sign * asked.swing_percent / 100))
        if model is None or model.fixed_eur <= 0:
            self.without.append((GRANT, NO_MODEL if model is None else NO_FIXED))
        else:
            yield self._with(GRANT, Costs(self.inputs, grant=asked.grant_percent / 100))

    def _with(self, name: str, costs: Costs) -> Variant:
        return self._variant(name, self.members, costs, costs.table(self.members) if self.small else None)

    def _part(self, members: tuple[str, ...]) -> Floats | None:
        """The table of some members, out of that of all."""
        if self.values is None:
            return None
        masks = np.zeros(1 << len(members), dtype=np.int64)
        for place, one in enumerate(members):
            masks |= (np.arange(len(masks)) >> place & 1) << self.members.index(one)
        part: Floats = self.values[masks]
        return part

    def _variant(
        self, name: str, members: tuple[str, ...], costs: Costs, values: Floats | None, *, about: str = ""
    ) -> Variant:
        if self.deadline.passed:
            raise OutOfTime
        price = costs.of(members)
        cents = None if price is None else round(100 * price.eur)
        parties = tuple(costs.parties[one] for one in members)
        shared = Shared() if cents is None else share(parties, cents, values, self.inputs.asked, self.deadline)
        apart, loss = _apart(members, values)
        return Variant(
            name=name,
            about=about,
            members=members,
            cents=cents,
            origin=MISSING if price is None else price.origin,
            host="" if price is None else price.host,
            reads_figures=costs.reads_figures(members),
            keys=shared.keys,
            without_key=shared.without,
            savable=shared.savable,
            apart=apart,
            apart_loss_eur=loss,
        )

    def _named(self, mask: int) -> tuple[str, ...]:
        return tuple(one for place, one in enumerate(self.members) if mask >> place & 1)


def _apart(members: tuple[str, ...], values: Floats | None) -> tuple[tuple[tuple[str, ...], ...], float]:
    """The two groups, all members between them, that lose the most by working together, and their loss in EUR a year;
    nothing where every such pair gains."""
    if values is None or len(members) < 2 or np.isnan(values).any():
        return (), 0.0
    whole = len(values) - 1
    one = np.arange(1, whole)
    other = whole ^ one
    loss = values[whole] - values[one] - values[other]
    worst = int(np.argmax(loss))
    if loss[worst] <= 0.005:
        return (), 0.0
    groups = sorted(
        tuple(member for place, member in enumerate(members) if mask >> place & 1)
        for mask in (int(one[worst]), int(other[worst]))
    )
    return tuple(groups), float(loss[worst])


def _require_valid(inputs: Inputs) -> None:
    if len(inputs.parties) < 2:
        what = "one partner has nobody to share with; two or more take part"
        raise InvalidProblem((Fault(("parties",), "one_partner", what),))
