"""One-time sign-in links: for invitations, for the demonstration, and for days when mail is down."""

import datetime as dt

from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal

from . import personal_links
from .access import is_administrator, not_allowed
from .actions.accounts import create_account
from .models import Account, Person

PURPOSE = "signin"
MINUTES = 60


def make_link(person: Person, *, by: Person | None = None, minutes: int = MINUTES) -> str:
    """The path of a link that signs `person` in once. A person without an account gets one.

    by None: the operator at the machine (`talka signin-link`). Who opens it must press a button, so that a mail
    scanner's look does not use it up. Raises Refusal where the account is closed or the person erased.
    """
    if by is not None and not is_administrator(by):
        raise not_allowed()
    return path_for(person, minutes=minutes, by=by)


def path_for(person: Person, *, minutes: int, by: Person | None) -> str:
    """As `make_link`, for deeds that have checked who asks."""
    if person.merged_into_id or person.erased_at:
        raise Refusal(_("This person can no longer sign in."), status=410)
    account = person.account or create_account(person, by=None)
    if not account.is_active:
        raise Refusal(_("This account is closed."), advice=_("Open it again before making a sign-in link."), status=410)
    token = personal_links.make_token(person, PURPOSE, lasts=dt.timedelta(minutes=minutes), single_use=True, by=by)
    return reverse("people:signin", args=[token])


def sign_in(request: HttpRequest, token: str) -> Person:
    """Spend the link and sign its person in. Raises as `personal_links.link_for`."""
    person = personal_links.use(token, PURPOSE)
    account = Account.objects.filter(person=person, is_active=True).first()
    if account is None:
        raise Refusal(_("This account is closed."), status=410)
    login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return person
