"""Figures for a monitoring system: who may read them, what they say, and that processes are summed up."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from talka.letters.factories import LetterFactory
from talka.people.factories import PersonFactory
from talka.site.backups import index
from talka.site.metrics import counters

pytestmark = pytest.mark.django_db


def read(text: str) -> dict[str, float]:
    rows = re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in rows}


def ask(**more):
    return Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1:8000").get("/metrics", **more)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"HTTP_HOST": "localhost:8000"}, 200),
        ({"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"}, 200),
        ({"REMOTE_ADDR": "203.0.113.9"}, 404),
        ({"HTTP_HOST": "talka.example.lv"}, 404),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ({"HTTP_FORWARDED": "for=127.0.0.1"}, 404),
        ({"HTTP_X_REAL_IP": "203.0.113.9"}, 404),
        ({"HTTP_VIA": "1.1 proxy"}, 404),
        ({"REMOTE_ADDR": "not an address"}, 404),
    ],
)
def test_who_may_read(given, status):
    assert ask(**given).status_code == status


def test_from_elsewhere_by_the_token(settings):
    settings.METRICS_TOKEN = "a-long-word"
    there = {"REMOTE_ADDR": "203.0.113.9", "HTTP_HOST": "talka.example.lv"}
    assert ask(**there, HTTP_AUTHORIZATION="Bearer a-long-word").status_code == 200
    for wrong in ("Bearer a-long-wor", "Bearer ", "Basic a-long-word", "Bearer a-long-wordš"):
        assert ask(**there, HTTP_AUTHORIZATION=wrong).status_code == 404, wrong
    client = Client(REMOTE_ADDR="203.0.113.9")
    client.force_login(PersonFactory(administrator=True).account)
    assert client.get("/metrics").status_code == 404


def test_what_they_say_and_nothing_of_people():
    person = PersonFactory(given_name="Plantīte", family_name="Metriskā", email="metrika@planted.test")
    for state in ("queued", "failed", "failed"):
        LetterFactory(to_address=person.email, state=state)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # what tests of the worker itself have left
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) VALUES "
            "('default', 'people.enter_import', '{\"key\": \"planted-key\"}', 'failed', 1),"
            "('default', 'people.enter_import', '{}', 'todo', 0)"
        )
    Client().get("/healthz")
    text = ask().content.decode()
    said = read(text)
    assert said['talka_letters{state="failed"}'] == 2
    assert said['talka_letters{state="queued"}'] == 1
    assert said['talka_jobs{state="failed"}'] == 1
    assert said['talka_jobs{state="waiting"}'] == 1
    assert said["talka_workers_alive"] == 0
    assert said["talka_database_up"] == 1
    assert said["talka_migrations_pending"] == 0
    assert said["talka_disk_free_bytes"] > 0
    assert said['talka_requests_total{method="GET",route="healthz",status="200"}'] >= 1
    assert not re.search("plant|Metrisk|metrika|example", text, re.IGNORECASE)


def test_routes_are_named_and_never_shown_as_asked():
    before = read(ask().content.decode())
    Client().get("/r/a-secret-token-of-somebody/")
    Client().get("/no/such/page-of-somebody/")
    after = read(ask().content.decode())
    assert not [name for name in after if "somebody" in name]
    unknown = 'talka_requests_total{method="GET",route="unknown",status="404"}'
    assert after[unknown] == before.get(unknown, 0) + 1


def test_a_backup_is_told_by_its_age(settings, tmp_path):
    settings.TALKA_VAR = tmp_path
    assert "last_backup" not in ask().content.decode()
    file = tmp_path / "a.backup"
    file.write_bytes(b"12345")
    index.note(tmp_path, index.Made(datetime(2020, 1, 1, tzinfo=UTC), file, bytes=5, encrypted=True))
    index.note(tmp_path, index.Made(datetime(2030, 1, 1, tzinfo=UTC), file, bytes=9, ok=False))
    said = read(ask().content.decode())
    assert said["talka_last_backup_bytes"] == 5
    assert said["talka_last_backup_age_seconds"] > 5 * 365 * 24 * 3600


def test_the_counts_of_several_processes_are_summed_up(tmp_path, monkeypatch):
    """Each counts into a file of its own; what a dead one held is gone, what it counted stays."""
    script = (
        "from talka.site.metrics import counters; counters.note('home', 'GET', 200, 0.02); counters.streams.set(4);"
        "import os; os._exit(0)"
    )
    environment = os.environ | {counters.FOLDER: str(tmp_path)}
    for _process in range(3):
        subprocess.run([sys.executable, "-c", script], env=environment, check=True, timeout=60)
    monkeypatch.setenv(counters.FOLDER, str(tmp_path))
    said = read(ask().content.decode())
    assert said['talka_requests_total{method="GET",route="home",status="200"}'] == 3
    assert said['talka_request_seconds_bucket{le="0.025",route="home"}'] == 3
    assert said.get("talka_open_streams", 0) == 0
