"""Computed maps of groups: asking for one, changing it by hand, sharing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.methods.contract import Result
from talka.people.access import not_allowed
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from .. import access, jobs
from ..law.register import services
from ..models import GroupPlan
from ..queries.groups import region_of
from .appraisal.model import measured

METHOD, VERSION = "coalitions", "1"
SUBJECT = "group_plan"
AT_ONCE = 12
"""So many municipalities answer within a breath; with more the worker computes."""
QUICK, LONG = 10.0, 120.0
MOST_OWN = 200
MOST_MUNICIPALITIES = 3000
MOST_A_HEAD = 1e6
"""Units of volume for one inhabitant."""


@dataclass(frozen=True)
class PlanData:
    """What is asked. fixed_eur … travel_eur_per_km: the cost model, EUR a year; max_members, max_km: None is no
    limit."""

    title: str
    service: str
    region: Area | None = None
    fixed_eur: float = 0.0
    unit_eur: float = 0.0
    elasticity: float = 1.0
    travel_eur_per_km: float = 0.0
    max_members: int | None = None
    max_km: float | None = None
    contiguous: bool = True
    volume_per_head: float = 1.0
    detour: float = 1.3

    @property
    def rules(self) -> dict[str, Any]:
        names = (
            "fixed_eur", "unit_eur", "elasticity", "travel_eur_per_km", "max_members", "max_km", "contiguous",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


def begin_plan(data: PlanData, *, by: Person | None) -> GroupPlan:
    """Ask for groups: computed at once where they are few, else by the worker. Only who asked sees it. Raises
    Refusal."""
    if by is None or not access.may_begin(by):
        raise not_allowed()
    _check(data)
    with deed(by):
        if GroupPlan.objects.filter(by=by, retired_at=None).count() >= MOST_OWN:
            raise Refusal(
                _("You have %(n)s maps of groups already.") % {"n": MOST_OWN},
                _("Nothing was computed."),
                _("Take away those that you do not need."),
            )
        row = GroupPlan(by=by)
        _fill(row, data)
        row.save()
        run, small = _begin(row, by)
    return _finished(row, run, small)


def change_plan(plan: GroupPlan, data: PlanData, *, version: int, by: Person | None) -> GroupPlan:
    """Ask anew with another cost model or other limits; what was computed before stays on record. Raises Refusal."""
    _check_own(plan, by)
    _check(data)
    with deed(by):
        row = _locked(plan)
        check_shown(row, version)
        _fill(row, data)
        row.version += 1
        row.groups = []
        row.save()
        run, small = _begin(row, by)
    return _finished(row, run, small)


def _finished(row: GroupPlan, run: DecisionRun, small: bool) -> GroupPlan:
    if small:
        finish_computing(run)
        row.refresh_from_db()
    return row


def _begin(row: GroupPlan, by: Person | None) -> tuple[DecisionRun, bool]:
    region = region_of(row)
    if len(region.areas) < 2:
        raise Refusal(
            _("There are fewer than two municipalities whose inhabitants and place the register knows."),
            _("Nothing was computed."),
            _("Choose another region, or ask whoever enters figures to enter the population."),
            status=422,
        )
    if len(region.areas) > MOST_MUNICIPALITIES:
        raise Refusal(_("There are too many municipalities."), _("Nothing was computed."), _("Choose one region."))
    small = len(region.areas) <= AT_ONCE
    parameters = {
        "seed": 0,
        "time_limit": QUICK if small else LONG,
        "silent": [str(one) for one in region.silent],
        "years": list(region.years),
    }
    run = decisions.begin(METHOD, (SUBJECT, row.pk), region.data(row), by=by, version=VERSION, parameters=parameters)
    row.run = run
    row.save(update_fields=["run"])
    if not small:
        jobs.compute_groups.defer(run=run.pk)
    return run, small


def finish_computing(run: DecisionRun) -> DecisionRun:
    """Compute what the run was asked and keep the groups with their plan, if that still waits for it."""
    data, asked = run.input, run.parameters

    def solve() -> Result:
        # Solvers take a while to load.
        from talka.methods.coalitions.solve import solve as solve_coalitions

        from ..appraisal.groups import problem_from

        return solve_coalitions(problem_from(data), seed=asked["seed"], time_limit=asked["time_limit"])

    run = decisions.finish(run, solve)
    if run.state == DecisionRun.State.PROPOSED and run.result:
        with transaction.atomic():
            row = GroupPlan.objects.select_for_update(of=("self",)).filter(run=run).first()
            if row is not None and not row.groups:
                row.groups = [list(one["members"]) for one in run.result["coalitions"]]
                row.save(update_fields=["groups"])
    return run


def move(plan: GroupPlan, code: str, to: str, *, by: Person | None, reason: str = "") -> GroupPlan:
    """Put a municipality into the group of another, or (to "") on its own. What that costs and which rules it breaks is
    kept with the change. Raises Refusal."""
    from ..appraisal.groups import Groups

    _check_own(plan, by)
    with deed(by):
        row = _locked(plan)
        if row.run is None or not row.groups:
            raise Refusal(_("Nothing has been computed yet."), _("Nothing was changed."))
        run = decisions.open_proposal(row.run, METHOD, (SUBJECT, row.pk))
        try:
            moved = Groups(run.input).moved(row.groups, code, to)
        except KeyError:
            raise Refusal(
                _("This municipality is not on the map."),
                _("Nothing was changed."),
                _("Choose one from the list."),
                422,
            ) from None
        decisions.note_hand_change(
            run,
            {"moved": code, "to": to},
            cost=moved.cost_eur,
            breaks=[{"code": one.code, "parameters": dict(one.parameters), "words": one.words} for one in moved.breaks],
            by=by,
            reason=reason,
        )
        row.groups = [list(one) for one in moved.groups]
        row.save(update_fields=["groups"])
    return row


def share(plan: GroupPlan, shared: str, *, by: Person | None) -> None:
    """Say who sees the map: nobody else, signed-in people who have the link, everybody. Only its maker says so."""
    _check_own(plan, by)
    if shared not in GroupPlan.Shared.values:
        raise Refusal(_("This choice is not known."), _("Nothing was changed."), status=422)
    with deed(by):
        row = _locked(plan)
        row.shared = shared
        row.save(update_fields=["shared"])


def retire(plan: GroupPlan, *, by: Person | None) -> None:
    """Nobody sees the map any more. Twice is once."""
    _check_own(plan, by)
    with deed(by):
        row = GroupPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if row.retired_at is None:
            row.retired_at, row.shared = timezone.now(), GroupPlan.Shared.PRIVATE
            row.save(update_fields=["retired_at", "shared"])


def _locked(plan: GroupPlan) -> GroupPlan:
    row = GroupPlan.objects.select_for_update(of=("self",)).select_related("run", "region").get(pk=plan.pk)
    if row.retired_at is not None:
        raise Refusal(_("This map was taken away."), _("Nothing was changed."))
    return row


def _check_own(plan: GroupPlan, by: Person | None) -> None:
    if by is None or plan.by_id != by.pk:
        raise not_allowed()


def _fill(row: GroupPlan, data: PlanData) -> None:
    row.title, row.service, row.region = data.title.strip(), data.service, data.region
    row.illustrative = bool(data.region and data.region.illustrative)
    row.rules, row.volume_per_head, row.detour = data.rules, data.volume_per_head, data.detour


def _check(data: PlanData) -> None:
    amounts = (data.fixed_eur, data.unit_eur, data.elasticity, data.travel_eur_per_km, data.volume_per_head)
    said: Mapping[str, bool] = {
        _("An amount of money is too large."): measured(*amounts) and data.volume_per_head <= MOST_A_HEAD,
        _("The title is missing."): bool(data.title.strip()),
        _("This choice is not known."): data.service in services(),
        _("A volume is more than nothing."): data.volume_per_head > 0,
        _("The detour lies between 1 and 5."): 1 <= data.detour <= 5,
        _("A cost is never below nothing."): min(data.fixed_eur, data.unit_eur, data.elasticity, data.travel_eur_per_km)
        >= 0,
        _("A group has at least one member."): data.max_members is None or data.max_members >= 1,
        _("A way is 0 km or more, and not around the Earth."): data.max_km is None or 0 <= data.max_km <= 20_000,
        _("A cost model without any cost says nothing."): data.fixed_eur > 0 or data.unit_eur > 0,
    }
    for what, right in said.items():
        if not right:
            raise Refusal(what, _("Nothing was computed."), status=422)
