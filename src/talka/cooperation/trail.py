"""What this room adds to the trail: from needs and measures to cooperation, and on to joint projects."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.links.registry import Kind, Shown, register
from talka.people.models import Person

from .access import cases_known_to
from .access.agreements import known_to as agreements_known_to
from .access.projects import projects_known_to

CASE = "cooperation_case"
AGREEMENT = "agreement"
PROJECT = "joint_project"
LED_TO = "led_to"
"""What an arrow from a need, a measure or a case means: this came of it."""


def show_cases(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = cases_known_to(person).filter(pk__in=ids)
    return {
        str(row.pk): Shown(
            CASE,
            str(row.pk),
            str(row),
            reverse("cooperation:case", args=[row.slug]),
            row.get_state_display(),
            illustrative=row.illustrative,
        )
        for row in rows
    }


def show_agreements(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = agreements_known_to(person).filter(pk__in=ids)
    return {
        str(row.pk): Shown(
            AGREEMENT,
            str(row.pk),
            str(row),
            reverse("cooperation:agreement", args=[row.slug]),
            row.get_state_display(),
            illustrative=row.illustrative,
        )
        for row in rows
    }


def show_projects(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = projects_known_to(person).filter(pk__in=ids)
    return {
        str(row.pk): Shown(
            PROJECT,
            str(row.pk),
            str(row),
            reverse("cooperation:project", args=[row.slug]),
            row.get_state_display(),
            illustrative=row.illustrative,
        )
        for row in rows
    }


def join_trail() -> None:
    register(Kind(CASE, _("Cooperation case"), 130, show_cases))
    register(Kind(AGREEMENT, _("Agreement"), 140, show_agreements))
    register(Kind(PROJECT, _("Joint project"), 150, show_projects))
