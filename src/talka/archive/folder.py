"""The folder of an archive: the pages a visitor found with their links led to each other, the archive's own pages, the
sealed certificates and the digests of all."""

import base64
import datetime as dt
import hashlib
import importlib.metadata
import json
import posixpath
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from talka.events.models import Certificate
from talka.learning.queries.certificates import codes_of_project
from talka.programmes.models import Project

from . import own_pages
from .access import is_open
from .names import Names, digest
from .packing import files_of
from .pages import Led, bare_page, ids_of, linked_drawing, linked_page, links_of, main_of, without_anchors
from .refusing import not_open
from .scope import Scope
from .sealing import ABOUT, FOLDER, ROUNDS, sealed, seals_of
from .sheets import relinked
from .visitor import Visitor
from .walking import DRAWING, PAGE, SHEET, Kept, Tell, Unanswered, Walk, Walker

SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Made:
    """What was written. made_at: the moment whose state it shows."""

    made_at: dt.datetime
    version: str
    pages: int
    files: int
    certificates: int


def _nobody(done: int, known: int) -> None:
    """Hears how far the making is where nobody waits for it."""


def write_archive(
    project: Project, folder: Path, *, made_at: dt.datetime | None = None, rounds: int = ROUNDS, tell: Tell = _nobody
) -> Made:
    """Write the project's archive into an empty folder. The same state gives the same bytes for the same `made_at`.

    rounds: how often the code of a certificate is stretched. Raises Refusal for a project that visitors do not see,
    Unanswered where a page breaks, FileExistsError where the folder holds something.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    with tempfile.TemporaryDirectory() as shelf, one_moment():
        project = Project.objects.select_related("programme").get(pk=project.pk)
        if not is_open(project):
            raise not_open()
        making = _Making(project, folder, Path(shelf), made_at or timezone.now(), rounds, tell)
        making.walk()
        made = making.write()
    _write_sums(folder)
    return made


@contextmanager
def one_moment() -> Iterator[None]:
    """All pages tell of one state of the database, and asking them changes nothing. Within a transaction of the
    caller's it is the caller's state."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class _Making:
    """One making, from the first address asked to the last file written."""

    def __init__(
        self, project: Project, folder: Path, shelf: Path, made_at: dt.datetime, rounds: int, tell: Tell
    ) -> None:
        self.project, self.folder, self.made_at, self.rounds = project, folder, made_at, rounds
        self.version = importlib.metadata.version("talka")
        self.scope = Scope(project)
        self.visitor = Visitor()
        self.names = Names()
        self.walker = Walker(self.scope, self.visitor, self.names, shelf, tell)
        self.languages = [code for code, _name in settings.LANGUAGES]
        self.walks = {code: Walk(code) for code in self.languages}
        self.salt = digest(f"{settings.SERVER_URL}/{project.programme.slug}/{project.slug}", 32)
        self.anchors: dict[str, set[str]] = {}

    def walk(self) -> None:
        own_pages.reserve(self.names, self.languages)
        for walk in self.walks.values():
            self.walker.walk(walk, self.scope.beginnings())
            if walk.at(self.scope.home) is None:
                raise not_open()
            self.walker.walk(walk, own_pages.needed())

    def write(self) -> Made:
        certificates = self._write_certificates()
        written: set[str] = set()
        for walk in self.walks.values():
            for kept in walk.kept.values():
                if kept.path not in written:
                    written.add(kept.path)
                    self._write_kept(kept, walk)
        frame = own_pages.Frame(
            project=self.project,
            made_at=self.made_at,
            version=self.version,
            walks=self.walks,
            scope=self.scope,
            certificates=certificates,
            salt=self.salt,
            rounds=self.rounds,
            sizes=lambda path: (self.folder / path).stat().st_size,
        )
        own = 0
        for page in own_pages.pages_of(frame, self.visitor):
            bare = bare_page(page.markup.encode())
            self._write_page(bare.text, page.path, "/", self.walks[page.language], page.elsewhere)
            own += 1
        self._mend_anchors()
        pages = {k.path for w in self.walks.values() for k in w.kept.values() if k.media_type == PAGE}
        files = {k.path for w in self.walks.values() for k in w.kept.values() if k.media_type != PAGE and k.route}
        return Made(self.made_at, self.version, len(pages) + own, len(files), certificates)

    def _write_kept(self, kept: Kept, walk: Walk) -> None:
        target = self._target(kept.path)
        if kept.media_type == PAGE:
            elsewhere = {code: other.at(kept.address) for code, other in self.walks.items()}
            self._write_page(
                kept.body.read_text(encoding="utf-8"), kept.path, kept.address, walk,
                {code: found.path for code, found in elsewhere.items() if found},
            )  # fmt: skip
        elif kept.media_type == SHEET:
            text = kept.body.read_text(encoding="utf-8")
            target.write_text(relinked(text, lambda link: self._in_sheet(link, kept, walk)), encoding="utf-8")
        elif kept.media_type == DRAWING and kept.route in ("results:trail_picture",):
            text = kept.body.read_text(encoding="utf-8")
            drawn = linked_drawing(text, lambda link: self._lead(link, kept.address, kept.path, walk))
            target.write_text(drawn, encoding="utf-8")
        else:
            shutil.copyfile(kept.body, target)

    def _write_page(self, text: str, path: str, address: str, walk: Walk, elsewhere: dict[str, str]) -> None:
        up = "../" * path.count("/")
        with translation.override(walk.language):
            around = own_pages.around(self.project, up, walk, self.scope, self.made_at, elsewhere, self.languages)
            done = linked_page(
                text, lambda link: self._lead(link, address, path, walk), around.header, around.footer, around.head,
                _("outside the archive"),
            )  # fmt: skip
        self.anchors[path] = ids_of(done)
        self._target(path).write_text(done, encoding="utf-8")

    def _lead(self, link: str, address: str, path: str, walk: Walk) -> Led | None:
        """Where a link on the page `address`, which lies at `path`, leads in the archive."""
        if link.startswith(("mailto:", "tel:", "data:")):
            return Led(link)
        scheme, colon, _rest = link.partition(":")
        if link[0] not in "/?" and not (colon and scheme.isalpha()):
            return Led(link)  # one of the archive's own, already as it stands in it
        place = self.scope.place_of(link, address)
        if place is None:
            return Led(link, out=True) if link.startswith(("http://", "https://")) else None
        anchor = f"#{link.partition('#')[2]}" if "#" in link else ""
        kept = walk.at(place.address) if place.inside else None
        if kept is not None:
            return Led(_between(path, kept.path) + anchor)
        if place.open and not place.inside and settings.BASE_URL:
            return Led(f"{settings.BASE_URL}{place.address}{anchor}", out=True)
        return None

    def _in_sheet(self, link: str, sheet: Kept, walk: Walk) -> str:
        """What stands for an address in a style sheet: a picture itself, because a browser lets no page from a disk
        use another file as a mask; else the way to it."""
        place = self.scope.place_of(link, sheet.address)
        kept = walk.at(place.address) if place else None
        if kept is None:
            return link
        if kept.media_type.startswith("image/"):
            return f"data:{kept.media_type};base64,{base64.b64encode(kept.body.read_bytes()).decode()}"
        return _between(sheet.path, kept.path)

    def _write_certificates(self) -> int:
        """One sealed file for each: what its page says to a visitor who has the code, in every language."""
        of_events = Certificate.objects.filter(event__project=self.project).values_list("code", flat=True)
        codes = sorted([*of_events, *codes_of_project(self.project)])
        about = {"salt": self.salt, "rounds": self.rounds, "made": self.made_at.isoformat(timespec="seconds")}
        self._target(ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
        for code, seal in zip(codes, seals_of(codes, self.salt, self.rounds), strict=True):
            words = {}
            for language in self.languages:
                address = reverse("events:certificate", args=[code])
                answer = self.visitor.ask(address, language)
                if answer.status != 200:
                    raise Unanswered(reverse("events:verify"), answer.status)
                words[language] = main_of(bare_page(answer.body).text)
            self._target(f"{FOLDER}/{seal.name}.js").write_text(sealed(words, seal), encoding="ascii")
        return len(codes)

    def _mend_anchors(self) -> None:
        """Links to anchors that went with a form lead to the page."""

        def missing(link: str, path: str) -> bool:
            file, _sign, anchor = link.partition("#")
            at = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            return ":" not in file and anchor not in self.anchors.get(at, {anchor})

        for path in list(self.anchors):
            target = self.folder / path
            text = target.read_text(encoding="utf-8")
            if any("#" in link and missing(link, path) for link in links_of(text)):
                target.write_text(without_anchors(text, partial(missing, path=path)), encoding="utf-8")

    def _target(self, path: str) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target


def _between(path: str, other: str) -> str:
    """The way from the file at one path to that at another."""
    return posixpath.relpath(other, posixpath.dirname(path) or ".")


def _write_sums(folder: Path) -> None:
    lines = []
    for inside, path in files_of(folder):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {inside}\n")
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
