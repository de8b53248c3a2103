"""Everything the page of one document shows: the chain as an outline, projects with their money, indicators with their
way. A fixed number of queries whatever its size."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from talka.links.registry import Shown
from talka.people.models import Person
from talka.ui.numbers import euro

from ..models import Goal, Plan, PlanIndicator, PlanProject
from ..models.projects import SOURCES
from ..trail import GOAL, PROJECT
from .causes import Causes, causes_among
from .ways import WayRow, tally_of, ways_of

MOST_INDICATORS = 20
"""Past so many the page asks, kindly, which of them anybody will look at."""


@dataclass(frozen=True)
class ProjectRow:
    project: PlanProject
    responsible: str
    partners: str
    years: Sequence[tuple[int, Decimal]]
    causes: Sequence[Shown]
    late: bool
    goal_number: str = ""

    @property
    def eur(self) -> Decimal | None:
        return self.project.eur

    @property
    def period(self) -> str:
        """2024–2026, 2025, or with a gap where only one end is known."""
        first, last = self.project.starts, self.project.ends
        if first is None and last is None:
            return ""
        return str(first) if first == last else f"{first or '…'}–{last or '…'}"


@dataclass
class GoalRow:
    """A goal with what hangs on it; depth: 0 at the top of the outline."""

    goal: Goal
    depth: int
    causes: Sequence[Shown] = ()
    parts: "list[GoalRow]" = field(default_factory=list)
    projects: list[ProjectRow] = field(default_factory=list)
    indicators: list[WayRow] = field(default_factory=list)

    @property
    def measured(self) -> bool:
        """Whether it, what lies below it, or a project of theirs has an indicator."""
        return (
            bool(self.indicators)
            or any(part.measured for part in self.parts)
            or any(row.project.pk in self.of_projects for row in self.projects)
        )

    of_projects: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Money:
    """What the projects that were not given up are to cost, in euro."""

    by_source: Sequence[tuple[str, Decimal]]
    by_year: Sequence[tuple[int, Decimal]]
    undivided: Decimal
    total: Decimal

    @property
    def source_bars(self) -> list[dict[str, object]]:
        """As <c-bars> draws them."""
        return _bars(self.by_source)

    @property
    def year_bars(self) -> list[dict[str, object]]:
        return _bars(self.by_year)

    @property
    def largest_source(self) -> Decimal:
        return max((eur for _name, eur in self.by_source), default=Decimal(0))

    @property
    def largest_year(self) -> Decimal:
        return max((eur for _year, eur in self.by_year), default=Decimal(0))


def _bars(rows: Sequence[tuple[object, Decimal]]) -> list[dict[str, object]]:
    return [{"label": str(label), "value": eur, "text": euro(eur)} for label, eur in rows]


@dataclass(frozen=True)
class Progress:
    """How far the projects have come. total: those that were not given up; on_time: done by the year they were to be;
    due: those whose year has passed or that are done, of which `on_time` is a share."""

    total: int
    done: int
    started: int
    planned: int
    dropped: int
    late: int
    on_time: int
    due: int

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True)
class Outline:
    plan: Plan
    goals: Sequence[GoalRow]
    loose_projects: Sequence[ProjectRow]
    loose_indicators: Sequence[WayRow]
    projects: Sequence[ProjectRow]
    indicators: Sequence[WayRow]
    money: Money
    progress: Progress
    unmeasured: Sequence[Goal]
    """Objectives, or where there are none, what stands at the top, that nothing below them measures."""

    @property
    def tally(self) -> list[tuple[str, str, int]]:
        return tally_of(self.indicators)

    @property
    def empty(self) -> bool:
        return not (self.goals or self.projects or self.indicators)

    @property
    def too_many(self) -> bool:
        return len(self.indicators) > MOST_INDICATORS


def outline_of(plan: Plan, person: Person | None) -> Outline:
    goals = list(Goal.objects.filter(plan=plan, retired_at=None))
    projects = list(
        PlanProject.objects.filter(plan=plan, retired_at=None)
        .prefetch_related("parties", "years")
        .order_by("order", "pk")
    )
    causes = causes_among(goals, projects, person)
    numbers = {goal.pk: goal.number for goal in goals}
    rows = [_project_row(project, causes, numbers.get(project.goal_id or 0, "")) for project in projects]
    ways = ways_of(standing_indicators(plan), plan.area)
    by_goal: dict[int, GoalRow] = {}
    measured = frozenset(way.indicator.project_id for way in ways if way.indicator.project_id)
    for goal in goals:
        by_goal[goal.pk] = GoalRow(goal, 0, causes.get((GOAL, str(goal.pk)), ()), of_projects=measured)
    top: list[GoalRow] = []
    for row in by_goal.values():
        above = by_goal.get(row.goal.parent_id or 0)
        (above.parts if above else top).append(row)
    loose_projects: list[ProjectRow] = []
    loose_indicators: list[WayRow] = []
    for project_row in rows:
        above = by_goal.get(project_row.project.goal_id or 0)
        (above.projects if above else loose_projects).append(project_row)
    for way in ways:
        above = by_goal.get(way.indicator.goal_id or 0)
        if above:
            above.indicators.append(way)
        elif not way.indicator.project_id:
            loose_indicators.append(way)
    flat = [deep for row in top for deep in _with_depth(row, 0)]
    objectives = [row for row in flat if row.goal.kind == Goal.Kind.OBJECTIVE] or top
    return Outline(
        plan=plan,
        goals=flat,
        loose_projects=loose_projects,
        loose_indicators=loose_indicators,
        projects=rows,
        indicators=ways,
        money=_money(rows),
        progress=_progress(rows),
        unmeasured=[row.goal for row in objectives if not row.measured],
    )


def standing_indicators(plan: Plan) -> list[PlanIndicator]:
    rows = PlanIndicator.objects.filter(plan=plan, retired_at=None).select_related("indicator", "goal", "project")
    return list(rows.order_by("order", "pk"))


def _with_depth(row: GoalRow, depth: int) -> list[GoalRow]:
    row.depth = depth
    return [row, *(deep for part in row.parts for deep in _with_depth(part, depth + 1))]


def _project_row(project: PlanProject, causes: Causes, goal_number: str) -> ProjectRow:
    parties = sorted(project.parties.all(), key=lambda one: (one.order, one.pk))
    return ProjectRow(
        project=project,
        responsible="; ".join(one.name for one in parties if one.role == one.Role.RESPONSIBLE),
        partners="; ".join(one.name for one in parties if one.role == one.Role.PARTNER),
        years=[(one.year, one.eur) for one in project.years.all()],
        causes=causes.get((PROJECT, str(project.pk)), ()),
        late=is_late(project),
        goal_number=goal_number,
    )


def is_late(project: PlanProject) -> bool:
    """Its year has passed, and it is neither done nor given up."""
    open_ = project.state in (PlanProject.State.PLANNED, PlanProject.State.STARTED)
    return open_ and project.ends is not None and project.ends < timezone.localdate().year


def _money(rows: Sequence[ProjectRow]) -> Money:
    counted = [row for row in rows if row.project.state != PlanProject.State.DROPPED]
    by_source: dict[str, Decimal] = {}
    by_year: dict[int, Decimal] = {}
    for row in counted:
        for source in SOURCES:
            amount = getattr(row.project, f"eur_{source}")
            if amount:
                by_source[source] = by_source.get(source, Decimal(0)) + amount
        for year, eur in row.years:
            by_year[year] = by_year.get(year, Decimal(0)) + eur
    total = sum(by_source.values(), Decimal(0))
    divided = sum(by_year.values(), Decimal(0))
    return Money(
        by_source=[(str(label), by_source[key]) for key, label in SOURCES.items() if key in by_source],
        by_year=sorted(by_year.items()),
        undivided=max(total - divided, Decimal(0)),
        total=total,
    )


def _progress(rows: Sequence[ProjectRow]) -> Progress:
    states = Counter(row.project.state for row in rows)
    late = sum(row.late for row in rows)
    done = [row.project for row in rows if row.project.state == PlanProject.State.DONE]
    timed = [one for one in done if one.ends is not None]
    return Progress(
        total=len(rows) - states[PlanProject.State.DROPPED],
        done=len(done),
        started=states[PlanProject.State.STARTED],
        planned=states[PlanProject.State.PLANNED],
        dropped=states[PlanProject.State.DROPPED],
        late=late,
        on_time=sum((one.done_in or 0) <= (one.ends or 0) for one in timed),
        due=len(timed) + late,
    )
