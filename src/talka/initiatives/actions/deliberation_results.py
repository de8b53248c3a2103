"""What a deliberation found: computed from the votes as they stand, kept with what went in, and computed anew when
something changed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.methods.contract import Result
from talka.methods.opinion.explain import overview
from talka.methods.opinion.problem import FEWEST
from talka.methods.opinion.solve import VERSION, Group, Opinion, solve
from talka.methods.opinion.standing import Standing
from talka.people.models import Person

from .. import jobs
from ..access import deliberations as access
from ..models import Deliberation
from ..queries.deliberation_input import UNSEEN, input_of, problem_of, voters
from . import deliberations

METHOD, SUBJECT = "opinion", "deliberation"
AT_ONCE = 6_000
"""So many cells of people and statements are computed within the request; of more the worker does it."""
SEED, SECONDS = 0, 60.0
FORGOTTEN = dt.timedelta(minutes=10)
"""A computation that waits so long has lost its worker, and is done by the next round."""


@dataclass(frozen=True)
class Said:
    """A sentence of the method: code and parameters, for pages in any language."""

    code: str
    parameters: Mapping[str, str | int | float]


@dataclass(frozen=True, kw_only=True)
class Found(Result):
    """What is kept of an opinion: nothing about any single person. people: how many voted; grouped: how many of them
    are in a group; the rest as `Opinion` has it."""

    people: int
    grouped: int
    needed: int
    rejected: int
    groups: tuple[Group, ...]
    statements: tuple[Standing, ...]
    silhouette: float | None
    chance: float | None
    draws: int
    overview: tuple[Said, ...]


def compute(row: Deliberation, *, by: Person | None) -> DecisionRun | None:
    """From the votes as they stand; the one that is there, where nothing changed since; None where fewer than five
    people voted. While it is open votes of fewer than five people wait, see `_held_back`. by None: the house. Call it
    outside a transaction."""
    access.check(by is None or access.runs(by, row))
    given = input_of(row)
    told = None if access.is_over(row) else _runs(row).exclude(state=DecisionRun.State.FAILED).first()
    if told is not None:
        given = _held_back(given, told.input)
    if voters(given) < FEWEST:
        _runs(row).delete()  # where so many were taken out that nothing may be told any more
        return None
    parameters = {"seconds": SECONDS, "seed": SEED}
    last = _runs(row).first()
    failed = last is not None and last.state == DecisionRun.State.FAILED
    if last is not None and not failed and last.input_digest == decisions.digest_of(given, parameters):
        return last
    small = len(given["people"]) * len(given["statements"]) <= AT_ONCE
    with transaction.atomic():
        run = decisions.begin(METHOD, (SUBJECT, row.pk), given, by=by, version=VERSION, parameters=parameters)
        if not small:
            jobs.deliberation.compute_opinions.defer(run=run.pk)
    return finish(run) if small else run


def _held_back(given: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What is computed next, once this was. Where fewer than five people have voted or changed a vote since, one result
    less the other would tell of them: the votes stay as they were, and only what was taken out or put back changes.
    """
    changed = {who for who, _votes in set(_votes_of(given).items()) ^ set(_votes_of(before).items())}
    if len(changed) >= FEWEST:
        return given
    now = {each["id"]: each for each in given["statements"]}
    kept = [now.get(each["id"], each | {"text": "", "rejected": True}) for each in before["statements"]]
    return {"statements": kept, "people": before["people"], "votes": before["votes"]}


def _votes_of(given: Mapping[str, Any]) -> dict[str, frozenset[tuple[str, str]]]:
    """By number of the person: statement and sign, where one was given."""
    names = [each["id"] for each in given["statements"]]
    return {
        who: frozenset(pair for pair in zip(names, signs, strict=True) if pair[1] != UNSEEN)
        for who, signs in zip(given["people"], given["votes"], strict=True)
    }


def finish(run: DecisionRun) -> DecisionRun:
    """Compute what was frozen; what was found before is not kept beside it. One that is not waiting stays as it is."""
    done = decisions.finish(run, lambda: _found(solve(problem_of(run.input), seed=SEED, time_limit=SECONDS)))
    if done.state == DecisionRun.State.PROPOSED:
        of_it = DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT, subject_id=run.subject_id)
        of_it.filter(pk__lt=run.pk).delete()
    return done


def tend() -> None:
    """Every few minutes: what has come to its last moment is closed; what is shown is computed from votes that came
    since. Doing it again changes nothing."""
    now = timezone.now()
    for row in Deliberation.objects.filter(state=Deliberation.State.OPEN, closes_at__lte=now, retired_at=None):
        deliberations.close(row, by=None)
    for run in DecisionRun.objects.filter(
        method=METHOD, subject_kind=SUBJECT, state=DecisionRun.State.WAITING, created_at__lt=now - FORGOTTEN
    ):
        finish(run)
    shown = Q(state=Deliberation.State.OPEN, showing=Deliberation.Showing.LIVE) | Q(
        state=Deliberation.State.CLOSED, closed_at__gt=now - dt.timedelta(days=90)
    )
    for row in Deliberation.objects.filter(shown, retired_at=None):
        if changed_since(row):
            compute(row, by=None)


def changed_since(row: Deliberation) -> bool:
    """Whether a vote came, or a statement was taken out or put back, after the last computation began."""
    last = _runs(row).first()
    if last is None:
        return True
    # A vote may be written down a moment later than its time says.
    votes = row.statements.filter(votes__at__gte=last.created_at - dt.timedelta(seconds=30))
    rejected = {each["id"] for each in last.input.get("statements", []) if each["rejected"]}
    hidden = set(row.statements.filter(state="standing", hidden_at__isnull=False).values_list("number", flat=True))
    return rejected != {str(number) for number in hidden} or votes.exists()


def _runs(row: Deliberation) -> QuerySet[DecisionRun]:
    return DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT, subject_id=str(row.pk)).order_by("-pk")


def _found(one: Opinion) -> Found:
    return Found(
        method=one.method,
        version=one.version,
        seed=one.seed,
        seconds=one.seconds,
        people=len(one.people),
        grouped=sum(1 for each in one.people if each.group),
        needed=one.needed,
        rejected=one.rejected,
        groups=one.groups,
        statements=one.statements,
        silhouette=one.silhouette,
        chance=one.chance,
        draws=one.draws,
        overview=tuple(Said(each.code, each.parameters) for each in overview(one)),
    )
