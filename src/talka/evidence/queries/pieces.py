"""What goes into the ZIP of an event: each file with its path, where it comes from, when and by whom."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from talka.documents.agenda import agenda_pdf
from talka.documents.findings import findings_docx, findings_pdf
from talka.documents.ideas import IdeasPaper, ideas_pdf
from talka.documents.media_types import DOCX, PDF
from talka.documents.report import Report, report_pdf
from talka.documents.steady import steady
from talka.documents.uploads import safe_name
from talka.events.models import Event, Photo, Presentation
from talka.events.papers import attendance_list
from talka.events.queries.papers import agenda_paper
from talka.ui.addresses import whole
from talka.ui.folding import fold
from talka.workshops.papers import ideas_paper
from talka.workshops.queries.console import address
from talka.workshops.queries.outputs import games_of

from ..checklists import name_of
from .checklist import Line
from .facts import Facts
from .papers import Papers

LONGEST = 60


@dataclass(frozen=True)
class Piece:
    """One file. path: below the event's folder; origin: "talka", or "upload" for what somebody brought; at, by: when it
    came to be and who brought it. Either `made` makes its bytes, or they are kept as `stored`, `size` octets with the
    digest `sha256` (empty where none was kept). ref: names it where it cannot be found."""

    path: str
    item: str
    title: str
    media_type: str
    origin: str
    at: dt.datetime | None = None
    by: str = ""
    made: Callable[[], bytes] | None = None
    stored: str = ""
    size: int = 0
    sha256: str = ""
    ref: str = ""


def pieces_of(facts: Facts, lines: tuple[Line, ...]) -> Iterator[Piece]:
    """Everything of one event, item by item, in the language of the event."""
    papers = Papers(facts)
    language = facts.event.language
    brought = name_of("uploaded", language)
    for line in lines:
        folder = line.item.folder(language)
        for piece in _made(line, papers):
            yield _in_folder(piece, folder)
        for number, file in enumerate(line.files, start=1):
            yield Piece(
                path=f"{folder}/{brought}-{number:02}-{plain_name(file.file_name)}",
                item=line.item.key,
                title=file.caption or file.file_name,
                media_type=file.media_type,
                origin="upload",
                at=file.uploaded_at,
                by=file.uploaded_by.name if file.uploaded_by else "",
                stored=file.file.name or "",
                size=file.size,
                sha256=file.sha256,
                ref=f"evidence-{file.pk}",
            )


def plain_name(name: str) -> str:
    """A file's name that every machine takes: plain letters, digits and hyphens, at most 60 signs before its ending."""
    stem, dot, ending = safe_name(name).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(stem)).strip("-")[:LONGEST].strip("-") or "x"
    ending = re.sub(r"[^a-z0-9]", "", fold(ending))[:10]
    return f"{stem}.{ending}" if ending else stem


def _in_folder(piece: Piece, folder: str) -> Piece:
    return Piece(**{**vars(piece), "path": f"{folder}/{piece.path}"})


def _made(line: Line, papers: Papers) -> list[Piece]:
    """What Talka makes or holds of one item; nothing where it has nothing."""
    if not line.made.there or line.item.key not in MAKERS:
        return []
    with override(papers.language):
        return list(MAKERS[line.item.key](line, papers))


def _paper(line: Line, title: str, name: str, made: Callable[[], bytes], media_type: str = PDF) -> Piece:
    return Piece(name, line.item.key, title, media_type, "talka", line.made.at, line.made.by, made=made)


def _report(report: Callable[[Papers], Report]) -> Callable[[Line, Papers], Iterator[Piece]]:
    """A maker of one PDF that is drawn from a report."""

    def maker(line: Line, papers: Papers) -> Iterator[Piece]:
        yield _paper(line, line.item.title, f"{plain_name(line.item.title)}.pdf", lambda: report_pdf(report(papers)))

    return maker


def _agenda(line: Line, papers: Papers) -> Iterator[Piece]:
    paper = agenda_paper(papers.event, papers.language)
    if paper is not None:
        yield _paper(line, line.item.title, f"{plain_name(line.item.title)}.pdf", lambda: agenda_pdf(paper))


def _attendance(line: Line, papers: Papers) -> Iterator[Piece]:
    name = f"{plain_name(line.item.title)}.pdf"
    yield _paper(line, line.item.title, name, lambda: attendance_list(papers.event, day=None, came=True))


def _results(line: Line, papers: Papers) -> Iterator[Piece]:
    stem = plain_name(line.item.title)
    yield _paper(line, line.item.title, f"{stem}.pdf", lambda: findings_pdf(papers.findings))
    yield _paper(line, line.item.title, f"{stem}.docx", lambda: steady(findings_docx(papers.findings)), DOCX)


def _group_work(line: Line, papers: Papers) -> Iterator[Piece]:
    yield _paper(line, line.item.title, f"{plain_name(line.item.title)}.pdf", lambda: report_pdf(papers.group_work()))
    for game in games_of(papers.event):
        link = whole(address("ideas", game.workshop))
        paper = ideas_paper(game, language=papers.language, link=link)
        name = f"{name_of('ideas', papers.language)}-{game.workshop.slug}.pdf"
        yield _paper(line, _("Ideas of the teams"), name, _drawn(paper))


def _drawn(paper: IdeasPaper) -> Callable[[], bytes]:
    return lambda: ideas_pdf(paper)


def _presentations(line: Line, papers: Papers) -> Iterator[Piece]:
    rows = list(
        Presentation.objects.filter(item__event=papers.event)
        .select_related("item", "uploaded_by")
        .order_by("item__starts_at", "item__order", "pk")
    )
    name = f"{plain_name(line.item.title)}.pdf"
    yield _paper(line, line.item.title, name, lambda: report_pdf(papers.presentations(rows)))
    for number, row in enumerate((row for row in rows if row.file), start=1):
        yield Piece(
            path=f"{number:02}-{plain_name(row.file_name)}",
            item=line.item.key,
            title=str(row.title),
            media_type=row.media_type,
            origin="upload",
            at=row.uploaded_at,
            by=row.uploaded_by.name if row.uploaded_by else "",
            stored=row.file.name or "",
            size=row.size,
            sha256=row.sha256,
            ref=f"presentation-{row.pk}",
        )


def _photos(line: Line, papers: Papers) -> Iterator[Piece]:
    event: Event = papers.event
    for number, row in enumerate(Photo.objects.filter(event=event), start=1):
        stored = row.file.name or ""
        ending = "png" if stored.endswith(".png") else "jpg"
        yield Piece(
            path=f"{number:02}-{plain_name(str(row.caption) or name_of('photograph', event.language))}.{ending}",
            item=line.item.key,
            title=str(row.caption) or _("Photograph"),
            media_type="image/png" if ending == "png" else "image/jpeg",
            origin="upload",
            by=row.credit,
            stored=stored,
            ref=f"photo-{row.pk}",
        )


MAKERS: dict[str, Callable[[Line, Papers], Iterator[Piece]]] = {
    "agenda": _agenda,
    "invitation": _report(Papers.invitation),
    "attendance_list": _attendance,
    "presentations": _presentations,
    "photos": _photos,
    "feedback": _report(Papers.feedback),
    "group_work": _group_work,
    "results": _results,
    "publication_links": _report(Papers.publications),
    "costs": _report(Papers.costs),
    "certificates": _report(Papers.certificates),
}
