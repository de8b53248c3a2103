"""An initiative comes into a state: the day, the person and the reason are kept."""

import datetime as dt

from django.utils import timezone

from talka.people.history import deed
from talka.people.models import Person

from ..models import Initiative, InitiativeStep


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
