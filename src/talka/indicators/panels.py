"""What indicators hang on pages of rooms below: the profile of an area."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from talka.territories.models import Area

from .queries.profile_page import profile_page


def profile_panel(area: Area, request: HttpRequest) -> str:
    shown = profile_page(area, timezone.localdate())
    if shown.empty:
        return ""
    return render_to_string("indicators/profile.html", {"page": shown, "profile": shown.profile, "area": area}, request)
