"""Photographs of the event: drawn anew when they come in, so that no hidden data stays in them."""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.documents.photographs import drawn_anew
from talka.documents.storage import delete_file
from talka.events.models import Event, Photo
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .events import refuse_unless_organiser

MOST_PHOTOS = 200


def add_photo(
    event: Event,
    *,
    file: BinaryIO,
    name: str,
    by: Person | None,
    caption: LazyI18nString | str = "",
    credit: str = "",
    publish: bool = False,
) -> Photo:
    """Keep a photograph, upright, at most 1600 pixels wide and without what the camera wrote beside the picture."""
    refuse_unless_organiser(by, event.project)
    if event.photos.count() >= MOST_PHOTOS:
        raise Refusal(_("An event holds at most %(number)s photographs.") % {"number": MOST_PHOTOS})
    with drawn_anew(file, name) as drawn, transaction.atomic():
        photo = Photo(
            event=event,
            caption=caption,
            credit=credit,
            published=publish,
            order=event.photos.count(),
            width=drawn.width,
            height=drawn.height,
        )
        photo.file.name = drawn.stored
        photo.save()
    return photo


@transaction.atomic
def edit_photo(
    photo: Photo, *, caption: LazyI18nString | str, credit: str, published: bool, by: Person | None
) -> Photo:
    """Change caption and credit; show it on the public page or take it from there."""
    refuse_unless_organiser(by, photo.event.project)
    photo.caption, photo.credit, photo.published = caption, credit, published
    photo.save(update_fields=["caption", "credit", "published"])
    return photo


def remove_photo(photo: Photo, *, by: Person | None) -> None:
    """Remove the picture and its file: somebody on it may have taken back their consent."""
    refuse_unless_organiser(by, photo.event.project)
    name = photo.file.name
    with transaction.atomic():
        photo.delete()
        transaction.on_commit(lambda: delete_file(name or ""))
