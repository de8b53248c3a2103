"""Of learning networks and practice stories: who takes part or coordinates, who wrote what."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, day_of

from ..models import Network, NetworkNote, NetworkPerson, PracticeStory


def export(person: Person) -> Mapping[str, Any]:
    places = [
        {
            _("Learning network"): str(row.network),
            _("For whom"): str(row.member) if row.member is not None else _("coordinator"),
            _("Left on"): row.left_on,
        }
        for row in NetworkPerson.objects.filter(person=person)
        .select_related("network", "member__organisation")
        .order_by("pk")
    ]
    notes = [
        {_("Learning network"): str(row.member.network), _("Text"): row.text}
        for row in NetworkNote.objects.filter(by=person).select_related("member__network").order_by("pk")
    ]
    stories = [
        {_("Practice story"): str(row), _("Day"): day_of(row.created_at)}
        for row in PracticeStory.objects.filter(by=person).order_by("pk")
    ]
    told = {
        _("Learning networks you take part in"): places,
        _("Notes you wrote in learning networks"): notes,
        _("Practice stories you entered"): stories,
    }
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Whoever coordinated does so no longer; that so many people of a member took part stays: the row leads to an
    emptied person. Notes and stories are the municipality's."""
    NetworkPerson.objects.filter(person=person, member=None).delete()
    NetworkPerson.objects.filter(person=person, left_on=None).update(left_on=today)
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Those who take part in a network that has not ended, or coordinate it."""
    going = NetworkPerson.objects.filter(left_on=None, member__left_on=None, network__retired_at=None)
    return (going.exclude(network__state=Network.State.ENDED).values("person"),)
