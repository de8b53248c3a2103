"""Resources as record files bring them: the house's own deed, which asks nobody's permission and confirms nothing."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from talka.people.models import Organisation

from ..models import Resource
from .resources import ResourceData, columns_of


@dataclass(frozen=True)
class Record:
    """A resource as a file tells it. key: its mark, the same everywhere; withdrawn_on: taken back that day."""

    key: str
    data: ResourceData
    confirmed_on: dt.date
    entered_for: Organisation | None = None
    withdrawn_on: dt.date | None = None
    withdrawn_why: str = ""


@transaction.atomic
def take_in(record: Record) -> Resource:
    """Bring the database to what the record says; where it says the same, nothing is written. Raises Refusal."""
    values = columns_of(record.data) | {
        "confirmed_on": record.confirmed_on,
        "entered_for": record.entered_for,
        "illustrative": record.data.area.illustrative,
        "withdrawn_why": record.withdrawn_why[:300],
    }
    row = Resource.objects.select_for_update(of=("self",)).filter(key=record.key).first()
    now = timezone.now()
    made = row is None
    row = row or Resource(key=record.key, entered_at=now)
    changed = made or any(getattr(row, name) != value for name, value in values.items())
    if (timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None) != record.withdrawn_on:
        day = record.withdrawn_on
        row.withdrawn_at = timezone.make_aware(dt.datetime.combine(day, dt.time(12))) if day else None
        changed = True
    if changed:
        for name, value in values.items():
            setattr(row, name, value)
        row.changed_at = now
        row.save()
    return row
