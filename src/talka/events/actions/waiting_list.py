"""The waiting list moves by itself: first come, first seated, as far as capacity and quotas allow."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from talka.events import letters
from talka.events.models import Event, Registration
from talka.events.queries import openness
from talka.events.queries.seats import Seats
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .record import note

State = Registration.State


def move_up(event: Event) -> list[Registration]:
    """Seat everybody who can have a seat now; the event's row is locked, or gets locked here.

    Somebody whose quota is full is stepped over and keeps their place. Call it whenever a seat became free or there
    are more of them; calling it once too often does nothing.
    """
    moved: list[Registration] = []
    with transaction.atomic():
        event = Event.objects.select_for_update(of=("self",)).select_related("project__programme").get(pk=event.pk)
        if event.state == Event.State.DRAFT or not openness.held(event).open:
            return moved
        waiting = list(
            Registration.objects.filter(event=event, state=State.WAITING)
            .select_related("person", "organisation")
            .order_by("waiting_since", "pk")
        )
        if not waiting:
            return moved
        seats = Seats.of(event)
        for registration in waiting:
            registration.event = event
            area = registration.organisation.area_id if registration.organisation else None
            if seats.left_for(registration.organisation_id, area):
                seats.take(registration.organisation_id, area)
                _seat(registration)
                moved.append(registration)
        for registration in moved:
            note(registration, "registration.moved_up")
    return moved


def _seat(registration: Registration) -> None:
    registration.state = State.REGISTERED
    registration.waiting_since = None
    registration.save(update_fields=["state", "waiting_since"])
    letters.moved_up(registration)


def seat_by_hand(registration: Registration, *, by: Person | None) -> Registration:
    """An organiser gives somebody who waits a seat, whatever capacity and quotas say."""
    from .registration import locked, may_run_or_refuse

    may_run_or_refuse(by, registration.event)
    with transaction.atomic():
        event = locked(registration.event)
        registration = (
            Registration.objects.select_for_update(of=("self",)).select_related("person").get(pk=registration.pk)
        )
        registration.event = event
        if registration.state == State.REGISTERED:
            return registration
        if registration.state != State.WAITING:
            raise Refusal(_("This registration has been cancelled."), advice=_("Add the person anew."))
        _seat(registration)
        note(registration, "registration.seated_by_hand", by)
    return registration


def move_up_everywhere() -> int:
    """Every event ahead that has somebody waiting: for jobs, where a seat became free unseen. How many moved."""
    events = Event.objects.filter(registrations__state=State.WAITING, state=Event.State.PUBLISHED).distinct()
    return sum(len(move_up(event)) for event in events)
