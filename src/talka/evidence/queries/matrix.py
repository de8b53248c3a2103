"""A project's events and the items of their event files, as a table: what is missing where."""

from collections.abc import Iterable
from dataclasses import dataclass

from talka.events.models import Event
from talka.programmes.models import Project

from ..checklists import Item, own_items
from ..models import Package
from .checklist import Checklist, Line, State, checklists


@dataclass(frozen=True)
class Row:
    """One event; cells in the order of the items, None where the item is not asked of it."""

    checklist: Checklist
    cells: tuple[Line | None, ...]


@dataclass(frozen=True)
class Matrix:
    """cancelled: events that were not held, of which nothing is wanted."""

    items: tuple[Item, ...]
    rows: tuple[Row, ...]
    cancelled: tuple[Event, ...]

    @property
    def there(self) -> int:
        return sum(row.checklist.there for row in self.rows)

    @property
    def wanted(self) -> int:
        return sum(row.checklist.wanted for row in self.rows)

    @property
    def open(self) -> int:
        return sum(len(row.checklist.open) for row in self.rows)

    @property
    def later(self) -> int:
        """Items that are not wanted yet."""
        return sum(line.state is State.LATER for row in self.rows for line in row.checklist.lines)


def matrix_of(project: Project) -> Matrix:
    """All events of the project but drafts, by their days. A fixed number of queries."""
    events = list(events_to_prove(project))
    held = [event for event in events if event.state != Event.State.CANCELLED]
    for event in events:
        event.project = project
    found = checklists(held, own_items(project.programme))
    items = _items(found[event.pk] for event in held)
    rows = []
    for event in held:
        lines = {line.item.key: line for line in found[event.pk].lines}
        rows.append(Row(found[event.pk], tuple(lines.get(item.key) for item in items)))
    return Matrix(items, tuple(rows), tuple(event for event in events if event.state == Event.State.CANCELLED))


def events_to_prove(project: Project) -> Iterable[Event]:
    """Events that are, were or would have been held."""
    return Event.objects.filter(project=project).exclude(state=Event.State.DRAFT).select_related("area")


def _items(found: Iterable[Checklist]) -> tuple[Item, ...]:
    items: dict[str, Item] = {}
    for one in found:
        for line in one.lines:
            items.setdefault(line.item.key, line.item)
    return tuple(items.values())


def packages_of(project: Project, event: Event | None) -> list[Package]:
    """What was made of an event, or of the whole project, the newest first. One query."""
    return list(Package.objects.filter(project=project, event=event).select_related("asked_by")[:20])
