"""`talka evidence verify`: whether the ZIP of an event file is whole and unchanged. Needs no database."""

import argparse
from pathlib import Path

from talka.site.deeds import Deeds
from talka.site.output import say
from talka.site.trouble import Trouble


def add(deeds: Deeds) -> None:
    evidence = deeds.add_parser("evidence", help="event files: check a ZIP that was handed over")
    kinds = evidence.add_subparsers(title="deeds", required=True, metavar="DEED")
    verify = kinds.add_parser("verify", help="check that nothing in the ZIP was changed")
    verify.add_argument("file", type=Path)
    verify.add_argument("--sha256", default="", help="the digest that Talka shows of it, compared too")
    verify.set_defaults(deed=_verify)


def _verify(given: argparse.Namespace) -> int:
    from talka.evidence.verifying import verify

    try:
        found = verify(given.file)
    except OSError as fault:
        raise Trouble(f"{given.file} cannot be read: {fault.strerror or fault}.") from None
    if found.made_of:
        say(f"Event file of: {found.made_of}")
    say(f"Files that are as they were: {found.files}")
    say(f"SHA-256 of the whole ZIP: {found.sha256}")
    for fault in found.faults:
        say(f"  {fault}")
    wanted = given.sha256.strip().lower()
    if wanted and wanted != found.sha256:
        say(f"  The whole ZIP is another than the one with the digest {wanted}.")
    if not found.right or (wanted and wanted != found.sha256):
        raise Trouble(f"{given.file.name} is not as it was made.")
    say("Unchanged." if wanted else "Unchanged inside. Compare the digest of the ZIP with the one that Talka shows.")
    return 0
