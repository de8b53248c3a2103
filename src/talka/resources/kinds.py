"""The words of the field: kinds of resources, and what state, use and size can be for each kind."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.refusals import Words


class Kind(models.TextChoices):
    LAND = "land", _("Land and sites")
    BUILDING = "building", _("Buildings")
    NATURE = "nature", _("Nature")
    HERITAGE = "heritage", _("Heritage")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    SKILLS = "skills", _("Skills and crafts")
    INSTITUTION = "institution", _("Institutions")


class State(models.TextChoices):
    GOOD = "good", pgettext_lazy("state of a resource", "good")
    REPAIR = "repair", pgettext_lazy("state of a resource", "needs repair")
    RUIN = "ruin", pgettext_lazy("state of a resource", "in ruins")
    BROKEN = "broken", pgettext_lazy("state of a resource", "cannot be used")
    UNDER_WAY = "under_way", pgettext_lazy("state of a resource", "being built")
    PLANNED = "planned", pgettext_lazy("state of a resource", "planned")
    READY = "ready", pgettext_lazy("state of a resource", "ready for use")
    TO_PREPARE = "to_prepare", pgettext_lazy("state of a resource", "has to be prepared first")
    POLLUTED = "polluted", pgettext_lazy("state of a resource", "polluted")
    ENDANGERED = "endangered", pgettext_lazy("state of a resource", "endangered")
    DAMAGED = "damaged", pgettext_lazy("state of a resource", "damaged")
    ALIVE = "alive", pgettext_lazy("state of a resource", "alive and passed on")
    FADING = "fading", pgettext_lazy("state of a resource", "known to few")
    WORKING = "working", pgettext_lazy("state of a resource", "working")
    CLOSED = "closed", pgettext_lazy("state of a resource", "closed")


STATES: Mapping[str, tuple[State, ...]] = {
    Kind.LAND: (State.READY, State.TO_PREPARE, State.POLLUTED, State.PLANNED),
    Kind.BUILDING: (State.GOOD, State.REPAIR, State.RUIN, State.UNDER_WAY, State.PLANNED),
    Kind.NATURE: (State.GOOD, State.ENDANGERED, State.DAMAGED),
    Kind.HERITAGE: (State.GOOD, State.REPAIR, State.RUIN, State.ALIVE, State.FADING),
    Kind.INFRASTRUCTURE: (State.GOOD, State.REPAIR, State.BROKEN, State.UNDER_WAY, State.PLANNED),
    Kind.SKILLS: (State.ALIVE, State.FADING),
    Kind.INSTITUTION: (State.WORKING, State.CLOSED, State.PLANNED),
}


class Use(models.TextChoices):
    UNUSED = "unused", pgettext_lazy("use of a resource", "unused")
    PARTLY = "partly", pgettext_lazy("use of a resource", "partly used")
    IN_USE = "in_use", pgettext_lazy("use of a resource", "in use")
    TO_LET = "to_let", pgettext_lazy("use of a resource", "to let")
    FOR_SALE = "for_sale", pgettext_lazy("use of a resource", "for sale")


_NOT_TRADED = (Use.UNUSED, Use.PARTLY, Use.IN_USE)
USES: Mapping[str, tuple[Use, ...]] = {
    Kind.LAND: tuple(Use),
    Kind.BUILDING: tuple(Use),
    Kind.NATURE: (*_NOT_TRADED, Use.TO_LET),
    Kind.HERITAGE: tuple(Use),
    Kind.INFRASTRUCTURE: tuple(Use),
    Kind.SKILLS: _NOT_TRADED,
    Kind.INSTITUTION: (*_NOT_TRADED, Use.TO_LET),
}


class OwnerKind(models.TextChoices):
    MUNICIPALITY = "municipality", pgettext_lazy("owner", "municipality")
    STATE = "state", pgettext_lazy("owner", "state")
    PRIVATE = "private", pgettext_lazy("owner", "private")
    CHURCH = "church", pgettext_lazy("owner", "church")
    OTHER = "other", pgettext_lazy("owner", "other")


class Unit(models.TextChoices):
    M2 = "m2", _("m²")
    HA = "ha", _("ha")
    KM2 = "km2", _("km²")
    M = "m", _("m")
    KM = "km", _("km")
    M3 = "m3", _("m³")
    PLACES = "places", pgettext_lazy("unit", "places")
    BEDS = "beds", pgettext_lazy("unit", "beds")
    PEOPLE = "people", pgettext_lazy("unit", "people")
    PIECES = "pieces", pgettext_lazy("unit", "pieces")


SMALLEST: Mapping[str, tuple[Unit, Decimal]] = {
    Unit.M2: (Unit.M2, Decimal(1)),
    Unit.HA: (Unit.M2, Decimal(10_000)),
    Unit.KM2: (Unit.M2, Decimal(1_000_000)),
    Unit.M: (Unit.M, Decimal(1)),
    Unit.KM: (Unit.M, Decimal(1000)),
}
"""Units of one kind by the smallest of them: what is asked in hectares finds what was entered in square metres."""


def smallest(size: Decimal, unit: str) -> tuple[Decimal, str]:
    """The size in the smallest unit of its kind, and that unit: 2 ha are 20000 m2, 30 beds stay 30 beds."""
    base, factor = SMALLEST.get(unit, (Unit(unit), Decimal(1)))
    return size * factor, base.value


def words_of(values: tuple[State, ...] | tuple[Use, ...]) -> list[tuple[str, Words]]:
    return [(each.value, each.label) for each in values]
