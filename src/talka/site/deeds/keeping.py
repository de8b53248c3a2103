"""`talka backup` and `talka restore`."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import end_in_order, set_up_django
from talka.site.output import complain, say
from talka.site.trouble import Trouble

if TYPE_CHECKING:
    from talka.site.backups.restoring import Restored


def add(deeds: Deeds) -> None:
    backup = deeds.add_parser("backup", help="database and uploads into one file, also while the server runs")
    backup.add_argument("--to", type=Path, metavar="DIR", help="folder for the file (TALKA_VAR/backups)")
    backup.add_argument(
        "--encrypt-to",
        action="append",
        default=[],
        metavar="RECIPIENT",
        help="a key of age (age1…), an SSH key, a file",
    )
    backup.add_argument("--keep", type=int, default=None, metavar="N", help="backups left in the folder (14); 0: all")
    backup.add_argument(
        "--with-secrets", action="store_true", help="also TALKA_VAR/secrets; only into an encrypted backup"
    )
    backup.set_defaults(deed=_backup)
    key = deeds.add_parser(
        "backup-key", help="a new key that backups are encrypted to"
    )
    key.add_argument("file", type=Path)
    key.add_argument("--passphrase-file", type=Path, metavar="F", help="lock it by the passphrase on its first line")
    key.set_defaults(deed=_backup_key)
    restore = deeds.add_parser("restore", help="bring a backup back into an empty place")
    restore.add_argument("file", type=Path)
    restore.add_argument("--identity", type=Path, metavar="F", help="secret key of age or SSH that opens it")
    restore.add_argument("--passphrase-file", type=Path, metavar="F", help="what locks that key, on its first line")
    restore.add_argument("--into", metavar="DATABASE_URL", help="another database than the configured one")
    restore.add_argument("--replace", action="store_true", help="over what is there, after a backup of it")
    restore.add_argument(
        "--erasures", action="append", type=Path, default=[], metavar="F", help="a journal of erasures from elsewhere"
    )
    restore.set_defaults(deed=_restore)


def _backup(given: argparse.Namespace) -> int:
    from talka.site.database import database
    from talka.site.folder import var_folder

    end_in_order()
    with database() as url:
        set_up_django()
        from talka.site.backups import age, folder
        from talka.site.backups.making import KEPT, Wish, make

        wish = Wish(
            (given.to or folder(var_folder())).resolve(),
            keep=KEPT if given.keep is None else given.keep,
            recipients=age.recipients(given.encrypt_to),
            with_secrets=given.with_secrets,
        )
        made = make(url, var_folder(), wish)
    kind = "encrypted, " if made.encrypted else ""
    say(f"{made.file}: {kind}{made.bytes / 2**20:,.1f} MB in {made.seconds:.1f} s")
    return 0


def _backup_key(given: argparse.Namespace) -> int:
    from talka.site.backups import age

    phrase = age.passphrase_from(given.passphrase_file) if given.passphrase_file else ""
    public = age.new_identity(given.file, phrase)
    say(f"{given.file} is written. Keep it off this machine: without it no backup can be opened.")
    say(f"talka backup --encrypt-to {public}")
    return 0


def _restore(given: argparse.Namespace) -> int:
    from talka.site.folder import var_folder

    if given.into:
        os.environ["DATABASE_URL"] = given.into
    end_in_order()
    with alone() as url:
        set_up_django()
        from talka.site.backups import age
        from talka.site.backups.restoring import Wish, restore

        phrase = age.passphrase_from(given.passphrase_file) if given.passphrase_file else ""
        keys = age.identities(given.identity, phrase) if given.identity else []
        done = restore(url, var_folder(), Wish(given.file, keys, given.replace, given.erasures))
    tell(done)
    return 1 if done.settled.refused or done.settled.failed_jobs else 0


@contextmanager
def alone() -> Iterator[str]:
    """The database for a command that must not share TALKA_VAR with a server, nor with another command."""
    from talka.site.database import database, lock_of
    from talka.site.folder import var_folder

    lock = lock_of(var_folder())
    if os.environ.get("DATABASE_URL"):
        if not lock.take("command"):
            raise _in_use(lock.holder())
        try:
            with database() as url:
                yield url
        finally:
            lock.release()
        return
    with database() as url:
        if lock.holder().get("kind") == "serve":
            raise _in_use(lock.holder())
        yield url


def _in_use(holder: dict[str, object]) -> Trouble:
    return Trouble(
        f"Talka runs on this TALKA_VAR (process {holder.get('pid', '?')}), so nothing can be restored into it.",
        "End it first: systemctl stop talka, or Ctrl-C where it was started.",
    )


def tell(done: "Restored") -> None:
    """Say what came back and what did not, and what somebody has to look at."""
    settled = done.settled
    if done.before:
        say(f"What was there before is in {done.before}.")
    say(f"Restored as of {done.time:%d.%m.%Y %H:%M} UTC, written by Talka {done.version}:")
    say(f"  {done.tables} tables with {done.rows:,} rows and {done.files:,} files, each compared with the manifest")
    if done.gone:
        say(f"  {len(done.gone)} files had been deleted while the backup was made, e.g. {done.gone[0]}")
    if done.journal or settled.again:
        say(f"  {settled.again} persons erased again; erasures after the backup: {settled.younger}")
    if not done.journal:
        complain(
            "  No journal of erasures was found beside the file or here: whoever was erased since is in the\n"
            "  data again. If there is an erasures.jsonl elsewhere, do it again with --replace --erasures FILE."
        )
    for key, why in settled.refused:
        complain(f"  Not erased again: the person /people/p/{key}/ ({why}). Erase them by hand.")
    for name in settled.failed_jobs:
        complain(f"  The job {name} failed and comes again at its time; see the lines above.")
    say(f"  {settled.held} letters are held, since they may have been sent: look at the outbox before sending them")
    say(f"  {settled.sessions} sessions and {settled.links} sign-in links ended; everybody signs in anew")
    if settled.tables:
        say(f"  {settled.tables} imported tables that were not entered yet were given up")
