"""The search across areas: what was asked, what was found, rows ready for a list."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from talka.territories.models import Area
from talka.ui.folding import sought
from talka.ui.numbers import number

from ..kinds import Kind, Unit, smallest
from ..models import Photo, Resource
from .places import ids_within, whole_names

LONGEST_GLIMPSE = 160
ORDERS = ("name", "size", "fresh")


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. least, most: in `unit`; area: with all that lies in it now; illustrative: among made-up
    places instead of true ones; order: by name, largest first, or last confirmed first."""

    words: str = ""
    kind: str = ""
    area: Area | None = None
    use: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    unit: str = ""
    order: str = "name"
    illustrative: bool = False

    @property
    def narrowed(self) -> bool:
        """By more than words."""
        return bool(self.kind or self.area or self.use or self.least is not None or self.most is not None)

    @property
    def anything(self) -> bool:
        return bool(self.words) or self.narrowed


def found(asked: Asked) -> QuerySet[Resource]:
    """Each word stands in the title, the description, the place, the owner or the area's name, without diacritics."""
    rows = Resource.objects.filter(withdrawn_at=None, illustrative=asked.illustrative)
    for word in sought(asked.words):
        rows = rows.filter(Q(folded__contains=word) | Q(area__folded__contains=word))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.use:
        rows = rows.filter(use=asked.use)
    if asked.area:
        # Asked once: counting and reading would each walk down the areas again.
        rows = rows.filter(area__in=ids_within(asked.area))
    if asked.unit and (asked.least is not None or asked.most is not None):
        rows = rows.filter(smallest_unit=smallest(Decimal(1), asked.unit)[1])
        if asked.least is not None:
            rows = rows.filter(smallest_size__gte=smallest(asked.least, asked.unit)[0])
        if asked.most is not None:
            rows = rows.filter(smallest_size__lte=smallest(asked.most, asked.unit)[0])
    return rows.order_by(*_order(asked.order))


def _order(order: str) -> tuple[str | Combinable, ...]:
    if order == "size":
        # Hectares, kilometres and beds have no order among each other: unit by unit, the largest first.
        return ("smallest_unit", F("smallest_size").desc(nulls_last=True), "sort_key", "pk")
    if order == "fresh":
        return ("-confirmed_on", "sort_key", "pk")
    return ("sort_key", "pk")


@dataclass(frozen=True)
class Glimpse:
    """One resource in a list. photo: the token of its first picture; alt: what that shows."""

    resource: Resource
    area: str
    words: str
    size: str
    owner: str
    photo: str
    alt: str

    @property
    def confirmed_on(self) -> dt.date:
        return self.resource.confirmed_on


def glimpses(rows: Sequence[Resource]) -> list[Glimpse]:
    """Rows as lists show them: at most six queries more, however many they are."""
    photos = {
        photo.resource_id: photo
        for photo in Photo.objects.filter(resource__in=rows)
        .order_by("resource_id", "order", "pk")
        .distinct("resource_id")
    }
    areas = {area.pk: area for area in _areas(rows)}
    names = whole_names(areas.values())
    return [_glimpse(row, names.get(row.area_id, ""), photos.get(row.pk)) for row in rows]


def _areas(rows: Sequence[Resource]) -> QuerySet[Area]:
    wanted = {row.area_id for row in rows}
    return Area.objects.filter(pk__in=wanted).only("pk", "key", "kind", "name", "name_en", "sort_key").order_by()


def _glimpse(row: Resource, area: str, photo: Photo | None) -> Glimpse:
    words = " ".join(str(row.description).split())
    if len(words) > LONGEST_GLIMPSE:
        words = f"{words[:LONGEST_GLIMPSE].rsplit(' ', 1)[0]} …"
    return Glimpse(
        resource=row,
        area=area,
        words=words,
        size=size_words(row),
        owner=owner_words(row),
        photo=photo.token if photo else "",
        alt=str(photo.alt) if photo else "",
    )


def size_words(row: Resource) -> str:
    """The size as people say it: "2,5 ha", "30 beds"."""
    if row.size is None:
        return ""
    return f"{number(row.size.normalize() if row.size % 1 else int(row.size))} {Unit(row.unit).label}"


def owner_words(row: Resource) -> str:
    """The owner's name, else what kind of owner it is; `owner` must be read with the row."""
    if row.owner:
        return row.owner.name
    return row.owner_words or (str(row.get_owner_kind_display()) if row.owner_kind else "")


def with_owner(rows: QuerySet[Resource]) -> QuerySet[Resource]:
    return rows.select_related("owner").defer("folded")


@dataclass(frozen=True)
class OfKind:
    kind: str
    label: str
    number: int


def by_kind(rows: QuerySet[Resource]) -> list[OfKind]:
    """How many of each kind, in the order of the kinds; none are left out. One query."""
    counted = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return [OfKind(kind.value, str(kind.label), counted[kind.value]) for kind in Kind if counted.get(kind.value)]


def in_both_worlds() -> tuple[int, int]:
    """How many resources of true places there are, and of made-up ones. One query."""
    counted = dict(
        Resource.objects.filter(withdrawn_at=None).order_by().values_list("illustrative").annotate(n=Count("pk"))
    )
    return counted.get(False, 0), counted.get(True, 0)


def said_of(asked: Asked) -> str:
    """What was asked, in words, for the head of a print."""
    parts = [asked.words] if asked.words else []
    if asked.kind:
        parts.append(str(Kind(asked.kind).label))
    if asked.area:
        parts.append(whole_names([asked.area])[asked.area.pk])
    return ", ".join(parts) or _("All resources")
