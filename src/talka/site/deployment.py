"""What must not be so where strangers come: `talka check --deploy` refuses it, each with its remedy."""

import os
import stat

from django.conf import settings


def faults() -> list[str]:
    """Every fault in plain words; empty when strangers may be let in."""
    found = []
    if os.geteuid() == 0:
        found.append("This runs as root. Run it as a user of its own.")
    if not os.environ.get("SECRET_KEY"):
        found += _secret_faults()
    if not settings.SECURE:
        found.append("TALKA_URL is not an https:// address: links in letters and secure cookies need it.")
    if "*" in settings.ALLOWED_HOSTS:
        found.append("TALKA_HOSTS is not set: pages answer to any name. Give the host names, separated by commas.")
    if settings.DEBUG:
        found.append("TALKA_DEBUG is on: faults show the inside of the house.")
    if settings.DEMO:
        found.append("TALKA_DEMO is on: demonstration accounts would be reachable.")
    if os.environ.get("OIDC_URL") and not os.environ.get("OIDC_SECRET"):
        found.append("OIDC_URL is set, but the secret OIDC_SECRET is missing.")
    if not os.environ.get("EMAIL_URL"):
        found.append("EMAIL_URL is not set: no letter would be sent.")
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        found.append("DATABASE_URL is not set: the embedded database is for demonstration and halls only.")
    elif str(settings.TALKA_VAR / "postgres") in str(settings.DATABASES["default"]["HOST"]):
        found.append("DATABASE_URL leads to the embedded database, which is for demonstration and halls only.")
    else:
        found += _database_faults()
    return found


def _secret_faults() -> list[str]:
    path = settings.TALKA_VAR / "secrets" / "secret_key"
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077 == 0:
        return []
    return [f"SECRET_KEY is not set, and {path} is missing or can be read by others."]


def _database_faults() -> list[str]:
    from django.db import DatabaseError

    from talka.people.models import Account

    try:
        count = Account.objects.filter(demonstration=True).count()
    except DatabaseError as fault:
        return [f"The database does not answer or is not migrated: {str(fault).splitlines()[0]}"]
    return [f"{count} demonstration accounts exist. Begin with an empty database."] if count else []
