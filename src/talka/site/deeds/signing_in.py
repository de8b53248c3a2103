"""`talka signin-link`: the way in when mail is down."""

import argparse

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import end_in_order, set_up_django
from talka.site.output import say
from talka.site.trouble import Trouble


def add(deeds: Deeds) -> None:
    link = deeds.add_parser("signin-link", help="a one-time sign-in link, also when mail is down")
    link.add_argument("person", help="e-mail address or name")
    link.set_defaults(deed=_signin_link)


def _signin_link(given: argparse.Namespace) -> int:
    from talka.site.database import database, server_address

    end_in_order()
    with database():
        set_up_django()
        from talka.people.signin import make_link
        from talka.site.people_found import person_named
        from talka.ui.refusals import Refusal

        person = person_named(given.person)
        try:
            say(f"{person}: {server_address()}{make_link(person)}")
        except Refusal as refusal:
            raise Trouble(str(refusal)) from None
    return 0
