"""The draft agenda as its editor shows it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.text import Truncator

from talka.events import clock
from talka.events.models import AgendaItem, Event
from talka.events.words import said
from talka.people.models import Person
from talka.programmes.models import TeamMember
from talka.ui.folding import sought

from .agenda import Day, days_from
from .clashes import Clash, by_key, clashes_in
from .snapshot import Frozen, frozen_items, names_of, people_in


@dataclass(frozen=True)
class Editor:
    days: list[Day]
    clashes: list[Clash]
    clashing: dict[str, list[Clash]]
    count: int


def editor_of(event: Event) -> Editor:
    """Days with slots, and what clashes. Four queries."""
    items = frozen_items(event)
    names = names_of(people_in(items))
    zone = clock.zone_of(event)
    clashes = clashes_in(items, zone, names, _short_title)
    return Editor(days_from(items, zone, names), clashes, dict(by_key(clashes)), len(items))


def clashes_of(event: Event, key: str) -> list[Clash]:
    items = frozen_items(event)
    names = names_of(people_in(items))
    return [clash for clash in clashes_in(items, clock.zone_of(event), names, _short_title) if key in clash.keys]


def _short_title(item: Frozen) -> str:
    return Truncator(said(item["title"])).chars(60)


def team_of(event: Event, item: AgendaItem | None = None) -> QuerySet[Person]:
    """Who may lead a group: organisers and facilitators of the project, and whoever leads this item already."""
    roles = (TeamMember.Role.ORGANISER, TeamMember.Role.FACILITATOR)
    own = TeamMember.objects.filter(programme=event.project.programme, role__in=roles).filter(
        Q(project=None) | Q(project=event.project)
    )
    wanted = Q(pk__in=own.values("person"))
    if item is not None:
        wanted |= Q(pk__in=item.facilitators.values("pk"))
    return Person.objects.filter(wanted, erased_at=None).order_by("sort_key")


def blocks_of(event: Event) -> list[str]:
    return list(event.items.exclude(block="").values_list("block", flat=True).distinct().order_by("block"))


def people_found(words: str, illustrative: bool, most: int = 10) -> list[Person]:
    """Persons whose name or e-mail holds every word; made-up ones for made-up events only."""
    rows = Person.objects.filter(merged_into=None, erased_at=None, illustrative=illustrative)
    for word in sought(words):
        rows = rows.filter(folded__contains=word)
    return list(rows.select_related("organisation").order_by("sort_key")[:most])
