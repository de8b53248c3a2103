"""What indicators hang on pages of rooms below: the profile of an area."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from talka.territories.models import Area

from .comparing.choice import Show, comparison_address
from .queries.peer_set import PeerSet
from .queries.profile_page import profile_page


def profile_panel(area: Area, request: HttpRequest) -> str:
    shown = profile_page(area, timezone.localdate())
    if shown.empty:
        return ""
    context = {
        "page": shown,
        "profile": shown.profile,
        "area": area,
        "compare": _with_whom(area, shown.profile.among),
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
