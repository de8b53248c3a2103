"""Figures are entered and taken back here and nowhere else. A figure that says what already holds is not said twice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from talka.indicators.models import Observation, Release
from talka.people.models import Person


class Figure(NamedTuple):
    """One cell. category: None where nothing is broken down. value: None with a status that says why."""

    indicator_id: int
    category_id: int | None
    area_id: int
    year: int
    value: float | None
    status: str = "A"
    note: str = ""


@dataclass(frozen=True)
class Entered:
    """What came of the figures of a release: new ones, revisions, what held already, what weightier figures outdo."""

    new: int
    revised: int
    same: int
    outdone: int


TOLD = """
CREATE TEMPORARY TABLE told (
    indicator_id bigint, category_id bigint, area_id bigint, year smallint, value double precision,
    status varchar(1), note varchar(60)
) ON COMMIT DROP
"""
COPY = "COPY told (indicator_id, category_id, area_id, year, value, status, note) FROM STDIN"
LEAVE_OUT_THE_SAME = """
DELETE FROM told t USING indicators_observation o, indicators_release r
WHERE o.current AND o.indicator_id = t.indicator_id AND o.area_id = t.area_id AND o.year = t.year
    AND o.category_id IS NOT DISTINCT FROM t.category_id
    AND o.value IS NOT DISTINCT FROM t.value AND o.status = t.status AND o.note = t.note
    AND r.id = o.release_id AND r.weight >= %s
"""
LEAVE_OUT_THE_OUTDONE = """
DELETE FROM told t USING indicators_observation o, indicators_release r
WHERE o.current AND o.indicator_id = t.indicator_id AND o.area_id = t.area_id AND o.year = t.year
    AND o.category_id IS NOT DISTINCT FROM t.category_id AND r.id = o.release_id AND r.weight > %s
"""
NO_LONGER_TOLD = """
UPDATE indicators_observation o SET current = false FROM indicators_release r
WHERE o.current AND r.id = o.release_id AND r.origin = %s AND o.indicator_id = ANY(%s) AND NOT EXISTS (
    SELECT 1 FROM told t
    WHERE o.indicator_id = t.indicator_id AND o.area_id = t.area_id AND o.year = t.year
        AND o.category_id IS NOT DISTINCT FROM t.category_id
)
"""
MAKE_ROOM = """
UPDATE indicators_observation o SET current = false FROM told t, indicators_release r
WHERE o.current AND o.indicator_id = t.indicator_id AND o.area_id = t.area_id AND o.year = t.year
    AND o.category_id IS NOT DISTINCT FROM t.category_id AND r.id = o.release_id AND r.weight <= %s
"""
ADD = """
INSERT INTO indicators_observation
    (indicator_id, category_id, area_id, year, value, status, note, release_id, current)
SELECT indicator_id, category_id, area_id, year, value, status, note, %s, NOT EXISTS (
    SELECT 1 FROM indicators_observation o
    WHERE o.current AND o.indicator_id = t.indicator_id AND o.area_id = t.area_id AND o.year = t.year
        AND o.category_id IS NOT DISTINCT FROM t.category_id
) FROM told t
"""
BRING_BACK = """
UPDATE indicators_observation SET current = true WHERE id IN (
    SELECT DISTINCT ON (o.indicator_id, o.area_id, o.year, o.category_id) o.id
    FROM indicators_observation o
    JOIN indicators_release r ON r.id = o.release_id AND r.state = 'holds'
    JOIN indicators_observation gone ON gone.release_id = %s AND gone.indicator_id = o.indicator_id
        AND gone.area_id = o.area_id AND gone.year = o.year AND gone.category_id IS NOT DISTINCT FROM o.category_id
    WHERE NOT EXISTS (
        SELECT 1 FROM indicators_observation n
        WHERE n.current AND n.indicator_id = o.indicator_id AND n.area_id = o.area_id AND n.year = o.year
            AND n.category_id IS NOT DISTINCT FROM o.category_id
    )
    ORDER BY o.indicator_id, o.area_id, o.year, o.category_id, r.weight DESC, r.id DESC
)
"""


def enter(release: Release, figures: Iterable[Figure]) -> Entered:
    """Enter the figures of one release in a few statements, however many they are.

    A cell said twice in `figures` breaks the constraint `a_release_says_it_once` (IntegrityError): whoever calls has
    looked for that. Call it inside a transaction.
    """
    with connection.cursor() as cursor:
        told = _tell(cursor, figures)
        return _take_over(cursor, release, told)


def enter_computed(release: Release, figures: Iterable[Figure], *, of: Collection[int]) -> Entered:
    """Enter what was computed of other figures: it is all that holds of its origin for the indicators `of`.

    What is not computed any more holds no longer; what was published is left alone, and not stood beside.
    """
    with connection.cursor() as cursor:
        told = _tell(cursor, figures)
        cursor.execute(NO_LONGER_TOLD, [release.origin, list(of)])
        release.refresh_from_db(fields=["weight"])
        cursor.execute(LEAVE_OUT_THE_OUTDONE, [release.weight])
        return _take_over(cursor, release, told - cursor.rowcount)


def _tell(cursor: CursorWrapper, figures: Iterable[Figure]) -> int:
    cursor.execute(TOLD)
    with cursor.copy(COPY) as copy:
        for figure in figures:
            copy.write_row(figure)
    cursor.execute("CREATE INDEX ON told (indicator_id, area_id, year)")
    cursor.execute("ANALYZE told")
    cursor.execute("SELECT count(*) FROM told")
    return int(cursor.fetchone()[0])


def _take_over(cursor: CursorWrapper, release: Release, told: int) -> Entered:
    release.refresh_from_db(fields=["weight"])
    cursor.execute(LEAVE_OUT_THE_SAME, [release.weight])
    same = cursor.rowcount
    cursor.execute(MAKE_ROOM, [release.weight])
    revised = cursor.rowcount
    cursor.execute(ADD, [release.pk])
    cursor.execute("DROP TABLE told")
    outdone = release.observations.filter(current=False).count()
    return Entered(new=told - same - revised - outdone, revised=revised, same=same, outdone=outdone)


@transaction.atomic
def take_back(release: Release, *, by: Person | None) -> int:
    """What the release said no longer holds; what was said before it holds again. Returns how many figures that is.

    Who may is asked by whoever calls. A release that is taken back already stays as it is.
    """
    row = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if row.state == Release.State.UNDONE:
        return 0
    row.state, row.undone_by, row.undone_at = Release.State.UNDONE, by, timezone.now()
    row.save(update_fields=["state", "undone_by", "undone_at"])
    taken = Observation.objects.filter(release=row, current=True).update(current=False)
    with connection.cursor() as cursor:
        cursor.execute(BRING_BACK, [row.pk])
    return taken
