"""The letter of this room: what came of what somebody said."""

from django.db.models import QuerySet
from django.urls import reverse

from talka.events import letters_of_planning
from talka.events.models import Event, Registration
from talka.letters.actions import queue_letter
from talka.letters.models import Letter
from talka.letters.rendering import render_letter
from talka.people.letters import letter_reference
from talka.ui.addresses import whole

KIND = "became"


def key_of(event: int, person: object) -> str:
    """By which the letter to a person about an event is written once."""
    return f"{KIND}-{event}-{person}"


def told_of(event: Event) -> QuerySet[Letter]:
    """The letters that were written about it."""
    return Letter.objects.filter(kind=KIND, about_kind="event", about_id=str(event.pk))


def send_became(registration: Registration) -> None:
    """One letter to one person who spoke at an event; writing it again writes nothing."""
    language = registration.language
    context = letters_of_planning.about_event(registration.event, language) | {
        "person": registration.person,
        "link": whole(reverse("needs:own_words", args=[registration.token])),
    }
    queue_letter(
        to=registration.person.email,
        to_name=registration.person.name,
        letter=render_letter("needs/letters/became.txt", context, language),
        kind=KIND,
        key=key_of(registration.event_id, registration.person_id),
        person_ref=letter_reference(registration.person),
        about=("event", str(registration.event_id)),
    )
