"""What this room keeps of a person: their roles."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from talka.people.models import Person
from talka.people.personal_data import Kept

from .models import TeamMember
from .roles import role_label


def export(person: Person) -> Mapping[str, Any]:
    rows = TeamMember.objects.filter(person=person).select_related("programme", "project")
    roles = [
        {
            "programme": str(row.programme),
            "project": str(row.project) if row.project else "",
            "role": role_label(row.programme, row.role),
        }
        for row in rows
    ]
    return {"roles": roles} if roles else {}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Roles end. Their versions hold ids only, and stay: they say that somebody held the role, not who."""
    TeamMember.objects.filter(person=person).delete()
    return []


def holds(today: dt.date) -> Sequence[Any]:
    return (TeamMember.objects.values("person"),)
