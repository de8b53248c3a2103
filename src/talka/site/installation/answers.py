"""What `talka setup` has to know: by option, from the settings of an earlier run, by asking, else what is usual."""

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

from talka.site.trouble import Trouble

NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
LOCAL_DATABASE = "postgresql:///talka?host=/var/run/postgresql"
"""PostgreSQL on the same machine, over its socket: the user of the system is the user of the database, no password."""


@dataclass(frozen=True)
class Around:
    """What stands in the files around the settings: as whom Talka runs, nginx's certificate, the nightly backup.

    certificate, key: "" where Let's Encrypt puts them; backup_to: "" is its usual folder; backup_encrypt_to: the public
    key of `talka backup-key`, "" for backups that are not encrypted.
    """

    user: str = "talka"
    certificate: str = ""
    key: str = ""
    backup_to: str = ""
    backup_encrypt_to: str = ""


@dataclass(frozen=True)
class Answers:
    """`settings` are the lines of the environment file."""

    settings: dict[str, str]
    around: Around
    administrator: str
    administrator_name: str

    @property
    def var(self) -> Path:
        return Path(self.settings["TALKA_VAR"])

    @property
    def name(self) -> str:
        """The host name that people know."""
        return urlsplit(self.settings["TALKA_URL"]).hostname or ""

    @property
    def certificate(self) -> str:
        return self.around.certificate or f"/etc/letsencrypt/live/{self.name}/fullchain.pem"

    @property
    def key(self) -> str:
        return self.around.key or f"/etc/letsencrypt/live/{self.name}/privkey.pem"


@dataclass(frozen=True)
class Question:
    """One setting, its option, how it is asked for ("" never), and what is usual ("" where nothing is)."""

    setting: str
    option: str
    words: str
    usual: str


QUESTIONS = (
    Question("TALKA_URL", "url", "Address that people will know, as https://talka.example.lv", ""),
    Question("TALKA_VAR", "var", "", "/var/lib/talka"),
    Question("DATABASE_URL", "database", "Address of the PostgreSQL database", LOCAL_DATABASE),
    Question(
        "EMAIL_URL", "email_url", "Mail server, as smtp://user:password@mail.example.lv:587; empty for none yet", ""
    ),
    Question("TALKA_FROM", "sender", "Sender of letters, as Talka <talka@example.lv>", ""),
    Question("HOST", "host", "", "127.0.0.1"),
    Question("PORT", "port", "", "8000"),
)


def gather(
    given: argparse.Namespace,
    before: Mapping[str, str],
    ask: Callable[[str], str] = input,
    around: Around = Around(),
) -> Answers:
    """`before` and `around` are of an earlier run, and stand where no option says otherwise. Raises Trouble."""
    asking = not given.non_interactive and sys.stdin.isatty()
    settings: dict[str, str] = dict(before)
    for question in QUESTIONS:
        said = getattr(given, question.option)
        if said is None and question.setting not in before and question.words and asking:
            said = ask(f"{question.words}{f' [{question.usual}]' if question.usual else ''}: ").strip() or None
        settings[question.setting] = before.get(question.setting, question.usual) if said is None else said.strip()
    settings["TALKA_URL"] = _url(settings["TALKA_URL"])
    settings["TALKA_VAR"] = str(Path(settings["TALKA_VAR"]).absolute())
    _check_settings(settings)
    host = urlsplit(settings["TALKA_URL"]).hostname or ""
    settings.setdefault("TALKA_HOSTS", f"{host},127.0.0.1")
    settings.setdefault("TALKA_BEHIND_PROXY", "1")
    settings.setdefault("FORWARDED_ALLOW_IPS", "127.0.0.1")
    administrator = given.administrator
    if administrator is None and asking:
        administrator = ask("E-mail address of the first administrator; empty for none yet: ").strip()
    called = given.administrator_name
    if administrator and not called and asking:
        called = ask(f"Given name and family name of {administrator}: ").strip()
    return Answers(
        settings={name: value for name, value in settings.items() if value},
        around=_around(given, around),
        administrator=administrator or "",
        administrator_name=called or "",
    )


def _around(given: argparse.Namespace, before: Around) -> Around:
    said = {field.name: getattr(given, field.name) for field in fields(Around)}
    if said["backup_to"]:
        said["backup_to"] = str(Path(said["backup_to"]).absolute())
    found = replace(before, **{name: value for name, value in said.items() if value is not None})
    if found.backup_encrypt_to and not found.backup_encrypt_to.startswith("age1"):
        raise Trouble(
            "--backup-encrypt-to is a public key, age1….", "Make one on your own machine: talka backup-key FILE"
        )
    return found


def _url(text: str) -> str:
    if not text:
        raise Trouble(
            "The address that people will know is missing.", "Say it: talka setup --url https://talka.example.lv"
        )
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/") or parts.query:
        raise Trouble(
            f"--url {text} is no address of a site.", "It is https:// and a host name, without a path behind it."
        )
    if not NAME.fullmatch(parts.hostname):
        raise Trouble(
            f"--url {text}: {parts.hostname} is no host name.", "Letters of other scripts are written as xn--…."
        )
    return f"https://{parts.netloc.lower()}"


def _check_settings(settings: Mapping[str, str]) -> None:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        conninfo_to_dict(settings["DATABASE_URL"])
    except ProgrammingError as fault:
        raise Trouble(
            f"--database cannot be read: {str(fault).strip()}", "postgresql://user:password@host:5432/talka"
        ) from None
    if not settings["PORT"].isdigit() or not 0 < int(settings["PORT"]) < 65536:
        raise Trouble(f"--port {settings['PORT']} is not a port.", "Give a number from 1 to 65535.")
    mail = settings["EMAIL_URL"]
    if mail and not mail.startswith(("smtp://", "smtps://")):
        raise Trouble("--email-url begins with smtp:// or smtps://.", "smtp://user:password@mail.example.lv:587")
