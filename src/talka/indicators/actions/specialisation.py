"""What areas are good at is told anew when figures broken down by industry change."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from talka.decisions.actions import begin, finish
from talka.decisions.models import DecisionRun
from talka.indicators.models import Indicator, Observation, Specialisation
from talka.methods.specialisation.explain import Explanation
from talka.methods.specialisation.problem import Problem, Rules
from talka.methods.specialisation.solve import Specialisation as Found
from talka.methods.specialisation.solve import solve
from talka.territories.models import Area

INDICATOR = "employment"
TAKEN_TOGETHER = {"rigas-statistiskais-regions": "riga+pieriga", "pierigas-statistiskais-regions": "riga+pieriga"}
"""Areas between which figures were moved in 2014: a change across that year is told of both together."""
STATE = "latvija"
SECONDS = 60.0
Cell = tuple[str, str, int, float | None, str]


def tell_specialisation() -> int:
    """Run the method over the areas of the kind that has figures; what it says of each replaces what was said before.

    Returns of how many areas something is said. The same figures are not run twice.
    """
    indicator = Indicator.objects.filter(key=INDICATOR).first()
    if indicator is None:
        return 0
    cells = list(_cells(indicator))
    if not cells:
        return Specialisation.objects.filter(indicator=indicator).delete()[0]
    problem = _problem(cells)
    told: Mapping[str, Any] = {"cells": [list(cell) for cell in cells]}
    run = begin("specialisation", ("indicator", indicator.pk), told, by=None, parameters={"together": TAKEN_TOGETHER})
    before = DecisionRun.objects.filter(input_digest=run.input_digest, method=run.method).exclude(pk=run.pk)
    if before.filter(state=DecisionRun.State.PROPOSED).exists() and Specialisation.objects.exists():
        run.delete()
        return 0
    found: list[Found] = []

    def solved() -> Found:
        found.append(solve(problem, time_limit=SECONDS))
        return found[0]

    finish(run, solved)
    return _keep(indicator, problem, found[0], run) if found else 0


def _cells(indicator: Indicator) -> Iterator[Cell]:
    rows = Observation.objects.filter(indicator=indicator, current=True, category__isnull=False)
    rows = rows.filter(area__kind__in=[Area.Kind.STATE, Area.Kind.STATISTICAL_REGION])
    yield from rows.order_by("area__key", "category__code", "year").values_list(
        "area__key", "category__code", "year", "value", "status"
    )


def _problem(cells: list[Cell]) -> Problem:
    merge: dict[str, tuple[str, ...]] = {}
    present = {cell[0] for cell in cells}
    for area, together in TAKEN_TOGETHER.items():
        if area in present:
            merge[together] = (*merge.get(together, ()), area)
    areas, industries, years, values, statuses = zip(*cells, strict=True)
    return Problem.of(
        areas,
        industries,
        years,
        values,
        statuses=statuses,
        reference=STATE if STATE in present else None,
        rules=Rules(merge=merge, parts=("location_quotient", "shift_share", "concentration")),
    )


def _keep(indicator: Indicator, problem: Problem, found: Found, run: DecisionRun) -> int:
    explanation = Explanation(problem, found)
    areas = dict(Area.objects.filter(key__in={*found.areas, *TAKEN_TOGETHER}).values_list("key", "pk"))
    members: dict[str, list[str]] = {}
    for area, together in TAKEN_TOGETHER.items():
        members.setdefault(together, []).append(area)
    rows = []
    for at, name in enumerate(found.areas):
        reasons = [{"code": each.code, "parameters": dict(each.parameters)} for each in explanation.of_area(name)]
        for key in members.get(name, [name]):
            if key in areas:
                quotients = _quotients(found, explanation, at)
                rows.append(
                    Specialisation(
                        indicator=indicator,
                        area_id=areas[key],
                        first=found.years[0],
                        last=found.years[-1],
                        quotients=quotients,
                        reasons=reasons,
                        run=run,
                    )
                )
    Specialisation.objects.filter(indicator=indicator).delete()
    Specialisation.objects.bulk_create(rows)
    return len(rows)


def _quotients(found: Found, explanation: Explanation, at: int) -> list[tuple[str, float, float | None]]:
    if found.lq is None:
        return []
    of_area = explanation.shares[at]
    rows = [
        (industry, float(of_area[n]), None if np.isnan(found.lq[-1, at, n]) else float(found.lq[-1, at, n]))
        for n, industry in enumerate(found.industries)
        if not np.isnan(of_area[n])
    ]
    return sorted(rows, key=lambda row: -(row[2] or 0))
