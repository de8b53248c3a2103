"""What the outbox page shows, and what a person may carry away."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from talka.ui.folding import sought

from .access import Reader, letters_for, words_closed
from .models import Letter, Suppression


@dataclass(frozen=True)
class Tab:
    """One state of letters, with how many there are."""

    state: str
    count: int


def outbox(reader: Reader, *, words: str = "", state: str = "", about: tuple[str, str] = ("", "")) -> QuerySet[Letter]:
    """The letters the reader may see, newest first, without their bodies."""
    letters = letters_for(reader).defer("text", "html")
    if state in Letter.State.values:
        letters = letters.filter(state=state)
    if about[0]:
        letters = letters.filter(about_kind=about[0], about_id=about[1])
    for word in sought(words):
        letters = letters.filter(folded__contains=word)
    return letters


def state_counts(reader: Reader) -> dict[str, int]:
    """How many letters of each state the reader may see."""
    rows = letters_for(reader).order_by().values("state").annotate(number=Count("pk")).values_list("state", "number")
    return dict(rows)


def suppressions() -> QuerySet[Suppression]:
    """Blocked addresses, for administrators."""
    return Suppression.objects.all()


@dataclass(frozen=True)
class KeptLetter:
    """A letter as it stands in a person's export."""

    written: datetime
    sent: datetime | None
    state: str
    kind: str
    language: str
    subject: str
    text: str


def letters_of(address: str, person_ref: str = "") -> list[KeptLetter]:
    """Every letter to an address (or with a person's reference), for the person's own export, newest first."""
    mine = Q(to_address=address.strip().lower()) if address.strip() else Q(pk__in=[])
    if person_ref:
        mine |= Q(person_ref=person_ref)
    return [
        KeptLetter(
            row.created,
            row.sent_at,
            row.state,
            row.kind,
            row.language,
            row.subject,
            "" if words_closed(row) else row.text,
        )
        for row in Letter.objects.filter(mine)
    ]
