"""The steps of an upgrade, in the process of the new version, while the one before may still serve."""

import datetime as dt
import http.client
import os
import signal
import time
import urllib.parse
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from talka.site import handover, preparation
from talka.site.backups import index, making
from talka.site.database import lock_of
from talka.site.output import complain, say
from talka.site.trouble import Trouble
from talka.site.upgrading.known import unknown
from talka.site.upgrading.locking import Concern, concerns

LONGEST_RENEWAL = 600.0
RIGHTS = """
SELECT has_schema_privilege(current_user, 'public', 'CREATE'),
       (SELECT count(*) FROM pg_tables
        WHERE schemaname = 'public' AND NOT pg_has_role(current_user, tableowner, 'USAGE'))
"""


@dataclass
class Upgrade:
    """What was done; the last line of TALKA_VAR/backups/upgrades.jsonl, by which the way back is found."""

    before: str
    after: str
    backup: Path
    migrations: list[str] = field(default_factory=list)


def upgrade(url: str, var: Path) -> Upgrade:
    """Bring data and processes to the version that is installed. Trouble says how far it came and how to go back.

    Django must be set up.
    """
    serving = _serving(var)
    plan, held_up = _plan()
    done = Upgrade(_before(var, serving), version("talka"), Path(), [f"{each.app_label}.{each.name}" for each in plan])
    say(f"1. Talka {done.before or 'of unknown version'} → {done.after}, {len(plan)} changes of the schema")
    _refuse_without_rights(url, var)
    _tell(held_up, url)
    done.backup = making.make(url, var, making.Wish(index.folder(var), kind="before-upgrade")).file
    say(f"2. Backup: {done.backup}")
    index.append_line(index.folder(var) / "upgrades.jsonl", _row(done))
    try:
        _check_installed()
        say("3. The new version starts and is put together well")
        if serving and any(concern.breaks for concern in held_up):
            say("4. The schema is changed while pages wait, since those of before would not understand it")
        else:
            _prepare()
            say("4. Schema, static files and translations are of the new version")
        if serving:
            _renew(var, serving, done.after)
            say("5. The server has renewed itself; nobody was refused")
        else:
            say("5. No server runs on this TALKA_VAR; start it: systemctl start talka")
        _check_schema()
        say("6. Checked: the schema is complete" + (" and the pages answer" if serving else ""))
    except Trouble as trouble:
        raise Trouble(
            trouble.what, "\n  ".join(filter(None, [trouble.advice, "The way back:", *way_back(done)]))
        ) from None
    say("Other machines on the same database: install the same version, then systemctl reload talka.")
    say("The way back, if something is wrong:\n  " + "\n  ".join(way_back(done)))
    return done


def way_back(done: Upgrade) -> list[str]:
    """Commands, one a line."""
    install = f"pip install talka=={done.before or 'THE-VERSION-BEFORE'}"
    if not done.migrations:
        return [install, "systemctl reload talka    # the schema was not changed, no data goes back"]
    return [
        "systemctl stop talka",
        install,
        "talka upgrade --back    # the data as of before the upgrade; what is there now goes into a backup first",
        "systemctl start talka",
    ]


def last(var: Path) -> Upgrade:
    """The last upgrade. Trouble where there was none."""
    rows = index.read_lines(index.folder(var) / "upgrades.jsonl")
    if not rows:
        raise Trouble("No upgrade was made here.", "A backup is restored by: talka restore FILE --replace")
    row = rows[-1]
    return Upgrade(str(row["from"]), str(row["to"]), Path(row["backup"]), list(row["migrations"]))


def _row(done: Upgrade) -> dict[str, Any]:
    return {
        "time": dt.datetime.now(dt.UTC).isoformat(),
        "from": done.before,
        "to": done.after,
        "backup": str(done.backup),
        "migrations": done.migrations,
    }


def _serving(var: Path) -> dict[str, Any]:
    """What the running server says of itself; empty where none runs here."""
    lock = lock_of(var)
    holder = lock.holder()
    if holder.get("kind") != "serve":
        return {}
    if lock.take("command"):  # nobody holds it: the words are of one that is no more
        lock.release()
        return {}
    return lock.holder()


def _before(var: Path, serving: dict[str, Any]) -> str:
    if told := serving.get("version"):
        return str(told)
    made = [each.version for each in index.backups(var) if each.ok and each.version]
    return made[-1] if made else ""


def _plan() -> tuple[list[Any], list[Concern]]:
    """Migrations to apply, and what they hold up. Trouble where the data is newer than this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    newer = unknown(loader.applied_migrations)
    if newer:
        raise Trouble(
            f"The database was changed by a newer Talka ({newer[0]} …); this is {version('talka')}.",
            "To go back to before that upgrade: systemctl stop talka, then talka upgrade --back.",
        )
    plan = [migration for migration, _backwards in executor.migration_plan(loader.graph.leaf_nodes())]
    state = loader.project_state([pair for pair in loader.applied_migrations if pair in loader.graph.nodes])
    connection.close()
    return plan, concerns(plan, state)


def _refuse_without_rights(url: str, var: Path) -> None:
    if not os.access(var, os.W_OK):
        raise Trouble(f"{var} may not be written to by this user.", "Run it as the user that Talka runs as.")
    with psycopg.connect(url, connect_timeout=10) as connection:
        create, foreign = connection.execute(RIGHTS).fetchone() or (False, 0)
    if not create or foreign:
        why = f"{foreign} tables belong to another role" if foreign else "it may not make tables"
        raise Trouble(
            f"The role of DATABASE_URL cannot change the schema: {why}. Nothing was changed.",
            "ALTER DATABASE … OWNER TO and REASSIGN OWNED BY … TO give it what it needs.",
        )


def _tell(held_up: list[Concern], url: str) -> None:
    with psycopg.connect(url, connect_timeout=10) as connection:
        for concern in held_up:
            row = connection.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(%s)", [f"public.{concern.table}"]
            ).fetchone()
            size = f" (about {max(row[0], 0):,} rows)" if row else ""
            say(f"   {concern}{size}")


def _check_installed() -> None:
    if fault := handover.fault():
        raise Trouble(f"The installed version does not start: {fault}. Data and server are as they were.")
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check", verbosity=0)
    except SystemCheckError as fault:
        raise Trouble(f"The installed version is not put together well: {fault}") from None


def _prepare() -> None:
    if preparation.main(list(preparation.STEPS)):
        raise Trouble("The schema could not be changed; see the lines above.")


def _renew(var: Path, serving: dict[str, Any], wanted: str) -> None:
    """Ask the server to renew itself, and wait until it has."""
    try:
        os.kill(int(serving["pid"]), signal.SIGUSR2)
    except (ProcessLookupError, PermissionError) as fault:
        raise Trouble(
            f"The server cannot be asked to renew itself: {fault.strerror}.", "systemctl restart talka"
        ) from None
    until = time.monotonic() + LONGEST_RENEWAL
    while time.monotonic() < until:
        now = _serving(var)
        if not now:
            raise Trouble("The server ended while it renewed itself.", "Its own output says why.")
        if now.get("since") != serving.get("since"):
            if now.get("version") != wanted:
                raise Trouble(f"The server runs {now.get('version')} instead of {wanted}.")
            _ask(str(now["address"]))
            return
        time.sleep(0.2)
    raise Trouble("The server has not renewed itself; it goes on with the version of before.", "Its output says why.")


def _ask(address: str) -> None:
    place = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as fault:
        raise Trouble(f"The pages do not answer at {address}: {fault}") from None
    finally:
        connection.close()
    if status != 200:
        raise Trouble(f"The pages answer with a fault ({status}).")


def _check_schema() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    if missing:
        complain(f"{len(missing)} changes of the schema are not applied.")
        raise Trouble("The schema is not that of the installed version.")
