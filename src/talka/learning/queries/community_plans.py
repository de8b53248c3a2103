"""Community plans as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from talka.events.access import events_known_to
from talka.links.queries import came_from, came_of
from talka.links.registry import Shown
from talka.people.models import Person
from talka.resources.queries.places import within
from talka.territories.models import Area
from talka.ui.folding import sought

from ..access import community_plans as access
from ..access import trainings_known_to
from ..models import CommunityPlan, PlanActivity, PlanActor, PlanAsset, PlanComment, Team
from ..trail_of_plans import COMMUNITY_PLAN

State = PlanActivity.State
MOST_RETIRED = 50
MOST_IN_AREA = 20
"""So many stand on the page of a territory; the list of the room has all."""


@dataclass(frozen=True)
class ToDo:
    """An activity, and the title of the session at which it was planned, where the reader may know of that event."""

    row: PlanActivity
    session: str


def plans_of(person: Person | None, *, words: str = "") -> QuerySet[CommunityPlan]:
    """The plans a person may know of, the newest first, with how much of each is done; words: of the title, the
    organisation or the area. To be paged."""
    rows = access.plans_known_to(person).select_related("organisation", "area", "team__cohort__training__programme")
    for word in sought(words):
        named = Q(organisation__folded__contains=word) | Q(area__folded__contains=word)
        rows = rows.filter(Q(folded__contains=word) | named)
    rows = rows.annotate(
        planned=Count("activities", filter=~Q(activities__state=State.DROPPED), distinct=True),
        done=Count("activities", filter=Q(activities__state=State.DONE), distinct=True),
    )
    return rows.defer(*access.HEAVY).order_by("-created_at", "-pk")


def plans_in(area: Area, person: Person | None) -> list[CommunityPlan]:
    """Of the area and the places in it, as far as the reader may know of them, the newest first. One query, and those
    of access."""
    rows = access.plans_known_to(person).filter(area__in=within([area.pk]).values("pk"))
    return list(rows.select_related("organisation").order_by("-created_at", "-pk")[:MOST_IN_AREA])


def retired_of(person: Person | None) -> list[CommunityPlan]:
    """Those that were taken away and that the person may bring back, the last ones. One query, and those of access."""
    if person is None:
        return []
    rows = CommunityPlan.objects.filter(access.writable(person)).exclude(retired_at=None)
    return list(rows.order_by("-retired_at", "-pk")[:MOST_RETIRED])


@dataclass(frozen=True)
class Money:
    """What the activities cost that are not dropped, EUR. unknown: of so many nobody has said it."""

    total: Decimal
    unknown: int


@dataclass(frozen=True)
class PlanPage:
    """One plan: what the place has by kind, who is there, what is to be done in the order of its days.

    training_known: the reader may know of the training programme in which it was made.
    """

    assets: Sequence[tuple[str, Sequence[PlanAsset]]]
    actors: Sequence[PlanActor]
    activities: Sequence[ToDo]
    money: Money | None
    causes: Sequence[Shown]
    led_to: Sequence[Shown]
    training_known: bool


def page_of_plan(plan: CommunityPlan, person: Person | None) -> PlanPage:
    """Four to six queries, and those of what it is linked to."""
    assets = list(plan.assets.all())
    activities = list(plan.activities.select_related("session__event"))
    sessions = {row.session.event_id for row in activities if row.session}
    known = set(events_known_to(person).filter(pk__in=sessions).values_list("pk", flat=True)) if sessions else set()
    team = plan.team
    return PlanPage(
        by_kind(assets),
        list(plan.actors.all()),
        [
            ToDo(row, str(row.session.event) if row.session and row.session.event_id in known else "")
            for row in activities
        ],
        money_of(activities),
        came_from(COMMUNITY_PLAN, plan.pk, person),
        came_of(COMMUNITY_PLAN, plan.pk, "", person),
        team is not None and trainings_known_to(person).filter(pk=team.cohort.training_id).exists(),
    )


def by_kind(assets: Sequence[PlanAsset]) -> list[tuple[str, list[PlanAsset]]]:
    """(kind in words, what there is of it), without kinds of which nothing is entered."""
    found = [(str(label), [row for row in assets if row.kind == kind]) for kind, label in PlanAsset.Kind.choices]
    return [(label, rows) for label, rows in found if rows]


def money_of(activities: Sequence[PlanActivity]) -> Money | None:
    going = [row for row in activities if row.state != State.DROPPED]
    costs = [row.cost_eur for row in going if row.cost_eur is not None]
    return Money(sum(costs, Decimal(0)), len(going) - len(costs)) if costs else None


def comments_of(plan: CommunityPlan) -> QuerySet[PlanComment]:
    """The newest first. To be paged."""
    return plan.comments.select_related("by").order_by("-at", "-pk")


def plan_part(person: Person | None, team: Team) -> dict[str, object]:
    """For a team's page: its plan, as far as the reader may know of it, else whether they may begin one. One query, and
    those of access."""
    plan = access.plans_known_to(person).filter(team=team).first()
    return {"plan": plan, "begins_plan": plan is None and access.may_begin_for(person, team)}
