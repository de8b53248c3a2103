"""Photographs of a resource: drawn anew when they come in, described in words, nobody in them who did not agree."""

import io
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString
from PIL import Image

from talka.documents.pictures import WIDTHS, image_variant
from talka.documents.storage import delete_file, store_file
from talka.documents.uploads import check_upload
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import check_correct
from ..languages import many, plain
from ..models import Photo, Resource

MOST_BYTES = 25 * 1024 * 1024
MOST_PHOTOS = 12
HARMLESS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression"}
"""What a picture's head tells of its coding."""


def add_photo(
    resource: Resource,
    *,
    file: BinaryIO,
    name: str,
    alt: LazyI18nString | str,
    people: str,
    by: Person | None,
    credit: str = "",
) -> Photo:
    """Keep a photograph, upright, at most 1600 pixels wide, without what the camera wrote beside the picture.

    alt: what is to be seen, for those who do not see it. people: why nobody's consent is missing (`Photo.People`).
    by None: the house itself, loading record files; a picture with nothing beside its pixels is kept as it is then, so
    that what came out of a file goes in the same.
    """
    if by is not None:
        check_correct(by, resource)
    _check(alt, people)
    check_upload(file, name, kinds=("image",), most_bytes=MOST_BYTES)
    if by is None and (bare := _bare(file)):
        content, media_type = bare
    else:
        content, media_type = image_variant(file, WIDTHS[-1])
    fresh = io.BytesIO(content)
    stem = name.rpartition(".")[0] or "foto"
    upload = check_upload(fresh, f"{stem}.{'png' if media_type == 'image/png' else 'jpg'}", kinds=("image",))
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
    stored = store_file(fresh, upload)
    try:
        with deed(by):
            Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
            order = resource.photos.count()
            if order >= MOST_PHOTOS:
                raise Refusal(_("A resource holds at most %(number)s photographs.") % {"number": MOST_PHOTOS})
            photo = Photo(resource=resource, alt=many(alt), people=people, order=order, width=width, height=height)
            photo.credit = credit.strip()[:120]
            photo.file.name = stored
            photo.save()
    except Exception:
        delete_file(stored)
        raise
    return photo


def edit_photo(photo: Photo, *, alt: LazyI18nString | str, people: str, credit: str, by: Person | None) -> Photo:
    """by None: the house itself, loading record files."""
    if by is not None:
        check_correct(by, photo.resource)
    _check(alt, people)
    with deed(by):
        photo.alt, photo.people, photo.credit = many(alt), people, credit.strip()[:120]
        photo.save(update_fields=["alt", "people", "credit"])
    return photo


def remove_photo(photo: Photo, *, by: Person | None) -> None:
    """Remove the picture and its file: somebody in it may have taken back their consent."""
    check_correct(by, photo.resource)
    name = photo.file.name or ""
    with deed(by):
        photo.delete()
        transaction.on_commit(lambda: delete_file(name))


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


def _check(alt: LazyI18nString | str, people: str) -> None:
    if not plain(alt):
        raise Refusal(
            _("The photograph is not described."),
            _("Those who do not see it would not know what it shows."),
            _("Write in a few words what is to be seen."),
            status=422,
        )
    if people not in Photo.People.values:
        raise Refusal(
            _("It is not said whether people can be recognised in the photograph."),
            _("Nothing was changed."),
            _("A picture of people is shown only with their consent."),
            status=422,
        )
