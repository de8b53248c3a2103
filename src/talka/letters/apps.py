from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


def _administrator(person: Any) -> bool:
    return bool(getattr(getattr(person, "account", None), "is_staff", False))


def check_email_url(**_kwargs: Any) -> list[CheckMessage]:
    """EMAIL_URL is either empty or can be read."""
    from .transport import server

    try:
        server()
    except ImproperlyConfigured as fault:
        return [Error(str(fault), id="letters.E001")]
    return []


class LettersConfig(AppConfig):
    name = "talka.letters"
    label = "letters"
    verbose_name = _("Letters")

    def ready(self) -> None:
        from talka.ui import navigation

        from . import jobs  # noqa: F401  registers what the worker does

        register(check_email_url)
        navigation.register(_("Letters"), "letters:outbox", order=90, visible=_administrator)
