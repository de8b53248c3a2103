"""What pages of a document share."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from talka.people.models import Person
from talka.ui.refusals import Words

from ..access import may_change
from ..models import Plan


def person_of(request: HttpRequest) -> Person | None:
    found: Person | None = request.person  # type: ignore[attr-defined]
    return found


def context_of(request: HttpRequest, plan: Plan) -> dict[str, object]:
    """The document, whether the reader may change it, whether it is made up."""
    return {
        "plan": plan,
        "may_change": may_change(person_of(request), plan) and plan.retired_at is None,
        "illustrative": plan.area.illustrative,
    }


def back(request: HttpRequest, plan: Plan, said: Words = "", anchor: str = "") -> HttpResponse:
    """To the document's page, with a word about what was done."""
    if said:
        messages.success(request, said)
    return redirect(reverse("plans:plan", args=[plan.key]) + (f"#{anchor}" if anchor else ""))
