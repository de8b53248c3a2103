"""Links by which somebody without an account takes part in a consultation: what they open, and until when."""

import datetime as dt

from django.utils import timezone

from talka.people.models import PersonalLink

from ..models import Consultation

PURPOSE = "consultation"
"""How what a link opens begins; the number of the consultation follows."""


def purpose_of(row: Consultation) -> str:
    """What a link to take part opens: this consultation, no other one."""
    return f"{PURPOSE}-{row.pk}"


def end_of_links(row: Consultation) -> dt.datetime:
    """The end of the day after the last one: who came in time may look at what they said."""
    return timezone.make_aware(dt.datetime.combine(row.closes_on + dt.timedelta(days=2), dt.time()))


def let_links_last(row: Consultation) -> None:
    """Links that were sent open it as long as those that are sent now. One query."""
    PersonalLink.objects.filter(purpose=purpose_of(row)).update(expires_at=end_of_links(row))
