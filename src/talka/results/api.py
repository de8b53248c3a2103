"""The read API: the open data of every public programme, page by page, described by an OpenAPI document.

Its schemas are made from the data dictionary. What is not public is not here, whoever asks.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer
from pydantic import Field, create_model

from talka.ui.addresses import whole

from . import access, dictionary
from .dictionary import TABLES, Table
from .open_files import About, about
from .queries.open_data import rows_of
from .sharing import shared

MOST = 200
USUAL = 50
FURTHEST = 10_000_000
ROOT = "/api/v1/"
DESCRIPTION = (
    "The open data of programmes: events, needs, measures, which measure answers which need, and cards in people's "
    f"own words. No key is needed. Lists come in pages of at most {MOST} rows; an ETag tells whether one has changed. "
    "Everything here also stands on public pages, and no figure is told of fewer than five people."
)


class Renderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Talka: open data",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,  # served below, shared as the data are
    urls_namespace="api",
    renderer=Renderer(),
)


class Said(Schema):
    """What went wrong, for people."""

    what: str = Field(description="What happened.")
    meaning: str = Field(description="What it means.")
    advice: str = Field(description="What to do.")


class Fault(Schema):
    """Why there is no answer."""

    refusal: Said


class Listed(Schema):
    """A programme in the list."""

    programme: str = Field(description="Short name of the programme, as in addresses.")
    title_lv: str
    title_en: str
    illustrative: bool = Field(description="True where all data are made up.")
    address: str = Field(description="Where the API tells of it.")


class Programmes(Schema):
    """Every programme whose data are open."""

    rows: list[Listed]


class Tables(Schema):
    """What goes with the data of a programme, and where its tables are."""

    about: About
    tables: dict[str, str] = Field(description="The address of each table in the API, by its name.")


Limit = Annotated[int, Query(USUAL, ge=1, le=MOST, description="At most so many rows.")]
Offset = Annotated[int, Query(0, ge=0, le=FURTHEST, description="So many rows are passed over.")]
Slug = Annotated[str, Path(description="Short name of the programme, as in addresses.")]
FAULTS = {404: Fault, 422: Fault}


@api.get("programmes", response=Programmes, operation_id="programmes", summary="Programmes whose data are open")
def list_programmes(request: HttpRequest) -> Any:
    rows = [
        {
            "programme": one.slug,
            "title_lv": one.title.localize("lv"),
            "title_en": one.title.localize("en"),
            "illustrative": one.illustrative,
            "address": whole(f"{ROOT}programmes/{one.slug}", request),
        }
        for one in access.open_programmes()
    ]
    return {"rows": rows}


@api.get(
    "programmes/{slug:slug}",
    response={200: Tables, 404: Fault},
    operation_id="programme",
    summary="One programme: licence, publicity and its tables",
)
def tell_programme(request: HttpRequest, slug: Slug) -> Any:
    programme = access.open_programme(slug)
    address = whole(f"{ROOT}programmes/{slug}/", request)
    return {"about": about(programme, base=whole("", request)), "tables": {name: address + name for name in TABLES}}


def _row_schema(table: Table) -> type[Schema]:
    """The rows of a table as the API tells them; words in English."""
    fields: dict[str, Any] = {}
    with override("en"):
        for field in table.fields:
            more: Any = {"unit": str(field.unit)} if field.unit else None
            told = Field(title=str(field.title), description=str(field.meaning), json_schema_extra=more)
            fields[field.name] = (_type(field), told)
        return create_model(f"{table.name.capitalize()}Row", __base__=Schema, __doc__=str(table.meaning), **fields)


def _type(field: dictionary.Field) -> Any:
    kinds: Mapping[dictionary.Kind, Any] = {
        "text": str,
        "integer": int,
        "decimal": float,  # JSON has no other; sums of money stay far below what it rounds
        "boolean": bool,
        "date": date,
        "texts": list[str],
        "integers": list[int],
    }
    kind = Literal[tuple(field.choices)] if field.choices is not None else kinds[field.kind]
    return kind if field.always or field.kind in ("texts", "integers") else kind | None


def _page_schema(table: Table) -> type[Schema]:
    rows: Any = list[_row_schema(table)]  # type: ignore[misc]
    return create_model(
        f"{table.name.capitalize()}Page",
        __base__=Schema,
        about=(About, ...),
        total=(int, Field(description="Rows of the whole table.")),
        limit=(int, Field(description="At most so many rows stand here.")),
        offset=(int, Field(description="So many rows were passed over.")),
        next=(str | None, Field(description="Where the rows after these are.")),
        previous=(str | None, Field(description="Where the rows before these are.")),
        rows=(rows, ...),
    )


def _list_table(table: Table) -> Callable[..., Any]:
    def list_rows(request: HttpRequest, slug: Slug, limit: Limit, offset: Offset) -> Any:
        programme = access.open_programme(slug)
        base = whole("", request)
        part = rows_of(programme, table.name, base=base, first=offset, most=limit)
        address = f"{base}{ROOT}programmes/{slug}/{table.name}"
        before = max(0, offset - limit)
        return {
            "about": about(programme, base=base),
            "total": part.total,
            "limit": limit,
            "offset": offset,
            "next": _at(address, limit, offset + limit) if offset + limit < part.total else None,
            "previous": _at(address, min(limit, offset), before) if offset else None,
            "rows": part.rows,
        }

    return list_rows


def _at(address: str, limit: int, offset: int) -> str:
    return f"{address}?{urlencode({'limit': limit, 'offset': offset})}"


for _table in TABLES.values():
    with override("en"):
        api.get(
            f"programmes/{{slug:slug}}/{_table.name}",
            response={200: _page_schema(_table), **FAULTS},
            operation_id=_table.name,
            summary=str(_table.title),
            description=str(_table.meaning),
        )(_list_table(_table))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, fault: Http404) -> HttpResponse:
    return _refused(
        _("There are no open data of such a programme."),
        _("It does not exist, or it is not public."),
        _("Take the names of programmes from %(address)s.") % {"address": whole(f"{ROOT}programmes", request)},
        404,
    )


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    return _refused(
        _("The limit or the offset is not a number that is possible."),
        _("No rows were read."),
        _("Ask for a limit from 1 to %(most)s and an offset from 0.") % {"most": MOST},
        422,
    )


def _refused(what: str, meaning: str, advice: str, status: int) -> HttpResponse:
    said = {"what": what, "meaning": meaning, "advice": advice}
    return JsonResponse({"refusal": said}, status=status, json_dumps_params={"ensure_ascii": False})


def document() -> dict[str, Any]:
    """The OpenAPI document."""
    return dict(api.get_openapi_schema(path_prefix=ROOT))


@shared
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


def addresses() -> list[URLPattern]:
    """Where the API is asked, each shared with every site."""
    patterns = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for pattern in patterns:
        pattern.callback = shared(pattern.callback)
    return patterns
