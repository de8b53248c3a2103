"""Any areas and any indicators side by side. Everything stands in the address."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from talka.indicators.comparing.choice import MOST_AREAS, MOST_INDICATORS, Choice
from talka.indicators.comparing.compared import Compared
from talka.indicators.queries import comparison as queries

from .showing import showing


def compare(request: HttpRequest) -> HttpResponse:
    choice, today = Choice.of(request.GET), timezone.localdate()
    added = _added(request, choice, today)
    if added is not None:
        return redirect(reverse("indicators:compare") + choice.query(areas=added))
    shown = queries.comparison(choice, today)

    def link(**changes: object) -> str:
        return choice.query(**changes)

    context = choosing(request, choice, shown, today) | showing(choice, shown, today, link)
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
