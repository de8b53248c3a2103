"""The two tables that every engine has, as SQL over the rooms' own: PostgreSQL reads them, a snapshot copies them.

`observations` holds one row for each figure that holds now:

    indicator    string    key of the indicator
    category     string    code within the indicator's classification; "" where nothing is broken down
    area         string    key of the area
    kind         string    `Area.Kind` of the area
    region       string    key of the planning region it lies in, or last lay in; a region is its own; "" where none
    begins, ends date      since when the area stands, and the first day on which it no longer does; null: open
    illustrative boolean   the area or the figure is made up
    year         int32
    value        float64   in the indicator's unit; null where `status` says why
    status       string    `Observation.Status`

`belongings` holds one row for each time that an area lay in another: `part` in `whole` from `since` (null: ever) until
before `until` (null: still); kind, region, begins, ends and illustrative are those of the whole.
"""

import hashlib
from typing import Any

from psycopg import Connection

SHAPE = 1
"""Part of a version: another number where the columns change, so that an old snapshot is not read."""

HOMES = """
WITH home AS (
    SELECT DISTINCT ON (b.child_id) b.child_id, above.id, above.kind, above.key
    FROM territories_belonging b JOIN territories_area above ON above.id = b.parent_id
    ORDER BY b.child_id,
        (COALESCE(b.valid_from, '-infinity') <= CURRENT_DATE AND COALESCE(b.valid_to, 'infinity') > CURRENT_DATE) DESC,
        COALESCE(b.valid_to, 'infinity') DESC, b.parent_id
), place AS (
    SELECT a.id, a.key, a.kind, a.valid_from, a.valid_to, a.illustrative, CASE 'region'
        WHEN a.kind THEN a.key WHEN one.kind THEN one.key WHEN two.kind THEN two.key WHEN three.kind THEN three.key
        ELSE '' END AS region
    FROM territories_area a
    LEFT JOIN home one ON one.child_id = a.id
    LEFT JOIN home two ON two.child_id = one.id
    LEFT JOIN home three ON three.child_id = two.id
)
"""
"""Each area with its region, as `territories.queries.regions_of` finds it for today; a test holds the two together."""

OBSERVATIONS = (
    HOMES
    + """
SELECT i.key::text AS indicator, COALESCE(c.code, '')::text AS category, p.key::text AS area, p.kind::text AS kind,
    p.region::text AS region, p.valid_from AS begins, p.valid_to AS ends,
    p.illustrative OR r.illustrative AS illustrative, o.year::integer AS year, o.value, o.status::text AS status
FROM indicators_observation o
JOIN indicators_indicator i ON i.id = o.indicator_id
JOIN indicators_release r ON r.id = o.release_id
JOIN place p ON p.id = o.area_id
LEFT JOIN indicators_category c ON c.id = o.category_id
WHERE o.current
"""
)
BELONGINGS = (
    HOMES
    + """
SELECT part.key::text AS part, whole.key::text AS whole, whole.kind::text AS kind, whole.region::text AS region,
    whole.valid_from AS begins, whole.valid_to AS ends, whole.illustrative, b.valid_from AS since, b.valid_to AS until
FROM territories_belonging b
JOIN place part ON part.id = b.child_id
JOIN place whole ON whole.id = b.parent_id
"""
)
TABLES = {"observations": OBSERVATIONS, "belongings": BELONGINGS}
COLUMNS = {
    "observations": {
        "indicator": "string",
        "category": "string",
        "area": "string",
        "kind": "string",
        "region": "string",
        "begins": "date",
        "ends": "date",
        "illustrative": "boolean",
        "year": "int32",
        "value": "float64",
        "status": "string",
    },
    "belongings": {
        "part": "string",
        "whole": "string",
        "kind": "string",
        "region": "string",
        "begins": "date",
        "ends": "date",
        "illustrative": "boolean",
        "since": "date",
        "until": "date",
    },
}
"""Names and types of the columns, as Ibis calls them."""

STANDS = (
    "SELECT id, state, illustrative FROM indicators_release ORDER BY id",
    "SELECT max(id) FROM indicators_observation",
    "SELECT id, key FROM indicators_indicator ORDER BY id",
    "SELECT id, code FROM indicators_category ORDER BY id",
    f"{HOMES} TABLE place ORDER BY id",
    "SELECT child_id, parent_id, valid_from, valid_to FROM territories_belonging ORDER BY id",
)
"""Figures change only with a release that comes or is taken back; names and places by themselves."""


def version_of(connection: Connection[Any]) -> str:
    """The data-set's version: the same as long as both tables would be the same. 24 hex digits."""
    digest = hashlib.sha256(str(SHAPE).encode())
    for question in STANDS:
        for row in connection.execute(question):
            digest.update(repr(row).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:24]
