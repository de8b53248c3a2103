"""Costs and gains of a cooperation case: the partners' figures, the cost model, ways and places, the accepted key.

What was computed is not in the files: the method is asked anew, and the key that the partners took is taken again.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from talka.cooperation.actions.appraisal.choosing import accept_amounts, accept_key
from talka.cooperation.actions.appraisal.compute import compute
from talka.cooperation.appraisal_words import BY_HAND
from talka.cooperation.models import (
    CooperationCase,
    JointCost,
    Partner,
    PartnerFigures,
    PartnerWay,
    ServiceCost,
    ServiceSite,
    SiteWay,
)
from talka.cooperation.queries.appraisal.figures import appraisal_of
from talka.cooperation.queries.appraisal.gather import reference

from .load import amount, checked, placed, unknown, wrong

Told = Mapping[str, Any]
PLAIN = (
    *("shares_costs", "year", "source", "level", "population", "population_year", "population_source"),
    "results_open",
)
AMOUNTS = ("volume", "usage", "cost_eur", "jobs", "fiscal_capacity_eur", "benefit_eur", "own_cost_eur")
MODEL = ("unit", "origin", "fixed_eur", "unit_eur", "elasticity", "travel_eur", "detour", "source")
Partners = Mapping[str, Partner]
"""By the key of their organisation in the folder."""


def load_figures(partner: Partner, told: Told, where: str) -> None:
    """What one partner says of itself."""
    given: dict[str, Any] = {name: told[name] for name in PLAIN if name in told}
    given |= {name: amount(told.get(name), where) for name in AMOUNTS}
    checked(PartnerFigures(**given), where)
    PartnerFigures.objects.update_or_create(partner=partner, defaults=given)


def load_costs(case: CooperationCase, told: Told, partners: Partners, where: str) -> None:
    """Ways and joint costs are found by their partners, places by their name."""
    given = {name: told[name] for name in MODEL if name in told}
    checked(ServiceCost(**given), where, but=("accepted_cents",))
    ServiceCost.objects.update_or_create(case=case, defaults=given)
    for row in told.get("way", []):
        a, b = sorted((_named(partners, row.get(end), where) for end in ("a", "b")), key=lambda one: one.pk)
        PartnerWay.objects.update_or_create(case=case, a=a, b=b, defaults={"km": row["km"]})
    for row in told.get("joint", []):
        members = sorted(_named(partners, key, where).pk for key in row.get("members", []))
        given = {
            "cost_eur": amount(row.get("cost_eur"), where),
            "year": row.get("year"),
            "source": row.get("source", ""),
        }
        JointCost.objects.update_or_create(case=case, members=";".join(map(str, members)), defaults=given)
    for row in told.get("site", []):
        site, _made = ServiceSite.objects.update_or_create(
            case=case, name=row["name"], defaults={"place": row.get("place", "")}
        )
        for way in row.get("way", []):
            given = {"km": way["km"], "fee_eur": way.get("fee_eur", 0)}
            SiteWay.objects.update_or_create(
                site=site, partner=_named(partners, way.get("partner"), where), defaults=given
            )
    if told.get("accepted_key"):
        _accept(case, told, partners, where)


def _accept(case: CooperationCase, told: Told, partners: Partners, where: str) -> None:
    """Compute and take the key, unless it was taken already and no figure has changed since."""
    key = str(told["accepted_key"])
    amounts = {
        reference(_named(partners, name, where).pk): amount(eur, where) or Decimal(0)
        for name, eur in told.get("amounts", {}).items()
    }
    now = appraisal_of(case, None)
    cost = ServiceCost.objects.get(case=case)
    cents = {name: int(eur * 100) for name, eur in amounts.items()}
    if (
        cost.accepted_key == key
        and now.run is not None
        and not now.stale
        and (not cents or cents == cost.accepted_cents)
    ):
        return
    if (key == BY_HAND) != bool(amounts):
        raise wrong(where, f"accepted_key = {key}", f"Amounts stand beside “{BY_HAND}”, and beside it alone.")
    reason = str(told.get("accepted_reason", ""))
    with placed(where):
        run = compute(case, by=None, at_once=True)
        if key == BY_HAND:
            accept_amounts(case, run, amounts, by=None, reason=reason)
        else:
            accept_key(case, run, key, by=None, reason=reason)


def _named(partners: Partners, key: Any, where: str) -> Partner:
    if str(key) not in partners:
        raise unknown(where, str(key))
    return partners[str(key)]
