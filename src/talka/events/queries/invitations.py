"""The list of invitations: who, how it stands, what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.documents.sheets import Column, Sheet
from talka.events.actions.invitation_lists import COLUMNS
from talka.events.actions.invitations import waiting_letters
from talka.events.models import Event, Invitation, Registration, SheetImport
from talka.people.models import Person
from talka.ui.folding import sought

STATES = {
    "registered": gettext_lazy("registered"),
    "waiting": gettext_lazy("on the waiting list"),
    "declined": gettext_lazy("declined"),
    "withdrawn": gettext_lazy("taken back"),
    "sent": gettext_lazy("letter sent"),
    "unsent": gettext_lazy("not sent yet"),
}
TONES = {"registered": "success", "waiting": "info", "declined": "neutral", "withdrawn": "neutral", "sent": "info"}


@dataclass(frozen=True)
class Numbers:
    invited: int
    sent: int
    unsent: int
    declined: int
    registered: int


def invitations_of(event: Event, words: str = "", state: str = "") -> QuerySet[Invitation]:
    """Rows in the order of names, each with `came_to`: the state of the person's registration, or None."""
    registration = Registration.objects.filter(event=event, person=OuterRef("person")).exclude(
        state=Registration.State.CANCELLED
    )
    rows = (
        event.invitations.filter(person__erased_at=None)
        .select_related("person__organisation")
        .annotate(came_to=Subquery(registration.values("state")[:1]))
        .order_by("person__sort_key", "pk")
    )
    for word in sought(words):
        rows = rows.filter(Q(person__folded__contains=word) | Q(person__organisation__folded__contains=word))
    match state:
        case "registered" | "waiting":
            rows = rows.filter(came_to=state)
        case "declined":
            rows = rows.filter(declined_at__isnull=False, withdrawn_at=None, came_to=None)
        case "withdrawn":
            rows = rows.filter(withdrawn_at__isnull=False, came_to=None)
        case "sent":
            rows = rows.filter(sent_at__isnull=False, declined_at=None, withdrawn_at=None, came_to=None)
        case "unsent":
            rows = rows.filter(sent_at=None, declined_at=None, withdrawn_at=None, came_to=None)
    return rows


def state_of(row: Invitation) -> str:
    """One word for how an invitation stands: what the person did weighs more than what was sent."""
    came_to = getattr(row, "came_to", None)
    if came_to in ("registered", "waiting"):
        return str(came_to)
    if row.withdrawn_at:
        return "withdrawn"
    if row.declined_at:
        return "declined"
    return "sent" if row.sent_at else "unsent"


def numbers_of(event: Event) -> Numbers:
    """Five figures; one query. Of those not sent only what can go out is unsent."""
    registered = Registration.objects.filter(event=event, person=OuterRef("person")).exclude(
        state=Registration.State.CANCELLED
    )
    standing = event.invitations.filter(withdrawn_at=None, person__erased_at=None)
    rows = standing.annotate(here=Exists(registered), waits=Exists(waiting_letters().filter(pk=OuterRef("pk"))))
    found = list(rows.values_list("sent_at", "declined_at", "here", "waits"))
    return Numbers(
        invited=len(found),
        sent=sum(1 for sent, _declined, _here, _waits in found if sent),
        unsent=sum(1 for _sent, _declined, _here, waits in found if waits),
        declined=sum(1 for _sent, declined, here, _waits in found if declined and not here),
        registered=sum(1 for _sent, _declined, here, _waits in found if here),
    )


def lists_waiting(event: Event) -> list[SheetImport]:
    """Address lists that wait for a decision, are being taken in, or were taken in lately."""
    return list(event.imports.filter(kind=SheetImport.Kind.INVITATIONS).exclude(state=SheetImport.State.GIVEN_UP)[:5])


def invitation_sheet(event: Event) -> Sheet:
    """The same columns that are read, so that it can be corrected and read again; and how each stands."""
    state = Column("state", gettext_lazy("State"))
    return Sheet(_("Invitations"), (*COLUMNS, state), list(_rows(event)))


def _rows(event: Event) -> Iterator[dict[str, object]]:
    for row in invitations_of(event):
        person = row.person
        yield {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "email": person.email,
            "organisation": person.organisation.name if person.organisation else "",
            "position": person.position,
            "language": person.language,
            "state": str(STATES[state_of(row)]),
        }


def people_to_invite(event: Event, words: str, most: int = 20) -> list[Person]:
    """People of the register who are found by the words and not invited yet."""
    rows = Person.objects.filter(
        merged_into=None, erased_at=None, illustrative=event.project.programme.illustrative
    ).exclude(pk__in=event.invitations.values("person"))
    for word in sought(words):
        rows = rows.filter(Q(folded__contains=word) | Q(organisation__folded__contains=word))
    return list(rows.select_related("organisation").order_by("sort_key")[:most])


def people_of(event: Event) -> QuerySet[Person]:
    """Everybody who registered for an event and did not cancel."""
    here = event.registrations.exclude(state=Registration.State.CANCELLED)
    return Person.objects.filter(pk__in=here.values("person"), erased_at=None)
