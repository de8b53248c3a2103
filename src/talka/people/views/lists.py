"""The register of persons and organisations, and what it gives out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from talka.documents.media_types import CSV, XLSX
from talka.documents.sheets import Column, Sheet, write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.people import access, queries
from talka.people.columns import ORGANISATIONS, PERSONS, organisation_row, person_row
from talka.people.forms import FilterForm
from talka.people.models import Person
from talka.ui.pages import page_of


def people(request: HttpRequest) -> HttpResponse:
    access.keepers_only(request.person)
    form = FilterForm(request.GET, areas=queries.areas_to_choose())
    asked = form.asked()
    return render(
        request,
        "people/people.html",
        {
            "page": page_of(queries.people_found(**asked), request),
            "form": form,
            "asked": asked,
            "any": any(asked.values()) or Person.objects.exists(),
        },
    )


def organisations(request: HttpRequest) -> HttpResponse:
    access.keepers_only(request.person)
    form = FilterForm(request.GET, areas=queries.areas_to_choose())
    asked = form.asked()
    return render(
        request,
        "people/organisations.html",
        {"page": page_of(queries.organisations_found(**asked), request), "form": form, "asked": asked},
    )


def export_people(request: HttpRequest, ending: str) -> HttpResponse:
    """What the filters of the list leave, in the columns of the import."""
    access.keepers_only(request.person)
    asked = FilterForm(request.GET, areas=queries.areas_to_choose()).asked()
    rows = queries.people_found(**asked).select_related("organisation__area").defer("organisation__area__boundary")
    return _table(_("People"), "persons", PERSONS, [person_row(row) for row in rows], ending)


def export_organisations(request: HttpRequest, ending: str) -> HttpResponse:
    access.keepers_only(request.person)
    asked = FilterForm(request.GET, areas=queries.areas_to_choose()).asked()
    rows = [organisation_row(row) for row in queries.organisations_found(**asked)]
    return _table(_("Organisations"), "organisations", ORGANISATIONS, rows, ending)


def _table(
    title: str, name: str, columns: tuple[Column, ...], rows: list[dict[str, object]], ending: str
) -> HttpResponse:
    sheet = Sheet(title, columns, rows)
    if ending == "xlsx":
        return serve_bytes(write_xlsx(sheet), f"{name}.xlsx", XLSX)
    if ending == "csv":
        return serve_bytes(write_csv(sheet), f"{name}.csv", CSV)
    raise Http404
