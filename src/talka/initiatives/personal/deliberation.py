import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from talka.people.models import Person
from talka.people.personal_data import Kept


def export(person: Person) -> Mapping[str, Any]:
    return {}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    return []


def holds(today: dt.date) -> Sequence[Any]:
    return []
