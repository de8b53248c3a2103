"""The open data of a programme: the page that describes them, and the files. The same for everybody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from talka.programmes.models import Programme
from talka.ui.addresses import whole

from .. import access, open_files
from ..api import MOST, ROOT
from ..dictionary import KINDS, TABLES, Table
from ..queries.open_data import counts_of, rows_of
from ..sharing import shared


def data(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is, what its columns mean, and where to take it."""
    programme = access.open_programme(slug)
    return render(
        request,
        "results/data.html",
        {
            "programme": programme,
            "tables": _described(counts_of(programme)),
            "about": open_files.about(programme, base=whole("", request)),
            "root": whole(ROOT, request),
            "most": MOST,
            "latvian": get_language() == "lv",
            "illustrative": programme.illustrative,
        },
    )


def api(request: HttpRequest) -> HttpResponse:
    """How programs read the data, and of which programmes there are any."""
    return render(
        request,
        "results/api.html",
        {
            "programmes": access.open_programmes(),
            "tables": _described({}),
            "root": whole(ROOT, request),
            "most": MOST,
            "licence": open_files.licence(),
        },
    )


def _described(counts: dict[str, int] | Any) -> list[dict[str, Any]]:
    """The dictionary as a page shows it."""
    return [{"table": table, "rows": counts.get(table.name), "fields": _fields(table)} for table in TABLES.values()]


def _fields(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "field": field,
            "kind": KINDS[field.kind],
            "choices": field.choices.items() if field.choices is not None else (),
            "points_to": TABLES[field.points_to].title if field.points_to else "",
        }
        for field in table.fields
    ]


@shared
def csv(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    programme, wanted = _wanted(slug, table)
    part = rows_of(programme, table, base=whole("", request))
    return _file(
        open_files.table_csv(wanted, part.rows), "text/csv; charset=utf-8; header=present", f"{slug}-{table}.csv"
    )


@shared
def json(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    programme, wanted = _wanted(slug, table)
    base = whole("", request)
    part = rows_of(programme, table, base=base)
    said = open_files.about(programme, base=base)
    return _file(open_files.table_json(wanted, part.rows, said), "application/json", f"{slug}-{table}.json")


@shared
def package(request: HttpRequest, slug: str) -> HttpResponse:
    """The descriptor of all tables, by which statistics programs load them in one go."""
    base = whole("", request)
    said = open_files.about(access.open_programme(slug), base=base)
    return HttpResponse(open_files.package_json(said, base=base), content_type="application/json")


def _wanted(slug: str, table: str) -> tuple[Programme, Table]:
    programme = access.open_programme(slug)
    if table not in TABLES:
        raise Http404
    return programme, TABLES[table]


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'  # of the signs of a slug alone
    return response
