"""The criteria of a training programme: by what applications are compared."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import access
from ..models import Cohort, Criterion, Score, Training
from .trainings import locked

Text = LazyI18nString | str
MOST_CRITERIA = 30
MOST_POINTS = 100
MOST_WEIGHT = Decimal(100)


@dataclass(frozen=True)
class CriterionData:
    """most_points: whole ones, from 1. weight: so many times the points count."""

    title: Text
    asked: Text = ""
    most_points: int = 5
    weight: Decimal = Decimal(1)


def add_criterion(training: Training, data: CriterionData, *, by: Person | None) -> Criterion:
    """After the last one. by None: the house, loading files. Raises Refusal."""
    if by is not None:
        access.check_run(by, training)
    _check(data)
    with deed(by):
        locked(training)
        rows = Criterion.objects.filter(training=training)
        if rows.filter(retired_at=None).count() >= MOST_CRITERIA:
            raise Refusal(_("A training programme has at most %(n)s criteria.") % {"n": MOST_CRITERIA}, status=422)
        last = rows.aggregate(last=Max("order"))["last"] or 0
        row = Criterion(training=training, order=last + 1)
        _fill(row, data)
        row.save()
    return row


def change_criterion(criterion: Criterion, data: CriterionData, *, by: Person | None) -> Criterion:
    """Points and weight stay as they are once somebody gave points by it. Raises Refusal."""
    access.check_run(by, criterion.training)
    _check(data)
    with deed(by):
        locked(criterion.training)
        row = Criterion.objects.select_for_update(of=("self",)).get(pk=criterion.pk)
        counted = (row.most_points, row.weight) != (data.most_points, data.weight)
        if counted and Score.objects.filter(criterion=row).exists():
            raise Refusal(
                _("Points were given by this criterion already: its most points and weight stay."),
                _("Nothing was changed, so that no sum changes behind anybody's back."),
                _("Take it away and enter a new one for the cohorts to come."),
                status=422,
            )
        _fill(row, data)
        row.save()
    return row


def move_criterion(criterion: Criterion, up: bool, *, by: Person | None) -> None:
    """One place up or down among those that are asked; at the end it stays."""
    access.check_run(by, criterion.training)
    with deed(by):
        locked(criterion.training)
        rows = Criterion.objects.filter(training=criterion.training, retired_at=None).select_for_update(of=("self",))
        held = list(rows)
        at = next((n for n, row in enumerate(held) if row.pk == criterion.pk), None)
        to = None if at is None else at + (-1 if up else 1)
        if at is None or to is None or not 0 <= to < len(held):
            return
        held[at].order, held[to].order = held[to].order, held[at].order
        for row in (held[at], held[to]):
            row.save(update_fields=["order"])


def retire_criterion(criterion: Criterion, *, by: Person | None) -> None:
    """It is not asked any more; cohorts whose applications have closed keep it. Twice is once."""
    _set(criterion, by, retired=True)


def restore_criterion(criterion: Criterion, *, by: Person | None) -> None:
    """It is asked again. Twice is once. Raises Refusal where applications closed without it meanwhile: it would enter
    sums that have been decided by."""
    _set(criterion, by, retired=False)


def _set(criterion: Criterion, by: Person | None, *, retired: bool) -> None:
    access.check_run(by, criterion.training)
    with deed(by):
        locked(criterion.training)
        row = Criterion.objects.select_for_update(of=("self",)).get(pk=criterion.pk)
        if retired != (row.retired_at is not None):
            if not retired and _closed_without(row):
                raise Refusal(
                    _("The applications of a cohort have closed without this criterion."),
                    _("Nothing was changed, so that no sum changes behind anybody's back."),
                    _("Enter it as a new criterion."),
                )
            row.retired_at = timezone.now() if retired else None
            row.save(update_fields=["retired_at"])


def _closed_without(row: Criterion) -> bool:
    now = timezone.now()
    closed = Cohort.objects.filter(training=row.training_id, apply_until__lte=now)
    return closed.filter(apply_until__gte=row.retired_at, apply_from__isnull=False).exists()


def _fill(row: Criterion, data: CriterionData) -> None:
    row.title, row.asked = data.title, data.asked or ""
    row.most_points, row.weight = data.most_points, data.weight


def _check(data: CriterionData) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    if not 1 <= data.most_points <= MOST_POINTS:
        raise Refusal(_("The most points are from 1 to %(n)s.") % {"n": MOST_POINTS}, status=422)
    if not 0 < data.weight <= MOST_WEIGHT:
        raise Refusal(_("The weight is more than 0 and at most %(n)s.") % {"n": MOST_WEIGHT}, status=422)
