"""The hall box as it is carried: home and laptop as installations of their own, through the commands that are typed; on
the laptop a phone writes over HTTP with the seat it took at home."""

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
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from talka.box.actions import carrying
from talka.box.tests.hall import Hall
from talka.box.tests.installations import Installations
from talka.ui.refusals import Refusal
from talka.workshops.models import Card


@pytest.fixture(scope="module")
def there(django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installations]:
    installations = Installations(django_db_blocker, tmp_path_factory.mktemp("halls"))
    yield installations
    installations.end()


class Laptop:
    """An installation with its own embedded database, of which nothing is there yet."""

    def __init__(self, var: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        others = {"DATABASE_URL", "HOST", "TALKA_DEMO", "TALKA_TABLES_FROM_MODELS"}
        kept = {name: value for name, value in os.environ.items() if name not in others}
        self.environment = kept | {"TALKA_VAR": str(var), "PORT": str(self.port)}

    def command(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "talka.site.command", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=200,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        command = [sys.executable, "-m", "talka.site.command", "serve"]
        with subprocess.Popen(command, env=self.environment, start_new_session=True) as server:
            try:
                until = time.monotonic() + 120
                while self.ask("GET", "/healthz")[0] != 200:
                    assert server.poll() is None
                    assert time.monotonic() < until
                    time.sleep(0.2)
                yield
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(30)

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str]:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            asked.request(method, path, body, headers)
            answer = asked.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""
        finally:
            asked.close()


def test_a_day_in_the_hall(there: Installations, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "var")
    with there.at("home"):
        hall = Hall.prepared()
        code = hall.work.code
    away, back = there.pack("home", hall.slug)[0], tmp_path / "back.talka"
    said = laptop.command("merge", str(away), "--dry-run")
    assert "kartītes: jauns 2" in said
    said = laptop.command("merge", str(away))
    assert "kartītes: jauns 2" in said
    assert "nekas netika mainīts" in laptop.command("merge", str(away))
    with laptop.serving():
        seat = {"Cookie": f"talka_seat_{code}=talrunis-0"}
        status, page = laptop.ask("GET", f"/w/{code}/", **seat)
        assert status == 200
        assert "Mājās rakstīta 0" in page
        deed = {"id": str(uuid.uuid4()), "deed": "card", "stage": "lack", "lane": "lack", "text": "Zālē no tālruņa"}
        sent = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{laptop.port}"}
        status, told = laptop.ask("POST", f"/w/{code}/deeds/", json.dumps({"deeds": [deed]}), **seat, **sent)
        assert status == 200
        assert json.loads(told)["results"][0]["status"] == 200
        status, _page = laptop.ask("GET", "/r/zale-1/")
        assert status == 200, "personal links open there"
        said = laptop.command("pack", hall.slug, str(back))
        assert "personas dati" in said
        assert "http" in laptop.command("signin-link", hall.names[0])
    with there.at("home"):
        hall.write("Mājās pa to laiku")
        carrying.merge_file(back)
        assert hall.texts() == ["Mājās pa to laiku", "Mājās rakstīta 0", "Mājās rakstīta 1", "Zālē no tālruņa"]
        assert carrying.merge_file(back).nothing


def test_who_writes_meanwhile_is_waited_for(there: Installations, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deed that has begun goes on, whatever it still wants to write; one that never ends is not waited for."""
    there.anew("home")
    with there.at("home"):
        hall = Hall.prepared()
        begun, may_end, faults = threading.Event(), threading.Event(), []

        def writing() -> None:
            try:
                with transaction.atomic():
                    Card.objects.filter(pk=hall.cards[0]).update(text="Pa to laiku")
                    begun.set()
                    may_end.wait(20)
                    hall.event.registrations.update(remark="Arī šī tabula")
            except Exception as fault:
                faults.append(fault)
            finally:
                connection.close()

        for attempts in (2, 100):
            monkeypatch.setattr(carrying, "ATTEMPTS", attempts)
            begun.clear()
            may_end.clear()
            writer = threading.Thread(target=writing)
            writer.start()
            assert begun.wait(20)
            if attempts == 2:
                with pytest.raises(Refusal):
                    carrying.pack(hall.slug, there.folder / "a.talka")
                may_end.set()
            else:
                threading.Timer(1.0, may_end.set).start()
                carrying.pack(hall.slug, there.folder / "a.talka")
            writer.join(20)
            assert faults == []
