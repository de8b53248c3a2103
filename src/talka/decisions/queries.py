"""Runs ready for the template `decisions/run.html`."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from .models import DecisionRun, HandChange

DECIDED = (DecisionRun.State.ACCEPTED, DecisionRun.State.OVERRIDDEN)


@dataclass(frozen=True)
class ChangeRow:
    """One change by hand. cost: how much worse the objective became; None where it could not be said."""

    words: str
    cost: float | None
    breaks: tuple[str, ...]
    by: str
    at: dt.datetime
    reason: str

    @property
    def size(self) -> float:
        return abs(self.cost or 0)


@dataclass(frozen=True)
class RunRow:
    """One run as a page shows it. gap is a share (0.01 is one percent), None where nothing is optimised."""

    method: str
    version: str
    state: str
    state_words: str
    created_by: str
    created_at: dt.datetime
    decided_by: str
    decided_at: dt.datetime | None
    reason: str
    fault: str
    objective: float | None
    bound: float | None
    gap: float | None
    proven_optimal: bool
    seed: int | None
    seconds: float | None
    digest: str
    changes: tuple[ChangeRow, ...]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {"accepted": "success", "overridden": "success", "failed": "error", "rejected": "neutral"}.get(
            self.state, "info"
        )

    @property
    def hand_cost(self) -> float:
        """What all changes by hand cost together."""
        return sum(change.cost or 0 for change in self.changes)


def latest(method: str, kind: str, pk: int | str) -> DecisionRun | None:
    """The newest run for the subject, whatever became of it."""
    return _runs(method, kind, pk).first()


def decided(method: str, kind: str, pk: int | str) -> DecisionRun | None:
    """The newest run that a person accepted, as it was or changed."""
    return _runs(method, kind, pk).filter(state__in=DECIDED).order_by("-decided_at", "-pk").first()


def run_row(
    run: DecisionRun,
    words: Callable[[Mapping[str, Any]], str] = lambda what: "",
    rule_words: Callable[[Mapping[str, Any]], str] = lambda rule: str(rule.get("words", "")),
) -> RunRow:
    """A run for `decisions/run.html`. `words` says a hand change, `rule_words` a broken rule, in the reader's language:
    only the room that owns the subject can name what they are about. One query for the changes."""
    result = run.result or {}
    changes: Sequence[HandChange] = list(run.hand_changes.select_related("by"))
    return RunRow(
        method=run.method,
        version=run.version,
        state=run.state,
        state_words=run.get_state_display(),
        created_by=str(run.created_by or ""),
        created_at=run.created_at,
        decided_by=str(run.decided_by or ""),
        decided_at=run.decided_at,
        reason=run.reason,
        fault=run.fault,
        objective=result.get("objective"),
        bound=result.get("bound"),
        gap=result.get("gap"),
        proven_optimal=bool(result.get("proven_optimal")),
        seed=result.get("seed"),
        seconds=result.get("seconds"),
        digest=run.input_digest,
        changes=tuple(
            ChangeRow(
                words=words(change.what),
                cost=change.cost,
                breaks=tuple(rule_words(rule) for rule in change.breaks),
                by=str(change.by or ""),
                at=change.at,
                reason=change.reason,
            )
            for change in changes
        ),
    )


def _runs(method: str, kind: str, pk: int | str) -> "QuerySet[DecisionRun]":
    return DecisionRun.objects.select_related("created_by", "decided_by").filter(
        method=method, subject_kind=kind, subject_id=str(pk)
    )
