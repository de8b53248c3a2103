"""A server that is told to renew itself: other processes afterwards, the same port, and nobody refused meanwhile."""

import http.client
import os
import signal
import socket
import sys
import threading
import time

import pytest

from talka.site import handover, renewal
from talka.site.children import Child

from .test_lifecycle import House


class Visitors:
    """Ask all the time: on new connections, on one that is kept, and with a form that arrives slowly."""

    def __init__(self, port: int) -> None:
        self.port, self.lost, self.answered = port, [], 0
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=work, daemon=True) for work in (self.fresh, self.kept, self.slow)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_fault):
        self.stop.set()
        for thread in self.threads:
            thread.join(60)

    def ask(self, connection):
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                self.lost.append(answer.status)
            self.answered += 1
        except (OSError, http.client.HTTPException) as fault:
            self.lost.append(repr(fault))
            connection.close()
        time.sleep(0.02)

    def fresh(self):
        while not self.stop.is_set():
            self.ask(http.client.HTTPConnection("127.0.0.1", self.port, timeout=180))

    def kept(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
        while not self.stop.is_set():
            self.ask(connection)

    def slow(self):
        while not self.stop.is_set():
            with socket.create_connection(("127.0.0.1", self.port), timeout=180) as line:
                line.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: h\r\nContent-Length: 4000\r\n\r\n")
                for _part in range(40):
                    line.sendall(b"x" * 100)
                    time.sleep(0.1)
                if not line.recv(100).startswith(b"HTTP/1.1 403"):  # it has no form's token, and was read to its end
                    self.lost.append("a slow form")
                self.answered += 1


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("renewal") / "var")
    house.start(600)
    yield house
    if house.process.poll() is None:
        house.end()


def renewed(house, times, seconds=400.0):
    until = time.monotonic() + seconds
    while house.said().count("Renewed:") < times:
        assert house.process.poll() is None, house.said()
        assert time.monotonic() < until, house.said()
        time.sleep(0.05)


def test_all_processes_are_new_and_nobody_was_refused(house):
    web, worker, base = house.child("talka.site.web"), house.child("talka.site.worker"), house.postmaster()
    with Visitors(house.port) as visitors:
        time.sleep(1)
        house.process.send_signal(signal.SIGUSR2)
        renewed(house, 1)
        time.sleep(1)
    assert visitors.lost == []
    assert visitors.answered > 20
    assert not web.is_running() and not worker.is_running()
    assert house.child("talka.site.web").pid != web.pid
    assert house.child("talka.site.worker").pid != worker.pid
    assert len(house.children("talka.site.web")) == len(house.children("talka.site.worker")) == 1
    assert house.postmaster().pid == base.pid


def test_while_the_schema_changes_visitors_wait_and_are_answered(house):
    before = house.said().count("Renewed:")
    house.sql("COMMENT ON DATABASE talka IS 'of the version before'")
    with Visitors(house.port) as visitors:
        time.sleep(1)
        house.process.send_signal(signal.SIGUSR2)
        renewed(house, before + 1)
        time.sleep(1)
    assert "The schema changes: pages wait" in house.said()
    assert visitors.lost == []
    assert len(house.children("talka.site.web")) == len(house.children("talka.site.worker")) == 1


def test_a_process_that_dies_afterwards_is_started_again(house):
    house.child("talka.site.web").kill()
    house.wait_for_pages()


def test_it_is_told_to_end_after_all_and_leaves_nothing(house):
    before = house.said().count("Renewed:")
    house.process.send_signal(signal.SIGUSR2)
    renewed(house, before + 1)
    assert house.end() < 12


def test_code_that_does_not_start_is_found_out_before_anything_is_given_up(monkeypatch, tmp_path):
    assert handover.fault() == ""
    (tmp_path / "talka").mkdir()
    (tmp_path / "talka/__init__.py").write_text("raise ImportError('half installed')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert "half installed" in handover.fault()


class FakeHouse:
    """Whose new web processes end at once."""

    def __init__(self, old: Child) -> None:
        self.children = [old]

    def pages(self, number: int, ready: int) -> Child:
        return Child("web", ["talka.site.no_such_module", "0", str(ready)], dict(os.environ), [0, ready])

    def worker(self) -> Child:
        raise AssertionError("not before the pages are there")

    def note_children(self) -> None:
        return


def test_old_pages_go_on_where_new_ones_do_not_serve(capsys):
    old = Child("web", [], dict(os.environ))
    old.words = [sys.executable, "-c", "import time; time.sleep(60)"]
    old.start()
    try:
        house = FakeHouse(old)
        assert renewal.replace_pages(house, 1) is False
        assert old.alive() and house.children == [old]
        assert "does not serve" in capsys.readouterr().err
    finally:
        old.send(signal.SIGKILL)
        old.process.wait()
