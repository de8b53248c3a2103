"""The folders of one embedded cluster, and the name of its socket."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from talka.site.trouble import Trouble

PORT = 5432
"""Only part of the socket's name: nothing listens on the network."""

LONGEST_SOCKET = 100
"""Unix allows 107 bytes for a socket's path, others 103."""


@dataclass(frozen=True)
class Folders:
    """Everything of one cluster lies in `base` (…/postgres), except the socket when that path would be too long."""

    base: Path

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "postgres.log"

    @property
    def mark(self) -> str:
        """A name for this place: it stands in the title of each of its processes, so they can be told from others."""
        return "talka-" + hashlib.sha256(os.fsencode(self.base)).hexdigest()[:12]

    @property
    def socket(self) -> Path:
        """The private folder of the socket: the same each time, so that commands find a running server."""
        beside = self.base / "socket"
        if len(os.fsencode(beside / f".s.PGSQL.{PORT}.lock")) <= LONGEST_SOCKET:
            return beside
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        parent = Path(runtime) if runtime and os.geteuid() and Path(runtime).is_dir() else Path(tempfile.gettempdir())
        return parent / self.mark

    def url(self, database: str = "talka") -> str:
        """The address for DATABASE_URL, complete: no PG… variable of the environment can lead elsewhere."""
        return f"postgresql://talka@/{database}?host={quote(str(self.socket), safe='')}&port={PORT}"


def make_private(folder: Path, uid: int | None, gid: int | None) -> None:
    """Make `folder` mode 0700 for its owner. In a place open to others (/tmp) a folder of somebody else is refused."""
    try:
        folder.mkdir(mode=0o700)
        fresh = True
    except FileExistsError:
        fresh = False
    found = folder.lstat()
    owner = os.geteuid() if uid is None else uid
    if not stat.S_ISDIR(found.st_mode) or (not fresh and found.st_uid not in {owner, os.geteuid()}):
        raise Trouble(
            f"{folder} belongs to somebody else, so the database cannot use it.",
            "Remove it, or start Talka as its owner.",
        )
    if found.st_uid != owner and uid is not None and gid is not None:
        os.chown(folder, uid, gid, follow_symlinks=False)
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
