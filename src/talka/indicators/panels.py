"""What indicators hang on pages of rooms below: the profile of an area."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from talka.territories.models import Area

from .queries.profile import profile

HEADLINES = ("population-registered", "population-growth", "density", "mean-age", "wage-gross", "roads-per-1000")
"""What a reader wants first; those of which nothing is known of an area are passed over."""


def profile_panel(area: Area, request: HttpRequest) -> str:
    shown = profile(area, timezone.localdate())
    headlines = [line for key in HEADLINES if (line := shown.line(key)) and line.latest]
    return render_to_string(
        "indicators/profile.html", {"profile": shown, "area": area, "headlines": headlines}, request
    )
