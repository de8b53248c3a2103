"""The `talka` command. Each deed imports what it needs itself: `talka methods` never waits for Django."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from talka.site.output import complain, say
from talka.site.trouble import Trouble

WITHOUT_DATABASE = {"", "help", "version", "--help", "-h", "--version", "check", "collectstatic", "diffsettings"}
"""Django's commands that need no database."""


def main(argv: list[str] | None = None) -> int:
    """Run one command line and return its exit code: 0 well, 1 trouble (said in words), 2 a wrong command line."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["methods"]:
        from talka.site.methods_command import main as methods

        return int(methods(words[1:]) or 0)
    given = _parser().parse_args(words)
    deed: Callable[[argparse.Namespace], int] = given.deed
    try:
        return deed(given)
    except Trouble as trouble:
        complain(f"talka: {trouble}")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="talka", description="Talka: from what is said in a seminar to what is done.")
    deeds = parser.add_subparsers(title="deeds", required=True, metavar="DEED")

    serve = deeds.add_parser("serve", help="serve the pages, with database and worker")
    serve.set_defaults(deed=lambda given: _supervise("serve"))
    demo = deeds.add_parser("demo", help="the same with examples in an empty database")
    demo.set_defaults(deed=lambda given: _supervise("demo"))

    deeds.add_parser("methods", help="the decision methods, without a server (talka methods --help)")

    link = deeds.add_parser("signin-link", help="a one-time sign-in link, also when mail is down")
    link.add_argument("person", help="e-mail address or name")
    link.set_defaults(deed=_signin_link)

    load = deeds.add_parser("load", help="read a folder of plain files into the database")
    load.add_argument("folder", type=Path)
    load.set_defaults(deed=_load)
    dump = deeds.add_parser("dump", help="write the same files")
    dump.add_argument("folder", type=Path)
    dump.set_defaults(deed=_dump)

    pack = deeds.add_parser("pack", help="take an event along to another installation, as one file")
    pack.add_argument("event", help="as in its address: /e/EVENT/")
    pack.add_argument("file", type=Path)
    pack.set_defaults(deed=_pack)
    merge = deeds.add_parser("merge", help="bring in a file that `talka pack` wrote; again is no harm")
    merge.add_argument("file", type=Path)
    merge.add_argument("--dry-run", action="store_true", help="only say what would come")
    merge.set_defaults(deed=_merge)

    rehearse = deeds.add_parser("rehearse", help="let simulated phones walk through a group work, in a twin of it")
    rehearse.add_argument("workshop", help="its room code, or EVENT/WORKSHOP as in its address")
    rehearse.add_argument("--seats", type=int, default=60, help="simulated phones (60)")
    rehearse.add_argument("--minutes", type=float, default=5, help="for all steps together (5)")
    rehearse.add_argument("--seed", type=int, default=0)
    rehearse.set_defaults(deed=_rehearse)

    translations = deeds.add_parser("translations", help="the rooms' catalogues")
    translations.add_argument("what", choices=["update", "compile", "check"])
    translations.add_argument("room", nargs="*")
    translations.set_defaults(deed=_translations)

    manage = deeds.add_parser("manage", help="a command of Django, with the database", add_help=False)
    manage.add_argument("words", nargs=argparse.REMAINDER)
    manage.set_defaults(deed=_manage)

    check = deeds.add_parser("check", help="whether this installation is put together well")
    check.add_argument("--deploy", action="store_true", help="also whether strangers may be let in")
    check.set_defaults(deed=_check)

    version = deeds.add_parser("version", help="the version of Talka")
    version.set_defaults(deed=_version)
    return parser


def _supervise(kind: str) -> int:
    from talka.site.supervisor import Supervisor

    return Supervisor(kind).run()


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    import django

    django.setup()


def _end_in_order() -> None:
    """A short command that is told to end still closes the database it started."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, end)


def _prepare(url: str) -> None:
    """Bring the schema up to date where this command comes before the first start of the server."""
    from talka.site import preparation
    from talka.site.folder import var_folder

    if "database" in preparation.needed(var_folder(), url) and preparation.main(["translations", "database"]):
        raise Trouble("The database could not be prepared.")


def _signin_link(given: argparse.Namespace) -> int:
    from talka.site.database import database, server_address

    _end_in_order()
    with database():
        _django()
        from talka.people.signin import make_link
        from talka.site.people_found import person_named
        from talka.ui.refusals import Refusal

        person = person_named(given.person)
        try:
            say(f"{person}: {server_address()}{make_link(person)}")
        except Refusal as refusal:
            raise Trouble(str(refusal)) from None
    return 0


def _load(given: argparse.Namespace) -> int:
    from talka.site.database import database

    if not given.folder.is_dir():
        raise Trouble(f"{given.folder} is no folder.")
    _end_in_order()
    with database() as url:
        _prepare(url)
        _django()
        from talka.site.demonstration import load

        load(given.folder)
    say(f"Read {given.folder}.")
    return 0


def _dump(given: argparse.Namespace) -> int:
    from talka.site.database import database

    _end_in_order()
    with database():
        _django()
        import importlib

        importlib.import_module("talka.results.loading").dump(given.folder)
    say(f"Written to {given.folder}.")
    return 0


def _pack(given: argparse.Namespace) -> int:
    from talka.site.database import database

    _end_in_order()
    with database():
        _django()
        from talka.site.boxing import pack

        pack(given.event, given.file)
    return 0


def _merge(given: argparse.Namespace) -> int:
    from talka.site.database import database

    if not given.file.is_file():
        raise Trouble(f"There is no file {given.file}.")
    _end_in_order()
    with database() as url:
        _prepare(url)
        _django()
        from talka.site.boxing import merge

        merge(given.file, given.dry_run)
    return 0


def _rehearse(given: argparse.Namespace) -> int:
    from talka.site.database import database, server_address

    if not 0 < given.minutes <= 240:
        raise Trouble("A rehearsal takes up to 240 minutes.")
    _end_in_order()
    with database():
        _django()
        from talka.site.rehearsing import rehearse
        from talka.ui.refusals import Refusal

        try:
            rehearse(given.workshop, given.seats, given.minutes, given.seed, server_address())
        except Refusal as refusal:
            raise Trouble(str(refusal)) from None
    return 0


def _translations(given: argparse.Namespace) -> int:
    from talka.site.translations.command import run

    return run(given.what, given.room)


def _manage(given: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    from django.core.management import execute_from_command_line

    words = ["talka manage", *given.words]
    if (given.words or [""])[0] in WITHOUT_DATABASE or {"--help", "-h"} & set(given.words):
        execute_from_command_line(words)
        return 0
    from talka.site.database import database

    _end_in_order()
    with database():
        execute_from_command_line(words)
    return 0


def _check(given: argparse.Namespace) -> int:
    from talka.site.deployment import faults

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    import django
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    django.setup()
    found = faults() if given.deploy else []
    for fault in found:
        complain(f"- {fault}")
    try:
        call_command("check", deploy=given.deploy)
    except SystemCheckError as fault:
        complain(str(fault))
        return 1
    return 1 if found else 0


def _version(given: argparse.Namespace) -> int:
    from importlib.metadata import version

    say(version("talka"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
