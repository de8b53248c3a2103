"""What has been kept long enough goes, each night."""

import datetime as dt

from talka.people.actions.sent_tables import forget_sent

from ..models import PlanImport


def forget_imports(*, now: dt.datetime | None = None) -> int:
    """Delete tables that were sent a day ago; how many."""
    return forget_sent(PlanImport, now=now)
