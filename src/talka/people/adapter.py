"""How allauth behaves in this house: nobody opens an account by themselves; organisers and administrators invite."""

from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from talka.ui.addresses import ours
from talka.ui.refusals import Refusal

from .failed_codes import client_address

PROVIDER_PATIENCE = 10
"""Seconds that another service has to answer."""

# Signs that are not mistaken for each other: no 0 O 1 I L U.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This is not the code. Look at the letter again, or ask for a new one."),
        "too_many_login_attempts": _("Too many wrong codes. Ask for a new one."),
        "rate_limited": _("Too often. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def generate_login_code(self) -> str:
        code = get_random_string(6, SIGNS)
        return f"{code[:3]}-{code[3:]}"

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return settings.LOGIN_REDIRECT_URL

    def is_safe_url(self, url: str | None) -> bool:
        return bool(url) and self.request is not None and ours(self.request, url, "") == url

    def format_email_subject(self, subject: str) -> str:
        return subject


class ProviderSession(requests.Session):
    """How a provider is asked: not for ever, and one that does not answer is no fault of ours."""

    def request(self, *args: Any, **options: Any) -> requests.Response:
        options.setdefault("timeout", PROVIDER_PATIENCE)
        try:
            answer = super().request(*args, **options)
        except requests.RequestException as fault:
            raise provider_away() from fault
        if answer.status_code >= 500:
            raise provider_away()
        return answer


def provider_away() -> Refusal:
    return Refusal(
        _("The other service does not answer."),
        meaning=_("You are not signed in; nothing was changed."),
        advice=_("Sign in by a code to your e-mail, or try again later."),
        status=503,
    )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """National eID and other providers sign in those who have an account; they open none."""

    def get_requests_session(self) -> requests.Session:
        return ProviderSession()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Talka"}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return str(_("My device"))
