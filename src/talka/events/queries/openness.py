"""May one still register, change, cancel? Answered once, in words for people, and used by pages and actions alike."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.events import clock
from talka.events.models import Event
from talka.ui.refusals import Refusal, Words


@dataclass(frozen=True)
class Openness:
    """`open`, or why not: what, meaning, advice as a Refusal says them; status of the answer."""

    open: bool
    what: Words = ""
    meaning: Words = ""
    advice: Words = ""
    status: int = 200

    def refusal(self) -> Refusal:
        return Refusal(self.what, self.meaning, self.advice, status=self.status)


def held(event: Event, at: dt.datetime | None = None) -> Openness:
    """Whether the event still lies ahead or is under way."""
    if event.state == Event.State.CANCELLED:
        return Openness(
            False,
            _("This event has been cancelled."),
            _("It will not be held, and nobody can register for it."),
            _("The organiser writes to everybody who had registered."),
            410,
        )
    if clock.is_over(event, at):
        return Openness(
            False,
            _("This event is over."),
            _("Nothing can be registered or changed any more."),
            _("On the event's page you find what came of it."),
            410,
        )
    return Openness(True)


def registration(event: Event, at: dt.datetime | None = None, *, invited: bool = False) -> Openness:
    """Whether anybody may register by themselves now. invited: somebody who holds a personal invitation, who may come
    before all others where the organiser lets those who are invited register first."""
    if not (answer := held(event, at)).open:
        return answer
    if event.state == Event.State.DRAFT or not (event.registration_open or (invited and event.invited_first)):
        return Openness(
            False,
            _("Registration for this event is not open."),
            _("The organiser has not opened it, or has closed it."),
            _("Look at the event's page later, or write to the organiser."),
            409,
        )
    if event.registration_closes_at and (at or timezone.now()) >= event.registration_closes_at:
        return Openness(
            False,
            _("Registration for this event has closed."),
            _("The time for registering is over."),
            _("If you would still like to come, write to the organiser."),
            410,
        )
    return Openness(True)
