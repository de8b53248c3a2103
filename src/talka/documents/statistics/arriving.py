"""A file as it arrives: its size looked at before it is read, unpacked where it is packed, decoded where it is text."""

import gzip
import io
import re
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _

from . import limits

BLANK = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
STEP = 1 << 20
BALTIC = frozenset(b"\xf0\xfe\xec\xf2\xee\xcc\xd2\xd0\xde\xce\xe2")
"""š ž ģ ņ ī ā in Windows-1257; in Latin-1 they are letters of Iceland, ì ò î â."""
WESTERN = frozenset(b"\xe9\xf1\xea\xf9\xfa\xc9\xd1\xca\xf4")
"""é ñ ê ù ú ô in Latin-1; in Windows-1257 é stands only in foreign names, the others in none of the three languages."""


def content_of(file: BinaryIO | bytes, name: str) -> bytes:
    """The bytes of the file, unpacked where it is gzip. Refuses by size before anything is read into memory."""
    if isinstance(file, bytes):
        if len(file) > limits.MOST_BYTES:
            raise limits.too_large(name)
        content = file
    else:
        if _size(file) > limits.MOST_BYTES:
            raise limits.too_large(name)
        file.seek(0)
        content = file.read(limits.MOST_BYTES + 1)
        if len(content) > limits.MOST_BYTES:
            raise limits.too_large(name)
    if content.startswith(b"\x1f\x8b"):
        content = _unpacked(content, name)
    if not content.strip(BLANK):
        raise limits.empty(name)
    return content


def _size(file: BinaryIO) -> int:
    """As the file itself or the upload says it; 0 where it cannot be told."""
    size = getattr(file, "size", None)
    if isinstance(size, int):
        return size
    try:
        return file.seek(0, io.SEEK_END)
    except (OSError, ValueError):
        return 0


def _unpacked(content: bytes, name: str) -> bytes:
    out = io.BytesIO()
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            while chunk := packed.read(STEP):
                out.write(chunk)
                if out.tell() > limits.MOST_UNPACKED:
                    raise limits.unpacks_to_too_much(name)
    except (OSError, EOFError, zlib.error) as fault:
        raise limits.damaged(name) from fault
    return out.getvalue()


def decoded(content: bytes, declared: str = "") -> str:
    """The text: by its byte order mark, by where its zeros stand (UTF-16), UTF-8, as declared, else by its letters.

    What is neither is taken for Windows-1257, or for Windows-1252 where its signs are those of western Europe.
    """
    for mark, encoding in ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").replace("\x00", "")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").replace("\x00", "")
    start = content[:4000]
    if start[1::2].count(0) > len(start) // 5:
        return content.decode("utf-16-le", errors="replace").replace("\x00", "")
    if start[0::2].count(0) > len(start) // 5:
        return content.decode("utf-16-be", errors="replace").replace("\x00", "")
    try:
        return content.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        return content.decode(known_encoding(declared) or guessed(content), errors="replace").replace("\x00", "")


def known_encoding(name: str) -> str:
    """Python's name of an encoding that a file declares; "" where it is none, or not one of text."""
    plain = name.strip().casefold().replace("_", "-")
    if found := re.fullmatch(r"(?:windows-|cp-?|ansi-?|x-cp)?(125[0-8])", plain):
        return f"windows-{found[1]}"
    if found := re.fullmatch(r"iso-?8859-?(1[0-6]?|[2-9])", plain):
        return "windows-1252" if found[1] == "1" else f"iso-8859-{found[1]}"
    if found := re.fullmatch(r"(?:ibm|cp)?(437|775|85[0257]|86[0-6])", plain):
        return f"cp{found[1]}"
    return {"ansi": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252", "utf-16": "utf-16"}.get(
        plain, ""
    )


def guessed(content: bytes) -> str:
    sample = content[:2_000_000]
    baltic = sum(sample.count(sign) for sign in BALTIC)
    western = sum(sample.count(sign) for sign in WESTERN)
    return "windows-1252" if western > baltic else "windows-1257"


def is_text(content: bytes) -> bool:
    """Nothing that only programs write: no control signs but those of lines, tabs, and UTF-16's zeros."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    start = content[:4000]
    odd, even = start[1::2].count(0), start[0::2].count(0)
    if max(odd, even) > len(start) // 5 and min(odd, even) < len(start) // 50 + 1:
        return True
    return not any(sign < 9 or 13 < sign < 26 for sign in start)


def other_kind(start: bytes) -> str:
    """What a file is that is no table at all, in words; "" where it may be one."""
    lower = start[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if lower.startswith(b"%pdf"):
        return _("a PDF")
    if lower.startswith((b"<!doctype html", b"<html", b"<head", b"<meta", b"<div", b"<table", b"<body")):
        return _("a web page")
    if lower.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"riff")):
        return _("a picture")
    if lower.startswith((b"7z\xbc\xaf", b"rar!", b"bzh", b"\xfd7zxz")):
        return _("an archive")
    return ""
