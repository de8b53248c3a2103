"""Areas of a programme's own, in the shape of the shipped register, so that its files say everything they name."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.db.models import Q

from talka.indicators.models import Observation, Release
from talka.territories.models import Area, AreaCode, AreaName, Belonging, Border, Succession
from talka.territories.register_files import read_areas

from ..record_files import write_csv
from . import columns

STEPS_UP = 3


def write_own_areas(folder: Path, named: Iterable[Area | None], *, illustrative: bool) -> None:
    """Write what `named` areas and what they lie in are, as far as the shipped register does not hold them.

    illustrative: the programme is made up, and so is its whole country: all of that is written.
    """
    rows = _own(named, illustrative)
    if not rows:
        return
    ids = [row.pk for row in rows]
    write_csv(
        folder / "areas.csv",
        columns.AREAS,
        (
            (
                a.key, a.code, a.kind, a.name, a.genitive, a.locative, a.name_en, a.also, a.valid_from, a.valid_to,
                a.lat, a.lon, a.row, a.column, a.source,
            )
            for a in rows
        ),
    )  # fmt: skip
    belongings = Belonging.objects.filter(child__in=ids).order_by("child__key", "valid_from")
    write_csv(
        folder / "belongings.csv",
        columns.BELONGINGS,
        belongings.values_list("child__key", "parent__key", "valid_from", "valid_to"),
    )
    successions = Succession.objects.filter(Q(old__in=ids) | Q(new__in=ids)).order_by("old__key", "new__key")
    write_csv(
        folder / "successions.csv",
        columns.SUCCESSIONS,
        successions.values_list("old__key", "new__key", "share", "on", "source"),
    )
    facts = Observation.objects.filter(area__in=ids, current=True, release__origin=Release.Origin.REGISTER)
    write_csv(
        folder / "facts.csv",
        columns.FACTS,
        (
            (row[0], row[1], row[2] or "", *row[3:])
            for row in facts.order_by("indicator__key", "area__key", "category__code", "year").values_list(
                "area__key", "indicator__key", "category__code", "year", "value", "status", "release__source"
            )
        ),
    )
    codes = AreaCode.objects.filter(area__in=ids).order_by("area__key", "scheme", "code", "valid_from")
    write_csv(
        folder / "codes.csv",
        columns.AREA_CODES,
        codes.values_list("area__key", "scheme", "code", "valid_from", "valid_to", "source"),
    )
    names = AreaName.objects.filter(area__in=ids).order_by("area__key", "name", "valid_from")
    write_csv(
        folder / "names.csv",
        columns.AREA_NAMES,
        names.values_list("area__key", "name", "language", "valid_from", "valid_to", "source"),
    )
    borders = Border.objects.filter(Q(a__in=ids) | Q(b__in=ids)).values_list("a__key", "b__key")
    write_csv(folder / "borders.csv", columns.BORDERS, sorted(tuple(sorted(pair)) for pair in borders))


def _own(named: Iterable[Area | None], illustrative: bool) -> Sequence[Area]:
    """Regions before what lies in them, so that the files read from the large to the small."""
    if illustrative:
        wanted = set(Area.objects.filter(illustrative=True).values_list("pk", flat=True))
    else:
        shipped = {row.key for row in read_areas().areas}
        wanted = {area.pk for area in named if area is not None and area.key not in shipped}
        level = wanted
        for _step in range(STEPS_UP):
            above = Belonging.objects.filter(child__in=level).exclude(parent__key__in=shipped)
            level = set(above.values_list("parent_id", flat=True)) - wanted
            wanted = wanted | level
    order = list(Area.Kind.values)
    found = Area.objects.filter(pk__in=wanted).defer("boundary", "outline")
    return sorted(found, key=lambda area: (order.index(area.kind), area.key))
