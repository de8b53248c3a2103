"""Of peer reviews: into which teams somebody was asked, what they noted there, what they began."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.people.models import Person
from talka.people.personal_data import Kept, day_of, drop_versions

from ..models import Peer, PeerReview, TeamNote


def export(person: Person) -> Mapping[str, Any]:
    places = [
        {
            _("Peer review"): row.review.title,
            pgettext("local government", "Municipality"): str(row.review.organisation),
            _("As what"): row.get_role_display(),
            _("Answer"): row.get_state_display(),
            _("Reason"): row.reason,
        }
        for row in Peer.objects.filter(person=person).select_related("review__organisation").order_by("pk")
    ]
    notes = [
        {_("Peer review"): row.review.title, _("Day"): day_of(row.at), _("Note"): row.text}
        for row in TeamNote.objects.filter(peer__person=person).select_related("review").order_by("at", "pk")
    ]
    begun = [
        {_("Peer review"): row.title, _("Day"): day_of(row.created_at)}
        for row in PeerReview.objects.filter(asked_by=person).order_by("pk")
    ]
    told = {
        _("Teams of peer reviews you were asked into"): places,
        _("What you noted for a team of peers"): notes,
        _("Peer reviews you began, or answer for"): begun,
    }
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """That they were asked goes, and what they noted; the report is the team's and stays, nobody is named in it."""
    peers = list(Peer.objects.filter(person=person).values_list("pk", flat=True))
    notes = list(TeamNote.objects.filter(peer__in=peers).values_list("pk", flat=True))
    TeamNote.objects.filter(pk__in=notes).delete()
    Peer.objects.filter(pk__in=peers).delete()
    drop_versions(TeamNote, notes)
    drop_versions(Peer, peers)
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Whoever is on a team, asked into one or began a review, as long as it is not over."""
    going = PeerReview.objects.filter(state=PeerReview.State.OPEN)
    live = Peer.objects.filter(review__in=going, state__in=[Peer.State.INVITED, Peer.State.JOINED])
    return (live.values("person"), going.exclude(asked_by=None).values("asked_by"))
