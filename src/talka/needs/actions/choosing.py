"""What an alternative chooses: computed by the method, taken over from a record, changed by hand."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.methods.contract import Result
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import jobs
from ..models import FollowUp, Measure, PlannedMeasure
from ..queries.brief import Brief, brief_of, id_of, problem_from, reference
from ..queries.telling import plain_reason, told_of
from .alternatives import drop_choice, locked, may_work_out, still_open

METHOD = "followup"
MORE_EUR = 1000.0
# Up to so many pairs of measure and need an answer comes within a breath; past that the worker computes. Where every
# region shall get a share, a need counts once for each region that voiced it.
AT_ONCE = 1_600
QUICK, LONG = 6.0, 60.0


def compute(follow_up: FollowUp, *, by: Person | None, at_once: bool = False) -> DecisionRun:
    """Ask the method for the best choice by the alternative's rules: by the worker where it takes long, unless at_once.

    Raises Refusal where there is nothing to choose among, nothing weighs anything, or a must cannot be.
    """
    may_work_out(by, follow_up.programme)
    with transaction.atomic():
        row = still_open(locked(follow_up, by))
        if row.run is not None and row.waiting:
            return row.run
        brief = brief_of(row, by)
        _can_be_asked(row, brief)
        problem = problem_from(brief.data)
        small = at_once or len(problem.options) * len(problem.needs) <= AT_ONCE
        parameters = {"seed": 0, "time_limit": QUICK if small else LONG, "more_eur": MORE_EUR}
        drop_choice(row, by)
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
