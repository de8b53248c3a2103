"""Claim: backing up and restoring 5,000 persons, 50 events, 20,000 cards and 2 GB of uploads is not much slower than
pg_dump and tar by themselves, in bounded memory.

Beside us in the same run: `pg_dump` with `tar`, and `pg_restore` with `tar`, which prove nothing, hold no letters back
and erase nobody again. TALKA_BENCH_GB makes it smaller.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from bench._browser import machine
from bench._copy import own_copy
from talka.site.backups.programs import place, programs_for
from talka.site.folder import var_folder
from talka.site.output import complain

GIGABYTES = float(os.environ.get("TALKA_BENCH_GB", "2"))
EACH = 10_000_000
CARDS_EACH = 560
MOST_MEMORY = 300
"""MB, of whichever process of a command is the largest."""

SLOWER_BACKUP, SLOWER_RESTORE, BESIDE = 1.6, 2.0, 15.0
"""Times as long as the peer, and seconds beside, for Django's start, the schema and the nightly jobs."""


def timed(words: list[Any], environment: dict[str, str], cwd: Path | None = None) -> tuple[float, int]:
    """Seconds, and MB at most, of a command; what it wrote is on the disk."""
    begun = time.monotonic()
    process = subprocess.Popen([str(word) for word in words], env=environment, stdout=subprocess.DEVNULL, cwd=cwd)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    os.sync()
    assert process.returncode == 0, words
    return time.monotonic() - begun, used.ru_maxrss // 1024


def fill(folder: Path) -> int:
    """Uploads that no compression makes smaller; how many."""
    folder.mkdir(parents=True)
    count = int(GIGABYTES * 1e9 / EACH)
    for number in range(count):
        (folder / f"film-{number:04}.mp4").write_bytes(os.urandom(EACH))
    return count


def addressed(persons: Any) -> None:
    """Addresses that letters may be written to, since the jobs of the night write some."""
    from django.db.models import F, Value
    from django.db.models.functions import Concat

    persons.objects.update(email=Concat(Value("p"), F("key"), Value("@example.org")))


def main() -> int:
    base = var_folder() / "backup"
    shutil.rmtree(base, ignore_errors=True)
    made: list[str] = []
    try:
        with own_copy("backup"):
            import bench._programme as programme

            begun = time.monotonic()
            programme.CARDS = CARDS_EACH
            programme.Filling().run()
            addressed(programme.Person)
            fill(base / "var/files")
            complain(f"Filled in {time.monotonic() - begun:.1f} s")
            return measure(base, os.environ["DATABASE_URL"], made)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def measure(base: Path, url: str, made: list[str]) -> int:
    from django.db import connection

    connection.close()
    connection.close_pool()
    talka = [sys.executable, "-m", "talka.site.command"]
    figures: dict[str, dict[str, float]] = {}
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as keeper:

        def another() -> str:
            name = f"talka_bench_restored_{os.getpid()}_{len(made)}"
            keeper.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            made.append(name)
            return make_conninfo(url, dbname=name)

        def note(name: str, found: tuple[float, int]) -> None:
            figures[name] = {"s": round(found[0], 1), "mb": found[1]}

        try:
            environment = {k: v for k, v in os.environ.items() if k != "TALKA_POOL"} | {"TALKA_VAR": str(base / "var")}
            programs = programs_for(keeper.info.server_version // 10000)
            where, plain = place(url)
            peer = base / "peer"
            peer.mkdir()
            dump = timed([programs["pg_dump"], f"--dbname={where}", "-Fc", "-f", peer / "db"], plain)
            tar = timed(["tar", "-cf", peer / "files.tar", "files"], plain, base / "var")
            note("pg_dump + tar", (dump[0] + tar[0], max(dump[1], tar[1])))
            note("talka backup", timed([*talka, "backup", "--to", base / "out"], environment))
            from talka.site.backups.age import new_identity

            words = ["--to", base / "locked", "--encrypt-to", new_identity(base / "key")]
            note("talka backup, encrypted", timed([*talka, "backup", *words], environment))
            shutil.rmtree(base / "locked")
            file = next((base / "out").glob("*.tar"))
            size = file.stat().st_size
            target, _plain = place(another())
            back = timed([programs["pg_restore"], f"--dbname={target}", "--no-owner", peer / "db"], plain)
            untar = timed(["tar", "-xf", peer / "files.tar"], plain, peer)
            note("pg_restore + tar", (back[0] + untar[0], max(back[1], untar[1])))
            shutil.rmtree(peer)
            again = environment | {"TALKA_VAR": str(base / "again"), "DATABASE_URL": another()}
            note("talka restore", timed([*talka, "restore", file], again))
            with psycopg.connect(again["DATABASE_URL"]) as restored:
                question = "SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM workshops_card)"
                persons, cards = restored.execute(question).fetchone() or (0, 0)
        finally:
            for name in made:
                keeper.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    ratio = {
        "backup": round(figures["talka backup"]["s"] / figures["pg_dump + tar"]["s"], 2),
        "restore": round(figures["talka restore"]["s"] / figures["pg_restore + tar"]["s"], 2),
    }
    ok = (
        figures["talka backup"]["s"] <= SLOWER_BACKUP * figures["pg_dump + tar"]["s"] + BESIDE
        and figures["talka restore"]["s"] <= SLOWER_RESTORE * figures["pg_restore + tar"]["s"] + BESIDE
        and figures["talka backup"]["mb"] <= MOST_MEMORY
        and figures["talka restore"]["mb"] <= MOST_MEMORY
    )
    line = {
        "claim": "backup",
        "ok": ok,
        "persons": persons,
        "cards": cards,
        "gigabytes": GIGABYTES,
        "file_mb": size // 10**6,
        "figures": figures,
        "ratio": ratio,
        "machine": machine(),
    }
    print(json.dumps(line))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
