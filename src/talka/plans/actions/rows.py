"""What goals, projects and indicators of a document share: number, title, place in the order, being there or not."""

from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.people.actions.drafts import held
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import check_change
from ..models import Goal, Plan, PlanIndicator, PlanProject

Row = TypeVar("Row", Goal, PlanProject, PlanIndicator)
Text = LazyI18nString | str
MOST = 2000
"""Rows of one kind in one document, those taken away included."""


def locked(plan: Plan) -> Plan:
    """The document's row, held until the transaction ends: two new rows get two places, and none enters a document that
    was just taken away."""
    row = held(plan)
    if row.retired_at is not None:
        raise Refusal(
            _("This document was taken away."), _("Nothing was changed."), _("Bring it back first, then change it.")
        )
    return row


def placed_last(row: Row, plan: Plan) -> None:
    """Give a new row its document and the last place."""
    rows = type(row)._default_manager.filter(plan=plan)
    if rows.count() >= MOST:
        raise Refusal(_("A document has at most %(n)s of these.") % {"n": MOST}, _("Nothing was changed."))
    row.plan = plan
    row.order = (rows.aggregate(last=Max("order"))["last"] or 0) + 1


def again(row: Row, version: int) -> Row:
    """The row as it stands now, locked. Raises Refusal where it is not the one that was shown."""
    now = held(row)
    check_shown(now, version)
    now.version += 1
    return now


def named(number: str, title: Text) -> str:
    """The number without blanks around it. Raises Refusal where number or title is missing."""
    if not number.strip() or not str(title).strip():
        raise Refusal(_("A number and a title are needed."), _("Nothing was changed."), status=422)
    return number.strip()


def keep(row: Goal | PlanProject | PlanIndicator) -> None:
    """Save it; a number that stands already is refused."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        if "number_stands_once" not in str(fault):
            raise
        raise Refusal(
            _("The number %(number)s is there already.") % {"number": row.number},
            _("Nothing was changed."),
            _("Give it another number, or change the one that is there."),
            status=422,
        ) from fault


def move(row: Row, places: int, *, by: Person | None) -> None:
    """One place earlier (-1) or later (+1) among those that hang on the same; as it was at an end."""
    check_change(by, row.plan)
    with deed(by):
        plan = locked(row.plan)
        rows = list(type(row)._default_manager.filter(plan=plan, retired_at=None).order_by("order", "pk"))
        own = next((one for one in rows if one.pk == row.pk), None)
        if own is None:
            return
        beside = [one for one in rows if _hangs_on(one) == _hangs_on(own)]
        place = beside.index(own)
        other = place + (1 if places > 0 else -1)
        if not 0 <= other < len(beside):
            return
        first, second = own, beside[other]
        first.order, second.order = second.order, first.order
        for one in (first, second):
            one.save(update_fields=["order"])


def _hangs_on(row: Goal | PlanProject | PlanIndicator) -> tuple[int | None, ...]:
    if isinstance(row, Goal):
        return (row.parent_id,)
    return (row.goal_id, row.project_id) if isinstance(row, PlanIndicator) else (row.goal_id,)


def take_away(row: Goal | PlanProject | PlanIndicator, *, by: Person | None) -> None:
    """No page and no table shows it any more; its versions stay. Twice is once. Raises Refusal where something that
    stands hangs on it."""
    check_change(by, row.plan)
    with deed(by):
        locked(row.plan)
        now = held(row)
        if now.retired_at is not None:
            return
        hanging = _hanging_on(now)
        if hanging:
            raise Refusal(
                _("Something hangs on it: %(what)s.") % {"what": hanging},
                _("Nothing was changed."),
                _("Move that elsewhere or take it away first."),
            )
        now.retired_at = timezone.now()
        now.save(update_fields=["retired_at"])


def _hanging_on(row: Goal | PlanProject | PlanIndicator) -> str:
    """The first of what hangs on it, in words; "" where nothing does."""
    hanging: list[Goal | PlanProject | PlanIndicator] = []
    if isinstance(row, Goal):
        hanging += [*row.parts.filter(retired_at=None)[:1], *row.projects.filter(retired_at=None)[:1]]
    if not isinstance(row, PlanIndicator):
        hanging += [*row.indicators.filter(retired_at=None)[:1]]
    return str(hanging[0])[:200] if hanging else ""


def bring_back(row: Goal | PlanProject | PlanIndicator, *, by: Person | None) -> None:
    """Show it again, where it stood. What it hung on and was taken away since, or is no
    wider than it any more, it hangs on no more."""
    check_change(by, row.plan)
    with deed(by):
        locked(row.plan)
        now = held(row)
        if now.retired_at is None:
            return
        now.retired_at = None
        if isinstance(now, Goal):
            above = now.parent if now.parent and now.parent.retired_at is None else None
            now.parent = above if above and above.rank < now.rank else None
        else:
            now.goal = now.goal if now.goal and now.goal.retired_at is None else None
            if isinstance(now, PlanIndicator):
                now.project = now.project if now.project and now.project.retired_at is None else None
        keep(now)
