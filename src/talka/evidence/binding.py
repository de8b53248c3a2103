"""The event file bound into one ZIP: the files of each item, an index to read and one for programs, the digests.

The same state of the data gives the same bytes: nothing in it says when it was bound (`Package` does), only as of when
the newest thing in it is.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, cast

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from talka.documents.printable import day_range
from talka.documents.storage import open_file
from talka.events.clock import local
from talka.events.models import Event
from talka.programmes.models import Project
from talka.programmes.publicity import publicity_for_documents

from .checklists import name_of, own_items
from .queries.checklist import Checklist, checklists
from .queries.facts import Facts, facts_of
from .queries.matrix import events_to_prove
from .queries.pieces import Piece, pieces_of
from .queries.reports import pieces_of_reports
from .zipping import Packing, Written, packing

FORMAT = 1


@dataclass(frozen=True)
class Filed:
    """A file as it stands in the ZIP. link: from the page that lists it; note: what is wrong with it."""

    piece: Piece
    written: Written | None
    link: str
    when: str
    note: str = ""

    @property
    def kind(self) -> str:
        """PDF, DOCX …: what tells two files of one title apart."""
        return PurePosixPath(self.link).suffix.lstrip(".").upper()


@dataclass
class Bound:
    """What was bound. missing: items that were missing; faults: refs of stored files that were not there or changed."""

    folder: str
    files: int = 0
    missing: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Chapter:
    """One event in the ZIP. at: its folder below the ZIP's, "" where the ZIP is of this event alone."""

    checklist: Checklist
    facts: Facts
    at: str
    files: tuple[Filed, ...]

    @property
    def event(self) -> Event:
        return self.checklist.event


def bind_event(event: Event, target: BinaryIO | IO[bytes]) -> Bound:
    """Write the ZIP of one event, in its language."""
    folder = f"{event.slug}-{name_of('event_file', event.language)}"
    bound = Bound(folder)
    facts, found = _read(event.project, [event])
    with packing(target, folder) as pack:
        chapter = _chapter(pack, bound, facts[event.pk], found[event.pk], "")
        _close(pack, bound, event.project, event.language, [chapter], ())
    return bound


def bind_project(project: Project, target: BinaryIO | IO[bytes]) -> Bound:
    """Write the ZIP of all events of the project that were held or will be, each in a folder of its own."""
    events = [event for event in events_to_prove(project) if event.state != Event.State.CANCELLED]
    language = _language(events)
    folder = f"{project.slug}-{name_of('event_files', language)}"
    bound = Bound(folder)
    facts, found = _read(project, events)
    with packing(target, folder) as pack:
        reports = tuple(_file(pack, bound, piece, "", None) for piece in pieces_of_reports(project, language))
        chapters = [_chapter(pack, bound, facts[event.pk], found[event.pk], f"{event.slug}/") for event in events]
        for chapter in chapters:
            _page(pack, project, [chapter], (), chapter.at, back="../index.html")
        _close(pack, bound, project, language, chapters, reports)
    return bound


def _read(project: Project, events: Sequence[Event]) -> tuple[dict[int, Facts], dict[int, Checklist]]:
    for event in events:
        event.project = project
    return facts_of(events), checklists(events, own_items(project.programme))


def _language(events: Sequence[Event]) -> str:
    """That of most events; the house's where there are none."""
    common = Counter(event.language for event in events).most_common(1)
    return common[0][0] if common else settings.LANGUAGE_CODE.split("-")[0]


def _chapter(pack: Packing, bound: Bound, facts: Facts, found: Checklist, at: str) -> Chapter:
    files = tuple(_file(pack, bound, piece, at, facts.event) for piece in pieces_of(facts, found.lines))
    bound.missing += len(found.open)
    return Chapter(found, facts, at, files)


def _file(pack: Packing, bound: Bound, piece: Piece, at: str, event: Event | None) -> Filed:
    """Write one file. One that is not there any more, or not as it came, is said so and keeps nobody from the rest."""
    path, when = f"{at}{piece.path}", _when(piece.at, event)
    if piece.made is not None:
        return Filed(piece, pack.add(path, piece.made()), piece.path, when)
    try:
        with open_file(piece.stored) as opened:
            written = pack.copy(path, cast(BinaryIO, opened), opened.size)
    except FileNotFoundError:
        bound.faults.append(piece.ref)
        return Filed(piece, None, "", when, "lost")
    if piece.sha256 and piece.sha256 != written.sha256:
        bound.faults.append(piece.ref)
        return Filed(piece, written, piece.path, when, "changed")
    return Filed(piece, written, piece.path, when)


def _when(at: dt.datetime | None, event: Event | None) -> str:
    """A moment as it was at the event."""
    if at is None:
        return ""
    there = local(event, at) if event is not None else at
    return f"{there:%Y-%m-%d %H:%M}"


def _close(
    pack: Packing,
    bound: Bound,
    project: Project,
    language: str,
    chapters: Sequence[Chapter],
    reports: Sequence[Filed],
) -> None:
    """The index for people, the index for programs, and the digests."""
    alone = len(chapters) == 1 and not chapters[0].at
    with override(language):
        data = _data(pack, project, language, chapters, reports, alone)
        pack.add("index.json", json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
        if alone:
            _page(pack, project, chapters, (), "")
        else:
            _page(pack, project, chapters, reports, "")
    pack.sums()
    bound.files = len(pack.written)


def _page(
    pack: Packing,
    project: Project,
    chapters: Sequence[Chapter],
    reports: Sequence[Filed],
    at: str,
    back: str = "",
) -> None:
    """`index.html`: without a script, readable from a folder. With `at` that of one event in a project's ZIP."""
    alone = len(chapters) == 1 and (at or not chapters[0].at)
    language = chapters[0].event.language if alone else _language([chapter.event for chapter in chapters])
    with override(language):
        context = {
            "language": language,
            "project": project,
            "publicity": publicity_for_documents(project),
            "illustrative": project.programme.illustrative,
            "back": back,
            "as_of": _as_of(chapters, reports),
            "sums": f"{'../' if at else ''}SHA256SUMS",
        }
        if alone:
            context |= {"chapter": chapters[0], "when": _days(chapters[0].event), "rows": _rows(chapters[0])}
        else:
            context |= {"chapters": [(chapter, _days(chapter.event)) for chapter in chapters], "reports": reports}
        html = render_to_string("evidence/index.html" if alone else "evidence/index_of_project.html", context)
    pack.add(f"{at}index.html", html.encode("utf-8"))


def _days(event: Event) -> str:
    return day_range(event.first_day, event.last_day, event.language)


def _rows(chapter: Chapter) -> list[dict[str, Any]]:
    return [
        {"line": line, "files": [one for one in chapter.files if one.piece.item == line.item.key]}
        for line in chapter.checklist.lines
    ]


def _as_of(chapters: Sequence[Chapter], reports: Sequence[Filed]) -> dt.datetime | None:
    """The newest time of anything in it."""
    times = [one.piece.at for chapter in chapters for one in chapter.files if one.piece.at]
    times += [one.piece.at for one in reports if one.piece.at]
    for chapter in chapters:
        times += [line.statement.said_at for line in chapter.checklist.lines if line.statement]
        times += [row.entered_at for row in chapter.facts.publications]
    return max(times, default=None)


def _data(
    pack: Packing,
    project: Project,
    language: str,
    chapters: Sequence[Chapter],
    reports: Sequence[Filed],
    alone: bool,
) -> dict[str, Any]:
    """What `index.json` says; every file but the indexes and the digests stands in it."""
    as_of = _as_of(chapters, reports)
    files = [_told(one, "", "") for one in reports]
    for chapter in chapters:
        files += [_told(one, chapter.event.slug, chapter.at) for one in chapter.files]
    return {
        "talka": "event-file",
        "format": FORMAT,
        "title": str(chapters[0].event.title) if alone else str(project.title),
        "language": language,
        "made_up": project.programme.illustrative,
        "project": {
            "title": str(project.title),
            "number": project.number,
            "funder": str(project.funder),
            "publicity": str(project.publicity),
            "retention_until": project.retention_until.isoformat() if project.retention_until else None,
        },
        "as_of": _iso(as_of),
        "events": [_told_event(chapter) for chapter in chapters],
        "files": [one for one in files if one is not None],
        "lost": [one.piece.path for chapter in chapters for one in chapter.files if one.written is None],
    }


def _told_event(chapter: Chapter) -> dict[str, Any]:
    event = chapter.event
    return {
        "slug": event.slug,
        "title": str(event.title),
        "first_day": event.first_day.isoformat(),
        "last_day": event.last_day.isoformat(),
        "place": str(event.venue),
        "folder": chapter.at.rstrip("/"),
        "items": [
            {
                "key": line.item.key,
                "title": line.item.title,
                "state": line.state.value,
                "words": line.made.words,
                "lacks": line.made.lacks,
                "does_not_apply": line.statement.reason if line.statement and line.state.value == "apart" else None,
            }
            for line in chapter.checklist.lines
        ],
        "publications": [
            {
                "kind": row.kind,
                "title": row.title,
                "publisher": row.publisher,
                "url": row.url,
                "day": row.day.isoformat() if row.day else None,
            }
            for row in chapter.facts.publications
        ],
    }


def _told(one: Filed, event: str, at: str) -> dict[str, Any] | None:
    if one.written is None:
        return None
    piece = one.piece
    return {
        "path": one.written.path,
        "event": event,
        "item": piece.item,
        "title": piece.title,
        "origin": piece.origin,
        "at": _iso(piece.at),
        "by": piece.by,
        "media_type": piece.media_type,
        "size": one.written.size,
        "sha256": one.written.sha256,
        "changed_since_upload": one.note == "changed",
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).replace(microsecond=0).isoformat() if moment else None
