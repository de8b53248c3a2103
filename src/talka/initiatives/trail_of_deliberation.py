"""What deliberations add to the trail: from an initiative to what was asked about it, and on to the hearings."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person

from .access.deliberations import deliberations_known_to
from .models import Deliberation, DeliberationHearing
from .queries.deliberations import state_words

DELIBERATION = "deliberation"


def show_deliberations(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = deliberations_known_to(person).filter(pk__in=ids).select_related("organisation", "programme")
    return {
        str(row.pk): Shown(
            DELIBERATION,
            str(row.pk),
            row.question,
            reverse("initiatives:deliberation", args=[row.pk]),
            f"{row.whose}, {state_words(row)}",
            illustrative=row.illustrative,
        )
        for row in rows
    }


def join_trail() -> None:
    register(Kind(DELIBERATION, gettext_lazy("Deliberation"), 115, show_deliberations))
    register_arrow(
        Arrow("initiative", DELIBERATION, lambda: Deliberation.objects.filter(retired_at=None), "initiative", "pk")
    )
    register_arrow(
        Arrow(
            DELIBERATION,
            "event",
            lambda: DeliberationHearing.objects.filter(deliberation__retired_at=None),
            "deliberation",
            "event",
        )
    )
