"""Photographs that people send: drawn anew when they come in, described in words, nobody in them unasked."""

import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString
from PIL import Image

from talka.ui.refusals import Refusal
from talka.ui.searched import in_all_languages

from .pictures import WIDTHS, image_variant
from .storage import delete_file, store_file
from .uploads import check_upload

MOST_BYTES = 25 * 1024 * 1024
HARMLESS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression"}
"""What a picture's head tells of its coding."""


@dataclass(frozen=True)
class Drawn:
    """stored: where the file is kept; width and height in pixels."""

    stored: str
    width: int
    height: int


@contextmanager
def drawn_anew(file: BinaryIO, name: str, *, bare_as_it_is: bool = False) -> Iterator[Drawn]:
    """The photograph, upright, at most 1600 pixels wide, without what the camera wrote beside the picture. Where what
    is done with it fails, its file goes again. bare_as_it_is: a picture with nothing beside its pixels is kept as it
    is, so that what came out of a record file goes in the same. Raises Refusal for what is no picture, or too large."""
    check_upload(file, name, kinds=("image",), most_bytes=MOST_BYTES)
    content, media_type = (_bare(file) if bare_as_it_is else None) or image_variant(file, WIDTHS[-1])
    fresh = io.BytesIO(content)
    stem = name.rpartition(".")[0] or "foto"
    upload = check_upload(fresh, f"{stem}.{'png' if media_type == 'image/png' else 'jpg'}", kinds=("image",))
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
    stored = store_file(fresh, upload)
    try:
        yield Drawn(stored, width, height)
    except BaseException:
        delete_file(stored)
        raise


def check_described(words: LazyI18nString | str, people: str, known: Collection[str]) -> None:
    """words: what is to be seen, for those who do not see it; people: why nobody's consent is missing, one of `known`.
    Raises Refusal."""
    if not in_all_languages(words).strip():
        raise Refusal(
            _("The photograph is not described."),
            _("Those who do not see it would not know what it shows."),
            _("Write in a few words what is to be seen."),
            status=422,
        )
    if people not in known:
        raise Refusal(
            _("It is not said whether people can be recognised in the photograph."),
            _("Nothing was saved."),
            _("A picture of people is shown only with their consent."),
            status=422,
        )


def _bare(file: BinaryIO) -> tuple[bytes, str] | None:
    """The file and its media type where it holds nothing but a picture of a size we keep."""
    file.seek(0)
    content = file.read()
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
        beside = set(picture.info) - HARMLESS
        segments = {name for name, _bytes in getattr(picture, "applist", [])} - {"APP0"}
        if beside or segments or picture.getexif() or picture.width > WIDTHS[-1]:
            return None
        return content, Image.MIME[str(picture.format)]
