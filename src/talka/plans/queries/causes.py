"""Needs and measures from which goals and projects of documents came."""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from talka.links import registry
from talka.links.models import Link
from talka.links.registry import Shown
from talka.needs.access import known_to
from talka.needs.models import Measure, Need
from talka.people.models import Person

from ..models import Goal, PlanProject
from ..trail import CAUSES, GOAL, PROJECT

Causes = Mapping[tuple[str, str], Sequence[Shown]]
Choice = tuple[str, str]
MOST_CHOICES = 300


def causes_among(goals: Sequence[Goal], projects: Sequence[PlanProject], person: Person | None) -> Causes:
    """By kind and id of what came of them, as far as the reader may know of them. One query, and up to two more."""
    to_these = Q(to_kind=GOAL, to_id__in=[str(one.pk) for one in goals])
    to_these |= Q(to_kind=PROJECT, to_id__in=[str(one.pk) for one in projects])
    links = list(Link.objects.filter(to_these, from_kind__in=CAUSES).order_by("pk"))
    shown: dict[str, Mapping[str, Shown]] = {}
    for name in CAUSES:
        kind = registry.kind_of(name)
        ids = [link.from_id for link in links if link.from_kind == name]
        shown[name] = kind.show(ids, person) if kind and ids else {}
    found: dict[tuple[str, str], list[Shown]] = {}
    for link in links:
        if link.from_id in shown[link.from_kind]:
            found.setdefault((link.to_kind, link.to_id), []).append(shown[link.from_kind][link.from_id])
    return found


def causes_of(row: Goal | PlanProject, person: Person | None) -> Sequence[Shown]:
    goals, projects = ([row], []) if isinstance(row, Goal) else ([], [row])
    kind = GOAL if isinstance(row, Goal) else PROJECT
    return causes_among(goals, projects, person).get((kind, str(row.pk)), ())


def causes_to_choose(person: Person | None) -> tuple[list[Choice], list[Choice]]:
    """Measures and needs a person may know of, the newest first, as choices of a form. Two queries."""
    measures = known_to(person, Measure.objects.all()).order_by("-pk")[:MOST_CHOICES]
    needs = known_to(person, Need.objects.all()).order_by("-pk")[:MOST_CHOICES]
    return [(f"measure:{one.pk}", one.words) for one in measures], [(f"need:{one.pk}", one.words) for one in needs]
