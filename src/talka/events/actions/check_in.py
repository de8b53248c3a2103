"""On the day: who is here. Everything may be pressed twice, and everything can be undone."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.qr import plain_code
from talka.events import clock, signals
from talka.events.models import Attendance, Event, Registration
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .applicants import Applicant
from .record import note
from .registration import Source, may_run_or_refuse, register, substitute

State = Registration.State
How = Attendance.How


def check_in(
    registration: Registration,
    *,
    by: Person | None,
    how: str = How.NAME,
    day: dt.date | None = None,
) -> tuple[Attendance, bool]:
    """Record that the person came on a day of the event (today at the place, unless told); and whether it was new.

    Whoever waited or had cancelled and now stands at the door becomes registered: they are here. Raises Refusal on a
    day that is none of the event's.
    """
    if how != How.SELF:
        may_run_or_refuse(by, registration.event)
    event = registration.event
    day = day or clock.local_day(event)
    if not event.first_day <= day <= event.last_day:
        raise Refusal(
            _("This is no day of the event."),
            _("Attendance is recorded for the days on which the event is held."),
            _("Choose one of its days above the list."),
        )
    with transaction.atomic():
        row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        attendance, new = Attendance.objects.get_or_create(
            registration=row, day=day, defaults={"at": timezone.now(), "how": how, "checked_in_by": by}
        )
        if row.state != State.REGISTERED:
            row.state, row.waiting_since, row.cancelled_at = State.REGISTERED, None, None
            row.save(update_fields=["state", "waiting_since", "cancelled_at"])
        if new:
            ids = {"registration": row.pk, "event": row.event_id}
            transaction.on_commit(lambda: signals.checked_in.send(Attendance, **ids), robust=True)
            note(row, "attendance.came", by, day=day.isoformat())
    return attendance, new


def undo(registration: Registration, *, by: Person | None, day: dt.date) -> bool:
    """Take a check-in back; what stood there is kept as a version. Says whether there was one."""
    may_run_or_refuse(by, registration.event)
    with transaction.atomic():
        row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        gone, _rows = Attendance.objects.filter(registration=row, day=day).delete()
        if gone:
            note(row, "attendance.undone", by, day=day.isoformat())
    return bool(gone)


def walk_in(
    event: Event, applicant: Applicant, *, by: Person | None, day: dt.date | None = None
) -> tuple[Registration, bool]:
    """Somebody came unannounced: registered beyond the seats and checked in. Known ones are only checked in."""
    may_run_or_refuse(by, event)
    from .registration import registered_before

    with transaction.atomic():
        known = registered_before(event, applicant, shared_address=True)
        if known is None or known.state == State.CANCELLED:
            known = register(event, applicant, by=by, source=Source.WALK_IN, beyond_seats=True).registration
        _attendance, new = check_in(known, by=by, how=How.WALK_IN, day=day)
    return known, new


def substitute_at_the_door(
    registration: Registration, applicant: Applicant, *, by: Person | None, day: dt.date | None = None
) -> Registration:
    """The one who came instead gets the seat and is checked in."""
    may_run_or_refuse(by, registration.event)
    with transaction.atomic():
        new = substitute(registration, applicant, by=by)
        check_in(new, by=by, how=How.NAME, day=day)
    return new


def event_by_room_code(typed: str) -> Event | None:
    """The event whose room code was typed, if it is on now and lets people check in by themselves."""
    code = plain_code(typed)
    if not code:
        return None
    event = Event.objects.select_related("project__programme").filter(room_code=code).first()
    if event is None or event.state != Event.State.PUBLISHED or not clock.around(event):
        return None
    return event


def own_registration(event: Event, typed: str) -> Registration | None:
    """The registration whose holder typed their own e-mail address or the code of their name card.

    None where there is none or where two share an address: then the code tells them apart.
    """
    rows = Registration.objects.filter(event=event).exclude(state=State.CANCELLED).select_related("person")
    typed = typed.strip()
    if "@" in typed:
        found = list(rows.filter(person__email__iexact=typed)[:2])
    else:
        found = list(rows.filter(code=plain_code(typed))[:2])
    for row in found:
        row.event = event
    return found[0] if len(found) == 1 else None


def check_in_oneself(event: Event, registration: Registration) -> tuple[Attendance, bool]:
    """By the room's code: only on a day of the event, and only where the organiser lets people do it."""
    if not event.self_check_in:
        raise Refusal(
            _("Here the organisers check people in."), advice=_("Go to the registration desk and say your name.")
        )
    if registration.state != State.REGISTERED:
        raise Refusal(
            _("You are on the waiting list."),
            _("The organisers decide at the door who gets the seats that stayed free."),
            _("Go to the registration desk and say your name."),
        )
    return check_in(registration, by=None, how=How.SELF)
