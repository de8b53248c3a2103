"""By which keys the record files name people and organisations."""

from typing import Protocol

from talka.people.models import Organisation, Person


class Keys(Protocol):
    """The same row gets the same key however often it is asked; nobody and nothing have an empty one."""

    def person(self, person: Person | None) -> str: ...

    def organisation(self, organisation: Organisation | None) -> str: ...


def present(person: Person | None) -> Person | None:
    """Nobody for whoever was erased or merged into another: the folder does not know them."""
    return person if person and person.erased_at is None and person.merged_into_id is None else None
