"""What must be right before pages are served: translations, static files, the schema, the register of areas.

`needed` finds out without Django, by stamps, since most starts need nothing; `main` does it, in a process of its own.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from talka.site.output import complain, say
from talka.site.translations import HOUSE, rooms, to_compile
from talka.site.trouble import Trouble

STEPS = ("translations", "static", "database")
STAMP = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
PREPARING = 7_411_520_301
"""The number of the lock in the database under which one machine at a time changes its tables."""


def needed(var: Path, url: str) -> list[str]:
    """Which of STEPS have to be done before the database at `url` and the folder `var` fit this source."""
    steps = []
    if to_compile(rooms()):
        steps.append("translations")
    if _read(_static_stamp(var)) != _static_mark() or not (var / "static" / "staticfiles.json").exists():
        steps.append("static")
    if _schema_stamp(url) != _schema_mark():
        steps.append("database")
    return steps


def static_is_old(var: Path) -> bool:
    """Whether the collected files are of another version than this source."""
    return _read(_static_stamp(var)) != _static_mark()


def main(steps: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    import django

    try:
        if "translations" in steps:
            from talka.site.translations.catalogues import compile_all

            say(f"Translations: {compile_all(rooms())} catalogues compiled")
        django.setup()
        from talka.site.logs import faults

        faults.catch()
        if "static" in steps:
            _collect()
        if "database" in steps:
            with _alone():
                _bring_up()
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    return 0


@contextmanager
def _alone() -> Iterator[None]:
    """Machines that start at once come one after the other. The lock hangs on a connection: it ends with us."""
    import psycopg

    from talka.live.hints import connection_parameters

    with psycopg.connect(**connection_parameters()) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        yield


def _bring_up() -> None:
    """Django is asked what is missing, whatever the stamp says: a restore may have brought older tables under it. What
    another machine did while we waited is then nothing to do."""
    mark = _schema_mark()
    _migrate()
    _read_register()
    _stamp_schema(mark)


def _collect() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import override_settings

    mark = _static_mark()
    storages: dict[str, Any] = dict(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "talka.site.static_files.HashedStaticFiles"}
    with override_settings(STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    say(f"Static files: collected into {settings.STATIC_ROOT}")
    _static_stamp(settings.TALKA_VAR).write_text(mark)


# Extensions and a later version that django-htmx brings along and no page asks for; their comments name imports that
# are not there.
UNUSED = ["ext", "htmx-4*", "htmax-4*"]


def _migrate() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from talka.site import new_tables

    if not settings.MIGRATION_MODULES and new_tables.nothing_there():
        say("Database: new, its tables are made")
        new_tables.make_tables()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Database schema: {len(plan)} migrations to apply")
    done = 0

    class Progress:
        """Turns Django's own lines into a count that a waiting person can read."""

        def write(self, text: str) -> None:
            nonlocal done
            if text.strip() == "OK":
                done += 1
                if done == len(plan) or done % 10 == 0:
                    say(f"  {done} of {len(plan)}")

        def flush(self) -> None:
            return

    call_command("migrate", interactive=False, verbosity=1, stdout=Progress(), no_color=True)


def _read_register() -> None:
    """The areas of Latvia and what is known of them come with the source, and change with it."""
    from talka.indicators.actions.imports import renew_later
    from talka.indicators.actions.register import load_catalogue, load_facts
    from talka.indicators.register_files import read_facts
    from talka.territories.actions import load_areas
    from talka.territories.register_files import read_areas

    say(f"Register of areas: {load_areas(read_areas())}")
    say(f"Indicators: {load_catalogue()}")
    if changed := load_facts(read_facts()):
        say(f"Figures of areas: {changed}")
        renew_later()  # by the worker: what follows from figures is nothing that a start should wait for or fail of


def _stamp_schema(mark: str) -> None:
    from django.db import connection
    from django.db.utils import ProgrammingError

    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [mark])
    except ProgrammingError:  # not the owner: then each start asks Django again
        return


def _schema_stamp(url: str) -> str:
    """What the last such step left in the database itself, so that it goes where the data goes."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute(STAMP).fetchone()
    except psycopg.OperationalError as fault:
        raise Trouble(f"The database does not answer: {str(fault).strip()}", "Look at DATABASE_URL.") from None
    return str(row[0]) if row and row[0] else ""


def _schema_mark() -> str:
    return "talka schema " + _digest(
        _contents(HOUSE.glob("*/migrations/*.py")), _contents(HOUSE.glob("*/register/*")), _packages()
    )


def _static_stamp(var: Path) -> Path:
    return var / "static" / ".source"


def _static_mark() -> str:
    files = [path for path in HOUSE.glob("*/static/**/*") if path.is_file()]
    return _digest(_dates([*files, HOUSE / "site" / "static_files.py"]), _packages())


def _contents(paths: Iterable[Path]) -> Iterable[str]:
    files = (path for path in paths if path.is_file())
    return (f"{path.relative_to(HOUSE)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)


def _dates(paths: Iterable[Path]) -> Iterable[str]:
    for path in paths:
        found = path.stat()
        yield f"{path.relative_to(HOUSE)} {found.st_size} {found.st_mtime_ns}"


def _packages() -> list[str]:
    """Names and versions of what is installed: other packages bring migrations and static files too."""
    import django

    place = Path(django.__file__).parents[1]
    return [folder.name for folder in place.glob("*.dist-info")]


def _digest(*parts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        for line in sorted(part):
            whole.update(line.encode() + b"\n")
    return whole.hexdigest()[:32]


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
