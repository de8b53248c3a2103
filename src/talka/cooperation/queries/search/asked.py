"""What a search for partners asks, and the reasons why an organisation is found."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy

from talka.people.models import Organisation
from talka.territories.models import Area

from ...models import CooperationCase

ELSEWHERE = (
    Organisation.Kind.MINISTRY,
    Organisation.Kind.ASSOCIATION,
    Organisation.Kind.ABROAD,
)
"""Kinds that are bound to no municipality: they are listed when asked for."""
LOCAL = (
    Organisation.Kind.NGO,
    Organisation.Kind.ACTION_GROUP,
    Organisation.Kind.COMMUNITY,
    Organisation.Kind.RESIDENTS,
    Organisation.Kind.COMPANY,
    Organisation.Kind.UNIVERSITY,
)
"""Kinds that work in a municipality and can be partners of it."""


class Reason(models.TextChoices):
    """Why somebody could be a partner, in the order in which reasons are told."""

    NEIGHBOUR = "neighbour", pgettext_lazy("why a partner", "neighbour")
    NEED = "need", pgettext_lazy("why a partner", "voiced the same need")
    WORKS_ON = "works-on", pgettext_lazy("why a partner", "works on the same need")
    MEASURE = "measure", pgettext_lazy("why a partner", "proposed a measure for it")
    HAS = "has", pgettext_lazy("why a partner", "has what you look for")
    SERVICE = "service", pgettext_lazy("why a partner", "cooperates in this service")
    PEER = "peer", pgettext_lazy("why a partner", "similar by its indicators")
    REGION = "region", pgettext_lazy("why a partner", "your planning region")
    LOCAL = "local", pgettext_lazy("why a partner", "works in your municipality")


PLACE = {reason: place for place, reason in enumerate(Reason)}


class Because(NamedTuple):
    """One reason. words: what it is about, such as the need or the resource; link: where that can be read."""

    reason: Reason
    words: str = ""
    link: str = ""

    @property
    def label(self) -> str:
        return str(self.reason.label)


@dataclass(frozen=True)
class Asked:
    """home: the municipality for which partners are sought. need: row id of a need, 0 for those of the case and of
    one's own people. lacks, lacks_kind: what one looks for among the resources of others. words: of a name."""

    home: Area | None = None
    case: CooperationCase | None = None
    service: str = ""
    need: int = 0
    lacks: str = ""
    lacks_kind: str = ""
    reason: str = ""
    kind: str = ""
    words: str = ""
    illustrative: bool = False

    @property
    def looks_for(self) -> bool:
        return bool(self.lacks or self.lacks_kind)


@dataclass
class Grounds:
    """Reasons gathered: of municipalities by the row id of their area, of organisations by their own."""

    of_areas: dict[int, list[Because]] = field(default_factory=dict)
    of_organisations: dict[int, list[Because]] = field(default_factory=dict)
    home_areas: frozenset[int] = frozenset()
    region: int | None = None

    def add_area(self, pk: int, because: Because) -> None:
        _once(self.of_areas.setdefault(pk, []), because)

    def add_organisation(self, pk: int, because: Because) -> None:
        _once(self.of_organisations.setdefault(pk, []), because)


MOST_OF_A_REASON = 3
"""Needs or resources told of one organisation: the page stays readable."""


def _once(known: list[Because], because: Because) -> None:
    if because not in known and sum(each.reason == because.reason for each in known) < MOST_OF_A_REASON:
        known.append(because)
