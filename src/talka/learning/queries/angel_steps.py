"""Where a request for a knowledge angel stands, and what its reader does next."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.ui.numbers import date
from talka.ui.refusals import Words

from ..models import Advice, AngelRequest, MentorVisit, Proposal

State = AngelRequest.State
WAY = (State.OPEN, State.PROPOSED, State.AGREED, State.UNDER_WAY, State.ADVISED, State.ANSWERED, State.CLOSED)
AHEAD = dt.timedelta(days=14)
"""From so long before its day the review is what comes next."""


@dataclass(frozen=True)
class NextStep:
    """What is to be done, and where: label and href are empty where the reader has only to wait."""

    words: Words
    label: Words = ""
    href: str = ""


def steps_of(request: AngelRequest) -> list[Mapping[str, Any]]:
    """The way of a request for c-steps."""
    at = WAY.index(request.state) if request.state in WAY else -1
    labels = {
        State.OPEN: pgettext("step of a request", "Asked"),
        State.PROPOSED: pgettext("step of a request", "Proposed"),
        State.AGREED: pgettext("step of a request", "Agreed"),
        State.UNDER_WAY: pgettext("step of a request", "Visits"),
        State.ADVISED: pgettext("step of a request", "Advice"),
        State.ANSWERED: pgettext("step of a request", "Answer"),
        State.CLOSED: pgettext("step of a request", "Closed"),
    }
    return [
        {"label": labels[state], "state": "done" if place < at else "current" if place == at else "ahead", "href": ""}
        for place, state in enumerate(WAY)
    ]


def next_of(
    request: AngelRequest,
    roles: frozenset[str],
    standing: Proposal | None,
    *,
    agreed: Sequence[MentorVisit] = (),
    advice: Advice | None = None,
) -> NextStep | None:
    """For this reader, by what they are here. agreed: visits not held yet, the soonest first. None: nothing is to be
    done or waited for."""
    if not roles & {"organiser", "asker", "helper", "asked"}:
        return None
    if request.state == State.OPEN:
        return _while_open(request, roles)
    if request.state == State.PROPOSED:
        return _while_proposed(roles, standing)
    if request.state in (State.AGREED, State.UNDER_WAY):
        return _while_at_work(request, roles, agreed)
    if request.state == State.ADVISED and advice is not None:
        if "asker" in roles:
            return NextStep(
                _("Answer each recommendation: whether you accept it, what will be done, by whom and until when."),
                _("Answer the advice"),
                reverse("learning:answer_advice", args=[advice.pk]),
            )
        return NextStep(_("Those who asked answer each recommendation."))
    return _once_answered(request, roles) if request.state == State.ANSWERED else None


def _while_open(request: AngelRequest, roles: frozenset[str]) -> NextStep:
    if "organiser" in roles:
        return NextStep(
            _("Have an angel proposed in a round, or pick one by hand."),
            _("Have angels proposed"),
            reverse("learning:angel_round", args=[request.programme.slug]),
        )
    return NextStep(_("Somebody will be proposed to you; you are written to once an angel is willing."))


def _while_proposed(roles: frozenset[str], standing: Proposal | None) -> NextStep:
    waits = standing is not None and standing.state == Proposal.State.PROPOSED
    if "asked" in roles and waits:
        return NextStep(
            _("Read what is wanted, and say whether you are willing to help."), _("Give your answer"), "#who"
        )
    if "asker" in roles and standing is not None:
        return NextStep(
            _("An angel is willing. Agree, or say why you would rather have somebody else."),
            _("Give your answer"),
            "#who",
        )
    if standing is not None and not waits:
        return NextStep(_("Those who ask have to agree now."))
    return NextStep(_("An angel is asked; you are written to once they are willing."))


def _while_at_work(request: AngelRequest, roles: frozenset[str], agreed: Sequence[MentorVisit]) -> NextStep:
    writes = bool(roles & {"helper", "organiser"})
    if not request.aims:
        return NextStep(
            _("Say together what you want to reach, then agree on the first visit."),
            _("Set the aims"),
            reverse("learning:mentoring_aims", args=[request.pk]),
        )
    today = timezone.localdate()
    if agreed and (agreed[0].day > today or (agreed[0].day == today and not writes)):
        return NextStep(_("A visit is agreed: %(day)s. It is entered afterwards.") % {"day": date(agreed[0].day)})
    if agreed and writes:
        return NextStep(
            _("Enter what was done on the visit: %(day)s.") % {"day": date(agreed[0].day)},
            _("Enter what was done"),
            reverse("learning:edit_mentor_visit", args=[request.pk, agreed[0].pk]),
        )
    if agreed:
        return NextStep(_("The angel enters what was done on the visit: %(day)s.") % {"day": date(agreed[0].day)})
    if request.state == State.AGREED:
        return NextStep(
            _("Agree on the day and the place of the first visit."),
            _("Agree on a visit"),
            reverse("learning:agree_visit", args=[request.pk]),
        )
    if writes:
        return NextStep(
            _("Agree on a further visit; when you have seen enough, write the advice."),
            _("Write the advice"),
            reverse("learning:give_advice", args=[request.pk]),
        )
    return NextStep(_("The angel enters the visits and writes the advice."))


def _once_answered(request: AngelRequest, roles: frozenset[str]) -> NextStep:
    if request.review_held_on is None:
        due = request.review_due
        words = _("Look back together at what became of each recommendation, about ten months after the advice.")
        if due is not None and due > timezone.localdate() + AHEAD:
            return NextStep(words)
        return NextStep(words, _("Note what became of it"), reverse("learning:advice_review", args=[request.pk]))
    if roles & {"asker", "organiser"}:
        return NextStep(
            _("Everything is done: close the request."),
            _("Close the request"),
            reverse("learning:close_angel_request", args=[request.pk]),
        )
    return NextStep(_("Everything is done. Those who asked close the request, and your place is free again."))
