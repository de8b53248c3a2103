"""How many seats there are, who has them, and whether one is left for somebody of this organisation and area."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from talka.events.models import Event, Quota, Registration
from talka.territories.models import Belonging
from talka.territories.queries import standing


def areas_within(areas: Collection[int], on: date) -> Mapping[int, frozenset[int]]:
    """Each area's id with the ids of all that lay in it on that day, itself included. One query."""
    if not areas:
        return {}
    inside: dict[int, list[int]] = {}
    for child, parent in Belonging.objects.filter(standing(on)).values_list("child_id", "parent_id"):
        inside.setdefault(parent, []).append(child)

    def all_in(area: int) -> frozenset[int]:
        found, open_ends = {area}, [area]
        while open_ends:
            for child in inside.get(open_ends.pop(), ()):
                if child not in found:
                    found.add(child)
                    open_ends.append(child)
        return frozenset(found)

    return {area: all_in(area) for area in areas}


@dataclass
class QuotaUse:
    """One quota, the areas it means and how many of its seats are taken."""

    quota: Quota
    areas: frozenset[int]
    taken: int = 0

    def concerns(self, organisation: int | None, area: int | None) -> bool:
        if self.quota.organisation_id:
            return organisation == self.quota.organisation_id
        return bool(self.quota.area_id) and area in self.areas


@dataclass
class Seats:
    """The seats of one event. Ask it only while the event's row is locked, else the answer may be old."""

    capacity: int | None
    taken: int = 0
    quotas: list[QuotaUse] = field(default_factory=list)
    each_organisation: int | None = None
    by_organisation: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, event: Event) -> "Seats":
        """Three queries at most, whatever the number of registrations."""
        rows = list(Quota.objects.filter(event=event))
        areas = areas_within({row.area_id for row in rows if row.area_id}, event.first_day)
        each = [row.seats for row in rows if row.each_organisation]
        seats = cls(
            capacity=event.capacity,
            quotas=[
                QuotaUse(row, areas.get(row.area_id or 0, frozenset())) for row in rows if not row.each_organisation
            ],
            each_organisation=min(each, default=None),
        )
        taken = (
            Registration.objects.filter(event=event, state=Registration.State.REGISTERED)
            .values_list("organisation_id", "organisation__area_id")
            .annotate(n=Count("pk"))
        )
        for organisation, area, number in taken:
            seats.take(organisation, area, number)
        return seats

    def take(self, organisation: int | None, area: int | None, number: int = 1) -> None:
        """Count seats as taken (or, with a negative number, as free again)."""
        self.taken += number
        if organisation:
            self.by_organisation[organisation] += number
        for use in self.quotas:
            if use.concerns(organisation, area):
                use.taken += number

    def left_for(self, organisation: int | None, area: int | None) -> bool:
        """True where one more person of this organisation and area may have a seat."""
        if self.capacity is not None and self.taken >= self.capacity:
            return False
        each = self.each_organisation
        if organisation and each is not None and self.by_organisation[organisation] >= each:
            return False
        return all(use.taken < use.quota.seats for use in self.quotas if use.concerns(organisation, area))
