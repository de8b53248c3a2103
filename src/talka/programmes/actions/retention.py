"""Roles in a project end with its retention date; that somebody held one stays in versions, by number only."""

import datetime as dt

from django.utils import timezone

from talka.people.history import deed
from talka.programmes.models import TeamMember


def forget_past_projects(today: dt.date | None = None) -> int:
    """Take back roles in projects whose retention date has passed; how many. Roles in a whole programme stay."""
    with deed(None):
        due = TeamMember.objects.filter(project__retention_until__lt=today or timezone.localdate())
        gone: int = due.delete()[0]
    return gone
