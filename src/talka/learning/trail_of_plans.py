"""What community plans add to the trail: from training programmes to the plans their teams made, and on to what came
of them, to which other rooms point."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person
from talka.resources.queries.places import within

from .access.community_plans import plans_known_to
from .models import CommunityPlan

COMMUNITY_PLAN = "community_plan"
MOST_OFFERED = 300


def show_plans(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = plans_known_to(person).filter(pk__in=ids)
    return {
        str(row.pk): Shown(
            COMMUNITY_PLAN,
            str(row.pk),
            str(row),
            reverse("learning:community_plan", args=[row.pk]),
            str(row.organisation) if row.published_at else _("%(who)s, draft") % {"who": row.organisation},
            illustrative=row.illustrative,
        )
        for row in rows.select_related("organisation", "team__cohort__training__programme")
    }


def choose_plans(areas: Collection[int], person: Person | None) -> Sequence[Shown]:
    """Plans of places in these territories, the newest first, for rooms that point to one."""
    rows = plans_known_to(person).filter(area__in=within(areas).values("pk"))
    ids = rows.order_by("-created_at", "-pk").values_list("pk", flat=True)[:MOST_OFFERED]
    return list(show_plans([str(pk) for pk in ids], person).values())


def join_trail(training: str) -> None:
    """training: the kind of training programmes."""
    register(Kind(COMMUNITY_PLAN, gettext_lazy("Community plan"), 120, show_plans, choose=choose_plans))
    register_arrow(
        Arrow(
            training,
            COMMUNITY_PLAN,
            lambda: CommunityPlan.objects.filter(retired_at=None, team__isnull=False),
            "team__cohort__training",
            "pk",
        )
    )
