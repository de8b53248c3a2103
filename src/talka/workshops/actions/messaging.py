"""What those who lead tell the groups, and the calls of groups they have answered."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.printable import clean
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead, require_run
from ..models import Call, Group, Message, Workshop
from .stages import locked_workshop

MOST_SIGNS = 500


@transaction.atomic
def tell(workshop: Workshop, name: uuid.UUID, text: str, *, by: Person | None, group: Group | None = None) -> Message:
    """A message to one group, or to all. name: the form's own, so that sending it twice tells it once."""
    if group is None:
        require_run(by, workshop)
    else:
        if group.workshop_id != workshop.pk:
            raise Refusal(_("This group belongs to other group work."), status=404)
        require_lead(by, [group])
    words = " ".join(clean(text).split())
    if not words:
        raise Refusal(_("The message is empty."), advice=_("Write what you want to say."), status=422)
    if len(words) > MOST_SIGNS:
        raise Refusal(_("A message has at most %(n)s signs.") % {"n": MOST_SIGNS}, status=422)
    locked = locked_workshop(workshop)
    message, made = Message.objects.get_or_create(
        uid=name, defaults={"workshop": locked, "group": group, "text": words}
    )
    if message.workshop_id != locked.pk or message.text != words:
        raise Refusal(_("This message was already sent, with other words."), advice=_("Open the page again."))
    if made:
        append(locked.stream, "message-sent", message=message.pk, **({"group": group.pk} if group else {}))
    return message


@transaction.atomic
def answer(call: Call, *, by: Person | None) -> Call:
    """Somebody goes there: the call waits no more."""
    locked = (
        Call.objects.select_for_update(of=("self",), no_key=True)
        .select_related("group__workshop__event__project")
        .get(pk=call.pk)
    )
    require_lead(by, [locked.group])
    if locked.answered_at is None:
        locked.answered_at = timezone.now()
        locked.save(update_fields=["answered_at"])
        append(locked.group.workshop.stream, "call-answered", call=locked.pk, group=locked.group_id)
    return locked
