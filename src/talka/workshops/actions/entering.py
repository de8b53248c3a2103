"""The usual card in one breath: one statement asks whether it may enter, writes it, and appends its moment.

Hundreds of them a second come to one workshop, whose stream they lock one after the other. Whatever is not usual finds
no row here, changes nothing, and goes the careful way of `cards.write`, which says why not.
"""

from functools import cache

from django.db import connection

from talka.live.actions import APPENDED, hint
from talka.live.statements import prepared

from ..formats.spec import Kind
from ..models import Card, Seat, Workshop
from .standing import MOST_CARDS, remembered

FAR = 5
"""So far from the limit several phones may write for one seat at the same moment; nearer, one waits for the other."""

# The seat as it stands now, the stage as it was read before, a day on which codes are valid (see access.is_open), and
# fewer cards than there may be.
HERE = """
here AS (
    SELECT seat.id AS seat_id, seat.workshop_id, seat.group_id, asked.id AS stage_id,
        workshop.closed_at IS NOT NULL OR COALESCE(present.order > asked.order, false) AS late
    FROM workshops_seat seat
    JOIN workshops_workshop workshop ON workshop.id = seat.workshop_id
    JOIN workshops_group own ON own.id = seat.group_id
    JOIN workshops_stage asked ON asked.id = %s AND asked.workshop_id = workshop.id
    JOIN events_event event ON event.id = workshop.event_id
    LEFT JOIN workshops_stage present ON present.id = COALESCE(own.stage_id, workshop.stage_id)
    WHERE seat.id = %s AND asked.table::text = %s AND (workshop.rehearsal OR (
        event.state = 'published'
        AND (now() AT TIME ZONE event.time_zone)::date BETWEEN event.first_day - 1 AND event.last_day + 1
    )) AND (
        SELECT count(*) FROM workshops_card card
        WHERE card.seat_id = seat.id AND card.stage_id = asked.id AND card.withdrawn_at IS NULL
    ) < %s * seat.people - %s
    FOR NO KEY UPDATE OF seat
)
"""
TOLD = """
told AS (
    SELECT %s AS stream, 'card-written' AS kind, jsonb_build_object('card', id, 'group', group_id) AS ids FROM card
)
"""


def enter_at_once(seat: Seat, stage: str, lane: str, card: Card | None) -> Card | None:
    """The card, entered; None where it is not the usual one. `card` has its id and its words."""
    asked = remembered(seat.workshop_id, stage)
    column = asked.spec.lane(lane) if asked is not None else None
    if card is None or asked is None or column is None or asked.spec.limit_group or asked.spec.kind == Kind.REPORT:
        return None
    card.lane, card.kind = column.key, column.kind
    most = min(asked.spec.limit or MOST_CARDS, MOST_CARDS)
    values = [
        field.get_db_prep_save(field.pre_save(card, True), connection)
        for field in Card._meta.local_concrete_fields
        if field.column not in FROM_HERE
    ]
    stream = Workshop.stream_of(seat.workshop_id)
    with prepared() as cursor:
        cursor.execute(_statement(), [asked.id, seat.pk, asked.written, most, FAR, *values, stream])
        row = cursor.fetchone()
    if row is None:
        return None
    number, card.workshop_id, card.group_id, card.stage_id, card.late = row
    card.seat_id = seat.pk
    card._state.adding, card._state.db = False, connection.alias
    hint(stream, number)
    return card


FROM_HERE = ("workshop_id", "group_id", "seat_id", "stage_id", "late")


@cache
def _statement() -> str:
    quote = connection.ops.quote_name
    columns = [str(field.column) for field in Card._meta.local_concrete_fields]
    wanted = [f"here.{column}" if column in FROM_HERE else "%s" for column in columns]
    card = f"""
card AS (
    INSERT INTO workshops_card ({", ".join(map(quote, columns))}) SELECT {", ".join(wanted)} FROM here
    ON CONFLICT (id) DO NOTHING RETURNING id, workshop_id, group_id, stage_id, late
)
"""  # noqa: S608
    parts = ",".join((HERE, card, TOLD, APPENDED))
    return f"WITH {parts} SELECT number, workshop_id, group_id, stage_id, late FROM card, moment"  # noqa: S608
