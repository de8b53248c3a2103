"""Of votes: that somebody stood on a roll and voted. How they voted nobody can say."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions

from ..access.choosings import all_lines_of
from ..models import Choosing, PaperEntry, Voter, VoterLink


def export(person: Person) -> Mapping[str, Any]:
    """No ballot is told: none says whose it is."""
    rolls = [
        {
            pgettext("event", "Vote"): row.choosing.title,
            _("Name"): row.name,
            _("E-mail"): row.email,
            _("What you declared"): row.declared,
            _("Voted on"): row.voted_on,
            _("How"): row.get_how_display(),
        }
        for row in all_lines_of(person).select_related("choosing").order_by("pk")
    ]
    run = [
        {pgettext("event", "Vote"): row.title, _("Begun"): row.created_at}
        for row in Choosing.objects.filter(by=person).order_by("created_at", "pk")
    ]
    read = PaperEntry.objects.filter(by=person).values_list("choosing__title", "number", "on").order_by("pk")
    papers = [{pgettext("event", "Vote"): title, _("Ballot"): number, _("Day"): on} for title, number, on in read]
    parts = {_("Votes on whose roll you stand"): rolls, _("Votes you began"): run, _("Paper ballots you read"): papers}
    return {heading: rows for heading, rows in parts.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """The line stays so that turnout stays true; whose it was goes, and so do the links."""
    lines = all_lines_of(person)
    VoterLink.objects.filter(voter__in=lines).delete()
    for row in lines.select_for_update(of=("self",)):
        row.person, row.name, row.email, row.declared, row.area = None, "", "", "", None
        row.save()
    begun = list(Choosing.objects.filter(by=person).values_list("pk", flat=True))
    Choosing.objects.filter(pk__in=begun).update(by=None)
    blank_versions(Choosing, begun, ["by"])
    PaperEntry.objects.filter(by=person).update(by=None)
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Persons on the roll of a vote that is not over: they are to get their link."""
    return [
        Voter.objects.filter(choosing__announced_at=None, choosing__called_off_at=None, person__isnull=False).values(
            "person"
        )
    ]
