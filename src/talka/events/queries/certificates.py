"""Certificates as lists and pages show them. What a certificate attests comes from the certificate alone."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from talka.documents.qr import plain_code
from talka.events.models import Certificate, Event, Registration
from talka.ui.folding import sought


def issued(event: Event, words: str = "") -> QuerySet[Certificate]:
    """The event's certificates in Latvian order; searched by the name as it is now, or by code."""
    rows = (
        Certificate.objects.filter(event=event)
        .select_related("registration__person", "event__project__programme")
        .order_by("registration__person__sort_key", "holder", "pk")
    )
    for word in sought(words):
        rows = rows.filter(
            Q(registration__person__folded__contains=word) | Q(code=plain_code(words)) | Q(holder__icontains=word)
        )
    return rows


def attended_without(event: Event) -> int:
    """How many attended and have no certificate yet."""
    return (
        Registration.objects.filter(event=event, attendances__isnull=False, certificate__isnull=True).distinct().count()
    )


@dataclass(frozen=True)
class Told:
    """The frozen facts in one language."""

    event: str
    place: str
    organiser: str
    project: str
    number: str
    funder: str
    publicity: str
    days: tuple[dt.date, ...]
    hours: Decimal | None


def told(certificate: Certificate, language: str) -> Told:
    """What the certificate says, in the reader's language where it has it."""
    facts: dict[str, Any] = certificate.facts
    words = facts["words"].get(language.split("-")[0]) or next(iter(facts["words"].values()))
    return Told(
        **{name: words.get(name, "") for name in ("event", "place", "organiser", "project", "number", "funder")},
        publicity=words.get("publicity", ""),
        days=tuple(dt.date.fromisoformat(day) for day in facts["days"]),
        hours=Decimal(facts["hours"]) if facts.get("hours") else None,
    )
