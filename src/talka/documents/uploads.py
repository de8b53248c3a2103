"""What a file that somebody sends really is, told by its content. A lying name is refused, and so is what could run."""

import hashlib
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Literal

import puremagic
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.ui.refusals import Refusal

from .archives import ArchiveFault, entry_start, open_archive
from .media_types import DOCX, ODP, ODS, ODT, PDF, PPTX, SIGNED, XLSX

MOST_BYTES = 100 * 1024 * 1024
CHUNK = 1 << 20
HEAD = 8192

Kind = Literal["document", "sheet", "slides", "pdf", "image", "video", "signed"]

# extension: (kind, media type)
TYPES: dict[str, tuple[Kind, str]] = {
    "pdf": ("pdf", PDF),
    "docx": ("document", DOCX),
    "docm": ("document", "application/vnd.ms-word.document.macroenabled.12"),
    "xlsx": ("sheet", XLSX),
    "xlsm": ("sheet", "application/vnd.ms-excel.sheet.macroenabled.12"),
    "pptx": ("slides", PPTX),
    "ppsx": ("slides", "application/vnd.openxmlformats-officedocument.presentationml.slideshow"),
    "pptm": ("slides", "application/vnd.ms-powerpoint.presentation.macroenabled.12"),
    "odt": ("document", ODT),
    "ods": ("sheet", ODS),
    "odp": ("slides", ODP),
    "doc": ("document", "application/msword"),
    "xls": ("sheet", "application/vnd.ms-excel"),
    "ppt": ("slides", "application/vnd.ms-powerpoint"),
    "jpg": ("image", "image/jpeg"),
    "png": ("image", "image/png"),
    "webp": ("image", "image/webp"),
    "heic": ("image", "image/heic"),
    "mp4": ("video", "video/mp4"),
    "mov": ("video", "video/quicktime"),
    "webm": ("video", "video/webm"),
    "edoc": ("signed", SIGNED),
}
SAME = {"jpeg": "jpg", "jpe": "jpg", "m4v": "mp4", "heif": "heic", "asice": "edoc", "sce": "edoc"}
MACROS = {"docx": "docm", "xlsx": "xlsm", "pptx": "pptm", "ppsx": "pptm"}
OPEN_MAIN = {
    b"wordprocessingml.document.main": "docx",
    b"ms-word.document.macroEnabled.main": "docm",
    b"spreadsheetml.sheet.main": "xlsx",
    b"ms-excel.sheet.macroEnabled.main": "xlsm",
    b"presentationml.presentation.main": "pptx",
    b"presentationml.slideshow.main": "ppsx",
    b"ms-powerpoint.presentation.macroEnabled.main": "pptm",
    b"ms-powerpoint.slideshow.macroEnabled.main": "pptm",
}
OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in old office files, as they stand in the file's directory.
OLE_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "PowerPoint Document": "ppt"}
OLE_ENCRYPTED = "EncryptedPackage"
OLE_MACROS = "_VBA_PROJECT"
RUNS = re.compile(
    rb"<(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?php|\?xml|meta|style|a\s|img|div|table)", re.I
)


@dataclass(frozen=True)
class Upload:
    """A file that was looked at. size in bytes; sha256 in hex; extension: what it should be kept under, without a dot.

    macros: it holds macros, which pages must say beside its name; contains: names of the files in a signed container,
    whose signature is not checked here; signatures: how many signature files it holds.
    """

    kind: Kind
    media_type: str
    size: int
    sha256: str
    extension: str
    name: str
    macros: bool = False
    contains: tuple[str, ...] = ()
    signatures: int = 0


def check_upload(
    file: BinaryIO, name: str, *, kinds: Iterable[Kind] | None = None, most_bytes: int = MOST_BYTES
) -> Upload:
    """Look at a file, reading it once in pieces. Raises Refusal in the person's language for what cannot be taken.

    kinds: what may be sent here; None: all of them. The file is left at its beginning.
    """
    size, digest, head, marks = _read(file, most_bytes)
    shown = safe_name(name)
    if size == 0:
        raise Refusal(_("The file “%(name)s” is empty.") % {"name": shown}, status=400)
    found = _identify(file, head, marks, shown)
    claimed = _extension(name)
    claimed = SAME.get(claimed, claimed)
    if found.extension != claimed:
        _refuse_name(shown, claimed, found)
    kind, media_type = TYPES[found.extension]
    if kinds is not None and kind not in set(kinds):
        raise Refusal(
            _("A file of this kind cannot be used here: “%(name)s”.") % {"name": shown},
            advice=_("Possible: %(kinds)s") % {"kinds": ", ".join(kind_words(each) for each in kinds)},
            status=400,
        )
    file.seek(0)
    extension = _extension(name) if found.extension == "edoc" else found.extension
    return Upload(kind, media_type, size, digest, extension, shown, found.macros, found.contains, found.signatures)


def kind_words(kind: Kind) -> str:
    """The kind in the person's language."""
    return {
        "document": _("text document"),
        "sheet": _("spreadsheet"),
        "slides": _("presentation"),
        "pdf": _("PDF"),
        "image": _("image"),
        "video": _("video"),
        "signed": _("electronically signed document"),
    }[kind]


def safe_name(name: str) -> str:
    """A file's name to keep and show: its last part, without control and direction signs, at most 150 characters."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*')
    plain = plain.strip(". ") or pgettext("name of a file without a name", "file")
    if len(plain) > 150:
        stem, dot, extension = plain.rpartition(".")
        plain = f"{stem[: 149 - len(extension)]}.{extension}" if dot and len(extension) < 10 else plain[:150]
    return plain


@dataclass(frozen=True)
class _Found:
    extension: str
    macros: bool = False
    contains: tuple[str, ...] = ()
    signatures: int = 0


def _extension(name: str) -> str:
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def _read(file: BinaryIO, most_bytes: int) -> tuple[int, str, bytes, set[str]]:
    """Size, SHA-256, the first bytes, and which of the marks of old office files were seen on the way."""
    wanted = {mark: mark.encode("utf-16-le") for mark in (*OLE_STREAMS, OLE_ENCRYPTED, OLE_MACROS)}
    file.seek(0)
    digest, size, head, tail, marks = hashlib.sha256(), 0, b"", b"", set[str]()
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > most_bytes:
            raise Refusal(
                _("The file is larger than %(size)s MB.") % {"size": most_bytes // (1024 * 1024)},
                advice=_("Make it smaller, or give a link to it instead."),
                status=413,
            )
        digest.update(chunk)
        if len(head) < HEAD:
            head += chunk[: HEAD - len(head)]
        if head.startswith(OLE):
            seen = tail + chunk
            marks |= {mark for mark, sign in wanted.items() if sign in seen}
            tail = chunk[-64:]
    return size, digest.hexdigest(), head, marks


def _identify(file: BinaryIO, head: bytes, marks: set[str], shown: str) -> _Found:
    if head.startswith(b"PK\x03\x04"):
        return _zip(file, shown)
    if head.startswith(OLE):
        return _old_office(marks, shown)
    if head.startswith(b"%PDF-"):
        return _Found("pdf")
    if head.startswith(b"\xff\xd8\xff"):
        return _Found("jpg")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _Found("png")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _Found("webp")
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"):
            return _Found("heic")
        if brand == b"qt  ":
            return _Found("mov")
        if brand[:3] in (b"iso", b"mp4", b"avc", b"M4V", b"das", b"3gp", b"MSN", b"f4v"):
            return _Found("mp4")
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free"):
        return _Found("mov")
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return _Found("webm")
    raise _unknown(head, shown)


def _unknown(head: bytes, shown: str) -> Refusal:
    plain = head.replace(b"\x00", b"")[:2000]
    if RUNS.search(plain):
        return Refusal(
            _("The file “%(name)s” is a web page, a drawing with code or a script.") % {"name": shown},
            _("Such files can act in the browser of whoever opens them, so they are not taken."),
            _("Save it as PDF, or a picture as PNG or JPEG."),
            status=400,
        )
    guess = ""
    try:
        best = puremagic.magic_string(head)
        guess = str(best[0].name) if best and best[0].name else ""
    except (puremagic.PureError, ValueError, IndexError):
        pass
    meaning = _("Its content looks like this: %(what)s.") % {"what": guess} if guess else ""
    return Refusal(
        _("The file “%(name)s” is not of a kind that is taken here.") % {"name": shown},
        meaning,
        _(
            "Taken are office documents, PDF, images (JPEG, PNG, WebP, HEIC), video (MP4, MOV, WebM) "
            "and signed documents (edoc)."
        ),
        status=400,
    )


def _old_office(marks: set[str], shown: str) -> _Found:
    if OLE_ENCRYPTED in marks:
        raise _locked(shown)
    for stream, extension in OLE_STREAMS.items():
        if stream in marks:
            return _Found(extension, macros=OLE_MACROS in marks)
    raise _unknown(b"", shown)


def _locked(shown: str) -> Refusal:
    return Refusal(
        _("The file “%(name)s” is protected by a password.") % {"name": shown},
        advice=_("Save it without a password and send it again."),
        status=400,
    )


def _zip(file: BinaryIO, shown: str) -> _Found:
    try:
        archive = open_archive(file)
    except ArchiveFault as fault:
        if fault.encrypted:
            raise _locked(shown) from fault
        if fault.bomb:
            raise Refusal(
                _("The file “%(name)s” unpacks to more than can be opened.") % {"name": shown}, status=400
            ) from fault
        raise Refusal(
            _("The file “%(name)s” is damaged and cannot be opened.") % {"name": shown},
            advice=_("Open it in its own program, save it anew and send it again."),
            status=400,
        ) from fault
    with archive:
        names = archive.namelist()
        media = entry_start(archive, "mimetype", 200).strip()
        if media == TYPES["edoc"][1].encode():
            return _signed(archive, shown)
        if media.startswith(b"application/vnd.oasis.opendocument."):
            extension = OPEN_DOCUMENT.get(media.rpartition(b".")[2].decode("ascii", "replace"))
            if extension:
                scripts = any(name.startswith(("Basic/", "Scripts/")) for name in names)
                return _Found(extension, macros=scripts)
        if "[Content_Types].xml" in names:
            types = entry_start(archive, "[Content_Types].xml", 200_000)
            for mark, extension in OPEN_MAIN.items():
                if mark in types:
                    holds = any(name.lower().endswith("vbaproject.bin") for name in names)
                    return _Found(MACROS.get(extension, extension) if holds else extension, macros=holds)
    raise Refusal(
        _("The file “%(name)s” is an archive.") % {"name": shown},
        advice=_("Send the files in it one by one."),
        status=400,
    )


def _signed(archive: zipfile.ZipFile, shown: str) -> _Found:
    """An ASiC-E container (ETSI EN 319 162-1): the signed files at its root, signatures under META-INF."""
    names = archive.namelist()
    signatures = [name for name in names if re.fullmatch(r"META-INF/[^/]*signature[^/]*\.(xml|p7s)", name, re.I)]
    inside = [
        safe_name(name)
        for name in names
        if name != "mimetype" and not name.startswith("META-INF/") and not name.endswith("/")
    ]
    if not signatures or not inside:
        raise Refusal(
            _("The file “%(name)s” is not a complete signed document.") % {"name": shown},
            _("A signed document holds at least one file and one signature."),
            status=400,
        )
    return _Found("edoc", contains=tuple(inside[:200]), signatures=len(signatures))


def _refuse_name(shown: str, claimed: str, found: _Found) -> None:
    if found.macros and MACROS.get(claimed) == found.extension:
        raise Refusal(
            _("The file “%(name)s” holds macros, though its name says it does not.") % {"name": shown},
            _("Macros are programs; whoever opens the file must be able to see that it holds them."),
            _("Save it without macros, or as .%(extension)s.") % {"extension": found.extension},
            status=400,
        )
    raise Refusal(
        _("The name of the file “%(name)s” does not fit its content.") % {"name": shown},
        _("By its content it is .%(extension)s.") % {"extension": found.extension},
        _("If that is what you meant to send, give it the right ending and send it again."),
        status=400,
    )
