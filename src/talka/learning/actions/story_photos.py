"""Photographs of a practice story: drawn anew when they come in, described in words, nobody in them unasked."""

from typing import BinaryIO

from django.db import transaction
from i18nfield.strings import LazyI18nString

from talka.documents.photographs import check_described, drawn_anew
from talka.documents.storage import delete_file
from talka.people.history import deed
from talka.people.models import Person

from ..access import stories as access
from ..models import PracticeStory, StoryPhoto
from .photo_limits import check_room
from .stories import story_locked


def add_photo(
    story: PracticeStory, *, file: BinaryIO, name: str, alt: LazyI18nString | str, people: str, by: Person | None
) -> StoryPhoto:
    """Keep a photograph, upright, at most 1600 pixels wide, without what the camera wrote beside the picture. alt: what
    is to be seen, for those who do not see it; people: why nobody's consent is missing. by None: the house. Raises
    Refusal."""
    if by is not None:
        access.check_change(by, story)
    check_described(alt, people, StoryPhoto.People.values)
    with drawn_anew(file, name) as drawn, deed(by):
        story_locked(story)
        order = StoryPhoto.objects.filter(story=story).count()
        check_room(order)
        photo = StoryPhoto(story=story, alt=alt, people=people, order=order, width=drawn.width, height=drawn.height)
        photo.file.name = drawn.stored
        photo.save()
    return photo


def remove_photo(photo: StoryPhoto, *, by: Person | None) -> None:
    """The picture and its file go: somebody in it may have taken back their consent. Twice is once."""
    access.check_change(by, photo.story)
    name = photo.file.name or ""
    with deed(by):
        gone, _rows = StoryPhoto.objects.filter(pk=photo.pk).delete()
        if gone:
            transaction.on_commit(lambda: delete_file(name))
