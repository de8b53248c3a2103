"""Two machines behind one PostgreSQL: each its own folder, port, pages and worker; shared are the database, the
uploads and the secrets. What begins on one goes on at the other, nothing is done twice, and when one dies the other
serves everybody.
"""

import contextlib
import io
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
import requests
from django.core.files.base import ContentFile
from django.db import connections
from django.utils import timezone
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from talka.documents.storage import new_name, private_storage
from talka.events.factories import EventFactory
from talka.events.models import Event
from talka.letters.actions import queue_letter
from talka.letters.models import Letter
from talka.letters.rendering import Words
from talka.live.queries import last_number
from talka.people.factories import PersonFactory
from talka.people.signin import make_link
from talka.programmes.models import Logo
from talka.upkeep.models import Process
from talka.workshops.factories import GroupFactory, SeatFactory, WorkshopFactory, put_at
from talka.workshops.models import Card
from talka.workshops.views.frame import cookie_name

from .mail_server import Mailbox, mail_server
from .own_database import own_database

KEY = "one-secret-for-both-servers-of-this-test"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Machine:
    """`talka serve` as it runs on one of the two."""

    var: Path
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> Path:
        return self.var.parent / f"{self.var.name}.txt"

    def begin(self) -> None:
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "talka.site.command", "serve"],
                env=self.environment | {"TALKA_VAR": str(self.var), "PORT": str(self.port)},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait(self, seconds: float = 300) -> None:
        assert self.process is not None
        until = time.monotonic() + seconds
        while "Talka is at" not in self.output.read_text():
            assert self.process.poll() is None, self.output.read_text()
            assert time.monotonic() < until, self.output.read_text()
            time.sleep(0.1)

    def family(self) -> list[psutil.Process]:
        assert self.process is not None
        whole = psutil.Process(self.process.pid)
        return [whole, *whole.children(recursive=True)]

    def die(self) -> None:
        """As by a power cut: nothing ends in order."""
        family = self.family()
        for process in family:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(family, timeout=10)
        assert self.process is not None
        self.process.wait(10)

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(20)


@dataclass
class Two:
    one: Machine
    other: Machine
    mailbox: Mailbox
    database: str


@pytest.fixture(scope="module")
def two(django_db_blocker, tmp_path_factory) -> Iterator[Two]:
    """Both start at the same moment on an empty database, as after an upgrade of a whole cluster."""
    top = tmp_path_factory.mktemp("two")
    (top / "shared").mkdir()
    with own_database(django_db_blocker, "two", tables=False) as database, mail_server() as mailbox:
        others = {"HOST", "TALKA_DEMO", "TALKA_TABLES_FROM_MODELS", "TALKA_URL"}
        environment = {name: value for name, value in os.environ.items() if name not in others} | {
            "DATABASE_URL": database,
            "SECRET_KEY": KEY,
            "TALKA_FILES": str(top / "shared"),
            "EMAIL_URL": mailbox.url,
            "TALKA_POOL": "4",
        }
        machines = [Machine(top / name, environment) for name in ("one", "other")]
        for machine in machines:
            machine.begin()
        try:
            for machine in machines:
                machine.wait()
            yield Two(*machines, mailbox, database)
        finally:
            for machine in machines:
                machine.end()


@pytest.fixture(autouse=True)
def here(two, settings) -> Iterator[None]:
    """This process writes into the same database, files and outbox as the two."""
    settings.SECRET_KEY = KEY
    settings.MEDIA_ROOT = two.one.environment["TALKA_FILES"]
    settings.EMAIL_URL = two.mailbox.url
    yield
    connections["default"].close()


def until(holds, seconds: float = 30.0) -> None:
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.1)


def signed_in(machine: Machine, person) -> requests.Session:
    browser = requests.Session()
    page = f"{machine.address}{make_link(person)}"
    browser.get(page, timeout=30)
    answer = browser.post(page, {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}, timeout=30)
    assert answer.status_code == 200
    return browser


def test_both_made_the_tables_once(two):
    """The second waited for the first, and found everything done."""
    said = [machine.output.read_text() for machine in (two.one, two.other)]
    assert sum("its tables are made" in text for text in said) == 1, said
    assert all("Traceback" not in text for text in said)
    until(lambda: ProcrastinateWorker.objects.count() == 2)
    until(lambda: Process.objects.count() == 4)


def test_who_signs_in_on_one_is_signed_in_on_the_other(two):
    person = PersonFactory(administrator=True, given_name="Divvietīga", family_name="Viesa")
    browser = signed_in(two.one, person)
    there = browser.get(f"{two.other.address}/me/", timeout=30)
    assert there.status_code == 200 and "Divvietīga" in there.text
    assert "Divvietīga" not in requests.get(f"{two.other.address}/me/", timeout=30).text
    upkeep = browser.get(f"{two.other.address}/upkeep/", timeout=30).text
    assert upkeep.count(socket.gethostname()) >= 4, "the page tells of the processes of both"


class Follower:
    """A phone that follows its group at one of the machines."""

    def __init__(self, machine: Machine, path: str, cookies: dict[str, str]) -> None:
        self.seen = ""
        self.answer = requests.get(
            machine.address + path,
            cookies=cookies,
            headers={"Accept": "text/event-stream", "Accept-Language": "lv"},
            stream=True,
            timeout=30,
        )
        assert self.answer.status_code == 200
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with contextlib.suppress(requests.RequestException, AttributeError):
            for chunk in self.answer.iter_content(None):
                self.seen += chunk.decode(errors="replace")

    def leave(self) -> None:
        self.answer.close()


@dataclass
class Hall:
    workshop: object
    cookies: list[dict[str, str]]

    @property
    def path(self) -> str:
        return f"/w/{self.workshop.code}/live/?after={last_number(self.workshop.stream)}"

    def write(self, machine: Machine, text: str, key: str = "") -> requests.Response:
        deed = {"id": key or new_id(), "deed": "card", "stage": "lack", "lane": "lack", "language": "lv", "text": text}
        return requests.post(
            f"{machine.address}/w/{self.workshop.code}/deeds/",
            json={"deeds": [deed]},
            cookies=self.cookies[0],
            headers={"Origin": machine.address},
            timeout=30,
        )


def new_id() -> str:
    drawn = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    drawn[6], drawn[8] = 0x70 | drawn[6] & 0x0F, 0x80 | drawn[8] & 0x3F
    return str(uuid.UUID(bytes=bytes(drawn)))


@pytest.fixture
def hall(here) -> Hall:
    event = EventFactory(first_day=timezone.localdate(), state=Event.State.PUBLISHED)
    workshop = WorkshopFactory(event=event)
    group = GroupFactory(workshop=workshop, number=1, name="1. grupa")
    put_at(workshop, "lack")
    cookies = []
    for _seat in range(2):
        credential = secrets.token_urlsafe(12)
        SeatFactory(group=group, credential=credential, joined_at=timezone.now())
        cookies.append({cookie_name(workshop): credential})
    return Hall(workshop, cookies)


def test_a_card_written_at_one_arrives_at_the_other(two, hall):
    followers = [Follower(machine, hall.path, hall.cookies[1]) for machine in (two.one, two.other)]
    key = new_id()
    assert hall.write(two.one, "Kartīte no pirmā servera", key).json()["results"][0]["status"] == 200
    for follower in followers:
        until(lambda follower=follower: "Kartīte no pirmā servera" in follower.seen, 10)
    again = hall.write(two.other, "Kartīte no pirmā servera", key)
    assert again.json()["results"][0]["status"] == 200, "sent again to the other machine is sent once"
    assert hall.write(two.other, "Kartīte no otrā servera").status_code == 200
    for follower in followers:
        until(lambda follower=follower: "Kartīte no otrā servera" in follower.seen, 10)
        follower.leave()
    assert Card.objects.filter(workshop=hall.workshop).count() == 2


def write_letters(number: int) -> list[str]:
    addresses = [f"letter{place}-{secrets.token_hex(3)}@example.test" for place in range(number)]
    for address in addresses:
        queue_letter(to=address, letter=Words("Divi", "Labdien!", "<p>Labdien!</p>", "lv"), kind="test")
    return addresses


def test_each_letter_leaves_once_though_two_workers_send(two):
    addresses = write_letters(60)
    until(lambda: not Letter.objects.filter(to_address__in=addresses).exclude(state="sent").exists(), 90)
    came = [address for address in two.mailbox.recipients if address in set(addresses)]
    assert sorted(came) == sorted(addresses)


def test_a_job_of_the_night_comes_once(two):
    """Both schedulers are awake at its hour; the database gives each turn away once."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT task_name, defer_timestamp, count(*) FROM procrastinate_periodic_defers "
            "GROUP BY task_name, periodic_id, defer_timestamp HAVING count(*) > 1"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM procrastinate_periodic_defers")
        assert cursor.fetchone()[0] > 0


def test_a_file_kept_at_one_is_there_at_the_other(two, hall):
    project = hall.workshop.event.project
    name = private_storage().save(new_name("png"), ContentFile(_png()))
    logo = Logo.objects.create(project=project, file=name, alt="Zīme")
    path = f"/p/{project.programme.slug}/{project.slug}/logos/{logo.pk}/"
    answers = [requests.get(machine.address + path, timeout=30) for machine in (two.one, two.other)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content


def _png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "#17543d").save(file, "PNG")
    return file.getvalue()


def test_a_test_letter_says_each_step(two):
    """`talka mail-test` by an administrator at one of the machines."""
    command = [sys.executable, "-m", "talka.site.command", "mail-test", "who@example.test"]
    environment = two.one.environment | {"TALKA_VAR": str(two.one.var)}
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100)
    assert answer.returncode == 0, answer.stderr
    assert [line[:2] for line in answer.stdout.splitlines()] == ["1.", "2.", "3."]
    assert "who@example.test" in two.mailbox.recipients
    two.mailbox.refuses = "550 5.1.1 no such user"
    try:
        answer = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100)
    finally:
        two.mailbox.refuses = ""
    assert answer.returncode == 1
    assert "bounced" in answer.stderr and "no such user" in answer.stderr


def test_when_one_dies_the_other_goes_on(two, hall):
    """The last of this file. What its worker was doing is taken up; its phones come to the other."""
    person = PersonFactory(with_account=True)
    browser = signed_in(two.one, person)
    assert hall.write(two.one, "Pirms").status_code == 200
    two.one.die()
    with pytest.raises(requests.ConnectionError):
        requests.get(two.one.address, timeout=5)
    assert browser.get(f"{two.other.address}/me/", timeout=30).status_code == 200
    follower = Follower(two.other, hall.path, hall.cookies[1])
    assert hall.write(two.other, "Pēc").status_code == 200
    until(lambda: "Pēc" in follower.seen, 10)
    follower.leave()
    addresses = write_letters(3)
    until(lambda: not Letter.objects.filter(to_address__in=addresses).exclude(state="sent").exists(), 120)
    assert [two.mailbox.recipients.count(address) for address in addresses] == [1, 1, 1]
    assert not ProcrastinateJob.objects.filter(status="failed").exists()
