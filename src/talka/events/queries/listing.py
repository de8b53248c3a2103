"""Lists of events: upcoming, past, of one project, found by words."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from talka.events.access import events_known_to
from talka.events.models import Event
from talka.people.models import Person
from talka.programmes.models import Project
from talka.ui.folding import fold, sought

from .when import day_of, hours_of


@dataclass(frozen=True)
class Row:
    """One event in a list."""

    event: Event
    day: str
    hours: str
    place: str

    @property
    def draft(self) -> bool:
        return self.event.state == Event.State.DRAFT

    @property
    def cancelled(self) -> bool:
        return self.event.state == Event.State.CANCELLED


def events_list(
    person: Person | None, *, when: str = "upcoming", project: str = "", words: str = ""
) -> QuerySet[Event]:
    """Events the person may know of. when: upcoming (soonest first) or past (latest first)."""
    today = timezone.localdate()
    rows = events_known_to(person).select_related("project__programme", "area")
    if project:
        rows = rows.filter(project__slug=project)
    if words:
        rows = rows.filter(pk__in=found_by(rows, words))
    if when == "past":
        return rows.filter(last_day__lt=today).order_by("-first_day", "slug")
    return rows.filter(last_day__gte=today).order_by("first_day", "starts_at", "slug")


def found_by(rows: QuerySet[Event], words: str) -> list[int]:
    """Ids of events whose title, summary, place, project or number holds every word, without case and diacritics."""
    wanted = sought(words)
    fields = ("pk", "title", "summary", "venue", "address", "project__title", "project__number", "slug", "first_day")
    found = []
    for row in rows.order_by().values_list(*fields):
        text = fold(" ".join(_all_words(value) for value in row[1:]))
        if all(word in text for word in wanted):
            found.append(row[0])
    return found


def _all_words(value: object) -> str:
    data = getattr(value, "data", value)
    return " ".join(str(v) for v in data.values()) if isinstance(data, dict) else str(data)


def row_of(event: Event) -> Row:
    place = str(event.venue) or (str(event.area) if event.area else "") or event.address
    return Row(event, day_of(event), hours_of(event), place)


def projects_with_events(person: Person | None) -> QuerySet[Project]:
    """For the filter: projects that have an event the person may know of."""
    known = events_known_to(person)
    return Project.objects.filter(pk__in=known.values("project")).order_by("slug")


def counts(person: Person | None) -> tuple[int, int]:
    """How many events lie ahead and how many behind."""
    today = timezone.localdate()
    known = events_known_to(person)
    return known.filter(last_day__gte=today).count(), known.filter(Q(last_day__lt=today)).count()
