"""What a team brings back from testing its idea: a card, with whom it asked and a photo where there is one."""

import uuid
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal

from ..formats.spec import Kind
from ..models import Card, Seat, Stage
from . import cards, pictures

Photo = tuple[BinaryIO, str, str]
"""The file, its name, and what it shows in words."""


def bring(
    seat: Seat,
    card_id: uuid.UUID,
    stage: str,
    lane: str,
    text: str,
    *,
    source: str = "",
    picture: Photo | None = None,
    language: str = "lv",
) -> Card:
    """A card of a test. The photo is looked at first: where it is none, no card is written.

    Sent again it is the same card, and the photo takes the place of the one that may be there already.
    """
    asked = Stage.objects.filter(workshop=seat.workshop_id, key=stage).first()
    if asked is None or asked.kind != Kind.TEST:
        raise Refusal(_("Evidence belongs to the test of an idea."), status=422)
    if picture is not None and not asked.spec.photos:
        raise Refusal(_("At this step no photos are taken."), status=422)
    if picture is not None:
        pictures.look_at(picture[0], picture[1])
    card = cards.write(seat, card_id, stage, lane, text, source=source, language=language)
    if picture is not None and seat.group is not None:
        file, name, words = picture
        pictures.add_picture(seat.group, file, name, words, card=card, seat=seat)
    return card
