"""Those who spoke hear what came of their words, and say whether a need is worded as they meant it."""

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events import access as events
from talka.events.models import Event, Registration
from talka.people.access import not_allowed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import jobs
from ..access import may_shape
from ..letters import key_of, send_became, told_of
from ..models import Findings, Need, NeedResponse
from ..queries.became import spoke_at, spoke_for
from .wording import said, short

# Past so many letters the worker writes them.
AT_ONCE = 100


def tell_those_who_spoke(event: Event, *, by: Person | None) -> int:
    """One letter to each person who wrote a card or voted at the event: what came of it, by their own link; by the
    worker where they are many.

    Nobody gets it twice, whatever is decided later: the link shows how things stand when it is opened. How many letters
    are new. Raises Refusal before the findings are published.
    """
    if not events.may_organise(by, event):
        raise not_allowed()
    findings = Findings.of(event)
    if findings is None or not findings.public:
        raise Refusal(
            _("The findings of this event are not published yet."),
            _("Nobody was written to."),
            _("Publish them first: the letter leads to them."),
        )
    number = untold(event).count()
    if number > AT_ONCE:
        jobs.tell_those_who_spoke.defer(event=event.pk)
    else:
        tell_untold(event)
    return number


def untold(event: Event) -> QuerySet[Registration]:
    """Those who spoke at the event, have an address and got no letter about it."""
    told = told_of(event).values_list("idempotency_key", flat=True)
    keyed = Concat(Value(key_of(event.pk, "")), Cast("person_id", CharField()))
    return spoke_at(event).exclude(person__email="").annotate(key=keyed).exclude(key__in=told)


def tell_untold(event: Event) -> None:
    """Write to all of them, one transaction each, so that a fault in the middle repeats nothing. The worker's deed."""
    for registration in untold(event).select_related("person", "event__project__programme").order_by("pk"):
        with transaction.atomic():
            send_became(registration)


@transaction.atomic
def respond(registration: Registration, need: Need, *, confirms: bool, words: str = "") -> NeedResponse:
    """Whoever spoke for a need says that it is worded as they meant it, or how they would say it. Saying it again
    replaces what they said before."""
    if need.merged_into_id or not spoke_for(registration, need.pk):
        raise not_allowed()
    meant = "" if confirms else said(words)
    row, _made = NeedResponse.objects.update_or_create(
        need=need,
        person=registration.person,
        defaults={"confirms": confirms, "words": meant, "wording": need.words, "settled_at": None},
    )
    return row


@transaction.atomic
def settle(response: NeedResponse, *, take: bool, by: Person | None) -> None:
    """An organiser has read a correction: the need is worded so from now on, or stays as it is."""
    need = Need.objects.select_for_update(of=("self",)).select_related("event", "programme").get(pk=response.need_id)
    if not may_shape(by, need):
        raise not_allowed()
    row = NeedResponse.objects.select_for_update(of=("self",)).filter(pk=response.pk, confirms=False).first()
    if need.merged_into_id or row is None or row.settled_at is not None or row.wording != need.words:
        raise Refusal(
            _("The wording or what was said to it has changed meanwhile."),
            _("Nothing was changed."),
            _("Reload the page and read it again."),
        )
    if take:
        need.words = short(row.words)
        need.save(update_fields=["words"])
    row.settled_at = timezone.now()
    row.save(update_fields=["settled_at"])
