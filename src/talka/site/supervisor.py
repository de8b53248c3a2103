"""`talka serve` and `talka demo`: database, pages and worker, started in order, kept alive, ended in order."""

import contextlib
import errno
import http.client
import os
import resource
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from talka.site import demonstration, preparation
from talka.site.address import outward
from talka.site.backups.loading import refuse_half_restored
from talka.site.children import Child, end_left_behind, write_down
from talka.site.database import LONGEST_WAIT, lock_of
from talka.site.embedded.cluster import Cluster
from talka.site.folder import var_folder
from talka.site.output import complain, say
from talka.site.trouble import Trouble
from talka.site.web_processes import number as web_processes
from talka.site.web_processes import pool_of_each

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
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
        self.port = _port(os.environ.get("PORT") or "8000")
        self.web_processes = web_processes()
        self.lock = lock_of(self.var)
        self.cluster: Cluster | None = None
        self.listening: socket.socket | None = None
        self.children: list[Child] = []
        self.signals = 0
        self.interruptible = False
        self.wake_read, self.wake_write = os.pipe()

    def run(self) -> int:
        """Serve until told to end; 0 when that went well."""
        begun = time.monotonic()
        if self.kind == "demo":
            demonstration.refuse_unless_alone(self.host)
        os.set_blocking(self.wake_write, False)
        signal.set_wakeup_fd(self.wake_write, warn_on_full_buffer=False)
        for sign in STOP_SIGNALS:
            signal.signal(sign, self._on_signal)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # only to wake us
        try:
            with self._can_be_interrupted():
                self._take()
                url = self._start_database()
                self._prepare(url)
                self._start_pages(url)
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
        self.lock.write(kind="serve", url=url, address=self.address)
        return url

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

    def _start_pages(self, url: str) -> None:
        assert self.listening is not None
        self.listening.listen(2048)
        environment = self._environment(url)
        environment["TALKA_POOL"] = environment.get("TALKA_POOL") or str(pool_of_each(self.web_processes))
        socket_number = self.listening.fileno()
        for number in range(1, self.web_processes + 1):
            name = "web" if number == 1 else f"web {number}"
            self._add(Child(name, ["talka.site.web", str(socket_number)], environment, [socket_number]))

    def _add(self, child: Child) -> None:
        self.children.append(child)
        child.start()
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
            self._add(Child("worker", ["talka.site.worker"], self._environment(url)))
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
            if child.process is not None and not child.alive():
                how = child.ended()
                pause = child.bury()
                complain(f"The process “{child.name}” ended ({how}); starting it again in {pause:.1f} s.")
            if child.process is None and time.monotonic() >= child.not_before:
                child.start()
                changed = True
        if changed:
            write_down(self._children_file(), self.children)

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


def listen(host: str, port: int) -> socket.socket:
    """Take the port; it refuses connections until `listen` is called on it. Trouble says who has it."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as fault:
        raise Trouble(f"HOST={host} is no address of this machine: {fault.strerror}.") from None
    taken = socket.socket(family, kind, protocol)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
    except OSError as fault:
        taken.close()
        if fault.errno == errno.EADDRINUSE:
            advice = f"End it, or choose another port: PORT={port + 1 if port < 65535 else 8000}"
            raise Trouble(f"The port {port} on {host} is taken{_by_whom(port)}.", advice) from None
        if fault.errno == errno.EACCES:
            raise Trouble(
                f"The port {port} may not be used by this user.", "Choose one above 1023: PORT=8000"
            ) from None
        raise Trouble(
            f"Nothing can listen on {host}, port {port}: {fault.strerror}.", "Look at HOST and PORT."
        ) from None
    return taken


def _by_whom(port: int) -> str:
    import psutil

    with contextlib.suppress(psutil.Error, OSError):
        for found in psutil.net_connections("tcp"):
            if found.status == psutil.CONN_LISTEN and found.laddr and found.laddr.port == port and found.pid:
                return f" by {psutil.Process(found.pid).name()} (process {found.pid})"
    return " by another program"


def _port(text: str) -> int:
    if text.isdigit() and int(text) < 65536:
        return int(text)
    raise Trouble(f"PORT={text} is not a port.", "Give a number from 1 to 65535.")


def raise_file_limit() -> None:
    """Each open stream is an open file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65536 if hard == resource.RLIM_INFINITY else min(hard, 65536)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
