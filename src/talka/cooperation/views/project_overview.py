"""Investments of joint projects put together."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.ui.numbers import euro

from ..models import Impact
from ..queries.projects.overview import STAGES, Euro, level_words, only_made_up, overview, years_told


def investments(request: HttpRequest) -> HttpResponse:
    """By impact, source, year, funder, region and municipality; true projects, or made-up ones apart."""
    asked = request.GET.get("made_up", "")
    made_up = asked == "1" or (asked != "0" and only_made_up())
    stage = request.GET.get("stage", "")
    stage = stage if stage in STAGES else "all"
    years = years_told(made_up=made_up)
    year = request.GET.get("year", "")
    chosen = int(year) if year.isascii() and year.isdigit() and int(year) in years else None
    found = overview(made_up=made_up, stage=stage, year=chosen)
    table = f"{reverse('cooperation:projects')}?view=table"
    context = {
        "found": found,
        "illustrative": made_up,
        "made_up": made_up,
        "stage": stage,
        "stages": [("all", _("All but those given up")), ("decided", _("Approved, under way and done"))],
        "year": chosen,
        "years": [(one, one) for one in years],
        "levels": [*(label for _value, label in Impact.choices), level_words("")],
        "most_by_level": most_of(found.by_level),
        "most_by_source": most_of(found.by_source),
        "most_by_year": most_of(found.by_year),
        "by_level": bars(found.by_level, lambda one: f"{table}&level={one.key}" if one.key else ""),
        "by_source": bars(found.by_source),
        "by_year": bars(found.by_year, lambda one: f"{table}&year={one.key}" if one.key else ""),
    }
    return render(request, "cooperation/investments.html", context)


def bars(rows: Sequence[Euro], href: Callable[[Euro], str] = lambda one: "") -> list[dict[str, object]]:
    """What <c-bars> draws: the planned euro of each."""
    return [
        {"label": one.label, "value": float(one.planned), "text": euro(one.planned), "href": href(one)} for one in rows
    ]


def most_of(rows: Sequence[Euro]) -> float:
    """The longest bar."""
    return max((float(one.planned) for one in rows), default=0.0)
