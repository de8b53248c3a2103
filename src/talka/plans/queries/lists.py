"""Lists of documents: all that the reader may know of, and those of one area with their indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from talka.people.models import Person
from talka.territories.models import Area
from talka.ui.folding import fold

from ..access import HEAVY, may_change_in, plans_known_to
from ..models import Goal, Plan, PlanIndicator, PlanProject
from .ways import WayRow, tally_of, ways_of


def plans_of(person: Person | None, *, words: str = "", kind: str = "") -> QuerySet[Plan]:
    """The documents a person may know of, by area and the newest first; words: of the area's name."""
    live = Q(projects__retired_at=None)
    rows = plans_known_to(person).select_related("area").defer(*HEAVY)
    if words:
        rows = rows.filter(area__folded__contains=fold(words))
    if kind:
        rows = rows.filter(kind=kind)
    return rows.annotate(
        project_count=Count("projects", filter=live & ~Q(projects__state=PlanProject.State.DROPPED), distinct=True),
        done_count=Count("projects", filter=live & Q(projects__state=PlanProject.State.DONE), distinct=True),
        indicator_count=Count("indicators", filter=Q(indicators__retired_at=None), distinct=True),
    ).order_by("area__sort_key", "-ends", "kind", "pk")


MOST_DRAWN = 12
"""Pictures in the profile of an area; the document's own page has all."""


@dataclass(frozen=True)
class AreaPlan:
    """One document in the profile of its area. drawn: indicators with their picture; listed: those for which there is
    no room, in one line each; tally: how many stand how, in words."""

    plan: Plan
    drawn: Sequence[WayRow]
    listed: Sequence[WayRow]
    tally: Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class OfArea:
    plans: Sequence[AreaPlan]
    may_change: bool

    @property
    def drawn(self) -> bool:
        return any(one.drawn for one in self.plans)


def plans_in(area: Area, person: Person | None) -> OfArea:
    """The documents of one area that the person may know of, each with its indicators. A fixed number of queries."""
    may = may_change_in(person, area)
    plans = list(plans_known_to(person).filter(area=area).order_by("-ends", "kind", "pk"))
    if not plans:
        return OfArea((), may)
    rows = PlanIndicator.objects.filter(plan__in=plans, retired_at=None).select_related("indicator", "goal", "project")
    ways = ways_of(list(rows.order_by("order", "pk")), area)
    found = []
    room = MOST_DRAWN
    for plan in plans:
        plan.area = area
        own = [way for way in ways if way.indicator.plan_id == plan.pk]
        found.append(AreaPlan(plan, own[:room], own[room:], tally_of(own)))
        room = max(room - len(own), 0)
    return OfArea(found, may)


def retired_of(plan: Plan) -> list[tuple[str, list[Any]]]:
    """What was taken away and can be brought back, by what it is called in addresses. Three queries."""
    models = {"goals": Goal, "projects": PlanProject, "indicators": PlanIndicator}
    found = []
    for kind, model in models.items():
        rows = model._default_manager.filter(plan=plan).exclude(retired_at=None).order_by("-retired_at")
        found.append((kind, list(rows[:50])))
    return [(kind, rows) for kind, rows in found if rows]


def retired_plans(person: Person | None) -> list[Plan]:
    """Documents that were taken away, of areas whose documents the person may change."""
    rows = Plan.objects.exclude(retired_at=None).select_related("area").defer(*HEAVY).order_by("-retired_at")[:200]
    return [row for row in rows if may_change_in(person, row.area)]
