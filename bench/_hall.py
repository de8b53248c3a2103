"""A hall for the claims of live group work: a day of today, phones with seats, and the web processes that serve them.

Made up, and written into a database that is dropped afterwards.
"""

import contextlib
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from django.utils import timezone

from talka.events.models import Event
from talka.live.queries import last_number
from talka.programmes.models import Programme, Project
from talka.workshops.actions.setup import default_format, take_format
from talka.workshops.models import Group, Seat, Stage, Workshop
from talka.workshops.views.frame import cookie_of

CODE = "ACDEFHJKLM"


@dataclass
class Hall:
    """One group work with its phones. phones: as `bench._load.Plan` wants them."""

    workshop: Workshop
    groups: list[Group]
    phones: list[dict[str, Any]]

    def follow_from_now(self) -> None:
        """The phones have read their pages just now."""
        after = last_number(self.workshop.stream)
        for phone in self.phones:
            phone["path"] = f"/w/{self.workshop.code}/live/?after={after}"


def fill(phones: int, per_group: int, stage: str = "lack") -> Hall:
    """A group work at this stage, in which each person may write as many cards as the house lets them."""
    event = Event.objects.filter(slug="hall").first() or _event()
    number = Workshop.objects.filter(event=event).count()
    workshop = Workshop.objects.create(event=event, block=f"block-{number}", slug=f"work-{number}", code=_code(number))
    take_format(workshop, default_format())
    for each in Stage.objects.filter(workshop=workshop):
        each.table.pop("limit", None)
        each.opened_at = timezone.now()
        each.save()
    workshop.stage, workshop.stage_since = workshop.stages.get(key=stage), timezone.now()
    workshop.save()
    rows = [
        Group(workshop=workshop, number=place + 1, name=f"Group {place + 1}", capacity=per_group)
        for place in range(-(-phones // per_group))
    ]
    groups = Group.objects.bulk_create(rows)
    keys = [secrets.token_urlsafe(12) for _phone in range(phones)]
    Seat.objects.bulk_create(
        Seat(
            workshop=workshop,
            group=groups[place // per_group],
            digest=hashlib.sha256(key.encode()).hexdigest(),
            joined_at=timezone.now(),
        )
        for place, key in enumerate(keys)
    )
    known = [
        {
            "cookie": f"{cookie_of(workshop.code)}={key}",
            "group": groups[place // per_group].pk,
            "post": f"/w/{workshop.code}/deeds/",
        }
        for place, key in enumerate(keys)
    ]
    return Hall(workshop, groups, known)


def _event() -> Event:
    programme = Programme.objects.create(slug="hall", code="HALL", title="Hall", funder="Hall", illustrative=True)
    project = Project.objects.create(
        programme=programme, slug="hall", number="HALL/1", title="Hall", funder="Hall", retention_until="2050-12-31"
    )
    today = timezone.localdate()
    return Event.objects.create(
        project=project, slug="hall", title="Hall", first_day=today, last_day=today, state=Event.State.PUBLISHED
    )


def _code(number: int) -> str:
    return f"HA{CODE[number // 10]}{CODE[number % 10]}PQ"


class Web:
    """Web processes on one port, as `talka serve` starts them."""

    def __init__(self, processes: int) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.port = self.listening.getsockname()[1]
        self.output = Path(os.environ["TALKA_VAR"]) / "hall.txt"
        self.children = [self._start() for _process in range(processes)]
        try:
            for _child in self.children:
                self.wait()
        except BaseException:
            self.end()  # nobody else knows of them yet
            raise

    def _start(self) -> subprocess.Popen[bytes]:
        environment = os.environ | {"TALKA_URL": "", "EMAIL_URL": "", "TALKA_POOL": "16"}
        with self.output.open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "talka.site.web", str(self.listening.fileno())],
                env=environment,
                stdout=said,
                stderr=said,
                pass_fds=[self.listening.fileno()],
            )

    def wait(self) -> None:
        """Until somebody answers."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
            finally:
                connection.close()
        raise RuntimeError(f"no web process answers; see {self.output}")

    def seconds(self) -> float:
        """Processor time that all of them have used."""
        used = (psutil.Process(child.pid).cpu_times() for child in self.children if child.poll() is None)
        return sum(each.user + each.system for each in used)

    def kill_and_restart(self, place: int, pause: float) -> None:
        """One is killed as by a fault, and started again after `pause` seconds."""
        self.children[place].send_signal(signal.SIGKILL)
        self.children[place].wait(10)
        time.sleep(pause)
        self.children[place] = self._start()

    def end(self) -> None:
        for child in self.children:
            child.terminate()
        for child in self.children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(10)
        self.listening.close()


@contextlib.contextmanager
def served(processes: int) -> Iterator[Web]:
    web = Web(processes)
    try:
        yield web
    finally:
        web.end()
