"""The `talka` command as it is typed."""

import json
import os
import socket
import stat
import subprocess
import sys
import time

import pytest

from talka.people.factories import PersonFactory
from talka.site import preparation
from talka.site.command import main
from talka.site.database import server_address
from talka.site.demonstration import is_empty, refuse_unless_alone
from talka.site.listening import listen
from talka.site.lock import Lock
from talka.site.people_found import person_named
from talka.site.trouble import Trouble


def test_version(capsys):
    assert main(["version"]) == 0
    assert capsys.readouterr().out == "0.1.0\n"


def test_a_wrong_deed_is_refused_with_the_right_ones(capsys):
    with pytest.raises(SystemExit) as end:
        main(["dance"])
    assert end.value.code == 2
    assert "serve" in capsys.readouterr().err


def test_the_methods_never_wait_for_django():
    code = (
        "import sys; from talka.site.command import main\n"
        "try: main(['methods', '--help'])\n"
        "except SystemExit: pass\n"
        "sys.exit(any(name.split('.')[0] in ('django', 'psycopg', 'procrastinate') for name in sys.modules))"
    )
    begun = time.monotonic()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "methods" in result.stdout
    assert time.monotonic() - begun < 5  # alone under one second; here others compute beside it


def test_trouble_is_said_in_words(capsys, tmp_path):
    assert main(["load", str(tmp_path / "missing")]) == 1
    said = capsys.readouterr().err
    assert "is no folder" in said
    assert "Traceback" not in said


def test_an_unknown_room_is_named(capsys):
    assert main(["translations", "check", "cellar"]) == 1
    assert "cellar" in capsys.readouterr().err


@pytest.mark.django_db
class TestWhoIsMeant:
    def test_by_address(self):
        person = PersonFactory(email="ilze@example.org")
        PersonFactory(email="ilze2@example.org")
        assert person_named("Ilze@Example.org") == person

    def test_by_name_without_diacritics(self):
        person = PersonFactory(given_name="Jānis", family_name="Šķiņķis")
        PersonFactory(given_name="Jānis", family_name="Bērziņš")
        assert person_named("skinkis") == person

    def test_the_whole_name_beats_a_part_of_another(self):
        person = PersonFactory(given_name="Anna", family_name="Ozola", email="a@example.org")
        PersonFactory(given_name="Anna", family_name="Ozolava", email="b@example.org")
        assert person_named("anna ozola") == person

    def test_several_are_listed(self):
        PersonFactory(given_name="Anna", family_name="Liepa", email="a@example.org")
        PersonFactory(given_name="Anna", family_name="Liepa", email="b@example.org")
        with pytest.raises(Trouble, match=r"a@example.org.*b@example.org"):
            person_named("liepa")

    def test_nobody(self):
        PersonFactory(given_name="Anna", family_name="Liepa")
        with pytest.raises(Trouble, match="nobody"):
            person_named("Kalniņš")


@pytest.mark.parametrize(
    ("host", "alone"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False)]
)
def test_a_demonstration_only_where_nobody_else_comes(host, alone, monkeypatch):
    monkeypatch.delenv("TALKA_DEMO", raising=False)
    if alone:
        refuse_unless_alone(host)
    else:
        with pytest.raises(Trouble, match="reached by others"):
            refuse_unless_alone(host)
        monkeypatch.setenv("TALKA_DEMO", "1")
        refuse_unless_alone(host)


@pytest.mark.django_db(transaction=True)
def test_the_examples_go_into_an_empty_database_only(settings):
    kept = settings.DATABASES["default"]
    from urllib.parse import quote

    from django.db import connection

    name = connection.settings_dict["NAME"]
    url = f"postgresql://{kept['USER']}@/{name}?host={quote(kept['HOST'], safe='')}&port={kept['PORT']}"
    assert is_empty(url)
    PersonFactory()
    assert not is_empty(url)


def test_a_taken_port_says_by_whom():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=rf"port {port} .*process {os.getpid()}"):
            listen("127.0.0.1", port)


def test_a_held_port_answers_only_when_it_is_told_to():
    with listen("127.0.0.1", 0) as held:
        port = held.getsockname()[1]
        with socket.socket() as visitor:
            assert visitor.connect_ex(("127.0.0.1", port)) != 0
        held.listen()
        with socket.socket() as visitor:
            assert visitor.connect_ex(("127.0.0.1", port)) == 0


def test_a_lock_has_one_holder_and_says_who(tmp_path):
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert first.take("serve")
    first.write(kind="serve", address="http://127.0.0.1:1")
    assert not second.take("command")
    assert second.holder() == {"kind": "serve", "address": "http://127.0.0.1:1", "pid": os.getpid()}
    assert stat.S_IMODE((tmp_path / "lock").stat().st_mode) == 0o600
    first.release()
    assert second.take("command")


def test_the_address_of_links_is_the_configured_one_else_the_running_servers(tmp_path, monkeypatch):
    monkeypatch.setenv("TALKA_VAR", str(tmp_path))
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.delenv("TALKA_URL", raising=False)
    assert server_address() == "http://127.0.0.1:8123"
    (tmp_path / "talka.lock").write_text(json.dumps({"kind": "serve", "address": "http://127.0.0.1:9"}))
    assert server_address() == "http://127.0.0.1:9"
    monkeypatch.setenv("TALKA_URL", "https://talka.example/")
    assert server_address() == "https://talka.example"


def test_a_changed_static_file_is_noticed(tmp_path, monkeypatch):
    house = tmp_path / "talka"
    (house / "ui" / "static" / "ui").mkdir(parents=True)
    (house / "site").mkdir()
    (house / "site" / "static_files.py").touch()
    style = house / "ui" / "static" / "ui" / "a.css"
    style.write_text("a {}")
    monkeypatch.setattr(preparation, "HOUSE", house)
    before = preparation._static_mark()
    assert preparation._static_mark() == before
    style.write_text("a { color: red }")
    assert preparation._static_mark() != before


def test_a_changed_migration_or_register_is_noticed(tmp_path, monkeypatch):
    house = tmp_path / "talka"
    for name in ("events/migrations/0001_initial.py", "territories/register/areas.csv"):
        (house / name).parent.mkdir(parents=True)
        (house / name).write_text("1")
    monkeypatch.setattr(preparation, "HOUSE", house)
    marks = [preparation._schema_mark()]
    (house / "territories/register/areas.csv").write_text("2")
    marks.append(preparation._schema_mark())
    (house / "events/migrations/0002_more.py").write_text("1")
    marks.append(preparation._schema_mark())
    assert len(set(marks)) == 3
