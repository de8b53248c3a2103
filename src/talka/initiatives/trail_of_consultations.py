"""What consultations add to the trail: from a task or project of a planning document, or an initiative, to what people
said of it."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person

from .access.consultations import consultations_known_to
from .models import Consultation

CONSULTATION = "consultation"
CONSULTED = "consulted_on"
"""What an arrow to a consultation means: it was asked about there."""
PLANNED = ("plan_goal", "plan_project")
"""Kinds of another room that a consultation can be about; known by name only."""


def show_consultations(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = consultations_known_to(person).filter(pk__in=ids).select_related("organisation", "programme")
    return {
        str(row.pk): Shown(
            CONSULTATION,
            str(row.pk),
            row.title,
            reverse("initiatives:consultation", args=[row.pk]),
            row.state.label,
            illustrative=row.illustrative,
        )
        for row in rows
    }


def join_trail() -> None:
    register(Kind(CONSULTATION, gettext_lazy("Public consultation"), 116, show_consultations))
    register_arrow(
        Arrow(
            "initiative",
            CONSULTATION,
            lambda: Consultation.objects.filter(retired_at=None, initiative__isnull=False),
            "initiative_id",
            "pk",
        )
    )
