"""Agreements of a programme's cooperation cases, as `load_agreements` reads them."""

from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from talka.cooperation.models import Agreement, AgreementParty
from talka.programmes.models import Programme

from ..record_files import write_toml
from .dump_cooperation_costs import digits
from .load_agreements import ENDORSEMENT, ENDS, PARTY, PLAIN
from .naming import Keys


def agreements_of(programme: Programme) -> QuerySet[Agreement]:
    """Those of its cases. What was taken away is not written, nor are agreements that no case leads to."""
    rows = Agreement.objects.filter(case__programme=programme, case__retired_at=None, retired_at=None)
    return rows.select_related("case").order_by("slug")


def named_in_agreements(programme: Programme) -> tuple[set[int], set[int]]:
    """The row ids of the organisations and of the people that they name."""
    told = AgreementParty.objects.filter(agreement__in=agreements_of(programme).order_by())
    rows = list(told.values_list("organisation_id", "contact_id"))
    return {one for one, _person in rows}, {person for _one, person in rows if person is not None}


def write_agreements(programme: Programme, folder: Path, keys: Keys) -> None:
    for row in agreements_of(programme):
        write_toml(folder / "agreements" / f"{row.slug}.toml", _agreement(row, keys))


def _agreement(row: Agreement, keys: Keys) -> dict[str, Any]:
    parties = row.parties.select_related("organisation", "contact").order_by("order", "pk")
    return {
        "case": row.case.slug if row.case else "",
        **{name: getattr(row, name) for name in (*PLAIN, *ENDS)},
        "budget": digits(row.budget),
        "capital": digits(row.capital),
        "published": row.published_at is not None,
        "party": [_party(party, row.text_number, keys) for party in parties],
        "clause": [
            {"key": one.key, "heading": one.heading, "text": one.text, "left_out": one.left_out}
            for one in row.clauses.order_by("order", "pk")
        ],
    }


def _party(party: AgreementParty, text_number: int, keys: Keys) -> dict[str, Any]:
    answers = party.endorsements.filter(text_number=text_number).order_by("pk")
    return {
        "organisation": keys.organisation(party.organisation),
        **{name: getattr(party, name) for name in PARTY},
        "amount": digits(party.amount),
        "contact": keys.person(party.contact),
        "endorsement": [{name: getattr(one, name) for name in ENDORSEMENT} for one in answers],
    }
