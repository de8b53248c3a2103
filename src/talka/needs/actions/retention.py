"""After the last retention date of a programme's projects nobody can say any more who answered or would hold what."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from talka.needs.models import Measure, NeedResponse
from talka.people.personal_data import blank_versions
from talka.programmes.models import Programme, Project


def past_programmes(today: dt.date) -> "list[int]":
    """Programmes with projects, of which every one has a retention date that has passed."""
    own = Project.objects.filter(programme=OuterRef("pk"))
    current = own.filter(Q(retention_until=None) | Q(retention_until__gte=today))
    return list(Programme.objects.filter(Exists(own), ~Exists(current)).values_list("pk", flat=True))


@transaction.atomic
def forget_past_programmes(today: dt.date | None = None) -> int:
    """Delete answers about wordings, take experts out of measures, versions included; how many rows."""
    past = past_programmes(today or timezone.localdate())
    gone: int = NeedResponse.objects.filter(need__programme__in=past).delete()[0]
    held = list(Measure.objects.filter(programme__in=past, expert__isnull=False).values_list("pk", flat=True))
    Measure.objects.filter(pk__in=held).update(expert=None)
    every = list(Measure.objects.filter(programme__in=past).values_list("pk", flat=True))
    blank_versions(Measure, every, ["expert"])
    return gone + len(held)
