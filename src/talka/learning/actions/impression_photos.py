"""Photographs of impressions: drawn anew when they come in, described in words, nobody in them who did not agree."""

from typing import BinaryIO

from django.db import transaction

from talka.documents.photographs import check_described, drawn_anew
from talka.documents.storage import delete_file
from talka.people.history import deed
from talka.people.models import Person

from .. import letters_of_plans as letters
from ..access import impressions as access
from ..models import Impression, ImpressionPhoto
from .photo_limits import check_room


def add_photo(
    row: Impression, *, file: BinaryIO, name: str, alt: str, people: str, by: Person | None
) -> ImpressionPhoto:
    """Keep a photograph, upright, at most 1600 pixels wide, without what the camera wrote beside the picture. What was
    published is offered again. alt: what is to be seen, for those who do not see it. people: why nobody's consent is
    missing. Raises Refusal."""
    access.check(by is not None and row.person_id == by.pk)
    check_described(alt, people, ImpressionPhoto.People.values)
    with drawn_anew(file, name) as drawn, deed(by):
        now = Impression.objects.select_for_update(of=("self",)).get(pk=row.pk)
        order = now.photos.count()
        check_room(order)
        photo = ImpressionPhoto(impression=now, alt=alt.strip(), people=people, order=order)
        photo.width, photo.height = drawn.width, drawn.height
        photo.file.name = drawn.stored
        photo.save()
        again = now.state == Impression.State.PUBLISHED
        if again:
            now.state, now.published_at = Impression.State.OFFERED, None
        now.version += 1
        now.save(update_fields=["state", "published_at", "version"])
        if again:
            letters.offered(now)
    return photo


def remove_photo(photo: ImpressionPhoto, *, by: Person | None) -> None:
    """Remove the picture and its file: somebody on it may have taken back their consent. The writer, and those who
    publish, may."""
    row = photo.impression
    access.check(by is not None and (row.person_id == by.pk or access.may_decide(by, row)))
    name = photo.file.name or ""
    with deed(by):
        Impression.objects.select_for_update(of=("self",)).get(pk=row.pk)
        ImpressionPhoto.objects.filter(pk=photo.pk).delete()
        transaction.on_commit(lambda: delete_file(name))
