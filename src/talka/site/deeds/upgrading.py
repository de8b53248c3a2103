"""`talka upgrade`: data and processes to the version that is installed, and back."""

import argparse

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import end_in_order, set_up_django
from talka.site.output import say
from talka.site.trouble import Trouble


def add(deeds: Deeds) -> None:
    upgrade = deeds.add_parser("upgrade", help="to the version that was installed last, also while the server runs")
    upgrade.add_argument("--back", action="store_true", help="the data as of before the last upgrade")
    upgrade.set_defaults(deed=_upgrade)


def _upgrade(given: argparse.Namespace) -> int:
    if given.back:
        return _back()
    from talka.site.database import database
    from talka.site.folder import var_folder

    end_in_order()
    with database() as url:
        set_up_django()
        from talka.site.upgrading.upgrade import upgrade

        upgrade(url, var_folder())
    return 0


def _back() -> int:
    from importlib.metadata import version

    from talka.site.deeds.keeping import alone, tell
    from talka.site.folder import var_folder

    end_in_order()
    with alone() as url:
        set_up_django()
        from talka.site.backups.restoring import Wish, restore
        from talka.site.upgrading.upgrade import last

        done = last(var_folder())
        if done.before and version("talka") != done.before:
            raise Trouble(
                f"This is Talka {version('talka')}; before the upgrade it was {done.before}.",
                f"Install that first: pip install talka=={done.before}, then the same command again.",
            )
        if not done.migrations:
            say("The last upgrade did not change the schema, so no data goes back: systemctl restart talka.")
            return 0
        restored = restore(url, var_folder(), Wish(done.backup, replace=True))
    tell(restored)
    return 1 if restored.settled.refused or restored.settled.failed_jobs else 0
