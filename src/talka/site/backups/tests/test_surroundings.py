"""Around the file: the index, the programs of PostgreSQL, where uploads lie."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage

from talka.site.backups import index, programs
from talka.site.backups.index import Made, backups, last_backup
from talka.site.backups.programs import Programs, place, programs_for
from talka.site.backups.uploads import Folder, Objects, uploads
from talka.site.trouble import Trouble

AT = dt.datetime(2026, 2, 11, 10, tzinfo=dt.UTC)


class TestIndex:
    def made(self, var, hours, *, ok=True, there=True):
        file = var / f"talka-{hours}.tar"
        if there:
            file.write_text("x")
        made = Made(AT + dt.timedelta(hours=hours), file, bytes=1, sha256="0", ok=ok, why="" if ok else "full")
        index.note(var, made)
        return made

    def test_the_newest_good_one_that_is_there(self, tmp_path):
        assert last_backup(tmp_path) is None
        good = self.made(tmp_path, 2)
        self.made(tmp_path, 1)
        self.made(tmp_path, 3, ok=False)
        self.made(tmp_path, 4, there=False)
        assert last_backup(tmp_path) == good
        assert len(backups(tmp_path)) == 4

    def test_a_damaged_line_hides_no_other(self, tmp_path):
        self.made(tmp_path, 1)
        with (tmp_path / "backups/index.jsonl").open("a") as file:
            file.write('{"time": "2026-\n[]\n{"time": "x", "file": "y"}\n{"time": "2026-02-11T')
        good = self.made(tmp_path, 2)
        assert last_backup(tmp_path) == good

    def test_others_cannot_look(self, tmp_path):
        self.made(tmp_path, 1)
        assert (tmp_path / "backups").stat().st_mode & 0o077 == 0
        assert (tmp_path / "backups/index.jsonl").stat().st_mode & 0o077 == 0


class TestPrograms:
    @pytest.fixture
    def those(self, monkeypatch):
        found = tuple(Programs(Path(f"/{major}"), major) for major in (13, 15, 17, 18))
        monkeypatch.setattr(programs, "_all", lambda: found)

    @pytest.mark.parametrize(
        ("server", "archive", "major"), [(15, 0, 15), (16, 0, 17), (18, 0, 18), (15, 18, 18), (18, 15, 18)]
    )
    def test_of_the_servers_own_version_or_the_next_newer(self, those, server, archive, major):
        assert programs_for(server, archive=archive).major == major

    def test_without_any_it_is_said_what_to_install(self, those):
        with pytest.raises(Trouble, match="PostgreSQL 19") as told:
            programs_for(19)
        assert "postgresql-client-19" in str(told.value)

    def test_the_embedded_ones_are_found(self):
        found = programs_for(18)
        assert found.major >= 18 and Path(found["pg_dump"]).is_file()

    def test_no_password_stands_on_a_command_line(self, monkeypatch):
        monkeypatch.setenv("PGDATABASE", "another")
        where, environment = place("postgresql://talka:geheim@db.example/talka?sslmode=require")
        assert "geheim" not in where and "sslmode=require" in where and "host=db.example" in where
        assert environment["PGPASSWORD"] == "geheim"
        assert "PGDATABASE" not in environment


class TestUploads:
    def staged(self, folder):
        (folder / "photos").mkdir(parents=True)
        (folder / "photos/ž.jpg").write_bytes(b"new")
        return folder

    def test_a_folder_is_replaced_whole(self, tmp_path):
        place = uploads(FileSystemStorage(location=tmp_path / "files"))
        assert isinstance(place, Folder) and place.is_empty()
        (tmp_path / "files").mkdir()
        (tmp_path / "files/old.txt").write_text("old")
        assert not place.is_empty()
        place.put(self.staged(tmp_path / "staged"))
        assert [(each.name, each.bytes) for each in place.all()] == [("photos/ž.jpg", 3)]
        assert [path.name for path in tmp_path.iterdir()] == ["files"]

    def test_a_link_is_named_before_it_is_lost(self, tmp_path):
        (tmp_path / "files").mkdir()
        (tmp_path / "files/link").symlink_to("/etc/hostname")
        with pytest.raises(Trouble, match="no plain file"):
            list(Folder(tmp_path / "files").all())

    def test_object_storage(self, tmp_path):
        storage = InMemoryStorage()
        place = uploads(storage)
        assert isinstance(place, Objects) and place.is_empty()
        storage.save("a/b/old.txt", ContentFile(b"old"))
        storage.save("top.txt", ContentFile(b"top"))
        assert {(each.name, each.bytes) for each in place.all()} == {("a/b/old.txt", 3), ("top.txt", 3)}
        with place.open("a/b/old.txt") as file:
            assert file.read() == b"old"
        place.put(self.staged(tmp_path / "staged"))
        assert [(each.name, each.bytes) for each in place.all()] == [("photos/ž.jpg", 3)]
        assert not (tmp_path / "staged").exists()
