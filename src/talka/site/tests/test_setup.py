"""`talka setup`: what it asks, writes and leaves alone. The whole of it runs in tests/test_bare_debian.py."""

import argparse
import os
import pwd
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from talka.people.models import Account, Person
from talka.site import environment_file
from talka.site.command import _parser, main
from talka.site.installation import first_start, setup
from talka.site.installation.answers import LOCAL_DATABASE, gather
from talka.site.installation.files import Place, Writer
from talka.site.installation.patterns import PLACES
from talka.site.trouble import Trouble

URL = ["--url", "https://talka.example.lv"]


def given(*words: str) -> argparse.Namespace:
    return _parser().parse_args(["setup", "--non-interactive", *words])


class TestAnswers:
    def test_what_is_usual_stands_where_nothing_is_said(self):
        settings = gather(given(*URL), {}).settings
        assert settings["DATABASE_URL"] == LOCAL_DATABASE
        assert settings["TALKA_HOSTS"] == "talka.example.lv,127.0.0.1"
        assert (settings["TALKA_VAR"], settings["HOST"], settings["PORT"]) == ("/var/lib/talka", "127.0.0.1", "8000")
        assert (settings["TALKA_BEHIND_PROXY"], settings["FORWARDED_ALLOW_IPS"]) == ("1", "127.0.0.1")
        assert "EMAIL_URL" not in settings

    def test_settings_of_an_earlier_run_stand_unless_said_otherwise(self):
        before = {
            "TALKA_URL": "https://old.example.lv",
            "PORT": "8005",
            "TALKA_WEB_PROCESSES": "2",
            "HOST": "127.0.0.1",
        }
        settings = gather(given("--host", "::1"), before).settings
        assert (settings["TALKA_URL"], settings["PORT"], settings["HOST"]) == ("https://old.example.lv", "8005", "::1")
        assert settings["TALKA_WEB_PROCESSES"] == "2"

    def test_a_person_is_asked_for_what_is_missing_only(self, monkeypatch):
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        asked = []

        def answer(words):
            asked.append(words)
            return "https://asked.example.lv" if "Address that people" in words else ""

        words = _parser().parse_args(["setup", "--database", "postgresql:///other", "--administrator", ""])
        answers = gather(words, {"EMAIL_URL": "smtp://mail.example.lv"}, answer)
        assert answers.name == "asked.example.lv"
        assert len(asked) == 2
        assert not any("PostgreSQL" in words or "Mail" in words for words in asked)

    @pytest.mark.parametrize(
        ("words", "fault"),
        [
            ([], "address that people will know is missing"),
            (["--url", "http://talka.example.lv"], "no address of a site"),
            (["--url", "https://talka.example.lv/path"], "no address of a site"),
            (["--url", "https://talka;evil"], "no host name"),
            ([*URL, "--port", "eighty"], "not a port"),
            ([*URL, "--email-url", "mail.example.lv"], "smtp://"),
            ([*URL, "--database", "mysql://x y"], "--database"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, words, fault):
        with pytest.raises(Trouble, match=fault):
            gather(given(*words), {})


class TestFiles:
    def writer(self, folder):
        self.said = []
        return Writer(folder, folder / "written.json", self.said.append)

    def test_again_is_no_harm_and_a_new_text_replaces_our_own(self, tmp_path):
        place = Place(tmp_path / "etc" / "a", 0o640)
        self.writer(tmp_path).write(place, "one")
        assert stat.S_IMODE(place.path.stat().st_mode) == 0o640
        self.writer(tmp_path).write(place, "one")
        assert self.said == [f"  right    {place.path}"]
        self.writer(tmp_path).write(place, "two")
        assert place.path.read_text() == "two"
        assert self.said == [f"  changed  {place.path}"]

    def test_what_somebody_changed_is_kept_and_the_new_one_lies_beside(self, tmp_path):
        place = Place(tmp_path / "a", 0o600)
        self.writer(tmp_path).write(place, "one")
        place.path.write_text("mine")
        writer = self.writer(tmp_path)
        writer.write(place, "two")
        assert (place.path.read_text(), (tmp_path / "a.new").read_text()) == ("mine", "two")
        assert writer.beside == [place.path]
        assert stat.S_IMODE((tmp_path / "a.new").stat().st_mode) == 0o600
        place.path.write_text("two")  # they took it over
        self.writer(tmp_path).write(place, "two")
        assert not (tmp_path / "a.new").exists()

    def test_a_file_that_was_there_before_us_is_nobodys_to_overwrite(self, tmp_path):
        (tmp_path / "a").write_text("theirs")
        writer = self.writer(tmp_path)
        writer.write(Place(tmp_path / "a", 0o600), "ours")
        assert (tmp_path / "a").read_text() == "theirs"

    def test_open_modes_are_closed_again(self, tmp_path):
        place = Place(tmp_path / "a", 0o600)
        self.writer(tmp_path).write(place, "one")
        place.path.chmod(0o644)
        self.writer(tmp_path).write(place, "one")
        assert stat.S_IMODE(place.path.stat().st_mode) == 0o600


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Setup into a folder, without the steps in the database; gives the folder and what was said."""
    user = pwd.getpwuid(os.getuid()).pw_name if os.getuid() else "nobody"
    steps = []
    monkeypatch.setattr(setup.Setup, "_do", lambda self, settings, *words: steps.append(words))

    def call(*words: str):
        steps.clear()
        var = ["--var", str(tmp_path / "var"), "--user", user, "--into", str(tmp_path / "review")]
        code = main(["setup", "--non-interactive", *URL, *var, *words])
        said = capsys.readouterr()
        assert code == 0, said.err
        return tmp_path / "review", said.out, list(steps)

    return call


def test_everything_lies_as_it_will_below_the_root_and_nothing_is_left_to_fill_in(run, tmp_path):
    folder, said, steps = run("--administrator", "anna@example.lv", "--backup-to", str(tmp_path / "far away"))
    for below in PLACES.values():
        text = (folder / below).read_text()
        left = re.sub(r"\$(MAINPID|host|request_uri|remote_addr|scheme| \{|@|\{1:-\}|\(id -u\))", "", text)
        assert "$" not in left, below
    assert steps == [("prepare",), ("administrator", "anna@example.lv", "")]
    env_file = folder / "etc/talka/talka.env"
    assert stat.S_IMODE(env_file.stat().st_mode) & 0o007 == 0
    assert environment_file.read(env_file)["TALKA_VAR"] == str(tmp_path / "var")
    service = (folder / PLACES["talka.service"]).read_text()
    assert "EnvironmentFile=/etc/talka/talka.env" in service
    assert "far\\x20away" in (folder / PLACES["talka-backup.service"]).read_text()
    assert stat.S_IMODE((folder / PLACES["talka.sh"]).stat().st_mode) == 0o755
    assert f"cp -a {folder}/. /" in said


def test_again_writes_nothing_and_forgets_nothing(run):
    folder, _said, _steps = run("--email-url", "smtp://t:s@mail.example.lv:587")
    env_file = folder / "etc/talka/talka.env"
    env_file.write_text(env_file.read_text() + "# mine\nTALKA_WEB_PROCESSES=2\n")
    _folder, said, _steps = run()
    assert said.count("  right ") == len(PLACES) + 1
    assert "# mine" in env_file.read_text()
    _folder, said, _steps = run("--port", "8100")
    assert "talka.env: changed by hand" in said
    assert "PORT=8100" in (env_file.parent / "talka.env.new").read_text()
    assert "TALKA_WEB_PROCESSES=2" in (env_file.parent / "talka.env.new").read_text()
    assert "PORT=8000" in env_file.read_text()


def test_again_it_knows_the_certificate_and_where_backups_go(run, tmp_path):
    key = "age1qqqq"
    told = ["--certificate", "/etc/ssl/own.pem", "--key", "/etc/ssl/own.key", "--backup-to", str(tmp_path / "far")]
    folder, said, _steps = run(*told, "--backup-encrypt-to", key)
    assert "backup-encrypt-to KEY" not in said
    unit = (folder / PLACES["talka-backup.service"]).read_text()
    assert f"talka backup --to {tmp_path / 'far'} --encrypt-to {key}\n" in unit
    _folder, said, _steps = run("--port", "8100")
    assert (folder / PLACES["talka-backup.service"]).read_text() == unit
    assert "/etc/ssl/own.pem" in (folder / PLACES["nginx.conf"]).read_text()


def test_a_secret_key_is_no_key_to_encrypt_to(run):
    with pytest.raises(AssertionError, match="public key"):
        run("--backup-encrypt-to", "AGE-SECRET-KEY-1QQ")


def test_shared_uploads_may_be_written(run, tmp_path):
    folder, _said, _steps = run()
    env_file = folder / "etc/talka/talka.env"
    env_file.write_text(env_file.read_text() + f"TALKA_FILES={tmp_path / 'shared'}\n")
    run()
    for name in ("talka.service", "talka-backup.service"):
        [line] = [each for each in (folder / PLACES[name]).read_text().splitlines() if "ReadWritePaths" in each]
        assert str(tmp_path / "shared") in line, name


def test_the_units_are_right_to_systemd(run, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine; the bare Debian has one")
    folder, _said, _steps = run()
    units = [str(folder / below) for name, below in PLACES.items() if name.endswith((".service", ".timer"))]
    checked = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    ours = [line for line in checked.stderr.splitlines() if "talka" in line and "Special user nobody" not in line]
    assert ours == []


def test_little_of_the_machine_is_open_to_the_service(run):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    folder, _said, _steps = run()
    words = ["systemd-analyze", "security", "--offline=true", "--no-pager", folder / PLACES["talka.service"]]
    judged = subprocess.run(words, capture_output=True, text=True)
    found = re.search(r"exposure level for talka.service: ([\d.]+)", judged.stdout)
    if found is None:
        pytest.skip("this systemd-analyze cannot judge a unit that is not installed")
    assert float(found[1]) < 2.5


def test_the_command_is_a_script_that_the_shell_understands(run):
    folder, _said, _steps = run()
    subprocess.run(["/bin/sh", "-n", folder / PLACES["talka.sh"]], check=True)


def test_setup_begins_also_where_the_settings_that_are_named_are_gone(run, tmp_path, monkeypatch):
    monkeypatch.setenv("TALKA_ENV", str(tmp_path / "gone.env"))
    _folder, said, _steps = run()
    assert "written" in said


def test_only_root_writes_to_etc_and_only_that_user_for_itself(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(setup.os, "geteuid", lambda: 54321)
    assert main(["setup", *URL, "--non-interactive", "--system"]) == 1
    assert "only root" in capsys.readouterr().err
    assert main(["setup", *URL, "--non-interactive", "--user", "no-such-user"]) == 1
    assert "adduser --system" in capsys.readouterr().err
    assert list(Path(tmp_path).iterdir()) == []


@pytest.mark.django_db
class TestAdministrator:
    def test_the_first_one_is_made_and_told_how_to_sign_in(self, capsys):
        first_start.make_administrator("anna.ozola@example.lv", "Anna Marija Ozola")
        person = Person.objects.get(email="anna.ozola@example.lv")
        assert (person.given_name, person.family_name) == ("Anna Marija", "Ozola")
        assert person.account.is_staff
        assert "http" in capsys.readouterr().out

    def test_again_makes_nobody_twice_and_a_known_person_becomes_one(self, capsys):
        first_start.make_administrator("anna@example.lv", "")
        first_start.make_administrator("ANNA@example.lv", "Somebody Else")
        assert Person.objects.count() == Account.objects.count() == 1
        Account.objects.update(is_staff=False)
        first_start.make_administrator("anna@example.lv", "")
        assert Account.objects.get().is_staff

    def test_who_has_signed_in_gets_no_new_way_in(self, capsys):
        first_start.make_administrator("anna@example.lv", "")
        Account.objects.update(last_login="2026-01-01T10:00Z")
        capsys.readouterr()
        first_start.make_administrator("anna@example.lv", "")
        said = capsys.readouterr().out
        assert "has signed in before" in said
        assert "http" not in said

    def test_a_wrong_address_is_said_in_words(self):
        with pytest.raises(Trouble, match="not an e-mail address"):
            first_start.make_administrator("anna at example", "Anna Ozola")


def test_a_database_that_lets_nobody_in_is_said_with_the_commands_that_make_one():
    with pytest.raises(Trouble, match="createdb --owner=talka"):
        first_start.look_at_database("postgresql://127.0.0.1:1/talka")
