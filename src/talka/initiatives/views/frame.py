"""What the pages of this room share."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.ui.refusals import Words


def person_of(request: HttpRequest) -> Person | None:
    found: Person | None = request.person  # type: ignore[attr-defined]
    return found


def sections(current: str) -> list[dict[str, object]]:
    """The parts of the room, as tabs."""
    named: list[tuple[str, Words]] = [
        ("initiatives:initiatives", _("Initiatives")),
        ("initiatives:deliberations", _("Deliberations")),
        ("initiatives:choosings", _("Choosing together")),
        ("initiatives:council_questions", _("Questions to councils")),
        ("initiatives:consultations", _("Consultations")),
    ]
    return [{"href": reverse(name), "label": label, "current": name == current} for name, label in named]


def back(request: HttpRequest, address: str, *args: object, said: Words = "", anchor: str = "") -> HttpResponse:
    """To a page of the room, with a word about what was done."""
    if said:
        messages.success(request, said)
    return redirect(reverse(f"initiatives:{address}", args=args) + (f"#{anchor}" if anchor else ""))
