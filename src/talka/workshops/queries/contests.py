"""Points of small contests: beside the results of voting, never in them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Award, Group


@dataclass(frozen=True)
class AwardRow:
    id: int
    group_number: int
    group: str
    step: str
    words: str
    points: int


@dataclass(frozen=True)
class PointsRow:
    """All points of one team."""

    group_number: int
    group: str
    points: int


@dataclass(frozen=True)
class Contests:
    """teams: those with points, the most first; awards: as they were given, oldest first."""

    teams: tuple[PointsRow, ...]
    awards: tuple[AwardRow, ...]


def contests(groups: Sequence[Group]) -> Contests:
    """Of all these groups of one workshop. One query."""
    by_id = {group.pk: group for group in groups}
    rows = list(Award.objects.filter(group__in=by_id, removed_at=None).select_related("stage"))
    points: Counter[int] = Counter()
    for row in rows:
        points[row.group_id] += row.points
    return Contests(
        teams=tuple(
            PointsRow(by_id[pk].number, str(by_id[pk]), total)
            for pk, total in sorted(points.items(), key=lambda pair: (-pair[1], by_id[pair[0]].number))
        ),
        awards=tuple(
            AwardRow(
                id=row.pk,
                group_number=by_id[row.group_id].number,
                group=str(by_id[row.group_id]),
                step=str(row.stage) if row.stage is not None else "",
                words=row.words,
                points=row.points,
            )
            for row in rows
        ),
    )
