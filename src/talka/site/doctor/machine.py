"""Python and its packages, the folder, the disk, what must have been made before pages are served."""

import importlib.metadata
import os
import platform
import re
import resource
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from talka.site.doctor.finding import Finding, fault, ok, warning
from talka.site.folder import var_folder
from talka.site.translations import HOUSE, po_path, rooms, to_compile

OLDEST = (3, 11)
LEAST_FREE, FEW_FREE = 200 * 2**20, 2 * 2**30
"""Bytes: below the first, pages are refused; below the second it is time to make room."""
OPEN_FILES = 4096
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)(?: *; *([^\\]+?))? *\\?$", re.MULTILINE)


def python() -> Iterator[Finding]:
    said = f"{platform.python_version()} at {sys.executable}"
    if sys.version_info < OLDEST:
        yield fault("python", said, "Talka needs Python 3.11 or newer.")
    else:
        yield ok("python", said)


def packages() -> Iterator[Finding]:
    """Against the lock where it lies beside, else against what the package says of itself."""
    lock = next((path for path in _locks() if path.is_file()), None)
    if lock is None:
        yield from _declared()
        return
    missing, other, number = [], [], 0
    for name, wanted, marker in PINNED.findall(lock.read_text()):
        if marker and not _applies(marker):
            continue
        number += 1
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
            continue
        if found != wanted:
            other.append(f"{name} {found} instead of {wanted}")
    if missing:
        yield fault("packages", f"missing: {', '.join(missing)}", "Install Talka anew into its virtual environment.")
    if other:
        yield warning("packages", f"not as tested: {', '.join(other)}", "Install the versions of the lock file.")
    if not missing and not other:
        yield ok("packages", f"{number} packages as locked")


def _locks() -> list[Path]:
    return [HOUSE.parents[1] / "requirements" / "base.txt", HOUSE / "site" / "installation" / "base.txt"]


def _declared() -> Iterator[Finding]:
    missing = []
    for line in importlib.metadata.requires("talka") or []:
        text, _semicolon, marker = line.partition(";")
        name = re.split(r"[\[<>=!~ (]", text.strip())[0]
        if "extra ==" in marker or (marker and not _applies(marker)):
            continue
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        yield fault("packages", f"missing: {', '.join(missing)}", "Install Talka anew into its virtual environment.")
    else:
        yield ok("packages", "all that Talka needs are there (no lock file lies beside to compare versions with)")


def analysis() -> Iterator[Finding]:
    """The set for heavy tables and charts: all of it or none."""
    from talka.indicators.analysis_set import PACKAGES, absent

    missing = absent()
    if not missing:
        yield ok("analysis", "heavy tables and charts can be made")
    elif len(missing) == len(PACKAGES):
        yield ok("analysis", 'not installed, as heavy tables and charts would need: pip install "talka[analysis]"')
    else:
        yield warning(
            "analysis", f"missing: {', '.join(missing)}", 'pip install "talka[analysis]", then start Talka anew.'
        )


def _applies(marker: str) -> bool:
    """The few markers that the lock uses; where `packaging` is not there, a marker is taken to hold."""
    try:
        from packaging.markers import InvalidMarker, Marker
    except ImportError:
        return True
    try:
        return Marker(marker.strip()).evaluate()
    except InvalidMarker:
        return True


def folder() -> Iterator[Finding]:
    """TALKA_VAR belongs to whom Talka runs as, and its secrets to nobody else."""
    var = var_folder()
    if not var.is_dir():
        yield fault("folder", f"{var} is not there", "Set TALKA_VAR to the folder Talka writes to, or start it once.")
        return
    if not os.access(var, os.W_OK):
        yield fault("folder", f"{var} may not be written to by this user", f"chown it: chown -R {_user()} {var}")
    else:
        yield ok("folder", f"{var} may be written to")
    loose = [path for path in (var / "secrets", *(var / "secrets").glob("*")) if path.exists() and _open(path)]
    loose += [path for path in (_files(), var / "backups") if path.exists() and _written_by_others(path)]
    if loose:
        yield fault(
            "folder", f"others may read: {', '.join(map(str, loose))}", f"chmod go-rwx {' '.join(map(str, loose))}"
        )
    else:
        yield ok("folder", "secrets, files and backups are this user's own")


def _files() -> Path:
    """Where uploads lie; another machine may have it mounted too."""
    return Path(os.environ.get("TALKA_FILES") or var_folder() / "files")


def _open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _written_by_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o002)


def _user() -> str:
    import pwd

    return pwd.getpwuid(os.geteuid()).pw_name


def disk() -> Iterator[Finding]:
    for place in dict.fromkeys(path for path in (var_folder(), _files()) if path.exists()):
        usage = shutil.disk_usage(place)
        said = f"{usage.free // 2**20} MB of {usage.total // 2**20} MB are free at {place}"
        if usage.free < LEAST_FREE:
            yield fault("disk", said, "Make room now: uploads and the database are about to fail.")
        elif usage.free < FEW_FREE:
            yield warning("disk", said, "Make room: remove old backups or give the disk more space.")
        else:
            yield ok("disk", said)


def open_files() -> Iterator[Finding]:
    """Each phone that follows a group work is an open file."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < OPEN_FILES:
        yield warning("open files", f"at most {hard}", "Set LimitNOFILE=65536 in the service, or ulimit -Hn.")
    else:
        yield ok("open files", "no limit" if hard == resource.RLIM_INFINITY else f"up to {hard}")


def static() -> Iterator[Finding]:
    from talka.site import preparation

    var = var_folder()
    if not (var / "static" / "staticfiles.json").exists():
        yield warning("static files", "not collected yet", "Start Talka once: it collects them.")
    elif preparation.static_is_old(var):
        yield warning("static files", "of another version", "Start Talka anew: it collects them.")
    else:
        yield ok("static files", "collected, of this version")


def translations() -> Iterator[Finding]:
    old = to_compile(rooms())
    missing = [room for room in rooms() if (HOUSE / room / "templates").is_dir() and not _catalogue(room)]
    if old or missing:
        names = ", ".join(sorted({room for room, _language in old} | set(missing)))
        yield warning("translations", f"not compiled: {names}", "talka translations compile, or start Talka once.")
    else:
        yield ok("translations", "compiled")


def _catalogue(room: str) -> bool:
    path = po_path(room, "lv")
    return path.exists() or path.with_suffix(".mo").exists()


def documents() -> Iterator[Finding]:
    """Whether papers can be made: Typst and its one family of letters."""
    from talka.documents.printable import FONT_FOLDER

    letters = [*Path(FONT_FOLDER).glob("**/*.[ot]tf")]
    if not letters:
        yield fault("documents", f"no letters in {FONT_FOLDER}", "Install the package font-source-sans-pro.")
        return
    import typst

    out, warnings = typst.Compiler(
        b'#set text(font: "Source Sans Pro", lang: "lv")\n\xc5\xa0\xc4\xb7\xc5\x86\xc4\x81\xc5\xab',
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]),
    ).compile_with_warnings(format="pdf")
    if not out or warnings:
        yield fault("documents", "Typst does not find its letters", "Install the package font-source-sans-pro anew.")
    else:
        yield ok("documents", f"Typst makes PDF with its own letters ({len(letters)} files)")
