"""The server as its operator meets it: started, killed in every way, told to end. Real processes, a real port."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

LONGEST_END = 8.0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """One TALKA_VAR and the `talka` that runs on it, in a process group of its own as from a terminal."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        self.process = None
        self.output = var.parent / "output.txt"

    def environment(self, **more):
        others = {"DATABASE_URL", "HOST", "TALKA_DEMO", "TALKA_TABLES_FROM_MODELS"}
        kept = {name: value for name, value in os.environ.items() if name not in others}
        return kept | {"TALKA_VAR": str(self.var), "PORT": str(self.port)} | more

    def command(self, *words, **more):
        return subprocess.run(
            [sys.executable, "-m", "talka.site.command", *words],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=100,
        )

    def start(self, seconds=90.0, **more):
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "talka.site.command", "serve"],
                env=self.environment(**more),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        begun = time.monotonic()
        while "Talka is at" not in self.said():  # until then a page may still come from a process that is about to end
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - begun < seconds, self.said()
            time.sleep(0.05)
        self.wait_for_pages(1)
        return time.monotonic() - begun

    def wait_for_pages(self, seconds=30.0):
        until = time.monotonic() + seconds
        while True:
            try:
                if self.get("/healthz")[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.05)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def sql(self, query):
        url = json.loads((self.var / "talka.lock").read_text())["url"]
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else None

    def wait_for_sql(self, query, seconds=30.0):
        until = time.monotonic() + seconds
        while True:
            try:
                return self.sql(query)
            except psycopg.OperationalError:
                assert time.monotonic() < until, self.said()
                time.sleep(0.1)

    def said(self):
        return self.output.read_text(errors="replace")

    def postmaster(self):
        return psutil.Process(int((self.var / "postgres/data/postmaster.pid").read_text().split("\n")[0]))

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, module):
        return next(iter(self.children(module)), None)

    def children(self, module):
        found = []
        for process in self.family():
            with contextlib.suppress(psutil.Error):
                if module in process.cmdline():
                    found.append(process)
        return found

    def kill(self, *processes):
        for process in processes:
            process.kill()
        self.process.wait(10)

    def end(self, sign=signal.SIGTERM):
        """The signal to the whole group; seconds until everything is gone."""
        family = self.family()
        begun = time.monotonic()
        os.killpg(self.process.pid, sign)
        code = self.process.wait(LONGEST_END + 5)
        _gone, left = psutil.wait_procs(family, timeout=2)
        assert not left
        assert code == 0, self.said()
        return time.monotonic() - begun


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("lifecycle") / "var")
    house.start(180)
    house.sql("CREATE TABLE kept (n int)")
    yield house
    if house.process.poll() is None:
        house.end()


@pytest.fixture
def house(prepared):
    if prepared.process.poll() is not None:
        prepared.start()
    return prepared


def test_it_lives_and_becomes_ready(house):
    status, body = house.get("/healthz")
    assert status == 200
    assert json.loads(body) == {"status": "ok", "version": "0.1.0", "database": "ok"}
    until = time.monotonic() + 20
    while (answer := house.get("/readyz"))[0] != 200 and time.monotonic() < until:
        time.sleep(0.2)
    assert json.loads(answer[1]) == {"status": "ready"}


def test_data_survives_kills_of_supervisor_postmaster_and_both_twice_in_a_row(house):
    house.sql("TRUNCATE kept")
    house.sql("INSERT INTO kept VALUES (1)")
    family = house.family()
    house.kill(house.process)
    assert house.start() < 60  # it does not wait the two minutes that are given to a server that recovers
    assert not [process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
    house.sql("INSERT INTO kept VALUES (2)")

    house.postmaster().kill()
    assert house.wait_for_sql("SELECT n FROM kept ORDER BY n") == [(1,), (2,)]
    house.sql("INSERT INTO kept VALUES (3)")

    for number in (4, 5):
        postmaster = house.postmaster()
        house.kill(house.process, postmaster)
        assert house.start() < 15
        house.sql(f"INSERT INTO kept VALUES ({number})")
    assert house.sql("SELECT n FROM kept ORDER BY n") == [(1,), (2,), (3,), (4,), (5,)]


def test_a_backend_that_outlives_its_postmaster_is_ended(house):
    """It sleeps through the death of its parent, as one in a long computation does."""
    url = json.loads((house.var / "talka.lock").read_text())["url"]
    with psycopg.connect(url) as connection:
        backend = psutil.Process(connection.info.backend_pid)
        backend.suspend()
        house.kill(house.process, house.postmaster())
        assert backend.is_running()
        house.start()
        assert not backend.is_running() or backend.status() == psutil.STATUS_ZOMBIE
        assert house.sql("SELECT 1") == [(1,)]


def test_pages_come_back_after_their_process_or_the_database_was_killed(house):
    house.child("talka.site.web").kill()
    house.wait_for_pages()
    worker = house.child("talka.site.worker")
    worker.kill()
    house.postmaster().kill()
    house.wait_for_sql("SELECT 1")
    until = time.monotonic() + 30
    while house.get("/readyz")[0] != 200 or house.child("talka.site.worker") in (None, worker):
        assert time.monotonic() < until, house.said()
        time.sleep(0.1)


def test_of_several_web_processes_one_may_die(house):
    house.end()
    house.start(TALKA_WEB_PROCESSES="2")
    first, second = house.children("talka.site.web")
    first.kill()
    for _request in range(20):  # the other answers
        assert house.get("/healthz")[0] == 200
    until = time.monotonic() + 20
    while len(now := house.children("talka.site.web")) < 2:
        assert time.monotonic() < until, house.said()
        time.sleep(0.05)
    assert second in now
    assert first not in now
    # also the new one takes requests
    second.suspend()
    try:
        house.wait_for_pages()
    finally:
        second.resume()
    assert house.end() < LONGEST_END
    assert "Traceback" not in house.said()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_group_ends_everything_in_time_also_with_open_requests(house, sign):
    with (
        socket.create_connection(("127.0.0.1", house.port)) as slow,
        socket.create_connection(("127.0.0.1", house.port)),
    ):
        slow.sendall(b"POST /i18n/setlang/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nlanguage=")
        time.sleep(0.3)
        before = len(house.said())
        assert house.end(sign) < LONGEST_END
    said = house.said()[before:]
    assert "Traceback" not in said
    assert "Error" not in said
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", house.port))


def test_a_signal_during_the_start_ends_it_quietly(house):
    house.end()
    for seconds in (0.15, 0.4, 1.0):
        with house.output.open("wb") as output:
            house.process = subprocess.Popen(
                [sys.executable, "-m", "talka.site.command", "serve"],
                env=house.environment(),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        until = time.monotonic() + 10
        while json.loads((house.var / "talka.lock").read_text() or "{}").get("pid") != house.process.pid:
            assert time.monotonic() < until
            time.sleep(0.01)
        time.sleep(seconds)
        house.end()
        assert "Traceback" not in house.said()


def test_a_second_server_on_the_same_folder_is_refused(house):
    other = house.command("serve", PORT=str(free_port()))
    assert other.returncode == 1
    assert "already runs" in other.stderr
    assert "Traceback" not in other.stderr
    assert house.get("/healthz")[0] == 200


def test_a_taken_port_is_said_before_anything_begins(tmp_path):
    house = House(tmp_path / "var")
    with socket.socket() as other:
        other.bind(("127.0.0.1", house.port))
        other.listen()
        result = house.command("serve")
    assert result.returncode == 1
    assert f"port {house.port}" in result.stderr
    assert "PORT=" in result.stderr
    assert not (house.var / "postgres").exists()


def test_commands_use_the_database_of_the_running_server(house):
    code = "from django.db import connection as c; print(c.introspection.table_names().count('kept'))"
    result = house.command("manage", "shell", "-v", "0", "-c", code)
    assert result.stdout.strip() == "1", result.stderr
    assert house.get("/healthz")[0] == 200


def test_a_demonstration_that_others_could_reach_is_refused(tmp_path):
    result = House(tmp_path / "var").command("demo", HOST="0.0.0.0")
    assert result.returncode == 1
    assert "TALKA_DEMO=1" in result.stderr
    assert not (tmp_path / "var").exists()
