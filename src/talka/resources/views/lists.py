"""The search across areas, as a list with pictures, as a table, on paper and as a file."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.documents.media_types import CSV, XLSX
from talka.documents.sheets import Sheet, write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.resources import access
from talka.resources.columns import COLUMNS, rows_of
from talka.resources.forms import FilterForm
from talka.resources.queries.found import Asked, by_kind, found, glimpses, in_both_worlds, said_of, with_owner
from talka.territories.models import Area
from talka.territories.queries import HEAVY, name_of
from talka.ui.pages import page_of

LIST, TABLE = 20, 50
MOST_PRINTED = 1000


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    current: bool
    count: int | None = None


def _asked(request: HttpRequest) -> tuple[FilterForm, Asked]:
    key = request.GET.get("area", "")[:80]
    area = Area.objects.filter(key=key).defer(*HEAVY).first() if key else None
    illustrative = area.illustrative if area else request.GET.get("made_up") == "1"
    form = FilterForm(request.GET, area=area, illustrative=illustrative)
    return form, form.asked()


def _with(request: HttpRequest, **changed: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return "?" + query.urlencode()


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    form, asked = _asked(request)
    as_table = request.GET.get("view") == "table"
    page = page_of(with_owner(found(asked)), request, TABLE if as_table else LIST)
    true_ones, made_up = in_both_worlds()
    worlds = [
        Tab(_("Of real places"), "?", not asked.illustrative, true_ones),
        Tab(_("Of the made-up example"), "?made_up=1", asked.illustrative, made_up),
    ]
    views = [
        Tab(_("List"), _with(request, view=""), not as_table),
        Tab(_("Table"), _with(request, view="table"), as_table),
    ]
    context: dict[str, Any] = {
        "filters": [form[name] for name in ("kind", "area", "use", "order")],
        "sizes": [form[name] for name in ("least", "most", "unit")],
        "open": "1" if asked.narrowed else "",
        "asked": asked,
        "page": page,
        "rows": glimpses(page.rows),
        "as_table": as_table,
        "views": views,
        "worlds": worlds if made_up else [],
        "area_name": name_of(asked.area) if asked.area else "",
        "may_enter": access.may_enter(request.person),
        "illustrative": asked.illustrative,
    }
    return render(request, "resources/resources.html", context)


@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """Exactly what the search found, in the columns of the import."""
    if ending not in ("csv", "xlsx"):
        raise Http404
    _form, asked = _asked(request)
    sheet = Sheet(_("Resources"), COLUMNS, rows_of(found(asked), request.person))
    if ending == "xlsx":
        return serve_bytes(write_xlsx(sheet), f"{_('resources')}.xlsx", XLSX)
    return serve_bytes(write_csv(sheet), f"{_('resources')}.csv", CSV)


@require_safe
def on_paper(request: HttpRequest) -> HttpResponse:
    """All that was found, without pictures, to be printed; past a thousand the rest is said to be missing."""
    _form, asked = _asked(request)
    rows = found(asked)
    total = rows.count()
    context = {
        "rows": glimpses(list(with_owner(rows)[:MOST_PRINTED])),
        "kinds": by_kind(rows),
        "total": total,
        "left_out": max(0, total - MOST_PRINTED),
        "said": said_of(asked),
        "illustrative": asked.illustrative,
    }
    return render(request, "resources/print.html", context)
