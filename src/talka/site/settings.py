"""Settings of the whole house. What differs between places comes from the environment; see docs/administrators/."""

import os
import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from talka.site.address import own_address
from talka.site.folder import var_folder
from talka.site.logs import lines


def secret(name: str) -> str:
    """Take a secret from the environment, else make it once in TALKA_VAR, readable by its owner only."""
    if value := os.environ.get(name):
        return value
    path = var_folder() / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(secrets.token_urlsafe(48))
        try:
            os.link(part, path)
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return path.read_text().strip()


def truth(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


TALKA_VAR = var_folder()
SECRET_KEY = secret("SECRET_KEY")
DEBUG = truth("TALKA_DEBUG")
DEMO = truth("TALKA_DEMO")
BASE_URL = os.environ.get("TALKA_URL", "").rstrip("/")
# For letters and papers made without a request, where no address is configured.
SERVER_URL = BASE_URL or own_address()
SECURE = BASE_URL.startswith("https://")
BEHIND_PROXY = truth("TALKA_BEHIND_PROXY")
ALLOWED_HOSTS = [h for h in os.environ.get("TALKA_HOSTS", "").split(",") if h] or ["*"]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []

INSTALLED_APPS = [
    "talka.site",
    "talka.upkeep",
    "talka.box",
    "talka.evidence",
    "talka.archive",
    "talka.results",
    "talka.initiatives",
    "talka.plans",
    "talka.cooperation",
    "talka.learning",
    "talka.needs",
    "talka.workshops",
    "talka.events",
    "talka.protection",
    "talka.programmes",
    "talka.indicators",
    "talka.resources",
    "talka.decisions",
    "talka.people",
    "talka.territories",
    "talka.links",
    "talka.live",
    "talka.letters",
    "talka.documents",
    "talka.ui",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "i18nfield",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "talka.site.logs.requests.RequestMiddleware",
    "talka.ui.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "talka.ui.middleware.MethodMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "talka.people.middleware.PersonMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "talka.ui.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "talka.ui.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["talka.ui.template_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "talka.ui.templatetags.talka",
            ],
        },
    }
]
FORM_RENDERER = "talka.ui.forms.TalkaFormRenderer"
COTTON_DIR = "cotton"

ROOT_URLCONF = "talka.site.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def database(url: str) -> dict[str, object]:
    """A PostgreSQL address as Django's settings; the socket folder may stand as ?host=/path."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    places = int(os.environ.get("TALKA_POOL", "0"))  # the web process sets it; commands and tests need no pool
    often = {"prepare_threshold": 2} if truth("TALKA_PREPARED", True) else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "talka"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": parts | often | ({"pool": {"min_size": 1, "max_size": places, "timeout": 20}} if places else {}),
        "CONN_HEALTH_CHECKS": True,  # after a restart of the database the next request finds a living connection
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql:///talka"))}

ROOMS = [app.removeprefix("talka.") for app in INSTALLED_APPS if app.startswith("talka.")]
THEIRS = ["auth", "contenttypes", "sessions", "account", "mfa", "socialaccount", "pghistory", "pgtrigger"]
TABLES_FROM_MODELS = frozenset([*ROOMS, *THEIRS])  # see new_tables.py
if truth("TALKA_TABLES_FROM_MODELS"):  # tests: one room's unfinished migration stops no other
    MIGRATION_MODULES = dict.fromkeys(TABLES_FROM_MODELS)
PGTRIGGER_INSTALL_ON_MIGRATE = True
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = False
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# A whole hall shares one address, so asking for codes is limited per mailbox; wrong codes are counted in PostgreSQL.
ACCOUNT_RATE_LIMITS = {"request_login_code": "120/m/ip,3/m/key", "login": "120/m/ip"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "talka.people.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "talka.people.adapter.SocialAccountAdapter"
MFA_ADAPTER = "talka.people.adapter.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "talka.people.account_forms.AddPasskeyForm",
    "edit_webauthn": "talka.people.account_forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            # Only where the provider answers for the addresses it tells; else people connect it on their own page.
            "EMAIL_AUTHENTICATION": truth("OIDC_TRUST_EMAIL"),
            "EMAIL_AUTHENTICATION_AUTO_CONNECT": truth("OIDC_TRUST_EMAIL"),
            "APPS": [
                {
                    "provider_id": "eid",
                    "name": os.environ.get("OIDC_NAME", "eID"),
                    "client_id": os.environ["OIDC_CLIENT_ID"],
                    "secret": os.environ.get("OIDC_SECRET", ""),
                    "settings": {"server_url": os.environ["OIDC_URL"]},
                }
            ],
        }
    }
    if os.environ.get("OIDC_URL")
    else {}
)

LANGUAGE_CODE = "lv"
LANGUAGES = [("lv", _("Latvian")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Riga"
LANGUAGE_COOKIE_NAME = "talka_language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE

STATIC_URL = "/static/"
STATIC_ROOT = TALKA_VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "talka.site.static_files.HashedStaticFiles"
        if (STATIC_ROOT / "staticfiles.json").exists() and not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Where nothing is collected, as in tests, files are looked for when they are asked for: reading all takes a while.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not (STATIC_ROOT / "staticfiles.json").exists()
# An installation's own funder templates, beside those that come with the house.
FUNDERS_FOLDER = TALKA_VAR / "funders"
# Copies of all figures as columns, for what computes over very many of them; made again when they are not there.
TABLES_FOLDER = TALKA_VAR / "tables"
# Where several machines share the uploads, TALKA_FILES names a folder that all of them mount.
MEDIA_ROOT = Path(os.environ.get("TALKA_FILES") or TALKA_VAR / "files").resolve()
# Under which licence open data are given away, as SPDX names it.
DATA_LICENCE = os.environ.get("TALKA_DATA_LICENCE", "CC-BY-4.0")
# From where tables of figures may be fetched by their address.
STATISTICS_HOSTS = [
    host.strip()
    for host in os.environ.get("TALKA_STATISTICS_HOSTS", "data.stat.gov.lv,ec.europa.eu").split(",")
    if host.strip()
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"

EMAIL_URL = os.environ.get("EMAIL_URL", "")
EMAIL_BACKEND = "talka.letters.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = os.environ.get("TALKA_FROM", "Talka <talka@localhost>")


LOGGING = lines.configuration(
    os.environ.get("TALKA_LOG", "WARNING").upper(), access=truth("TALKA_ACCESS_LOG"), everything=DEBUG
)
# Who may read /metrics from another machine shows this word.
METRICS_TOKEN = secret("TALKA_METRICS_TOKEN")
SILENCED_SYSTEM_CHECKS: list[str] = []
