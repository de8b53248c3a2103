"""Among whom an area is placed: all areas of its kind that stood when it stood, and those that are like it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from talka.indicators.models import Peer
from talka.territories.models import Area
from talka.territories.queries import HEAVY, MUNICIPAL, name_of, standing


@dataclass(frozen=True)
class PeerRow:
    """reasons: codes with parameters, as the method gave them."""

    area: Area
    distance: float
    reasons: list[Mapping[str, object]]


@dataclass(frozen=True)
class PeerSet:
    """all: by id, the area itself included. peers: nearest first; empty where nobody has computed them."""

    day: date
    all: dict[int, Area]
    peers: list[PeerRow]

    @property
    def peer_ids(self) -> list[int]:
        return [row.area.pk for row in self.peers]


def same_kinds(area: Area) -> tuple[str, ...]:
    """Municipalities and state cities are placed together; others among their own kind."""
    return MUNICIPAL if area.kind in MUNICIPAL else (area.kind,)


def day_of(area: Area, today: date) -> date:
    """Today, or the last day on which the area stood."""
    return area.valid_to - timedelta(days=1) if area.valid_to and area.valid_to <= today else today


def peer_set(area: Area, today: date) -> PeerSet:
    """Two queries."""
    day = day_of(area, today)
    rows = Area.objects.filter(standing(day), kind__in=same_kinds(area), illustrative=area.illustrative)
    known = {row.pk: row for row in rows.defer(*HEAVY)}
    peers = [
        PeerRow(known[row.peer_id], row.distance, row.reasons)
        for row in Peer.objects.filter(area=area).order_by("rank")
        if row.peer_id in known
    ]
    return PeerSet(day, known, peers)


def named(areas: Mapping[int, Area], pk: int) -> str:
    return name_of(areas[pk])
