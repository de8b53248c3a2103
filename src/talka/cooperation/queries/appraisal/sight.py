"""Which computed numbers a reader may see, while partners keep their figures to themselves.

The rule: a number is shown to whoever may see every figure that it was computed of (`access.sees_figures`). Where one
of these figures is hidden, it is shown only to partners that take part, and only if every partner whose hidden figure
went in has agreed that results of it be shown (`PartnerFigures.results_open`); what can then be told backwards the form
says before it asks. So nobody learns a figure by subtraction: of a total, of a share by usage, of what one would save.

What partners worked out together (`JointCost`) is no partner's figure; to those outside the case it is shown only where
all its members show theirs to everybody. Inhabitants of the public register hide nothing.

Amounts that are somebody's own, what it pays today and saves, need its figures to be seen, whatever was agreed.
"""

from collections.abc import Collection
from dataclasses import dataclass

from talka.cooperation.appraisal.inputs import Inputs
from talka.cooperation.appraisal.result import EQUAL, POPULATION, Variant
from talka.people.models import Person

from ... import access
from ...models import CooperationCase, Partner, PartnerFigures
from .gather import reference


@dataclass(frozen=True)
class Sight:
    """seen: parties whose figures the reader sees; agreed: parties that let partners see what comes of theirs; own: the
    party for which the reader speaks, if it takes part; inside: reads what the partners keep among themselves."""

    seen: frozenset[str]
    agreed: frozenset[str]
    own: str
    inside: bool

    def figures(self, parties: Collection[str]) -> bool:
        """Whether figures of all of these may be seen themselves."""
        return set(parties) <= self.seen

    def result(self, parties: Collection[str]) -> bool:
        """Whether a number may be seen that was computed of the figures of all of these."""
        hidden = set(parties) - self.seen
        return not hidden or (bool(self.own) and hidden <= self.agreed)

    def cost(self, variant: Variant) -> bool:
        """Whether the cost of a variant's members together may be seen, and with it its host."""
        return self.result(self._cost_reads(variant))

    def shares(self, variant: Variant, key: str, inputs: Inputs) -> bool:
        """Whether the shares under a key may be seen, and whether anybody would be better off outside."""
        reads = set(self._cost_reads(variant))
        if key == POPULATION:
            reads |= {one.id for one in inputs.parties if one.population_entered and one.id in variant.members}
        elif key != EQUAL:
            reads |= set(variant.members)
        return self.result(reads)

    def judgement(self, variant: Variant) -> bool:
        """Whether may be seen what is judged of the costs of all groups: who would rather leave."""
        return self.result(variant.members)

    def _cost_reads(self, variant: Variant) -> Collection[str]:
        return variant.members if variant.reads_figures or not self.inside else ()


def sight_of(person: Person | None, case: CooperationCase) -> Sight:
    """All parties that ever took part are looked at, as former computations name them. One query."""
    rows = Partner.objects.filter(case=case).select_related("organisation", "figures").order_by("pk")
    seen, agreed = set(), set()
    for row in rows:
        row.case = case
        if access.sees_figures(person, row):
            seen.add(reference(row.pk))
        figures: PartnerFigures | None = getattr(row, "figures", None)
        if row.takes_part and figures is not None and figures.results_open:
            agreed.add(reference(row.pk))
    own = access.partner_of(person, case)
    return Sight(
        seen=frozenset(seen),
        agreed=frozenset(agreed),
        own=reference(own.pk) if own is not None and own.takes_part else "",
        inside=access.may_read_inside(person, case),
    )
