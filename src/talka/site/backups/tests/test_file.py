"""The file itself: written, proved, encrypted; what is wrong with one is said before anything is touched."""

import io
import json
import tarfile

import pyrage
import pytest

from talka.site.backups import age
from talka.site.backups.format import DATABASE, FILES, FORMAT, HEAD, PIECE, Writer
from talka.site.backups.reading import unpack
from talka.site.trouble import Trouble

PHRASE = "four random words here"
HEAD_OF = {"format": FORMAT, "talka": "0.1.0", "time": "2026-02-11T10:00:00+00:00", "migrations": []}
DUMP = bytes(range(256)) * (PIECE // 256) + b"the end"
PICTURE = b"\x89PNG" + bytes(300_000)


def backup(target, **head):
    writer = Writer.to(target)
    writer.add_text(HEAD, HEAD_OF | head)
    writer.add_pieces(DATABASE, io.BytesIO(DUMP))
    writer.add(FILES + "photos/ž 1.png", io.BytesIO(PICTURE), len(PICTURE), changed=1_700_000_000)
    writer.close({"rows": {"people_person": 3}})


@pytest.fixture
def plain(tmp_path):
    path = tmp_path / "talka-20260211T100000Z.tar"
    with path.open("wb") as file:
        backup(file)
    return path


def read(path, tmp_path, keys=None, look=lambda head: None):
    return unpack(path, keys or [], tmp_path / "staging", look)


def encrypted(path, to):
    whole = io.BytesIO()
    backup(whole)
    with path.open("wb") as file, age.encrypting(file, to) as target:
        target.write(whole.getvalue())
    return path


def test_what_went_in_comes_out(plain, tmp_path):
    seen = []
    contents = read(plain, tmp_path, look=seen.append)
    assert contents.dump.read_bytes() == DUMP
    assert (contents.files / "photos/ž 1.png").read_bytes() == PICTURE
    assert int((contents.files / "photos/ž 1.png").stat().st_mtime) == 1_700_000_000
    assert contents.manifest["rows"] == {"people_person": 3}
    assert seen == [HEAD_OF]


def test_plain_tools_open_it(plain, tmp_path):
    with tarfile.open(plain) as tar:
        names = tar.getnames()
        assert names == ["talka.json", "database/000001", "database/000002", "files/photos/ž 1.png", "manifest.json"]
        assert b"".join(tar.extractfile(name).read() for name in names[1:3]) == DUMP


@pytest.mark.parametrize("share", [0.0, 0.001, 0.4, 0.97, 0.999])
def test_one_that_was_cut_off_is_refused(plain, tmp_path, share):
    data = plain.read_bytes()
    plain.write_bytes(data[: int(len(data.rstrip(b"\0")) * share)])
    with pytest.raises(Trouble, match=r"cut off|no backup|damaged|parts are missing") as told:
        read(plain, tmp_path)
    assert "Nothing was changed" in str(told.value)


@pytest.mark.parametrize("what", [DUMP[5000:5100], PICTURE[:4], b"people_person"])
def test_a_changed_byte_is_found(plain, tmp_path, what):
    data = bytearray(plain.read_bytes())
    data[data.index(what)] ^= 1
    plain.write_bytes(data)
    if what == b"people_person":  # in the manifest, which is the measure itself: only encryption proves that
        assert read(plain, tmp_path).manifest["rows"] != {"people_person": 3}
        return
    with pytest.raises(Trouble, match="was changed since it was written"):
        read(plain, tmp_path)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "files/../../evil", "other/thing"])
def test_names_that_lead_elsewhere_are_refused(tmp_path, name):
    path = tmp_path / "talka.tar"
    with path.open("wb") as file:
        writer = Writer.to(file)
        writer.add_text(HEAD, HEAD_OF)
        writer.add(name, io.BytesIO(b"evil"), 4)
        writer.close({"rows": {}})
    with pytest.raises(Trouble, match=r"no backup of Talka has|does not know"):
        read(path, tmp_path)
    assert not (tmp_path / "evil").exists()


def test_a_link_in_it_is_refused(tmp_path):
    path = tmp_path / "talka.tar"
    with path.open("wb") as file:
        writer = Writer.to(file)
        writer.add_text(HEAD, HEAD_OF)
        entry = tarfile.TarInfo("files/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        writer.tar.addfile(entry)
        writer.close({"rows": {}})
    with pytest.raises(Trouble, match="no backup of Talka has"):
        read(path, tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello", json.dumps(HEAD_OF).encode(), bytes(10240)])
def test_what_is_no_backup_is_called_so(tmp_path, content):
    path = tmp_path / "other.tar"
    path.write_bytes(content)
    with pytest.raises(Trouble, match=r"no backup of Talka|cut off or damaged"):
        read(path, tmp_path)


def test_a_form_of_the_future_is_named(tmp_path):
    path = tmp_path / "talka.tar"
    with path.open("wb") as file:
        backup(file, format=FORMAT + 1, talka="9.0")
    with pytest.raises(Trouble, match=r"newer Talka \(9.0\)"):
        read(path, tmp_path)


class TestEncrypted:
    def test_by_a_key(self, tmp_path):
        identity = pyrage.x25519.Identity.generate()
        file = tmp_path / "key.txt"
        file.write_text(f"# created\n{identity}\n")
        path = encrypted(tmp_path / "talka.tar.age", to=age.recipients([str(identity.to_public())]))
        assert read(path, tmp_path, age.identities(file)).dump.read_bytes() == DUMP

    @pytest.mark.parametrize("phrase", ["", PHRASE])
    def test_a_key_that_we_made_opens_it(self, tmp_path, phrase):
        public = age.new_identity(tmp_path / "key", phrase)
        assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
        assert (b"AGE-SECRET" in (tmp_path / "key").read_bytes()) is not bool(phrase)
        path = encrypted(tmp_path / "talka.tar.age", age.recipients([public]))
        assert PICTURE[:16] not in path.read_bytes()
        assert read(path, tmp_path, age.identities(tmp_path / "key", phrase)).dump.read_bytes() == DUMP

    def test_a_locked_key_is_as_the_format_has_it(self, tmp_path):
        age.new_identity(tmp_path / "key", PHRASE)
        assert b"AGE-SECRET-KEY-1" in pyrage.passphrase.decrypt((tmp_path / "key").read_bytes(), PHRASE)

    def test_a_wrong_passphrase_and_none(self, tmp_path):
        age.new_identity(tmp_path / "key", PHRASE)
        with pytest.raises(Trouble, match="passphrase is not the one"):
            age.identities(tmp_path / "key", "another passphrase")
        with pytest.raises(Trouble, match="--passphrase-file"):
            age.identities(tmp_path / "key")

    def test_no_key_is_written_over(self, tmp_path):
        age.new_identity(tmp_path / "key")
        before = (tmp_path / "key").read_bytes()
        with pytest.raises(Trouble, match="there already"):
            age.new_identity(tmp_path / "key")
        assert (tmp_path / "key").read_bytes() == before

    def test_a_wrong_key(self, tmp_path):
        path = encrypted(tmp_path / "talka.tar.age", to=[pyrage.x25519.Identity.generate().to_public()])
        with pytest.raises(Trouble, match="None of the keys"):
            read(path, tmp_path, [pyrage.x25519.Identity.generate()])

    def test_no_key_at_all(self, tmp_path):
        path = encrypted(tmp_path / "talka.tar.age", [pyrage.x25519.Identity.generate().to_public()])
        with pytest.raises(Trouble, match="--identity"):
            read(path, tmp_path)

    @pytest.mark.parametrize("damage", ["head", "body", "cut"])
    def test_damage(self, tmp_path, damage):
        identity = pyrage.x25519.Identity.generate()
        path = encrypted(tmp_path / "talka.tar.age", to=[identity.to_public()])
        data = bytearray(path.read_bytes())
        if damage == "cut":
            del data[-70_000:]
        else:
            place = 60 if damage == "head" else len(data) // 2
            data[place] = data[place] ^ 1 if damage == "body" else ord("A") if data[place] != ord("A") else ord("B")
        path.write_bytes(data)
        with pytest.raises(Trouble, match="Nothing was changed"):
            read(path, tmp_path, [identity])

    @pytest.mark.parametrize("word", ["age1nonsense", "AGE-SECRET-KEY-1QQQQ", "mine"])
    def test_a_wrong_recipient_is_named(self, word):
        with pytest.raises(Trouble, match="no recipient"):
            age.recipients([word])

    def test_a_short_passphrase_is_refused(self, tmp_path):
        (tmp_path / "phrase").write_text("secret\n")
        with pytest.raises(Trouble, match="shorter than 12"):
            age.passphrase_from(tmp_path / "phrase")
