"""From EMAIL_URL to a server that takes letters.

    smtp://user:password@mail.example.lv:587?from=Talka <talka@example.lv>&rate=60
    smtps://user:password@mail.example.lv       (encrypted from the first byte, port 465)

`starttls=1` or `starttls=0` says whether smtp:// changes to an encrypted line; without it port 25 does not, others do.
`rate` is the most letters per minute (60). A letter is one message to one address.
"""

from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from .models import Letter
from .rendering import one_line

PORTS = {"smtp": 587, "smtps": 465}
RATE = 60
TIMEOUT = 20


@dataclass(frozen=True)
class Server:
    """Where letters are handed over, and in whose name."""

    host: str
    port: int
    user: str
    password: str
    encrypted: bool
    starttls: bool
    sender: str
    rate: int


def server(url: str | None = None) -> Server | None:
    """What EMAIL_URL says; None where it is empty. Raises ImproperlyConfigured, without showing the password."""
    url = (settings.EMAIL_URL if url is None else url).strip()
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
        options = {key: values[-1] for key, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
        rate = int(options.get("rate", RATE))
    except ValueError as fault:
        raise ImproperlyConfigured("EMAIL_URL cannot be read: smtp://user:password@host:port?from=name@host") from fault
    if parts.scheme not in PORTS or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must begin with smtp:// or smtps:// and name a host")
    if unknown := set(options) - {"from", "rate", "starttls"}:
        raise ImproperlyConfigured(f"EMAIL_URL: unknown option {', '.join(sorted(unknown))}")
    if rate < 1:
        raise ImproperlyConfigured("EMAIL_URL: rate must be at least 1")
    sender = options.get("from", "") or settings.DEFAULT_FROM_EMAIL
    try:
        validate_email(parseaddr(sender)[1])
    except ValidationError as fault:
        raise ImproperlyConfigured(f"EMAIL_URL: from={sender!r} is no e-mail address") from fault
    port = port or PORTS[parts.scheme]
    starttls = options.get("starttls", "0" if port == 25 else "1") == "1" and parts.scheme == "smtp"
    return Server(
        parts.hostname,
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme == "smtps",
        starttls,
        sender,
        rate,
    )


def connection_to(place: Server) -> BaseEmailBackend:
    """A connection that opens at the first letter."""
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=place.host,
        port=place.port,
        username=place.user,
        password=place.password,
        use_ssl=place.encrypted,
        use_tls=place.starttls,
        timeout=TIMEOUT,
    )


def message_of(letter: Letter, sender: str, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The letter as it goes over the line. The Message-ID is the letter's own, so that sending twice can be noticed."""
    name, address = parseaddr(sender)
    host = address.rpartition("@")[2]
    message = EmailMultiAlternatives(
        subject=one_line(letter.subject),
        body=letter.text,
        from_email=formataddr((name, address)),
        to=[formataddr((one_line(letter.to_name), letter.to_address)) if letter.to_name else letter.to_address],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": f"<{letter.key}@{host}>",
            "Content-Language": letter.language,
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    for each in letter.attachments.all():
        content = bytes(each.content)
        if each.media_type.startswith("text/"):
            message.attach(each.name, content.decode("utf-8"), each.media_type)
        else:
            message.attach(each.name, content, each.media_type)
    return message
