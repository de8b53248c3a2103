"""Letters of the installation itself: a test of the mail, what needs attention, which project's data goes soon."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from talka.letters.actions import queue_letter
from talka.letters.models import Letter
from talka.letters.rendering import render_letter
from talka.letters.transport import server
from talka.people.letters import letter_reference
from talka.people.models import Person
from talka.ui.addresses import whole
from talka.ui.refusals import Refusal
from talka.upkeep.access import check_administrator
from talka.upkeep.queries.attention import attention
from talka.upkeep.queries.reminders import administrators, ending_soon, organisers_of

TEST = "test"


def send_test(address: str, *, by: Person | None, language: str) -> Letter:
    """Write a test letter to an address, by the way that every letter goes. by None: the operator at the machine.

    Raises Refusal where this installation sends no letters, or for what is no address.
    """
    check_administrator(by)
    if server() is None:
        raise Refusal(
            _("This installation sends no letters."),
            _("The setting EMAIL_URL is empty, so letters stay in the outbox."),
            _("Set EMAIL_URL, start Talka again, and try once more."),
        )
    words = render_letter("upkeep/letters/test.txt", {"address": whole()}, language)
    try:
        return queue_letter(to=address, letter=words, kind=TEST, secret_until=timezone.now() + timedelta(hours=1))
    except ValueError:
        raise Refusal(_("There is no e-mail address to write to."), advice=_("Enter one on your page.")) from None


def remind(*, now: datetime | None = None) -> int:
    """Write the letters that are due today; how many are new. By the worker, each night; twice is once."""
    now = now or timezone.now()
    before = Letter.objects.count()
    with transaction.atomic():
        _tell_administrators(now)
        for project in ending_soon(now.date()):
            until = project.retention_until
            for person in organisers_of(project):
                _write(
                    person,
                    "retention",
                    {
                        "project": project,
                        "until": until,
                        "address": whole(reverse("programmes:work", args=[project.slug])),
                    },
                    f"upkeep:retention:{project.pk}:{until}:{person.pk}",
                )
    return Letter.objects.count() - before


def _tell_administrators(now: datetime) -> None:
    """One letter for all that is new this week, to each in their language."""
    year, week, _day = now.isocalendar()
    for person in administrators():
        with translation.override(person.language):
            found = attention(now=now)
        if not found:
            return
        kinds = "+".join(sorted({each.kind for each in found}))
        lines = [str(each.words) for each in found]
        _write(
            person,
            "attention",
            {"lines": lines, "number": len(lines), "address": whole(reverse("upkeep:dashboard"))},
            f"upkeep:attention:{year}-{week}:{kinds}:{person.pk}",
        )


def _write(person: Person, kind: str, context: dict[str, object], key: str) -> None:
    words = render_letter(f"upkeep/letters/{kind}.txt", context, person.language)
    queue_letter(
        to=person.email,
        to_name=person.name,
        letter=words,
        kind=kind,
        key=key,
        person_ref=letter_reference(person),
    )
