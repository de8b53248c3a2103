"""The guide to forms of cooperation and to services that can be shared. Everybody reads it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from .. import access
from ..law import register
from ..queries.law import forms_guide, general_constraints, service_row, services_guide
from .frame import person_of


def forms(request: HttpRequest, *, printed: bool = False) -> HttpResponse:
    """Every legal form: when which, who decides, what it must contain, where the law says so."""
    context = {"rows": forms_guide(), "agreed": register.agreed(), "printed": printed}
    return render(request, "cooperation/law_forms.html", context)


def services(request: HttpRequest, *, printed: bool = False) -> HttpResponse:
    """Every service that can be shared, and what the law asks of every cooperation."""
    context = {"rows": services_guide(), "general": general_constraints(), "printed": printed}
    return render(request, "cooperation/law_services.html", context)


def service(request: HttpRequest, key: str, *, printed: bool = False) -> HttpResponse:
    """One service: what to count, which forms suit, what the law asks, with its questions."""
    found = register.services().get(key)
    if found is None:
        raise Http404
    begins = access.may_begin(person_of(request))
    context = {
        "row": service_row(found),
        "general": general_constraints(),
        "begin": f"{reverse('cooperation:new_case')}?service={key}" if begins else "",
        "printed": printed,
    }
    return render(request, "cooperation/law_service.html", context)
