"""Planning documents of the areas that a programme is about, as `load_plans` reads them."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from talka.plans.columns import plain_decimal
from talka.plans.models import Goal, Party, Plan, PlanIndicator, PlanProject
from talka.plans.models.projects import SOURCES
from talka.plans.trail import GOAL, PROJECT
from talka.programmes.models import Programme
from talka.territories.models import Area

from ..record_files import plain_words, write_toml
from .dump_causes import Named, causes_by_key, causes_of
from .load_plans import PLAIN


def write_plans(programme: Programme, folder: Path, named: Iterable[Area | None]) -> None:
    """named: the areas of the programme's events and organisations. Of a made-up programme, those of its whole country.
    What was taken away is not written."""
    rows = Plan.objects.filter(retired_at=None, area__illustrative=programme.illustrative).select_related("area")
    if not programme.illustrative:
        rows = rows.filter(area__in={area.pk for area in named if area is not None})
    causes = causes_by_key(programme)
    for plan in rows.order_by("key"):
        write_toml(folder / "plans" / f"{plan.key}.toml", _plan(plan, causes))


def _plan(plan: Plan, causes: Named) -> dict[str, Any]:
    goals = Goal.objects.filter(plan=plan, retired_at=None).select_related("parent").order_by("order", "pk")
    projects = PlanProject.objects.filter(plan=plan, retired_at=None).select_related("goal").order_by("order", "pk")
    indicators = PlanIndicator.objects.filter(plan=plan, retired_at=None).order_by("order", "pk")
    return {
        "area": plan.area.key,
        "title": plain_words(plan.title),
        "about": plain_words(plan.about),
        **{name: getattr(plan, name) for name in PLAIN},
        "published": plan.published_at is not None,
        "goal": [_goal(row, causes) for row in _wide_first(goals)],
        "project": [_project(row, causes) for row in projects.prefetch_related("parties", "years")],
        "indicator": [
            _indicator(row)
            for row in indicators.select_related("goal", "project", "indicator").prefetch_related("values")
        ],
    }


def _wide_first(goals: Iterable[Goal]) -> list[Goal]:
    """What something hangs on stands before it, so that it is known when the file is read."""
    return sorted(goals, key=lambda row: row.rank)


def _goal(row: Goal, causes: Named) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": row.kind,
        "parent": row.parent.number if row.parent else "",
        "title": plain_words(row.title),
        **causes_of(GOAL, row.pk, causes),
    }


def _project(row: PlanProject, causes: Named) -> dict[str, Any]:
    parties = sorted(row.parties.all(), key=lambda one: (one.order, one.pk))
    return {
        "number": row.number,
        "title": plain_words(row.title),
        "goal": row.goal.number if row.goal else "",
        "results": plain_words(row.results),
        "remark": plain_words(row.remark),
        "starts": row.starts,
        "ends": row.ends,
        "state": row.state,
        "done_in": row.done_in,
        "responsible": [one.name for one in parties if one.role == Party.Role.RESPONSIBLE],
        "partners": [one.name for one in parties if one.role == Party.Role.PARTNER],
        "eur": {source: _number(getattr(row, f"eur_{source}")) for source in SOURCES},
        "by_year": {str(one.year): _number(one.eur) for one in row.years.all()},
        **causes_of(PROJECT, row.pk, causes),
    }


def _indicator(row: PlanIndicator) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": plain_words(row.title),
        "unit": plain_words(row.unit),
        "goal": row.goal.number if row.goal else "",
        "project": row.project.number if row.project else "",
        "indicator": row.indicator.key if row.indicator else "",
        "direction": row.direction,
        "baseline_year": row.baseline_year,
        "baseline": _number(row.baseline),
        "target_year": row.target_year,
        "target": _number(row.target),
        "source": row.source,
        "frequency": row.frequency,
        "value": [
            {"year": one.year, "value": _number(one.value), "source": one.source, "note": one.note}
            for one in row.values.all()
            if one.withdrawn_at is None
        ],
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain_decimal(value)
