"""One embedded PostgreSQL server: made, started as our child, stopped. It never outlives who started it."""

import contextlib
import locale
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from talka.site.embedded import leftovers
from talka.site.embedded.binaries import MAJOR, binaries
from talka.site.embedded.folders import Folders, make_private
from talka.site.embedded.owner import Owner, owner_for
from talka.site.handover import Adopted
from talka.site.parentage import told_of_death
from talka.site.trouble import Trouble

LONGEST_START = 120.0
"""Seconds: recovery after a crash replays what was not yet written out."""

_ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "max_locks_per_transaction": "256",  # restoring a backup drops and makes all tables and indexes in one
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    # A failed statement's message, details and text hold what somebody typed; Talka itself notes its kind.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "io_method": "sync",
    "max_wal_size": "512MB",
}
_THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


class Cluster:
    """The server whose folders lie in `var`/postgres.

    `throwaway` is for tests: nothing is written safely, and data that was not closed properly is made anew.
    """

    def __init__(self, var: Path, *, throwaway: bool = False, say: Callable[[str], None] = lambda text: None) -> None:
        self.folders = Folders(var.resolve() / "postgres")
        self.throwaway = throwaway
        self.say = say
        self.process: subprocess.Popen[bytes] | Adopted | None = None

    @property
    def url(self) -> str:
        return self.folders.url()

    def start(self) -> str:
        """Start it, whatever an earlier run left behind, and return the address of the database `talka`."""
        folders, programs = self.folders, binaries()
        folders.base.parent.mkdir(parents=True, exist_ok=True)
        owner = owner_for(folders.base, programs)
        self._own(owner)
        make_private(folders.socket, owner.uid, owner.gid)
        crashed = (folders.data / "postmaster.pid").exists()
        leftovers.end(folders, self.say)
        if crashed and self.throwaway:
            shutil.rmtree(folders.data)
        if not self._is_made():
            self._make(owner, programs)
        self._spawn(owner, programs)
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.stop()
            raise
        return self.url

    def adopt(self, pid: int) -> None:
        """It runs already: an earlier form of this process started it."""
        self.process = Adopted(pid)

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, patience: float = 4.0) -> None:
        """Close properly within `patience` seconds, else at once; either way nothing of it is left running."""
        process, self.process = self.process, None
        if process is None:
            return
        for sign, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 1.0)):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                process.send_signal(sign)
            try:
                process.wait(seconds)
                break
            except subprocess.TimeoutExpired:
                continue
        if process.returncode != 0:
            leftovers.kill(self.folders)

    def _own(self, owner: Owner) -> None:
        """Root hands the cluster's folder to its user; nothing above it is touched."""
        base = self.folders.base
        if owner.uid is not None and owner.gid is not None and base.exists() and base.stat().st_uid != owner.uid:
            for top, folders, files in os.walk(base):
                for name in (*folders, *files):
                    os.chown(Path(top, name), owner.uid, owner.gid, follow_symlinks=False)
        make_private(base, owner.uid, owner.gid)

    def _is_made(self) -> bool:
        """Whether there is data of our version. Another version, or a folder that is none of ours, is refused."""
        data = self.folders.data
        if not data.exists() or not any(data.iterdir()):
            return False
        try:
            major = (data / "PG_VERSION").read_text().strip()
        except OSError:
            raise Trouble(
                f"{data} is not a database of Talka: PG_VERSION is missing in it.",
                "Put the folder back from a copy, or move it away to begin anew.",
            ) from None
        if major != str(MAJOR):
            raise Trouble(
                f"The database in {data} was made by PostgreSQL {major}; this Talka brings {MAJOR} and cannot read it.",
                f"Write it out with the Talka that made it (`talka dump DIR`, or pg_dump of {major}), move the folder "
                "away, and read it in again; or set DATABASE_URL to a server of that version.",
            )
        return True

    def _make(self, owner: Owner, programs: Path) -> None:
        """Make the data beside its place and move it there when whole: a half-made one is never taken for real."""
        base = self.folders.base
        for half in base.glob("making-*"):
            shutil.rmtree(half)
        self.say("Making the database (once) …")
        making = base / f"making-{os.getpid()}"
        words = ["--username=talka", "--auth=trust", "--encoding=UTF8", f"--locale={_locale()}", "--no-instructions"]
        words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]  # sorts the same whatever the system brings
        if self.throwaway:
            words += ["--no-sync"]
        result = subprocess.run(
            owner.command(programs / "initdb", "--pgdata", making, *words),
            capture_output=True,
            text=True,
            cwd=base,
            env=_environment(),
            start_new_session=True,
            preexec_fn=told_of_death(signal.SIGTERM),
            **owner.options(),
        )
        if result.returncode:
            raise Trouble(
                "The database could not be made: "
                + (result.stderr.strip() or f"initdb ended with {result.returncode}"),
                f"See whether {base.parent} has room and may be written to.",
            )
        with contextlib.suppress(OSError):
            self.folders.data.rmdir()  # an empty one
        making.rename(self.folders.data)

    def _spawn(self, owner: Owner, programs: Path) -> None:
        folders = self.folders
        settings = _ALWAYS | (_THROWAWAY if self.throwaway else {})
        settings["unix_socket_directories"] = '"' + str(folders.socket).replace('"', '""') + '"'
        settings["cluster_name"] = folders.mark
        words: list[str | Path] = [programs / "postgres", "-D", folders.data]
        for name, value in settings.items():
            words += ["-c", f"{name}={value}"]
        if owner.prefix:  # changing the user clears what preexec_fn asked for
            owner = Owner(owner.uid, owner.gid, (owner.prefix[0], "--pdeathsig", "SIGINT", *owner.prefix[1:]))
        if folders.log.exists() and folders.log.stat().st_size > 5_000_000:
            folders.log.replace(folders.log.with_suffix(".log.1"))
        with folders.log.open("ab") as log:
            self._log_from = log.tell()
            self.process = subprocess.Popen(
                owner.command(*words),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folders.base,
                env=_environment(),
                start_new_session=True,  # a signal to the terminal's group reaches us first: we end it in order
                preexec_fn=told_of_death(signal.SIGINT),
                **owner.options(),
            )

    def _wait_until_it_answers(self) -> None:
        import psycopg

        assert self.process is not None
        begun = time.monotonic()
        told = 10.0
        while True:
            if self.process.poll() is not None:
                raise Trouble("The database did not start:\n" + self._words_of_log(), f"Its log is {self.folders.log}.")
            try:
                self._make_database()
                return
            except psycopg.OperationalError as fault:
                last = str(fault).strip().splitlines()[-1]
            waited = time.monotonic() - begun
            if waited > LONGEST_START:
                raise Trouble(f"The database did not answer within {LONGEST_START:.0f} s: {last}", self._words_of_log())
            if waited > told:
                self.say(f"Waiting for the database ({waited:.0f} s): {last}")
                told += 10
            time.sleep(0.03)

    def _make_database(self) -> None:
        import psycopg

        with psycopg.connect(self.folders.url("postgres"), connect_timeout=5, autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'talka'").fetchone() is None:
                with contextlib.suppress(psycopg.errors.DuplicateDatabase):
                    connection.execute("CREATE DATABASE talka")

    def _words_of_log(self) -> str:
        with contextlib.suppress(OSError), self.folders.log.open("rb") as log:
            log.seek(self._log_from)
            lines = log.read(20_000).decode(errors="replace").strip().splitlines()
            return "\n".join(f"    {line}" for line in lines[-8:])
        return ""


def _environment() -> dict[str, str]:
    """Nothing of the caller's environment may change what the server does (PGDATA, PGPORT, LC_MESSAGES …)."""
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}
    return keep | {"LC_ALL": "C", "TZ": "UTC"}


def _locale() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"
