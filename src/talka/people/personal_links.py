"""Links that open one person's own page without an account. Only the digest of a link's token is kept."""

import datetime as dt
import hashlib
import secrets

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal

from .models import Person, PersonalLink


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_token(
    person: Person,
    purpose: str,
    *,
    lasts: dt.timedelta | None = None,
    single_use: bool = False,
    by: Person | None = None,
) -> str:
    """A new token that opens `purpose` (a short name such as "registration") for `person`; it is never shown again.

    lasts: how long it opens anything; None: until it is ended.
    """
    token = secrets.token_urlsafe(32)
    PersonalLink.objects.create(
        person=person,
        purpose=purpose,
        digest=digest_of(token),
        expires_at=timezone.now() + lasts if lasts else None,
        single_use=single_use,
        made_by=by,
    )
    return token


def link_for(token: str, purpose: str) -> PersonalLink:
    """The link behind a token, as long as it opens what it was made for.

    Raises Http404 for a token nobody made or one made for something else, Refusal(410) for one that is over.
    """
    link = (
        PersonalLink.objects.select_related("person__account", "person__organisation")
        .filter(digest=digest_of(token), purpose=purpose)
        .first()
    )
    if link is None or link.person.erased_at:
        raise Http404
    if link.single_use and link.used_at:
        raise Refusal(
            _("This link has been used already."),
            meaning=_("It works once only, so that nobody else can use it."),
            advice=_("Ask for a new link."),
            status=410,
        )
    if link.expires_at and link.expires_at <= timezone.now():
        raise Refusal(
            _("This link is no longer valid."),
            meaning=_("Links have an end date, so that an old letter opens nothing."),
            advice=_("Ask for a new link."),
            status=410,
        )
    return link


def person_by(token: str, purpose: str) -> Person:
    """Whose link it is. Raises as `link_for`."""
    person = link_for(token, purpose).person
    return person.merged_into or person


def use(token: str, purpose: str) -> Person:
    """As `person_by`, and a link of single use is spent by it; of two at once, one gets through."""
    link = link_for(token, purpose)
    if link.single_use:
        spent = PersonalLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())
        if not spent:
            link_for(token, purpose)  # says that it has been used
    return link.person.merged_into or link.person


def end_links(person: Person, purpose: str = "") -> None:
    """Links of a person open nothing any more: all, or those of one purpose."""
    links = PersonalLink.objects.filter(person=person)
    (links.filter(purpose=purpose) if purpose else links).delete()


def forget_old() -> int:
    """Delete links that have been over for a month; how many."""
    month_ago = timezone.now() - dt.timedelta(days=30)
    return PersonalLink.objects.filter(expires_at__lte=month_ago).delete()[0]
