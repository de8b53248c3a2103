"""What applicants are written to, in the language in which they applied. Queued in the transaction of the deed."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from talka.letters.actions import queue_letter
from talka.letters.rendering import render_letter
from talka.people import personal_links
from talka.people.letters import letter_reference
from talka.ui.addresses import whole

from .access.applications import purpose_of
from .models import Application, SelectionDecision
from .queries.applications import door_of

COHORT = "training_cohort"
"""What the letters are about, for the outbox."""
LINK_LASTS = dt.timedelta(days=365)


def begun(application: Application, *, again: bool, signed_in: bool) -> None:
    """To somebody without an account: the link under which they write it. Who is signed in needs none."""
    if not signed_in:
        _write(application, "again" if again else "begun")


def sent(application: Application, *, changed: bool) -> None:
    """Its number, until when it can be changed, and where."""
    _write(application, "changed" if changed else "sent")


def withdrawn(application: Application) -> None:
    _write(application, "withdrawn", link=False)


def decided(application: Application, decision: SelectionDecision) -> None:
    """The decision and its reason; once for each decision."""
    _write(application, decision.outcome, key=f"learning-decision-{decision.pk}", decision=decision)


def _write(application: Application, name: str, *, link: bool = True, key: str = "", **told: object) -> None:
    """One letter; none where no address is known, or the person was erased."""
    person = application.person
    if not person.email or person.erased_at is not None:
        return
    language = application.language if application.language in dict(settings.LANGUAGES) else "lv"
    with translation.override(language):
        context = {
            "application": application,
            "cohort": application.cohort,
            "training": application.cohort.training,
            "person": person,
            "until": door_of(application.cohort).until,
            "link": own_link(application) if link else "",
            **told,
        }
        words = render_letter(f"learning/letters/application_{name}.txt", context, language)
    queue_letter(
        to=person.email,
        to_name=person.name,
        letter=words,
        kind=f"learning.application_{name}",
        key=key,
        person_ref=letter_reference(person),
        about=(COHORT, str(application.cohort_id)),
    )


def own_link(application: Application) -> str:
    """Where the applicant reads it: by account, or by a new personal link. Earlier links go on opening it."""
    if application.person.account_id is not None:
        return whole(reverse("learning:own_application", args=[application.pk]))
    token = personal_links.make_token(application.person, purpose_of(application), lasts=LINK_LASTS)
    return whole(reverse("learning:application_by_link", args=[application.pk, token]))
