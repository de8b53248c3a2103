"""Letters of this room, and how a letter names the person it is for."""

import datetime as dt

from django.utils import timezone

from talka.letters.actions import SIGN_IN, queue_letter
from talka.letters.models import Letter
from talka.letters.rendering import render_letter

from .models import Person


def letter_reference(person: Person) -> str:
    """The `person_ref` of a letter: by it a person's letters are found, and emptied when the person is erased."""
    return f"person:{person.key}"


def send_invitation(person: Person, url: str, *, days: int) -> Letter:
    """Invite a person to their account, by a one-time link that is worth nothing after `days`."""
    words = render_letter(
        "people/letters/invitation.txt", {"person": person, "url": url, "days": days}, person.language
    )
    return queue_letter(
        to=person.email,
        to_name=person.name,
        letter=words,
        kind=SIGN_IN,
        person_ref=letter_reference(person),
        secret_until=timezone.now() + dt.timedelta(days=days),
    )
