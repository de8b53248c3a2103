"""The cost model of a case, what partners would pay together, and estimating the model from accounts."""

import math
from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext as _

from talka.people.actions.versions import stale
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ... import access
from ...models import CooperationCase, JointCost, Partner, ServiceCost
from ..cases import locked

MOST_JOINT = 2000
"""Joint costs entered in one case."""
LARGEST = 1e11
"""EUR; above it is no cost of a service in any country of Europe."""


@dataclass(frozen=True)
class ModelData:
    """EUR a year: fixed + unit · volume ^ elasticity + travel · volume · km. See the model's columns."""

    unit: str = ""
    origin: str = ServiceCost.Origin.NONE
    fixed_eur: float = 0.0
    unit_eur: float = 0.0
    elasticity: float = 1.0
    travel_eur: float = 0.0
    detour: float = 1.3
    source: str = ""


def set_model(case: CooperationCase, data: ModelData, *, version: int, by: Person | None) -> ServiceCost:
    """Keep the cost model as the partners typed it. A model that was estimated and is typed anew is theirs from then
    on. version: the one that was shown, 0 where there was none. Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    _check(data)
    with deed(by):
        row = cost_of_case(case)
        if by is not None and (row.version if row.pk else 0) != version:
            raise stale()
        same = row.origin == data.origin and all(
            getattr(row, name) == getattr(data, name) for name in ("fixed_eur", "unit_eur", "elasticity")
        )
        for each in fields(ModelData):
            value = getattr(data, each.name)
            setattr(row, each.name, value.strip() if isinstance(value, str) else value)
        if not same:
            row.origin = ServiceCost.Origin.ENTERED if data.origin != ServiceCost.Origin.NONE else data.origin
            row.elasticity_low = row.elasticity_high = row.estimate = None
        _keep(row, by)
    return row


def cost_of_case(case: CooperationCase) -> ServiceCost:
    """The case's row, held until the transaction ends; a new one, not saved, where it has none."""
    locked(case)
    found = ServiceCost.objects.select_for_update(of=("self",)).filter(case=case).first()
    return found or ServiceCost(case=case)


def _keep(row: ServiceCost, by: Person | None) -> None:
    row.version = row.version + 1 if row.pk else 1
    row.by = by
    row.save()


def _check(data: ModelData) -> None:
    if data.origin not in ServiceCost.Origin.values:
        raise Refusal(_("This choice is not known."), _("Nothing was changed."), status=422)
    amounts = (data.fixed_eur, data.unit_eur, data.elasticity, data.travel_eur)
    if not measured(*amounts):
        raise Refusal(_("An amount of money is too large."), _("Nothing was changed."), status=422)
    if min(amounts) < 0:
        raise Refusal(_("A cost is never below nothing."), _("Nothing was changed."), status=422)
    if not 1 <= data.detour <= 5:
        raise Refusal(
            _("The detour lies between 1 and 5."),
            _("Nothing was changed."),
            _("A road is never shorter than the straight line; 1.3 is usual."),
            status=422,
        )
    if data.origin != ServiceCost.Origin.NONE and data.fixed_eur == data.unit_eur == 0:
        raise Refusal(
            _("A cost model without any cost says nothing."),
            _("Nothing was changed."),
            _("Enter the fixed cost or the cost of a unit, or choose that there is no model."),
            status=422,
        )


def measured(*amounts: float) -> bool:
    """Whether all are numbers of a size that can be computed and shown."""
    return all(math.isfinite(each) and each <= LARGEST for each in amounts)


def set_joint_cost(
    case: CooperationCase,
    partners: list[Partner],
    cost_eur: Decimal,
    *,
    by: Person | None,
    year: int | None = None,
    source: str = "",
) -> JointCost:
    """What two or more partners would pay together, EUR a year; entered again it replaces what was said. Raises
    Refusal."""
    if by is not None:
        access.check_change(by, case)
    ids = sorted({one.pk for one in partners})
    if len(ids) < 2:
        raise Refusal(
            _("A joint cost is of two or more partners."),
            _("Nothing was changed."),
            _("What one pays alone stands among its own figures."),
            status=422,
        )
    if any(one.case_id != case.pk for one in partners):
        raise Refusal(_("A partner of another case was named."), _("Nothing was changed."), status=422)
    if cost_eur < 0:
        raise Refusal(_("A cost is never below nothing."), _("Nothing was changed."), status=422)
    with deed(by):
        locked(case)
        members = ";".join(map(str, ids))
        row = JointCost.objects.select_for_update(of=("self",)).filter(case=case, members=members).first()
        if row is None:
            if JointCost.objects.filter(case=case).count() >= MOST_JOINT:
                raise Refusal(_("There are too many joint costs."), _("Nothing was changed."), _("Use a cost model."))
            row = JointCost(case=case, members=members)
        row.cost_eur, row.year, row.source, row.by = cost_eur, year, source.strip()[:300], by
        row.save()
    return row


def remove_joint_cost(case: CooperationCase, pk: int, *, by: Person | None) -> None:
    """Take a joint cost away; its versions stay. Twice is once."""
    access.check_change(by, case)
    with deed(by):
        locked(case)
        JointCost.objects.filter(case=case, pk=pk).delete()
