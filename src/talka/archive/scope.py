"""Which addresses of the house belong to a project's archive. Whether a visitor may see what they lead to is not asked
here: the pages say so themselves when they are asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import Resolver404, resolve, reverse

from talka.events.models import Event
from talka.needs.models import FollowUp, Measure, Need
from talka.programmes.models import Activity, Project
from talka.results.models import Indicator
from talka.workshops.models import Card, Cluster, Group, Sheet, Workshop

ASKED = {"page", "held", "out", "answered", "state", "by", "items", "w"}
"""What may stand after a question mark: other parts of a list, choices offered as links, the width of a picture."""
ONE_COPY = {"programmes:logo", "events:presentation", "events:photo"}
"""Files that are the same in every language."""
OF_EVENTS = {
    "events:event", "events:calendar", "events:item_calendar", "events:agenda_paper", "events:versions",
    "events:presentation", "events:photo", "needs:became", "results:findings", "results:findings_pdf",
    "results:findings_docx", "results:findings_pptx", "results:findings_xlsx", "results:article_docx",
}  # fmt: skip
OF_THE_PROGRAMME = {
    "programmes:programme", "needs:register", "needs:measures", "needs:follow_ups", "needs:framework",
    "needs:competence", "results:data", "results:data_package", "results:data_csv", "results:data_json",
}  # fmt: skip
OF_THE_PROJECT = {"programmes:project", "programmes:logo", "results:results", "results:indicator"}
THINGS = {"needs:need": "need", "needs:measure": "measure", "needs:follow_up": "follow_up"}
TRAILS = {"results:trail", "results:trail_picture"}
DRAWN = {"programme", "project", "activity", "event", "need", "measure", "follow_up"}
"""Kinds whose way is also kept as a picture of its own, for papers. That of each card stands in the card's page only:
thousands of cards would be most of an archive twice over."""
ELSEWHERE = {
    "home", "programmes:programmes", "events:list", "territories:areas", "territories:area", "results:api",
    "results:openapi", "needs:catalogue_entry", "resources:resources", "resources:resource",
}  # fmt: skip
"""Pages for everybody that lie outside every project."""


@dataclass(frozen=True)
class Place:
    """Where an address leads: its route's name; inside: it belongs to the archive; open: else it is a page that
    everybody may open on the live site, and no deed."""

    address: str
    route: str
    inside: bool
    open: bool


class Scope:
    def __init__(self, project: Project) -> None:
        self.project = project
        self.programme = project.programme
        self.home = reverse("programmes:project", args=[self.programme.slug, project.slug])
        self._places: dict[str, Place | None] = {}  # every page links to the same ones, and resolving is slow

    def place_of(self, link: str, on: str = "/") -> Place | None:
        """What a link found on the page `on` leads to; None for what lies outside this house, and for no address."""
        for base in {settings.SERVER_URL, settings.BASE_URL} - {""}:
            if link == base or link.startswith(f"{base}/"):
                link = link[len(base) :] or "/"
        whole = urljoin(on, link)
        if whole not in self._places:
            self._places[whole] = self._place(whole)
        return self._places[whole]

    def _place(self, whole: str) -> Place | None:
        parts = urlsplit(whole)
        if parts.scheme or parts.netloc or not parts.path.startswith("/"):
            return None
        try:
            found = resolve(parts.path)
        except Resolver404:
            return Place(parts.path, "", parts.path.startswith(settings.STATIC_URL), False)
        asked = sorted(set(parse_qsl(parts.query)))
        address = parts.path + (f"?{urlencode(asked)}" if asked else "")
        route = found.view_name
        known = all(key in ASKED for key, _value in asked)
        inside = known and self._belongs(route, found.kwargs)
        return Place(address, route, inside, route in PUBLIC)

    def beginnings(self) -> list[str]:
        """Where a visitor begins: the project, and what hangs on it whether or not a page leads there."""
        slug = self.programme.slug
        found = [
            self.home,
            reverse("programmes:programme", args=[slug]),
            reverse("results:results", args=[slug, self.project.slug]),
            *(reverse(f"needs:{name}", args=[slug]) for name in ("register", "measures", "follow_ups", "framework")),
            reverse("results:data", args=[slug]),
        ]
        for event in sorted(self._events):
            names = ("event", "agenda_paper", "calendar", "versions")
            found += [reverse(f"events:{name}", args=[event]) for name in names]
        return found

    def _belongs(self, route: str, given: dict[str, Any]) -> bool:
        if route in OF_EVENTS:
            return given["slug"] in self._events
        if route in OF_THE_PROGRAMME:
            return bool(given["slug"] == self.programme.slug)
        if route in OF_THE_PROJECT:
            return bool(given["slug"] == self.project.slug)
        if route in THINGS:
            return str(given["pk"]) in self._ids(THINGS[route])
        if route in TRAILS:
            kinds = DRAWN if route == "results:trail_picture" else ROWS.keys()
            return given["kind"] in kinds and given["pk"] in self._ids(given["kind"])
        return False

    @cached_property
    def _events(self) -> set[str]:
        return set(Event.objects.filter(project=self.project).values_list("slug", flat=True))

    @cached_property
    def _read(self) -> dict[str, set[str]]:
        return {}

    def _ids(self, kind: str) -> set[str]:
        """The ids of all things of a kind that are the project's, or its programme's and no other project's."""
        if kind not in self._read:
            rows: Iterable[Any] = ROWS[kind](self.project).values_list("pk", flat=True)
            self._read[kind] = {str(pk) for pk in rows}
        return self._read[kind]


PUBLIC = OF_EVENTS | OF_THE_PROGRAMME | OF_THE_PROJECT | THINGS.keys() | TRAILS | ELSEWHERE


def _own(project: Project) -> Q:
    return Q(programme=project.programme) & (Q(event=None) | Q(event__project=project))


ROWS: dict[str, Callable[[Project], QuerySet[Any]]] = {
    "programme": lambda p: type(p.programme).objects.filter(pk=p.programme_id),
    "project": lambda p: Project.objects.filter(pk=p.pk),
    "activity": lambda p: Activity.objects.filter(project=p),
    "event": lambda p: Event.objects.filter(project=p),
    "workshop": lambda p: Workshop.objects.filter(event__project=p),
    "group": lambda p: Group.objects.filter(workshop__event__project=p),
    "card": lambda p: Card.objects.filter(workshop__event__project=p),
    "theme": lambda p: Cluster.objects.filter(group__workshop__event__project=p),
    "sheet": lambda p: Sheet.objects.filter(group__workshop__event__project=p),
    "need": lambda p: Need.objects.filter(_own(p)),
    "measure": lambda p: Measure.objects.filter(_own(p)),
    "follow_up": lambda p: FollowUp.objects.filter(programme=p.programme),
    "indicator": lambda p: Indicator.objects.filter(project=p),
}
"""The rows of each kind of the trail that are a project's own."""
