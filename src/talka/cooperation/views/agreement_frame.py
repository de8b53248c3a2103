"""What the pages of an agreement share."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..access import agreements as access
from ..agreements.library import form_name
from ..law.register import services
from ..models import Agreement
from .frame import person_of


def about(request: HttpRequest, agreement: Agreement, tab: str = "") -> dict[str, object]:
    """The agreement, its tabs, and what the reader may do."""
    person = person_of(request)
    inside = access.may_read_inside(person, agreement)
    changes = access.may_change(person, agreement) and agreement.retired_at is None
    service = services().get(agreement.service)
    tabs = [("agreement", _("Overview")), ("agreement_text", _("Text"))]
    if inside and not agreement.standing:
        tabs.append(("agreement_versions", _("Versions")))
    return {
        "agreement": agreement,
        "form_name": form_name(agreement.form),
        "service_name": service.name if service else "",
        "inside": inside,
        "may_change": changes,
        "may_draft": changes and agreement.is_drafted and not agreement.standing,
        "illustrative": agreement.illustrative,
        "tabs": [
            {"href": reverse(f"cooperation:{name}", args=[agreement.slug]), "label": label, "current": name == tab}
            for name, label in tabs
        ],
    }


def form_page(
    request: HttpRequest,
    agreement: Agreement,
    form: object,
    title: str,
    status: int,
    *,
    back: str = "agreement",
    submit: str = "",
    **more: object,
) -> HttpResponse:
    """A page with one form; cancelling leads back to a page of the agreement."""
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "cancel": reverse(f"cooperation:{back}", args=[agreement.slug]),
    }
    return render(request, "cooperation/agreement_form.html", about(request, agreement) | context | more, status=status)
