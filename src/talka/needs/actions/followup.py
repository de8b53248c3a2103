"""Alternatives of the follow-up programme: drawn up, computed, changed by hand."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.methods.contract import Result
from talka.people.access import not_allowed
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal

from .. import jobs
from ..access import known_to, may_keep_register
from ..models import BlockedDay, FollowUp, Measure, MeasuresApart, PlannedMeasure
from ..queries.brief import Brief, brief_of, id_of, problem_from, reference
from ..queries.telling import plain_reason, told_of
from .wording import overtaken

METHOD = "followup"
MORE_EUR = 1000.0
# Up to so many pairs of measure and need an answer comes within a breath; past that the worker computes. Where every
# region shall get a share, a need counts once for each region that voiced it.
AT_ONCE = 1_600
QUICK, LONG = 6.0, 60.0


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


def _may(by: Person | None, programme: Programme) -> None:
    if not may_keep_register(by, programme):
        raise not_allowed()


def _in_turn(programme: Programme) -> None:
    """One deed after the other: two who decide on two alternatives at once each set the other's aside."""
    Programme.objects.select_for_update(of=("self",), no_key=True).get(pk=programme.pk)


def locked(follow_up: FollowUp, by: Person | None) -> FollowUp:
    """The row, held until the transaction ends, for whoever may work it out."""
    _may(by, follow_up.programme)
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
    _may(by, programme)
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
    _drop_choice(row, by)
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


def _drop_choice(row: FollowUp, by: Person | None) -> None:
    if row.run is not None and row.run.state == DecisionRun.State.PROPOSED:
        decisions.reject(row.run, by=by)
    row.planned.all().delete()
    row.run, row.told = None, {}
    row.save(update_fields=["run", "told"])


@transaction.atomic
def copy_alternative(follow_up: FollowUp, title: str, *, by: Person | None) -> FollowUp:
    """Another alternative by the same rules, to change one thing and lay both side by side; with a number behind the
    title where that is taken."""
    _may(by, follow_up.programme)
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
    _may(by, programme)
    said = " ".join(why.split())[:200]
    if not said:
        raise Refusal(_("Say why the day is taken."), _("Nothing was changed."), status=422)
    row, _made = BlockedDay.objects.update_or_create(
        programme=programme, day=day, defaults={"why": said, "source": source.strip()}
    )
    return row


def free_day(blocked: BlockedDay, *, by: Person | None) -> None:
    _may(by, blocked.programme)
    blocked.delete()


def compute(follow_up: FollowUp, *, by: Person | None, at_once: bool = False) -> DecisionRun:
    """Ask the method for the best choice by the alternative's rules: by the worker where it takes long, unless at_once.

    Raises Refusal where there is nothing to choose among, nothing weighs anything, or a must cannot be.
    """
    _may(by, follow_up.programme)
    with transaction.atomic():
        row = still_open(locked(follow_up, by))
        if row.run is not None and row.waiting:
            return row.run
        brief = brief_of(row, by)
        _can_be_asked(row, brief)
        problem = problem_from(brief.data)
        small = at_once or len(problem.options) * len(problem.needs) <= AT_ONCE
        parameters = {"seed": 0, "time_limit": QUICK if small else LONG, "more_eur": MORE_EUR}
        _drop_choice(row, by)
        row.run = decisions.begin(METHOD, ("follow_up", row.pk), brief.data, parameters=parameters, by=by)
        row.save(update_fields=["run"])
        run = row.run
        if not small:
            jobs.compute_follow_up.defer(run=run.pk)
    return finish_computing(run) if small else run


def _can_be_asked(row: FollowUp, brief: Brief) -> None:
    unchanged = _("Nothing was computed.")
    if not brief.data["needs"]:
        raise Refusal(
            _("No need is open in this programme."),
            unchanged,
            _("Needs come from the themes of group work or from a published record."),
        )
    if not any(option["dates"] for option in brief.data["options"]):
        raise Refusal(
            _("No measure can be chosen: each lacks its cost or a day that is free."),
            unchanged,
            _("Open the measures and say what they cost and when they could be."),
        )
    if not any(need["weight"] for need in brief.data["needs"]):
        raise Refusal(
            _("No need weighs anything: there are no voices behind them."),
            unchanged,
            _("Let every need weigh the same, or enter weights by hand."),
        )
    able = {id_of(option["id"]) for option in brief.data["options"] if option["dates"]}
    for measure in row.must.all():
        if measure.pk not in able:
            raise Refusal(
                _("“%(measure)s” must be in it, but cannot be: it has no cost, or no day that is free.")
                % {"measure": measure.words},
                unchanged,
                _("Say its cost and a day on which nothing else is, or take it off the list of what must be."),
            )


def finish_computing(run: DecisionRun) -> DecisionRun:
    """Solve what the run was asked and put the choice into its alternative, if that still waits for it."""
    data, asked = run.input, run.parameters

    def solve() -> Result:
        # Solvers take a while to load.
        from talka.methods.followup.frontier import frontier
        from talka.methods.followup.solve import solve as solve_followup

        problem, limit = problem_from(data), asked["time_limit"]
        result = solve_followup(problem, seed=asked["seed"], time_limit=limit)
        return replace(result, frontier=frontier(problem, result, time_limit=limit))

    run = decisions.finish(run, solve)
    if run.state != DecisionRun.State.PROPOSED:
        return run
    plan = (run.result or {})["plan"]
    eased = _would_change(data, plan, more_eur=asked["more_eur"], limit=0.5 * asked["time_limit"])
    with transaction.atomic():
        row = FollowUp.objects.select_for_update(of=("self",)).filter(run=run).first()
        if row is not None and not row.planned.exists():
            row.told = {"would_change": eased}
            _choose(row, plan, data)
    return run


@transaction.atomic
def take_over_choice(
    follow_up: FollowUp, plan: Mapping[int, dt.date], *, computed: bool, decided: bool, reason: str, by: Person | None
) -> None:
    """A choice as record files tell it, by ids of measures; with what the method says of it where it was computed and
    can still be asked. Its measures may have been held since: then it stands without reasons. An operator's deed."""
    if computed:
        with contextlib.suppress(Refusal):
            compute(follow_up, by=by, at_once=True)
    row = FollowUp.objects.select_related("run").get(pk=follow_up.pk)
    if plan and row.run is not None and row.run.state == DecisionRun.State.PROPOSED:
        offered = {option["id"]: option["dates"] for option in row.run.input["options"]}
        choice = {reference("measure", pk): day.isoformat() for pk, day in plan.items()}
        if all(day in offered.get(name, []) for name, day in choice.items()):
            if choice != choice_of(row):
                _choose(row, choice, row.run.input)
            if decided:
                decisions.accept(row.run, by=by, reason=reason)
            return
    if plan:
        row.planned.all().delete()
        row.run, row.told = None, {}
        row.save(update_fields=["run", "told"])
        PlannedMeasure.objects.bulk_create(
            [PlannedMeasure(follow_up=row, measure_id=pk, day=day) for pk, day in sorted(plan.items())]
        )


def _choose(row: FollowUp, choice: Mapping[str, str], data: Mapping[str, Any]) -> None:
    """The choice as rows, and what the method says of it."""
    row.planned.all().delete()
    PlannedMeasure.objects.bulk_create(
        [PlannedMeasure(follow_up=row, measure_id=id_of(name), day=day) for name, day in sorted(choice.items())]
    )
    row.told = {**told_of(data, choice), "would_change": row.told.get("would_change", [])}
    row.save(update_fields=["told"])


def _would_change(
    data: Mapping[str, Any], choice: Mapping[str, str], *, more_eur: float, limit: float
) -> list[dict[str, Any]]:
    """What more money would answer, and which single rules hold the whole back."""
    from talka.methods.followup.explain import what_would_change

    reasons = what_would_change(problem_from(data), choice, more_eur=more_eur, time_limit=limit)
    return [plain_reason(reason) for reason in reasons]


def choice_of(row: FollowUp) -> dict[str, str]:
    """The choice as it stands, by references."""
    rows = row.planned.values_list("measure_id", "day")
    return {reference("measure", pk): day.isoformat() for pk, day in rows}


@transaction.atomic
def change_choice(
    follow_up: FollowUp, measure: Measure, day: dt.date | None, *, reason: str = "", by: Person | None
) -> FollowUp:
    """Put a measure in on a day, on another day, or (day None) take it out. What that costs and which rules it breaks
    is kept with the change."""
    from talka.methods.followup.explain import Explanation

    row = still_open(locked(follow_up, by))
    if row.run is None or row.run.state != DecisionRun.State.PROPOSED:
        raise Refusal(_("Nothing has been computed yet."), _("Nothing was changed."), _("Compute a choice first."))
    data, name = row.run.input, reference("measure", measure.pk)
    possible = next((option["dates"] for option in data["options"] if option["id"] == name), None)
    if possible is None or (day is not None and day.isoformat() not in possible):
        raise Refusal(
            _("“%(measure)s” was not offered for that day when the choice was computed.") % {"measure": measure.words},
            _("Nothing was changed."),
            _("Say its cost and the day with the measure, then compute again."),
            status=422,
        )
    choice = choice_of(row)
    explanation = Explanation(problem_from(data), choice)
    if day is None:
        if name not in choice:
            return row
        change = explanation.take_out(name)
    elif name in choice:
        change = explanation.put_off(name, day.isoformat())
    else:
        change = explanation.put_in(name, day.isoformat())
    breaks = [{"code": rule.code, "parameters": dict(rule.parameters), "words": rule.words} for rule in change.breaks]
    decisions.note_hand_change(
        row.run,
        {"measure": name, "day": day.isoformat() if day else "", "eur": float(change.cost)},
        cost=-float(change.delta),
        breaks=breaks,
        by=by,
        reason=reason,
    )
    _choose(row, change.plan, data)
    return row
