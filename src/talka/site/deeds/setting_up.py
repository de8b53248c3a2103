"""`talka setup`: from an installed package to an installation."""

import argparse

from talka.site.deeds import Deeds


def add(deeds: Deeds) -> None:
    setup = deeds.add_parser("setup", help="make an installation: settings, schema, administrator, units, nginx")
    setup.add_argument("--url", help="the address that people will know: https://talka.example.lv")
    setup.add_argument(
        "--database", metavar="URL", help="PostgreSQL 15 or newer (the one of this machine, by its socket)"
    )
    setup.add_argument("--email-url", metavar="URL", help="smtp://user:password@host:587")
    setup.add_argument("--from", dest="sender", help="sender of letters: Talka <talka@example.lv>")
    setup.add_argument("--var", metavar="DIR", help="the one folder that Talka writes to (/var/lib/talka)")
    setup.add_argument("--user", help="as whom the service runs (talka)")
    setup.add_argument("--host", help="where pages are served to nginx (127.0.0.1)")
    setup.add_argument("--port", help="and on which port (8000)")
    setup.add_argument("--administrator", metavar="EMAIL", help="who gets a one-time link to sign in")
    setup.add_argument("--administrator-name", metavar="NAME", help="given name and family name")
    setup.add_argument("--certificate", metavar="FILE", help="for nginx (Let's Encrypt's place)")
    setup.add_argument("--key", metavar="FILE", help="its private key")
    setup.add_argument("--backup-to", metavar="DIR", help="where the nightly backup goes (backups in --var)")
    setup.add_argument("--backup-encrypt-to", metavar="KEY", help="encrypt it to the key that talka backup-key printed")
    where = setup.add_mutually_exclusive_group()
    where.add_argument(
        "--into", metavar="DIR", default="talka-setup", help="write files below DIR, for review (talka-setup)"
    )
    where.add_argument("--system", action="store_true", help="write files to /etc; as root")
    setup.add_argument("--non-interactive", action="store_true", help="ask nothing: take options and what is usual")
    setup.set_defaults(deed=_setup, writes_settings=True)  # it begins where there are none yet


def _setup(given: argparse.Namespace) -> int:
    from talka.site.installation.setup import Setup

    return Setup(given).run()
