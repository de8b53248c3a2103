"""A document's tables as rows of cells."""

from talka.documents.sheets import Sheet

from ..columns import GOALS, INVESTMENT, MONITORING, goal_row, in_languages, project_row
from ..models import Goal, Plan, PlanImport, PlanIndicator, PlanProject
from .outline import standing_indicators
from .ways import WayRow, ways_of


def table_of(plan: Plan, kind: str) -> Sheet:
    """The table of this kind (`PlanImport.Kind`). A fixed number of queries."""
    label = PlanImport.Kind(kind).label
    if kind == PlanImport.Kind.GOALS:
        goals = list(Goal.objects.filter(plan=plan, retired_at=None))
        numbers = {one.pk: one.number for one in goals}
        return Sheet(label, GOALS, [goal_row(one, numbers) for one in _parents_first(goals)])
    if kind == PlanImport.Kind.INVESTMENT:
        numbers = dict(Goal.objects.filter(plan=plan, retired_at=None).values_list("pk", "number"))
        rows = PlanProject.objects.filter(plan=plan, retired_at=None).prefetch_related("parties", "years")
        return Sheet(label, INVESTMENT, [project_row(one, numbers) for one in rows.order_by("order", "pk")])
    ways = ways_of(standing_indicators(plan), plan.area)
    return Sheet(label, MONITORING, [monitoring_cells(way.indicator, way) for way in ways])


def _parents_first(goals: list[Goal]) -> list[Goal]:
    """So that the table can be read from above: what something hangs on stands before it."""
    known = {one.pk for one in goals}
    parts: dict[int, list[Goal]] = {pk: [] for pk in known}
    top: list[Goal] = []
    for one in goals:
        (parts.get(one.parent_id or 0, top)).append(one)

    def below(row: Goal) -> list[Goal]:
        return [row, *(deep for part in parts[row.pk] for deep in below(part))]

    return [one for row in top for one in below(row)]


def monitoring_cells(row: PlanIndicator, way: WayRow | None) -> dict[str, object]:
    """An indicator in the columns of MONITORING; goal, project and indicator must be read with it. way: where its
    newest figure is wanted too."""
    cells: dict[str, object] = {
        "number": row.number,
        "goal": row.goal.number if row.goal else "",
        "project": row.project.number if row.project else "",
        "indicator": row.indicator.key if row.indicator else "",
        "direction": row.direction,
        "baseline_year": row.baseline_year,
        "baseline": row.baseline,
        "target_year": row.target_year,
        "target": row.target,
        "source": row.source,
        "frequency": row.frequency,
    }
    cells |= in_languages(row.title, "title") | in_languages(row.unit, "unit")
    if way is None:
        return cells
    cells["state"] = str(way.words)
    if way.values:
        newest = way.values[-1]
        cells |= {
            "value_year": newest.year,
            "value": newest.value,
            "value_source": newest.source,
            "value_note": newest.note,
        }
    elif way.standing.year is not None:
        cells |= {"value_year": way.standing.year, "value": way.standing.value}
    return cells
