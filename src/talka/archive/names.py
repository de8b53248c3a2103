"""Where each address lies in an archive. Names hold on Windows, macOS and Linux, on disks that do not tell capitals
from small letters, and are short enough for folders within folders."""

import hashlib
import re
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, urlsplit

from talka.documents.media_types import DOCX, ODP, ODS, ODT, PDF, PPTX, XLSX, ZIP

LONGEST_PART = 48
LONGEST = 160
"""Signs of a path within the archive: with the folder it is unpacked into it stays under the 260 of Windows."""
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
ENDINGS = {
    "text/html": "html",
    "text/css": "css",
    "text/csv": "csv",
    "text/calendar": "ics",
    "text/javascript": "js",
    "application/javascript": "js",
    "application/json": "json",
    PDF: "pdf",
    ZIP: "zip",
    DOCX: "docx",
    XLSX: "xlsx",
    PPTX: "pptx",
    ODT: "odt",
    ODS: "ods",
    ODP: "odp",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
}


class Names:
    """Gives each address a path of its own, the same one each time it is asked in the same order."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def path_of(self, address: str, folder: str, media_type: str, file_name: str = "") -> str:
        """The path under `folder` for what `address` answered. file_name: as a file is handed out, which then stands
        at the end instead of a token that tells capitals from small letters."""
        parts = urlsplit(address)
        steps = [safe(step) for step in parts.path.split("/") if step]
        ending = ENDINGS.get(media_type, "bin")
        if media_type == "text/html":
            steps.append("index" + _asked(parts.query))
        elif parts.path.endswith("/") or not steps:
            # A file under an address that is a folder of pages: a presentation, a photo, a logo by its token or number.
            # Where it has no name it is called by what it is: "photos".
            stem = PurePosixPath(file_name).stem or (steps[-2] if len(steps) > 1 else "file")
            steps[-1:] = [f"{digest(address, 8)}-{safe(stem, LONGEST_PART - 10)}"]
        else:
            stem, dot, own = steps[-1].rpartition(".")
            steps[-1], ending = (stem, own) if dot else (steps[-1], ending)
            steps[-1] += _asked(parts.query)
        path = "/".join([folder, *steps]).lstrip("/")
        if len(path) + len(ending) + 1 > LONGEST:
            path = "/".join([folder, "long", digest(address, 24)]).lstrip("/")
        return self._free(path, address, ending)

    def _free(self, path: str, address: str, ending: str) -> str:
        for candidate in (f"{path}.{ending}", f"{path}-{digest(address, 10)}.{ending}"):
            if self._taken.setdefault(candidate.lower(), address) == address:
                return candidate
        raise ValueError(f"two addresses want the place of {address}")


def safe(step: str, longest: int = LONGEST_PART) -> str:
    """One part of a path: plain letters, digits, `-`, `_`, `.`; no name of a device, no dot or space at its end."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", step).strip(" .-") or digest(step, 12)
    if len(plain) > longest:
        plain = f"{plain[: longest - 9].rstrip('.-')}-{digest(step, 8)}"
    stem, dot, rest = plain.partition(".")
    return f"{stem}_{dot}{rest}" if stem.lower() in RESERVED else plain


def digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def _asked(query: str) -> str:
    """What stood after the question mark, as part of a name."""
    words = "-".join(f"{key}-{value}" for key, value in sorted(parse_qsl(query)))
    return f"-{safe(words, 40)}" if words else ""
