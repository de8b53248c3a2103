"""Sending an agreement to the councils, and what they answer."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, with_file
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.ui.refusals import Refusal

from ...access import agreements as access
from ...models import Agreement, AgreementParty, Endorsement
from .parties import check_shares
from .rows import changed, locked, parties_of

BEFORE_COUNCILS = (Agreement.State.SENT, Agreement.State.ENDORSED)


@dataclass(frozen=True)
class Decision:
    """What a council decided. text_number: the version of the text that it had before it."""

    answer: str
    text_number: int
    decided_on: dt.date
    decision_number: str = ""
    reason: str = ""
    open_file: bool = True


def send(agreement: Agreement, *, by: Person | None) -> Agreement:
    """Put the text before the councils. Twice is once. Raises Refusal."""
    if by is not None:
        access.check_change(by, agreement)
    with deed(by):
        row = locked(agreement)
        if row.state == Agreement.State.SENT:
            return row
        if row.standing or row.state != Agreement.State.DRAFT:
            raise Refusal(_("Only a draft is sent to the councils."), _("Nothing was changed."))
        standing = [party for party in parties_of(row) if party.stands]
        if len(standing) < 2:
            raise Refusal(
                _("An agreement has at least two parties."), _("Nothing was changed."), _("Add another one first.")
            )
        check_shares(row.budget, row.capital, [party.amount for party in standing])
        row.state = Agreement.State.SENT
        changed(row, by)
        settle(row)
    return row


def recall(agreement: Agreement, *, by: Person | None) -> Agreement:
    """Back to drafting; what councils have answered stays on record. Twice is once. Raises Refusal."""
    access.check_change(by, agreement)
    with deed(by):
        row = locked(agreement)
        if row.state in BEFORE_COUNCILS:
            row.state = Agreement.State.DRAFT
            changed(row, by)
    return row


def answer(party: AgreementParty, decision: Decision, sent: Sent, *, by: Person | None) -> Endorsement:
    """Write down what a party's council decided, with the decision as a file or link. Raises Refusal."""
    if by is not None:
        access.check_answer_for(by, party)
    _check(party.organisation, decision)
    made = Endorsement(
        party=party,
        answer=decision.answer,
        text_number=decision.text_number,
        decided_on=decision.decided_on,
        decision_number=decision.decision_number.strip(),
        reason=decision.reason.strip(),
        open_file=decision.open_file,
        by=by,
    )

    def save() -> None:
        with deed(by):
            row = locked(party.agreement)
            _check_now(row, party, decision)
            made.save()
            settle(row)

    with_file(made, sent, save)
    return made


def settle(row: Agreement) -> None:
    """Endorsed once every party's last answer about the text that holds now is yes; else it waits for councils."""
    if row.state not in BEFORE_COUNCILS:
        return
    standing = [party.pk for party in parties_of(row) if party.stands]
    answers = last_answers(row)
    all_said_yes = bool(standing) and all(
        pk in answers and answers[pk].answer == Endorsement.Answer.ENDORSED for pk in standing
    )
    state = Agreement.State.ENDORSED if all_said_yes else Agreement.State.SENT
    if row.state != state:
        row.state = state
        row.save(update_fields=["state"])


def last_answers(row: Agreement) -> dict[int, Endorsement]:
    """By party, the last answer about the version of the text that holds now."""
    rows = Endorsement.objects.filter(party__agreement=row, text_number=row.text_number).order_by("pk")
    return {each.party_id: each for each in rows}


def _check(organisation: Organisation, decision: Decision) -> None:
    if decision.answer not in Endorsement.Answer.values:
        raise Refusal(_("This answer is not known."), _("Nothing was changed."), status=422)
    if decision.answer == Endorsement.Answer.REFUSED and not decision.reason.strip():
        raise Refusal(
            _("Please say why the council refused."),
            _("Nothing was changed."),
            _("The other parties have to know what stands in the way."),
            status=422,
        )
    if organisation.kind == Organisation.Kind.MUNICIPALITY and not decision.decision_number.strip():
        raise Refusal(_("A council's decision has a number."), _("Nothing was changed."), status=422)
    if decision.decided_on > timezone.localdate():
        raise Refusal(_("The day of the decision lies in the future."), _("Nothing was changed."), status=422)


def _check_now(row: Agreement, party: AgreementParty, decision: Decision) -> None:
    if row.state not in BEFORE_COUNCILS:
        raise Refusal(
            _("This agreement does not wait for councils."),
            _("Nothing was changed."),
            _("A draft is sent to the councils first; what is in force is amended."),
        )
    if not AgreementParty.objects.filter(pk=party.pk, state=AgreementParty.State.PARTY).exists():
        raise Refusal(_("Who has left an agreement does not endorse it."), _("Nothing was changed."))
    if decision.text_number != row.text_number:
        raise Refusal(
            _("The text has changed: it is version %(now)s now, your page showed version %(then)s.")
            % {"now": row.text_number, "then": decision.text_number},
            _("Nothing was changed, so that no council endorses what it has not read."),
            _("Compare the versions; if the council had the new one, open the page again and enter its decision."),
        )
