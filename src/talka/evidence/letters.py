"""The letter of this room: what is still missing in an event file."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation

from talka.events.letters_of_planning import about_event
from talka.events.models import Event
from talka.letters.actions import queue_letter
from talka.letters.rendering import render_letter
from talka.people.letters import language_of, letter_reference
from talka.people.models import Person
from talka.ui.addresses import whole

from .queries.checklist import Line

KIND = "evidence-missing"


def missing(event: Event, lines: Sequence[Line], person: Person, days: int) -> None:
    """One letter to one organiser; writing it again for the same day writes nothing."""
    language = language_of(person)
    with translation.override(language):
        items = [f"{line.item.title}: {line.made.lacks or line.state_words}" for line in lines]
        context = about_event(event, language) | {
            "person": person,
            "items": items,
            "link": whole(reverse("evidence:event", args=[event.slug])),
        }
        words = render_letter("evidence/letters/missing.txt", context, language)
    queue_letter(
        to=person.email,
        to_name=person.name,
        letter=words,
        kind=KIND,
        key=f"{KIND}-{event.pk}-{days}-{person.pk}",
        person_ref=letter_reference(person),
        about=("event", str(event.pk)),
    )
