"""The catalogue, one indicator over all areas, and the history of one figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.indicators import access
from talka.indicators.actions import catalogue as deeds
from talka.indicators.forms import IndicatorForm
from talka.indicators.models import Indicator
from talka.indicators.queries.catalogue import catalogue
from talka.indicators.queries.history import history_of
from talka.indicators.queries.indicator import indicator_page
from talka.territories.access import area_for
from talka.ui.refusals import Refusal


def indicators(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "indicators/catalogue.html",
        {"themes": catalogue(), "may_enter": access.may_enter(request.person)},
    )


def indicator(request: HttpRequest, key: str) -> HttpResponse:
    shown = access.indicator_for(key)
    year = request.GET.get("year", "")
    ranked = request.GET.get("order") == "value"
    page = indicator_page(
        shown,
        timezone.localdate(),
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        category=request.GET.get("category", ""),
        ranked=ranked,
    )
    return render(
        request,
        "indicators/indicator.html",
        {
            "page": page,
            "indicator": shown,
            "ranked": ranked,
            "may_enter": access.may_enter(request.person),
            "trail": [(_("Indicators"), reverse("indicators:indicators"))],
        },
    )


def history(request: HttpRequest, key: str, area: str) -> HttpResponse:
    shown, where = access.indicator_for(key), area_for(area)
    return render(
        request,
        "indicators/history.html",
        {"indicator": shown, "area": where, "years": history_of(shown, where), "illustrative": where.illustrative},
    )


def new_indicator(request: HttpRequest) -> HttpResponse:
    access.enterers_only(request.person)
    form = IndicatorForm(request.POST or None, initial={"kind": "other", "direction": "none", "in_profile": True})
    if request.method == "POST" and form.is_valid():
        try:
            row = deeds.add_indicator(form.cleaned_data, by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            return redirect("indicators:indicator", row.key)
    return render(request, "indicators/indicator_form.html", {"form": form}, status=422 if form.errors else 200)


def edit_indicator(request: HttpRequest, key: str) -> HttpResponse:
    access.enterers_only(request.person)
    row = access.indicator_for(key)
    form = IndicatorForm(request.POST or None, initial=_as_it_is(row))
    if request.method == "POST" and form.is_valid():
        try:
            deeds.change_indicator(row, form.cleaned_data, by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            return redirect("indicators:indicator", row.key)
    return render(
        request,
        "indicators/indicator_form.html",
        {"form": form, "indicator": row},
        status=422 if form.errors else 200,
    )


def _as_it_is(row: Indicator) -> dict[str, object]:
    return {name: getattr(row, name) for name in IndicatorForm.base_fields}
