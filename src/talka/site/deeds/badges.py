"""`talka badge-key renew`: another key signs the badges of training programmes from now on."""

import argparse

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import end_in_order, set_up_django
from talka.site.output import say


def add(deeds: Deeds) -> None:
    badges = deeds.add_parser("badge-key", help="the key that signs badges: make another one")
    badges.add_argument("what", choices=["renew"], help="badges that are in people's hands verify on")
    badges.set_defaults(deed=_renew)


def _renew(given: argparse.Namespace) -> int:
    from talka.site.database import database

    end_in_order()
    with database():
        set_up_django()
        from talka.learning.actions.badges import renew_key

        kid = renew_key()
    say(f"Badges are signed by the key {kid} from now on. Those signed before verify on.")
    return 0
