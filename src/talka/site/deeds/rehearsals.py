"""`talka rehearse`: simulated phones walk through a group work."""

import argparse

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import end_in_order, set_up_django
from talka.site.trouble import Trouble


def add(deeds: Deeds) -> None:
    rehearse = deeds.add_parser("rehearse", help="let simulated phones walk through a group work, in a twin of it")
    rehearse.add_argument("workshop", help="its room code, or EVENT/WORKSHOP as in its address")
    rehearse.add_argument("--seats", type=int, default=60, help="simulated phones (60)")
    rehearse.add_argument("--minutes", type=float, default=5, help="for all steps together (5)")
    rehearse.add_argument("--seed", type=int, default=0)
    rehearse.set_defaults(deed=_rehearse)


def _rehearse(given: argparse.Namespace) -> int:
    from talka.site.database import database, server_address

    if not 0 < given.minutes <= 240:
        raise Trouble("A rehearsal takes up to 240 minutes.")
    end_in_order()
    with database():
        set_up_django()
        from talka.site.rehearsing import rehearse
        from talka.ui.refusals import Refusal

        try:
            rehearse(given.workshop, given.seats, given.minutes, given.seed, server_address())
        except Refusal as refusal:
            raise Trouble(str(refusal)) from None
    return 0
