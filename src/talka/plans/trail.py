"""What this room adds to the trail: from needs and measures to the tasks and projects of planning documents."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person

from .access import plans_known_to
from .models import Goal, PlanProject

GOAL, PROJECT = "plan_goal", "plan_project"
CAUSES = ("need", "measure")
"""From what a goal or a project of a plan may have come."""
PLANNED = "planned_as"
"""What an arrow from a need or a measure means: it stands in a planning document as this."""


def show_goals(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = Goal.objects.filter(pk__in=ids, retired_at=None, plan__in=plans_known_to(person)).select_related(
        "plan__area"
    )
    return {
        str(row.pk): Shown(
            GOAL, str(row.pk), str(row), _address(row), str(row.plan), illustrative=row.plan.area.illustrative
        )
        for row in rows
    }


def show_projects(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = PlanProject.objects.filter(pk__in=ids, retired_at=None, plan__in=plans_known_to(person))
    return {
        str(row.pk): Shown(
            PROJECT,
            str(row.pk),
            str(row),
            _address(row),
            f"{row.plan} · {row.get_state_display()}",
            illustrative=row.plan.area.illustrative,
        )
        for row in rows.select_related("plan__area")
    }


MOST_OFFERED = 300


def choose_goals(areas: Collection[int], person: Person | None) -> Sequence[Shown]:
    """Tasks of the documents of these areas, the newest document first, for rooms that point to one."""
    rows = Goal.objects.filter(plan__area__in=areas, plan__in=plans_known_to(person), retired_at=None, kind="task")
    ids = rows.order_by("-plan__ends", "order").values_list("pk", flat=True)[:MOST_OFFERED]
    return list(show_goals([str(pk) for pk in ids], person).values())


def choose_projects(areas: Collection[int], person: Person | None) -> Sequence[Shown]:
    """Projects of the documents of these areas, for rooms that point to one."""
    rows = PlanProject.objects.filter(plan__area__in=areas, plan__in=plans_known_to(person), retired_at=None)
    ids = rows.order_by("-plan__ends", "order").values_list("pk", flat=True)[:MOST_OFFERED]
    return list(show_projects([str(pk) for pk in ids], person).values())


def _address(row: Goal | PlanProject) -> str:
    kind = "goal" if isinstance(row, Goal) else "project"
    return f"{reverse('plans:plan', args=[row.plan.key])}#{kind}-{row.pk}"


def join_trail() -> None:
    register(Kind(GOAL, _("Task of a planning document"), 110, show_goals, choose=choose_goals))
    register(Kind(PROJECT, _("Project of a planning document"), 120, show_projects, choose=choose_projects))
    register_arrow(
        Arrow(GOAL, PROJECT, lambda: PlanProject.objects.filter(retired_at=None), "goal_id", "pk"),
    )
