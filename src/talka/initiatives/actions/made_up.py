"""True and made-up data are kept apart: a made-up initiative stands in no true programme, and what people read and
support does not become the other thing under their hands."""

from typing import Protocol

from django.utils.translation import gettext as _

from talka.territories.models import Area
from talka.ui.refusals import Refusal


class MadeUp(Protocol):
    """A territory, an organisation, a programme, an initiative."""

    illustrative: bool


def check_alike(*things: MadeUp | None) -> None:
    """Raises Refusal(422) where of the things that something is to join some are made up and others are not."""
    if len({bool(one.illustrative) for one in things if one is not None}) > 1:
        raise Refusal(
            _("True and made-up data are kept apart."),
            _("Nothing was saved: of what you chose something is made up, and something is not."),
            _("Choose what belongs together."),
            status=422,
        )


def check_stays_made_up(made_up: bool, area: Area) -> None:
    """For what is published: its supporters and comments are those of a true or of a made-up place. Raises
    Refusal(422)."""
    if area.illustrative != made_up:
        raise Refusal(
            _("True and made-up data are kept apart."),
            _("Nothing was saved: others have read and supported it where it is."),
            _("Begin a new one in the other territory."),
            status=422,
            field="area",
        )
