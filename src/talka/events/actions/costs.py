"""Money planned and spent on an event, from which budget line, by which document. No bookkeeping."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from talka.events.models import Cost, Event
from talka.people.models import Person
from talka.programmes.models import BudgetLine
from talka.ui.refusals import Refusal

from .events import refuse_unless_organiser
from .record import note_event


@dataclass(frozen=True)
class CostData:
    """One cost in euro. spent needs no document yet, but a document's date needs its number."""

    what: str
    planned_eur: Decimal = Decimal(0)
    spent_eur: Decimal = Decimal(0)
    budget_line: BudgetLine | None = None
    document_number: str = ""
    document_date: dt.date | None = None


@transaction.atomic
def add_cost(event: Event, data: CostData, *, by: Person | None) -> Cost:
    _check(event, data, by)
    cost = Cost.objects.create(event=event, **vars(data))
    note_event(event, "cost.added", by, cost=cost.pk)
    return cost


@transaction.atomic
def edit_cost(cost: Cost, data: CostData, *, by: Person | None) -> Cost:
    _check(cost.event, data, by)
    for name, value in vars(data).items():
        setattr(cost, name, value)
    cost.save()
    note_event(cost.event, "cost.changed", by, cost=cost.pk)
    return cost


@transaction.atomic
def remove_cost(cost: Cost, *, by: Person | None) -> None:
    refuse_unless_organiser(by, cost.event.project)
    event = cost.event
    cost.delete()
    note_event(event, "cost.removed", by)


def _check(event: Event, data: CostData, by: Person | None) -> None:
    refuse_unless_organiser(by, event.project)
    if data.budget_line is not None and data.budget_line.project_id != event.project_id:
        raise Refusal(_("That budget line belongs to another project."), status=400)
    if data.planned_eur < 0 or data.spent_eur < 0:
        raise Refusal(_("Money cannot be less than nothing."), status=422)
    if data.document_date and not data.document_number:
        raise Refusal(_("A document with a date needs its number."), status=422)
