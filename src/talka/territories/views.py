from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from talka.ui.panels import panels_for
from talka.ui.refusals import Refusal

from . import access, actions, queries
from .forms import BoundariesForm


def areas(request: HttpRequest) -> HttpResponse:
    """The map, the list by region, and the search over every area that ever stood."""
    words = request.GET.get("q", "").strip()
    today = timezone.localdate()
    return render(
        request,
        "territories/areas.html",
        {
            "words": words,
            "found": queries.search_areas(words) if words else None,
            "tiles": queries.tile_map(today),
            "true_map": queries.true_map(today),
            "may_load": request.user.is_staff,
            "regions": queries.areas_by_region(today),
        },
    )


def area(request: HttpRequest, key: str) -> HttpResponse:
    shown = access.area_for(key)
    page = queries.area_page(shown, timezone.localdate())
    return render(
        request,
        "territories/area.html",
        {"page": page, "area": shown, "panels": panels_for("area", shown, request), "illustrative": shown.illustrative},
    )


def boundaries(request: HttpRequest) -> HttpResponse:
    """For administrators: official boundaries from a GeoJSON file."""
    if not request.user.is_staff:
        raise Http404
    form = BoundariesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["file"].read().decode("utf-8", errors="replace")
            number = actions.load_boundaries(text, code_property=form.cleaned_data["code_property"])
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            said = ngettext("%(n)s area has its boundary now.", "%(n)s areas have their boundaries now.", number)
            messages.success(request, said % {"n": number})
            return redirect("territories:areas")
    return render(request, "territories/boundaries.html", {"form": form}, status=422 if form.errors else 200)
