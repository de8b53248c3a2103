"""Alternatives of the follow-up programme: drawn up by stated rules, copied, thrown away; days that are taken."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.people.access import not_allowed
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal

from ..access import known_to, may_keep_register
from ..models import BlockedDay, FollowUp, Measure, MeasuresApart
from .wording import overtaken


@dataclass(frozen=True)
class FollowUpData:
    """What an alternative goes by. Money in EUR; least_share: of each region's weight, 0 to 1; must: ids of measures;
    apart: pairs of ids; weights: by id of a need, for weights by hand."""

    title: str
    weighting: str = FollowUp.Weighting.VOTES
    budget_eur: Decimal | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    max_per_month: int | None = None
    least_share: Decimal | None = None
    must: tuple[int, ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    weights: Mapping[int, float] = field(default_factory=dict)


def may_work_out(by: Person | None, programme: Programme) -> None:
    if not may_keep_register(by, programme):
        raise not_allowed()


def _in_turn(programme: Programme) -> None:
    """One deed after the other: two who decide on two alternatives at once each set the other's aside."""
    Programme.objects.select_for_update(of=("self",), no_key=True).get(pk=programme.pk)


def locked(follow_up: FollowUp, by: Person | None) -> FollowUp:
    """The row, held until the transaction ends, for whoever may work it out."""
    may_work_out(by, follow_up.programme)
    _in_turn(follow_up.programme)
    return FollowUp.objects.select_for_update(of=("self",)).select_related("programme", "run").get(pk=follow_up.pk)


def still_open(row: FollowUp) -> FollowUp:
    """Raises Refusal where it was decided on or set aside."""
    if row.state != FollowUp.State.DRAFT:
        raise Refusal(
            _("This alternative is no longer open: it was decided on or set aside."),
            _("Nothing was changed."),
            _("Draw up another alternative like it."),
        )
    return row


@transaction.atomic
def draw_up(programme: Programme, data: FollowUpData, *, by: Person | None) -> FollowUp:
    """A new alternative; nothing is computed yet."""
    may_work_out(by, programme)
    _in_turn(programme)
    row = FollowUp(programme=programme)
    _write(row, data, by)
    return row


@transaction.atomic
def change_rules(follow_up: FollowUp, data: FollowUpData, *, seen: int, by: Person | None) -> FollowUp:
    """State other rules; what was computed by the former ones goes, and its run stays on record. seen: the version that
    the form was opened with."""
    row = still_open(locked(follow_up, by))
    if row.version != seen:
        raise overtaken(_("Somebody else has changed this alternative since you opened it."))
    row.version += 1
    _write(row, data, by)
    drop_choice(row, by)
    return row


def _write(row: FollowUp, data: FollowUpData, by: Person | None) -> None:
    title = " ".join(data.title.split())[:200]
    taken = FollowUp.objects.filter(programme=row.programme, title=title).exclude(pk=row.pk)
    if not title or taken.exists():
        raise Refusal(
            _("Another alternative has this name.") if title else _("The alternative has no name."),
            _("Nothing was changed."),
            _("Give it a name of its own, by which it is told apart."),
            status=422,
        )
    if data.first_day and data.last_day and data.last_day < data.first_day:
        raise Refusal(_("The last day comes before the first."), _("Nothing was changed."), status=422)
    if data.budget_eur is not None and data.budget_eur < 0:
        raise Refusal(_("Money cannot be less than nothing."), _("Nothing was changed."), status=422)
    wanted = {*data.must, *(pk for pair in data.apart for pk in pair)}
    known = known_to(by, Measure.objects.filter(programme=row.programme, pk__in=wanted))
    if known.count() < len(wanted):
        raise Refusal(
            _("One of the measures is not there any more."),
            _("Nothing was changed."),
            _("Reload the page."),
            status=422,
        )
    for name in ("weighting", "budget_eur", "first_day", "last_day", "max_per_month", "least_share"):
        setattr(row, name, getattr(data, name))
    row.title = title
    row.weights = {str(pk): weight for pk, weight in sorted(data.weights.items())}
    row.save()
    row.must.set(data.must)
    row.apart.all().delete()
    pairs = {(min(pair), max(pair)) for pair in data.apart if pair[0] != pair[1]}
    MeasuresApart.objects.bulk_create(
        [MeasuresApart(follow_up=row, one_id=one, other_id=other) for one, other in sorted(pairs)]
    )


def drop_choice(row: FollowUp, by: Person | None) -> None:
    """What was chosen goes; the run that computed it stays on record."""
    if row.run is not None and row.run.state == DecisionRun.State.PROPOSED:
        decisions.reject(row.run, by=by)
    row.planned.all().delete()
    row.run, row.told = None, {}
    row.save(update_fields=["run", "told"])


@transaction.atomic
def copy_alternative(follow_up: FollowUp, title: str, *, by: Person | None) -> FollowUp:
    """Another alternative by the same rules, to change one thing and lay both side by side; with a number behind the
    title where that is taken."""
    may_work_out(by, follow_up.programme)
    _in_turn(follow_up.programme)
    data = FollowUpData(
        title=_free_title(follow_up.programme, title),
        must=tuple(follow_up.must.values_list("pk", flat=True)),
        apart=tuple(follow_up.apart.values_list("one", "other")),
        weights={int(pk): weight for pk, weight in follow_up.weights.items()},
        **{
            name: getattr(follow_up, name)
            for name in ("weighting", "budget_eur", "first_day", "last_day", "max_per_month", "least_share")
        },
    )
    return draw_up(follow_up.programme, data, by=by)


def _free_title(programme: Programme, title: str) -> str:
    taken = set(FollowUp.objects.filter(programme=programme).values_list("title", flat=True))
    wanted = " ".join(title.split())[:200]
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted[:190]} ({number})"
    return free


@transaction.atomic
def remove_alternative(follow_up: FollowUp, *, by: Person | None) -> None:
    """Throw an alternative away that nobody decided on."""
    row = still_open(locked(follow_up, by))
    if row.run is not None and row.run.state == DecisionRun.State.PROPOSED:
        decisions.reject(row.run, by=by)
    row.delete()


def block_day(programme: Programme, day: dt.date, why: str, *, source: str = "", by: Person | None) -> BlockedDay:
    """Nothing of the programme can be held on the day; saying it again says another reason."""
    may_work_out(by, programme)
    said = " ".join(why.split())[:200]
    if not said:
        raise Refusal(_("Say why the day is taken."), _("Nothing was changed."), status=422)
    row, _made = BlockedDay.objects.update_or_create(
        programme=programme, day=day, defaults={"why": said, "source": source.strip()}
    )
    return row


def free_day(blocked: BlockedDay, *, by: Person | None) -> None:
    may_work_out(by, blocked.programme)
    blocked.delete()
