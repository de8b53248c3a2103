"""Which rows belong to an event: its own, and those of people, organisations and areas that it names."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from talka.events.models import AgendaItem, AgendaRelease, Event, Registration, Speaker
from talka.events.queries.changes import people_in_changes
from talka.events.queries.snapshot import people_in
from talka.people.models import Organisation, Person
from talka.programmes.models import ProjectPartner, TeamMember
from talka.territories.models import Area, Belonging

from ..travels import Scope

DEEPEST = 8
"""Levels of areas, and merges of merges, that are followed."""


def scope_of(event: Event | None, also: Mapping[str, Iterable[str]] | None = None) -> Scope:
    """The row ids that `travels` filters by, in some twenty queries however large the event is.

    also: keys (slugs) of shared rows that a file names, by model: they are read too where they stand here.
    """
    named = {model: list(keys) for model, keys in (also or {}).items()}
    scope: Scope = {"event": 0, "project": 0, "programme": 0}
    people = set(Person.objects.filter(key__in=named.get("people.Person", [])).values_list("pk", flat=True))
    organisations = _keyed(Organisation, named.get("people.Organisation", []))
    areas = _keyed(Area, named.get("territories.Area", []))
    if event is not None:
        scope |= {"event": event.pk, "project": event.project_id, "programme": event.project.programme_id}
        people |= _people(event)
        areas |= {event.area_id} if event.area_id else set()
    else:
        scope |= _frame(named)
    team = Q(project=scope["project"]) | Q(project=None, programme=scope["programme"])
    people |= set(TeamMember.objects.filter(team).values_list("person_id", flat=True))
    people = _with_doubles(Person, people)
    organisations |= set(ProjectPartner.objects.filter(project=scope["project"]).values_list("organisation", flat=True))
    organisations |= set(Person.objects.filter(pk__in=people).values_list("organisation", flat=True))
    if event is not None:
        organisations |= set(Registration.objects.filter(event=event).values_list("organisation", flat=True))
    organisations = _with_doubles(Organisation, organisations - {None})
    areas |= set(Organisation.objects.filter(pk__in=organisations).values_list("area", flat=True)) - {None}
    return scope | {"people": people, "organisations": organisations, "areas": _with_parents(areas)}


def _keyed(model: Any, keys: list[str]) -> set[int]:
    return set(model.objects.filter(key__in=keys).values_list("pk", flat=True)) if keys else set()


def _frame(named: Mapping[str, list[str]]) -> Scope:
    """Programme and project that a file names, where they stand here already without its event."""
    from talka.programmes.models import Programme, Project

    project = (
        Project.objects.filter(slug__in=named.get("programmes.Project", [])).values_list("pk", "programme").first()
    )
    programme = Programme.objects.filter(slug__in=named.get("programmes.Programme", [])).values_list("pk").first()
    return {
        "project": project[0] if project else 0,
        "programme": project[1] if project else programme[0] if programme else 0,
    }


def _people(event: Event) -> set[int]:
    """Who registered, who speaks or did in an earlier version of the agenda, who leads a group."""
    found = set(Registration.objects.filter(event=event).values_list("person_id", flat=True))
    found |= set(Speaker.objects.filter(item__event=event).values_list("person_id", flat=True))
    led = AgendaItem.facilitators.through.objects.filter(agendaitem__event=event)
    found |= set(led.values_list("person_id", flat=True))
    for items, changes in AgendaRelease.objects.filter(event=event).values_list("items", "changes"):
        found |= people_in(items) | people_in_changes(changes)
    return found


def _with_doubles(model: Any, found: set[int]) -> set[int]:
    """And what they were merged into, and what was merged into them: files from before the merging name those."""
    for _step in range(DEEPEST):
        into = set(model.objects.filter(pk__in=found).exclude(merged_into=None).values_list("merged_into", flat=True))
        doubles = set(model.objects.filter(merged_into__in=found).values_list("pk", flat=True))
        if into | doubles <= found:
            break
        found = found | into | doubles
    return found


def _with_parents(areas: set[int]) -> set[int]:
    found = set(areas)
    for _level in range(DEEPEST):
        more = set(Belonging.objects.filter(child__in=areas).values_list("parent_id", flat=True)) - found
        if not more:
            break
        found |= more
        areas = more
    return found
