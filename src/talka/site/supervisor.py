"""`talka serve` and `talka demo`: database, pages and worker, started in order, kept alive, ended in order."""

import contextlib
import http.client
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from talka.site import demonstration, handover, preparation, renewal
from talka.site.address import outward
from talka.site.backups.loading import refuse_half_restored
from talka.site.children import Child, end_left_behind, write_down
from talka.site.database import LONGEST_WAIT, lock_of
from talka.site.embedded.cluster import Cluster
from talka.site.folder import var_folder
from talka.site.handover import Handover, taken
from talka.site.listening import listen, port_of, raise_file_limit
from talka.site.metrics import folder as counting
from talka.site.output import complain, say
from talka.site.trouble import Trouble
from talka.site.web_processes import number as web_processes
from talka.site.web_processes import pool_of_each, workers

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
RENEW = signal.SIGUSR2
"""Asks us to become the code that is installed now. SIGHUP ends us, as it must when a terminal is closed."""

CHILDREN_PATIENCE = 3.5
DATABASE_PATIENCE = 2.0
"""Seconds; with what follows them the whole end stays below eight."""


class Stop(BaseException):
    """A signal asked us to end while something was being prepared."""


class Supervisor:
    """Owns everything of one TALKA_VAR while it lives."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.var = var_folder()
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.port = port_of(os.environ.get("PORT") or "8000")
        self.web_processes = web_processes()
        self.workers = workers()
        self.lock = lock_of(self.var)
        self.cluster: Cluster | None = None
        self.listening: socket.socket | None = None
        self.children: list[Child] = []
        self.signals = 0
        self.renewal_asked = False
        self.interruptible = False
        self.wake_read, self.wake_write = os.pipe()

    def run(self) -> int:
        """Serve until told to end; 0 when that went well."""
        begun = time.monotonic()
        os.environ["TALKA_PROCESS"] = "supervisor"  # what we say are lines of the log
        if self.kind == "demo":
            demonstration.refuse_unless_alone(self.host)
        os.set_blocking(self.wake_write, False)
        signal.set_wakeup_fd(self.wake_write, warn_on_full_buffer=False)
        for sign in STOP_SIGNALS:
            signal.signal(sign, self._on_signal)
        signal.signal(RENEW, self._on_renew)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # only to wake us
        given = taken()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, handover.SIGNALS)
        try:
            with self._can_be_interrupted():
                if given is not None:
                    self._take_over(given, begun)
                else:
                    self._take()
                    url = self._start_database()
                    self._prepare(url)
                    self._start_pages()
                    self._wait_for_pages(url, begun)
            self._keep()
        except Stop:
            pass
        finally:
            self._end()
        return 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.signals += 1
        if self.signals == 1 and self.interruptible:
            raise Stop

    def _on_renew(self, number: int, frame: FrameType | None) -> None:
        self.renewal_asked = True

    @contextmanager
    def _can_be_interrupted(self) -> Iterator[None]:
        """Inside, a signal breaks off whatever runs; outside it is only counted."""
        self.interruptible = True
        if self.signals:
            raise Stop
        try:
            yield
        finally:
            self.interruptible = False

    def _take(self) -> None:
        """Become the only one here, and hold the port before anything slow begins."""
        self.var.mkdir(parents=True, exist_ok=True)
        begun = time.monotonic()
        while not self.lock.take("serve"):
            holder = self.lock.holder()
            if holder.get("kind") == "serve":
                where = f" at {holder['address']}" if holder.get("address") else ""
                raise Trouble(
                    f"Talka already runs on {self.var}{where} (process {holder.get('pid', '?')}).",
                    "End that one first, or set TALKA_VAR to another folder.",
                )
            if time.monotonic() - begun > LONGEST_WAIT:
                raise Trouble(
                    f"A command (process {holder.get('pid', '?')}) has used {self.var} for a minute.", "Try later."
                )
            time.sleep(0.1)
        if end_left_behind(self._children_file()):
            say("Ended what an earlier run had left behind.")
        self.listening = listen(self.host, self.port)
        raise_file_limit()

    @property
    def address(self) -> str:
        host = outward(self.host)
        port = self.listening.getsockname()[1] if self.listening else self.port
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def _children_file(self) -> Path:
        return self.var / "children.json"

    def _start_database(self) -> str:
        url = os.environ.get("DATABASE_URL")
        if not url:
            self.cluster = Cluster(self.var, say=say)
            url = self.cluster.start()
        self._tell(url)
        return url

    def _tell(self, url: str) -> None:
        """Let commands know where we are and what runs here."""
        self.lock.write(kind="serve", url=url, address=self.address, version=version("talka"), since=time.time())

    def _prepare(self, url: str) -> None:
        refuse_half_restored(url)
        steps = preparation.needed(self.var, url)
        environment = self._environment(url)
        if steps:
            self._do(Child("preparation", ["talka.site.preparation", *steps], environment))
        if self.kind == "demo" and demonstration.is_empty(url):
            self._do(Child("examples", ["talka.site.demonstration", "load"], environment))

    def _do(self, child: Child) -> None:
        """Run one step to its end; it is ended with us."""
        child.start()
        assert child.process is not None
        try:
            code = child.process.wait()
        except BaseException:
            child.send(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(2)
            child.send(signal.SIGKILL)
            raise
        if code:
            raise Trouble(f"The step “{child.name}” did not succeed ({child.ended()}); nothing was started.")

    def _environment(self, url: str) -> dict[str, str]:
        environment = dict(os.environ)
        environment["DATABASE_URL"] = url
        environment["TALKA_VAR"] = str(self.var)
        environment["PYTHONUNBUFFERED"] = "1"
        if self.listening is not None:
            environment["PORT"] = str(self.listening.getsockname()[1])
        if self.kind == "demo":
            environment["TALKA_DEMO"] = environment.get("TALKA_DEMO", "1")
        return environment

    def _start_pages(self) -> None:
        assert self.listening is not None
        self.listening.listen(2048)
        counting.emptied(self.var)
        for number in range(1, self.web_processes + 1):
            self._add(self.pages(number))

    @property
    def url(self) -> str:
        return self.cluster.url if self.cluster is not None else os.environ["DATABASE_URL"]

    def pages(self, number: int, ready: int | None = None) -> Child:
        """A web process that is not started yet. ready: the open file it tells when it serves."""
        assert self.listening is not None
        environment = self._environment(self.url)
        environment["TALKA_POOL"] = environment.get("TALKA_POOL") or str(pool_of_each(self.web_processes, self.workers))
        environment["PROMETHEUS_MULTIPROC_DIR"] = str(counting.place(self.var))
        files = [self.listening.fileno(), *([] if ready is None else [ready])]
        return Child(
            "web" if number == 1 else f"web {number}", ["talka.site.web", *map(str, files)], environment, files
        )

    def worker(self, place: int) -> Child:
        name = "worker" if place == 1 else f"worker {place}"
        return Child(name, ["talka.site.worker"], self._environment(self.url))

    def _add(self, child: Child) -> None:
        self.children.append(child)
        child.start()
        self.note_children()

    def note_children(self) -> None:
        write_down(self._children_file(), self.children)

    def _wait_for_pages(self, url: str, begun: float) -> None:
        """Until the first answer; then say where. Meanwhile the links are made beside; the worker can wait."""
        links = None
        if self.kind == "demo":
            links = Child("links", ["talka.site.demonstration", "links", self.address], self._environment(url))
            links.start(stdout=subprocess.PIPE)
        try:
            while not (status := self._status()):
                self._restart_dead()
                time.sleep(0.05)
            for place in range(1, self.workers + 1):
                self._add(self.worker(place))
            if status >= 500:
                complain(f"The pages answer with a fault ({status}); look at the lines above.")
            say(f"Talka is at {self.address}/ (ready in {time.monotonic() - begun:.1f} s). End it with Ctrl-C.")
            if links is not None and links.process is not None:
                text, _none = links.process.communicate(timeout=60)
                if text.strip():
                    say(text.decode(errors="replace").rstrip())
        except subprocess.TimeoutExpired:
            complain("The sign-in links took too long; use talka signin-link PERSON.")
        finally:
            if links is not None:
                links.send(signal.SIGKILL)

    def _status(self) -> int:
        """What /healthz is answered with; 0 where nothing is."""
        assert self.listening is not None
        host, port = self.listening.getsockname()[:2]
        connection = http.client.HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=5)  # noqa: S104
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def _keep(self) -> None:
        """Until a signal: whoever dies is started again."""
        while not self.signals:
            with contextlib.suppress(InterruptedError):
                select.select([self.wake_read], [], [], 1.0)
            self._drain()
            if self.signals:
                return
            if self.renewal_asked:
                self._hand_over()
            if self.cluster is not None and not self.cluster.alive():
                complain("The database ended by itself; starting it again.")
                with self._can_be_interrupted():
                    self.cluster.process = None
                    self.cluster.start()
            self._restart_dead()

    def _drain(self) -> None:
        while select.select([self.wake_read], [], [], 0)[0]:
            os.read(self.wake_read, 512)

    def _restart_dead(self) -> None:
        changed = False
        for child in self.children:
            if child.leaving:
                continue
            if child.process is not None and not child.alive():
                how = child.ended()
                pause = child.bury()
                complain(f"The process “{child.name}” ended ({how}); starting it again in {pause:.1f} s.")
            if child.process is None and time.monotonic() >= child.not_before:
                child.start()
                changed = True
        if changed:
            self.note_children()

    def _hand_over(self) -> None:
        """Become the code that is installed now; stay what we are where that would not run."""
        self.renewal_asked = False
        if fault := handover.fault():
            complain(f"Not renewed: what is installed now does not start ({fault}). Everything goes on as it was.")
            return
        assert self.listening is not None
        children = [(each.name, each.process.pid) for each in self.children if each.process and each.alive()]
        database = self.cluster.process.pid if self.cluster is not None and self.cluster.process is not None else 0
        try:
            Handover(self.listening.fileno(), self.lock.fileno(), children, database).give(self.kind)
        except OSError as trouble:
            complain(f"Not renewed: {trouble.strerror}. Everything goes on as it was.")

    def _take_over(self, given: Handover, begun: float) -> None:
        """Go on where an older form of this process was, with new web processes and workers."""
        self.lock.adopt(given.lock)
        self.listening = socket.socket(fileno=given.listening)
        if not os.environ.get("DATABASE_URL"):
            self.cluster = Cluster(self.var, say=say)
            self.cluster.adopt(given.postgres)
        for name, pid in given.children:
            kind, _blank, place = name.partition(" ")
            child = self.worker(int(place or 1)) if kind == "worker" else self.pages(int(place or 1))
            child.adopt(pid)
            self.children.append(child)
        refuse_half_restored(self.url)
        if "database" in preparation.needed(self.var, self.url):
            say("The schema changes: pages wait until that is done.")
            renewal.pause(self)
            self._prepare(self.url)
            self._start_pages()
            self._wait_for_pages(self.url, begun)
        else:
            self._prepare(self.url)
            if not renewal.replace_pages(self, self.web_processes):
                return
            renewal.replace_workers(self, self.workers)
        say(f"Renewed: Talka {version('talka')} serves at {self.address}/ ({time.monotonic() - begun:.1f} s).")
        self._tell(self.url)

    def _end(self) -> None:
        """Pages and worker first, then the database they use. A second signal makes it short."""
        if self.listening is not None:
            self.listening.close()
        for child in self.children:
            child.send(signal.SIGTERM)
        self._wait_while(lambda: any(child.alive() for child in self.children), CHILDREN_PATIENCE)
        for child in self.children:
            child.send(signal.SIGKILL)
        self._wait_while(lambda: any(child.alive() for child in self.children), 1.0)
        if self.cluster is not None:
            self.cluster.stop(0.1 if self.signals > 1 else DATABASE_PATIENCE)
        if self.children:
            self._children_file().unlink(missing_ok=True)
        self.lock.release()

    def _wait_while(self, busy: Callable[[], bool], seconds: float) -> None:
        until = time.monotonic() + seconds
        while busy() and time.monotonic() < until and self.signals < 2:
            time.sleep(0.02)
