"""The ZIP of an event or a project: asked for by a person, bound by the worker, its digest kept for good."""

import hashlib
import logging
import tempfile
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from talka.documents.storage import delete_file, new_name, private_storage
from talka.events.models import Event
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.models import Project

from .. import jobs
from ..access import check_read
from ..binding import Bound, bind_event, bind_project
from ..models import Package
from ..zipping import CHUNK

log = logging.getLogger(__name__)
MOST_TIMES = 5
State = Package.State


def ask_for_package(project: Project, event: Event | None, *, by: Person | None) -> Package:
    """Have the ZIP made, of one event or (None) of all of the project. Asked twice while it is being made, it is made
    once. For organisers and auditors: attendance lists are in it."""
    check_read(by, project)
    try:
        with deed(by):
            row = Package.objects.create(project=project, event=event, asked_at=timezone.now(), asked_by=by)
            jobs.make_package.defer(package=row.pk)
    except IntegrityError:
        waiting = Package.objects.filter(project=project, event=event, state=State.WAITING).first()
        if waiting is None:
            raise
        # Its job may have been lost with a worker: doing it twice is doing it once.
        jobs.make_package.defer(package=waiting.pk)
        return waiting
    return row


def make_package(row: Package) -> Package:
    """Bind what was asked for: the house's own deed. What is made already is left alone; a fault is told by the row."""
    if row.state != State.WAITING:
        return row
    try:
        for _time in range(MOST_TIMES):
            before = _erased()
            with tempfile.TemporaryFile(dir=settings.TALKA_VAR) as target:
                bound = bind_event(row.event, target) if row.event else bind_project(row.project, target)
                if (kept := _keep(row, bound, cast(BinaryIO, target), before)) is not None:
                    return kept
        raise RuntimeError("people were erased each time while it was being bound")
    except Exception:
        log.exception("package %s could not be made", row.pk)
        Package.objects.filter(pk=row.pk, state=State.WAITING).update(state=State.FAILED, made_at=timezone.now())
        raise


def _erased() -> int:
    return Person.objects.exclude(erased_at=None).count()


def _keep(row: Package, bound: Bound, target: BinaryIO, erased: int) -> Package | None:
    """Store the ZIP and its digest; the content of those before goes, their digests stay. None where more people than
    `erased` are erased by now: it was bound from what has just been forgotten, and must be bound anew."""
    digest = _digest(target)
    stored = private_storage().save(new_name("zip"), File(target))
    try:
        with transaction.atomic():
            # An erasure locks the same row: it ends before, or finds what is kept here.
            Project.objects.select_for_update(of=("self",)).get(pk=row.project_id)
            if _erased() != erased:
                transaction.on_commit(lambda: delete_file(stored))
                return None
            locked = Package.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if locked.state != State.WAITING:
                transaction.on_commit(lambda: delete_file(stored))
                return locked
            locked.state, locked.made_at = State.READY, timezone.now()
            locked.file.name, locked.file_name = stored, f"{bound.folder}.zip"
            locked.size, locked.sha256 = private_storage().size(stored), digest
            locked.files, locked.missing, locked.faults = bound.files, bound.missing, bound.faults
            locked.save()
            older = Package.objects.filter(project=row.project_id, event=row.event_id).exclude(pk=row.pk)
            for one in older.exclude(file="").select_for_update():
                let_go(one, Package.Gone.REPLACED)
    except Exception:
        delete_file(stored)
        raise
    return locked


def let_go(row: Package, why: Package.Gone) -> None:
    """Delete the content once the transaction is done; the digest, the day and the person stay."""
    name = row.file.name or ""
    row.file.name, row.gone_at, row.gone_why = "", timezone.now(), why
    row.save(update_fields=["file", "gone_at", "gone_why"])
    transaction.on_commit(lambda: delete_file(name))


def _digest(target: BinaryIO) -> str:
    target.seek(0)
    digest = hashlib.sha256()
    while piece := target.read(CHUNK):
        digest.update(piece)
    target.seek(0)
    return digest.hexdigest()
