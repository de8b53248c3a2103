"""`talka archive`: a project as a folder that needs no server, and certificates verified in it."""

import argparse
from pathlib import Path

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import end_in_order, set_up_django
from talka.site.output import say
from talka.site.trouble import Trouble

USAGE = "talka archive PROJECT FOLDER\n       talka archive verify FOLDER CODE"


def add(deeds: Deeds) -> None:
    archive = deeds.add_parser("archive", help="a project as a folder that needs no server", usage=USAGE)
    archive.add_argument("words", nargs="+", metavar="PROJECT FOLDER | verify FOLDER CODE")
    archive.set_defaults(deed=_archive)


def _archive(given: argparse.Namespace) -> int:
    match given.words:
        case ["verify", folder, code]:
            return _verify(Path(folder), code)
        case [project, folder]:
            return _write(project, Path(folder))
        case _:
            raise Trouble(f"Say what to do:\nusage: {USAGE}")


def _write(slug: str, folder: Path) -> int:
    from talka.site.database import database

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Trouble(f"{folder} holds something already; name a new or empty folder.")
    end_in_order()
    with database():
        set_up_django()
        from talka.archive.folder import write_archive
        from talka.archive.walking import Unanswered
        from talka.programmes.models import Project
        from talka.ui.refusals import Refusal

        project = Project.objects.filter(slug=slug).first()
        if project is None:
            raise Trouble(f"There is no project {slug} (as in its address: /projects/{slug}/).")
        try:
            made = write_archive(project, folder)
        except Refusal as refusal:
            raise Trouble(refusal.text()) from None
        except Unanswered as fault:
            raise Trouble(f"A page could not be kept: {fault}") from None
    say(f"Written to {folder}: {made.pages} pages, {made.files} files, {made.certificates} certificates.")
    return 0


def _verify(folder: Path, code: str) -> int:
    """Needs no database: whoever is handed an archive verifies with it alone."""
    set_up_django()
    from talka.archive.pages import words_of
    from talka.archive.sealing import verify
    from talka.documents.qr import plain_code

    try:
        told = verify(folder, plain_code(code))
    except FileNotFoundError:
        raise Trouble(f"{folder} is no archive: unpack the ZIP and name the folder that holds index.html.") from None
    except ValueError as fault:
        raise Trouble(f"The certificate's file was changed after the archive was made: {fault}.") from None
    if told is None:
        raise Trouble("This archive knows no certificate with this code. Compare each sign with the paper.")
    for line in words_of(told["en"]):
        say(line)
    return 0
