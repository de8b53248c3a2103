"""After a project's retention date the house no longer knows who took part: how many came stays, who it was goes."""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.utils import timezone

from talka.events.models import Answer, Attendance, Choice, Invitation, Registration
from talka.people.models import Person, new_token
from talka.people.personal_data import drop_versions, versions_of
from talka.ui.few import FEW

from .forgetting import EMPTY

AT_ONCE = 500


def forget_past_projects(today: dt.date | None = None) -> int:
    """Take people out of registrations of projects whose retention date has passed; how many registrations.

    The registration and its days stay, with a nameless person of their own, so that figures still add up; the
    organisation stays where at least five came from it. Whoever has a certificate keeps that and the link to it, which
    tells no more than the certificate does, until they erase it. Erased people are `finish_erasures`' affair.
    """
    today = today or timezone.localdate()
    past = {"event__project__retention_until__lt": today}
    Invitation.objects.filter(**past).delete()
    Choice.objects.filter(registration__event__project__retention_until__lt=today).delete()
    Answer.objects.filter(registration__event__project__retention_until__lt=today).delete()
    Attendance.objects.filter(registration__event__project__retention_until__lt=today).update(checked_in_by=None)
    done = _empty_certified(today)
    while due := _next(today):
        done += _forget(due)
    return done


@transaction.atomic
def _empty_certified(today: dt.date) -> int:
    """Of whoever has a certificate nothing stays at the registration but the link to it."""
    rows = Registration.objects.filter(event__project__retention_until__lt=today, certificate__isnull=False)
    full = rows.exclude(position="", organisation=None, registered_by=None)
    ids = list(full.values_list("pk", flat=True))
    Registration.objects.filter(pk__in=ids).update(
        **EMPTY, position="", organisation=None, registered_by=None, notice_digest=""
    )
    drop_versions(Registration, ids)
    _forget_undone(ids)
    return len(ids)


def _next(today: dt.date) -> list[int]:
    rows = Registration.objects.filter(
        event__project__retention_until__lt=today, person__erased_at=None, certificate=None
    )
    return list(rows.order_by("event", "pk").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _forget(ids: list[int]) -> int:
    rows = list(Registration.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("person"))
    events = {row.event_id for row in rows}
    came = Registration.objects.filter(event__in=events, attendances__isnull=False, organisation__isnull=False)
    sizes = Counter((event, place) for _pk, event, place in came.values_list("pk", "event", "organisation").distinct())
    for row in rows:
        illustrative = row.person.illustrative
        row.person = Person.objects.create(erased_at=timezone.now(), illustrative=illustrative, sort_key="", folded="")
        if row.organisation_id and sizes[(row.event_id, row.organisation_id)] < FEW:
            row.organisation = None
        row.position, row.token, row.registered_by, row.notice_digest = "", new_token(), None, ""
        for name, value in EMPTY.items():
            setattr(row, name, value)
        row.save()
    drop_versions(Registration, ids)
    _forget_undone(ids)
    return len(rows)


def _forget_undone(ids: list[int]) -> None:
    """Check-ins that were taken back say who stood at the desk."""
    for undone in versions_of(Attendance):
        undone._base_manager.filter(registration__in=ids).delete()
