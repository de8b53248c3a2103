"""Any areas and any indicators side by side. Everything stands in the address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.indicators.comparing.choice import MOST_AREAS, MOST_INDICATORS, Choice, Show
from talka.indicators.comparing.compared import Compared
from talka.indicators.comparing.table import table_of
from talka.indicators.queries import comparison as queries


def compare(request: HttpRequest) -> HttpResponse:
    choice, today = Choice.of(request.GET), timezone.localdate()
    added = _added(request, choice, today)
    if added is not None:
        return redirect(reverse("indicators:compare") + choice.query(areas=added))
    shown = queries.comparison(choice, today)
    context = choosing(request, choice, shown, today) | showing(choice, shown, address=_here)
    return render(request, "indicators/compare.html", context)


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


def _here(choice: Choice) -> str:
    return reverse("indicators:compare") + choice.query()


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


TABS = {
    Show.FIGURES: _("Figures"),
}


def showing(choice: Choice, shown: Compared, *, address: Any) -> Mapping[str, Any]:
    """What the page shows of the figures, by what was asked for."""
    return {"choice": choice, "shown": shown, "table": table_of(shown)}
