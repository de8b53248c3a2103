"""Support of an initiative: one person once, by account or by a link that came to their mailbox."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Person
from talka.people.personal_links import make_token
from talka.ui.refusals import Refusal

from .. import letters_of_initiatives as letters
from ..access import initiatives as access
from ..mailboxes import mailbox_of
from ..models import Initiative, InitiativeText, Supporter
from .addressed import person_at
from .naming import keep_named

LASTS = dt.timedelta(days=30)
"""How long a link opens the page on which support is given and taken back; another can be asked for at any time."""
LOOKING = (Initiative.State.OPEN, Initiative.State.ASKED)
"""States in which support counts."""


def purpose_of(row: Initiative) -> str:
    """What a link by which somebody supports it opens."""
    return f"initiative-support-{row.pk}"


def supporter_of(row: Initiative, person: Person | None) -> Supporter | None:
    """The support that is this person's: their own, or that of their mailbox. One query."""
    if person is None:
        return None
    mailbox = mailbox_of(person.email)
    same = Q(person=person) | (Q(mailbox=mailbox) if mailbox else Q(pk=None))
    return Supporter.objects.filter(same, initiative=row).select_related("person").first()


def ask_link(row: Initiative, given_name: str, family_name: str, email: str, *, language: str = "lv") -> None:
    """A letter goes to the address, with a link on whose page the support is given by a button; nothing counts before.
    Who supports it already gets a link to that support. Raises Refusal where it looks for no support, or for what is no
    name or address; never says whether the address is known."""
    _check_looking(row)
    with deed(None):
        known = Supporter.objects.filter(initiative=row, mailbox=mailbox_of(email)).select_related("person").first()
        person = known.person if known is not None else None
        if person is None:
            person = person_at(given_name, family_name, email, language, illustrative=row.illustrative)
        token = make_token(person, purpose_of(row), lasts=LASTS)
        letters.support_link(row, person, token, known=known is not None, until=timezone.now() + LASTS)


def support(
    row: Initiative, person: Person, *, named: bool = False, wants_answer: bool = True, by: Person | None
) -> bool:
    """The person supports it, with whether everybody reads their name and whether they hear the answer. by None: they
    came by the link of their own. False where they, or their mailbox, support it already: it counts once, and what they
    say of their name and of the answer holds from now on. Raises Refusal."""
    access.check(by is None or by.pk == person.pk)
    with deed(by):
        # Whoever supports waits here: of two at once by one mailbox one counts.
        now = Initiative.objects.select_for_update(of=("self",)).get(pk=row.pk)
        known = supporter_of(now, person)
        if known is not None:
            if known.person_id == person.pk:
                known.wants_answer = wants_answer
                known.save(update_fields=["wants_answer"])
                keep_named(now, person, access.SUPPORTER, agrees=named, by=by)
            return False
        _check_looking(now)
        last = InitiativeText.objects.filter(initiative=now).order_by("-number").values_list("number", flat=True)
        Supporter.objects.create(
            initiative=now,
            person=person,
            mailbox=mailbox_of(person.email),
            text=last.first() or 0,
            wants_answer=wants_answer,
            by_link=by is None,
        )
        keep_named(now, person, access.SUPPORTER, agrees=named, by=by)
    return True


def take_back(row: Initiative, person: Person, *, by: Person | None) -> bool:
    """The person supports it no longer; nothing is kept of it. by None: by the link of their own. Whether there was any
    support: twice is once."""
    access.check(by is None or by.pk == person.pk)
    with deed(by):
        Initiative.objects.select_for_update(of=("self",)).get(pk=row.pk)
        known = supporter_of(row, person)
        if known is None or not _of(known, person):
            return False
        keep_named(row, known.person, access.SUPPORTER, agrees=False, by=None)
        known.delete()
    return True


def _of(known: Supporter, person: Person) -> bool:
    """Mailboxes that differ by dots are counted once, but only by the very address is the support somebody's own."""
    return known.person_id == person.pk or known.person.email.lower() == person.email.lower() != ""


def _check_looking(row: Initiative) -> None:
    if row.state not in LOOKING or row.published_at is None or row.retired_at or row.hidden_at:
        raise Refusal(
            _("This initiative does not look for support now."),
            _("Nothing was counted."),
            _("Its page says how far it is."),
        )
