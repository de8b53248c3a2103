"""An installation to back up, and empty places to restore into: real commands on a database of its own.

On the embedded engine, and on the system's PostgreSQL 15 where there is one.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

SYSTEM = Path("/usr/lib/postgresql/15/bin")
FILLING = """
import datetime as dt
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from talka.letters.actions import queue_letter
from talka.letters.models import Letter
from talka.letters.rendering import Words
from talka.people import personal_links
from talka.people.factories import PersonFactory
from talka.people.actions import give_consent, merge_persons
from talka.people.actions.erasure import erase_person
from talka.people.models import Erasure
from talka.events.factories import RegistrationFactory
from talka.workshops.factories import CardFactory, ClusterFactory, GroupFactory, SeatFactory
from talka.needs.factories import NeedFactory
group = GroupFactory()
for number in range(20):
    cluster = ClusterFactory(group=group)
    seat = SeatFactory(group=group)
    text = "Šaurs ceļš " + chr(92) + chr(9) + chr(10) + "'" + chr(34) + str(number)
    CardFactory(group=group, seat=seat, cluster=cluster, text=text)
    RegistrationFactory(event=group.workshop.event)
NeedFactory()
admin = PersonFactory(given_name="Andra", family_name="Galvenā", administrator=True)
gone = PersonFactory(given_name="Kleopatra", family_name="Ģībiete", email="kleopatra@novads.test", with_account=True)
double = PersonFactory(given_name="Kleo", family_name="Ģībiete", email="kleo@mail.test")
give_consent(gone, "photos", wording="Es piekrītu.", language="lv", by=gone)
merge_persons(gone, double, by=admin)
personal_links.make_token(gone, "registration")
personal_links.make_token(admin, "signin", single_use=True, lasts=dt.timedelta(hours=1))
session = SessionStore(); session["x"] = 1; session.create()
for state, key in (("queued", "due"), ("sent", "sent"), ("queued", "later")):
    to = "kleopatra@novads.test" if key == "sent" else "cits@novads.test"
    letter = queue_letter(to=to, letter=Words("Virsraksts", "Teksts", "", "lv"), kind="news", key=key)
    values = {"state": state, "sent_at": timezone.now() if state == "sent" else None}
    if key == "later":
        values["not_before"] = timezone.now() + dt.timedelta(days=5)
    Letter.objects.filter(pk=letter.pk).update(**values)
folder = settings.MEDIA_ROOT / "photos" / "2026"
folder.mkdir(parents=True)
for number in range(30):
    (folder / f"ž attēls {number}.jpg").write_bytes(b"\\xff\\xd8" + number.to_bytes(2, "big") * (1000 * number))
(settings.MEDIA_ROOT / "large.pdf").write_bytes(bytes(range(256)) * 40_000)
from talka.site.backups.settling import _catch_up
_catch_up()
print("KEY", gone.key, double.key)
"""


@dataclass
class Place:
    """A TALKA_VAR and a database; `command` does what an administrator types there."""

    var: Path
    url: str
    more: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        others = {"TALKA_TABLES_FROM_MODELS", "TALKA_DEMO", "EMAIL_URL", "HOST", "PORT"}
        kept = {name: value for name, value in os.environ.items() if name not in others}
        return kept | {"TALKA_VAR": str(self.var), "DATABASE_URL": self.url} | self.more

    def command(self, *words: object, **more: object) -> "subprocess.CompletedProcess[str]":
        line = [sys.executable, "-m", "talka.site.command", *map(str, words)]
        return subprocess.run(line, env=self.environment(), capture_output=True, text=True, timeout=300, **more)

    def prepare(self) -> None:
        """Make the tables as they are now, and say that all migrations led there: quicker than going their way."""
        quick = self.environment() | {"TALKA_TABLES_FROM_MODELS": "1"}
        manage = [sys.executable, "-m", "talka.site.command", "manage", "migrate", "--verbosity=0"]
        for words, environment in (
            ([*manage, "--run-syncdb"], quick),
            ([*manage, "--fake"], self.environment()),
            ([sys.executable, "-m", "talka.site.preparation", "database"], self.environment()),
        ):
            result = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=300)
            assert result.returncode == 0, result.stdout + result.stderr

    def well(self, *words: object) -> str:
        result = self.command(*words)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout + result.stderr

    def refused(self, *words: object) -> str:
        result = self.command(*words)
        assert result.returncode == 1, result.stdout + result.stderr
        assert "Traceback" not in result.stderr
        return result.stderr

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url) as connection:
            cursor = connection.execute(question)
            return cursor.fetchall() if cursor.description else []

    def tables(self) -> dict[str, tuple[int, str]]:
        """Of each table: how many rows, and a digest of all of them."""
        found = {}
        with psycopg.connect(self.url) as connection:
            names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (name,) in names:
                row = connection.execute(
                    sql.SQL("SELECT count(*), md5(coalesce(string_agg(m, '' ORDER BY m), '')) FROM "
                            "(SELECT md5(t::text) AS m FROM {} t) AS rows").format(sql.Identifier(name))
                ).fetchone()  # fmt: skip
                found[name] = (row[0], row[1])
        return found

    def files(self) -> dict[str, str]:
        root = self.var / "files"
        paths = [path for path in root.rglob("*") if path.is_file()]
        return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    def untouched(self) -> bool:
        """Whether nothing was put here: no table, no upload, no half file."""
        half = [*self.var.glob("restoring*"), *self.var.glob("**/*.part")]
        return not self.ask("SELECT 1 FROM pg_tables WHERE schemaname = 'public'") and not self.files() and not half


@contextmanager
def engine(kind: str) -> Iterator[str]:
    """The address of a server on which databases may be made."""
    if kind == "embedded":
        yield os.environ["DATABASE_URL"]
        return
    base = Path(tempfile.mkdtemp(prefix="talka15-"))
    who: dict[str, object] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(base, account.pw_uid, account.pw_gid)
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    words = [SYSTEM / "initdb", "-D", base / "data", "-U", "talka", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(words, check=True, capture_output=True, cwd=base, env=environment, **who)
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={base}", "-c", "fsync=off"]
    options += ["-c", "max_locks_per_transaction=256"]  # as the guide to installing sets it
    with (base / "log").open("wb") as log:
        server = subprocess.Popen(
            [SYSTEM / "postgres", "-D", base / "data", *options],
            cwd=base,
            stdout=log,
            stderr=log,
            env=environment,
            **who,
        )
    address = f"postgresql://talka@/postgres?host={base}"
    try:
        for _turn in range(300):
            try:
                psycopg.connect(address).close()
                break
            except psycopg.OperationalError:
                assert server.poll() is None, (base / "log").read_text()
                time.sleep(0.1)
        yield address
    finally:
        server.send_signal(2)
        server.wait(20)
        shutil.rmtree(base, ignore_errors=True)


class Places:
    """Makes places on one server, and takes their databases away at the end."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder, self.names = address, folder, []

    def __call__(self, **more: str) -> Place:
        name = f"talka_place_{os.getpid()}_{len(self.names)}"
        self._do("CREATE DATABASE {} TEMPLATE template0", name)
        self.names.append(name)
        return Place(self.folder / name, make_conninfo(self.address, dbname=name), more)

    def close(self) -> None:
        for name in self.names:
            self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _do(self, words: str, name: str) -> None:
        with psycopg.connect(make_conninfo(self.address, dbname="postgres"), autocommit=True) as keeper:
            keeper.execute(sql.SQL(words).format(sql.Identifier(name)))
