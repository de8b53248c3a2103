"""Letters of assessments: the personal link, one reminder, and what a supervisor is asked.

They hold a way in to what is one person's alone, so nobody reads their words in the outbox (`register_private`), and
they are about nothing whose letters an organiser may read.
"""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from talka.letters.access import register_private
from talka.letters.actions import erase_written, queue_letter
from talka.letters.models import Letter
from talka.letters.rendering import render_letter
from talka.people import personal_links
from talka.people.letters import language_of, write_to
from talka.people.models import Person
from talka.ui.addresses import whole

from .access.assessments import link_purpose
from .models import AssessmentRound, SupervisorView

LINK = "assessment-link"
REMINDER = "assessment-reminder"
SUPERVISOR = "assessment-supervisor"
AFTER_CLOSING = dt.timedelta(days=180)
"""So long a personal link still shows its person what they said."""


def keep_private() -> None:
    for kind in (LINK, REMINDER, SUPERVISOR):
        register_private(kind)


def send_link(person: Person, round_: AssessmentRound) -> bool:
    """A person's own link to the round; once. Whether a letter was written."""
    return _send(person, round_, LINK, "learning/letters/assessment_link.txt")


def send_reminder(person: Person, round_: AssessmentRound) -> bool:
    return _send(person, round_, REMINDER, "learning/letters/assessment_reminder.txt")


def _send(person: Person, round_: AssessmentRound, kind: str, template: str) -> bool:
    key = f"{kind}-{round_.pk}-{person.pk}"
    if not person.email or Letter.objects.filter(idempotency_key=key).exists():
        return False
    lasts = round_.closes_at - timezone.now() + AFTER_CLOSING
    token = personal_links.make_token(person, link_purpose(round_), lasts=lasts)
    told = {"round": round_, "cohort": round_.cohort, "training": round_.cohort.training}
    told |= {"link": whole(reverse("learning:assess", args=[round_.pk, token]))}
    write_to(person, template, told, kind=kind, key=key, secret_until=round_.closes_at + AFTER_CLOSING)
    return True


def send_to_supervisor(view: SupervisorView, token: str) -> None:
    """The one letter to whom a person asked for their view."""
    told = {"view": view, "person": view.person, "round": view.round, "cohort": view.round.cohort}
    told |= {"link": whole(reverse("learning:supervise", args=[view.round_id, token]))}
    queue_letter(
        to=view.email,
        to_name=view.name,
        letter=render_letter("learning/letters/assessment_supervisor.txt", told, language_of(view.person)),
        kind=SUPERVISOR,
        key=f"{_key(view)}1",
        reply_to=view.person.email,
        secret_until=view.round.closes_at,
    )


def forget_letter_to(view: SupervisorView) -> None:
    """It names the person and holds the link."""
    erase_written(_key(view))


def _key(view: SupervisorView) -> str:
    return f"{SUPERVISOR}-{view.pk}-"
