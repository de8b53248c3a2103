"""How many photographs a practice story and an impression hold."""

from django.utils.translation import gettext as _

from talka.ui.refusals import Refusal

MOST_PHOTOS = 8


def check_room(held: int) -> None:
    """held: so many the story has. Raises Refusal."""
    if held >= MOST_PHOTOS:
        raise Refusal(
            _("A story holds at most %(number)s photographs.") % {"number": MOST_PHOTOS},
            _("Nothing was saved."),
            _("Remove one first."),
        )
