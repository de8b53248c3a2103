"""The charts that are kept of an area, by what they are of."""

from django.utils.translation import get_language

from talka.indicators.models import Chart
from talka.territories.models import Area

KINDS = ("way", "place", "industries")


def name_of_chart(area: Area, kind: str, language: str) -> str:
    return f"{area.key}/{kind}/{language}"


def charts_of(area: Area, *, drawings: bool = False) -> dict[str, Chart]:
    """By kind, the newest of each in the reader's language; what is not drawn is not there. One query.

    drawings: with the SVG itself, for papers; a page shows them by their address.
    """
    language = (get_language() or "lv").split("-")[0]
    names = {name_of_chart(area, kind, language): kind for kind in KINDS}
    rows = Chart.objects.filter(name__in=names).order_by("drawn_at", "pk")
    return {names[row.name]: row for row in (rows if drawings else rows.defer("svg"))}
