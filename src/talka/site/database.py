"""The database for one command: the one configured, the one a running server holds, else one started for the moment."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talka.site.address import own_address
from talka.site.embedded.cluster import Cluster
from talka.site.folder import var_folder
from talka.site.lock import Lock
from talka.site.output import complain
from talka.site.trouble import Trouble

LONGEST_WAIT = 60.0


def lock_of(var: Path) -> Lock:
    """Who holds this lock owns the embedded cluster of `var`."""
    return Lock(var / "talka.lock")


@contextmanager
def database() -> Iterator[str]:
    """Set DATABASE_URL for the body of the `with`, and give it."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    var = var_folder()
    lock = lock_of(var)
    begun = time.monotonic()
    while not lock.take("command"):
        holder = lock.holder()
        if holder.get("kind") == "serve" and holder.get("url"):
            os.environ["DATABASE_URL"] = str(holder["url"])
            yield str(holder["url"])
            return
        if time.monotonic() - begun > LONGEST_WAIT:
            raise Trouble(
                f"Another command (process {holder.get('pid', '?')}) has used {var} for a minute.", "Try later."
            )
        time.sleep(0.1)
    cluster = Cluster(var, say=complain)
    try:
        os.environ["DATABASE_URL"] = cluster.start()
        yield cluster.url
    finally:
        os.environ.pop("DATABASE_URL", None)
        cluster.stop()
        lock.release()


def server_address() -> str:
    """Where the pages are: as configured, as the running server says, or as it would be started."""
    if address := os.environ.get("TALKA_URL"):
        return address.rstrip("/")
    lock = lock_of(var_folder())
    if address := lock.holder().get("address"):
        return str(address)
    return own_address()
