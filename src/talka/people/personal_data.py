"""What the house keeps of a person. Rooms fill this at start-up: what they export, and how they erase (DESIGN 5, 14).

A room registers in its `AppConfig.ready`:

    personal_data.register("events", export=export, erase=erase)

    def export(person) -> Mapping[str, Any]        # headings and values that JSON can hold; {} when nothing
    def private(person) -> Mapping[str, Any]       # the same, told to the person alone and to no administrator
    def erase(person, today) -> Sequence[Kept]     # empties its rows and versions; answers with what it must keep
    def hold(person, naming) -> bool               # locks what its deeds lock before a person; False: being written
    def traces(person) -> Sequence[Trace]          # files that may name the person and that somebody has to look at
    def holds(today) -> Iterable[QuerySet]         # numbers of persons that it still needs, for the nightly job

`erase` runs inside the transaction of the whole erasure, before the person's own row is emptied, and may run again when
a lock has ended. Doubles have been merged before: every row hangs on the one person. `hold` runs before anything
else is locked, so that a deed that is under way and an erasure never wait for each other.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ui.refusals import Words

from .models import Person
from .traces import Naming, Trace


@dataclass(frozen=True)
class Kept:
    """What a rule forbids to erase yet. what: "Attendance at …, 11.02.2015"; why: whose rule; until: the last day.

    name_too: the proof is worth nothing without the name and the organisation, so these stay in the person's row.
    """

    what: Words
    why: Words
    until: dt.date
    name_too: bool = True


Export = Callable[[Person], Mapping[str, Any]]
Erase = Callable[[Person, dt.date], Sequence[Kept]]
Hold = Callable[[Person, Naming], bool]
Traces = Callable[[Person], Sequence[Trace]]
Holds = Callable[[dt.date], Iterable["models.QuerySet[Any, Any]"]]


@dataclass(frozen=True)
class Room:
    name: str
    export: Export | None
    erase: Erase | None
    hold: Hold | None = None
    holds: Holds | None = None
    traces: Traces | None = None
    private: Export | None = None


_rooms: dict[str, Room] = {}


def register(
    room: str,
    *,
    export: Export | None = None,
    erase: Erase | None = None,
    hold: Hold | None = None,
    holds: Holds | None = None,
    traces: Traces | None = None,
    private: Export | None = None,
) -> None:
    """Say what `room` (its app label) keeps of persons. Saying it again replaces it."""
    _rooms[room] = Room(room, export, erase, hold, holds, traces, private)


def unregister(room: str) -> None:
    _rooms.pop(room, None)


def rooms() -> list[Room]:
    """In the order in which erasing must go: rooms above first, because their rows hang on those below."""
    order = {config.label: place for place, config in enumerate(apps.get_app_configs())}
    return sorted(_rooms.values(), key=lambda room: order.get(room.name, -1))


def holds(today: dt.date) -> "list[models.QuerySet[Any, Any]]":
    """Numbers of the persons that rooms still need on that day, as subqueries."""
    return [rows for room in rooms() if room.holds for rows in room.holds(today)]


def held(model: type[models.Model], ids: Collection[int], *, busy: Collection[str]) -> bool:
    """Lock these rows to the end of the transaction; False where one is in a `busy` state or locked by its writer."""
    rows = model._base_manager.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=ids)
    states = list(rows.values_list("state", flat=True))
    return len(states) == len(ids) and not set(states) & set(busy)


def export(person: Person, *, own: bool = False) -> dict[str, Any]:
    """Everything that is kept of a person, room by room, plain enough for JSON. own: the person asks for themselves,
    and is told what an administrator is not.

    Rooms that have not said what they export are asked by their tables: every row that points at the person.
    """
    told: dict[str, Any] = {}
    for room in rooms():
        if room.export and (part := dict(room.export(person))):
            told[room.name] = part
        if own and room.private and (part := dict(room.private(person))):
            told.setdefault(room.name, {}).update(part)
    for model, field in models_of(Person):
        label = model._meta.app_label
        if label in _rooms and _rooms[label].export:
            continue
        rows = [plain_row(row) for row in model._base_manager.filter(**{field.name: person})[:1000]]
        if rows:
            told.setdefault(label, {}).setdefault(f"{model._meta.object_name}.{field.name}", []).extend(rows)
    return told


def day_of(moment: dt.datetime) -> str:
    """The day of a moment where the house stands, as exports tell it: in UTC it is still the day before at midnight."""
    return timezone.localdate(moment).isoformat()


def plain_row(row: models.Model, leave_out: Collection[str] = ()) -> dict[str, Any]:
    """One row as texts and numbers; ids, digests and tokens say nothing to a person and are left out."""
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        name = field.name
        if field.primary_key or name in leave_out or name in {"digest", "token", "sort_key", "folded", "password"}:
            continue
        value = getattr(row, name if field.is_relation else field.attname)
        if value in (None, ""):
            continue
        if isinstance(value, bool):
            value = _("yes") if value else _("no")
        elif field.choices:
            value = str(dict(field.flatchoices).get(value, value))
        elif not isinstance(value, int | float | list | dict | dt.date):
            value = str(value)
        values[name] = value
    return values


def models_of(target: type[models.Model]) -> list[tuple[type[models.Model], models.ForeignKey[Any, Any]]]:
    """Every table and column that points at `target`, in the whole project; tables of versions left out."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if is_version(model) or model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.remote_field.model is target:
                found.append((model, field))
    return found


def is_version(model: type[models.Model]) -> bool:
    """Whether the table keeps versions of another one."""
    return getattr(model, "pgh_tracked_model", None) is not None


def versions_of(model: type[models.Model]) -> list[type[models.Model]]:
    return [each for each in apps.get_models() if getattr(each, "pgh_tracked_model", None) is model]


def blank_versions(model: type[models.Model], ids: Iterable[Any], columns: Sequence[str]) -> int:
    """Empty these columns in all versions of these rows; how many versions. Texts become "", what may be null null."""
    changed = 0
    wanted = list(ids)
    for versions in versions_of(model):
        values = {name: _empty(versions._meta.get_field(name)) for name in columns}
        changed += versions._base_manager.filter(pgh_obj_id__in=wanted).update(**values)
    return changed


def drop_versions(model: type[models.Model], ids: Iterable[Any]) -> int:
    """Delete all versions of these rows: for rows that say who somebody was by their being there."""
    wanted = list(ids)
    return sum(each._base_manager.filter(pgh_obj_id__in=wanted).delete()[0] for each in versions_of(model))


def _empty(field: Any) -> Any:
    if field.null:
        return None
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.JSONField):
        return {}
    return ""
