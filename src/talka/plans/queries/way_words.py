"""A way in words: what the picture shows, for who cannot see it and for who wants the figures."""

from django.utils.translation import gettext as _

from talka.ui.numbers import number

from ..models import PlanIndicator
from .ways import WayRow


def promised(row: WayRow) -> str:
    """From where to where the document wants to go."""
    way, digits = row.way, row.digits
    if way.baseline is not None and way.target is not None:
        return _("From %(baseline)s in %(first)s to %(target)s in %(last)s.") % {
            "baseline": number(way.baseline, digits),
            "first": way.baseline_year,
            "target": number(way.target, digits),
            "last": way.target_year,
        }
    if way.target is not None:
        return _("To %(target)s by %(last)s.") % {"target": number(way.target, digits), "last": way.target_year}
    wanted = PlanIndicator.Direction(way.direction).label
    if way.baseline is not None:
        return _("%(baseline)s in %(first)s; from then on: %(wanted)s.") % {
            "baseline": number(way.baseline, digits),
            "first": way.baseline_year,
            "wanted": str(wanted).lower(),
        }
    return _("%(wanted)s; the document names no figure.") % {"wanted": wanted}


def peers_told(row: WayRow) -> str:
    """How the peers stood in the newest year in which enough of them have a figure; "" where there is none."""
    newest = next((one.peers for one in reversed(row.years) if one.peers), None)
    if newest is None:
        return ""
    figures = {
        "who": row.peers.words,
        "year": newest.year,
        "middle": number(newest.middle, row.digits),
        "low": number(newest.low, row.digits),
        "high": number(newest.high, row.digits),
    }
    if row.peers_rebased:
        return (
            _(
                "Others in %(year)s, had they begun at the same figure (%(who)s): median %(middle)s, "
                "half of them between %(low)s and %(high)s."
            )
            % figures
        )
    return _("Others in %(year)s (%(who)s): median %(middle)s, half of them between %(low)s and %(high)s.") % figures


def legend_of(row: WayRow) -> str:
    """What the band of the picture is."""
    if row.peers_rebased:
        return _("others from the same beginning: median and middle half")
    return _("others: median and middle half")
