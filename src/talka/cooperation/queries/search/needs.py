"""Reasons that were said: who voiced the same need, proposed a measure for it, works on it or cooperates already.

One planner for each municipality makes "anonymous, by municipality" a name. So a municipality is told as having voiced
a need only where at least five of its people stand behind it, whoever asks; how many is not told.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse

from talka.events.models import Event
from talka.links.models import Link
from talka.needs.access import events_told, known_to
from talka.needs.models import Answering, Measure, MeasureEvidence, Need, NeedEvidence
from talka.needs.queries.voices import Voices, joined, voices_behind
from talka.people.models import Person
from talka.territories.models import Area
from talka.territories.queries import municipalities_of
from talka.ui.few import FEW
from talka.workshops.queries import homes_of

from ...models import CooperationCase, Partner
from ...trail import CASE, LED_TO
from .asked import Asked, Because, Grounds, Reason

MOST_NEEDS = 12
"""Needs of one's own that a search looks at."""


@dataclass
class Thing:
    """A need or a measure: its words, where it can be read, the themes that say it."""

    reason: Reason
    words: str
    link: str
    themes: set[int] = field(default_factory=set)

    @property
    def because(self) -> Because:
        return Because(self.reason, self.words, self.link)


def needs_of(asked: Asked, office: int | None, person: Person | None) -> list[Need]:
    """The needs that count as one's own: the one asked for; else those that led to the case; else those that led to
    any case of one's own organisation. As far as the reader may know of them. Two queries."""
    rows = Need.objects.all()
    if asked.need:
        rows = rows.filter(pk=asked.need)
    else:
        cases = [asked.case.pk] if asked.case else []
        if not cases and office is not None:
            own = Partner.objects.filter(organisation=office, state=Partner.State.TAKING_PART)
            cases = list(own.values_list("case_id", flat=True))
        arrows = Link.objects.filter(from_kind="need", relation=LED_TO, to_kind=CASE, to_id__in=map(str, cases))
        rows = rows.filter(pk__in=[int(pk) for pk in arrows.values_list("from_id", flat=True)])
    return list(known_to(person, rows).order_by("-pk")[:MOST_NEEDS])


def add_voices(grounds: Grounds, needs: Sequence[Need], person: Person | None, today: dt.date) -> None:
    """Municipalities of which at least five people stand behind a need, or behind a measure that answers it. A fixed
    number of queries."""
    if not needs:
        return
    things = {
        ("need", need.pk): Thing(Reason.NEED, need.words, reverse("needs:need", args=[need.pk])) for need in needs
    }
    answers = Answering.objects.filter(need__in=needs).values("measure")
    for pk, words in known_to(person, Measure.objects.filter(pk__in=answers)).values_list("pk", "words"):
        things["measure", pk] = Thing(Reason.MEASURE, words, reverse("needs:measure", args=[pk]))
    groups, events = _themes_into(things, person, today)
    if not groups:
        return
    voices = voices_behind(groups, events, today)
    behind = {key: joined(voices[theme] for theme in thing.themes if theme in voices) for key, thing in things.items()}
    for key, towns in _towns_of(behind, events, today).items():
        for town in towns:
            grounds.add_area(town, things[key].because)


def _themes_into(
    things: Mapping[tuple[str, int], Thing], person: Person | None, today: dt.date
) -> tuple[dict[int, int], list[Event]]:
    """Give each thing its themes at events whose findings the reader may read: the group of each theme, the events."""
    told = events_told(person).filter(first_day__lte=today)
    groups: dict[int, int] = {}
    events: set[int] = set()
    for name, evidence in (("need", NeedEvidence), ("measure", MeasureEvidence)):
        wanted = [pk for kind, pk in things if kind == name]
        rows = evidence.objects.filter(**{f"{name}__in": wanted}, cluster__group__workshop__event__in=told)
        columns = (f"{name}_id", "cluster_id", "cluster__group_id", "cluster__group__workshop__event_id")
        for pk, theme, group, event in rows.values_list(*columns):
            things[name, pk].themes.add(theme)
            groups[theme] = group
            events.add(event)
    return groups, list(Event.objects.filter(pk__in=events).only("pk", "first_day"))


def _towns_of(
    behind: Mapping[tuple[str, int], Voices], events: Collection[Event], today: dt.date
) -> dict[tuple[str, int], list[int]]:
    """Of each thing the municipalities of which at least five people stand behind it."""
    persons = frozenset[int]().union(*(voices.backing.persons for voices in behind.values()))
    homes = {pk: home.area for pk, home in homes_of(persons, events).items() if home.area is not None}
    towns = municipalities_of(set(homes.values()), today)
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for key, voices in behind.items():
        from_here = _counted(towns.get(homes[pk]) for pk in voices.backing.persons if pk in homes)
        found[key] = [town for town, people in from_here.items() if people >= FEW]
    return found


def _counted(towns: Iterable[Area | None]) -> Counter[int]:
    return Counter(town.pk for town in towns if town is not None)


def add_cases(grounds: Grounds, asked: Asked, needs: Sequence[Need]) -> None:
    """Who takes part in published cases about the same service, or that came of the same needs. Two queries."""
    arrows = Link.objects.filter(
        from_kind="need", from_id__in=[str(need.pk) for need in needs], relation=LED_TO, to_kind=CASE
    )
    same = {int(pk) for pk in arrows.values_list("to_id", flat=True)}
    rows = Partner.objects.filter(
        state=Partner.State.TAKING_PART,
        case__published_at__isnull=False,
        case__retired_at=None,
        case__illustrative=asked.illustrative,
    ).exclude(case__state=CooperationCase.State.DROPPED)
    if asked.case is not None:
        rows = rows.exclude(case=asked.case)
    for row in rows.filter(_about(asked, same)).select_related("case").order_by("-case__created_at", "pk"):
        link = reverse("cooperation:case", args=[row.case.slug])
        if row.case_id in same:
            grounds.add_organisation(row.organisation_id, Because(Reason.WORKS_ON, str(row.case), link))
        if asked.service and row.case.service == asked.service:
            grounds.add_organisation(row.organisation_id, Because(Reason.SERVICE, str(row.case), link))


def _about(asked: Asked, same: Collection[int]) -> Q:
    return (Q(case__service=asked.service) if asked.service else Q(pk__in=[])) | Q(case__in=same)
