"""Files brought for an item of the checklist: looked at, kept, taken back with a reason. Nothing vanishes silently."""

import io
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.pictures import WIDTHS, image_variant
from talka.documents.storage import delete_file, store_file
from talka.documents.uploads import MOST_BYTES, check_upload
from talka.events.models import Event
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise
from talka.ui.refusals import Refusal

from ..checklists import Item
from ..models import EvidenceFile, Statement

MOST_FILES = 300
LONGEST = 300


def bring_file(
    event: Event, item: Item, *, file: BinaryIO, name: str, by: Person | None, caption: str = ""
) -> EvidenceFile:
    """Keep a file for an item. What was said not to apply applies then. The same bytes brought twice for one item are
    kept once. Raises Refusal: what cannot be taken, too large (100 MB), too many."""
    check_organise(by, event.project)
    fresh, name = _drawn_anew(file, name) if item.redraw else (file, name)
    return keep_file(event, item, file=fresh, name=name, by=by, caption=caption)


def keep_file(
    event: Event, item: Item, *, file: BinaryIO, name: str, by: Person | None, caption: str = ""
) -> EvidenceFile:
    """Keep the bytes as they are, without asking who may: for record files, an operator's deed."""
    upload = check_upload(file, name, most_bytes=MOST_BYTES)
    same = EvidenceFile.objects.filter(
        event=event, item=item.key, sha256=upload.sha256, taken_back_at=None, gone_at=None
    ).first()
    if same is not None:
        return same
    stored = store_file(file, upload)
    try:
        with deed(by):
            Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
            if EvidenceFile.objects.filter(event=event, taken_back_at=None).count() >= MOST_FILES:
                raise Refusal(
                    _("An event file holds at most %(number)s files that were brought.") % {"number": MOST_FILES},
                    _("This one was not kept."),
                    _("Put several into one PDF, or take back those that are not needed."),
                )
            row = EvidenceFile(event=event, item=item.key, caption=caption.strip()[:LONGEST])
            row.file.name, row.file_name, row.media_type = stored, upload.name, upload.media_type
            row.kind, row.size, row.sha256 = upload.kind, upload.size, upload.sha256
            row.uploaded_at, row.uploaded_by = timezone.now(), by
            row.save()
            standing = Statement.objects.filter(event=event, item=item.key, withdrawn_at=None)
            standing.update(withdrawn_at=timezone.now())
    except Exception:
        delete_file(stored)
        raise
    return row


def _drawn_anew(file: BinaryIO, name: str) -> tuple[BinaryIO, str]:
    """A picture drawn anew, so that what a camera wrote beside it stays behind; other files as they are."""
    upload = check_upload(file, name, most_bytes=MOST_BYTES)
    if upload.kind != "image" or upload.extension == "heic":
        return file, name
    content, media_type = image_variant(file, WIDTHS[-1])
    stem = upload.name.rpartition(".")[0] or upload.name
    return io.BytesIO(content), f"{stem}.{'png' if media_type == 'image/png' else 'jpg'}"


def take_back(row: EvidenceFile, *, reason: str, with_content: bool, by: Person | None) -> None:
    """The file proves nothing any more; that it was there, who brought it and why it was taken back stays on record.
    with_content: its content is deleted too, as where it shows what it must not. Raises Refusal without a reason."""
    check_organise(by, row.event.project)
    if not reason.strip():
        raise Refusal(
            _("The reason is missing."), _("Nothing was changed."), _("Say why the file is taken back."), status=422
        )
    with deed(by):
        locked = EvidenceFile.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.taken_back_at is None:
            locked.taken_back_at, locked.taken_back_by = timezone.now(), by
            locked.taken_back_reason = reason.strip()[:LONGEST]
        if with_content:
            let_go(locked)
        locked.save()


def let_go(row: EvidenceFile) -> None:
    """Delete the content once the transaction is done; name and digest stay. The caller saves the row."""
    name = row.file.name or ""
    if name:
        row.gone_at = timezone.now()
        row.file.name = ""
        transaction.on_commit(lambda: delete_file(name))
