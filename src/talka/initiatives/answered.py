"""Who must hear what a council answered: parts say it for the kinds of things a council can be asked about."""

from collections.abc import Callable, Collection
from typing import Any

from talka.people.models import Person

Receivers = Callable[[Any], Collection[Person]]
_receivers: list[Receivers] = []


def register(receivers: Receivers) -> None:
    """receivers(initiative) -> persons who get the answer: authors, supporters."""
    if receivers not in _receivers:
        _receivers.append(receivers)


def receivers_of(initiative: Any) -> list[Person]:
    """Each person once."""
    found: dict[int, Person] = {}
    for receivers in _receivers:
        found |= {person.pk: person for person in receivers(initiative)}
    return list(found.values())
