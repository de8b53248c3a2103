"""Parties of an agreement: who is bound, who signs, what each pays, who leaves and who takes its place."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.territories.models import Succession
from talka.ui.numbers import euro
from talka.ui.refusals import Refusal

from ...access import agreements as access
from ...agreements.sharing import difference
from ...appraisal.inputs import Inputs
from ...models import Agreement, AgreementParty
from ...queries.appraisal.figures import appraisal_of
from ..projects.amounts import amount
from .rows import changed, check_exists, locked, locked_draft, parties_of

MOST = 60
"""Parties to one agreement."""


@dataclass(frozen=True)
class PartyData:
    """The names of a party's columns. seats, votes: in the body that steers it."""

    role: str = AgreementParty.Role.PARTY
    signatory: str = ""
    position: str = ""
    seats: int | None = None
    votes: int | None = None
    contact: Person | None = None


@dataclass(frozen=True)
class Shares:
    """Who pays what. budget, capital, amounts: EUR; amounts: by the party's row id, nothing said counts as nothing."""

    cost_key: str
    cost_key_note: str
    budget: Decimal | None
    per: str
    capital: Decimal | None
    amounts: Mapping[int, Decimal | None]


def add(agreement: Agreement, organisation: Organisation, data: PartyData, *, by: Person | None) -> AgreementParty:
    """Raises Refusal."""
    if by is not None:
        access.check_change(by, agreement)
    kept = organisation.merged_into or organisation
    with deed(by):
        row = locked_draft(agreement)
        check_may_join(row, kept, data)
        last = AgreementParty.objects.filter(agreement=row).aggregate(last=Max("order"))["last"] or 0
        party = AgreementParty(agreement=row, organisation=kept, order=last + 1, by=by)
        _put(party, data)
        party.save()
        _one_lead(row, party)
        changed(row, by)
    return party


def check_may_join(row: Agreement, organisation: Organisation, data: PartyData) -> None:
    """Raises Refusal."""
    from .drafting import made_up_and_true

    rows = AgreementParty.objects.filter(agreement=row)
    if rows.filter(organisation=organisation).exists():
        raise Refusal(
            _("This organisation is a party already."),
            _("Nothing was changed."),
            _("Change what stands there instead."),
            status=422,
        )
    if rows.count() >= MOST:
        raise Refusal(_("An agreement has at most %(n)s parties.") % {"n": MOST}, _("Nothing was changed."))
    if organisation.illustrative != row.illustrative:
        raise made_up_and_true()
    _check_contact(data, organisation)
    check_exists(organisation, row.valid_from)


def change(party: AgreementParty, data: PartyData, *, version: int, by: Person | None) -> None:
    """version: of the agreement, as it was shown. Raises Refusal."""
    access.check_change(by, party.agreement)
    with deed(by):
        row = locked_draft(party.agreement, version=version)
        _check_contact(data, party.organisation)
        again = AgreementParty.objects.select_for_update(of=("self",)).get(pk=party.pk)
        _put(again, data)
        again.by = by
        again.save()
        _one_lead(row, again)
        changed(row, by)


def remove(party: AgreementParty, *, by: Person | None) -> None:
    """Take out one that entered by mistake; once a council has answered, a party leaves instead. Raises Refusal."""
    access.check_change(by, party.agreement)
    with deed(by):
        row = locked_draft(party.agreement)
        if party.endorsements.exists():
            raise Refusal(
                _("The council of this party has answered already."),
                _("Nothing was changed."),
                _("Note that the party leaves; what its council decided stays on record."),
            )
        AgreementParty.objects.filter(pk=party.pk).delete()
        changed(row, by)


def set_shares(agreement: Agreement, shares: Shares, *, version: int, by: Person | None) -> None:
    """Set the key, the budget and what each party pays; the amounts make up the budget to the cent. Raises Refusal."""
    if by is not None:
        access.check_change(by, agreement)
    with deed(by):
        row = locked(agreement, version=version) if agreement.standing else locked_draft(agreement, version=version)
        standing = {party.pk: party for party in parties_of(row) if party.stands}
        said = {pk: shares.amounts.get(pk) for pk in standing}
        check_shares(shares.budget, shares.capital, list(said.values()))
        for pk, party in standing.items():
            party.amount = None if all(each is None for each in said.values()) else said[pk] or Decimal()
            party.save(update_fields=["amount"])
        row.cost_key, row.cost_key_note = shares.cost_key, shares.cost_key_note.strip()
        row.budget, row.per, row.capital = shares.budget, shares.per, shares.capital
        changed(row, by)


def take_shares(agreement: Agreement, *, version: int, by: Person) -> None:
    """Take key, budget and shares from the accepted appraisal of the case, as far as `by` may see them; whoever reads
    the agreement sees them then. Raises Refusal."""
    access.check_change(by, agreement)
    if agreement.case is None:
        raise Refusal(_("This agreement comes from no cooperation case."), _("Nothing was changed."))
    figures = appraisal_of(agreement.case, by)
    if not figures.key:
        raise Refusal(
            _("The partners have not taken a key in the appraisal yet."),
            _("Nothing was changed."),
            _("Take one there first, or type the amounts."),
        )
    if figures.total_eur is None:
        raise Refusal(
            _("You do not see these shares, as a partner keeps its figures to itself."),
            _("Nothing was changed."),
            _("Ask that partner to let results be shown, or choose a key that does not need its figures."),
        )
    paid = {one.partner.organisation_id: one.share_eur for one in figures.partners if one.share_eur is not None}
    standing = [party for party in parties_of(agreement) if party.stands]
    missing = [
        str(one.partner)
        for one in figures.partners
        if one.share_eur and one.partner.organisation_id not in {party.organisation_id for party in standing}
    ]
    if missing:
        raise Refusal(
            _("%(who)s shares the cost and is no party to the agreement.") % {"who": ", ".join(missing)},
            _("Nothing was changed."),
            _("Add it as a party, or compute the appraisal without it."),
        )
    note = ""
    if figures.key == Agreement.Key.MIXED and figures.run is not None:
        equal = Inputs.from_json(figures.run.input).asked.percent_equal
        note = _("%(equal)s %% equal, %(rest)s %% by usage") % {"equal": f"{equal:g}", "rest": f"{100 - equal:g}"}
    amounts = {party.pk: paid.get(party.organisation_id, Decimal()) for party in standing}
    shares = Shares(figures.key, note, figures.total_eur, Agreement.Per.YEAR, agreement.capital, amounts)
    set_shares(agreement, shares, version=version, by=by)


def check_shares(budget: Decimal | None, capital: Decimal | None, amounts: list[Decimal | None]) -> None:
    """Raises Refusal that says by how much it does not add up."""
    said = [each for each in (budget, capital, *amounts) if each is not None]
    if any(each.is_finite() and each < 0 for each in said):
        raise Refusal(_("An amount is below zero."), _("Nothing was changed."), status=422)
    for each in said:
        amount(each)
    if capital is not None and capital > (budget or 0):
        raise Refusal(
            _("More is to be invested than the whole budget."),
            _("Nothing was changed."),
            _("The budget holds both the investment and the running cost."),
            status=422,
        )
    if all(each is None for each in amounts):
        return
    gap = difference(budget, amounts)
    if gap:
        words = (
            _("What the parties pay is %(gap)s more than the budget.")
            if gap > 0
            else _("What the parties pay is %(gap)s less than the budget.")
        )
        raise Refusal(
            words % {"gap": euro(abs(gap))},
            _("Nothing was changed: the councils have to see amounts that add up to the cent."),
            _("The amounts add up to %(sum)s; correct one of them, or the budget.")
            % {"sum": euro(difference(None, amounts))},
            status=422,
        )


def leave(party: AgreementParty, *, on: dt.date, reason: str, by: Person | None) -> None:
    """A party leaves on a day, with a reason: what it endorsed and paid stays on record. Raises Refusal."""
    if by is not None and not access.may_change(by, party.agreement):
        access.check_answer_for(by, party)
    if not reason.strip():
        raise Refusal(_("Please say why."), _("Nothing was changed."), _("The others have to know it."), status=422)
    with deed(by):
        row = locked(party.agreement)
        again = AgreementParty.objects.select_for_update(of=("self",)).get(pk=party.pk)
        if not again.stands:
            return
        again.state, again.left_on, again.left_reason = AgreementParty.State.LEFT, on, reason.strip()[:500]
        again.by = by
        again.save()
        changed(row, by)


def put_in_successor(party: AgreementParty, organisation: Organisation, *, by: Person | None) -> AgreementParty:
    """The local government that took over a merged one's territory becomes party in its place, with its seats, votes
    and payment, also where it had left before; one that is a party already takes over the payment. Where the merged one
    led, it leads. The merged one stays on record. Raises Refusal."""
    if by is not None:
        access.check_change(by, party.agreement)
    old = party.organisation
    step = Succession.objects.filter(old=old.area_id, new=organisation.area_id).first() if old.area_id else None
    if step is None or organisation.merged_into_id:
        raise Refusal(
            _("%(new)s did not take over the territory of %(old)s.") % {"new": organisation.name, "old": old.name},
            _("Nothing was changed."),
            status=422,
        )
    with deed(by):
        row = locked(party.agreement)
        gone = AgreementParty.objects.select_for_update(of=("self",)).get(pk=party.pk)
        if not gone.stands:
            raise Refusal(_("This party has been replaced already."), _("Nothing was changed."))
        heir = AgreementParty.objects.filter(agreement=row, organisation=organisation).first()
        if heir is None:
            heir = AgreementParty(
                agreement=row,
                organisation=organisation,
                role=gone.role,
                seats=gone.seats,
                votes=gone.votes,
                amount=gone.amount,
                order=gone.order,
                succeeds=gone,
                by=by,
            )
        elif not heir.stands:
            heir.state, heir.left_on, heir.left_reason, heir.by = AgreementParty.State.PARTY, None, "", by
            heir.seats, heir.votes, heir.amount, heir.succeeds = gone.seats, gone.votes, gone.amount, gone
        elif gone.amount is not None:
            heir.amount = (heir.amount or Decimal()) + gone.amount
        if gone.role == AgreementParty.Role.LEAD:
            heir.role = gone.role
        heir.save()
        gone.state, gone.left_on = AgreementParty.State.SUCCEEDED, min(step.on, timezone.localdate())
        gone.by = by
        gone.save()
        changed(row, by)
    return heir


def _put(party: AgreementParty, data: PartyData) -> None:
    for each in fields(PartyData):
        value = getattr(data, each.name)
        setattr(party, each.name, value.strip() if isinstance(value, str) else value)


def _check_contact(data: PartyData, organisation: Organisation) -> None:
    if data.contact is not None and data.contact.organisation_id != organisation.pk:
        raise Refusal(_("This person does not work for the party."), _("Nothing was changed."), status=422)


def _one_lead(row: Agreement, party: AgreementParty) -> None:
    """One party leads: naming another one ends the lead of the first."""
    if party.role != AgreementParty.Role.LEAD:
        return
    for other in AgreementParty.objects.filter(agreement=row, role=AgreementParty.Role.LEAD).exclude(pk=party.pk):
        other.role = AgreementParty.Role.PARTY
        other.save(update_fields=["role"])
