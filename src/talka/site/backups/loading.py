"""Putting a dump into a database: in one transaction, which also proves that every row has arrived."""

import contextlib
import re
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import IO, Any

import psycopg

from talka.site.backups.programs import place, programs_for
from talka.site.parentage import told_of_death
from talka.site.trouble import Trouble

UNDER_WAY = "restore_under_way"
"""A table that is there from the moment the data is in until everything after it is done: nothing may be served."""

FILLED = ("people_account", "people_person", "programmes_programme", "events_event")
"""Where these have rows somebody has worked; without them there are at most the tables and the register of areas."""

CLEAR = """
DO $$ DECLARE one record; BEGIN
  FOR one IN
    SELECT c.relkind, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'i', 'a'))
  LOOP
    EXECUTE format('DROP %s IF EXISTS public.%I CASCADE', CASE one.relkind
      WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE'
      WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, one.relname);
  END LOOP;
  FOR one IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name);
  END LOOP;
  FOR one IN
    SELECT t.oid::regtype AS name FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname = 'public' AND (t.typtype IN ('e', 'd', 'r')
      OR EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', one.name);
  END LOOP;
END $$;
"""

MORE_LOCKS = (
    "All tables are replaced at once. Set max_locks_per_transaction = 256 in PostgreSQL, restart it, and do it again."
)

HEADER = re.compile(rb"\s*(--.*|SET [a-z_]+ = .*;|SELECT pg_catalog\.set_config.*|\\restrict .*)?\s*")
NEWER_SETTINGS = (b"SET transaction_timeout",)
"""What programs from 17 on write and servers before it refuse."""


def state(url: str) -> str:
    """What stands in the database: "empty", "filled", or "under way" where a restore was broken off."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            if _there(connection, UNDER_WAY):
                return "under way"
            for table in FILLED:
                if _there(connection, table) and connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # noqa: S608
                    return "filled"
            ours = _there(connection, "django_migrations")
            any_table = "SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'restore_under_way'"
            return "strange" if not ours and connection.execute(any_table).fetchone() else "empty"
    except psycopg.OperationalError as fault:
        raise Trouble(f"The database does not answer: {str(fault).strip()}", "Look at DATABASE_URL.") from None


def refuse_half_restored(url: str) -> None:
    """Trouble where a restore was broken off after the data was in: pages must not open on it."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        if _there(connection, UNDER_WAY):
            row = connection.execute(f"SELECT file FROM {UNDER_WAY}").fetchone()  # noqa: S608
            raise Trouble(
                "A restore into this database was broken off, so erasures and retention are not carried out yet.",
                f"Do it again, it begins anew: talka restore {row[0] if row else 'FILE'}",
            )


def refuse_company(url: str) -> None:
    """Trouble where others of our name are connected: pages or a worker of another machine."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        found = connection.execute(
            "SELECT count(*), string_agg(DISTINCT coalesce(host(client_addr), 'this machine'), ', ') "
            "FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone() or (0, "")
    if found[0]:
        raise Trouble(
            f"{found[0]} connections to this database are open, from {found[1]}.",
            "End Talka on every machine that uses it first (systemctl stop talka), and every psql.",
        )


def finish(url: str) -> None:
    with psycopg.connect(url, connect_timeout=10) as connection:
        connection.execute(f"DROP TABLE IF EXISTS {UNDER_WAY}")


def load(url: str, dump: Path, head: dict[str, Any], rows: dict[str, int], name: str) -> None:
    """Replace all tables of the database by those of the dump. Trouble leaves the database as it was."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        server = connection.info.server_version // 10000
    programs = programs_for(server, archive=int(head.get("pg_dump") or 0))
    where, environment = place(url)
    reading = [programs["pg_restore"], "--file=-", "--no-owner", "--no-privileges", str(dump)]
    words = [programs["psql"], f"--dbname={where}", "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"]
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as complaints:
        options: dict[str, Any] = {"env": environment, "preexec_fn": told_of_death(signal.SIGTERM)}
        writer = subprocess.Popen(
            reading, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints, **options
        )
        reader = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors, **options)
        assert writer.stdout and reader.stdin
        try:
            with contextlib.suppress(BrokenPipeError):  # it has stopped, and says why
                reader.stdin.write(b"SET client_min_messages = warning; BEGIN;" + CLEAR.encode())
                _pass_on(writer.stdout, reader.stdin, server)
                if writer.wait() == 0:
                    reader.stdin.write(_proof(rows, name).encode() + b"COMMIT;\n")  # an end without it undoes all
            with contextlib.suppress(BrokenPipeError):
                reader.stdin.close()
            code = reader.wait()
        finally:
            for process in (reader, writer):
                process.kill()
                process.wait()
            writer.stdout.close()
        if code or writer.returncode:
            complaints.seek(0)
            errors.seek(0)
            told = (complaints.read(2000) + errors.read(2000)).decode(errors="replace").strip()
            advice = MORE_LOCKS if "max_locks_per_transaction" in told else ""
            raise Trouble(f"The database could not be restored; it is as it was before.\n  {told}", advice)


def _pass_on(source: IO[bytes], target: IO[bytes], server: int) -> None:
    """Hand the script over, without what an older server does not know."""
    for line in source:
        if server < 17 and line.startswith(NEWER_SETTINGS):
            continue
        target.write(line)
        if not HEADER.fullmatch(line):
            break
    while data := source.read(1024 * 1024):
        target.write(data)


def _proof(rows: dict[str, int], name: str) -> str:
    """Raises inside the transaction where a table has not what it had, and marks the database as not finished."""
    lines = ["SET search_path = public;", "DO $$ DECLARE n bigint; BEGIN"]
    for table, count in rows.items():
        quoted = '"' + table.replace('"', '""') + '"'
        lines.append(f"SELECT count(*) INTO n FROM {quoted};")  # noqa: S608
        lines.append(
            f"IF n <> {int(count)} THEN RAISE 'Table % has % rows instead of {int(count)}', '{table}', n; END IF;"
        )
    lines.append("END $$;")
    lines.append(f"CREATE TABLE {UNDER_WAY} (file text, begun timestamptz DEFAULT now());")
    literal = "'" + name.replace("'", "''") + "'"
    lines.append(f"INSERT INTO {UNDER_WAY} (file) VALUES ({literal});")  # noqa: S608
    return "\n" + "\n".join(lines) + "\n"


def _there(connection: psycopg.Connection[tuple[Any, ...]], table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{table}"]).fetchone()
    return bool(row and row[0])
