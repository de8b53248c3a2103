"""What the agreement of a case says to one partner's council: who has endorsed it, seats, votes, the way out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.ui.numbers import short_date

from ...access.agreements import known_to
from ...models import Agreement, AgreementParty, Endorsement, Partner
from ...models.agreements import OVER


@dataclass(frozen=True)
class Agreed:
    """answers: by organisation's row id what its council said about the text that holds now, in words. The rest stands
    in the brief where the partner has said nothing else itself."""

    answers: Mapping[int, str] = field(default_factory=dict)
    seats: int | None = None
    seats_all: int | None = None
    votes: int | None = None
    votes_all: int | None = None
    way_out: str = ""
    form: str = ""


def agreed_on(partner: Partner, person: Person | None) -> Agreed:
    """Of the newest agreement of the case that is not over, as far as the reader may know of it. At most three
    queries."""
    rows = known_to(person).filter(case=partner.case, retired_at=None).exclude(state__in=OVER)
    agreement = rows.order_by("-created_at", "-pk").first()
    if agreement is None:
        return Agreed()
    parties = list(agreement.parties.filter(state=AgreementParty.State.PARTY))
    own = next((row for row in parties if row.organisation_id == partner.organisation_id), None)
    return Agreed(
        answers=_answers(agreement),
        seats=own.seats if own else None,
        seats_all=_sum([row.seats for row in parties]),
        votes=own.votes if own else None,
        votes_all=_sum([row.votes for row in parties]),
        way_out=_way_out(agreement),
        form=agreement.form,
    )


def _answers(agreement: Agreement) -> dict[int, str]:
    rows = Endorsement.objects.filter(party__agreement=agreement, text_number=agreement.text_number)
    told = {}
    for row in rows.select_related("party").order_by("pk"):
        number = _("No. %(number)s") % {"number": row.decision_number} if row.decision_number else ""
        parts = (str(row.get_answer_display()), short_date(row.decided_on), number)
        told[row.party.organisation_id] = ", ".join(part for part in parts if part)
    return told


def _way_out(agreement: Agreement) -> str:
    notice = ""
    if agreement.notice_months:
        notice = _("Notice in months: %(n)s.") % {"n": agreement.notice_months}
    return "\n".join(part for part in (agreement.way_out, notice) if part)


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
