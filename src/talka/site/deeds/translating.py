"""`talka translations`: the rooms' catalogues."""

import argparse

from talka.site.deeds import Deeds


def add(deeds: Deeds) -> None:
    translations = deeds.add_parser("translations", help="the rooms' catalogues")
    translations.add_argument("what", choices=["update", "compile", "check"])
    translations.add_argument("room", nargs="*")
    translations.set_defaults(deed=_translations)


def _translations(given: argparse.Namespace) -> int:
    from talka.site.translations.command import run

    return run(given.what, given.room)
