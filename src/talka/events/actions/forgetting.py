"""Answers that were asked only to hold the event go thirty days after it; the registration itself stays."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from talka.events.models import Answer, Registration

DAYS = 30
EMPTY = {"diet": "", "access_needs": "", "interpretation": "", "transport": "", "overnight": None, "remark": ""}


def forget_answers(now: dt.datetime | None = None) -> int:
    """Empty diet, access and the like, the remark and the organiser's own questions; how many registrations."""
    limit = (now or timezone.now()).date() - dt.timedelta(days=DAYS)
    with transaction.atomic():
        Answer.objects.filter(registration__event__last_day__lt=limit).delete()
        full = ~Q(diet="") | ~Q(access_needs="") | ~Q(interpretation="") | ~Q(transport="") | ~Q(remark="")
        full |= Q(overnight__isnull=False)
        return Registration.objects.filter(full, event__last_day__lt=limit).update(**EMPTY)
