import hashlib
import io
import struct
import zipfile

import docx
import openpyxl
import pptx
import pytest
from PIL import Image

from talka.documents.pictures import image_variant
from talka.documents.storage import (
    delete_file,
    open_file,
    private_storage,
    serve_bytes,
    serve_file,
    serve_picture,
    store_file,
)
from talka.documents.uploads import check_upload, safe_name
from talka.ui.refusals import Refusal


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(entries: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


def image(form="PNG", size=(60, 30), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (10, 120, 80)).save(out, form, **more)
    return out.getvalue()


def old(stream: str, *more: str) -> bytes:
    names = b"".join(name.encode("utf-16-le") + b"\0" * 20 for name in (stream, *more))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000_000 + names


DOCX, XLSX, PPTX = saved(docx.Document()), saved(openpyxl.Workbook()), saved(pptx.Presentation())
EDOC = archive(
    {
        "mimetype": "application/vnd.etsi.asic-e+zip",
        "Lēmums.docx": DOCX,
        "pielikums.pdf": b"%PDF-1.7",
        "META-INF/manifest.xml": "<manifest/>",
        "META-INF/signatures0.xml": "<asic/>",
    }
)
MACRO = archive(
    {
        "[Content_Types].xml": '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>',
        "word/document.xml": "<x/>",
        "word/vbaProject.bin": b"\xd0\xcf",
    }
)
ODP = archive({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": "<x/>"})
MP4 = struct.pack(">I", 24) + b"ftypisom" + b"\0" * 100
TAKEN = {
    "plāns.docx": (DOCX, "document"),
    "dati.xlsx": (XLSX, "sheet"),
    "runa.pptx": (PPTX, "slides"),
    "runa.odp": (ODP, "slides"),
    "vecs.doc": (old("WordDocument"), "document"),
    "vecs.xls": (old("Workbook"), "sheet"),
    "vecs.ppt": (old("PowerPoint Document"), "slides"),
    "a.pdf": (b"%PDF-1.7\n%x", "pdf"),
    "a.png": (image(), "image"),
    "a.JPEG": (image("JPEG"), "image"),
    "a.webp": (image("WEBP"), "image"),
    "a.heic": (b"\0\0\0\x18ftypheic" + b"\0" * 50, "image"),
    "a.mp4": (MP4, "video"),
    "a.mov": (b"\0\0\0\x14ftypqt  " + b"\0" * 50, "video"),
    "a.webm": (b"\x1a\x45\xdf\xa3" + b"\0" * 20 + b"webm", "video"),
    "lēmums.edoc": (EDOC, "signed"),
    "lēmums.asice": (EDOC, "signed"),
    "makro.docm": (MACRO, "document"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_files_are_known_by_their_content(name):
    content, kind = TAKEN[name]
    upload = check_upload(io.BytesIO(content), name)
    assert (upload.kind, upload.size, upload.sha256) == (kind, len(content), hashlib.sha256(content).hexdigest())
    assert upload.macros is (name == "makro.docm")


def test_a_signed_container_lists_what_is_in_it():
    upload = check_upload(io.BytesIO(EDOC), "lēmums.edoc")
    assert upload.contains == ("Lēmums.docx", "pielikums.pdf") and upload.signatures == 1
    assert upload.media_type == "application/vnd.etsi.asic-e+zip" and upload.extension == "edoc"
    unsigned = archive({"mimetype": "application/vnd.etsi.asic-e+zip", "a.pdf": "x"})
    with pytest.raises(Refusal):
        check_upload(io.BytesIO(unsigned), "lēmums.edoc")


def test_macros_are_named():
    assert check_upload(io.BytesIO(old("WordDocument", "_VBA_PROJECT")), "x.doc").macros
    with pytest.raises(Refusal) as told:
        check_upload(io.BytesIO(MACRO), "nevainīgs.docx")
    assert "docm" in told.value.text()


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
REFUSED = {
    "a.pdf": image(),
    "a.png": b"%PDF-1.7",
    "a.docx": XLSX,
    "a.jpg": HTML,
    "a.html": HTML,
    "a.svg": b"<svg onload='x()'/>",
    "b.pdf": b"\xef\xbb\xbf  <svg xmlns='x'/>",
    "a.js": b"alert(1)",
    "a.sh": b"#!/bin/sh\nrm",
    "a.exe": b"MZ\x90\0" + b"\0" * 200,
    "a.zip": archive({"a.txt": "x"}),
    "b.docx": archive({"a.txt": "x"}),
    "c.docx": DOCX[: len(DOCX) // 2],
    "d.docx": b"PK\x03\x04broken",
    "empty.pdf": b"",
    "noextension": b"%PDF-1.7",
    "a.pdf.exe": b"%PDF-1.7",
    "e.xlsx": old("EncryptedPackage"),
    "f.doc": old("Nekas"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_lying_names_and_what_could_run_are_refused(name):
    with pytest.raises(Refusal) as told:
        check_upload(io.BytesIO(REFUSED[name]), name)
    assert told.value.status == 400 and name in told.value.what


def test_a_bomb_is_refused_without_unpacking():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b"wordprocessingml.document.main" + b" " * 120_000_000)
    with pytest.raises(Refusal):
        check_upload(out, "a.docx")


class Endless(io.RawIOBase):
    """A file of any size that takes no room; remembers the largest piece asked for."""

    def __init__(self, size: int) -> None:
        self.size, self.at, self.largest = size, 0, 0

    def read(self, number: int = -1) -> bytes:
        self.largest = max(self.largest, number if number >= 0 else self.size)
        piece = min(number, self.size - self.at)
        first = self.at == 0
        self.at += piece
        return b"%PDF-1.7" + b"\0" * (piece - 8) if first else b"\0" * piece

    def seek(self, at: int, whence: int = 0) -> int:
        self.at = at
        return at


def test_large_files_are_read_in_pieces_and_have_a_limit():
    file = Endless(100 * 1024 * 1024)
    assert check_upload(file, "a.pdf").size == 100 * 1024 * 1024 and file.largest <= 1 << 20
    with pytest.raises(Refusal) as told:
        check_upload(Endless(100 * 1024 * 1024 + 1), "a.pdf")
    assert told.value.status == 413


def test_only_the_kinds_asked_for():
    with pytest.raises(Refusal):
        check_upload(io.BytesIO(DOCX), "a.docx", kinds=("image",))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\Lēmums.pdf", "Lēmums.pdf"),
        ("a\r\nX: 1.pdf", "aX 1.pdf"),
        ("..", None),
        ("a\u202efdp.exe", "afdp.exe"),
    ],
)
def test_names_are_made_harmless(given, kept):
    name = safe_name(given)
    assert name == kept if kept else name
    assert len(safe_name("x" * 500 + ".pdf")) <= 150 and safe_name("x" * 500 + ".pdf").endswith(".pdf")


# -- keeping and serving ------------------------------------------------------------------------------------------


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def kept(content: bytes, name: str) -> str:
    file = io.BytesIO(content)
    return store_file(file, check_upload(file, name))


def test_files_are_kept_privately_under_names_nobody_can_guess(folder):
    first, second = kept(DOCX, "Lēmums.docx"), kept(DOCX, "Lēmums.docx")
    assert first != second and len(first) > 40 and "mums" not in first
    path = folder / first
    assert path.read_bytes() == DOCX and path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError):
        private_storage().url(first)
    delete_file(first)
    assert not path.exists()
    with pytest.raises(FileNotFoundError):
        open_file(first)


def test_files_are_served_as_attachments_that_cannot_act(folder):
    response = serve_file(kept(DOCX, "Lēmums.docx"), 'Ķekavas "lēmums"\r\nX: 1.docx', "application/msword")
    assert b"".join(response.streaming_content) == DOCX
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C4%B6ekavas")
    assert response["X-Content-Type-Options"] == "nosniff" and response["Content-Security-Policy"].startswith("sandbox")
    assert serve_bytes(b"x", "saraksts.xlsx", "a/b")["Content-Disposition"] == 'attachment; filename="saraksts.xlsx"'


def test_pictures_are_drawn_anew(folder):
    exif = Image.Exif()
    exif[0x010E] = "Slepena vieta"
    exif[0x0112] = 6
    content = image("JPEG", (400, 200), exif=exif.tobytes())
    assert b"Slepena" in content
    made, media_type = image_variant(io.BytesIO(content), 150)
    shown = Image.open(io.BytesIO(made))
    assert b"Slepena" not in made and media_type == "image/jpeg"
    assert shown.width <= 160 and shown.height > shown.width and not shown.getexif()
    assert serve_picture(kept(content, "a.jpg"), 150)["Content-Type"] == "image/jpeg"
    clear = io.BytesIO()
    Image.new("RGBA", (10, 10)).save(clear, "PNG")
    assert image_variant(clear, 100)[1] == "image/png"


def test_picture_bombs_and_other_things_are_refused():
    def chunk(kind, content):
        import zlib

        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    huge = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
        + chunk(b"IEND", b"")
    )
    for content in (huge, HTML, b"", image()[:60]):
        with pytest.raises(Refusal):
            image_variant(io.BytesIO(content), 100)
