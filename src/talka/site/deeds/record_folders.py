"""`talka load` and `talka dump`: programmes as folders of plain files."""

import argparse
from pathlib import Path

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import end_in_order, prepare, set_up_django
from talka.site.output import say
from talka.site.trouble import Trouble


def add(deeds: Deeds) -> None:
    load = deeds.add_parser("load", help="read a folder of plain files into the database")
    load.add_argument("folder", type=Path)
    load.set_defaults(deed=_load)
    dump = deeds.add_parser("dump", help="write the same files")
    dump.add_argument("folder", type=Path)
    dump.set_defaults(deed=_dump)


def _load(given: argparse.Namespace) -> int:
    from talka.site.database import database

    if not given.folder.is_dir():
        raise Trouble(f"{given.folder} is no folder.")
    end_in_order()
    with database() as url:
        prepare(url)
        set_up_django()
        from talka.site.demonstration import load

        load(given.folder)
    say(f"Read {given.folder}.")
    return 0


def _dump(given: argparse.Namespace) -> int:
    from talka.site.database import database

    end_in_order()
    with database():
        set_up_django()
        import importlib

        importlib.import_module("talka.results.loading").dump(given.folder)
    say(f"Written to {given.folder}.")
    return 0
