"""Writing to another organisation: one letter a week about a case, kept for the case's partners to see."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.ui.refusals import Refusal

from .. import access, partner_letters
from ..models import Approach, CooperationCase
from ..queries.reached import readers_of
from .cases import locked

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
MOST_A_DAY = 20
"""Letters of one person in a day: whoever writes more sends a circular."""
LONGEST_WORDS = 4000


def write_to(
    organisation: Organisation,
    *,
    subject: str,
    words: str,
    shows_address: bool,
    by: Person | None,
    case: CooperationCase | None = None,
    now: dt.datetime | None = None,
) -> Approach:
    """Write to those of an organisation who can be reached, in the name of the writer's own. shows_address: the writer
    agrees that the readers see their e-mail address and answer there. Raises Refusal."""
    sender = office_of(by)
    if by is None or not access.may_begin(by):
        raise not_allowed()
    now = now or timezone.now()
    subject, words = " ".join(subject.split())[:150], words.strip()
    _check_words(subject, words, shows_address, by)
    if sender is None:
        raise Refusal(
            _("Nobody has entered for which organisation you work."),
            _("The letter was not sent: its readers have to know in whose name it is written."),
            _("Ask an organiser or an administrator to enter it."),
            status=422,
        )
    _check_ends(sender, organisation, case, by)
    with deed(by):
        if case is not None:
            locked(case)
        # Held, so that two letters sent at once are counted one after the other.
        list(Organisation.objects.select_for_update(of=("self",)).filter(pk=organisation.pk))
        list(Person.objects.select_for_update(of=("self",)).filter(pk=by.pk))
        _check_often(sender, organisation, case, by, now)
        readers = [person for person in readers_of(organisation, case) if person.pk != by.pk]
        if not readers:
            raise nobody_to_read(organisation)
        row = Approach.objects.create(
            case=case,
            sender=sender,
            organisation=organisation,
            by=by,
            subject=subject,
            words=words,
            people=len(readers),
            created_at=now,
        )
        partner_letters.written(row, readers, by=by)
    return row


def nobody_to_read(organisation: Organisation) -> Refusal:
    website = organisation.website
    advice = _("Its website may say how to reach it: %(website)s") % {"website": website} if website else ""
    return Refusal(
        _("Nobody of this organisation can be written to from here."),
        _("The letter was not sent."),
        advice or _("Ask it to take part in a case, and tell it so by telephone; its answer can be written down."),
    )


def _check_words(subject: str, words: str, shows_address: bool, by: Person) -> None:
    if not subject or not words:
        raise Refusal(_("Subject and text are both needed."), _("The letter was not sent."), status=422)
    if len(words) > LONGEST_WORDS:
        raise Refusal(
            _("The text is longer than %(n)s characters.") % {"n": LONGEST_WORDS},
            _("The letter was not sent."),
            _("Say in short what it is about; the rest can be talked over."),
            status=422,
        )
    if not by.email:
        raise Refusal(
            _("No e-mail address of yours is known."),
            _("The letter was not sent: nobody could answer it."),
            _("Enter your address among your own data."),
            status=422,
        )
    if not shows_address:
        raise Refusal(
            _("The readers need your address to answer."),
            _("The letter was not sent."),
            _("Agree that they see it, or ask the organisation to take part in a case: it answers there."),
            status=422,
        )


def _check_ends(sender: Organisation, organisation: Organisation, case: CooperationCase | None, by: Person) -> None:
    if case is not None:
        access.check_change(by, case)
    if organisation.merged_into_id is not None or organisation.pk == sender.pk:
        raise Refusal(_("This organisation cannot be written to."), _("The letter was not sent."), status=422)
    worlds = {sender.illustrative, organisation.illustrative} | ({case.illustrative} if case is not None else set())
    if len(worlds) > 1:
        raise Refusal(
            _("True and made-up organisations do not cooperate."),
            _("The letter was not sent."),
            _("A made-up case has made-up partners only."),
            status=422,
        )


def _check_often(
    sender: Organisation, organisation: Organisation, case: CooperationCase | None, by: Person, now: dt.datetime
) -> None:
    rows = Approach.objects.filter(organisation=organisation, created_at__gt=now - WEEK)
    same = rows.filter(case=case) if case is not None else rows.filter(case=None, sender=sender)
    if same.exists():
        raise Refusal(
            _("This organisation was written to less than a week ago."),
            _("The letter was not sent, so that nobody is pressed."),
            _("Wait for the answer, or call."),
            status=429,
        )
    if Approach.objects.filter(by=by, created_at__gt=now - DAY).count() >= MOST_A_DAY:
        raise Refusal(
            _("You have written %(n)s letters in a day.") % {"n": MOST_A_DAY},
            _("The letter was not sent."),
            _("Go on tomorrow."),
            status=429,
        )
