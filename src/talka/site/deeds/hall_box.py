"""`talka pack` and `talka merge`: an event goes to another installation and comes back."""

import argparse
from pathlib import Path

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import end_in_order, prepare, set_up_django
from talka.site.trouble import Trouble


def add(deeds: Deeds) -> None:
    pack = deeds.add_parser("pack", help="take an event along to another installation, as one file")
    pack.add_argument("event", help="as in its address: /e/EVENT/")
    pack.add_argument("file", type=Path)
    pack.set_defaults(deed=_pack)
    merge = deeds.add_parser("merge", help="bring in a file that `talka pack` wrote; again is no harm")
    merge.add_argument("file", type=Path)
    merge.add_argument("--dry-run", action="store_true", help="only say what would come")
    merge.set_defaults(deed=_merge)


def _pack(given: argparse.Namespace) -> int:
    from talka.site.database import database

    end_in_order()
    with database():
        set_up_django()
        from talka.site.boxing import pack

        pack(given.event, given.file)
    return 0


def _merge(given: argparse.Namespace) -> int:
    from talka.site.database import database

    if not given.file.is_file():
        raise Trouble(f"There is no file {given.file}.")
    end_in_order()
    with database() as url:
        prepare(url)
        set_up_django()
        from talka.site.boxing import merge

        merge(given.file, given.dry_run)
    return 0
