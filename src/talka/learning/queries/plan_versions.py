"""Kept versions of a community plan: how it stood, and what has changed since."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..actions.plan_versions import content_of
from ..models import CommunityPlan, CommunityPlanVersion, PlanActivity, PlanActor, PlanAsset
from .community_plans import PlanPage, ToDo, by_kind, money_of

ROWS = (("assets", "title"), ("actors", "title"), ("activities", "what"))
"""What a plan is made of, and what each is called by."""


def versions_of(plan: CommunityPlan) -> list[CommunityPlanVersion]:
    """The newest first, without what stood in them. One query."""
    return list(plan.versions.select_related("by").defer("content"))


def as_it_stood(version: CommunityPlanVersion) -> tuple[CommunityPlan, PlanPage]:
    """The plan and its rows as the version holds them, for the same page that shows it now; no row of the database.
    No query."""
    told = version.content
    plan = CommunityPlan(title=told["title"], about=told.get("about", ""), wanted=told.get("wanted", ""))
    assets = [PlanAsset(**_words(row)) for row in told.get("assets", ())]
    actors = [PlanActor(**_words(row)) for row in told.get("actors", ())]
    activities = [_activity(row) for row in told.get("activities", ())]
    page = PlanPage(
        by_kind(assets),
        actors,
        [ToDo(row, "") for row in activities],
        money_of(activities),
        (),
        (),
        training_known=False,
    )
    return plan, page


def _words(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def _activity(row: Mapping[str, Any]) -> PlanActivity:
    told = _words(row)
    told["by_when"] = dt.date.fromisoformat(told["by_when"]) if told.get("by_when") else None
    told["cost_eur"] = Decimal(told["cost_eur"]) if told.get("cost_eur") else None
    return PlanActivity(**told)


@dataclass(frozen=True)
class Since:
    """What has changed in the plan since a version: the names of what it says otherwise, of what was entered, changed
    and removed; and activities that are further (name, state then, state now)."""

    texts: Sequence[str]
    entered: Sequence[str]
    changed: Sequence[str]
    removed: Sequence[str]
    moved: Sequence[tuple[str, str, str]]

    def __bool__(self) -> bool:
        return any((self.texts, self.entered, self.changed, self.removed, self.moved))


def since(version: CommunityPlanVersion) -> Since:
    """Four queries."""
    then, now = version.content, content_of(version.plan)
    labels = {
        "title": _("Title"),
        "area": _("Municipality, parish, town or place"),
        "about": _("What the place is like"),
        "wanted": _("What we want it to be"),
    }
    texts = [label for name, label in labels.items() if then.get(name, "") != now[name]]
    states = dict(PlanActivity.State.choices)
    entered, changed, removed, moved = [], [], [], []
    for part, name in ROWS:
        before = {row["id"]: row for row in then.get(part, ()) if "id" in row}
        for row in now[part]:
            old = before.pop(row["id"], None)
            if old is None:
                entered.append(row[name])
            elif old.get("state") != row.get("state"):
                moved.append((row[name], str(states.get(old["state"], "")), str(states.get(row["state"], ""))))
            elif old != row:
                changed.append(row[name])
        removed += [row[name] for row in before.values()]
    return Since(texts, entered, changed, removed, moved)
