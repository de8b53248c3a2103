"""The letter of this room: what came of what somebody said."""

from django.utils import translation

from talka.events import letters_of_planning
from talka.events.models import Registration
from talka.letters.actions import queue_letter
from talka.letters.models import Letter
from talka.letters.rendering import render_letter
from talka.people.letters import letter_reference
from talka.ui.addresses import whole


def send_became(registration: Registration) -> bool:
    """One letter to one person who spoke at an event; False where it was written before."""
    from django.urls import reverse

    key = f"became-{registration.event_id}-{registration.person_id}"
    if Letter.objects.filter(idempotency_key=key).exists():
        return False
    language = registration.language
    with translation.override(language):
        context = letters_of_planning.about_event(registration.event, language) | {
            "person": registration.person,
            "link": whole(reverse("needs:own_words", args=[registration.token])),
        }
    queue_letter(
        to=registration.person.email,
        to_name=registration.person.name,
        letter=render_letter("needs/letters/became.txt", context, language),
        kind="became",
        key=key,
        person_ref=letter_reference(registration.person),
        about=("event", str(registration.event_id)),
    )
    return True
