"""Accounts are given, never taken: somebody whose work it is invites a person."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from talka.people.access import is_administrator, may_keep_people, not_allowed
from talka.people.history import deed
from talka.people.models import Account, Person
from talka.ui.refusals import Refusal

INVITATION_DAYS = 7


def create_account(
    person: Person, *, by: Person | None, administrator: bool = False, demonstration: bool = False
) -> Account:
    """Give a person a way to sign in: by code to their e-mail. by None: the operator at the machine.

    Without an e-mail address of their own, only one-time links sign them in. Raises Refusal where another person
    signs in with that address.
    """
    if by is not None and (not may_keep_people(by) or (administrator and not is_administrator(by))):
        raise not_allowed()
    with deed(by):
        row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if row.account_id:
            raise Refusal(_("This person has an account already."))
        if row.erased_at or row.merged_into_id:
            raise Refusal(_("This person can no longer sign in."), status=410)
        email = (row.email or f"{row.key}@no-mail.invalid").lower()
        try:
            with transaction.atomic():
                account = Account.objects.create_user(email, is_staff=administrator, demonstration=demonstration)
        except IntegrityError:
            raise Refusal(
                _("Somebody else signs in with the address %(email)s already.") % {"email": email},
                meaning=_("No account was made."),
                advice=_("Give this person an address of their own, or merge the two if they are one person."),
            ) from None
        if row.email:
            EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
        row.account = account
        row.save(update_fields=["account"])
    person.account = account
    return account


def invite_to_account(person: Person, *, by: Person | None, base_url: str) -> None:
    """Give an account and send its owner, and nobody else, a one-time link that is valid for a week.

    base_url: scheme and host of this house, as the letter needs it.
    """
    from talka.people.letters import send_invitation  # letters know the link, the link knows accounts
    from talka.people.signin import path_for

    if not may_keep_people(by):
        raise not_allowed()
    if not person.email:
        raise Refusal(_("There is no e-mail address to send the invitation to."), advice=_("Enter one first."))
    with deed(by):
        if person.account_id is None:
            create_account(person, by=by)
        path = path_for(person, minutes=INVITATION_DAYS * 24 * 60, by=by)
        send_invitation(person, f"{base_url}{path}", days=INVITATION_DAYS)


def close_account(person: Person, *, by: Person | None) -> None:
    """Nobody signs in with it any more, from now on; open sessions end with the next request."""
    if not (is_administrator(by) or (by is not None and by.pk == person.pk)):
        raise not_allowed()
    _set(person, by=by, is_active=False)


def open_account(person: Person, *, by: Person | None) -> None:
    if not is_administrator(by):
        raise not_allowed()
    _set(person, by=by, is_active=True)


def set_administrator(person: Person, value: bool, *, by: Person | None) -> None:
    """by None: the operator at the machine. The last administrator stays one."""
    if by is not None and not is_administrator(by):
        raise not_allowed()
    _set(person, by=by, is_staff=value)


def is_last_administrator(account: Account) -> bool:
    """Whether nobody could run this installation without that account."""
    if not (account.is_staff and account.is_active):
        return False
    return not Account.objects.filter(is_staff=True, is_active=True).exclude(pk=account.pk).exists()


def _set(person: Person, *, by: Person | None, **values: bool) -> None:
    with deed(by):
        account = Account.objects.select_for_update().filter(person=person).first()
        if account is None:
            raise Refusal(_("This person has no account."))
        for name, value in values.items():
            setattr(account, name, value)
        others = Account.objects.filter(is_staff=True, is_active=True).exclude(pk=account.pk)
        loses = values.get("is_staff") is False or values.get("is_active") is False
        if loses and Account.objects.filter(pk=account.pk, is_staff=True, is_active=True).exists() and not others:
            raise Refusal(
                _("This is the last administrator."),
                meaning=_("Nobody could run this installation any more."),
                advice=_("Make somebody else an administrator first."),
            )
        account.save(update_fields=list(values))
