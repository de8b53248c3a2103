"""The `talka` command. What it can do is described in `talka.site.deeds`."""

import argparse
import sys
from collections.abc import Callable

from talka.site.deeds import (
    archiving,
    badges,
    checking,
    event_files,
    funder_templates,
    hall_box,
    keeping,
    looking_after,
    management,
    record_folders,
    rehearsals,
    serving,
    setting_up,
    signing_in,
    translating,
    upgrading,
)
from talka.site.environment_file import take_over
from talka.site.output import complain
from talka.site.trouble import Trouble

DEEDS = (
    serving,
    setting_up,
    signing_in,
    record_folders,
    hall_box,
    event_files,
    archiving,
    badges,
    keeping,
    rehearsals,
    translating,
    management,
    looking_after,
    checking,
    upgrading,
    funder_templates,
)


def main(argv: list[str] | None = None) -> int:
    """Run one command line and return its exit code: 0 well, 1 trouble (said in words), 2 a wrong command line."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["methods"]:
        from talka.site.methods_command import main as methods

        return int(methods(words[1:]) or 0)
    given = _parser().parse_args(words)
    deed: Callable[[argparse.Namespace], int] = given.deed
    try:
        if not getattr(given, "writes_settings", False):
            take_over()
        return deed(given)
    except Trouble as trouble:
        complain(f"talka: {trouble}")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="talka", description="Talka: from what is said in a seminar to what is done.")
    deeds = parser.add_subparsers(title="deeds", required=True, metavar="DEED")
    for kind in DEEDS:
        kind.add(deeds)
    deeds.add_parser("methods", help="the decision methods, without a server (talka methods --help)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
