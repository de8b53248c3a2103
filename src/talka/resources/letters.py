"""The letter of this room: is it still so?"""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation

from talka.letters.actions import queue_letter
from talka.letters.rendering import render_letter
from talka.people.letters import language_of, letter_reference
from talka.people.models import Person
from talka.territories.queries import name_of
from talka.ui.addresses import whole

from .models import Resource

KIND = "resources-confirm"


def still_so(person: Person, rows: Sequence[Resource], today: dt.date) -> None:
    """One letter with all that is due; writing it again on the same day writes nothing."""
    language = language_of(person)
    with translation.override(language):
        items = [
            {
                "title": str(row.title),
                "area": name_of(row.area),
                "day": row.confirmed_on,
                "link": whole(reverse("resources:resource", args=[row.key])),
            }
            for row in rows
        ]
        words = render_letter("resources/letters/still_so.txt", {"person": person, "items": items}, language)
    queue_letter(
        to=person.email,
        to_name=person.name,
        letter=words,
        kind=KIND,
        key=f"{KIND}-{today.isoformat()}-{person.pk}",
        person_ref=letter_reference(person),
    )
