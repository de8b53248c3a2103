"""What `talka setup` has to know: by option, from the settings of an earlier run, by asking, else what is usual."""

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from talka.site.trouble import Trouble

NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
LOCAL_DATABASE = "postgresql:///talka?host=/var/run/postgresql"
"""PostgreSQL on the same machine, over its socket: the user of the system is the user of the database, no password."""


@dataclass(frozen=True)
class Answers:
    """Where Talka runs and as whom; `settings` are the lines of the environment file."""

    settings: dict[str, str]
    user: str
    administrator: str
    administrator_name: str
    certificate: str
    key: str
    backup_to: str

    @property
    def var(self) -> Path:
        return Path(self.settings["TALKA_VAR"])

    @property
    def name(self) -> str:
        """The host name that people know."""
        return urlsplit(self.settings["TALKA_URL"]).hostname or ""


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


def gather(given: argparse.Namespace, before: Mapping[str, str], ask: Callable[[str], str] = input) -> Answers:
    """`before` are the settings of an earlier run, which stand where no option says otherwise. Raises Trouble."""
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
        user=given.user,
        administrator=administrator or "",
        administrator_name=called or "",
        certificate=given.certificate or f"/etc/letsencrypt/live/{host}/fullchain.pem",
        key=given.key or f"/etc/letsencrypt/live/{host}/privkey.pem",
        backup_to=str(Path(given.backup_to).absolute()) if given.backup_to else "",
    )


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
