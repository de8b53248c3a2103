"""Letters of this room, how a letter names the person it is for, and how one is written to them."""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone

from talka.letters.actions import SIGN_IN, queue_letter
from talka.letters.models import Letter
from talka.letters.rendering import render_letter

from .models import Person


def letter_reference(person: Person) -> str:
    """The `person_ref` of a letter: by it a person's letters are found, and emptied when the person is erased."""
    return f"person:{person.key}"


def language_of(person: Person) -> str:
    """In which language a person is written to: their own, where the house has it, else the house's first."""
    known = dict(settings.LANGUAGES)
    return person.language if person.language in known else next(iter(known))


def write_to(
    person: Person,
    template: str,
    told: Mapping[str, object],
    *,
    kind: str,
    key: str,
    reply_to: str = "",
    about: tuple[str, str] = ("", ""),
    secret_until: dt.datetime | None = None,
) -> None:
    """One letter to a person, in their language; writing it again by the same key writes nothing, and nobody without
    an address is written to. told: what the template knows beside the person; the rest as `queue_letter` has it."""
    if not person.email or person.erased_at is not None:
        return
    queue_letter(
        to=person.email,
        to_name=person.name,
        letter=render_letter(template, {"person": person, **told}, language_of(person)),
        kind=kind,
        key=key,
        reply_to=reply_to,
        person_ref=letter_reference(person),
        about=about,
        secret_until=secret_until,
    )


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
