"""Any areas and any indicators side by side. Everything stands in the address."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.media_types import CSV, XLSX
from talka.documents.sheets import write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.indicators.comparing.choice import MOST_AREAS, MOST_INDICATORS, Choice
from talka.indicators.comparing.compared import Compared
from talka.indicators.comparing.sheet import sheet_of
from talka.indicators.queries import comparison as queries

from .showing import VIEWS, showing


def compare(request: HttpRequest) -> HttpResponse:
    choice, today = Choice.of(request.GET), timezone.localdate()
    added = _added(request, choice, today)
    if added is not None:
        return redirect(reverse("indicators:compare") + choice.query(areas=added))
    shown = queries.comparison(choice, today)

    def link(**changes: object) -> str:
        return choice.query(**changes)

    context = choosing(request, choice, shown, today) | showing(choice, shown, today, link) | _taking(choice)
    return render(request, VIEWS.get(request.GET.get("view", ""), "indicators/compare.html"), context)


def table(request: HttpRequest, ending: str) -> HttpResponse:
    """The figures of the choice as a file, all years of them."""
    if ending not in ("csv", "xlsx"):
        raise Http404
    choice = Choice.of(request.GET)
    sheet = sheet_of(queries.comparison(choice, timezone.localdate()))
    name = f"{_('comparison')}.{ending}"
    if ending == "xlsx":
        return serve_bytes(write_xlsx(sheet), name, XLSX)
    return serve_bytes(write_csv(sheet), name, CSV)


def _taking(choice: Choice) -> dict[str, Any]:
    """Where the same is found as a file, for print and for a projector, and what is kept of it."""
    query, here = choice.query(), reverse("indicators:compare") + choice.query()
    return {
        "files": {ending: reverse("indicators:compare_table", args=[ending]) + query for ending in ("csv", "xlsx")},
        "print_link": f"{here}&view=print",
        "projector_link": f"{here}&view=projector",
        "all_hidden": list(choice.parameters.items()),
    }


def _added(request: HttpRequest, choice: Choice, today: date) -> tuple[str, ...] | None:
    """The areas with those that a shortcut or a typed name brings; None where nothing is brought."""
    shortcut, words = request.GET.get("from", ""), request.GET.get("add", "").strip()
    if shortcut:
        brought = queries.areas_from(shortcut, today)
    elif words and len(found := queries.areas_named(words)) == 1:
        brought = [found[0].key]
    else:
        return None
    return tuple(dict.fromkeys([*choice.areas, *brought]))[:MOST_AREAS]


def choosing(request: HttpRequest, choice: Choice, shown: Compared, today: date) -> dict[str, Any]:
    """What the form of a comparison offers."""
    words = request.GET.get("add", "").strip()
    return {
        "offer": queries.offer(shown, today),
        "words": words,
        "meant": [(area, choice.query(areas=(*choice.areas, area.key))) for area in queries.areas_named(words)]
        if words
        else [],
        "most_areas": MOST_AREAS,
        "most_indicators": MOST_INDICATORS,
    }
