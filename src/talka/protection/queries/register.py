"""The register of requests, as the administrator sees it."""

import datetime as dt
from dataclasses import dataclass

from talka.people.models import Person
from talka.protection.models import Request, Restriction


@dataclass(frozen=True)
class Line:
    """A request. late: nobody has answered, and the day has passed; days: how many are left."""

    request: Request
    late: bool
    days: int | None


def register(today: dt.date) -> list[Line]:
    """Those that wait first, the soonest due on top; then the answered ones, newest first. One query."""
    rows = list(Request.objects.select_related("person"))
    waiting = sorted((row for row in rows if row.outcome == Request.Outcome.OPEN), key=lambda row: (row.due_on, row.pk))
    answered = [row for row in rows if row.answered_on]
    answered.sort(key=lambda row: (row.answered_on, row.pk), reverse=True)
    return [
        *(Line(row, row.is_late(today), (row.due_on - today).days) for row in waiting),
        *(Line(row, False, None) for row in answered),
    ]


def waiting(today: dt.date) -> tuple[int, int]:
    """How many requests wait, and how many of them are late. One query."""
    days = list(Request.objects.filter(outcome=Request.Outcome.OPEN).values_list("due_on", flat=True))
    return len(days), sum(day < today for day in days)


def restricted() -> list[Restriction]:
    return list(Restriction.objects.select_related("person").order_by("since"))


def of_person(person: Person) -> tuple[list[Request], Restriction | None]:
    """A person's requests and restriction. Two queries."""
    return list(Request.objects.filter(person=person)), Restriction.objects.filter(person=person).first()
