"""What the projector shows, and whether it is dark or stands still."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead, require_run
from ..models import Group, Workshop
from .stages import locked_workshop

OF_ALL = ("join", "clock", "ranking", "winners")
OF_A_GROUP = ("board", "votes", "report", "sheet")
WALLS = ("", "blank", "frozen")


@transaction.atomic
def put_on_screen(workshop: Workshop, what: str, group: Group | None = None, *, by: Person | None) -> Workshop:
    """What the projector's page shows from now on; it also ends darkness. A group's own things may be put there by
    whoever leads it."""
    if what not in (OF_ALL if group is None else OF_A_GROUP):
        raise Refusal(_("The projector cannot show this."), status=400)
    if group is None:
        require_run(by, workshop)
    else:
        if group.workshop_id != workshop.pk:
            raise Refusal(_("This group belongs to other group work."), status=400)
        require_lead(by, [group])
    locked = locked_workshop(workshop)
    locked.on_screen = what if group is None else f"{what}-{group.number}"
    locked.wall = ""
    locked.save(update_fields=["on_screen", "wall"])
    append(locked.stream, "screen-changed", workshop=locked.pk)
    return locked


@transaction.atomic
def set_wall(workshop: Workshop, state: str, *, by: Person | None) -> Workshop:
    """ "blank" makes it dark, "frozen" keeps what stands there, "" lets it follow again."""
    require_run(by, workshop)
    if state not in WALLS:
        raise Refusal(_("The projector cannot show this."), status=400)
    locked = locked_workshop(workshop)
    locked.wall = state
    locked.save(update_fields=["wall"])
    append(locked.stream, "screen-changed", workshop=locked.pk)
    return locked
