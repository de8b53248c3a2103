"""What has been kept long enough goes, each night."""

import datetime as dt

from django.utils import timezone

from ..models import PlanImport


def forget_imports(*, now: dt.datetime | None = None) -> int:
    """Delete tables that were sent a day ago; how many."""
    gone: int = PlanImport.objects.filter(created_at__lt=(now or timezone.now()) - dt.timedelta(days=1)).delete()[0]
    return gone
