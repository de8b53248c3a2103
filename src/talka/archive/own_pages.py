"""The pages of an archive that the live site does not have: the front page, the list from A to Z, the documents, the
page on which certificates are verified; and the header and footer around every page."""

import datetime as dt
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from talka.events.models import Event
from talka.programmes.models import Project
from talka.programmes.publicity import publicity_of
from talka.ui.sorting import latvian_key

from .names import Names
from .scope import Scope
from .sealing import FOLDER
from .visitor import Visitor
from .walking import PAGE, Kept, Walk

FRONT, LISTED, DOCUMENTS, CERTIFICATES = "index.html", "a-z.html", "documents.html", "certificates.html"
STYLE, SCRIPT = "archive/archive.css", "archive/certificates.js"
KINDS = {
    "events:event": gettext_lazy("Event"),
    "needs:need": gettext_lazy("Need"),
    "needs:measure": gettext_lazy("Measure"),
    "needs:competence": gettext_lazy("Competence"),
    "results:indicator": gettext_lazy("Indicator"),
    "results:findings": gettext_lazy("Findings"),
    "needs:follow_up": gettext_lazy("Follow-up programme"),
}
"""What is listed from A to Z, by the route of its page."""


@dataclass(frozen=True)
class OwnPage:
    """markup: as a page of the house; elsewhere: where it lies in each language."""

    path: str
    language: str
    markup: str
    elsewhere: dict[str, str]


@dataclass(frozen=True)
class Frame:
    """What the archive's own pages tell of it."""

    project: Project
    made_at: dt.datetime
    version: str
    walks: dict[str, Walk]
    scope: Scope
    certificates: int
    salt: str
    rounds: int
    sizes: Callable[[str], int]


@dataclass(frozen=True)
class Around:
    header: str
    footer: str
    head: str


@dataclass(frozen=True)
class Row:
    """One line of a list: kind or type, title, address within the archive; of a document its size and its page."""

    title: str
    href: str
    kind: str = ""
    size: int = 0
    page: "Row | None" = None


def needed() -> list[str]:
    """The addresses of what these pages need beside what every page has."""
    return [static(STYLE), static(SCRIPT)]


def reserve(names: Names, languages: list[str]) -> None:
    """Their places are taken before any other page's."""
    for code in languages:
        for page in (FRONT, LISTED, DOCUMENTS, CERTIFICATES):
            names.path_of(f"archive:/{page}", code, "text/plain")


def around(
    project: Project,
    up: str,
    walk: Walk,
    scope: Scope,
    made_at: dt.datetime,
    elsewhere: dict[str, str],
    languages: list[str],
) -> Around:
    """The header, footer and lines of the head for a page that lies `up` below the archive's folder."""
    home = f"{up}{walk.language}/"
    present = walk.at(scope.home)
    context = {
        "project": project,
        "made_at": made_at,
        "front": f"{home}{FRONT}",
        "listed": f"{home}{LISTED}",
        "documents": f"{home}{DOCUMENTS}",
        "certificates": f"{home}{CERTIFICATES}",
        "home": f"{up}{present.path}" if present else "",
        "live": settings.BASE_URL + scope.home if settings.BASE_URL else "",
        "languages": [
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "href": up + elsewhere.get(code, f"{code}/{FRONT}"),
                "current": code == walk.language,
            }
            for code in languages
        ],
    }
    kept = walk.at(static(STYLE))
    head = f'<link rel="stylesheet" href="{up}{kept.path}">' if kept else ""
    return Around(
        render_to_string("archive/header.html", context).strip(),
        render_to_string("archive/footer.html", context).strip(),
        head,
    )


def pages_of(frame: Frame, visitor: Visitor) -> Iterator[OwnPage]:
    """All of them, in every language, and the page that stands before the languages."""
    for code, walk in frame.walks.items():
        with translation.override(code):
            context = _common(frame)
            pages: dict[str, tuple[str, dict[str, Any]]] = {
                FRONT: ("archive/front.html", _front(frame, walk)),
                LISTED: ("archive/listed.html", {"letters": _letters(walk)}),
                DOCUMENTS: ("archive/documents.html", {"documents": _documents(frame, walk)}),
                CERTIFICATES: ("archive/certificates.html", _certificates(frame, walk)),
            }
            for name, (template, own) in pages.items():
                markup = render_to_string(template, context | own, visitor.request("/", code))
                elsewhere = {other: f"{other}/{name}" for other in frame.walks}
                yield OwnPage(f"{code}/{name}", code, markup, elsewhere)
    first = settings.LANGUAGE_CODE
    with translation.override(first):
        ways = [
            {"code": code, "name": get_language_info(code)["name_local"], "title": _in(code, frame.project.title)}
            for code in frame.walks
        ]
        markup = render_to_string(
            "archive/languages.html", _common(frame) | {"ways": ways}, visitor.request("/", first)
        )
        yield OwnPage(FRONT, first, markup, {})


def _in(code: str, words: object) -> str:
    with translation.override(code):
        return str(words)


def _common(frame: Frame) -> dict[str, Any]:
    return {
        "project": frame.project,
        "made_at": frame.made_at,
        "version": frame.version,
        "live": settings.BASE_URL + frame.scope.home if settings.BASE_URL else "",
        "illustrative": frame.project.programme.illustrative,
        "publicity": publicity_of(frame.project),
        "certificates": frame.certificates,
    }


def _front(frame: Frame, walk: Walk) -> dict[str, Any]:
    programme = frame.project.programme.slug
    ways = (
        (_("The project"), frame.scope.home),
        (_("The programme"), reverse("programmes:programme", args=[programme])),
        (_("Results"), reverse("results:results", args=[programme, frame.project.slug])),
        (_("Needs"), reverse("needs:register", args=[programme])),
        (_("Measures"), reverse("needs:measures", args=[programme])),
        (_("Follow-up programme"), reverse("needs:follow_ups", args=[programme])),
        (_("Data"), reverse("results:data", args=[programme])),
    )
    events = []
    for event in Event.objects.filter(project=frame.project).order_by("first_day", "slug"):
        kept = walk.at(reverse("events:event", args=[event.slug]))
        if kept is not None:
            events.append(
                {"title": kept.title, "href": _from_folder(kept), "first": event.first_day, "last": event.last_day}
            )
    return {
        "ways": [Row(title, _from_folder(kept)) for title, address in ways if (kept := walk.at(address))],
        "events": events,
        "pages": sum(kept.media_type == PAGE for kept in walk.kept.values()),
        "files": sum(kept.media_type != PAGE and bool(kept.route) for kept in walk.kept.values()),
    }


def _letters(walk: Walk) -> list[tuple[str, list[Row]]]:
    """Everything that has a title of its own, by its first letter."""
    rows = sorted(
        (
            Row(kept.title, _from_folder(kept), str(KINDS[kept.route]))
            for kept in walk.kept.values()
            if kept.route in KINDS and kept.media_type == PAGE and kept.title and "?" not in kept.address
        ),
        key=lambda row: (latvian_key(row.title), row.kind, row.href),
    )
    letters: dict[str, list[Row]] = {}
    for row in rows:
        first = next((sign for sign in row.title if sign.isalnum()), "#").upper()
        letters.setdefault("0–9" if first.isdigit() else first, []).append(row)
    return list(letters.items())


def _documents(frame: Frame, walk: Walk) -> list[Row]:
    rows = []
    for kept in walk.kept.values():
        if kept.media_type == PAGE or not kept.route or kept.media_type.startswith("image/"):
            continue
        page = _page_of(kept, walk)
        rows.append(
            Row(
                posixpath.basename(kept.path),
                _from_folder(kept),
                posixpath.splitext(kept.path)[1].lstrip(".").upper(),
                frame.sizes(kept.path),
                Row(page.title, _from_folder(page)) if page else None,
            )
        )
    return sorted(rows, key=lambda row: (latvian_key(row.page.title) if row.page else "", row.kind, row.href))


def _page_of(kept: Kept, walk: Walk) -> Kept | None:
    """The page a file belongs to: the nearest above it in its address, else the one that led to it first."""
    address = kept.address.partition("?")[0]
    while address != "/":
        address = f"{posixpath.dirname(address.rstrip('/')).rstrip('/')}/"
        page = walk.at(address)
        if page is not None and page.media_type == PAGE:
            return page
    return walk.at(kept.found_on)


def _certificates(frame: Frame, walk: Walk) -> dict[str, Any]:
    script = walk.at(static(SCRIPT))
    return {
        "salt": frame.salt,
        "rounds": frame.rounds,
        "script": f"../{script.path}" if script else "",
        "sealed": f"../{FOLDER}/",
        "address": settings.BASE_URL + reverse("events:verify") if settings.BASE_URL else "",
    }


def _from_folder(kept: Kept) -> str:
    """The way from a page that lies right in the folder of its language."""
    return f"../{kept.path}"
