"""A seat goes to another device: the old one shows six digits, the new one types them. They hold ten minutes, once."""

import datetime as dt
import secrets
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from talka.documents.qr import plain_code
from talka.live.actions import append

from ..models import Seat, Workshop
from .credentials import CREDENTIAL, put_credential
from .joining import WrongCode, require_open

DIGITS = 6
VALID = dt.timedelta(minutes=10)


@transaction.atomic
def offer(seat: Seat) -> str:
    """Six digits that take this seat to another device of the same group work; the ones given before end."""
    locked = Seat.objects.select_for_update(of=("self",), no_key=True).select_related("workshop__event").get(pk=seat.pk)
    require_open(locked.workshop)
    taken = set(
        Seat.objects.filter(workshop=locked.workshop, move_until__gt=timezone.now()).values_list(
            "move_digest", flat=True
        )
    )
    digits = next(each for each in _by_chance() if _digest(locked.workshop, each) not in taken)
    locked.move_digest, locked.move_until = _digest(locked.workshop, digits), timezone.now() + VALID
    locked.save(update_fields=["move_digest", "move_until"])
    return digits


def take(workshop: Workshop, typed: str) -> tuple[Seat, str]:
    """The seat that these digits take along, with the credential that the new device keeps; the old one is left out.

    Raises WrongCode for digits that nobody was given, that were used or are too old; the caller counts it.
    """
    require_open(workshop)
    digits = plain_code(typed)[: DIGITS + 1]
    credential = secrets.token_urlsafe(24)
    with transaction.atomic():
        seat = (
            Seat.objects.select_for_update(of=("self",), no_key=True)
            .filter(workshop=workshop, move_digest=_digest(workshop, digits), move_until__gt=timezone.now())
            .first()
        )
        if seat is None:
            raise WrongCode(
                _("These digits open no place."),
                advice=_("They hold for ten minutes and once. Ask for new ones on the other device."),
                status=404,
            )
        put_credential(seat, credential, joined_at=seat.joined_at or timezone.now())
        seat.save(update_fields=CREDENTIAL)
        append(workshop.stream, "seat-taken", seat=seat.pk, **({"group": seat.group_id} if seat.group_id else {}))
    return seat, credential


def _by_chance() -> Iterator[str]:
    while True:
        yield f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def _digest(workshop: Workshop, digits: str) -> str:
    """Keyed, since a million possible codes would be tried through in no time by who has read the table."""
    return salted_hmac("talka.workshops.moving", f"{workshop.pk}:{digits}", algorithm="sha256").hexdigest()
