"""What the pages of this room share."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.ui.refusals import Words

from .. import access
from ..law.register import services
from ..models import CooperationCase


def person_of(request: HttpRequest) -> Person | None:
    found: Person | None = request.person  # type: ignore[attr-defined]
    return found


def context_of(request: HttpRequest, case: CooperationCase, tab: str = "") -> dict[str, object]:
    """The case, its tabs, what the reader may do, whether it is made up."""
    person = person_of(request)
    inside = access.may_read_inside(person, case)
    service = services().get(case.service)
    return {
        "case": case,
        "service": service,
        "may_change": access.may_change(person, case) and case.retired_at is None,
        "inside": inside,
        "own_partner": access.partner_of(person, case),
        "illustrative": case.illustrative,
        "tabs": [
            {"href": reverse(name, args=[case.slug]), "label": label, "current": name == tab}
            for name, label in tabs_of(inside=inside)
        ],
    }


def tabs_of(*, inside: bool) -> list[tuple[str, Words]]:
    """The parts of a case, as (address, label). inside: the reader is one of the partners."""
    return [
        ("cooperation:case", _("Overview")),
        ("cooperation:partners", _("Partners")),
        ("cooperation:appraisal", _("Costs and gains")),
        *([("cooperation:briefs", _("For the councils"))] if inside else []),
        ("cooperation:case_agreements", _("Agreement")),
        ("cooperation:case_projects", _("Joint projects")),
    ]


def back(request: HttpRequest, address: str, *args: object, said: Words = "", anchor: str = "") -> HttpResponse:
    """To a page of the room, with a word about what was done."""
    if said:
        messages.success(request, said)
    return redirect(reverse(f"cooperation:{address}", args=args) + (f"#{anchor}" if anchor else ""))
