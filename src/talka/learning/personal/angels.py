"""Of knowledge angels: what somebody said of themselves, whom they were proposed to, what they did, what they asked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.decisions.actions import forget
from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions, drop_versions

from ..actions.angel_requests import locked
from ..actions.angels import end_proposals
from ..actions.proposals import angel_goes
from ..models import Angel, AngelRequest, MentorVisit, Proposal
from ..models.angel_requests import MENTORED
from ..topics import house_competences, language_names, named


def export(person: Person) -> Mapping[str, Any]:
    own = [
        {
            pgettext("of an angel", "Topics"): named(row.topics, row.words, house_competences()),
            _("Languages"): language_names(row.languages),
            _("Places"): [str(area) for area in row.areas.all()],
            _("From where"): str(row.home or ""),
            _("About you"): row.about,
            _("When and how much"): row.availability,
            _("Requests at a time"): row.most_requests,
            _("Everybody sees you in the list"): _("yes") if row.public else _("no"),
            _("Not proposed until"): row.paused_until,
        }
        for row in Angel.objects.filter(person=person).select_related("home")
    ]
    proposed = [
        {
            _("Request"): row.request.title,
            _("Organisation"): str(row.request.organisation),
            _("Answer"): row.get_state_display(),
            _("Reason"): row.reason,
        }
        for row in Proposal.objects.filter(angel__person=person).select_related("request__organisation").order_by("pk")
    ]
    visits = [
        {
            _("Day"): row.day,
            _("Place"): row.place,
            _("What the visit was for"): row.aims,
            _("What was done"): row.done,
            _("Notes"): row.notes,
            _("Hours"): row.hours,
            _("Kilometres"): row.km,
        }
        for row in MentorVisit.objects.filter(angel__person=person, retired_at=None)
    ]
    asked = [
        {_("Request"): row.title, _("Day"): timezone.localdate(row.created_at)}
        for row in AngelRequest.objects.filter(asked_by=person).order_by("pk")
    ]
    told = {
        _("As a knowledge angel"): own,
        _("Requests you were proposed for"): proposed,
        _("Your visits"): visits,
        _("Requests for knowledge angels you entered"): asked,
    }
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """What they said of themselves and to whom they were proposed goes; requests under way are open again, and
    those who asked are told. That somebody visited stays, without who it was and their notes; so does advice, which
    is the municipality's."""
    angel = Angel.objects.select_for_update(of=("self",)).filter(person=person).first()
    if angel is None:
        return []
    end_proposals(angel, _("The person was erased."))
    for request in AngelRequest.objects.filter(angel=angel, state__in=MENTORED):
        angel_goes(locked(request), _("The person was erased."), Proposal.State.ENDED)
    proposals = list(Proposal.objects.filter(angel=angel).values_list("pk", flat=True))
    visits = list(MentorVisit.objects.filter(angel=angel).values_list("pk", flat=True))
    MentorVisit.objects.filter(pk__in=visits).update(notes="")
    Proposal.objects.filter(pk__in=proposals).delete()
    gone = angel.pk
    angel.delete()
    drop_versions(Angel, [gone])
    drop_versions(Proposal, proposals)
    blank_versions(MentorVisit, visits, ["notes"])
    forget(f"angel:{gone}")
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Angels, and those who asked for one as long as the request is not over."""
    going = AngelRequest.objects.filter(state__in=[*MENTORED, AngelRequest.State.OPEN, AngelRequest.State.PROPOSED])
    return (
        Angel.objects.values("person"),
        going.exclude(asked_by=None).values("asked_by"),
    )
