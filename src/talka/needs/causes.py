"""What other rooms begin from: the need or measure whose page led there."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.ui.refusals import Refusal

from . import access
from .models import Measure, Need

Cause = tuple[str, int]
"""As arrows name it: ("need" or "measure", row id)."""


def name_of(thing: Need | Measure) -> str:
    """As arrows and addresses name its kind."""
    return "need" if isinstance(thing, Need) else "measure"


def asked_for(query: Mapping[str, str]) -> tuple[Cause, ...]:
    """What ?need=12 and ?measure=12 of an address name; what is no number is passed over."""
    asked = ((kind, query.get(kind, "")) for kind in ("need", "measure"))
    return tuple((kind, int(pk)) for kind, pk in asked if pk.isascii() and pk.isdigit() and len(pk) < 18)


def check_known(by: Person | None, kind: str, pk: int) -> None:
    """Raises Refusal for a need or measure the person may not know of. by None: the house, loading files."""
    if by is None:
        return
    known = kind == "need" and access.known_to(by, Need.objects.filter(pk=pk)).exists()
    if not known and not (kind == "measure" and access.known_to(by, Measure.objects.filter(pk=pk)).exists()):
        raise Refusal(
            _("This need or measure is not known."),
            _("Nothing was changed."),
            _("Open the page again and choose one from the list."),
            status=422,
        )
