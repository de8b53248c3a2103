"""How many web processes and workers there are, and how many database connections each of them may hold.

A web process holds, beside its pool of p: one that listens for hints, one that says them, one for /healthz. A worker
takes 10; commands and a reserve for the administrator 5. While a web process is replaced by a newer there is one more
of them. So n processes and w workers need (n + 1) x (p + 3) + 10 w + 5, which stays below the 80 of the embedded
database and the 100 that PostgreSQL allows by itself.
"""

import os

from talka.site.trouble import Trouble

MOST = 8
ALLOWED = 80
MOST_WORKERS = 4
OF_A_WORKER = 10
RESERVE = 5
BESIDE = 3
LARGEST_POOL = 16


def number() -> int:
    """TALKA_WEB_PROCESSES, 1 without it. Two use two cores: Python works on one at a time."""
    return _number("TALKA_WEB_PROCESSES", MOST)


def workers() -> int:
    """TALKA_WORKERS, 1 without it. Each does two jobs at a time; 0 where another machine does them."""
    return _number("TALKA_WORKERS", MOST_WORKERS, least=0)


def pool_of_each(processes: int, working: int = 1) -> int:
    """The largest pool with which all of them, and one that takes another's place, stay below ALLOWED connections; 2
    where there is room for none."""
    others = OF_A_WORKER * working + RESERVE
    return max(2, min(LARGEST_POOL, (ALLOWED - others) // (processes + 1) - BESIDE))


def connections(processes: int, working: int, pool: int) -> int:
    """How many connections they need together, while one web process is replaced by a newer."""
    return (processes + 1) * (pool + BESIDE) + OF_A_WORKER * working + RESERVE


def _number(name: str, most: int, least: int = 1) -> int:
    text = os.environ.get(name) or "1"
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise Trouble(f"{name}={text} is no number of processes.", f"Give a number from {least} to {most}.")
