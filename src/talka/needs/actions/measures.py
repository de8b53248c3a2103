"""Measures as they can be chosen among: what each costs and takes, who holds it, when it could be, which needs it
answers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.models import Person
from talka.programmes.models import BudgetLine, Programme
from talka.ui.refusals import Refusal

from ..access import known_to, may_keep_register, may_shape
from ..models import Answering, CatalogueMeasure, Measure, MeasureDate, Need
from .wording import overtaken, said

# Past these years a day is a slip of the pen, and the days after it may not exist.
FIRST_YEAR, LAST_YEAR = 1900, 2200
STATES_BY_HAND = (Measure.State.PROPOSED, Measure.State.DONE, Measure.State.DECLINED)


@dataclass(frozen=True)
class MeasureData:
    """What is known of a measure. Money in EUR, None where nobody has said it; days: how many in a row.

    dates: on any one of which it could begin. effects: by id of a need, the share of it that is answered, above 0 to 1.
    """

    words: str
    kind: str = Measure.Kind.OTHER
    description: str = ""
    theme: str = ""
    pattern: str = ""
    planned_eur: Decimal | None = None
    spent_eur: Decimal | None = None
    budget_line: BudgetLine | None = None
    document_number: str = ""
    capacity: int | None = None
    hours: Decimal | None = None
    days: int = 1
    expert: Person | None = None
    dates: tuple[dt.date, ...] = ()
    effects: Mapping[int, Decimal] = field(default_factory=dict)


@transaction.atomic
def record_measure(
    programme: Programme, data: MeasureData, *, by: Person | None, catalogue: CatalogueMeasure | None = None
) -> Measure:
    """What an organiser proposes, without cards behind it. catalogue: what it was taken from."""
    if not may_keep_register(by, programme):
        raise not_allowed()
    measure = Measure(programme=programme, catalogue=catalogue)
    _write(measure, data)
    _write_dates(measure, data)
    answer(measure, data.effects, by=by)
    return measure


@transaction.atomic
def change_measure(measure: Measure, data: MeasureData, *, seen: int, by: Person | None) -> Measure:
    """Say more of a measure. seen: the version that the form was opened with."""
    if not may_shape(by, measure):
        raise not_allowed()
    row = Measure.objects.select_for_update(of=("self",)).select_related("event", "programme").get(pk=measure.pk)
    if row.merged_into_id:
        raise Refusal(
            _("This measure has gone into another meanwhile."), _("Nothing was changed."), _("Open the other one.")
        )
    if row.version != seen:
        raise overtaken(_("Somebody else has changed this measure since you opened it."))
    row.version += 1
    _write(row, data)
    _write_dates(row, data)
    answer(row, data.effects, by=by)
    return row


def _write(measure: Measure, data: MeasureData) -> None:
    _check(measure.programme, data)
    for name in (
        "kind", "planned_eur", "spent_eur", "budget_line", "capacity", "hours", "days", "expert",
    ):  # fmt: skip
        setattr(measure, name, getattr(data, name))
    measure.words = said(data.words)
    measure.theme = data.theme.strip()[:200]
    measure.description = data.description.strip()
    measure.pattern = data.pattern[:60]
    measure.document_number = data.document_number.strip()[:80]
    measure.save()


def _write_dates(measure: Measure, data: MeasureData) -> None:
    measure.dates.exclude(day__in=data.dates).delete()
    MeasureDate.objects.bulk_create(
        [MeasureDate(measure=measure, day=day) for day in sorted(set(data.dates))], ignore_conflicts=True
    )


def _check(programme: Programme, data: MeasureData) -> None:
    unchanged = _("Nothing was changed.")
    if data.kind not in Measure.Kind.values:
        raise Refusal(_("There is no such kind of measure."), unchanged, status=422)
    if any(money is not None and money < 0 for money in (data.planned_eur, data.spent_eur)):
        raise Refusal(_("Money cannot be less than nothing."), unchanged, status=422)
    if data.days < 1:
        raise Refusal(_("A measure takes at least one day."), unchanged, status=422)
    if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in data.dates):
        raise Refusal(
            _("A day has to lie between the years %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR},
            unchanged,
            status=422,
        )
    if data.budget_line is not None and data.budget_line.project.programme_id != programme.pk:
        raise Refusal(_("That budget line belongs to another programme."), unchanged, status=422)


@transaction.atomic
def answer(measure: Measure, effects: Mapping[int, Decimal], *, by: Person | None) -> None:
    """Say which needs of the same programme a measure answers, and which share of each; those left out no longer.

    Needs that the person may not know of are neither linked nor unlinked.
    """
    if not may_shape(by, measure):
        raise not_allowed()
    if any(not 0 < effect <= 1 for effect in effects.values()):
        raise Refusal(
            _("A measure answers more than nothing of a need and at most the whole of it."),
            _("Nothing was changed."),
            _("Say a share between 1 and 100 percent, or leave the need out."),
            status=422,
        )
    choice = known_to(by, Need.objects.filter(programme=measure.programme))
    known = set(choice.filter(pk__in=effects).values_list("pk", flat=True))
    if known != set(effects):
        raise Refusal(_("One of the needs is not there any more."), _("Nothing was changed."), _("Reload the page."))
    measure.answerings.filter(need__in=choice).exclude(need_id__in=known).delete()
    Answering.objects.bulk_create(
        [Answering(measure=measure, need_id=pk, effect=effects[pk]) for pk in sorted(known)],
        update_conflicts=True,
        unique_fields=["measure", "need"],
        update_fields=["effect"],
    )


@transaction.atomic
def decide_measure(measure: Measure, state: str, *, reason: str = "", by: Person | None) -> None:
    """Say that a measure is proposed again, done, or declined, which wants a reason.

    Accepted it becomes with the follow-up programme that is decided on.
    """
    if not may_shape(by, measure):
        raise not_allowed()
    if state not in STATES_BY_HAND:
        raise Refusal(
            _("A measure is accepted with a follow-up programme."),
            _("Nothing was changed."),
            _("Put it into one and decide on that."),
            status=422,
        )
    why = reason.strip()
    if state == Measure.State.DECLINED and not why:
        raise Refusal(
            _("Say why the measure is declined."),
            _("Nothing was changed."),
            _("Those who proposed it read the reason."),
            status=422,
        )
    row = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if row.merged_into_id:
        raise Refusal(
            _("This measure has gone into another meanwhile."), _("Nothing was changed."), _("Open the other one.")
        )
    measure.state, measure.reason = state, why
    if state != Measure.State.DONE:
        measure.decided_day = None
    measure.save(update_fields=["state", "reason", "decided_day"])
