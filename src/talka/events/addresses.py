"""Whole addresses of a person's own pages, and `whole` for any other."""

from django.http import HttpRequest
from django.urls import reverse

from talka.ui.addresses import whole

from .models import Registration

__all__ = ["name_card", "own", "whole"]


def own(registration: Registration, request: HttpRequest | None = None, name: str = "own") -> str:
    """The person's own page, or another page under their own link."""
    return whole(reverse(f"events:{name}", args=[registration.token]), request)


def name_card(registration: Registration, request: HttpRequest | None = None) -> str:
    """What the QR code of a name card opens: for staff the check-in of this person, for others their own way in."""
    return whole(reverse("events:name_card", args=[registration.event.slug, registration.code]), request)
