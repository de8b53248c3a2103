"""Joint projects of a programme, as `load_joint_projects` reads them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from talka.cooperation.models import CooperationCase, JointPartner, JointProject, ProjectResult
from talka.cooperation.trail import CASE, PROJECT
from talka.programmes.models import Programme

from ..record_files import plain_words, write_toml
from .dump_causes import PLURALS, Named, causes_by_key, causes_of
from .dump_cooperation_costs import digits
from .load_joint_projects import PLAIN, RESULT
from .naming import Keys

CAUSES = {CASE: "cases", **PLURALS}


def joint_projects_of(programme: Programme) -> QuerySet[JointProject]:
    """What was taken away is not written."""
    return JointProject.objects.filter(programme=programme, retired_at=None).order_by("slug")


def named_in_joint_projects(programme: Programme) -> tuple[set[int], set[int]]:
    """The row ids of the organisations and of the people that they name."""
    rows = joint_projects_of(programme).order_by()
    organisations = JointPartner.objects.filter(project__in=rows).values_list("organisation_id", flat=True)
    people = rows.exclude(responsible=None).values_list("responsible_id", flat=True)
    return set(organisations), {pk for pk in people if pk is not None}


def write_joint_projects(programme: Programme, folder: Path, keys: Keys) -> None:
    named = causes_by_key(programme)
    cases = CooperationCase.objects.filter(programme=programme, retired_at=None)
    named |= {(CASE, str(case.pk)): case.slug for case in cases}
    for row in joint_projects_of(programme).select_related("responsible"):
        write_toml(folder / "joint_projects" / f"{row.slug}.toml", _project(row, keys, named))


def _project(row: JointProject, keys: Keys, named: Named) -> dict[str, Any]:
    partners = {one.pk: one for one in row.partners.select_related("organisation").order_by("order", "pk")}
    called = {pk: keys.organisation(one.organisation) for pk, one in partners.items()}
    return {
        "title": plain_words(row.title),
        "about": plain_words(row.about),
        **{name: getattr(row, name) for name in PLAIN},
        "responsible": keys.person(row.responsible),
        "total_told": digits(row.total_told),
        "published": row.published_at is not None,
        **causes_of(PROJECT, row.pk, named, CAUSES),
        "partner": [
            {
                "organisation": called[pk],
                "role": one.role,
                "does": plain_words(one.does),
                "agreed_on": one.agreed_on,
                "left_on": one.left_on,
                "left_reason": one.left_reason,
            }
            for pk, one in partners.items()
        ],
        **_money(row, called),
        **_course(row, called),
        "result": [
            _result(one)
            for one in row.results.filter(retired_at=None).select_related("indicator", "area").order_by("order", "pk")
        ],
    }


def _money(row: JointProject, called: Mapping[int, str]) -> dict[str, Any]:
    fundings = {one.pk: one for one in row.fundings.order_by("order", "pk")}

    def whose(one: Any) -> dict[str, Any]:
        funding = fundings.get(one.funding_id)
        return {
            "source": one.source,
            "partner": called.get(one.partner_id, ""),
            "funding": str(funding) if funding else "",
            "title": one.title,
            "eur": digits(one.eur),
        }

    return {
        "funding": [
            {
                "source": one.source,
                "funder": one.funder,
                "number": one.number,
                "eur_told": digits(one.eur_told),
                "publicity": plain_words(one.publicity),
            }
            for one in fundings.values()
        ],
        "budget": [whose(one) | {"year": one.year} for one in row.budget.all()],
        "spent": [whose(one) | {"day": one.day, "document_number": one.document_number} for one in row.spent.all()],
    }


def _course(row: JointProject, called: Mapping[int, str]) -> dict[str, Any]:
    return {
        "milestone": [
            {
                "title": plain_words(one.title),
                "due": one.due,
                "done_on": one.done_on,
                "partner": called.get(one.partner_id or 0, ""),
            }
            for one in row.milestones.filter(retired_at=None)
        ],
        "risk": [
            {
                "title": plain_words(one.title),
                "probability": one.probability,
                "effect": one.effect,
                "doing": plain_words(one.doing),
                "closed_on": one.closed_on,
                "partner": called.get(one.partner_id or 0, ""),
            }
            for one in row.risks.filter(retired_at=None)
        ],
        "decision": [
            {
                "title": plain_words(one.title),
                "who": one.who,
                "day": one.day,
                "number": one.number,
                "link": one.link,
                "open_to_all": one.open_to_all,
            }
            for one in row.decisions.filter(retired_at=None)
        ],
    }


def _result(row: ProjectResult) -> dict[str, Any]:
    return {
        "title": plain_words(row.title),
        "unit": plain_words(row.unit),
        **{name: getattr(row, name) for name in RESULT},
        "baseline": digits(row.baseline),
        "target": digits(row.target),
        "indicator": row.indicator.key if row.indicator else "",
        "area": row.area.key if row.area else "",
        "value": [
            {"year": one.year, "value": digits(one.value), "source": one.source}
            for one in row.values.filter(withdrawn_at=None)
        ],
    }
