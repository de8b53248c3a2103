"""An initiative comes into a state: the day, the person and the reason are kept."""

import datetime as dt

from django.utils import timezone

from talka.people.history import deed
from talka.people.models import Person

from ..models import CouncilDecision, CouncilQuestion, Initiative, InitiativeStep


def move_on(
    initiative: Initiative,
    state: str,
    reason: str = "",
    *,
    on: dt.date | None = None,
    by: Person | None,
    role: str = InitiativeStep.Role.COUNCIL,
) -> InitiativeStep:
    """Put it into the state. The caller has checked that `by` may. on: the day of it; None: today. Coming into the
    state in which it is changes nothing but keeps the step."""
    with deed(by):
        row = Initiative.objects.select_for_update().get(pk=initiative.pk)
        row.state = state
        row.version += 1
        row.save(update_fields=["state", "version"])
        initiative.state, initiative.version = row.state, row.version
        return InitiativeStep.objects.create(
            initiative=row, state=state, on=on or timezone.localdate(), role=role, reason=reason.strip(), by=by
        )


def state_by_council(initiative: Initiative) -> str:
    """The state that follows from what is before the council and what it decided; where nothing waits and no decision
    stands, how far people had come by themselves. Three queries at most."""
    state = Initiative.State
    questions = CouncilQuestion.objects.filter(initiative=initiative)
    if questions.filter(state__in=CouncilQuestion.OPEN).exists():
        return state.ASKED
    standing = CouncilDecision.objects.filter(question__in=questions.order_by().values("pk"), annulled_on=None)
    last = standing.exclude(outcome=CouncilDecision.Outcome.PUT_OFF).order_by("-decided_on", "-pk").first()
    if last is None:
        return _state_by_people(initiative)
    if not last.carried_out:
        return state.DECLINED
    if last.done_on is not None:
        return state.DONE
    return state.UNDER_WAY if last.entries.exists() else state.ACCEPTED


def _state_by_people(initiative: Initiative) -> str:
    """What its authors and organisers said last of how far it is: looking for support, under way or done. One query."""
    state = Initiative.State
    steps = InitiativeStep.objects.filter(initiative=initiative, state__in=(state.OPEN, state.UNDER_WAY, state.DONE))
    last = steps.exclude(role=InitiativeStep.Role.COUNCIL).order_by("-at", "-pk").first()
    return state.OPEN if last is None else last.state
