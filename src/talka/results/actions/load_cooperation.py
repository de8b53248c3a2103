"""Cooperation cases: their partners and what each one's council is told."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from talka.cooperation.models import CooperationCase, CouncilBrief, Partner
from talka.cooperation.trail import CASE, LED_TO
from talka.links.actions import connect
from talka.needs.models import Measure, Need

from ..record_files import read_toml, words
from .load import Reading, amount, checked, unknown
from .load_cooperation_costs import load_costs, load_figures
from .load_cooperation_path import load_path

Told = Mapping[str, Any]
Causes = Mapping[str, Mapping[str, Need | Measure]]
PARTNER = ("role", "state", "reason", "answered_on", "openness")
BRIEF = (
    *("households", "households_year", "households_source", "level_after", "seats", "seats_all", "votes", "votes_all"),
    *("way_out", "risks", "form", "budget_note", "people", "consulted", "responsible"),
)


def load_cooperation(reading: Reading, needs: Mapping[str, Need], measures: Mapping[str, Measure]) -> None:
    """Cases are found by their slug, which is the name of their file; partners by their organisation."""
    for path in sorted((reading.folder / "cooperation").glob("*.toml")):
        _case(reading, path, {"need": needs, "measure": measures})


def _case(reading: Reading, path: Path, causes: Causes) -> None:
    data = read_toml(path)
    where = path.name
    given: dict[str, Any] = {name: data[name] for name in ("service", "state", "state_reason") if name in data}
    given |= {"title": words(data["title"]), "about": words(data.get("about"))}
    given |= {"programme": reading.programme, "illustrative": reading.programme.illustrative}
    checked(CooperationCase(slug=path.stem, **given), where)
    case, _made = CooperationCase.objects.update_or_create(slug=path.stem, defaults=given)
    published = timezone.now() if data.get("published") else None
    if (case.published_at is None) != (published is None):
        CooperationCase.objects.filter(pk=case.pk).update(published_at=published)
    _causes(data, causes, case, where)
    partners = {}
    for order, told in enumerate(data.get("partner", [])):
        name = str(told.get("organisation", order + 1))
        partners[name] = _partner(reading, case, told, order, f"{where}: partner {name}")
    if "appraisal" in data:
        load_costs(case, data["appraisal"], partners, f"{where}: appraisal")
    load_path(reading, case)


def _causes(data: Told, causes: Causes, case: CooperationCase, where: str) -> None:
    for name, known in causes.items():
        for key in data.get(f"{name}s", []):
            if key not in known:
                raise unknown(where, str(key))
            connect(name, known[key].pk, LED_TO, CASE, case.pk)


def _partner(reading: Reading, case: CooperationCase, told: Told, order: int, where: str) -> Partner:
    organisation = reading.organisation(str(told.get("organisation", "")), where)
    if organisation is None:
        raise unknown(where, "organisation")
    given: dict[str, Any] = {name: told[name] for name in PARTNER if name in told} | {"order": order}
    checked(Partner(**given), where)
    asked = str(told.get("focal_point", ""))
    given["focal_point"] = reading.person(asked, where) if asked else None
    partner, _made = Partner.objects.update_or_create(case=case, organisation=organisation, defaults=given)
    if "brief" in told:
        _brief(partner, told["brief"], where)
    if "figures" in told:
        load_figures(partner, told["figures"], where)
    return partner


def _brief(partner: Partner, told: Told, where: str) -> None:
    given = {name: told[name] for name in BRIEF if name in told} | {"jobs_after": amount(told.get("jobs_after"), where)}
    checked(CouncilBrief(**given), where)
    CouncilBrief.objects.update_or_create(partner=partner, defaults=given)
