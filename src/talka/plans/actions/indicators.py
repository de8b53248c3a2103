"""Indicators of a document: by what it will be measured, from where to where."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from talka.indicators.models import Indicator
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import check_change
from ..models import Goal, Plan, PlanIndicator, PlanProject
from ..models.documents import FIRST_YEAR, LAST_YEAR
from .goals import check_goal
from .rows import Text, again, keep, locked, named, placed_last

LARGEST = Decimal(10) ** 12
PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class IndicatorData:
    """goal, project: what it hangs on, at most one of them. indicator: of the catalogue, whose figures then count; None
    where figures are entered year by year. title, unit: empty ones are taken from the catalogue."""

    number: str
    title: Text
    unit: Text = ""
    goal: Goal | None = None
    project: PlanProject | None = None
    indicator: Indicator | None = None
    direction: str = PlanIndicator.Direction.UP
    baseline_year: int | None = None
    baseline: Decimal | None = None
    target_year: int | None = None
    target: Decimal | None = None
    source: str = ""
    frequency: str = PlanIndicator.Frequency.YEARLY


def save_indicator(
    plan: Plan, data: IndicatorData, *, indicator: PlanIndicator | None = None, version: int = 0, by: Person | None
) -> PlanIndicator:
    """Enter one as the last, or change one; `version` is the one that was shown. Raises Refusal."""
    check_change(by, plan)
    title: Text = data.title
    unit: Text = data.unit
    if data.indicator is not None:
        title = title if str(title or "").strip() else data.indicator.title
        unit = unit if str(unit or "").strip() else data.indicator.unit
    number = named(data.number, title or "")
    _check(data)
    with deed(by):
        whole = locked(plan)
        _check_place(whole, data)
        if indicator is None:
            row = PlanIndicator()
            placed_last(row, whole)
        else:
            row = again(indicator, version)
            _check_link(row, data)
        row.number, row.title, row.unit = number, title, unit or ""
        row.goal, row.project, row.indicator = data.goal, data.project, data.indicator
        row.direction, row.frequency, row.source = data.direction, data.frequency, data.source.strip()
        row.baseline_year, row.target_year = data.baseline_year, data.target_year
        row.baseline, row.target = _kept(data.baseline), _kept(data.target)
        keep(row)
    return row


def _kept(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(PLACES)


def _check_place(plan: Plan, data: IndicatorData) -> None:
    if data.goal is not None and data.project is not None:
        raise Refusal(
            _("An indicator hangs on a goal or on a project, not on both."),
            _("Nothing was changed."),
            _("Choose the one that it tells about."),
            status=422,
        )
    if data.goal is not None:
        check_goal(plan, data.goal)
    if data.project is not None and (data.project.plan_id != plan.pk or data.project.retired_at is not None):
        raise Refusal(_("That project does not stand in this document."), _("Nothing was changed."), status=422)


def _check_link(row: PlanIndicator, data: IndicatorData) -> None:
    if data.indicator is not None and row.indicator_id is None and row.values.filter(withdrawn_at=None).exists():
        raise Refusal(
            _("Figures were entered for this indicator; those of the catalogue would hide them."),
            _("Nothing was changed."),
            _("Take the figures back first, or enter another indicator that follows the catalogue."),
        )


def _check(data: IndicatorData) -> None:
    if data.direction not in PlanIndicator.Direction.values or data.frequency not in PlanIndicator.Frequency.values:
        raise Refusal(_("This choice is not known."), _("Nothing was changed."), status=422)
    for figure in (data.baseline, data.target):
        if figure is not None and not (figure.is_finite() and abs(figure) < LARGEST):
            raise too_large()
    for year in (data.baseline_year, data.target_year):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise Refusal(_("A year is written with four digits."), _("Nothing was changed."), status=422)
    if data.baseline is not None and data.baseline_year is None:
        raise Refusal(_("Of which year is the baseline?"), _("Nothing was changed."), _("Write its year."), status=422)
    if data.target is not None and data.target_year is None:
        raise Refusal(_("By which year is the target?"), _("Nothing was changed."), _("Write its year."), status=422)
    if data.baseline_year and data.target_year and data.target_year <= data.baseline_year:
        raise Refusal(
            _("The target's year does not come after the baseline's."),
            _("Nothing was changed."),
            _("Look at both years again."),
            status=422,
        )
    if data.baseline is not None and data.target is not None and _contrary(data.direction, data.baseline, data.target):
        raise Refusal(
            _("The target lies on the other side of the baseline than the direction says."),
            _("Nothing was changed."),
            _("Choose the direction that leads from the baseline to the target, or correct a figure."),
            status=422,
        )


def _contrary(direction: str, baseline: Decimal, target: Decimal) -> bool:
    if direction == PlanIndicator.Direction.UP:
        return target < baseline
    return direction == PlanIndicator.Direction.DOWN and target > baseline


def too_large() -> Refusal:
    return Refusal(
        _("A figure is too large."), _("Nothing was changed."), _("Use a larger unit, such as thousands."), status=422
    )
