"""From official boundaries to outlines that a page can draw: fewer points, whole numbers, one projection."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

UNITS_PER_DEGREE = 60
NEAREST = 1.5
FARTHEST = 85.06
"""Degrees north and south to which the projection reaches."""
Point = tuple[float, float]


def outline(geometry: Mapping[str, Any]) -> str:
    """The path (SVG `d`) of a GeoJSON Polygon or MultiPolygon in WGS 84, Mercator, 60 units to a degree of longitude.

    Points nearer than 1.5 units (about 1.5 km in Latvia) to the one before are left out, and so are islands and holes
    that fewer than three points remain of; a geometry that is small as a whole keeps its largest ring.
    """
    rings = [[project(*point) for point in ring] for polygon in polygons_of(geometry) for ring in polygon]
    kept = [thin for ring in rings if len(thin := thinned(ring)) > 2]
    if not kept and rings:
        kept = [max(rings, key=len)]
    return "".join(_path(ring) for ring in kept)


def polygons_of(geometry: Mapping[str, Any]) -> list[list[list[Point]]]:
    """The polygons, each of rings, each of points; heights above the sea are left out. Raises ValueError, TypeError."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[(float(point[0]), float(point[1])) for point in ring] for ring in polygon] for polygon in polygons]


def project(lon: float, lat: float) -> Point:
    """Mercator, y growing downwards as on a page. Raises ValueError for what is no place: metres of another system."""
    if not (-180 <= lon <= 180 and -FARTHEST <= lat <= FARTHEST):
        raise ValueError(f"no place: {lon}, {lat}")
    y = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return lon * UNITS_PER_DEGREE, -math.degrees(y) * UNITS_PER_DEGREE


def thinned(ring: Sequence[Point]) -> list[Point]:
    """The ring without its closing point and without points that are too near to the one kept before."""
    kept: list[Point] = []
    for point in ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring:
        if not kept or math.dist(point, kept[-1]) >= NEAREST:
            kept.append(point)
    return kept


def frame(paths: Iterable[str]) -> str:
    """The viewBox around outlines: "left top width height"."""
    xs: list[int] = []
    ys: list[int] = []
    for path in paths:
        for ring in path.split("M")[1:]:
            numbers = [pair.split(",") for pair in ring.rstrip("Z").split(" ")]
            xs += [int(x) for x, _ in numbers]
            ys += [int(y) for _, y in numbers]
    if not xs:
        return "0 0 1 1"
    return f"{min(xs) - 4} {min(ys) - 4} {max(xs) - min(xs) + 8} {max(ys) - min(ys) + 8}"


def _path(ring: Sequence[Point]) -> str:
    return "M" + " ".join(f"{round(x)},{round(y)}" for x, y in ring) + "Z"
