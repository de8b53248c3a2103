"""What the rooms hold of one project that its indicators are counted from, each kind read once and only when asked."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from talka.events.models import Answer, Attendance, Event, FeedbackAnswer, Presentation, Question
from talka.needs.models import Findings, Measure, Need
from talka.programmes.models import Project
from talka.territories.models import Area
from talka.territories.queries import municipalities_of, regions_of
from talka.ui.folding import fold

from ..models import IndicatorValue, Tally

Text = dict[str, str] | str


def plain(text: LazyI18nString | str) -> Text:
    """A text in all its languages, as it is kept in a frozen report."""
    data = text.data if isinstance(text, LazyI18nString) else text
    return {code: said for code, said in data.items() if said} if isinstance(data, Mapping) else str(data or "")


@dataclass(frozen=True)
class Came:
    """Somebody at one event. organisation: the one that remains where it was entered twice; days: so many attended."""

    registration: int
    person: int
    organisation: int | None
    area: int | None
    days: int


@dataclass(frozen=True)
class Crowd:
    """All who came to one event, as ids that can be joined with those of others. days: attended -> registrations."""

    people: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()
    days: Mapping[int, int] = field(default_factory=dict)


NOBODY = Crowd()


@dataclass(frozen=True)
class Reached:
    """A need that was answered or a measure that was done, and since when the register says so."""

    thing: Need | Measure
    day: dt.date
    event: Event


@dataclass(frozen=True)
class Asked:
    """What registration asked at one event. texts: of each place among the options, in all languages."""

    kind: str
    texts: Mapping[str, frozenset[str]]


class Facts:
    """A project's held events and what hangs on them. An event is held when it is published and its last day is over
    or today; drafts, cancelled ones and those still ahead are not. Group work that was a rehearsal leaves nothing here:
    needs and measures cannot be raised from it."""

    def __init__(self, project: Project, today: dt.date | None = None) -> None:
        self.project = project
        self.today = today or timezone.localdate()

    @cached_property
    def events(self) -> Mapping[int, Event]:
        """By id, the first held first. One query."""
        rows = Event.objects.filter(
            project=self.project, state=Event.State.PUBLISHED, last_day__lte=self.today
        ).order_by("first_day", "slug")
        return {event.pk: event for event in rows}

    @cached_property
    def attended(self) -> Mapping[int, Sequence[Came]]:
        """Who came, by event; each registration once. One query and that of the events."""
        rows = Attendance.objects.filter(registration__event__in=list(self.events)).values_list(
            "registration__event_id",
            "registration_id",
            "registration__person_id",
            Coalesce("registration__organisation__merged_into_id", "registration__organisation_id"),
            Coalesce("registration__organisation__merged_into__area_id", "registration__organisation__area_id"),
        )
        days: dict[tuple[int, int, int, int | None, int | None], int] = defaultdict(int)
        for row in rows:
            days[row] += 1
        found: dict[int, list[Came]] = defaultdict(list)
        for (event, registration, person, organisation, area), count in days.items():
            found[event].append(Came(registration, person, organisation, area, count))
        return found

    @cached_property
    def crowds(self) -> Mapping[int, Crowd]:
        """The same, gathered for counting."""
        return {
            event: Crowd(
                frozenset(came.person for came in rows),
                frozenset(came.organisation for came in rows if came.organisation is not None),
                frozenset(came.area for came in rows if came.area is not None),
                Counter(came.days for came in rows),
            )
            for event, rows in self.attended.items()
        }

    def crowd(self, event: int) -> Crowd:
        return self.crowds.get(event, NOBODY)

    @cached_property
    def pages(self) -> Mapping[int, tuple[Text, str]]:
        """Title and address of each held event, as the pieces of every indicator name it."""
        return {
            event.pk: (plain(event.title), reverse("events:event", args=[event.slug])) for event in self.events.values()
        }

    @cached_property
    def _areas(self) -> frozenset[int]:
        return frozenset().union(*(crowd.areas for crowd in self.crowds.values()))

    @property
    def day_of_areas(self) -> dt.date:
        """On which day's map municipalities and regions are counted: one for all events, else a reform of territories
        within a project would count the same place twice."""
        return min(self.today, self.project.ends or self.today)

    @cached_property
    def municipalities(self) -> Mapping[int, Area]:
        """The municipality of each area that anybody came from. A fixed number of queries."""
        if not self._areas:
            return {}
        found = {pk: town for pk, town in municipalities_of(self._areas, self.day_of_areas).items() if town}
        # A parish that no longer stood then is counted with the municipality it lay in when the project began.
        left = self._areas - set(found)
        start = self.project.starts or min(event.first_day for event in self.events.values())
        return found | {pk: town for pk, town in municipalities_of(left, start).items() if town}

    @cached_property
    def regions(self) -> Mapping[int, Area]:
        """The planning region of each area that anybody came from. A fixed number of queries."""
        if not self._areas:
            return {}
        return {pk: region for pk, region in regions_of(self._areas, self.day_of_areas).items() if region}

    @cached_property
    def presentations(self) -> Mapping[int, Sequence[Presentation]]:
        """Those that are published, by event. One query."""
        rows = Presentation.objects.filter(
            item__event__in=list(self.events), item__cancelled=False, published=True
        ).select_related("item")
        found: dict[int, list[Presentation]] = defaultdict(list)
        for row in rows.order_by("item__order", "pk"):
            found[row.item.event_id].append(row)
        return found

    @cached_property
    def findings(self) -> Mapping[int, dt.date]:
        """The day on which an event's findings were published. One query."""
        rows = Findings.objects.filter(event__in=list(self.events), published_at__isnull=False)
        return {row.event_id: timezone.localdate(row.published_at) for row in rows}

    @cached_property
    def sheets(self) -> Mapping[int, Sequence[Mapping[str, Any]]]:
        """The marks on each sheet of feedback, by event. One query."""
        found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        rows = FeedbackAnswer.objects.filter(event__in=list(self.events)).values_list("event_id", "ratings")
        for event, ratings in rows:
            found[event].append(ratings)
        return found

    @cached_property
    def needs_answered(self) -> Sequence[Reached]:
        """Needs that this project's events voiced and that are answered. Two queries."""
        return _reached(Need.objects.filter(state=Need.State.ANSWERED), Need.State.ANSWERED, self.project)

    @cached_property
    def measures_done(self) -> Sequence[Reached]:
        """Measures that this project's events proposed and that are done. Two queries."""
        return _reached(Measure.objects.filter(state=Measure.State.DONE), Measure.State.DONE, self.project)

    @cached_property
    def values(self) -> Mapping[int, Sequence[IndicatorValue]]:
        """What was entered and stands, by indicator, the first day first. One query."""
        found: dict[int, list[IndicatorValue]] = defaultdict(list)
        rows = IndicatorValue.objects.filter(indicator__project=self.project, withdrawn_at=None)
        for row in rows.select_related("by").order_by("day", "pk"):
            found[row.indicator_id].append(row)
        return found

    @cached_property
    def tallies(self) -> Mapping[tuple[int, int], int]:
        """What was kept of answers that have gone since: (indicator, event) -> people. One query."""
        rows = Tally.objects.filter(indicator__project=self.project)
        return {(row.indicator_id, row.event_id): row.people for row in rows}

    @cached_property
    def asked(self) -> Mapping[tuple[int, str], Asked]:
        """The organisers' own questions: (event, key) -> what was asked. One query."""
        rows = Question.objects.filter(event__in=list(self.events))
        return {(row.event_id, row.key): Asked(row.kind, _texts(row.options)) for row in rows}

    @cached_property
    def answers(self) -> Mapping[tuple[int, str], Mapping[int, object]]:
        """(event, key of the question) -> what each registration answered. One query."""
        found: dict[tuple[int, str], dict[int, object]] = defaultdict(dict)
        rows = Answer.objects.filter(question__event__in=list(self.events))
        for event, key, registration, value in rows.values_list(
            "question__event_id", "question__key", "registration_id", "value"
        ):
            found[event, key][registration] = value
        return found

    def people_who_answered(self, event: int, question: str, answer: str) -> int | None:
        """How many of those who came to the event gave this answer; None where the event did not ask, or where nobody's
        answer stands any more."""
        asked, given = self.asked.get((event, question)), self.answers.get((event, question))
        if asked is None or not given:
            return None
        wanted = fold(answer)
        return sum(
            1
            for came in self.attended.get(event, ())
            if came.registration in given and wanted in _said(given[came.registration], asked)
        )


def _texts(options: Sequence[object]) -> Mapping[str, frozenset[str]]:
    return {
        str(place): frozenset(
            fold(str(text)) for text in (option.values() if isinstance(option, Mapping) else [option]) if text
        )
        for place, option in enumerate(options)
    }


YES_AND_NO = {True: frozenset({"yes", "ja"}), False: frozenset({"no", "ne"})}
"""Folded, in the languages of the house: an answer of yes or no is kept as true or false."""


def _said(value: object, asked: Asked) -> frozenset[str]:
    """An answer in all the words by which it may be named."""
    if isinstance(value, bool):
        return YES_AND_NO[value]
    if isinstance(value, list):
        return frozenset().union(*(_said(one, asked) for one in value))
    text = str(value)
    return asked.texts.get(text, frozenset({fold(text)}))


def _reached(rows: "QuerySet[Any]", state: str, project: Project) -> list[Reached]:
    """With the day on which the row first said so, as its versions tell. An event's own cancelling does not unsay what
    was found there; a draft has found nothing."""
    versions = rows.model._meta.get_field("events").related_model
    first = (
        versions.objects.filter(pgh_obj_id=OuterRef("pk"), state=state)
        .order_by()
        .values("pgh_obj_id")
        .annotate(first=Min("pgh_created_at"))
        .values("first")
    )
    found = rows.filter(event__project=project, merged_into=None).exclude(event__state=Event.State.DRAFT)
    return [
        Reached(row, timezone.localdate(row.since or row.created_at), row.event)
        for row in found.select_related("event").annotate(since=Subquery(first)).order_by("pk")
    ]
