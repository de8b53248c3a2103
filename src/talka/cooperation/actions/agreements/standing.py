"""Agreements made elsewhere, entered into the register as they stand."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, with_file
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.programmes.slugs import free_slug
from talka.ui.refusals import Refusal

from ...access import agreements as access
from ...models import Agreement, AgreementParty
from ...models.agreements import OVER
from .drafting import Terms, check_begin, check_terms, put
from .parties import MOST, check_shares
from .rows import changed, check_exists, locked


@dataclass(frozen=True)
class Standing:
    """state: in force, ended or terminated; ended_on: the last day it held. amounts: EUR, beside the parties; () where
    the table does not say them."""

    terms: Terms
    parties: tuple[Organisation, ...]
    state: str = Agreement.State.IN_FORCE
    ended_on: dt.date | None = None
    state_reason: str = ""
    cost_key: str = ""
    cost_key_note: str = ""
    budget: Decimal | None = None
    per: str = Agreement.Per.YEAR
    capital: Decimal | None = None
    amounts: tuple[Decimal | None, ...] = ()


MONEY = ("cost_key", "cost_key_note", "budget", "per", "capital")


def enter(data: Standing, sent: Sent, *, by: Person | None, public: bool = True, slug: str = "") -> Agreement:
    """Enter an agreement, with its signed text as a file or a link. by None: the house, loading files. Raises
    Refusal."""
    check(data, by)
    row = Agreement(standing=True, by=by, published_at=timezone.now() if public else None)
    row.illustrative = data.parties[0].illustrative

    def save() -> None:
        with deed(by):
            row.slug = free_slug(Agreement, slug or f"{data.terms.form} {data.terms.title}")
            _put(row, data)
            row.save()
            _set_parties(row, data, by)
            changed(row, by)

    with_file(row, sent, save)
    return row


def correct(agreement: Agreement, data: Standing, sent: Sent, *, version: int, by: Person | None) -> Agreement:
    """Correct what stands in the register; what stood there before is kept as a version. Raises Refusal."""
    access.check_change(by, agreement)
    check(data, None)
    row = Agreement.objects.get(pk=agreement.pk)

    def save() -> None:
        with deed(by):
            now = locked(agreement, version=version)
            if not now.standing:
                raise Refusal(
                    _("This agreement was drafted here."),
                    _("Nothing was changed."),
                    _("Change it on its own page."),
                )
            row.version = now.version
            _put(row, data)
            _set_parties(row, data, by)
            changed(row, by)

    with_file(row, sent, save)
    return row


def check(data: Standing, by: Person | None) -> None:
    """Raises Refusal. by None: it is not asked who enters it."""
    check_begin(list(data.parties), by)
    check_terms(data.terms)
    if len(data.parties) > MOST:
        raise Refusal(_("An agreement has at most %(n)s parties.") % {"n": MOST}, _("Nothing was changed."))
    if data.terms.valid_from is None:
        raise Refusal(
            _("The day from which it holds is missing."), _("Nothing was changed."), _("It stands in it."), status=422
        )
    if data.state not in (Agreement.State.IN_FORCE, *OVER):
        raise Refusal(
            _("What enters the register so is in force or has ended."),
            _("Nothing was changed."),
            _("Draft it here instead where the parties still negotiate."),
            status=422,
        )
    if data.state in OVER and (data.ended_on is None or data.ended_on < data.terms.valid_from):
        raise Refusal(
            _("An agreement that has ended needs its last day, not before its first."),
            _("Nothing was changed."),
            status=422,
        )
    if data.state == Agreement.State.TERMINATED and not data.state_reason.strip():
        raise Refusal(_("Please say why it was terminated."), _("Nothing was changed."), status=422)
    for organisation in data.parties:
        check_exists(organisation, data.terms.valid_from)
    if data.amounts and len(data.amounts) != len(data.parties):
        raise Refusal(
            _("There are %(amounts)s amounts for %(parties)s parties.")
            % {"amounts": len(data.amounts), "parties": len(data.parties)},
            _("Nothing was changed."),
            status=422,
        )
    check_shares(data.budget, data.capital, list(data.amounts))


def _put(row: Agreement, data: Standing) -> None:
    put(row, data.terms)
    row.state = data.state
    row.ended_on = data.ended_on if data.state in OVER else None
    row.state_reason = data.state_reason.strip()[:500] if data.state in OVER else ""
    for name in MONEY:
        setattr(row, name, getattr(data, name))


def _set_parties(row: Agreement, data: Standing, by: Person | None) -> None:
    """The parties as they are said; one that is not said any more goes, unless another stands in its place."""
    there = {party.organisation_id: party for party in row.parties.all()}
    amounts = data.amounts or (None,) * len(data.parties)
    for order, (organisation, amount) in enumerate(zip(data.parties, amounts, strict=True), start=1):
        party = there.pop(organisation.pk, None) or AgreementParty(agreement=row, organisation=organisation)
        party.state, party.left_on, party.order = AgreementParty.State.PARTY, None, order
        party.role = AgreementParty.Role.LEAD if order == 1 else AgreementParty.Role.PARTY
        if data.amounts:
            party.amount = amount
        party.by = by
        party.save()
    for party in there.values():
        if party.stands:
            party.delete()
