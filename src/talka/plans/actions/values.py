"""Figures of indicators that no catalogue has: entered year by year with their source, corrected, taken back."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import check_change
from ..models import PlanIndicator, PlanValue
from ..models.documents import FIRST_YEAR
from .indicators import LARGEST, PLACES, too_large
from .rows import locked


@dataclass(frozen=True)
class ValueData:
    """value: of the whole year or at its end, in the indicator's unit, up to four decimals; source: where it stands."""

    year: int
    value: Decimal
    source: str
    note: str = ""


def enter_value(indicator: PlanIndicator, data: ValueData, *, by: Person | None) -> PlanValue:
    """Raises Refusal: without a source, for a year to come, twice for a year, where the catalogue has the figures."""
    check_change(by, indicator.plan)
    with deed(by):
        locked(indicator.plan)
        now = PlanIndicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
        if now.indicator_id is not None or now.retired_at is not None:
            raise Refusal(
                _("The figures of this indicator come from the catalogue."),
                _("Nothing was changed."),
                _("Enter them there, or take the indicator off the catalogue first."),
            )
        return _save(PlanValue(indicator=now), data, by)


def correct_value(value: PlanValue, data: ValueData, *, version: int, by: Person | None) -> PlanValue:
    """Enter it otherwise; what stood there before is kept. `version` is the one that was shown."""
    check_change(by, value.indicator.plan)
    with deed(by):
        locked(value.indicator.plan)
        row = PlanValue.objects.select_for_update(of=("self",)).get(pk=value.pk)
        check_shown(row, version)
        row.version += 1
        return _save(row, data, by)


def withdraw_value(value: PlanValue, *, by: Person | None) -> None:
    """It does not stand any more; that it did is kept. Twice is once."""
    check_change(by, value.indicator.plan)
    with deed(by):
        row = PlanValue.objects.select_for_update(of=("self",)).get(pk=value.pk)
        if row.withdrawn_at is None:
            row.withdrawn_at, row.by = timezone.now(), by
            row.save(update_fields=["withdrawn_at", "by", "at"])


def _save(row: PlanValue, data: ValueData, by: Person | None) -> PlanValue:
    _check(data)
    row.year, row.value, row.by = data.year, data.value.quantize(PLACES), by
    row.source, row.note = data.source.strip(), data.note.strip()
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
    return row


def _check(data: ValueData) -> None:
    if not data.source.strip():
        raise Refusal(
            _("The source is missing."),
            _("Nothing was changed."),
            _("Say where the figure stands: a register, a report, a count of your own with its day."),
            status=422,
        )
    if not (data.value.is_finite() and abs(data.value) < LARGEST):
        raise too_large()
    if data.year > timezone.localdate().year:
        raise Refusal(
            _("This year has not come yet."), _("Nothing was changed."), _("Enter what is known by now."), status=422
        )
    if data.year < FIRST_YEAR:
        raise Refusal(_("A year is written with four digits."), _("Nothing was changed."), status=422)
