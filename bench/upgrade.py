"""Claim: no request is lost while all processes are replaced by ones with the code that is installed now.

A server of its own is asked all the time, on new connections and on kept ones, by readers, by forms and by one slow
upload, and is told to renew itself three times meanwhile. Beside it, in the same run: it is ended and begun anew.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from bench._browser import machine
from talka.site.folder import var_folder

RENEWALS = 3
READERS = 4
PAUSE = 0.03


class Asking:
    """Asks until told to stop; what was lost is written down with its reason."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.stop = threading.Event()
        self.answered = 0
        self.slowest = 0.0
        self.lost: list[str] = []
        self.lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self.kept if n % 2 else self.fresh, daemon=True) for n in range(READERS)
        ]
        self.threads += [threading.Thread(target=self.upload, daemon=True)]

    def __enter__(self) -> "Asking":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def note(self, begun: float, fault: str = "") -> None:
        with self.lock:
            self.answered += not fault
            self.slowest = max(self.slowest, time.monotonic() - begun)
            if fault:
                self.lost.append(fault)

    def fresh(self) -> None:
        """A new connection for each request, as a proxy without kept ones."""
        while not self.stop.is_set():
            begun = time.monotonic()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                connection.request("GET", "/healthz")
                self.note(begun, self.judged(connection.getresponse()))
                connection.close()
            except (OSError, http.client.HTTPException) as fault:
                self.note(begun, f"{type(fault).__name__}: {fault}")
            time.sleep(PAUSE)

    def kept(self) -> None:
        """One connection for many requests, as a browser; opened anew only where an answer says so."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.stop.is_set():
            begun = time.monotonic()
            try:
                connection.request("GET", "/accounts/login/")
                self.note(begun, self.judged(connection.getresponse()))
            except (OSError, http.client.HTTPException) as fault:
                self.note(begun, f"{type(fault).__name__}: {fault}")
                connection.close()
            time.sleep(PAUSE)

    def upload(self) -> None:
        """A form that takes three seconds to arrive."""
        body = b"x=" + b"y" * 60_000
        while not self.stop.is_set():
            begun = time.monotonic()
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
                    head = f"POST /accounts/login/ HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n"
                    head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
                    line.sendall(head.encode())
                    for part in range(0, len(body), 2_000):
                        line.sendall(body[part : part + 2_000])
                        time.sleep(0.1)
                    answer = line.recv(100)
                    self.note(begun, "" if answer.startswith(b"HTTP/1.1 403") else f"upload: {answer[:40]!r}")
            except OSError as fault:
                self.note(begun, f"upload: {type(fault).__name__}: {fault}")

    @staticmethod
    def judged(answer: http.client.HTTPResponse) -> str:
        answer.read()
        return "" if answer.status == 200 else f"status {answer.status}"


def server(var: Path, port: int, log: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"TALKA_VAR": str(var), "PORT": str(port), "HOST": "127.0.0.1"}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "talka.site.command", "serve"], env=environment, stdout=output, stderr=output
        )
    wait(lambda: lines(log, "Talka is at") >= 1, process, log)
    return process


def lines(log: Path, words: str) -> int:
    return log.read_text(errors="replace").count(words)


def wait(done: object, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 180
    while not done():  # type: ignore[operator]
        assert process.poll() is None and time.monotonic() < until, log.read_text(errors="replace")
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    var, port = var_folder() / "upgrade", free_port()
    var.mkdir(parents=True, exist_ok=True)
    log = var / "output.txt"
    log.unlink(missing_ok=True)
    process = server(var, port, log)
    seconds = []
    try:
        with Asking(port) as renewed:
            time.sleep(2)
            for number in range(1, RENEWALS + 1):
                begun = time.monotonic()
                process.send_signal(signal.SIGUSR2)
                wait(lambda number=number: lines(log, "Renewed:") >= number, process, log)
                seconds.append(time.monotonic() - begun)
                time.sleep(1)
        log.unlink()
        with Asking(port) as restarted:
            time.sleep(2)
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            process = server(var, port, log)
            time.sleep(2)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.wait(30)
    kept = not renewed.lost
    print(
        json.dumps(
            {
                "claim": "upgrade",
                "ok": kept,
                "renewals": RENEWALS,
                "answered": renewed.answered,
                "lost": len(renewed.lost),
                "reasons": sorted(set(renewed.lost))[:5],
                "slowest_s": round(renewed.slowest, 2),
                "renewal_s": round(sorted(seconds)[len(seconds) // 2], 1),
                "beside: ended and started": {"answered": restarted.answered, "lost": len(restarted.lost)},
                "machine": machine(),
            }
        )
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
