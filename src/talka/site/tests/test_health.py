"""What machines ask: alive, and ready with every reason against it."""

import json
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from talka.site import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    """The table as the worker itself fills it; its model is read-only."""

    def beat(ago):
        with connection.cursor() as cursor:
            moment = timezone.now() - timedelta(seconds=ago)
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [moment])

    return beat


@pytest.fixture(autouse=True)
def all_migrated(monkeypatch):
    monkeypatch.setattr(health, "_migrated", True)


def ask(client):
    answer = client.get("/readyz")
    return answer.status_code, json.loads(answer.content).get("reasons", [])


def test_alive(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"status": "ok", "version": "0.1.0", "database": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_alive_while_the_database_is_away(client, monkeypatch):
    monkeypatch.setattr(connection, "get_connection_params", lambda: {"host": "/nonexistent", "dbname": "talka"})
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert json.loads(answer.content)["database"] == "away"


def test_ready_with_a_living_worker(client, worker):
    worker(ago=5)
    assert ask(client) == (200, [])


def test_not_ready_without_a_worker(client):
    assert not ProcrastinateWorker.objects.exists()
    assert ask(client) == (503, ["worker: none runs"])


def test_not_ready_with_a_silent_worker(client, worker):
    worker(ago=300)
    status, reasons = ask(client)
    assert status == 503
    assert reasons[0].startswith("worker: silent for 3")


def test_not_ready_with_migrations_open(client, worker, monkeypatch):
    worker(ago=5)
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda self, targets: [1, 2])
    assert ask(client) == (503, ["migrations: 2 not applied"])


def test_not_ready_with_a_full_disk(client, worker, monkeypatch):
    worker(ago=5)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: usage(1000, 1000, 5 * 2**20))
    assert ask(client) == (503, ["disk: 5 MB free, 200 MB needed"])


def test_only_reading_is_answered(client):
    assert client.post("/healthz").status_code == 405
