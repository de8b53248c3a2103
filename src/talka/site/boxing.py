"""`talka pack` and `talka merge`: an event goes to another installation, and comes back."""

from pathlib import Path

from talka.box.carrying import merge_file
from talka.box.carrying import pack as pack_event
from talka.site.output import say
from talka.site.trouble import Trouble
from talka.ui.refusals import Refusal


def pack(slug: str, file: Path) -> None:
    """Write the event to the file and say what went along. Raises Trouble."""
    if not file.parent.is_dir():
        raise Trouble(f"There is no folder {file.parent}.")
    try:
        packed = pack_event(slug.strip("/"), file)
    except Refusal as refusal:
        raise Trouble(refusal.text()) from None
    except OSError as fault:
        raise Trouble(f"{file} cannot be written: {fault.strerror or fault}.") from None
    say(f"{file}")
    for line in packed.lines():
        say(line)


def merge(file: Path, dry_run: bool) -> None:
    """Bring in what the file holds and say what came. Raises Trouble."""
    try:
        merged = merge_file(file, dry_run=dry_run)
    except Refusal as refusal:
        raise Trouble(refusal.text()) from None
    if dry_run:
        say("So far nothing is changed (--dry-run). It would be:")
    for line in merged.lines():
        say(line)
