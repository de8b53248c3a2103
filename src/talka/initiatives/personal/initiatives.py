"""Of initiatives: what somebody writes or is asked to write, what they support, and what they said of its course."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from talka.links.models import Link
from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions, drop_versions

from ..models import Author, Initiative, InitiativeStep, InitiativeText, Supporter
from ..trail_of_initiatives import INITIATIVE

WRITING = (Author.State.INVITED, Author.State.ACCEPTED)
"""States in which somebody reads a draft."""


def export(person: Person) -> Mapping[str, Any]:
    """Consents stand with the person's other consents. A draft goes to those who write it or are asked to; who declined
    or left knows its title alone."""
    written = [
        {
            _("Title"): row.initiative.title,
            **(_words(row.initiative) if row.state in WRITING or row.initiative.published_at is not None else {}),
            _("How far it is"): row.initiative.get_state_display(),
            _("You are"): row.get_state_display(),
            _("Asked by"): row.invited_by.name if row.invited_by else "",
            _("Since"): row.created_at,
        }
        for row in Author.objects.filter(person=person).select_related("initiative", "invited_by")
    ]
    invited = [
        {_("Title"): row.initiative.title, _("Who was asked"): row.person.name, _("Since"): row.created_at}
        for row in Author.objects.filter(invited_by=person).select_related("initiative", "person")
    ]
    supported = [
        {
            _("Title"): row.initiative.title,
            _("Since"): row.at,
            _("You hear the answer"): _("yes") if row.wants_answer else _("no"),
        }
        for row in Supporter.objects.filter(person=person).select_related("initiative")
    ]
    said = [
        {
            _("Title"): row.initiative.title,
            _("How far it is"): row.get_state_display(),
            _("Day"): row.on,
            _("Reason"): row.reason,
        }
        for row in InitiativeStep.objects.filter(by=person).select_related("initiative")
    ]
    changed = [
        {_("Title"): row.initiative.title, _("Version"): row.number, _("What changed"): row.changed}
        for row in InitiativeText.objects.filter(by=person).select_related("initiative")
    ]
    found = {
        _("Initiatives you write or were asked to write"): written,
        _("Whom you asked to write an initiative with you"): invited,
        _("Initiatives you support"): supported,
        _("What you said of the course of initiatives"): said,
        _("Texts of initiatives you changed"): changed,
    }
    return {heading: rows for heading, rows in found.items() if rows}


def _words(row: Initiative) -> dict[str, str]:
    return {_("What is to be done"): row.what, _("Where"): row.where, _("Why"): row.why}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """The name goes everywhere. A draft that nobody else writes goes with it; what was published or others write stays
    with its words: others supported them or go on with them."""
    for row in list(Initiative.objects.filter(Q(by=person) | Q(authors__person=person)).distinct()):
        others = row.authors.filter(state=Author.State.ACCEPTED).exclude(person=person)
        if row.published_at is None and not others.exists():
            _let_go(row)
    authors = Author.objects.filter(person=person)
    drop_versions(Author, list(authors.values_list("pk", flat=True)))
    gone = list(authors.values_list("pk", flat=True))
    authors.delete()
    drop_versions(Author, gone)  # deleting them was written down, too
    _forget_who(Author, "invited_by", person)
    _forget_who(Initiative, "by", person)
    _forget_who(InitiativeStep, "by", person)
    InitiativeText.objects.filter(by=person).update(by=None)
    Supporter.objects.filter(person=person).delete()
    return []


def _forget_who(model: Any, column: str, person: Person) -> None:
    rows = model.objects.filter(**{column: person})
    ids = list(rows.values_list("pk", flat=True))
    rows.update(**{column: None})
    blank_versions(model, ids, [column])


def _let_go(row: Initiative) -> None:
    pk = row.pk
    steps = list(row.steps.values_list("pk", flat=True))
    authors = list(row.authors.values_list("pk", flat=True))
    Link.objects.filter(Q(from_kind=INITIATIVE, from_id=str(pk)) | Q(to_kind=INITIATIVE, to_id=str(pk))).delete()
    row.delete()
    drop_versions(Initiative, [pk])
    drop_versions(InitiativeStep, steps)
    drop_versions(Author, authors)


def holds(today: dt.date) -> Sequence[Any]:
    """Those who write or support one that is not over: they hear the answer."""
    over = (Initiative.State.DONE, Initiative.State.WITHDRAWN)
    going_on = Initiative.objects.filter(retired_at=None).exclude(state__in=over)
    return [
        Author.objects.filter(initiative__in=going_on, state__in=WRITING).values("person"),
        Supporter.objects.filter(initiative__in=going_on).values("person"),
    ]
