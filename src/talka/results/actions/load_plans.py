"""Planning documents of areas: their chain, projects, indicators with the figures entered, and what they came from."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from talka.indicators.models import Indicator
from talka.links.actions import connect
from talka.needs.models import Measure, Need
from talka.people.actions.organisations import find_organisation
from talka.plans.models import Goal, Party, Plan, PlanIndicator, PlannedYear, PlanProject, PlanValue
from talka.plans.models.projects import SOURCES
from talka.plans.trail import GOAL, PLANNED, PROJECT

from ..record_files import read_toml, words
from .load import Reading, amount, checked, unknown

Told = Mapping[str, Any]
PLAIN = ("kind", "starts", "ends", "decision", "decided_on", "link")


def load_plans(reading: Reading, needs: Mapping[str, Need], measures: Mapping[str, Measure]) -> None:
    """Documents are found by their key, which is the name of their file; what hangs on them by its number."""
    for path in sorted((reading.folder / "plans").glob("*.toml")):
        _plan(reading, path, {"need": needs, "measure": measures})


def _plan(reading: Reading, path: Path, causes: Mapping[str, Mapping[str, Need | Measure]]) -> None:
    data = read_toml(path)
    where = path.name
    area = reading.area(str(data.get("area", "")), where)
    if area is None:
        raise unknown(where, "area")
    given = _given(data, PLAIN) | {"title": words(data["title"]), "about": words(data.get("about"))}
    checked(Plan(key=path.stem, area=area, **given), where)
    plan, _made = Plan.objects.update_or_create(key=path.stem, defaults=given | {"area": area})
    published = timezone.now() if data.get("published") else None
    if (plan.published_at is None) != (published is None):
        Plan.objects.filter(pk=plan.pk).update(published_at=published)
    goals: dict[str, Goal] = {}
    for order, told in enumerate(data.get("goal", []), start=1):
        row = _goal(plan, told, order, goals, f"{where}: goal {told.get('number', order)}")
        _causes(told, causes, GOAL, row.pk, where)
        goals[row.number] = row
    projects: dict[str, PlanProject] = {}
    for order, told in enumerate(data.get("project", []), start=1):
        project = _project(plan, told, order, goals, f"{where}: project {told.get('number', order)}")
        _causes(told, causes, PROJECT, project.pk, where)
        projects[project.number] = project
    for order, told in enumerate(data.get("indicator", []), start=1):
        _indicator(plan, told, order, goals, projects, f"{where}: indicator {told.get('number', order)}")


def _given(told: Told, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: told[name] for name in names if name in told}


def _goal(plan: Plan, told: Told, order: int, goals: Mapping[str, Goal], where: str) -> Goal:
    fields = {"kind": told["kind"], "title": words(told["title"]), "order": order}
    checked(Goal(number=told["number"], **fields), where)
    fields["parent"] = _named(goals, told.get("parent"), where)
    row, _made = Goal.objects.update_or_create(plan=plan, number=told["number"], retired_at=None, defaults=fields)
    return row


def _project(plan: Plan, told: Told, order: int, goals: Mapping[str, Goal], where: str) -> PlanProject:
    fields = _given(told, ("starts", "ends", "state", "done_in"))
    fields |= {name: words(told.get(name)) for name in ("title", "results", "remark")} | {"order": order}
    by_source = told.get("eur", {})
    for source in by_source:
        if source not in SOURCES:
            raise unknown(where, source)
    fields |= {f"eur_{source}": amount(by_source.get(source), where) for source in SOURCES}
    checked(PlanProject(number=told["number"], **fields), where)
    fields["goal"] = _named(goals, told.get("goal"), where)
    row, _made = PlanProject.objects.update_or_create(
        plan=plan, number=told["number"], retired_at=None, defaults=fields
    )
    for year, told_eur in told.get("by_year", {}).items():
        eur = amount(told_eur, where)
        if eur is not None:
            PlannedYear.objects.update_or_create(project=row, year=int(year), defaults={"eur": eur})
    for role, name, place in _parties(told):
        checked(Party(role=role, name=name), where)
        given = {"order": place, "organisation": find_organisation(name)}
        Party.objects.update_or_create(project=row, role=role, name=name, defaults=given)
    return row


def _parties(told: Told) -> Iterator[tuple[str, str, int]]:
    for role, names in ((Party.Role.RESPONSIBLE, "responsible"), (Party.Role.PARTNER, "partners")):
        for place, name in enumerate(told.get(names, [])):
            yield role, str(name), place


def _indicator(
    plan: Plan,
    told: Told,
    order: int,
    goals: Mapping[str, Goal],
    projects: Mapping[str, PlanProject],
    where: str,
) -> None:
    fields = _given(told, ("direction", "baseline_year", "target_year", "source", "frequency"))
    fields |= {name: words(told.get(name)) for name in ("title", "unit")} | {"order": order}
    fields |= {name: amount(told.get(name), where) for name in ("baseline", "target")}
    checked(PlanIndicator(number=told["number"], **fields), where)
    fields |= {
        "goal": _named(goals, told.get("goal"), where),
        "project": _named(projects, told.get("project"), where),
        "indicator": _of_catalogue(str(told.get("indicator", "")), where),
    }
    row, _made = PlanIndicator.objects.update_or_create(
        plan=plan, number=told["number"], retired_at=None, defaults=fields
    )
    for value in told.get("value", []):
        given = {"value": amount(value["value"], where), "source": value["source"], "note": value.get("note", "")}
        checked(PlanValue(year=value["year"], **given), where)
        PlanValue.objects.update_or_create(indicator=row, year=value["year"], withdrawn_at=None, defaults=given)


def _of_catalogue(key: str, where: str) -> Indicator | None:
    found = Indicator.objects.filter(key=key).first() if key else None
    if key and found is None:
        raise unknown(where, key)
    return found


def _causes(told: Told, causes: Mapping[str, Mapping[str, Need | Measure]], kind: str, pk: int, where: str) -> None:
    for name, known in causes.items():
        for key in told.get(f"{name}s", []):
            connect(name, _named(known, key, where).pk, PLANNED, kind, pk)


def _named(table: Mapping[str, Any], key: Any, where: str) -> Any:
    if not key:
        return None
    if key not in table:
        raise unknown(where, str(key))
    return table[key]
