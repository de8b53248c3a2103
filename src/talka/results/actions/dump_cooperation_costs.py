"""Costs and gains of a cooperation case, as `load_cooperation_costs` reads them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from talka.cooperation.appraisal_words import BY_HAND
from talka.cooperation.models import CooperationCase, Partner, PartnerFigures, ServiceCost, ServiceSite
from talka.cooperation.queries.appraisal.gather import reference
from talka.plans.columns import plain_decimal

from .load_cooperation_costs import AMOUNTS, MODEL, PLAIN
from .naming import Keys


def figures_of(partner: Partner) -> dict[str, Any]:
    row: PartnerFigures | None = getattr(partner, "figures", None)
    if row is None:
        return {}
    plain = {name: getattr(row, name) for name in PLAIN}
    return plain | {name: digits(getattr(row, name)) for name in AMOUNTS}


def costs_of(case: CooperationCase, keys: Keys) -> dict[str, Any]:
    """An estimated model is written as one that was entered: what it was estimated of is not part of the files."""
    cost: ServiceCost | None = getattr(case, "service_cost", None)
    partners = {row.pk: keys.organisation(row.organisation) for row in case.partners.select_related("organisation")}
    found: dict[str, Any] = {
        "way": [{"a": partners[row.a_id], "b": partners[row.b_id], "km": row.km} for row in case.ways.order_by("pk")],
        "joint": [
            {
                "members": [partners[pk] for pk in row.ids if pk in partners],
                "cost_eur": digits(row.cost_eur),
                "year": row.year,
                "source": row.source,
            }
            for row in case.joint_costs.order_by("pk")
        ],
        "site": [_site(row, partners) for row in case.sites.order_by("pk")],
    }
    if cost is not None:
        model = {name: getattr(cost, name) for name in MODEL}
        if cost.origin == ServiceCost.Origin.ESTIMATED:
            model["origin"] = ServiceCost.Origin.ENTERED
        found = model | found | _accepted(cost, partners)
    return found if any(found.values()) else {}


def _site(row: ServiceSite, partners: Mapping[int, str]) -> dict[str, Any]:
    ways = [
        {"partner": partners[way.partner_id], "km": way.km, "fee_eur": way.fee_eur}
        for way in row.ways.order_by("pk")
        if way.partner_id in partners
    ]
    return {"name": row.name, "place": row.place, "way": ways}


def _accepted(cost: ServiceCost, partners: Mapping[int, str]) -> dict[str, Any]:
    if cost.accepted is None or not cost.accepted_key:
        return {}
    found: dict[str, Any] = {"accepted_key": cost.accepted_key, "accepted_reason": cost.accepted.reason}
    if cost.accepted_key == BY_HAND:
        by_reference = {reference(pk): key for pk, key in partners.items()}
        found["amounts"] = {
            by_reference[name]: plain_decimal(Decimal(cents) / 100)
            for name, cents in cost.accepted_cents.items()
            if name in by_reference
        }
    return found


def digits(value: Decimal | None) -> str | None:
    return None if value is None else plain_decimal(value)
