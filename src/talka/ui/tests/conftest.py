import pytest
from django.test import Client

from talka.ui import navigation


@pytest.fixture(autouse=True)
def own_addresses(settings, monkeypatch):
    """The tests of ui stand on ui alone: no other room's pages, no database."""
    monkeypatch.setattr(navigation, "_entries", {})
    settings.ROOT_URLCONF = "talka.ui.tests.addresses"
    settings.MIDDLEWARE = [
        "talka.ui.middleware.SecurityHeadersMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "talka.ui.middleware.MethodMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "talka.ui.middleware.RefusalMiddleware",
    ]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"


@pytest.fixture
def lv():
    return Client(headers={"accept-language": "lv"})


@pytest.fixture
def en():
    return Client(headers={"accept-language": "en"})
