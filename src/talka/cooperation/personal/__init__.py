"""What this room keeps of a person: what they began and for which partner they stand."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions, day_of
from talka.people.traces import naming_with_doubles, tables_naming
from talka.ui.folding import fold

from ..models import (
    Agreement,
    AgreementImport,
    AgreementParty,
    Approach,
    ClauseComment,
    CooperationCase,
    Partner,
    Seat,
)
from ..partner_letters import forget_written
from . import projects


def export(person: Person) -> Mapping[str, Any]:
    begun = [
        {_("Cooperation case"): str(row), _("Day"): day_of(row.created_at)}
        for row in CooperationCase.objects.filter(by=person).order_by("pk")
    ]
    rows = Partner.objects.filter(focal_point=person).select_related("case", "organisation").order_by("pk")
    asked = [{_("Cooperation case"): str(row.case), _("Partner"): str(row.organisation)} for row in rows]
    seats = [
        {
            _("Cooperation case"): str(row.case),
            _("Body"): row.get_body_display(),
            _("Position, and what for"): row.role,
            _("Chairs from"): row.chair_from,
            _("Chairs until"): row.chair_to,
            _("Left on"): row.left_on,
        }
        for row in Seat.objects.filter(pk__in=_seats_of(person)).select_related("case").order_by("pk")
    ]
    sent = Approach.objects.filter(by=person).select_related("organisation").order_by("pk")
    written = [
        {
            _("Day"): day_of(row.created_at),
            _("Organisation"): str(row.organisation),
            _("Subject"): row.subject,
            _("Your letter"): row.words,
        }
        for row in sent
    ]
    agreements = [
        {_("Agreement"): str(row), _("Day"): day_of(row.created_at)}
        for row in Agreement.objects.filter(by=person).order_by("pk")
    ]
    parties = AgreementParty.objects.filter(contact=person).select_related("agreement", "organisation").order_by("pk")
    letters = [{_("Agreement"): str(row.agreement), _("Party"): str(row.organisation)} for row in parties]
    comments = [
        {
            _("Agreement"): str(row.agreement),
            _("Day"): day_of(row.made_at),
            _("Comment"): row.words,
        }
        for row in ClauseComment.objects.filter(by=person).select_related("agreement").order_by("pk")
    ]
    told = {
        _("Agreements you began or entered"): agreements,
        _("Agreements whose letters you get"): letters,
        _("What you said about agreements"): comments,
        _("Cooperation cases you began"): begun,
        _("Where you are whom the partners ask"): asked,
        _("Seats you have or had in a cooperation"): seats,
        _("Letters you wrote to possible partners"): written,
    }
    return {heading: rows for heading, rows in told.items() if rows} | {**projects.export(person)}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Partners have nobody whom the others ask and agreements nobody who gets their letters, until another is named;
    that a letter was written stays, its words go here and in the letters; tables of agreements under way that the
    person sent, or that name them, go; numbers lead to an emptied row."""
    for approach in Approach.objects.filter(by=person):
        forget_written(approach)
    Approach.objects.filter(by=person).update(subject="", words="")
    for row in Partner.objects.filter(focal_point=person):
        row.focal_point = None
        row.save(update_fields=["focal_point"])
    for party in AgreementParty.objects.filter(contact=person):
        party.contact = None
        party.save(update_fields=["contact"])
    seats = _seats_of(person)
    Seat.objects.filter(pk__in=seats).update(person=None, name="")
    blank_versions(Seat, seats, ["person"])
    named = tables_naming(AgreementImport, ("rows", "faults"), naming_with_doubles(person))
    AgreementImport.objects.filter(Q(by=person) | Q(pk__in=named)).delete()
    projects.erase(person, today)
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Those whom partners ask, who gets letters about agreements, sits somewhere or answers for a project."""
    return (
        AgreementParty.objects.exclude(contact=None).values("contact"),
        Partner.objects.exclude(focal_point=None).values("focal_point"),
        Seat.objects.filter(left_on=None).exclude(person=None).values("person"),
        *projects.holds(today),
    )


def _seats_of(person: Person) -> list[int]:
    """By the register, and by name: compared without case and marks, either way around."""
    found = set(Seat.objects.filter(person=person).values_list("pk", flat=True))
    if person.given_name and person.family_name:
        names = {fold(f"{person.given_name} {person.family_name}"), fold(f"{person.family_name} {person.given_name}")}
        rows = Seat.objects.exclude(name="").values_list("pk", "name")
        found |= {pk for pk, name in rows if any(one in fold(name) for one in names)}
    return sorted(found)
