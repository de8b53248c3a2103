"""Computing an appraisal: at once where it is small, else by the worker."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.methods.contract import Result
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ... import access, jobs
from ...appraisal.inputs import Asked, Inputs
from ...appraisal.result import METHOD, VERSION
from ...models import CooperationCase
from ...queries.appraisal.gather import gathered
from ...trail import CASE
from ..cases import locked

AT_ONCE = 7
"""So many parties answer within a breath; with more the worker computes."""
QUICK, LONG = 10.0, 300.0
CUT_OFF = dt.timedelta(minutes=2)
"""What should have been computed at once and still waits after this was cut off, by a restart for example."""


def compute(
    case: CooperationCase, asked: Asked | None = None, *, by: Person | None, at_once: bool = False
) -> DecisionRun:
    """Compute all variants of what the partners entered. Whoever may change the case may ask for it; what of the
    outcome each reader sees is decided when it is shown. Asking twice while it is computed is asking once. Raises
    Refusal."""
    if by is not None:
        access.check_change(by, case)
    asked = asked or Asked()
    _check(asked)
    with transaction.atomic():
        locked(case)
        given = gathered(case)
        inputs = given.inputs(asked)
        if len(inputs.parties) < 2:
            raise Refusal(
                _("One partner has nobody to share with."),
                _("Nothing was computed."),
                _("Ask another partner to join; those that only gain or help do not share the cost."),
                status=422,
            )
        data = inputs.to_json()
        small = at_once or len(inputs.parties) <= AT_ONCE
        parameters = {"seed": 0, "time_limit": QUICK if small else LONG}
        waiting = DecisionRun.objects.filter(
            method=METHOD,
            subject_kind=CASE,
            subject_id=str(case.pk),
            state=DecisionRun.State.WAITING,
            input_digest=decisions.digest_of(data, parameters),
        ).first()
        if waiting is not None and not (small and waiting.created_at < timezone.now() - CUT_OFF):
            return waiting
        run = waiting or decisions.begin(METHOD, (CASE, case.pk), data, by=by, version=VERSION, parameters=parameters)
        if not small:
            jobs.compute_appraisal.defer(run=run.pk)
    return finish_computing(run) if small else run


def finish_computing(run: DecisionRun) -> DecisionRun:
    """Compute what the run was asked. Doing it twice is doing it once."""
    inputs, asked = Inputs.from_json(run.input), run.parameters

    def solve() -> Result:
        # Solvers take a while to load.
        from ...appraisal.variants import appraise

        return appraise(inputs, seed=asked["seed"], time_limit=asked["time_limit"])

    return decisions.finish(run, solve)


def _check(asked: Asked) -> None:
    for number, least, most in (
        (asked.grant_percent, 0, 100),
        (asked.swing_percent, 1, 90),
        (asked.percent_equal, 0, 100),
    ):
        if not least <= number <= most:
            raise Refusal(
                _("A percentage lies between %(least)s and %(most)s.") % {"least": least, "most": most},
                _("Nothing was computed."),
                status=422,
            )
