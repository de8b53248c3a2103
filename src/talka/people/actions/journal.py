"""The journal of erasures: keys and times, no names. It is only added to; see `models.Erasure`."""

import datetime as dt
from collections.abc import Collection, Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone

from .. import signals
from ..models import Erasure, Person

KEPT = dt.timedelta(days=3 * 365)


def write_down(persons: Collection[Person]) -> None:
    """Note that these were erased, in the transaction of it, and let those know after it who note it elsewhere."""
    at = timezone.now()
    keys = [person.key for person in persons]
    Erasure.objects.bulk_create([Erasure(person_key=key, at=at) for key in keys], ignore_conflicts=True)
    transaction.on_commit(partial(signals.erased.send_robust, sender=Erasure, keys=keys, at=at))


def remember(erasures: Mapping[str, dt.datetime]) -> None:
    """Take over what another journal says."""
    rows = [Erasure(person_key=key, at=at) for key, at in erasures.items()]
    Erasure.objects.bulk_create(rows, ignore_conflicts=True)


def forget_old(*, now: dt.datetime | None = None) -> int:
    """Delete what is older than any backup; how many."""
    return Erasure.objects.filter(at__lt=(now or timezone.now()) - KEPT).delete()[0]
