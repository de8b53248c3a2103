"""What speaks against an agreement as it stands: a partner that left its case, a municipality that was merged away,
payments that do not make up the budget."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from talka.people.models import Organisation
from talka.territories.models import Succession

from ...agreements.months import months_later
from ...agreements.sharing import difference, scaled
from ...models import Agreement, AgreementParty, Partner

IN_PROPORTION = (Agreement.Key.EQUAL, Agreement.Key.POPULATION, Agreement.Key.USAGE, Agreement.Key.FISCAL)
"""Keys under which those who stay pay in the same proportion as before; others have to be computed anew."""


@dataclass(frozen=True)
class Withdrawal:
    """A party whose organisation left the case. earliest: the first day its notice allows it to be out, where the
    agreement is in force; None where no notice was agreed."""

    party: AgreementParty
    on: dt.date | None
    reason: str
    earliest: dt.date | None


@dataclass(frozen=True)
class Merger:
    """A party that was merged away, and who took over its territory: areas with their share, and the organisations
    that can take its place."""

    party: AgreementParty
    on: dt.date
    names: tuple[str, ...]
    heirs: tuple[Organisation, ...]


@dataclass(frozen=True)
class NewShare:
    """What a party that stays would pay, and what it pays now. EUR."""

    party: AgreementParty
    now: Decimal
    then: Decimal


@dataclass(frozen=True)
class Troubles:
    """exact: the new shares follow from the key; else they are a first guess and the appraisal has to say."""

    withdrawals: tuple[Withdrawal, ...]
    mergers: tuple[Merger, ...]
    gap: Decimal
    new_shares: tuple[NewShare, ...]
    exact: bool


def troubles_of(agreement: Agreement, parties: Sequence[AgreementParty]) -> Troubles:
    """At most three queries; none for an agreement that is over."""
    if agreement.is_over:
        return Troubles((), (), Decimal(), (), True)
    standing = [party for party in parties if party.stands]
    withdrawals = _withdrawals(agreement, standing)
    amounts = [party.amount for party in standing]
    said = [each for each in amounts if each is not None]
    gap = difference(agreement.budget, amounts) if said else Decimal()
    staying = [party for party in standing if party.pk not in {each.party.pk for each in withdrawals}]
    new = _new_shares(agreement, staying) if said and (gap or withdrawals) else ()
    return Troubles(withdrawals, _mergers(standing), gap, new, agreement.cost_key in IN_PROPORTION)


def _withdrawals(agreement: Agreement, standing: Sequence[AgreementParty]) -> tuple[Withdrawal, ...]:
    if agreement.case_id is None or not standing:
        return ()
    left = {
        row.organisation_id: row
        for row in Partner.objects.filter(
            case=agreement.case_id,
            state=Partner.State.WITHDRAWN,
            organisation__in=[party.organisation_id for party in standing],
        )
    }
    earliest = None
    if agreement.state == Agreement.State.IN_FORCE and agreement.notice_months:
        earliest = months_later(timezone.localdate(), agreement.notice_months)
    return tuple(
        Withdrawal(party, left[party.organisation_id].answered_on, left[party.organisation_id].reason, earliest)
        for party in standing
        if party.organisation_id in left
    )


def _mergers(standing: Sequence[AgreementParty]) -> tuple[Merger, ...]:
    areas = [party.organisation.area_id for party in standing if party.organisation.area_id]
    steps: dict[int, list[Succession]] = {}
    for step in Succession.objects.filter(old__in=areas).select_related("new").defer("new__boundary", "new__outline"):
        steps.setdefault(step.old_id, []).append(step)
    if not steps:
        return ()
    new = {step.new_id for rows in steps.values() for step in rows}
    heirs: dict[int, list[Organisation]] = {}
    for row in Organisation.objects.filter(area__in=new, merged_into=None).filter(
        Q(kind=Organisation.Kind.MUNICIPALITY)
    ):
        heirs.setdefault(row.area_id or 0, []).append(row)
    found = []
    for party in standing:
        rows = sorted(steps.get(party.organisation.area_id or 0, []), key=lambda step: -step.share)
        if rows:
            names = tuple(row.new.name for row in rows)
            able = tuple(each for row in rows for each in heirs.get(row.new_id, []))
            found.append(Merger(party, rows[0].on, names, able))
    return tuple(found)


def _new_shares(agreement: Agreement, staying: Sequence[AgreementParty]) -> tuple[NewShare, ...]:
    if agreement.budget is None or not staying:
        return ()
    now = [party.amount or Decimal() for party in staying]
    then = scaled(agreement.budget, now)
    return tuple(NewShare(*each) for each in zip(staying, now, then, strict=True))
