"""Versions of an initiative's text: the list, and one beside what stands there now or beside another one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import initiatives as access
from ..queries import texts as queries
from .frame import person_of


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.initiative_to_read(person_of(request), pk)
    context = {"initiative": row, "versions": queries.versions_of(row), "illustrative": row.illustrative}
    return render(request, "initiatives/initiatives/versions.html", context)


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """?with=<number>: the later one; without it the newest."""
    row = access.initiative_to_read(person_of(request), pk)
    rows = queries.versions_of(row)
    asked = request.GET.get("with", "")
    numbers = [one.number for one in rows]
    if number not in numbers:
        raise Http404
    later = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else numbers[0]
    if later not in numbers:
        raise Http404
    earlier, later = sorted((number, later))
    found = queries.by_number(row, (earlier, later))
    context = {
        "initiative": row,
        "then": found[earlier],
        "now": found[later],
        "versions": rows,
        "parts": queries.beside(found[earlier].content, found[later].content),
        "illustrative": row.illustrative,
    }
    return render(request, "initiatives/initiatives/version.html", context)
