"""The agenda as plain data: what a release freezes, and what every page, file and comparison is made from."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from talka.events.models import AgendaItem, Event
from talka.events.words import plain
from talka.people.models import Person

# One item: {"key", "kind", "block", "part", "title", "description", "starts_at", "ends_at", "room", "capacity_min",
# "capacity", "cancelled", "facilitators": [person id], "speakers": [{"person": id, "as": words}]}.
# Words are {language: text}; moments are ISO texts in UTC or None. Persons stand by id only: a name that was erased
# is then gone from every release.
Frozen = dict[str, Any]


def frozen_items(event: Event) -> list[Frozen]:
    """The items as they stand now, in their order. Three queries."""
    items = list(event.items.prefetch_related("facilitators", "speakers"))
    return [frozen_item(item) for item in in_order(items)]


def in_order(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """By hour; where any hour is not on record, by the order given."""
    rows = list(items)
    if any(item.starts_at is None for item in rows):
        return sorted(rows, key=lambda i: (i.order, i.pk))
    return sorted(rows, key=lambda i: (i.starts_at, i.order, i.pk))


def frozen_item(item: AgendaItem) -> Frozen:
    return {
        "key": item.key,
        "kind": str(item.kind),
        "block": item.block,
        "part": plain(item.part),
        "title": plain(item.title),
        "description": plain(item.description),
        "starts_at": _iso(item.starts_at),
        "ends_at": _iso(item.ends_at),
        "room": item.room,
        "capacity_min": item.capacity_min,
        "capacity": item.capacity,
        "cancelled": item.cancelled,
        "facilitators": [person.pk for person in item.facilitators.all()],
        "speakers": [{"person": s.person_id, "as": plain(s.introduced_as)} for s in item.speakers.all()],
    }


def frozen_facts(event: Event) -> Frozen:
    """Days, hours and place: what people who come must hear about when it changes."""
    return {
        "first_day": event.first_day.isoformat(),
        "last_day": event.last_day.isoformat(),
        "starts_at": _iso(event.starts_at),
        "ends_at": _iso(event.ends_at),
        "venue": plain(event.venue),
        "address": event.address,
        "online_url": event.online_url,
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat() if moment else None


def people_in(items: Iterable[Frozen]) -> set[int]:
    return {p for item in items for p in item["facilitators"]} | {s["person"] for i in items for s in i["speakers"]}


def names_of(people: Iterable[int]) -> dict[int, str]:
    """Names by id, in one query; of a double the name of who it was merged into; erased people have none."""
    wanted = set(people)
    if not wanted:
        return {}
    rows = Person.objects.filter(pk__in=wanted, erased_at=None).order_by()
    into = ("merged_into_id", "merged_into__given_name", "merged_into__family_name")
    return {
        pk: f"{new_given} {new_family}".strip() if merged else f"{given} {family}".strip()
        for pk, given, family, merged, new_given, new_family in rows.values_list(
            "pk", "given_name", "family_name", *into
        )
    }
