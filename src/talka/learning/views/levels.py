"""A training programme on the four levels of evaluation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..access import assessments as access
from ..queries.levels import levels_of
from .frame import of_training, person_of


def levels(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, "learning/assessment/levels.html")


def printed(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, "learning/assessment/levels_print.html")


def _page(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    person = person_of(request)
    row = access.training_with_levels(person, slug)
    context = of_training(request, row) | {"levels": levels_of(row, person)}
    return render(request, template, context)
