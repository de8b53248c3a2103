"""Photos in group work: evidence on a card, or a flipchart. Drawn anew when they come in, so that neither where they
were taken nor by what camera stays in them."""

import io
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from talka.documents.pictures import WIDTHS, image_variant
from talka.documents.printable import clean
from talka.documents.storage import delete_file, store_file
from talka.documents.uploads import check_upload
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead
from ..models import Card, Group, Picture, Seat
from .joining import require_open

MOST_BYTES = 25 * 1024 * 1024
MOST_OF_A_GROUP = 60
LONGEST = 300


def add_picture(
    group: Group,
    file: BinaryIO,
    name: str,
    words: str,
    *,
    card: Card | None = None,
    seat: Seat | None = None,
    by: Person | None = None,
) -> Picture:
    """Keep a photo, upright and at most 1600 pixels wide. words: what it shows, for who cannot see it.

    card: the evidence it goes with, of this group; it has one picture, a new one takes its place. Sent by the card's
    author or a seat of the group, or by who leads it. Raises Refusal for what is no picture, 413 for more than 25 MB.
    """
    said = " ".join(clean(words).split())[:LONGEST]
    if not said:
        raise Refusal(
            _("Say in a few words what the picture shows."),
            _("Who cannot see it reads these words instead."),
            status=422,
        )
    _may(group, card, seat, by)
    content, media_type = look_at(file, name)
    fresh = io.BytesIO(content)
    upload = check_upload(fresh, "picture.png" if media_type == "image/png" else "picture.jpg", kinds=("image",))
    stored = store_file(fresh, upload)
    try:
        with transaction.atomic():
            picture, former = _keep(group, card, stored, upload.size, media_type, said)
            append(group.workshop.stream, "picture-added", picture=picture.pk, group=group.pk)
    except Exception:
        delete_file(stored)
        raise
    if former:
        delete_file(former)
    return picture


def look_at(file: BinaryIO, name: str) -> tuple[bytes, str]:
    """The photo as it will be kept: (bytes, media type). Raises Refusal for what is none or too much."""
    check_upload(file, name, kinds=("image",), most_bytes=MOST_BYTES)
    return image_variant(file, WIDTHS[-1])


def take_away(picture: Picture, *, seat: Seat | None = None, by: Person | None = None) -> None:
    """The picture and its file: somebody on it may not want to be seen. Its author or the group's leader does it."""
    _may(picture.group, picture.card, seat, by)
    name = picture.file.name or ""
    with transaction.atomic():
        Picture.objects.filter(pk=picture.pk).delete()
        transaction.on_commit(lambda: delete_file(name))
        append(picture.group.workshop.stream, "picture-removed", group=picture.group_id)


def _keep(group: Group, card: Card | None, stored: str, size: int, media_type: str, words: str) -> tuple[Picture, str]:
    """The row, and the file that it no longer needs."""
    held = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    picture = Picture.objects.filter(card=card).first() if card is not None else None
    if picture is None and Picture.objects.filter(group=held).count() >= MOST_OF_A_GROUP:
        raise Refusal(
            _("A group keeps at most %(n)s pictures.") % {"n": MOST_OF_A_GROUP},
            advice=_("Remove one that says less."),
            status=429,
        )
    picture = picture or Picture(group=held, card=card)
    former = picture.file.name or ""
    picture.file.name, picture.size, picture.type, picture.words = stored, size, media_type, words
    picture.save()
    return picture, former


def _may(group: Group, card: Card | None, seat: Seat | None, by: Person | None) -> None:
    if card is not None and (card.group_id != group.pk or card.withdrawn_at is not None):
        raise Refusal(_("This card belongs to another group."), status=404)
    own = seat is not None and seat.group_id == group.pk and (card is None or card.seat_id == seat.pk)
    if not own:
        require_lead(by, [group])
        return
    require_open(group.workshop)
    if group.workshop.closed:
        raise Refusal(
            _("The group work is closed and its cards are published."),
            _("Nothing was changed."),
            _("If a picture must go, tell the organiser."),
        )
