"""What can be done with areas: read a register, add official boundaries."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from talka.ui.folding import fold
from talka.ui.refusals import Refusal
from talka.ui.sorting import latvian_key

from .models import Area, AreaCode, AreaName, Belonging, Border, Succession
from .outlines import outline, polygons_of
from .register_files import AreaFiles, AreaRow, CodeRow, NameRow

BATCH = 2000


@transaction.atomic
def load_areas(files: AreaFiles, *, illustrative: bool = False) -> int:
    """Bring the database to what the files say and return how many areas they name. Idempotent; deletes nothing."""
    Area.objects.bulk_create(
        [_area(row, illustrative) for row in files.areas],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[
            "code", "kind", "name", "genitive", "locative", "name_en", "also", "sort_key", "folded",
            "valid_from", "valid_to", "row", "column", "lat", "lon", "source",
        ],
    )  # fmt: skip
    ids = dict(Area.objects.values_list("key", "pk"))
    Belonging.objects.bulk_create(
        [Belonging(child_id=ids[c], parent_id=ids[p], valid_from=f, valid_to=t) for c, p, f, t in files.belongings],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    Succession.objects.bulk_create(
        [Succession(old_id=ids[o], new_id=ids[n], share=s, on=d, source=w) for o, n, s, d, w in files.successions],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    AreaCode.objects.bulk_create(
        [AreaCode(area_id=ids[r.area], scheme=r.scheme, code=r.code, **_days(r)) for r in files.codes],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["area", "scheme", "code", "valid_from"],
        update_fields=["valid_to", "source"],
    )
    AreaName.objects.bulk_create(
        [AreaName(area_id=ids[r.area], name=r.name, language=r.language, **_days(r)) for r in files.names],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["area", "name", "valid_from"],
        update_fields=["language", "valid_to", "source"],
    )
    pairs = (sorted((ids[a], ids[b])) for a, b in files.borders)
    Border.objects.bulk_create([Border(a_id=a, b_id=b) for a, b in pairs], batch_size=BATCH, ignore_conflicts=True)
    return len(files.areas)


def _days(row: CodeRow | NameRow) -> dict[str, Any]:
    return {"valid_from": row.valid_from, "valid_to": row.valid_to, "source": row.source}


def _area(row: AreaRow, illustrative: bool) -> Area:
    return Area(
        key=row.key,
        code=row.code,
        kind=row.kind,
        name=row.name,
        genitive=row.genitive,
        locative=row.locative,
        name_en=row.name_en,
        also=row.also,
        sort_key=latvian_key(row.name),
        folded=fold(" ".join((row.name, row.also, row.name_en, row.code))),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        row=row.row,
        column=row.column,
        lat=row.lat,
        lon=row.lon,
        illustrative=illustrative,
        source=row.source,
    )


@transaction.atomic
def load_boundaries(text: str, *, code_property: str) -> int:
    """Store official boundaries from a GeoJSON FeatureCollection (WGS 84) and return how many areas got one.

    Features are matched to areas that stand today by the code in `code_property`. Nothing is stored when the text is
    no FeatureCollection, a geometry is neither Polygon nor MultiPolygon, or no code is known.
    """
    try:
        collection = json.loads(text)
        features = [dict(feature) for feature in collection["features"]]
        properties = [dict(feature.get("properties") or {}) for feature in features]
        geometries = [dict(feature.get("geometry") or {}) for feature in features]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refusal(
            _("This is not a GeoJSON file."),
            _("No boundary was changed."),
            _("Export the boundaries as a FeatureCollection in WGS 84 and load that file."),
            status=422,
        ) from None
    shapes: dict[str, Mapping[str, Any]] = {}
    for number, (geometry, known) in enumerate(zip(geometries, properties, strict=True), 1):
        if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
            raise Refusal(
                _("Feature %(number)s is neither a polygon nor a multipolygon.") % {"number": number},
                _("No boundary was changed."),
                status=422,
            )
        shapes[str(known.get(code_property, "")).removeprefix("LV").replace("\x00", "")] = geometry
    areas = list(Area.objects.filter(code__in=shapes, valid_to__isnull=True))
    if not areas:
        raise Refusal(
            _("No feature carries the code of a known area."),
            _("No boundary was changed."),
            _("Name the property that holds the ATVK code."),
            status=422,
        )
    try:
        for area in areas:
            area.outline = outline(shapes[area.code])
            area.boundary = {"type": "MultiPolygon", "coordinates": polygons_of(shapes[area.code])}
    except (TypeError, ValueError, KeyError, IndexError, OverflowError):
        raise Refusal(
            _("The coordinates of %(area)s cannot be read.") % {"area": area.name},
            _("No boundary was changed."),
            _("Export the boundaries in WGS 84 (degrees), two numbers a point."),
            status=422,
        ) from None
    Area.objects.bulk_update(areas, ["boundary", "outline"])
    return len(areas)
