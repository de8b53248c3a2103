"""Versions of a community plan, kept at wish and when it is published; and what is said about it."""

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import letters_of_plans as letters
from ..access import community_plans as access
from ..models import CommunityPlan, CommunityPlanVersion, PlanComment

MOST_VERSIONS = 100
"""That people keep at wish; publishing keeps one in any case."""
LONGEST_COMMENT = 10_000


def content_of(plan: CommunityPlan) -> dict[str, Any]:
    """The plan's own words and rows, plain enough for JSON. Three queries, and one for the area."""
    return {
        "title": plan.title,
        "area": str(plan.area or ""),
        "about": plan.about,
        "wanted": plan.wanted,
        "assets": [
            {"id": row.pk, "kind": row.kind, "title": row.title, "about": row.about, "where": row.where}
            for row in plan.assets.order_by("kind", "pk")
        ],
        "actors": [
            {"id": row.pk, "title": row.title, "role": row.role, "gives": row.gives} for row in plan.actors.all()
        ],
        "activities": [
            {
                "id": row.pk,
                "what": row.what,
                "aim": row.aim,
                "carried_by": row.carried_by,
                "by_when": row.by_when.isoformat() if row.by_when else "",
                "cost_eur": "" if row.cost_eur is None else str(row.cost_eur),
                "paid_from": row.paid_from,
                "state": row.state,
                "reason": row.reason,
                "came_of_it": row.came_of_it,
            }
            for row in plan.activities.all()
        ],
    }


def keep_version(plan: CommunityPlan, note: str, *, by: Person | None) -> CommunityPlanVersion:
    """Keep how the plan stands now. Where nothing has changed since the last one, that one. Raises Refusal."""
    access.check(access.may_write(by, plan))
    with deed(by):
        row = CommunityPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if row.retired_at is not None:
            raise Refusal(
                _("This community plan was taken away."), _("Nothing was changed."), _("Bring it back first.")
            )
        if row.versions.count() >= MOST_VERSIONS:
            raise Refusal(
                _("At most %(number)s versions are kept.") % {"number": MOST_VERSIONS}, _("Nothing was saved.")
            )
        return keep(row, note, by=by)


def keep(plan: CommunityPlan, note: str, *, by: Person | None) -> CommunityPlanVersion:
    """Inside a transaction that holds the plan's row."""
    content = content_of(plan)
    last = plan.versions.order_by("-number").first()
    if last is not None and last.content == content:
        return last
    number = (plan.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return CommunityPlanVersion.objects.create(
        plan=plan, number=number, note=note.strip()[:300], content=content, at=timezone.now(), by=by
    )


def comment(plan: CommunityPlan, text: str, *, by: Person | None, now: dt.datetime | None = None) -> PlanComment:
    """A word about the plan, by its own people or by those who teach its cohort. The other side is
    written to. by None: the house, loading files. Raises Refusal."""
    own = access.is_own(by, plan)
    access.check(by is None or own or access.teaches(by, plan))
    said = text.strip()
    if not said:
        raise Refusal(_("There are no words yet."), _("Nothing was saved."), status=422)
    if len(said) > LONGEST_COMMENT:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST_COMMENT},
            _("Nothing was saved."),
            status=422,
        )
    with deed(by):
        row = CommunityPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if row.retired_at is not None:
            raise Refusal(
                _("This community plan was taken away."), _("Nothing was changed."), _("Bring it back first.")
            )
        last = PlanComment.objects.filter(plan=row).last()
        if last is not None and by is not None and (last.by_id, last.text) == (by.pk, said):
            return last  # the button was pressed twice
        made = PlanComment.objects.create(plan=plan, by=by, from_staff=not own, text=said, at=now or timezone.now())
        if by is not None:
            letters.commented(made)
    return made
