"""What indicators hang on pages of rooms below: the profile of an area."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from talka.territories.models import Area

from .comparing.choice import Show, comparison_address
from .queries.peer_set import PeerSet
from .queries.profile import profile
from .queries.specialised import specialised
from .specialisation_words import sentences

HEADLINES = ("population-registered", "population-growth", "density", "mean-age", "wage-gross", "roads-per-1000")
"""What a reader wants first; those of which nothing is known of an area are passed over."""


def profile_panel(area: Area, request: HttpRequest) -> str:
    shown, good_at = profile(area, timezone.localdate()), specialised(area)
    if not shown.sections and good_at is None:
        return ""
    headlines = [line for key in HEADLINES if (line := shown.line(key)) and line.latest]
    context = {
        "profile": shown,
        "area": area,
        "headlines": headlines,
        "specialised": good_at,
        "compare": _with_whom(area, shown.among),
        "strengths": sentences(good_at.reasons, good_at.titles) if good_at else [],
    }
    return render_to_string("indicators/profile.html", context, request)


def _with_whom(area: Area, among: PeerSet) -> dict[str, str]:
    """Where it is compared with its peers, and where those of them that do better are."""
    peers = [row.area.key for row in among.peers]
    return {
        "with": comparison_address([area.key, *peers]),
        "better": comparison_address([area.key, *peers], show=Show.BETTER, area=area.key, outcome="wage-gross"),
        "known": "yes" if peers else "",
    }
