"""Deliberations as lists and panels show them, with how many take part."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events.access import events_known_to
from talka.events.models import Event
from talka.people.models import Person
from talka.programmes.access import ORGANISER, team_projects
from talka.ui.folding import sought

from ..access.deliberations import deliberations_known_to, is_open, is_over
from ..models import Deliberation, DeliberationHearing, DeliberationMember, Initiative, Statement

PANEL = 10
MOST_EVENTS = 200


@dataclass(frozen=True)
class Standing:
    """state: draft, before (opened, its time has not come), open or closed, at this moment."""

    row: Deliberation
    state: str
    statements: int
    people: int


def listed(person: Person | None, words: str = "", state: str = "") -> QuerySet[Deliberation]:
    """Those the person may know of, the newest first. state: "open", "closed" or "" for all. To be paged and then told
    by `standing`."""
    rows = _counted(deliberations_known_to(person))
    now = timezone.now()
    over = Q(state=Deliberation.State.CLOSED) | Q(state=Deliberation.State.OPEN, closes_at__lte=now)
    if state == "open":
        rows = rows.exclude(over).filter(state=Deliberation.State.OPEN)
    elif state == "closed":
        rows = rows.filter(over)
    for word in sought(words):
        rows = rows.filter(folded__contains=word)
    return rows.order_by("-created_at", "-pk")


def _counted(rows: QuerySet[Deliberation]) -> QuerySet[Deliberation]:
    standing = Statement.objects.filter(deliberation=OuterRef("pk"), state=Statement.State.STANDING, hidden_at=None)
    joined = DeliberationMember.objects.filter(deliberation=OuterRef("pk"), joined_at__isnull=False)

    def count(of: QuerySet[Statement] | QuerySet[DeliberationMember]) -> Subquery:
        return Subquery(of.order_by().values("deliberation").annotate(n=Count("pk")).values("n"))

    return rows.annotate(standing=count(standing), joined=count(joined)).select_related(
        "organisation", "programme", "initiative"
    )


def standing(rows: Sequence[Deliberation]) -> list[Standing]:
    """No query: of rows as `listed` gives them."""
    return [
        Standing(row, state_of(row), getattr(row, "standing", None) or 0, getattr(row, "joined", None) or 0)
        for row in rows
    ]


def state_of(row: Deliberation) -> str:
    if row.state == Deliberation.State.DRAFT:
        return "draft"
    if is_over(row):
        return "closed"
    return "open" if is_open(row) else "before"


def state_words(row: Deliberation) -> str:
    """How far it is at this moment, in the reader's language."""
    state = state_of(row)
    return _("Opens later") if state == "before" else str(Deliberation.State(state).label)


def of_initiative(initiative: Initiative, person: Person | None) -> list[Standing]:
    """For the initiative's page. One query, and those of access."""
    rows = _counted(deliberations_known_to(person)).filter(initiative=initiative)
    return standing(list(rows.order_by("-created_at", "-pk")[:PANEL]))


def of_event(event: Event, person: Person | None) -> list[Deliberation]:
    """Of which an event is a hearing, for the event's page. One query, and those of access."""
    heard = DeliberationHearing.objects.filter(event=event).values("deliberation")
    return list(deliberations_known_to(person).filter(pk__in=heard).order_by("-created_at")[:PANEL])


def hearings_of(row: Deliberation, person: Person | None) -> list[DeliberationHearing]:
    """Those of its hearings that the reader may know of. One query."""
    rows = DeliberationHearing.objects.filter(deliberation=row, event__in=events_known_to(person))
    return list(rows.select_related("event").order_by("event__first_day", "pk"))


def events_to_choose(row: Deliberation, person: Person | None) -> QuerySet[Event]:
    """Events the person organises that are not a hearing of it yet, the latest first."""
    taken = DeliberationHearing.objects.filter(deliberation=row).values("event")
    own = Event.objects.filter(project__in=team_projects(person, ORGANISER)).exclude(pk__in=taken)
    return own.order_by("-first_day", "-pk")


def invited(row: Deliberation) -> QuerySet[DeliberationMember]:
    """Who has a personal link, by name. To be paged. Whether they voted is not told, only that they came."""
    rows = DeliberationMember.objects.filter(deliberation=row, invited_at__isnull=False, person__isnull=False)
    return rows.select_related("person").order_by("person__sort_key", "pk")
