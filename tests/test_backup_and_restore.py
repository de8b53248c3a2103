"""The rehearsal: an installation is backed up, comes back in an empty place, and everything is compared."""

import hashlib
import json
import resource
import signal
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from talka.site.backups import last_backup
from talka.site.backups.loading import UNDER_WAY

from .backed_up import FILLING, SYSTEM, Place, Places, engine

BOTH = pytest.mark.parametrize(
    "rehearsal",
    [
        "embedded",
        pytest.param("15", marks=pytest.mark.skipif(not SYSTEM.is_dir(), reason=f"there is no {SYSTEM}")),
    ],
    indirect=True,
    scope="module",
)
ONE = pytest.mark.parametrize("rehearsal", ["embedded"], indirect=True, scope="module")

# What a restore changes on purpose; every other table must be the same to the last row.
SETTLED = {"django_session", "people_personallink", "letters_letter", "live_stream"}


@dataclass
class Rehearsal:
    places: Places
    source: Place
    file: Path
    key: str
    double: str
    tables: dict[str, tuple[int, str]]
    files: dict[str, str]


@pytest.fixture(scope="module")
def rehearsal(request, tmp_path_factory):
    """An installation with people, a held event with group work, letters and files, and a backup of it."""
    with engine(request.param) as address:
        places = Places(address, tmp_path_factory.mktemp("places"))
        try:
            source = places()
            source.more["EMAIL_URL"] = "smtp://127.0.0.1:9"
            source.prepare()
            told = source.well("manage", "shell", "-c", FILLING)
            key, double = told[told.index("KEY ") :].split()[1:3]
            tables, files = source.tables(), source.files()
            source.well("backup", "--to", tmp_path_factory.mktemp("out"))
            file = last_backup(source.var).file
            yield Rehearsal(places, source, file, key, double, tables, files)
        finally:
            places.close()


@BOTH
def test_everything_comes_back(rehearsal):
    place = rehearsal.places()
    told = place.well("restore", rehearsal.file)
    found = place.tables()
    assert found.keys() == rehearsal.tables.keys()
    assert {name for name in found if found[name] != rehearsal.tables[name]} <= SETTLED
    assert found["people_person"][0] > 20 and found["workshops_card"][0] >= 20  # it was worth comparing
    assert place.files() == rehearsal.files
    assert len(rehearsal.files) == 31
    assert "each compared with the manifest" in told
    assert place.ask("SELECT count(*) FROM django_session") == [(0,)]
    assert place.ask("SELECT purpose FROM people_personallink") == [("registration",)]
    states = dict(place.ask("SELECT idempotency_key, state FROM letters_letter WHERE kind = 'news'"))
    assert states == {"due": "held", "sent": "sent", "later": "queued"}
    assert "1 letters are held" in told
    again = place.refused("restore", rehearsal.file)
    assert "--replace" in again and "people or programmes" in again


@ONE
def test_the_file_is_its_owners_alone_and_noted(rehearsal):
    made = last_backup(rehearsal.source.var)
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert made.ok and not made.encrypted and made.bytes == made.file.stat().st_size
    assert made.sha256 == hashlib.sha256(made.file.read_bytes()).hexdigest()
    assert not [*made.file.parent.glob(".*")]


@BOTH
def test_who_was_erased_since_does_not_come_back(rehearsal):
    place, second = rehearsal.places(), rehearsal.places()
    place.well("restore", rehearsal.file)
    erase = (
        "from talka.people.actions.erasure import erase_person; from talka.people.models import Person\n"
        f"erase_person(Person.objects.get(key='{rehearsal.key}'), by=None)"
    )
    place.well("manage", "shell", "-c", erase)
    journal = place.var / "backups" / "erasures.jsonl"
    keys = {json.loads(line)["person"] for line in journal.read_text().splitlines()}
    assert {rehearsal.key, rehearsal.double} <= keys
    assert "leopatra" not in journal.read_text()
    told = second.well("restore", rehearsal.file, "--erasures", journal)
    assert "1 persons erased again; erasures after the backup: 2" in told
    for where in (place, second):
        for table in ("people_person", "people_personversion", "letters_letter", "people_merge"):
            rows = where.ask(f"SELECT 1 FROM {table} t WHERE t::text ~* 'kleopatra|gibiete|kleo@'")
            assert rows == [], (where.var, table)
    # The same place, set back to the backup: its own journal is enough.
    told = place.well("restore", rehearsal.file, "--replace")
    assert "1 persons erased again" in told
    assert place.ask("SELECT 1 FROM people_person t WHERE t::text ~* 'kleopatra'") == []
    # And a backup made there remembers for whoever has nothing but its folder.
    place.well("backup", "--to", place.var / "away")
    assert rehearsal.key in (place.var / "away" / "erasures.jsonl").read_text()


@ONE
def test_without_a_journal_it_says_so(rehearsal, tmp_path):
    alone = tmp_path / rehearsal.file.name
    alone.write_bytes(rehearsal.file.read_bytes())
    told = rehearsal.places().well("restore", alone)
    assert "No journal of erasures was found" in told


@ONE
def test_what_is_there_is_backed_up_before_it_is_replaced(rehearsal):
    place = rehearsal.places()
    place.well("restore", rehearsal.file)
    place.ask("UPDATE people_person SET phone = '29999999' WHERE pk = (SELECT min(id) FROM people_person)"
              .replace("pk", "id"))  # fmt: skip
    (place.var / "files" / "new.txt").write_text("new")
    told = place.well("restore", rehearsal.file, "--replace")
    assert "What was there before is in" in told
    assert place.files() == rehearsal.files
    before = next((place.var / "backups").glob("talka-before-restore-*.tar"))
    third = rehearsal.places()
    third.well("restore", before)
    assert third.ask("SELECT count(*) FROM people_person WHERE phone = '29999999'") == [(1,)]
    assert "new.txt" in third.files()


@ONE
def test_a_damaged_file_changes_nothing(rehearsal, tmp_path):
    place = rehearsal.places()
    data = bytearray(rehearsal.file.read_bytes())
    (tmp_path / "cut.tar").write_bytes(data[: len(data) // 2])
    data[len(data) // 2] ^= 1
    (tmp_path / "changed.tar").write_bytes(data)
    for name, words in (("cut.tar", "cut off"), ("changed.tar", "was changed since it was written")):
        assert words in place.refused("restore", tmp_path / name)
        assert place.untouched()


@ONE
def test_encrypted_to_a_key_that_a_passphrase_locks(rehearsal, tmp_path):
    right, wrong, key = tmp_path / "right", tmp_path / "wrong", tmp_path / "key"
    right.write_text("pareizs parole gara\n")
    wrong.write_text("nepareiza parole gara\n")
    public = rehearsal.source.well("backup-key", key, "--passphrase-file", right).split()[-1]
    rehearsal.source.well("backup", "--to", tmp_path, "--encrypt-to", public, "--with-secrets", "--keep", "0")
    file = next(tmp_path.glob("*.tar.age"))
    place = rehearsal.places()
    assert "is encrypted" in place.refused("restore", file)
    assert "not the one" in place.refused("restore", file, "--identity", key, "--passphrase-file", wrong)
    assert place.untouched()
    place.well("restore", file, "--identity", key, "--passphrase-file", right)
    assert place.files() == rehearsal.files
    secrets = "secrets/secret_key"
    assert (place.var / secrets).read_text() == (rehearsal.source.var / secrets).read_text()
    assert stat.S_IMODE((place.var / secrets).stat().st_mode) == 0o600


@ONE
def test_secrets_never_go_into_a_plain_file(rehearsal, tmp_path):
    assert "encrypted backup only" in rehearsal.source.refused("backup", "--to", tmp_path, "--with-secrets")
    assert not [*tmp_path.glob("*.tar")]


@ONE
def test_one_of_a_newer_version_is_refused(rehearsal, tmp_path):
    place = rehearsal.places()
    rehearsal.source.ask("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_future', now())")
    try:
        rehearsal.source.well("backup", "--to", tmp_path)
    finally:
        rehearsal.source.ask("DELETE FROM django_migrations WHERE name = '9999_future'")
    told = place.refused("restore", next(tmp_path.glob("*.tar")))
    assert "one does not know" in told and "Install that version first" in told
    assert place.untouched()


@ONE
def test_a_full_disk_leaves_no_half_file(rehearsal, tmp_path):
    """The system itself refuses to write on, as a full disk does."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))  # noqa: E731
    result = rehearsal.source.command("backup", "--to", tmp_path, preexec_fn=limit)
    assert result.returncode == 1
    assert "could not be written" in result.stderr and "Traceback" not in result.stderr
    assert not [*tmp_path.iterdir()]
    failed = [json.loads(line) for line in (rehearsal.source.var / "backups/index.jsonl").read_text().splitlines()]
    assert not failed[-1]["ok"] and failed[-1]["why"]
    assert last_backup(rehearsal.source.var).ok


@ONE
def test_one_that_is_killed_leaves_no_backup_and_the_next_sweeps(rehearsal, tmp_path):
    large = rehearsal.source.var / "files" / "film.bin"
    with large.open("wb") as file:
        file.truncate(3_000_000_000)  # takes no room; seconds to read
    try:
        words = [sys.executable, "-m", "talka.site.command", "backup", "--to", str(tmp_path)]
        process = subprocess.Popen(words, env=rehearsal.source.environment())
        until = time.monotonic() + 60
        while not [each for each in tmp_path.glob(".*.part") if each.stat().st_size > 20_000_000]:
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
    finally:
        large.unlink()
    assert [*tmp_path.glob(".*.part")] and not [*tmp_path.glob("*.tar")]
    rehearsal.source.well("backup", "--to", tmp_path)
    assert not [*tmp_path.glob(".*.part")] and len([*tmp_path.glob("*.tar")]) == 1


@ONE
def test_only_as_many_are_kept_as_wanted(rehearsal, tmp_path):
    other = tmp_path / "talka-20200101T000000Z.tar"
    other.write_text("somebody else's")
    for _turn in range(3):
        rehearsal.source.well("backup", "--to", tmp_path, "--keep", "2")
    assert len([*tmp_path.glob("*.tar")]) == 3
    assert other.exists()


@ONE
def test_a_restore_that_was_broken_off_opens_no_page_and_is_done_again(rehearsal):
    place = rehearsal.places()
    place.well("restore", rehearsal.file)
    place.ask(f"CREATE TABLE {UNDER_WAY} (file text)")
    place.ask(f"INSERT INTO {UNDER_WAY} VALUES ('{rehearsal.file}')")
    place.more["PORT"] = "0"
    told = place.refused("serve")
    assert "was broken off" in told and str(rehearsal.file) in told
    place.well("restore", rehearsal.file)
    assert place.ask(f"SELECT to_regclass('{UNDER_WAY}')") == [(None,)]
    assert place.files() == rehearsal.files


@ONE
def test_nothing_is_restored_under_somebody(rehearsal):
    place = rehearsal.places()
    with psycopg.connect(place.url):
        assert "connections to this database are open" in place.refused("restore", rehearsal.file)
    assert place.untouched()


@ONE
def test_tables_of_somebody_else_are_never_touched(rehearsal):
    place = rehearsal.places()
    place.ask("CREATE TABLE invoices (n int)")
    assert "not Talka's" in place.refused("restore", rehearsal.file, "--replace")
    assert place.ask("SELECT count(*) FROM invoices") == [(0,)]
