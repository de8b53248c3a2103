"""What the rooms hold of one project that its indicators are counted from, each kind read once and only when asked."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from talka.events.models import Answer, Attendance, Event, Presentation, Question
from talka.needs.models import Findings, Measure, Need
from talka.programmes.models import Project
from talka.territories.models import Area
from talka.territories.queries import municipalities_of, regions_of
from talka.ui.folding import fold

from ..models import Indicator, IndicatorValue, Tally
from .sums import CROWDS, MARKS

Text = dict[str, str] | str


def plain(text: LazyI18nString | str) -> Text:
    """A text in all its languages, as it is kept in a frozen report."""
    data = text.data if isinstance(text, LazyI18nString) else text
    return {code: said for code, said in data.items() if said} if isinstance(data, Mapping) else str(data or "")


@dataclass(frozen=True)
class Crowd:
    """All who came to one event, as ids that can be joined with those of others. organisations: those that remain where
    one was entered twice; days: attended -> registrations."""

    people: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()
    days: Mapping[int, int] = field(default_factory=dict)


NOBODY = Crowd()
OF_EVENT = ("project", "slug", "title", "first_day", "last_day", "activity", "kind", "certificate_hours", "venue")
"""What is read of an event: its other texts are long."""


class Reached(NamedTuple):
    """A need that was answered or a measure that was done, and since when the register says so. activity, event_kind:
    of the event that voiced it."""

    id: int
    words: str
    day: dt.date
    activity: int | None
    event_kind: str


class Document(NamedTuple):
    """A presentation that everybody may open."""

    id: int
    title: Text
    url: str


class Marks(NamedTuple):
    """Of one event's feedback. sheets: with any of the marks asked for; number: of these marks; total: of all."""

    sheets: int
    number: int
    total: int


class Given(NamedTuple):
    """An answer as it is kept. came: how many of those who gave it came to the event."""

    value: object
    came: int


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
        self._held: dict[tuple[int | None, str, dt.date], Sequence[Event]] = {}
        self._marks: dict[tuple[str, ...], Mapping[int, Marks]] = {}

    @cached_property
    def events(self) -> Mapping[int, Event]:
        """By id, the first held first. One query."""
        rows = Event.objects.filter(project=self.project, state=Event.State.PUBLISHED, last_day__lte=self.today)
        named = rows.order_by("first_day", "slug").only(*OF_EVENT)
        return {event.pk: event for event in named}

    def held(self, indicator: Indicator, until: dt.date) -> Sequence[Event]:
        """The events that an indicator counts, held by that day; found once for all that count the same."""
        wanted = (indicator.activity_id, indicator.event_kind, until)
        if wanted not in self._held:
            activity, kind, _until = wanted
            self._held[wanted] = [
                event
                for event in self.events.values()
                if event.last_day <= until and activity in (None, event.activity_id) and kind in ("", event.kind)
            ]
        return self._held[wanted]

    @cached_property
    def crowds(self) -> Mapping[int, Crowd]:
        """Who came, by event; each registration once. One query and that of the events."""
        with connection.cursor() as cursor:
            cursor.execute(CROWDS, [list(self.events)])
            rows = cursor.fetchall()
        return {
            event: Crowd(_ids(people), _ids(organisations), _ids(areas), Counter(map(int, days.split(","))))
            for event, people, organisations, areas, days in rows
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
    def presentations(self) -> Mapping[int, Sequence[Document]]:
        """Those that are published, by event. One query and that of the events."""
        rows = Presentation.objects.filter(
            item__event__in=list(self.events), item__cancelled=False, published=True
        ).order_by("item__order", "pk")
        found: dict[int, list[Document]] = defaultdict(list)
        for pk, title, of_item, url, token, event in rows.values_list(
            "pk", "title", "item__title", "url", "token", "item__event_id"
        ):
            address = url or reverse("events:presentation", args=[self.events[event].slug, token])
            found[event].append(Document(pk, plain(title) or plain(of_item), address))
        return found

    @cached_property
    def findings(self) -> Mapping[int, dt.date]:
        """The day on which an event's findings were published. One query."""
        rows = Findings.objects.filter(event__in=list(self.events), published_at__isnull=False)
        return {row.event_id: timezone.localdate(row.published_at) for row in rows}

    def marks(self, asked: Collection[str]) -> Mapping[int, Marks]:
        """The marks given to these questions on sheets of feedback, by event. One query for each set of questions."""
        keys = tuple(sorted(asked))
        if keys not in self._marks:
            with connection.cursor() as cursor:
                cursor.execute(MARKS, {"events": list(self.events), "keys": list(keys)})
                self._marks[keys] = {event: Marks(*sums) for event, *sums in cursor.fetchall()}
        return self._marks[keys]

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
    def _questions(self) -> "QuerySet[Question]":
        """The organisers' own questions that any indicator of the project counts, as a subquery."""
        counted = Indicator.objects.filter(project=self.project).exclude(question="").values("question")
        return Question.objects.filter(event__in=list(self.events), key__in=counted)

    @cached_property
    def asked(self) -> Mapping[tuple[int, str], Asked]:
        """Those questions: (event, key) -> what was asked. One query."""
        rows = self._questions.values_list("event_id", "key", "kind", "options")
        return {(event, key): Asked(kind, _texts(options)) for event, key, kind, options in rows}

    @cached_property
    def answers(self) -> Mapping[tuple[int, str], Sequence[Given]]:
        """(event, key of the question) -> each answer that stands, once. One query."""
        found: dict[tuple[int, str], list[Given]] = defaultdict(list)
        attended = Exists(Attendance.objects.filter(registration=OuterRef("registration")))
        rows = Answer.objects.filter(question__in=self._questions).values(
            "question__event_id", "question__key", "value"
        )
        for event, key, value, came in rows.annotate(came=Count("pk", filter=attended)).values_list(
            "question__event_id", "question__key", "value", "came"
        ):
            found[event, key].append(Given(value, came))
        return found

    def people_who_answered(self, event: int, question: str, answer: str) -> int | None:
        """How many of those who came to the event gave this answer, which an indicator counts; None where the event did
        not ask, or where nobody's answer stands any more."""
        asked, given = self.asked.get((event, question)), self.answers.get((event, question))
        if asked is None or not given:
            return None
        wanted = fold(answer)
        return sum(each.came for each in given if wanted in _said(each.value, asked))


def _ids(listed: str | None) -> frozenset[int]:
    return frozenset(map(int, listed.split(","))) if listed else frozenset()


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
    told = found.annotate(since=Coalesce(Subquery(first), "created_at")).order_by("pk")
    return [
        Reached(pk, words, timezone.localdate(since), activity, kind)
        for pk, words, since, activity, kind in told.values_list(
            "pk", "words", "since", "event__activity_id", "event__kind"
        )
    ]
