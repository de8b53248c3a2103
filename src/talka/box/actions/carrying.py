"""Taking an event along, and bringing back what happened there. An operator's deeds: from the command line only."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, cast

from django.core.files.base import File
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connection, transaction
from django.db.models import FileField, ForeignKey
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable, UniqueViolation

from talka.documents.storage import delete_file, open_file, private_storage
from talka.events.models import Event
from talka.live.actions import append
from talka.ui.refusals import Refusal
from talka.workshops.models import Workshop

from .. import parcel as parcels
from ..clashes import Links, settle
from ..doubles import renamed
from ..merging import Side, merge
from ..models import Carried, Installation
from ..queries.world import World, world_of
from ..rows import Seen, Stamp, State, together
from ..schema import schema
from ..telling import Merged, Packed, merged_report, packed_report
from ..travels import BY_MODEL, TRAVELS
from ..values import name_of
from .applying import Applied, apply, differences
from .remembering import Memory, keep, memory_of, next_tick, observed

ATTEMPTS = 100
LOCK_WAIT = "300ms"
"""Shorter than PostgreSQL takes to see a deadlock: whoever writes meanwhile never loses for us."""

SHARED_KEYS = {"people.Person": "person:", "people.Organisation": "org:", "territories.Area": "area:"}


def pack(slug: str, path: Path) -> Packed:
    """Write the event to a file; what went along. Raises Refusal where there is no such event, OSError."""
    with _still("SHARE"):
        event = Event.objects.select_related("project").filter(slug=slug).first()
        if event is None:
            raise Refusal(
                _("There is no event “%(slug)s”.") % {"slug": slug},
                advice=_("Its name stands in the address of its page, after /e/."),
                status=404,
            )
        me, carried = _me(), Carried.objects.filter(event=event).first()
        world = world_of(event)
        _nothing, memory = renamed(world, State(), memory_of(carried))
        state, seen = observed(world.rows, memory, me, carried.seen if carried else {})
        carried = _known(carried, event, home=me, seen=seen)
        keep(carried, state, memory, me)
        head = parcels.Head(
            event.slug, me, str(carried.home), seen, schema(), version("talka"), timezone.now().isoformat()
        )
        missing = parcels.write(path, head, state, _files(state), cast(Any, open_file))
        carried.packed_at = timezone.now()
        carried.save(update_fields=["packed_at"])
    return packed_report(state, missing)


def merge_file(path: Path, *, dry_run: bool = False) -> Merged:
    """Bring in what the file holds, all or nothing; what came. dry_run: only say what would.

    Raises Refusal where the file is damaged, foreign, of a newer Talka, or cannot stand beside what is here.
    """
    with parcels.reading(path) as parcel:
        if set(parcel.head.schema) - set(schema()):
            raise parcels.newer(path, parcel.head.version)
        theirs = parcel.state()
        brought: list[str] = []
        try:
            with _still("SHARE ROW EXCLUSIVE"):
                told = _merged(parcel, theirs, brought, dry_run)
                if dry_run:
                    transaction.set_rollback(True)
        except (IntegrityError, DataError) as fault:
            _take_back(brought)
            raise _clash(fault) from None
        except BaseException:
            _take_back(brought)
            raise
    return told


def _merged(parcel: parcels.Parcel, theirs: State, brought: list[str], dry_run: bool) -> Merged:
    head, me = parcel.head, _me()
    event = Event.objects.select_related("project").filter(slug=head.event).first()
    if name_of([head.event], "event") not in theirs.of("events.Event"):
        raise parcel.broken("rows/events.Event.jsonl")
    carried = Carried.objects.filter(event=event).first() if event else None
    memory: Memory = memory_of(carried) if carried else {}
    world = world_of(event, _also(theirs))
    theirs, memory = renamed(world, theirs, memory)
    mine, seen = observed(world.rows, memory, me, carried.seen if carried else {})
    home = str(carried.home) if carried else head.home
    kinds = [travels.kind for travels in TRAVELS]
    state, conflicts = merge(Side.of(mine, seen), Side.of(theirs, head.seen), home, kinds)
    stamp = Stamp(me, next_tick(together(seen, head.seen)))
    try:
        settled = settle(state, [mine, theirs], links(), stamp)
    except KeyError as fault:
        raise parcel.broken(str(fault)) from None
    found = differences(world, state)
    _bring_files(parcel, state, found, brought, dry_run)
    try:
        apply(world, state, found)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise parcel.broken(str(fault)[:200]) from None
    for model, identities in found.kept.items():
        for identity in identities:
            state.gone_of(model).pop(identity, None)
            row = mine.of(model)[identity]
            row.stamps = dict.fromkeys(row.stamps, stamp)
            state.of(model)[identity] = row
    seen = together(seen, head.seen)
    if settled or found.kept:
        seen[me] = stamp.tick
    event = Event.objects.get(slug=head.event)
    carried = _known(carried, event, home=home, seen=seen)
    carried.merged_at = timezone.now()
    carried.save(update_fields=["merged_at"])
    keep(carried, state, memory, me)
    _let_go_of_files(world, found)
    _tell_open_pages(event, found)
    return merged_report(mine, theirs, state, found, conflicts, settled)


def links() -> Links:
    """Foreign keys between models that travel, and whether they may be empty."""
    return {
        travels.model: {
            column.name: (travels.links[column.name], column.null)
            for column in travels.fields
            if isinstance(column, ForeignKey) and travels.links[column.name] in BY_MODEL
        }
        for travels in TRAVELS
    }


@contextmanager
def _still(mode: str) -> Iterator[None]:
    """A transaction in which nobody else writes what travels: a page waits for a moment, and nothing is lost."""
    tables = ", ".join(f'"{travels.table._meta.db_table}"' for travels in TRAVELS)
    locking = f"LOCK TABLE box_carried IN SHARE ROW EXCLUSIVE MODE; LOCK TABLE {tables} IN {mode} MODE"
    with transaction.atomic():
        for _attempt in range(ATTEMPTS):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(
                        f"SET LOCAL lock_timeout = '{LOCK_WAIT}'; {locking}; SET LOCAL lock_timeout TO DEFAULT"
                    )
                break
            except OperationalError as fault:  # somebody is writing: let go of what we hold, so that they can end
                if not isinstance(fault.__cause__, LockNotAvailable):
                    raise
                time.sleep(0.05)
        else:
            raise Refusal(
                _("So much is being written that the event could not be read in peace."),
                _("Nothing was changed."),
                _("Try again in a minute."),
                status=503,
            )
        yield


def _me() -> str:
    return str(Installation.objects.get_or_create(pk=1)[0].uid)


def _known(carried: Carried | None, event: Event, *, home: str, seen: Seen) -> Carried:
    if carried is None:
        return Carried.objects.create(event=event, home=home, seen=seen)
    if carried.seen != seen:
        carried.seen = seen
        carried.save(update_fields=["seen"])
    return carried


def _also(theirs: State) -> dict[str, list[str]]:
    """Keys of the shared rows that the file names."""
    also = {
        model: [identity.removeprefix(prefix) for identity in theirs.of(model)] for model, prefix in SHARED_KEYS.items()
    }
    for model, prefix in (("programmes.Programme", "programme:"), ("programmes.Project", "project:")):
        also[model] = [identity.removeprefix(prefix) for identity in theirs.of(model)]
    return also


def _file_fields() -> list[tuple[str, str]]:
    return [
        (travels.model, column.name)
        for travels in TRAVELS
        for column in travels.fields
        if isinstance(column, FileField)
    ]


def _files(state: State) -> list[str]:
    names = {row.fields[name] for model, name in _file_fields() for row in state.of(model).values()}
    return sorted(name for name in names if name and parcels.safe(name))


def _bring_files(parcel: parcels.Parcel, state: State, found: Applied, brought: list[str], dry_run: bool) -> None:
    """Store the files that new and changed rows name, under their own names, which were drawn by chance."""
    storage = private_storage()
    for model, name in _file_fields():
        touched = found.new[model] | {i for i, names in found.changed[model].items() if name in names}
        for identity in sorted(touched):
            file = state.of(model)[identity].fields.get(name) or ""
            if not file:
                continue
            if not isinstance(file, str) or not parcels.safe(file):
                raise parcel.broken(f"files/{file}"[:120])
            if dry_run or not parcel.has(file) or storage.exists(file):
                continue
            with TemporaryFile() as copied:
                parcel.copy(file, cast(Any, copied))
                copied.seek(0)
                brought.append(storage.save(file, File(cast(Any, copied))))


def _take_back(brought: list[str]) -> None:
    for name in brought:
        delete_file(name)


def _let_go_of_files(world: World, found: Applied) -> None:
    """Files of rows that went, and those that others took the place of, go when it is committed."""
    for model, name in _file_fields():
        left = found.removed[model] | {i for i, names in found.changed[model].items() if name in names}
        for identity in left:
            if file := world.rows[model][identity].get(name):
                transaction.on_commit(partial(delete_file, file))


def _tell_open_pages(event: Event, found: Applied) -> None:
    """Whoever looks at group work of the event reads the page anew."""
    touched = any(found.new.values()) or any(found.changed.values()) or any(found.removed.values())
    if not touched:
        return
    for workshop in Workshop.objects.filter(event=event):
        append(workshop.stream, "settings-changed", workshop=workshop.pk)


def _clash(fault: DatabaseError) -> Refusal:
    """Two things that cannot stand side by side, or a value that no column takes, in the database's own words."""
    told = str(fault).splitlines()[0]
    if isinstance(fault.__cause__, UniqueViolation):
        told = fault.__cause__.diag.message_detail or told
    return Refusal(
        _("Something in the file cannot stand beside what is here: %(told)s") % {"told": told},
        _("Nothing was changed."),
        _("Change it on one of the two sides, pack again and merge again."),
    )
