"""`talka funders`: which funder templates there are, and what is wrong with a file before anybody chooses it."""

import argparse
from pathlib import Path

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import set_up_django
from talka.site.output import complain, say


def add(deeds: Deeds) -> None:
    funders = deeds.add_parser("funders", help="the funder templates there are, or what is wrong with a file")
    funders.add_argument("file", type=Path, nargs="*", help="files to be checked; none: list what there is")
    funders.set_defaults(deed=_funders)


def _funders(given: argparse.Namespace) -> int:
    """Needs no database. Exit code 1 where a file is faulty."""
    set_up_django()
    from django.conf import settings

    from talka.programmes.funders import TemplateFaults, files, read_file

    faulty = False
    for path in given.file or files().values():
        try:
            template = read_file(path)
        except TemplateFaults as wrong:
            faulty = True
            complain(str(wrong))
        except OSError as fault:
            faulty = True
            complain(f"{path}: {fault.strerror}")
        else:
            made_up = " (made up)" if template.fictional else ""
            say(f"{template.key}: {template.title['en']}{made_up}")
    if not given.file:
        say(f"Own templates are files in {settings.FUNDERS_FOLDER}; a restart reads them.")
    return int(faulty)
