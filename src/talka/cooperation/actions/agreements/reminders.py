"""Letters to the parties of agreements: the last day comes near, a party left the cooperation. Each is told once."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from talka.people.models import Person

from ... import letters
from ...agreements.months import months_later
from ...models import Agreement, AgreementParty, Partner

BINDING = (Agreement.State.SENT, Agreement.State.ENDORSED, Agreement.State.IN_FORCE)
MOST_PER_PARTY = 10
"""Letters to one party that has named nobody."""


def remind_all(today: dt.date | None = None) -> int:
    """The house's own deed, each night. How many letters were written."""
    today = today or timezone.localdate()
    written = 0
    for found in due(today):
        with transaction.atomic():
            row = Agreement.objects.select_for_update(of=("self",)).select_related("case").get(pk=found.pk)
            if row.reminded_for == row.valid_to or row.valid_to is None:
                continue
            for person in people_of(row):
                letters.last_day_is_near(person, row)
                written += 1
            row.reminded_for = row.valid_to
            row.save(update_fields=["reminded_for"])
    return written


def tell_of_withdrawal(partner: int) -> int:
    """The house's own deed, once a partner has left a case: the other parties of agreements that wait for councils or
    are in force are told. How many letters were written; none for one that came back meanwhile."""
    gone = Partner.objects.select_related("organisation").filter(pk=partner, state=Partner.State.WITHDRAWN).first()
    if gone is None:
        return 0
    bound = AgreementParty.objects.filter(organisation=gone.organisation, state=AgreementParty.State.PARTY)
    rows = Agreement.objects.filter(
        case=gone.case_id, retired_at=None, state__in=BINDING, pk__in=bound.values("agreement")
    )
    written = 0
    with transaction.atomic():
        for row in rows.order_by("pk"):
            for person in people_of(row):
                if person.organisation_id != gone.organisation_id:
                    letters.partner_left(person, row, gone)
                    written += 1
    return written


def due(today: dt.date) -> list[Agreement]:
    """Agreements in force whose last day is as near as they wanted to be told, of which nobody was told yet."""
    rows = Agreement.objects.filter(
        state=Agreement.State.IN_FORCE, retired_at=None, valid_to__gte=today, remind_months__gt=0
    ).order_by("valid_to", "pk")
    return [
        row
        for row in rows
        if row.valid_to is not None
        and row.reminded_for != row.valid_to
        and months_later(row.valid_to, -row.remind_months) <= today
    ]


def people_of(agreement: Agreement) -> list[Person]:
    """Of each party that stands: whom it named, else whom the partners of the case ask, else its people who can sign
    in. Each person once."""
    parties = AgreementParty.objects.filter(agreement=agreement, state=AgreementParty.State.PARTY)
    asked = {}
    if agreement.case_id:
        rows = Partner.objects.filter(case=agreement.case_id).exclude(focal_point=None).select_related("focal_point")
        asked = {row.organisation_id: row.focal_point for row in rows}
    found: dict[int, Person] = {}
    for party in parties.select_related("contact").order_by("order", "pk"):
        named = party.contact or asked.get(party.organisation_id)
        people = [named] if named is not None else _with_account(party.organisation_id)
        for person in people:
            if person.email and person.erased_at is None and person.merged_into_id is None:
                found.setdefault(person.pk, person)
    return list(found.values())


def _with_account(organisation: int) -> list[Person]:
    rows = Person.objects.filter(
        organisation=organisation, account__is_active=True, erased_at=None, merged_into=None
    ).exclude(email="")
    return list(rows.order_by("pk")[:MOST_PER_PARTY])
