"""The database: whether it answers, how far away it is, what it is set to, whether its tables fit this version."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from talka.site.doctor.finding import Finding, fault, ok, warning
from talka.site.web_processes import connections as needed_connections
from talka.site.web_processes import number, pool_of_each, workers

OLDEST = 150000
FAR = 0.005
"""Seconds for one question: a page asks some twenty of them, one after the other."""
SKEW = 2.0
SAMPLE = 500


def _row(query: str, given: list[Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchone()


def reach() -> Iterator[Finding]:
    served, shown = _row("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
    if served < OLDEST:
        yield fault("database", f"PostgreSQL {shown}", "Talka needs PostgreSQL 15 or newer.")
    else:
        yield ok("database", f"PostgreSQL {shown} answers")
    times = []
    for _turn in range(7):
        begun = time.perf_counter()
        _row("SELECT 1")
        times.append(time.perf_counter() - begun)
    middle = sorted(times)[3]
    said = f"one question takes {middle * 1000:.1f} ms"
    if middle > FAR:
        yield warning("database", said, "Put Talka nearer to the database: a page asks some twenty questions.")
    else:
        yield ok("database", said)


def encoding() -> Iterator[Finding]:
    encoded, sorted_by = _row(
        "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()"
    )
    if encoded != "UTF8":
        yield fault("database", f"its signs are {encoded}", "Make a database with ENCODING UTF8 and restore into it.")
    else:
        yield ok("database", f"UTF8, sorted by {sorted_by} (Latvian order is computed by Talka itself)")


def line() -> Iterator[Finding]:
    """Whether what goes to the database can be read on the way."""
    host = str(settings.DATABASES["default"]["HOST"])
    encrypted = _row("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    here = not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}
    if encrypted and encrypted[0]:
        yield ok("database line", "encrypted")
    elif here:
        yield ok("database line", "does not leave this machine")
    else:
        yield fault(
            "database line", "goes to another machine in the clear", "Add ?sslmode=verify-full to DATABASE_URL."
        )


def schema() -> Iterator[Finding]:
    from talka.upkeep.queries.installation import versions

    pending = versions().pending
    if pending:
        yield fault("tables", f"{pending} migrations are missing", "Start Talka once, or talka manage migrate.")
    else:
        yield ok("tables", "as this version knows them")


def rights() -> Iterator[Finding]:
    above, owner = _row(
        "SELECT rolsuper, pg_has_role(current_user, datdba, 'MEMBER') FROM pg_roles, pg_database "
        "WHERE rolname = current_user AND datname = current_database()"
    )
    embedded = str(settings.TALKA_VAR / "postgres") in str(settings.DATABASES["default"]["HOST"])
    if above and not embedded:
        yield warning("database role", "may do everything in the whole server", "Give Talka a role of its own.")
    elif not owner:
        yield warning("database role", "does not own the database", "ALTER DATABASE … OWNER TO the role of Talka.")
    else:
        yield ok("database role", "owns the database" + (", the embedded one" if embedded else ", and nothing else"))


def connections() -> Iterator[Finding]:
    allowed, used = _row(
        "SELECT current_setting('max_connections')::int, (SELECT count(*) FROM pg_stat_activity WHERE backend_type = "
        "'client backend')"
    )
    pool = int(os.environ.get("TALKA_POOL") or pool_of_each(number(), workers()))
    needed = needed_connections(number(), workers(), pool)
    said = f"{used} in use, {allowed} allowed, this machine may need {needed}"
    if needed > allowed:
        yield fault("connections", said, "Raise max_connections of PostgreSQL, or set a smaller TALKA_POOL.")
    else:
        yield ok("connections", said)


def clock() -> Iterator[Finding]:
    """Codes, links and reminders have moments: the machines must agree on them."""
    before = datetime.now(UTC)
    there = _row("SELECT clock_timestamp()")[0]
    after = datetime.now(UTC)
    skew = (there - before - (after - before) / 2).total_seconds()
    said = f"database and machine differ by {abs(skew):.1f} s"
    if abs(skew) > SKEW:
        yield fault("clock", said, "Let both take their time from the same servers (chrony, systemd-timesyncd).")
    else:
        yield ok("clock", said)


def search() -> Iterator[Finding]:
    """The columns by which people are found and sorted are as this version would write them."""
    from talka.people import names
    from talka.people.models import Organisation, Person

    people = list(Person.objects.filter(erased_at__isnull=True).order_by("?")[:SAMPLE])
    old = sum(
        (row.sort_key, row.folded)
        != (
            names.person_sort_key(row.given_name, row.family_name),
            names.person_folded(row.given_name, row.family_name, row.email),
        )
        for row in people
    )
    organisations = list(Organisation.objects.order_by("?")[:SAMPLE])
    old += sum(
        (row.sort_key, row.folded)
        != (names.organisation_sort_key(row.name), names.organisation_folded(row.name, row.short_name, row.name_en))
        for row in organisations
    )
    looked = len(people) + len(organisations)
    if old:
        yield warning(
            "search", f"{old} of {looked} rows are stamped by older rules", "Save them anew, or import them again."
        )
    else:
        yield ok("search", f"the columns to find and sort by are right in {looked} rows looked at")
