"""Letters about initiatives: somebody is asked to write one together, or asked for the link to support one. Who hears
what a council answered is said in `initiatives_registry`."""

import datetime as dt
import time

from django.urls import reverse

from talka.people.letters import write_to
from talka.people.models import Person
from talka.ui.addresses import whole

from .models import Author, Initiative

INVITED = "initiative-author-invited"
SUPPORT = "initiative-support-link"
AGAIN_AFTER = 600
"""Seconds within which one person gets one letter of a kind about one initiative, however often it is asked for."""


def invited(author: Author, token: str, *, until: dt.datetime) -> None:
    """To whom somebody asks to write an initiative together. It says the title: the inviter tells it."""
    row, by = author.initiative, author.invited_by
    told = {
        "initiative": row,
        "inviter": by.name if by is not None else "",
        "link": whole(reverse("initiatives:author_by_link", args=[row.pk, token])),
        "until": until,
    }
    write_to(
        author.person,
        "initiatives/initiatives/letters/invited.txt",
        told,
        kind=INVITED,
        key=_key(INVITED, row, author.person),
        secret_until=until,
    )


def support_link(row: Initiative, person: Person, token: str, *, known: bool, until: dt.datetime) -> None:
    """To who asked to support it. known: they, or somebody by the same mailbox, support it already."""
    told = {
        "initiative": row,
        "known": known,
        "link": whole(reverse("initiatives:support_by_link", args=[row.pk, token])),
        "until": until,
    }
    write_to(
        person,
        "initiatives/initiatives/letters/support.txt",
        told,
        kind=SUPPORT,
        key=_key(SUPPORT, row, person),
        secret_until=until,
    )


def _key(kind: str, row: Initiative, person: Person) -> str:
    return f"{kind}-{row.pk}-{person.pk}-{int(time.time()) // AGAIN_AFTER}"
