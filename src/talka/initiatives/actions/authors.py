"""Those who write an initiative together: invited by letter, they accept or decline, and may leave."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Person
from talka.people.personal_links import end_links, make_token
from talka.ui.refusals import Refusal

from .. import letters_of_initiatives as letters
from ..access import initiatives as access
from ..models import Author, Initiative
from .addressed import person_at
from .naming import keep_named

MOST = 30
"""Authors of one initiative, the invited ones among them."""
LASTS = dt.timedelta(days=30)
"""How long an invitation opens anything."""
State = Author.State


def purpose_of(row: Initiative) -> str:
    """What a link by which somebody answers the invitation opens."""
    return f"initiative-author-{row.pk}"


def invite(
    row: Initiative, given_name: str, family_name: str, email: str, *, language: str = "lv", by: Person | None
) -> Author:
    """Ask somebody to write it together; a letter with a link of their own goes to the address. Asking again writes the
    letter again. Raises Refusal."""
    access.check(access.may_change(by, row))
    with deed(by):
        Initiative.objects.select_for_update(of=("self",)).get(pk=row.pk)
        person = person_at(given_name, family_name, email, language, illustrative=row.illustrative)
        author = Author.objects.filter(initiative=row, person=person).first()
        if author is not None and author.state == State.ACCEPTED:
            raise Refusal(_("This person is an author already."), _("No letter was sent."), status=422)
        here = Author.objects.filter(initiative=row, state__in=(State.INVITED, State.ACCEPTED)).count()
        if (author is None or author.state != State.INVITED) and here >= MOST:
            raise Refusal(
                _("An initiative has at most %(n)s authors.") % {"n": MOST},
                _("Nobody was invited."),
                _("Others can support it."),
                status=422,
            )
        if author is None:
            author = Author(initiative=row, person=person)
        author.state, author.invited_by, author.answered_at = State.INVITED, by, None
        author.save()
        token = make_token(person, purpose_of(row), lasts=LASTS, by=by)
        letters.invited(author, token, until=timezone.now() + LASTS)
    return author


def answer(row: Initiative, person: Person, *, accepts: bool, named: bool = False, by: Person | None) -> bool:
    """An invited person accepts or declines. by None: they came by the link of their own. Whether it changed anything:
    twice is once. Raises Refusal where nobody invited them, or the invitation was taken back."""
    access.check(by is None or by.pk == person.pk)
    with deed(by):
        author = Author.objects.select_for_update(of=("self",)).filter(initiative=row, person=person).first()
        if author is not None and author.state == State.LEFT:
            raise Refusal(
                _("You have left this initiative."),
                _("Nothing was changed."),
                _("Ask to be invited again."),
                status=410,
            )
        if author is None:
            raise Refusal(
                _("This invitation was taken back."), _("Nothing was changed."), _("Ask who invited you."), status=410
            )
        if author.state == State.DECLINED and accepts:
            raise Refusal(
                _("You have declined this invitation."),
                _("Nothing was changed."),
                _("Ask to be invited again."),
            )
        wanted = State.ACCEPTED if accepts else State.DECLINED
        if author.state == State.ACCEPTED and not accepts:
            raise Refusal(_("You are an author already."), _("Nothing was changed."), _("You can leave on its page."))
        changes = author.state != wanted
        if changes:
            author.state, author.answered_at = wanted, timezone.now()
            author.save(update_fields=["state", "answered_at"])
        if accepts:
            keep_named(row, person, access.AUTHOR, agrees=named, by=by)
    return changes


def take_invitation_back(author: Author, *, by: Person | None) -> None:
    """Somebody who has not answered, or has declined, is no longer asked. Twice is once. Raises Refusal."""
    row = author.initiative
    access.check(access.may_change(by, row))
    with deed(by):
        now = Author.objects.select_for_update(of=("self",)).filter(pk=author.pk).first()
        if now is None:
            return
        if now.state not in (State.INVITED, State.DECLINED):
            raise Refusal(
                _("This person has accepted meanwhile."), _("Nothing was changed."), _("Only they can leave it.")
            )
        end_links(now.person, purpose_of(row))
        now.delete()


def leave(row: Initiative, *, by: Person | None) -> None:
    """One of several authors leaves; their words stay in the text. Twice is once. Raises Refusal."""
    with deed(by):
        Initiative.objects.select_for_update(of=("self",)).get(pk=row.pk)
        author = Author.objects.filter(initiative=row, person=by).first() if by is not None else None
        access.check(author is not None)
        assert author is not None and by is not None
        if author.state != State.ACCEPTED:
            return
        if Author.objects.filter(initiative=row, state=State.ACCEPTED).count() == 1:
            raise Refusal(
                _("You are its only author."),
                _("Nobody could change it any more."),
                _("Invite somebody else first, or withdraw the initiative."),
            )
        author.state, author.answered_at = State.LEFT, timezone.now()
        author.save(update_fields=["state", "answered_at"])
        keep_named(row, by, access.AUTHOR, agrees=False, by=by)


def say_named(row: Initiative, *, agrees: bool, by: Person | None) -> None:
    """An author says whether everybody reads their name."""
    access.check(access.may_change(by, row))
    assert by is not None
    with deed(by):
        keep_named(row, by, access.AUTHOR, agrees=agrees, by=by)
