"""What has been kept long enough goes, each night: people whom nothing holds any more, and what was kept for days."""

import contextlib
import datetime as dt

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from talka.people import personal_data
from talka.people.actions.sent_tables import forget_sent
from talka.people.models import Consent, Import, Person
from talka.ui.refusals import Refusal

from .erasure import erase_person

UNTIED = dt.timedelta(days=365)
CONSENTS = dt.timedelta(days=365)
JOBS = dt.timedelta(days=30)
MOST_A_NIGHT = 200


def retire_persons(*, today: dt.date | None = None) -> int:
    """Erase people without an account whom no room needs any more, entered at least a year ago; how many.

    Rooms say whom they need (`personal_data.register(…, holds=…)`): by an event whose project's retention date has not
    passed, by a role, by a certificate. Whoever asked for news is needed until they take that back.
    """
    today = today or timezone.localdate()
    rows = Person.objects.filter(erased_at=None, merged_into=None, account=None, public=False)
    rows = rows.filter(created_at__date__lt=today - UNTIED)
    rows = rows.exclude(pk__in=Consent.objects.filter(kind=Consent.Kind.NEWS, withdrawn_at=None).values("person"))
    for held in personal_data.holds(today):
        rows = rows.exclude(pk__in=held)
    gone = 0
    for person in rows.order_by("pk")[:MOST_A_NIGHT]:
        with contextlib.suppress(Refusal):  # a table that names them is being entered: the next night
            erase_person(person, by=None, today=today)
            gone += 1
    return gone


def forget_withdrawn_consents(*, now: dt.datetime | None = None) -> int:
    """Delete consents that were withdrawn a year ago, with their versions; how many."""
    due = Consent.objects.filter(withdrawn_at__lt=(now or timezone.now()) - CONSENTS)
    with transaction.atomic():
        ids = list(due.values_list("pk", flat=True))
        Consent.objects.filter(pk__in=ids).delete()
        personal_data.drop_versions(Consent, ids)
    return len(ids)


def forget_imports(*, now: dt.datetime | None = None) -> int:
    """Delete tables of people that were sent a day ago; how many."""
    return forget_sent(Import, now=now)


def forget_sessions(*, now: dt.datetime | None = None) -> int:
    """Delete sessions that have ended; how many."""
    gone: int = Session.objects.filter(expire_date__lt=now or timezone.now()).delete()[0]
    return gone


def forget_jobs(*, now: dt.datetime | None = None) -> int:
    """Delete jobs that ended thirty days ago, with what is told of them; how many. Those that succeed go at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j WHERE j.status::text NOT IN ('todo', 'doing') AND "
            "coalesce((SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id), j.scheduled_at) < %s",
            [(now or timezone.now()) - JOBS],
        )
        return int(cursor.rowcount)


DAILY = (retire_persons, forget_withdrawn_consents, forget_imports, forget_sessions, forget_jobs)
"""What the worker runs each night."""
