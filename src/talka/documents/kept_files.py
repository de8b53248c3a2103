"""A file or a link that a row keeps, whatever it is about: told by its content, stored under a name nobody guesses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.db import models, transaction

from .addresses import checked_website
from .storage import delete_file, private_storage, store_file
from .uploads import check_upload

MOST_BYTES = 50 * 1024 * 1024


class KeptFile(models.Model):
    """The columns of a kept file. Written by `with_file` only."""

    file = models.FileField(storage=private_storage, blank=True, help_text="kept by documents.storage")
    file_name = models.CharField(max_length=200, blank=True, help_text="as it was sent")
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="bytes")
    link = models.URLField(max_length=500, blank=True, help_text="where it can be read instead")

    class Meta:
        abstract = True

    @property
    def is_kept(self) -> bool:
        return bool(self.file)


@dataclass(frozen=True)
class Sent:
    """What somebody sent: a file with the name it had, or a link, or neither."""

    file: BinaryIO | None = None
    name: str = ""
    link: str = ""

    @property
    def empty(self) -> bool:
        return self.file is None and not self.link


def goes_on(row: KeptFile, before: KeptFile | None, sent: Sent) -> None:
    """The file of the version before goes on with a new text: whoever mends a word does not send it again."""
    if before is not None and before.is_kept and sent.empty:
        row.file.name, row.file_name = before.file.name, before.file_name
        row.media_type, row.size = before.media_type, before.size


def with_file(row: KeptFile, sent: Sent, save: Callable[[], None]) -> None:
    """Put what was sent into the row and call `save` (a transaction of its own); where that fails the file goes again,
    where it succeeds the one it replaces goes. Raises Refusal for a file that cannot be taken or an address
    that is none.
    """
    before = row.file.name or ""
    stored = ""
    if sent.link:
        row.link = checked_website(sent.link)
    if sent.file is not None:
        upload = check_upload(sent.file, sent.name, most_bytes=MOST_BYTES)
        stored = store_file(sent.file, upload)
        row.file.name, row.file_name = stored, upload.name
        row.media_type, row.size = upload.media_type, upload.size
    try:
        save()
    except BaseException:
        delete_file(stored)
        raise
    if stored and before:
        transaction.on_commit(lambda: delete_file(before))
