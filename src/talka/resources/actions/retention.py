"""What has been kept long enough goes, each night."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from talka.people.actions.sent_tables import forget_sent
from talka.people.personal_data import blank_versions

from ..models import Import, Resource

WITHDRAWN = dt.timedelta(days=365)


def forget_contacts(*, now: dt.datetime | None = None) -> int:
    """Of resources that were taken back a year ago nobody is named as contact or as who entered them; how many."""
    due = Resource.objects.filter(withdrawn_at__lt=(now or timezone.now()) - WITHDRAWN).exclude(
        contact_person=None,
        contact_name="",
        contact_email="",
        contact_phone="",
        entered_by=None,
        confirmed_by=None,
    )
    with transaction.atomic():
        ids = list(due.select_for_update(of=("self",)).values_list("pk", flat=True))
        Resource.objects.filter(pk__in=ids).update(
            contact_person=None,
            contact_name="",
            contact_email="",
            contact_phone="",
            contact_office=False,
            entered_by=None,
            confirmed_by=None,
        )
        blank_versions(
            Resource,
            ids,
            ["contact_person", "contact_name", "contact_email", "contact_phone", "entered_by", "confirmed_by"],
        )
    return len(ids)


def forget_imports(*, now: dt.datetime | None = None) -> int:
    """Delete tables of resources that were sent a day ago; how many."""
    return forget_sent(Import, now=now)
