"""`talka manage`: a command of Django, with the database started when it needs one."""

import argparse
import os

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import end_in_order

WITHOUT_DATABASE = {"", "help", "version", "--help", "-h", "--version", "check", "collectstatic", "diffsettings"}
"""Django's commands that need no database."""


def add(deeds: Deeds) -> None:
    manage = deeds.add_parser("manage", help="a command of Django, with the database", add_help=False)
    manage.add_argument("words", nargs=argparse.REMAINDER)
    manage.set_defaults(deed=_manage)


def _manage(given: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    from django.core.management import execute_from_command_line

    words = ["talka manage", *given.words]
    if (given.words or [""])[0] in WITHOUT_DATABASE or {"--help", "-h"} & set(given.words):
        execute_from_command_line(words)
        return 0
    from talka.site.database import database

    end_in_order()
    with database():
        execute_from_command_line(words)
    return 0
