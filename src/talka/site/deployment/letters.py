"""How letters leave: they hold codes and links that sign people in."""

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from talka.letters.transport import server
from talka.site.deployment import LOOPBACK


def faults() -> Iterator[str]:
    if not settings.EMAIL_URL:
        yield "EMAIL_URL is not set: no letter would be sent."
        return
    try:
        place = server()
    except ImproperlyConfigured as fault:
        yield f"{fault}."
        return
    assert place is not None
    if not place.encrypted and not place.starttls and place.host not in LOOPBACK:
        yield (
            f"Letters go to {place.host} unencrypted, with the links in them that sign people in. "
            "Use smtps://, or port 587 without starttls=0."
        )
    if parseaddr(place.sender)[1].rpartition("@")[2] in {"", "localhost"}:
        yield f"Letters come from {place.sender}, which no mail server accepts. Set TALKA_FROM."
