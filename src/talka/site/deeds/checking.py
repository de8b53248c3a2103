"""`talka check` and `talka version`."""

import argparse

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import set_up_django
from talka.site.output import complain, say


def add(deeds: Deeds) -> None:
    check = deeds.add_parser("check", help="whether this installation is put together well")
    check.add_argument("--deploy", action="store_true", help="also whether strangers may be let in")
    check.set_defaults(deed=_check)
    version = deeds.add_parser("version", help="the version of Talka")
    version.set_defaults(deed=_version)


def _check(given: argparse.Namespace) -> int:
    from talka.site.deployment import faults

    set_up_django()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check")
    except SystemCheckError as wrong:
        complain(str(wrong))
        return 1
    if not given.deploy:
        return 0
    found = faults()
    for fault in found:
        complain(f"- {fault}")
    say("Nothing is unsafe." if not found else f"{len(found)} things are unsafe.")
    return 1 if found else 0


def _version(given: argparse.Namespace) -> int:
    from importlib.metadata import version

    say(version("talka"))
    return 0
