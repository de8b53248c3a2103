"""What opens a seat: a secret that its phone keeps, of which only the digest is known here."""

import datetime as dt
import secrets

from ..access import digest_of
from ..models import Seat

CREDENTIAL = ("digest", "joined_at", "move_digest", "move_until")
"""The columns that `put_credential` sets."""


def put_credential(seat: Seat, credential: str = "", *, joined_at: dt.datetime | None = None) -> None:
    """The former secret opens nothing any more, and with it end the digits that its phone showed to take the seat
    along. Not saved. credential: "" for one that nobody knows; joined_at: None where no phone holds the seat."""
    seat.digest = digest_of(credential or secrets.token_urlsafe(24))
    seat.joined_at = joined_at
    seat.move_digest, seat.move_until = "", None
