"""The kinds of areas where several of one kind are listed together."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from .models import Area

Kind = Area.Kind

_PLURALS = {
    Kind.REGION: gettext_noop("Planning regions"),
    Kind.STATISTICAL_REGION: gettext_noop("Statistical regions"),
    Kind.MUNICIPALITY: gettext_noop("Municipalities"),
    Kind.STATE_CITY: gettext_noop("State cities"),
    Kind.TOWN: gettext_noop("Towns"),
    Kind.PARISH: gettext_noop("Parishes"),
    Kind.UNDIVIDED: gettext_noop("Territories without parishes"),
    Kind.PLACE: gettext_noop("Populated places"),
    Kind.NEIGHBOURHOOD: gettext_noop("Neighbourhoods"),
    Kind.DENSE_AREA: gettext_noop("Densely populated areas"),
}


def plural(kind: str) -> str:
    """The heading over areas of that kind, in the reader's language."""
    return pgettext("kind of area", "States") if kind == Kind.STATE else _(_PLURALS[Kind(kind)])
