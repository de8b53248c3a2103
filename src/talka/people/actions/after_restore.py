"""What a restored backup must not bring back: erased persons, ways in that somebody may have ended since."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.sessions.models import Session
from django.db import transaction

from talka.people.models import Erasure, Import, Merge, Person, PersonalLink
from talka.people.signin import PURPOSE
from talka.ui.refusals import Refusal

from .erasure import erase_person
from .journal import remember
from .merging import take_apart


@dataclass
class ErasedAgain:
    """keys: who was erased again; refused: key and reason, for somebody to look at; unknown: not in the backup."""

    keys: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    unknown: int = 0


def erase_again(erasures: Mapping[str, dt.datetime]) -> ErasedAgain:
    """Erase everybody whom a journal names and the restored data still has. Doing it twice is doing it once."""
    told = ErasedAgain()
    remember(erasures)
    keys = sorted(erasures.keys() | set(Erasure.objects.values_list("person_key", flat=True)))
    persons = {person.key: person for person in Person.objects.filter(key__in=keys).select_related("merged_into")}
    told.unknown = len(keys) - len(persons)
    for key, person in persons.items():
        person.refresh_from_db()
        if person.erased_at:
            continue
        try:
            _erase(person, keys)
            told.keys.append(key)
        except Refusal as refusal:
            told.refused.append((key, refusal.text()))
    return told


def _erase(person: Person, keys: list[str]) -> None:
    """A double is erased with the one it was merged into, if that one was; else the merge was undone since."""
    kept = person.merged_into
    with transaction.atomic():
        if kept is not None and kept.key in keys:
            erase_person(kept, by=None, again=True)
            return
        if kept is not None:
            for merge in Merge.objects.filter(gone_person=person, kept_person=kept, undone_at=None).order_by("-pk"):
                take_apart(merge, by=None)
            person.refresh_from_db()
        erase_person(person, by=None, again=True)


def end_ways_in() -> tuple[int, int]:
    """End all sessions and all one-time sign-in links: some had been ended since. How many of each."""
    with transaction.atomic():
        sessions = Session.objects.all().delete()[0]
        links = PersonalLink.objects.filter(purpose=PURPOSE).delete()[0]
    return sessions, links


def give_up_imports() -> int:
    """Tables of the time of the backup are not entered: they were, or they name who was erased since. How many."""
    return Import.objects.all().delete()[0]
