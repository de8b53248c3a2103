"""How many web processes serve, and how many database connections each of them may hold.

Each holds, beside its pool of p: one that listens for hints, one that says them, one for /healthz. Worker, commands and
a reserve for the administrator take 15. While one is replaced by a newer there is one more of them. So n processes need
(n + 1) x (p + 3) + 15, which stays below the 80 of the embedded database and the 100 that PostgreSQL allows by itself.
"""

import os

from talka.site.trouble import Trouble

MOST = 8
ALLOWED = 80
OTHERS = 15
BESIDE = 3
LARGEST_POOL = 16


def number() -> int:
    """TALKA_WEB_PROCESSES, 1 without it. Two use two cores: Python works on one at a time."""
    text = os.environ.get("TALKA_WEB_PROCESSES") or "1"
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST:
        return int(text)
    raise Trouble(f"TALKA_WEB_PROCESSES={text} is no number of processes.", f"Give a number from 1 to {MOST}.")


def pool_of_each(processes: int) -> int:
    """The largest pool with which all of them, and one that takes another's place, stay below ALLOWED connections."""
    return min(LARGEST_POOL, (ALLOWED - OTHERS) // (processes + 1) - BESIDE)
