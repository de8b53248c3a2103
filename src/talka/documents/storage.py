"""Where files are kept, under names nobody can guess, and how they are handed out: as attachments that cannot act.

The place is the storage named "private" in the setting STORAGES (S3 or another), else the folder MEDIA_ROOT.
Who may have a file is decided by the room it belongs to, before it calls `serve_file`.
"""

import secrets
from functools import cache
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from .pictures import image_variant
from .uploads import Upload, safe_name

POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def private_storage() -> Storage:
    """The storage of files; pass this function to a FileField as `storage`. It gives files no address of their own."""
    if "private" in settings.STORAGES:
        return storages["private"]
    return _folder(str(settings.MEDIA_ROOT))


class PrivateFolder(FileSystemStorage):
    """A folder on this machine that only the house itself may read."""

    def __init__(self, location: str) -> None:
        super().__init__(location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def url(self, name: str | None) -> str:
        raise ValueError("a private file has no address of its own")


@cache
def _folder(location: str) -> FileSystemStorage:
    return PrivateFolder(location)


def new_name(extension: str) -> str:
    """A name by chance, in one of 256 folders; the file's own name stays in the database."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token[2:]}.{extension}"


def store_file(file: BinaryIO, upload: Upload) -> str:
    """Keep a file that `check_upload` has looked at; the name under which it is kept."""
    file.seek(0)
    return private_storage().save(new_name(upload.extension), File(file))


def open_file(name: str) -> "File[Any]":
    """The kept file, opened for reading. Raises FileNotFoundError."""
    return private_storage().open(name, "rb")


def delete_file(name: str) -> None:
    """Let a file go; none is no fault."""
    if name:
        private_storage().delete(name)


def serve_file(name: str, filename: str, media_type: str) -> FileResponse:
    """The file as an attachment under its own name, streamed. Raises FileNotFoundError."""
    response = FileResponse(open_file(name), content_type=media_type)
    _guard(response, content_disposition_header(True, safe_name(filename)))
    return response


def serve_bytes(content: bytes, filename: str, media_type: str) -> HttpResponse:
    """A document made just now (PDF, DOCX, XLSX, calendar) as an attachment."""
    response = HttpResponse(content, content_type=media_type)
    _guard(response, content_disposition_header(True, safe_name(filename)))
    return response


def serve_picture(name: str, width: int) -> HttpResponse:
    """A kept picture, drawn anew, to stand in a page. Raises Refusal, FileNotFoundError."""
    with open_file(name) as file:
        content, media_type = image_variant(cast(BinaryIO, file), width)
    response = HttpResponse(content, content_type=media_type)
    _guard(response, "inline")
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _guard(response: HttpResponse | FileResponse, disposition: str | None) -> None:
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
