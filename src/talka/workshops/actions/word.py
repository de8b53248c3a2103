"""Who has the word: a group reports or pitches, with a clock of its own."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_run
from ..models import Group, Workshop
from .clock import started
from .stages import locked_workshop


@transaction.atomic
def give_word(workshop: Workshop, group: Group | None, *, by: Person | None) -> Workshop:
    """The group speaks to all, for the minutes that the stage advises each; None: nobody speaks any more.

    Given again to the same group its clock goes on as it was.
    """
    require_run(by, workshop)
    if group is not None and group.workshop_id != workshop.pk:
        raise Refusal(_("This group belongs to other group work."), status=404)
    locked = locked_workshop(workshop)
    if locked.speaking_id == (group.pk if group else None):
        return locked
    minutes = locked.stage.spec.minutes_each if group is not None and locked.stage is not None else None
    hands = started(60 * (minutes or 0), timezone.now())
    locked.speaking, locked.word_ends_at, locked.word_left = group, hands.ends_at, None
    locked.save(update_fields=["speaking", "word_ends_at", "word_left"])
    append(locked.stream, "word-given", workshop=locked.pk, **({"group": group.pk} if group else {}))
    return locked
