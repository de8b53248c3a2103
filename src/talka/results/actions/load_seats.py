"""Who sat where: seats of people and seats without a name, and where they sat in earlier rounds."""

import secrets
from uuid import UUID

from talka.events.models import Registration
from talka.workshops.models import Seat, Sitting, Workshop

from ..record_files import Row, listed, read_csv
from . import columns
from .load import at, truth, unknown
from .load_group_work import Work, uuid_of


def load_seats(work: Work) -> None:
    path = work.folder / "seats.csv"
    for line, row in read_csv(path, columns.SEATS):
        where = at(path, line)
        workshop = work.workshop(row["workshop"], where)
        seat = _standing(work, workshop, row, where)
        seat.group = work.group(workshop.slug, row["group"], where) if row["group"] else None
        seat.role = row["role"] or Seat.Role.PARTICIPANT
        if seat.role not in Seat.Role.values:
            raise unknown(where, row["role"])
        seat.people = max(1, whole(row["people"] or "1", where))
        seat.expertise, seat.name, seat.kept = row["expertise"], row["name"], truth(row, "kept")
        came = seat.joined_at or work.event.starts_at or workshop.created_at
        seat.joined_at = came if truth(row, "joined") else None
        seat.save()
        work.seats[workshop.slug, row["key"]] = seat
        for pair in listed(row["earlier"]):
            turn, _equals, key = pair.partition("=")
            Sitting.objects.update_or_create(
                seat=seat, round=whole(turn, where), defaults={"group": work.group(workshop.slug, key, where)}
            )


def whole(text: str, where: str) -> int:
    """A number from 0 to 32767. Raises Refusal."""
    if text.isascii() and text.isdecimal() and int(text) <= 32767:
        return int(text)
    raise unknown(where, text)


def _standing(work: Work, workshop: Workshop, row: Row, where: str) -> Seat:
    """The seat as it is, or a new one that no phone holds; the caller saves it."""
    fresh = secrets.token_hex(32)
    if row["person"]:
        registration = Registration.objects.filter(
            event=work.event, person=work.reading.person(row["person"], where)
        ).first()
        if registration is None:
            raise unknown(where, row["person"])
        found = Seat.objects.filter(workshop=workshop, registration=registration).first()
        return found or Seat(workshop=workshop, registration=registration, digest=fresh)
    uid: UUID = uuid_of(row["key"], where)
    return Seat.objects.filter(uid=uid, workshop=workshop).first() or Seat(workshop=workshop, uid=uid, digest=fresh)
