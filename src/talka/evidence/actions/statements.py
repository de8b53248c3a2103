"""That an item does not apply to an event, and why: said and withdrawn by organisers, kept on record."""

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events.models import Event
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise
from talka.ui.refusals import Refusal

from ..checklists import Item
from ..models import Statement
from ..queries.checklist import State, checklist

LONGEST = 500


def say_apart(event: Event, item: Item, *, reason: str, by: Person | None) -> Statement:
    """The item does not apply, because … Said anew, the reason before is withdrawn. Raises Refusal: without a reason,
    or where something is there that speaks against it."""
    check_organise(by, event.project)
    reason = reason.strip()[:LONGEST]
    if not reason:
        raise Refusal(
            _("The reason is missing."),
            _("Nothing was changed."),
            _("Say in one sentence why this does not apply: an auditor will read it."),
            status=422,
        )
    line = next((line for line in checklist(event).lines if line.item.key == item.key), None)
    if line is not None and line.state in (State.THERE, State.PARTLY):
        raise Refusal(
            _("Something is there for “%(item)s” already.") % {"item": item.title},
            _("Nothing was changed."),
            _("Take it back first, if it does not belong here."),
        )
    with deed(by):
        Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
        _standing(event, item.key)
        return Statement.objects.create(event=event, item=item.key, reason=reason, said_at=timezone.now(), by=by)


def say_it_applies(event: Event, item: Item, *, by: Person | None) -> None:
    """Withdraw the statement. Twice is once."""
    check_organise(by, event.project)
    with deed(by):
        _standing(event, item.key)


def _standing(event: Event, key: str) -> None:
    rows = Statement.objects.filter(event=event, item=key, withdrawn_at=None)
    rows.update(withdrawn_at=timezone.now())
