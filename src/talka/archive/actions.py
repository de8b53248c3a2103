"""Having a project's archive made, making it, and doing away with those that name somebody who was erased."""

import hashlib
import logging
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from django.core.files.base import File
from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.storage import delete_file, new_name, private_storage
from talka.people.models import Person
from talka.programmes.access import check_organise
from talka.programmes.models import Project
from talka.ui.refusals import Refusal

from . import access, jobs
from .folder import Made, write_archive
from .models import Archive
from .packing import holds_words, pack
from .refusing import not_open
from .walking import Unanswered

State = Archive.State
UNDER_WAY = (State.WAITING, State.MAKING)
BETWEEN_WORDS = 1.0
"""Seconds between two words about how far the making is."""

log = logging.getLogger(__name__)


def ask_for_archive(project: Project, *, by: Person | None) -> Archive:
    """Have the worker make the project's archive anew; what is there stays until the new one is.

    Raises Refusal for whoever does not organise the project, for a project that visitors do not see, and while one is
    being made.
    """
    check_organise(by, project)
    if not access.is_open(project):
        raise not_open()
    with transaction.atomic():
        Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        if Archive.objects.filter(project=project, state__in=UNDER_WAY).exists():
            raise Refusal(
                _("The archive is being made just now."),
                _("It shows the project as it was when the making began."),
                _("Wait until it is ready; then have it made again, if something has changed since."),
            )
        row = Archive.objects.create(project=project, asked_by=by)
        _defer(row)
    return row


def make_archive(number: int) -> Archive | None:
    """Make the archive that waits under this number, and let it replace the one before it; for the worker.

    Whoever was erased meanwhile is not in it: then what came out is thrown away, and it is made anew. A making that
    was cut short is begun anew. None where nothing waits.
    """
    with transaction.atomic():
        row = Archive.objects.select_for_update().filter(pk=number, state__in=UNDER_WAY).first()
        if row is None:
            return None
        row.state, row.again, row.done, row.known = State.MAKING, False, 0, 0
        row.save(update_fields=["state", "again", "done", "known"])
    with tempfile.TemporaryDirectory() as place:
        folder, zipped = Path(place) / "folder", Path(place) / "archive.zip"
        project = Project.objects.select_related("programme").get(pk=row.project_id)
        try:
            made = write_archive(project, folder, tell=_Telling(row.pk))
            pack(folder, zipped, name_of(project), made.made_at)
        except (Refusal, Unanswered) as fault:
            log.warning("archive %s was not made: %s", number, fault)
            return _fail(row, str(fault))
        except Exception as fault:
            _fail(row, type(fault).__name__)  # else it would be "being made" for ever
            raise
        with zipped.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            stored = private_storage().save(new_name("zip"), File(file))
    return _keep(row, made, stored, zipped_size=private_storage().size(stored), digest=digest)


def name_of(project: Project) -> str:
    """The folder in the ZIP, and the ZIP's own name."""
    return f"{project.slug[:40].rstrip('-')}-archive"


def forget_archives(projects: Collection[int], naming: "Collection[str]") -> int:
    """Do away with the archives that may name somebody who is being erased, and have them made anew; how many.

    projects: those the person had to do with; naming: words by which they are recognised, looked for in the archives
    of all others. What is being made just now is made again, whosever it is: it may show the state before.
    """
    rows = list(
        Archive.objects.select_for_update(of=("self",)).filter(state__in=(*UNDER_WAY, State.READY)).order_by("pk")
    )
    Archive.objects.filter(pk__in=[row.pk for row in rows if row.under_way]).update(again=True)
    under_way = {row.project_id for row in rows if row.under_way}
    forgotten = 0
    for row in rows:
        if row.under_way or not (row.project_id in projects or _names(row, naming)):
            continue
        forgotten += 1
        _let_go(row)
        if row.project_id not in under_way:
            _defer(Archive.objects.create(project_id=row.project_id, asked_by=row.asked_by))
    return forgotten


def _names(row: Archive, naming: Collection[str]) -> bool:
    try:
        with row.file.open("rb") as file:
            return holds_words(file, naming)
    except FileNotFoundError:
        return False


def _keep(row: Archive, made: Made, stored: str, *, zipped_size: int, digest: str) -> Archive:
    with transaction.atomic():
        now = Archive.objects.select_for_update().get(pk=row.pk)
        if now.again:
            delete_file(stored)
            now.state = State.WAITING
            now.save(update_fields=["state"])
            _defer(now)
            return now
        for before in Archive.objects.select_for_update().filter(project=row.project_id, state=State.READY):
            _let_go(before)
        now.state, now.ready_at, now.fault = State.READY, timezone.now(), ""
        now.made_at, now.talka_version = made.made_at, made.version
        now.pages, now.files, now.certificates = made.pages, made.files, made.certificates
        now.file, now.size, now.sha256 = stored, zipped_size, digest
        now.done = now.known
        now.save()
    return now


def _let_go(row: Archive) -> None:
    """The file goes with the end of the transaction; its digest stays on record."""
    name, row.state, row.file = row.file.name or "", State.REPLACED, ""
    row.save(update_fields=["state", "file"])
    transaction.on_commit(lambda: delete_file(name))


def _fail(row: Archive, why: str) -> Archive:
    row.state, row.fault = State.FAILED, why[:300]
    row.save(update_fields=["state", "fault"])
    return row


def _defer(row: Archive) -> None:
    jobs.make_archive.defer(number=row.pk)


class _Telling:
    """Says how far the making is. The making itself reads one state of the database and writes nothing, so this is said
    over a connection of its own."""

    def __init__(self, number: int) -> None:
        self.number, self.last = number, time.monotonic()

    def __call__(self, done: int, known: int) -> None:
        if time.monotonic() - self.last < BETWEEN_WORDS:
            return
        self.last = time.monotonic()
        beside = connections.create_connection("default")
        try:
            with beside.cursor() as cursor:
                cursor.execute(
                    "UPDATE archive_archive SET done = %s, known = %s WHERE id = %s", [done, known, self.number]
                )
        finally:
            beside.close()
