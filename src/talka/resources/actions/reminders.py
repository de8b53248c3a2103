"""Letters to those who entered a resource that nobody has confirmed for a year: one letter, once for each resource."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from talka.people.models import Person

from .. import access, letters
from ..models import Resource

YEAR = dt.timedelta(days=365)
MOST_PEOPLE = 500
MOST_IN_A_LETTER = 50


def remind_all(today: dt.date | None = None) -> int:
    """The house's own deed, each week. How many letters were written; who may not correct any more gets none."""
    today = today or timezone.localdate()
    by_person: dict[int, list[Resource]] = {}
    for row in due(today):
        whose = row.confirmed_by_id or row.entered_by_id
        if whose:
            by_person.setdefault(whose, []).append(row)
    people = Person.objects.select_related("account", "organisation").filter(
        pk__in=by_person, erased_at=None, merged_into=None
    )
    written = 0
    for person in people.exclude(email="").order_by("pk")[:MOST_PEOPLE]:
        rows = [row for row in by_person[person.pk] if access.may_correct(person, row)][:MOST_IN_A_LETTER]
        if not rows:
            continue
        with transaction.atomic():
            letters.still_so(person, rows, today)
            Resource.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_on=today)
        written += 1
    return written


def due(today: dt.date) -> list[Resource]:
    """Resources last confirmed a year ago or more, of which nobody was reminded since."""
    rows = Resource.objects.filter(withdrawn_at=None, confirmed_on__lte=today - YEAR).filter(
        Q(reminded_on=None) | Q(reminded_on__lt=F("confirmed_on")) | Q(reminded_on__lte=today - YEAR)
    )
    return list(rows.select_related("area").order_by("sort_key", "pk"))
