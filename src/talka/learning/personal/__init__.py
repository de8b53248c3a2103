"""What this room keeps of a person: where they take part, and for what they work."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from talka.people.models import Person
from talka.people.personal_data import Kept

from . import (
    angels,
    applications,
    assessments,
    certificates,
    community_plans,
    homework,
    impressions,
    networks,
    reviews,
    training,
)

TOLD = (training, applications, homework, certificates, angels, networks, community_plans, impressions, reviews)
"""What assessments hold is told to the person alone, see `assessments.private`."""
ERASED = (*TOLD, assessments)
HELD = (
    training,
    applications,
    certificates,
    angels,
    networks,
    reviews,
)


def export(person: Person) -> Mapping[str, Any]:
    return {heading: rows for part in TOLD for heading, rows in part.export(person).items()}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    return [kept for part in ERASED for kept in part.erase(person, today)]


def holds(today: dt.date) -> Sequence[Any]:
    """Who must not be forgotten for want of anything else."""
    return [rows for part in HELD for rows in part.holds(today)]
