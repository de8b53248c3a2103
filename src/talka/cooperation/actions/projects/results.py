"""What a joint project is to bring, and the figures of it year by year."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.indicators.models import Indicator
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from ...access import projects as access
from ...models import JointProject, ProjectResult, ProjectResultValue
from .course import Text, again, whole_with_room
from .projects import FIRST_YEAR, LAST_YEAR, locked, touch

LARGEST = Decimal(10) ** 12
PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class ResultData:
    """indicator, area: of the catalogue and of whom; its published figures then count, and title and unit are its own
    where none are given. Without them figures are entered year by year."""

    title: Text = ""
    kind: str = ProjectResult.Kind.OUTPUT
    unit: Text = ""
    direction: str = ProjectResult.Direction.UP
    indicator: Indicator | None = None
    area: Area | None = None
    baseline_year: int | None = None
    baseline: Decimal | None = None
    target_year: int | None = None
    target: Decimal | None = None


@dataclass(frozen=True)
class FigureData:
    """value: in the unit of the result, up to four decimals; source: where it stands."""

    year: int
    value: Decimal
    source: str


def save_result(
    project: JointProject, data: ResultData, *, by: Person | None, row: ProjectResult | None = None, version: int = 0
) -> ProjectResult:
    """Enter one as the last, or change one; `version` is the one that was shown. Raises Refusal."""
    access.check_change(by, project)
    title, unit = data.title, data.unit
    if data.indicator is not None:
        title = title if str(title or "").strip() else data.indicator.title
        unit = unit if str(unit or "").strip() else data.indicator.unit
    _check(data, str(title or ""))
    with deed(by):
        whole = locked(project)
        if row is None:
            last = ProjectResult.objects.filter(project=whole).aggregate(last=Max("order"))["last"]
            kept = ProjectResult(project=whole_with_room(whole, ProjectResult), order=(last or 0) + 1)
        else:
            kept = again(row, version)
            _check_figures(kept, data)
        kept.kind, kept.title, kept.unit, kept.direction = data.kind, title, unit or "", data.direction
        kept.indicator, kept.area = data.indicator, data.area if data.indicator else None
        kept.baseline_year, kept.target_year = data.baseline_year, data.target_year
        kept.baseline, kept.target = _kept(data.baseline), _kept(data.target)
        kept.save()
        touch(whole)
    return kept


def enter_figure(
    result: ProjectResult,
    data: FigureData,
    *,
    by: Person | None,
    figure: ProjectResultValue | None = None,
    version: int = 0,
) -> ProjectResultValue:
    """Enter the figure of a year, or correct one; what stood there before is kept. Raises Refusal: without a source,
    for a year to come, twice for a year, where the catalogue has the figures."""
    access.check_change(by, result.project)
    _check_figure(data)
    with deed(by):
        whole = locked(result.project)
        now = ProjectResult.objects.select_for_update(of=("self",)).get(pk=result.pk)
        if now.indicator_id is not None or now.retired_at is not None:
            raise Refusal(
                _("The figures of this result come from the catalogue of indicators."),
                _("Nothing was changed."),
                _("Enter them there, or take the result off the catalogue first."),
            )
        row = _figure_again(figure, version) if figure is not None else ProjectResultValue(result=now)
        row.year, row.value, row.source, row.by = data.year, data.value.quantize(PLACES), data.source.strip(), by
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as fault:
            raise Refusal(
                _("A figure for %(year)s is there already.") % {"year": data.year},
                _("Nothing was changed."),
                _("Correct that one, or choose another year."),
                status=422,
            ) from fault
        touch(whole)
    return row


def withdraw_figure(figure: ProjectResultValue, *, by: Person | None) -> None:
    """It does not stand any more; that it did is kept. Twice is once."""
    access.check_change(by, figure.result.project)
    with deed(by):
        locked(figure.result.project)
        row = ProjectResultValue.objects.select_for_update(of=("self",)).get(pk=figure.pk)
        if row.withdrawn_at is None:
            row.withdrawn_at, row.by = timezone.now(), by
            row.save(update_fields=["withdrawn_at", "by"])


def _figure_again(figure: ProjectResultValue, version: int) -> ProjectResultValue:
    row = ProjectResultValue.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    check_shown(row, version)
    row.version += 1
    return row


def _kept(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(PLACES)


def _check_figures(row: ProjectResult, data: ResultData) -> None:
    if data.indicator is not None and row.indicator_id is None and row.values.filter(withdrawn_at=None).exists():
        raise Refusal(
            _("Figures were entered for this result; those of the catalogue would hide them."),
            _("Nothing was changed."),
            _("Take the figures back first, or enter another result that follows the catalogue."),
        )


def _check(data: ResultData, title: str) -> None:
    if not title.strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    if data.kind not in ProjectResult.Kind.values or data.direction not in ProjectResult.Direction.values:
        raise Refusal(_("This choice is not known."), _("Nothing was changed."), status=422)
    if (data.indicator is None) != (data.area is None):
        raise Refusal(
            _("An indicator of the catalogue is told of a territory."),
            _("Nothing was changed."),
            _("Choose both, or neither."),
            status=422,
        )
    for figure in (data.baseline, data.target):
        if figure is not None and not (figure.is_finite() and abs(figure) < LARGEST):
            raise _too_large()
    for year in (data.baseline_year, data.target_year):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise Refusal(_("A year is written with four digits."), _("Nothing was changed."), status=422)
    if (data.baseline is not None and data.baseline_year is None) or (
        data.target is not None and data.target_year is None
    ):
        raise Refusal(_("A figure needs its year."), _("Nothing was changed."), status=422)
    if data.baseline_year and data.target_year and data.target_year <= data.baseline_year:
        raise Refusal(_("The target's year does not come after the baseline's."), _("Nothing was changed."), status=422)


def _check_figure(data: FigureData) -> None:
    if not data.source.strip():
        raise Refusal(
            _("The source is missing."),
            _("Nothing was changed."),
            _("Say where the figure stands: a register, a report, a count of your own with its day."),
            status=422,
        )
    if not (data.value.is_finite() and abs(data.value) < LARGEST):
        raise _too_large()
    if not FIRST_YEAR <= data.year <= timezone.localdate().year:
        raise Refusal(_("This year has not come yet, or lies too far back."), _("Nothing was changed."), status=422)


def _too_large() -> Refusal:
    return Refusal(
        _("A figure is too large."), _("Nothing was changed."), _("Use a larger unit, such as thousands."), status=422
    )
