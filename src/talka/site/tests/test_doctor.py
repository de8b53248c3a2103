"""What the doctor finds, each with its remedy; and that it is silent about people."""

import json
import shutil
import socket
import threading
from collections import namedtuple
from datetime import timedelta

import pytest
from django.utils import timezone

from talka.indicators.analysis_set import PACKAGES
from talka.letters.factories import LetterFactory
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import ProjectFactory
from talka.programmes.models import Logo
from talka.site import command
from talka.site.doctor import data, files, machine, work
from talka.site.doctor.examination import before_the_database, with_the_database
from talka.site.doctor.finding import findings
from talka.upkeep import sources
from talka.upkeep.factories import ProcessFactory, TaskRecordFactory, put_job, put_worker

pytestmark = pytest.mark.django_db


def states(look):
    return [(each.state, each.said) for each in look()]


def worst(look):
    order = ("ok", "warning", "fault")
    return max((each for each in look()), key=lambda each: order.index(each.state))


@pytest.fixture
def var(monkeypatch, tmp_path, settings):
    monkeypatch.setenv("TALKA_VAR", str(tmp_path))
    settings.TALKA_VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


def test_every_line_that_is_not_well_says_what_to_do(var):
    found = [*before_the_database(), *with_the_database()]
    assert len(found) > 20
    for each in found:
        assert each.said
        assert (each.state == "ok") == (each.remedy == ""), each


def test_one_broken_look_does_not_hide_the_others():
    def broken():
        yield from ()
        raise ValueError("Anna Planted")

    found = list(findings([("first", broken), ("python", machine.python)]))
    assert [each.state for each in found] == ["fault", "ok"]
    assert "ValueError" in found[0].said and "Planted" not in found[0].said


def test_packages_are_compared_with_the_lock(monkeypatch, tmp_path):
    lock = tmp_path / "base.txt"
    monkeypatch.setattr(machine, "_locks", lambda: [lock])
    lock.write_text("django==1.0 \\\n    --hash=sha256:00\nno-such-thing==2.0 \\\n    --hash=sha256:00\n")
    said = {each.state: each.said for each in machine.packages()}
    assert "no-such-thing" in said["fault"]
    assert "instead of 1.0" in said["warning"]
    lock.unlink()
    assert [each.state for each in machine.packages()] == ["ok"]


@pytest.mark.parametrize(
    ("missing", "state", "said"),
    [([], "ok", "can be made"), (["duckdb"], "warning", "duckdb"), (list(PACKAGES), "ok", "not installed")],
)
def test_the_set_for_heavy_tables_and_charts(monkeypatch, missing, state, said):
    monkeypatch.setattr("talka.indicators.analysis_set.absent", lambda: missing)
    found = worst(machine.analysis)
    assert found.state == state and said in found.said


def test_the_folder_and_its_secrets(var):
    secrets = var / "secrets"
    secrets.mkdir(mode=0o700)
    key = secrets / "secret_key"
    key.touch(mode=0o600)
    assert worst(machine.folder).state == "ok"
    key.chmod(0o640)
    found = worst(machine.folder)
    assert found.state == "fault" and str(key) in found.said and f"chmod go-rwx {key}" in found.remedy


@pytest.mark.parametrize(("free", "state"), [(10**7, "fault"), (10**9, "warning"), (10**11, "ok")])
def test_the_disk(var, monkeypatch, free, state):
    usage = namedtuple("usage", "total used free")(10**12, 0, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert worst(machine.disk).state == state


def test_what_must_have_been_made(var):
    assert worst(machine.static).state == "warning"
    assert worst(machine.documents).state == "ok"


def test_the_database_of_the_tests_is_well():
    for look in (data.reach, data.encoding, data.line, data.schema, data.connections, data.clock, data.search):
        assert worst(look).state == "ok", list(look())


def test_an_old_stamp_of_search_is_seen():
    person = PersonFactory(family_name="Stampiņa")
    Person.objects.filter(pk=person.pk).update(folded="something older")
    found = worst(data.search)
    assert found.state == "warning" and "1 of" in found.said and "Stamp" not in found.said


def test_a_line_in_the_clear_and_a_clock_that_is_late(monkeypatch, settings):
    monkeypatch.setitem(settings.DATABASES, "default", settings.DATABASES["default"] | {"HOST": "db.example.lv"})
    assert worst(data.line).state == "fault"
    monkeypatch.setattr(data, "_row", lambda query: (timezone.now() - timedelta(seconds=30),))
    assert worst(data.clock).state == "fault"


def test_worker_queue_and_jobs():
    assert worst(work.worker).state == "fault"
    put_worker(300)
    assert worst(work.worker).state == "fault"
    put_worker()
    assert worst(work.worker).state == "ok"
    ProcessFactory(version="0.1.0")
    ProcessFactory(version="0.2.0")
    assert worst(work.worker).state == "warning"
    put_job(status="todo", scheduled_at=timezone.now() - timedelta(hours=1))
    assert worst(work.jobs).state == "fault"
    put_job()
    TaskRecordFactory(task="people.forget", succeeded=False, fault="OSError", failures=1)
    said = [each.said for each in work.jobs()]
    assert "1 failed" in said and "people.forget failed" in said


def test_letters():
    assert worst(work.letters).state == "ok"
    LetterFactory(state="bounced", to_address="plant@planted.test")
    LetterFactory(state="queued", not_before=timezone.now() - timedelta(hours=3))
    said = [each.said for each in work.letters()]
    assert said == ["1 bounced in the last week", "1 are overdue by an hour"]


def test_the_mail_server_is_knocked_at_without_a_letter(settings):
    settings.EMAIL_URL = ""
    assert worst(work.mail_server).state == "warning"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        heard: list[bytes] = []

        def serve() -> None:
            line, _address = listening.accept()
            with line:
                line.sendall(b"220 here\r\n")
                while part := line.recv(1000):
                    heard.append(part)
                    line.sendall(b"221 bye\r\n" if part.startswith(b"QUIT") else b"250 here\r\n")
                    if part.startswith(b"QUIT"):
                        return

        thread = threading.Thread(target=serve)
        thread.start()
        port = listening.getsockname()[1]
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}?from=talka@example.test&starttls=0"
        found = worst(work.mail_server)
        thread.join(10)
    assert found.state == "warning" and "in the clear" in found.said
    assert b"MAIL" not in b"".join(heard)
    assert worst(work.mail_server).state == "fault", "nobody listens there any more"
    assert "ConnectionRefusedError" in worst(work.mail_server).said


@pytest.mark.parametrize(("days", "state"), [(0, "ok"), (9, "fault")])
def test_the_backup(monkeypatch, days, state):
    at = timezone.now() - timedelta(days=days)
    monkeypatch.setattr(sources, "last_backup", lambda: sources.Backup(at, 5, False))
    assert worst(work.backup).state == state
    monkeypatch.setattr(sources, "last_backup", lambda: None)
    assert worst(work.backup).state == "warning"


def test_files_without_a_row_and_rows_without_a_file(var):
    (var / "files" / "ab").mkdir(parents=True)
    (var / "files" / "ab" / "there.png").write_bytes(b"x")
    project = ProjectFactory()
    Logo.objects.create(project=project, file="ab/there.png", alt="a")
    assert [each.state for each in files.uploads()] == ["ok", "ok"]
    (var / "files" / "ab" / "left.pdf").write_bytes(b"x" * 2000)
    Logo.objects.create(project=project, file="ab/gone.png", alt="a")
    said = {each.state: each.said for each in files.uploads()}
    assert "1 rows whose file is gone" in said["fault"] and "ab/gone.png" in said["fault"]
    assert "1 files of 2 kB that no row names" in said["warning"] and "ab/left.pdf" in said["warning"]


def test_every_column_that_names_a_file_is_looked_at():
    assert {model._meta.label for model, _field in files.fields()} >= {
        "events.Photo",
        "events.Presentation",
        "programmes.Logo",
        "results.IndicatorValue",
        "workshops.Picture",
    }


def test_the_command_says_it_for_people_and_machines(capsys, monkeypatch):
    from talka.site.doctor import examination
    from talka.site.doctor.finding import fault, ok, warning

    monkeypatch.setattr(examination, "with_the_database", lambda: iter([]))
    for found, code in (([ok("a", "well")], 0), ([warning("a", "so so", "do")], 1), ([fault("a", "bad", "do")], 2)):
        monkeypatch.setattr(examination, "before_the_database", lambda found=found: iter(found))
        assert command.main(["doctor"]) == code
        assert found[0].said in capsys.readouterr().out
        assert command.main(["doctor", "--json"]) == code
        assert json.loads(capsys.readouterr().out)[0]["said"] == found[0].said
