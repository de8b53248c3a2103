"""Photographs of a resource: drawn anew when they come in, described in words, nobody in them who did not agree."""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.documents.photographs import check_described, drawn_anew
from talka.documents.storage import delete_file
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import check_correct
from ..languages import many
from ..models import Photo, Resource

MOST_PHOTOS = 12


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
    check_described(alt, people, Photo.People.values)
    with drawn_anew(file, name, bare_as_it_is=by is None) as drawn, deed(by):
        Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
        order = resource.photos.count()
        if order >= MOST_PHOTOS:
            raise Refusal(_("A resource holds at most %(number)s photographs.") % {"number": MOST_PHOTOS})
        photo = Photo(resource=resource, alt=many(alt), people=people, order=order)
        photo.width, photo.height = drawn.width, drawn.height
        photo.credit = credit.strip()[:120]
        photo.file.name = drawn.stored
        photo.save()
    return photo


def edit_photo(photo: Photo, *, alt: LazyI18nString | str, people: str, credit: str, by: Person | None) -> Photo:
    """by None: the house itself, loading record files."""
    if by is not None:
        check_correct(by, photo.resource)
    check_described(alt, people, Photo.People.values)
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
