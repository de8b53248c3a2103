"""Rounds: the method proposes an angel for every open request of a programme, a person accepts or decides otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.methods.contract import Result
from talka.methods.matching.solve import VERSION, solve
from talka.people.models import Person
from talka.programmes.access import organises_in
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal

from .. import jobs
from ..access import angels as access
from ..models import Angel, AngelRequest
from ..queries.angel_matching import METHOD, SUBJECT, faults_of, given_for, match_of, numbers, problem_of
from .proposals import propose

AT_ONCE = 100_000
"""So many pairs of requests and angels answer within a breath; with more the worker computes."""
QUICK, LONG = 10.0, 120.0


@dataclass(frozen=True)
class Accepted:
    """proposed: how many angels are asked now; gone: pairs that no longer fit since it was computed."""

    proposed: int
    gone: int


def compute(programme: Programme, *, by: Person | None) -> DecisionRun:
    """Have an angel proposed for every open request, as the question stands now. A round that waits for a decision is
    set aside. Raises Refusal where there is nothing to match."""
    access.check(organises_in(by, programme.pk))
    return compute_by_house(programme, by=by)


def compute_by_house(programme: Programme, *, by: Person | None = None) -> DecisionRun:
    """The same without asking who may: by None, the house, loading files."""
    given = given_for(programme)
    if not given["requests"]:
        raise Refusal(
            _("No request is open."), _("Nothing was computed."), _("Enter a request first, or wait for one.")
        )
    if not given["angels"]:
        raise Refusal(
            _("There is no angel who could be proposed."),
            _("Nothing was computed."),
            _("Invite somebody; angels are there once they have agreed."),
        )
    for waiting in DecisionRun.objects.filter(
        method=METHOD, subject_kind=SUBJECT, subject_id=str(programme.pk), state=DecisionRun.State.PROPOSED
    ):
        decisions.reject(waiting, by=by, reason=_("It was computed again."))
    small = len(given["requests"]) * len(given["angels"]) <= AT_ONCE
    parameters = {"seconds": QUICK if small else LONG}
    with transaction.atomic():
        run = decisions.begin(METHOD, (SUBJECT, programme.pk), given, by=by, version=VERSION, parameters=parameters)
        if not small:
            jobs.match_angels.defer(run=run.pk)
    if small:
        finish_computing(run)
    return run


def finish_computing(run: DecisionRun) -> DecisionRun:
    """Compute what was frozen; a run that is not waiting stays as it is."""

    def solved() -> Result:
        return solve(problem_of(run.input), time_limit=float(run.parameters["seconds"]))

    return decisions.finish(run, solved)


def leave_out(programme: Programme, run: DecisionRun, reference: str, reason: str, *, by: Person | None) -> None:
    """The angel of one pair is not asked. reference: of its request, as the run names it. Twice is once. Raises
    Refusal."""
    access.check(organises_in(by, programme.pk))
    if not reason.strip():
        raise Refusal(
            _("A reason is missing."),
            _("Nothing was changed."),
            _("Say why you leave the pair out: it is kept with what was computed."),
            status=422,
        )
    with transaction.atomic():
        row = decisions.open_proposal(run, METHOD, (SUBJECT, programme.pk))
        result = row.result or {}
        match = next((each for each in result.get("matches", []) if each["request"] == reference), None)
        if match is None:
            raise Refusal(
                _("This pair is not known."), _("Nothing was changed."), _("Open the page again."), status=422
            )
        if reference not in result.get("became", {}):
            what = {"request": reference, "angel": match["angel"]}
            decisions.note_hand_change(row, what, cost=_worth(row, match), breaks=(), by=by, reason=reason)
            decisions.note_part(row, reference, {"left_out": True})


def accept(programme: Programme, run: DecisionRun, reason: str, *, by: Person | None) -> Accepted:
    """Ask the angels that were proposed, but those who were left out; pairs that no longer fit since it was computed
    are not asked either. Raises Refusal where it was decided already."""
    access.check(organises_in(by, programme.pk))
    asked = gone = 0
    with transaction.atomic():
        row = decisions.open_proposal(run, METHOD, (SUBJECT, programme.pk))
        result = row.result or {}
        for match in result.get("matches", []):
            if match["request"] in result.get("became", {}):
                continue
            request, angel = _pair(match, programme)
            if request is None or angel is None or faults_of(request, angel):
                gone += 1
            else:
                propose(request, angel, by=by, match=match_of(request, angel), run=row)
                asked += 1
        decisions.accept(row, by=by, reason=reason)
    return Accepted(asked, gone)


def set_aside(programme: Programme, run: DecisionRun, reason: str, *, by: Person | None) -> None:
    """Nobody is asked. Raises Refusal where no reason is given."""
    access.check(organises_in(by, programme.pk))
    if not reason.strip():
        raise Refusal(_("The reason is missing."), _("Nothing was changed."), status=422)
    with transaction.atomic():
        decisions.reject(decisions.open_proposal(run, METHOD, (SUBJECT, programme.pk)), by=by, reason=reason)


def _pair(match: Mapping[str, Any], programme: Programme) -> tuple[AngelRequest | None, Angel | None]:
    """Both rows, held; None for one that is not there or not open any more."""
    request_ids, angel_ids = numbers([match["request"]], "request"), numbers([match["angel"]], "angel")
    open_ = AngelRequest.objects.select_for_update(of=("self",)).select_related("programme", "organisation", "asked_by")
    request = open_.filter(pk__in=request_ids, programme=programme, state=AngelRequest.State.OPEN).first()
    angels = Angel.objects.select_for_update(of=("self",)).select_related("person__organisation__area", "home")
    return request, angels.filter(pk__in=angel_ids).first()


def _worth(run: DecisionRun, match: Mapping[str, Any]) -> float:
    """What leaving a pair out costs in the method's own objective: the urgency of its request."""
    for each in run.input.get("requests", []):
        if each.get("id") == match["request"]:
            return float(each["urgency"])
    return 0.0
