"""Each thing that is unsafe where strangers come is named, and nothing else is."""

import datetime as dt
import os
from collections import namedtuple
from pathlib import Path

import pytest
from django.db import connection

from talka.people.models import Account
from talka.site import deployment
from talka.site.backups import index
from talka.site.command import main
from talka.site.deployment import backups, database, django_checks, files, letters, machine, web

MAIL = "smtp://talka:secret@mail.example.lv:587?from=Talka <talka@example.lv>"
Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def safe(settings, monkeypatch, tmp_path):
    """An installation with nothing to say about; gives its TALKA_VAR."""
    var = tmp_path / "var"
    (var / "secrets").mkdir(parents=True)
    for folder, mode in ((var, 0o750), (var / "secrets", 0o700)):
        folder.chmod(mode)
    env_file = tmp_path / "talka.env"
    for path, text in ((env_file, "TALKA_LOG=ERROR\n"), (var / "secrets" / "secret_key", "x" * 60)):
        path.write_text(text)
        path.chmod(0o600)
    settings.TALKA_VAR = var
    settings.BASE_URL, settings.SECURE, settings.BEHIND_PROXY = "https://talka.example.lv", True, True
    settings.ALLOWED_HOSTS, settings.DEBUG, settings.DEMO = ["talka.example.lv", "127.0.0.1"], False, False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECRET_KEY = "".join(chr(35 + n) for n in range(60))
    settings.EMAIL_URL = MAIL
    for name in ("SECRET_KEY", "OIDC_URL", "OIDC_SECRET", "TALKA_POOL", "TALKA_WEB_PROCESSES", "PGSSLMODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1")
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("DATABASE_URL", "postgresql:///talka?host=/var/run/postgresql")
    monkeypatch.setenv("TALKA_ENV", str(env_file))
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    for folder in (var, env_file):
        os.chown(folder, 0 if os.getuid() == 0 else -1, -1)
    monkeypatch.setattr(files.os, "geteuid", var.stat().st_uid.__int__ if os.getuid() else lambda: 1000)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder: Disk(10**12, 0, 10**12))
    monkeypatch.setattr(web, "NGINX", tmp_path / "nginx")
    noted(var, [(1, True)])
    return var


def noted(var: Path, rows):
    """Backups: how many hours ago, and whether they went well."""
    file = index.make_folder(index.folder(var)) / "a.tar"
    file.touch()
    (var / "backups" / "index.jsonl").write_text("{cut by a full dis\n")
    for hours, ok in rows:
        index.note(var, index.Made(dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours), file, ok=ok))


def only(found, word):
    """Exactly one fault, and it is this."""
    assert [word in fault for fault in found] == [True], list(found)


def test_nothing_is_wrong_with_a_safe_one(safe, db, monkeypatch):
    Account.objects.create(email="anna@example.lv", is_staff=True)
    monkeypatch.setattr(database, "_server", lambda: iter(()))  # the database of the tests belongs to a superuser
    assert deployment.faults() == []


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SECURE", False, "TALKA_URL"),
        ("ALLOWED_HOSTS", ["*"], "TALKA_HOSTS"),
        ("ALLOWED_HOSTS", ["other.example.lv"], "leaves out talka.example.lv"),
        ("DEBUG", True, "TALKA_DEBUG"),
        ("DEMO", True, "TALKA_DEMO"),
    ],
)
def test_settings_of_the_web(safe, settings, name, value, word):
    assert list(web.faults()) == []
    setattr(settings, name, value)
    only(list(web.faults()), word)


@pytest.mark.parametrize(
    ("environment", "behind", "word"),
    [
        ({"FORWARDED_ALLOW_IPS": "*"}, True, "trusts everybody"),
        ({"FORWARDED_ALLOW_IPS": "127.0.0.1, 0.0.0.0/0"}, True, "trusts everybody"),
        ({"FORWARDED_ALLOW_IPS": ""}, False, "all visitors would count as one"),
        ({"HOST": "0.0.0.0"}, True, "round the proxy"),
        ({"OIDC_URL": "https://eid.example.lv"}, True, "OIDC_SECRET"),
        ({"OIDC_URL": "http://eid.example.lv", "OIDC_SECRET": "x"}, True, "OIDC_URL is not"),
    ],
)
def test_the_proxy_and_other_signing_in(safe, settings, monkeypatch, environment, behind, word):
    settings.BEHIND_PROXY = behind
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    only(list(web.faults()), word)


def test_a_proxy_that_is_named_but_not_trusted_is_said(safe, settings):
    settings.BEHIND_PROXY = False
    assert any("what it says is ignored" in fault for fault in web.faults())


@pytest.mark.parametrize(
    ("limit", "fault"), [("", True), ("client_max_body_size 20m;", True), ("client_max_body_size 110m;", False)]
)
def test_what_nginx_takes(safe, limit, fault):
    site = web.NGINX / "sites-enabled" / "talka"
    site.parent.mkdir(parents=True)
    site.write_text(f"server {{ server_name talka.example.lv; {limit} # client_max_body_size 900m;\n }}")
    (site.parent / "other").write_text("server { server_name other.example.lv; }")
    assert ["client_max_body_size" in said for said in web.faults()] == [True] * fault


@pytest.mark.parametrize(
    ("path", "mode", "word"),
    [
        ("../talka.env", 0o604, "can be read by everybody"),
        ("../talka.env", 0o660, "can be changed by others"),
        (".", 0o755, "is open to others"),
        ("secrets", 0o750, "chmod 0700"),
        ("secrets/secret_key", 0o640, "chmod 0600"),
    ],
)
def test_modes_of_files(safe, path, mode, word):
    assert list(files.faults()) == []
    (safe / path).chmod(mode)
    only(list(files.faults()), word)


def test_a_missing_secret(safe):
    (safe / "secrets" / "secret_key").unlink()
    only(list(files.faults()), "SECRET_KEY is not set")


def test_files_of_another_user(safe, monkeypatch):
    if os.getuid():
        pytest.skip("only root may give files away")
    for path in (safe, safe.parent / "talka.env"):
        os.chown(path, 4321, -1)
    assert len(list(files.faults())) == 2


def test_root_disk_clock_and_zone(safe, settings, monkeypatch):
    assert list(machine.faults()) == []
    with monkeypatch.context() as patch:
        patch.setattr(machine.os, "geteuid", lambda: 0)
        only(list(machine.faults()), "runs as root")
    with monkeypatch.context() as patch:
        patch.setattr(machine.shutil, "disk_usage", lambda folder: Disk(0, 0, 5_000_000 if folder == safe else 10**12))
        only(list(machine.faults()), str(safe))
    with monkeypatch.context() as patch:
        patch.setattr(machine, "EARLIEST", dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        only(list(machine.faults()), "clock")
    settings.TIME_ZONE = "Europe/Nowhere"
    only(list(machine.faults()), "Europe/Nowhere")


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("", "no letter would be sent"),
        ("smtp://mail.example.lv:25?from=a@example.lv", "unencrypted"),
        ("smtp://mail.example.lv:587?starttls=0&from=a@example.lv", "unencrypted"),
        ("http://mail.example.lv", "must begin with smtp"),
        ("smtps://mail.example.lv?from=talka@localhost", "no mail server accepts"),
    ],
)
def test_letters(safe, settings, url, word):
    settings.EMAIL_URL = url
    only(list(letters.faults()), word)


def test_letters_to_this_machine_need_no_encryption(safe, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:25?from=a@example.lv"
    assert list(letters.faults()) == []


@pytest.mark.parametrize(
    ("host", "mode", "safe_way"),
    [
        ("", "", True),
        ("/var/run/postgresql", "", True),
        ("127.0.0.1", "prefer", True),
        ("db.example.lv", "", False),
        ("db.example.lv", "prefer", False),
        ("127.0.0.1,db.example.lv", "disable", False),
        ("db.example.lv", "require", True),
        ("db.example.lv", "verify-full", True),
    ],
)
def test_the_way_to_the_database(host, mode, safe_way):
    assert (list(database._way(host, mode)) == []) is safe_way


def test_no_database_and_the_embedded_one(safe, settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "HOST", str(safe / "postgres" / "socket"))
    only(list(database.faults()), "embedded")
    monkeypatch.delenv("DATABASE_URL")
    only(list(database.faults()), "DATABASE_URL is not set")


@pytest.mark.django_db
class TestServer:
    def said(self):
        return " ".join(database._server())

    def test_a_superuser_is_named(self):
        assert "is a superuser" in self.said()

    def test_an_ordinary_role_of_a_good_server_is_not(self):
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE plain_role; SET LOCAL ROLE plain_role")
        assert self.said() == ""

    def test_an_old_version(self, monkeypatch):
        monkeypatch.setattr(database, "OLDEST", 990000)
        assert "too old" in self.said()

    def test_too_few_connections(self, monkeypatch):
        monkeypatch.setenv("TALKA_WEB_PROCESSES", "4")
        monkeypatch.setenv("TALKA_POOL", "30")
        assert "may need 180" in self.said()
        monkeypatch.setenv("TALKA_WEB_PROCESSES", "many")
        assert "no number of processes" in self.said()

    def test_too_few_locks_for_a_restore(self, monkeypatch):
        monkeypatch.setattr(database, "LOCKS", "SELECT 5120, 2581")
        assert "may lock 5162 tables" in self.said()

    def test_clocks_apart(self, monkeypatch):
        monkeypatch.setattr(database, "LARGEST_SKEW", -1000.0)
        assert "clocks" in self.said()

    def test_demonstration_accounts_and_nobody_who_keeps_it(self):
        Account.objects.create(email="demo@example.org", demonstration=True)
        only([fault for fault in database._content() if "no administrator" not in fault], "demonstration")
        assert any("no administrator" in fault for fault in database._content())
        Account.objects.create(email="anna@example.lv", is_staff=True)
        only(list(database._content()), "demonstration")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], ["no backup yet"]),
        ([(2, True)], []),
        ([(30, True), (1, False)], ["failed"]),
        ([(200, True)], ["8 days old"]),
        ([(200, True), (1, False)], ["8 days old", "failed"]),
        ([(1, False)], ["no backup yet", "failed"]),
    ],
)
def test_backups(safe, rows, words):
    noted(safe, rows)
    found = list(backups.faults())
    assert [word in fault for word, fault in zip(words, found, strict=True)] == [True] * len(words)


def test_backups_that_everybody_can_read(safe):
    (safe / "backups").chmod(0o755)
    only(list(backups.faults()), "open to everybody")


def test_what_django_says_is_heard_and_what_is_not_asked_has_a_reason(safe, settings):
    assert list(django_checks.faults()) == []
    settings.SESSION_COOKIE_SECURE = False
    only(list(django_checks.faults()), "security.W012")
    assert all(len(reason) > 20 for reason in django_checks.SILENCED.values())


def test_the_command_says_each_and_its_exit_code_tells(safe, settings, capsys, monkeypatch):
    monkeypatch.setattr(deployment, "faults", lambda: ["One thing.", "Another."])
    assert main(["check", "--deploy"]) == 1
    said = capsys.readouterr()
    assert "- One thing.\n- Another." in said.err
    assert "2 things are unsafe." in said.out
    monkeypatch.setattr(deployment, "faults", list)
    assert main(["check", "--deploy"]) == 0
    assert "Nothing is unsafe." in capsys.readouterr().out
