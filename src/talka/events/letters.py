"""What people are written about their registration. Queued in the transaction of the deed; sent by the worker."""

from django.urls import reverse
from django.utils import translation

from talka.letters.actions import File, queue_letter
from talka.letters.rendering import render_letter
from talka.people.letters import letter_reference
from talka.people.models import Person

from . import addresses
from .calendars import event_calendar
from .models import Certificate, Event, Registration
from .queries.when import when_of


def _write(registration: Registration, name: str, *, calendar: bool = False, key: str = "", **context: object) -> None:
    """One letter to the person of a registration, in their language; none where no address is known."""
    person, event = registration.person, registration.event
    if not person.email:
        return
    with translation.override(registration.language):
        words = render_letter(
            f"events/letters/{name}.txt",
            {
                "person": person,
                "registration": registration,
                "event": event,
                "when": when_of(event),
                "place": place(event),
                "own": addresses.own(registration),
                "publicity": str(event.project.publicity),
                **context,
            },
            registration.language,
        )
        files = (
            [File("pasakums.ics", "text/calendar", event_calendar(event, registration.language))] if calendar else []
        )
    queue_letter(
        to=person.email,
        to_name=person.name,
        letter=words,
        kind=f"events.{name}",
        key=key,
        person_ref=letter_reference(person),
        about=("event", str(event.pk)),
        files=files,
    )


def place(event: Event) -> str:
    return ", ".join(part for part in (str(event.venue), event.address) if part) or event.online_url


def registered(registration: Registration, *, registrar: Person | None = None) -> None:
    """A seat, or a place on the waiting list; registered by a colleague, the letter names them."""
    waiting = registration.state == Registration.State.WAITING
    _write(
        registration,
        "waiting" if waiting else "registered",
        calendar=not waiting,
        registrar=registrar if registrar and registrar.pk != registration.person_id else None,
    )


def registered_already(registration: Registration) -> None:
    """Somebody typed this address again: the one letter that tells the holder, and nobody else."""
    colleague = addresses.whole(reverse("events:register_colleague", args=[registration.event.slug]))
    _write(registration, "registered_already", colleague=colleague)


def own_link(registration: Registration) -> None:
    _write(registration, "own_link")


def moved_up(registration: Registration) -> None:
    _write(registration, "moved_up", calendar=True)


def cancelled(registration: Registration, *, instead: bool = False) -> None:
    _write(registration, "cancelled", instead=instead)


def reminder(registration: Registration) -> None:
    """Once for a first day: where the event is moved, people are reminded anew."""
    key = f"reminder-{registration.pk}-{registration.event.first_day}"
    _write(registration, "reminder", calendar=True, key=key)


def feedback_asked(registration: Registration) -> None:
    _write(
        registration,
        "feedback",
        key=f"feedback-{registration.pk}",
        sheet=addresses.own(registration, name="feedback"),
    )


def certificate_issued(certificate: Certificate) -> None:
    if certificate.registration is None:
        return
    _write(
        certificate.registration,
        "certificate",
        key=f"certificate-{certificate.code}",
        download=addresses.own(certificate.registration, name="own_certificate"),
        verify=addresses.whole(reverse("events:certificate", args=[certificate.code])),
    )
