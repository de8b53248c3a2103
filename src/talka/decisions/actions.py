"""Runs of methods: what went in, what came out, who accepted or overrode it and why.

This room knows no permissions: whoever runs, accepts or changes is checked by the room that owns the subject.
Inputs name people by references such as "registration:12", never by words, so that `forget` finds them again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.methods.contract import Infeasible, InvalidProblem, OutOfTime, Result
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .models import DecisionRun, HandChange

Subject = tuple[str, int | str]
ERASED = "erased"


def digest_of(problem: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of what goes in, as 64 hexadecimal digits."""
    text = json.dumps([problem, parameters], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def run(
    method: str,
    subject: Subject,
    problem: Mapping[str, Any],
    solve: Callable[[], Result],
    *,
    by: Person | None,
    version: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> DecisionRun:
    """Call `solve` and keep what went in and what came out as a proposal.

    problem and parameters: plain data (dicts, lists, strings, numbers). A problem whose rules contradict each other, or
    that ran out of time, is kept as failed: `fault` says it in words and `result["contradiction"]` lists the rules
    (`code`, `parameters`, `words`). Call it outside a transaction: solving may take seconds.
    """
    return finish(begin(method, subject, problem, by=by, version=version, parameters=parameters), solve)


def begin(
    method: str,
    subject: Subject,
    problem: Mapping[str, Any],
    *,
    by: Person | None,
    version: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> DecisionRun:
    """Keep what goes in, to be computed by `finish`: at once, or by a job where it takes long."""
    given = dict(parameters or {})
    return DecisionRun.objects.create(
        method=method,
        version=version,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        parameters=given,
        input=dict(problem),
        input_digest=digest_of(problem, given),
        created_by=by,
    )


def finish(run: DecisionRun, solve: Callable[[], Result]) -> DecisionRun:
    """Call `solve` and keep what came out, as `run` says. Doing it again for a run that is not waiting changes
    nothing."""
    if run.state != DecisionRun.State.WAITING:
        return run
    try:
        result = solve()
    except Infeasible as fault:
        rules = [{"code": r.code, "parameters": dict(r.parameters), "words": r.words} for r in fault.rules]
        run.state, run.fault = DecisionRun.State.FAILED, str(fault)
        run.result = {"contradiction": rules, "irreducible": fault.irreducible}
    except (InvalidProblem, OutOfTime) as fault:
        run.state, run.fault = DecisionRun.State.FAILED, str(fault) or type(fault).__name__
    else:
        run.state, run.result = DecisionRun.State.PROPOSED, result.to_json()
        run.version = result.version
    run.save()
    return run


@transaction.atomic
def accept(run: DecisionRun, *, by: Person | None, reason: str = "") -> DecisionRun:
    """A person takes the result, as computed or as changed by hand; other proposals for the subject are set aside."""
    locked = _open(run)
    changed = locked.hand_changes.exists()
    _decide(locked, DecisionRun.State.OVERRIDDEN if changed else DecisionRun.State.ACCEPTED, by, reason)
    others = DecisionRun.objects.filter(
        method=locked.method,
        subject_kind=locked.subject_kind,
        subject_id=locked.subject_id,
        state=DecisionRun.State.PROPOSED,
    )
    others.exclude(pk=locked.pk).update(state=DecisionRun.State.REJECTED, decided_by=by, decided_at=locked.decided_at)
    return locked


@transaction.atomic
def override(run: DecisionRun, *, by: Person | None, reason: str) -> DecisionRun:
    """A person decides otherwise than computed, and says why."""
    if not reason.strip():
        raise Refusal(_("Please say why you decide otherwise than computed."), status=422)
    locked = _open(run)
    _decide(locked, DecisionRun.State.OVERRIDDEN, by, reason)
    return locked


@transaction.atomic
def reject(run: DecisionRun, *, by: Person | None, reason: str = "") -> DecisionRun:
    """A person sets the proposal aside."""
    locked = _open(run)
    _decide(locked, DecisionRun.State.REJECTED, by, reason)
    return locked


def note_hand_change(
    run: DecisionRun,
    what: Mapping[str, Any],
    *,
    cost: float | None,
    breaks: Sequence[Mapping[str, Any]],
    by: Person | None,
    reason: str = "",
) -> HandChange:
    """Keep what a person changed in a result. `cost`: how much worse the objective became (negative: better);
    `breaks`: the rules it newly breaks, as `code`, `parameters`, `words`."""
    return HandChange.objects.create(
        run=run, what=dict(what), cost=cost, breaks=[dict(rule) for rule in breaks], by=by, reason=reason.strip()[:1000]
    )


@transaction.atomic
def note_part(run: DecisionRun, part: str, what: Mapping[str, Any]) -> DecisionRun:
    """Keep with an open proposal what became of one part of it, under `became` of its result; plain data only."""
    locked = _open(run)
    result = dict(locked.result or {})
    result["became"] = {**result.get("became", {}), part: dict(what)}
    locked.result = result
    locked.save(update_fields=["result"])
    return locked


@transaction.atomic
def forget(reference: str) -> int:
    """Take everything about one reference ("registration:12") out of inputs, results and changes; how many rows."""
    rows = 0
    sign = json.dumps(reference)
    for stored in DecisionRun.objects.select_for_update().extra(  # JSONB has no other way to be asked for any value
        where=["input::text LIKE %s OR result::text LIKE %s"], params=[f"%{sign}%", f"%{sign}%"]
    ):
        stored.input, stored.result = without(stored.input, reference), without(stored.result, reference)
        stored.save(update_fields=["input", "result"])
        rows += 1
    for change in HandChange.objects.select_for_update().extra(
        where=["what::text LIKE %s OR breaks::text LIKE %s"], params=[f"%{sign}%", f"%{sign}%"]
    ):
        change.what, change.breaks = without(change.what, reference), without(change.breaks, reference)
        change.save(update_fields=["what", "breaks"])
        rows += 1
    return rows


def without(data: Any, reference: str) -> Any:
    """The same plain data without the reference: what is told about it goes, its place stays."""
    if isinstance(data, dict):
        if data.get("id") == reference:
            return {"id": ERASED}
        return {ERASED if key == reference else key: without(value, reference) for key, value in data.items()}
    if isinstance(data, list):
        return [without(value, reference) for value in data]
    return ERASED if data == reference else data


def open_proposal(run: DecisionRun, method: str, subject: Subject) -> DecisionRun:
    """The run as it stands, held until the transaction ends. Raises Refusal where it is decided, or no proposal of this
    method for this subject."""
    if (run.method, run.subject_kind, run.subject_id) != (method, subject[0], str(subject[1])):
        raise _decided()
    return _open(run)


def _open(run: DecisionRun) -> DecisionRun:
    locked = DecisionRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.state != DecisionRun.State.PROPOSED:
        raise _decided()
    return locked


def _decided() -> Refusal:
    return Refusal(
        _("This proposal has already been decided."),
        _("Nothing was changed."),
        _("Open the page again to see what was decided and by whom."),
    )


def _decide(run: DecisionRun, state: str, by: Person | None, reason: str) -> None:
    run.state, run.decided_by, run.decided_at, run.reason = state, by, timezone.now(), reason.strip()[:2000]
    run.save(update_fields=["state", "decided_by", "decided_at", "reason"])
