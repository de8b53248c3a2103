"""What this room keeps of a person: what they proposed, supported, said, chose and decided."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from talka.people.models import Person
from talka.people.personal_data import Kept

from . import choosing, consultations, council, deliberation, initiatives, moderation

PARTS = (initiatives, deliberation, choosing, council, consultations, moderation)
PRIVATE = (deliberation, consultations)


def export(person: Person) -> Mapping[str, Any]:
    return {heading: rows for part in PARTS for heading, rows in part.export(person).items()}


def private(person: Person) -> Mapping[str, Any]:
    """What nobody else is told, an administrator neither: how somebody voted in deliberations, what they said without
    their name."""
    return {heading: rows for part in PRIVATE for heading, rows in part.private(person).items()}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    return [kept for part in PARTS for kept in part.erase(person, today)]


def holds(today: dt.date) -> Sequence[Any]:
    """Who must not be forgotten for want of anything else."""
    return [rows for part in PARTS for rows in part.holds(today)]
