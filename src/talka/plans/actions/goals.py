"""The chain of a document: objectives, priorities, directions, tasks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import check_change
from ..models import Goal, Plan
from ..models.documents import RANKS
from .rows import Text, again, keep, locked, named, placed_last


@dataclass(frozen=True)
class GoalData:
    """parent: what it hangs on, of a wider kind; None where it stands at the top."""

    number: str
    title: Text
    kind: str
    parent: Goal | None = None


def save_goal(plan: Plan, data: GoalData, *, goal: Goal | None = None, version: int = 0, by: Person | None) -> Goal:
    """Enter one as the last, or change one; `version` is the one that was shown. Raises Refusal."""
    check_change(by, plan)
    number = named(data.number, data.title)
    if data.kind not in RANKS:
        raise Refusal(_("This kind of goal is not known."), _("Nothing was changed."), status=422)
    with deed(by):
        whole = locked(plan)
        if goal is None:
            row = Goal()
            placed_last(row, whole)
        else:
            row = again(goal, version)
        _check_place(whole, row, data)
        row.number, row.title, row.kind, row.parent = number, data.title, data.kind, data.parent
        keep(row)
    return row


def _check_place(plan: Plan, row: Goal, data: GoalData) -> None:
    """The wider above, the narrower below: so no chain can run in a circle."""
    if data.parent is not None:
        check_goal(plan, data.parent)
        if RANKS[data.parent.kind] >= RANKS[data.kind]:
            raise _out_of_order(str(data.parent))
    narrower = (
        [RANKS[kind] for kind in row.parts.filter(retired_at=None).values_list("kind", flat=True)] if row.pk else []
    )
    if narrower and min(narrower) <= RANKS[data.kind]:
        raise Refusal(
            _("What hangs on it would be wider than itself."),
            _("Nothing was changed."),
            _("Move what hangs on it elsewhere first."),
            status=422,
        )


def check_goal(plan: Plan, goal: Goal) -> None:
    """Raises Refusal where it belongs to another document or was taken away."""
    if goal.plan_id != plan.pk or goal.retired_at is not None:
        raise Refusal(_("That goal does not stand in this document."), _("Nothing was changed."), status=422)


def _out_of_order(parent: str) -> Refusal:
    return Refusal(
        _("It cannot hang on “%(parent)s”.") % {"parent": parent[:120]},
        _("Nothing was changed."),
        _("The order is objective, priority, direction, task; any of them may be left out."),
        status=422,
    )
