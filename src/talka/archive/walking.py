"""The walk of a visitor through a project's pages: every page and file that links lead to, in one language."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from talka.ui.refusals import Refusal

from .names import Names
from .pages import Bare, bare_page, links_of_drawing
from .scope import ONE_COPY, Place, Scope
from .sheets import linked_in_sheet
from .visitor import Answer, Visitor

MOST = 60_000
"""Addresses in one language; past that something leads in circles."""
GONE = {401, 403, 404, 405, 410, 422}
"""Answers that say: nothing here for a visitor."""
LED_ON = {301, 302, 303, 307, 308}
PAGE = "text/html"
SHEET = "text/css"
DRAWING = "image/svg+xml"

Tell = Callable[[int, int], None]
"""Hears how many addresses have been asked and how many are known."""


@dataclass(frozen=True)
class Kept:
    """One address in the archive: where it lies, what it is, on which page it was found; body: where it was put for now
    (a page without what lives: forms, scripts, the live site's header)."""

    address: str
    route: str
    path: str
    media_type: str
    found_on: str
    body: Path
    title: str = ""


@dataclass
class Walk:
    """What was found in one language, by address."""

    language: str
    kept: dict[str, Kept] = field(default_factory=dict)
    led_on: dict[str, str] = field(default_factory=dict)

    def at(self, address: str) -> Kept | None:
        return self.kept.get(self.led_on.get(address, address))


class Walker:
    """Walks once per language; files that every language shares are asked for once."""

    def __init__(self, scope: Scope, visitor: Visitor, names: Names, shelf: Path, tell: Tell) -> None:
        self.scope, self.visitor, self.names, self.shelf, self.tell = scope, visitor, names, shelf, tell
        self.shared: dict[str, Kept | None] = {}
        self.asked = 0
        self._shelves = 0

    def walk(self, walk: Walk, beginnings: list[str]) -> None:
        """Keep in `walk` everything that can be reached from these addresses."""
        known: set[str] = {*walk.kept}
        waiting: deque[tuple[Place, str]] = deque()

        def note(links: list[str], on: str) -> None:
            for link in links:
                place = self.scope.place_of(link, on)
                if place and place.inside and place.address not in known:
                    known.add(place.address)
                    waiting.append((place, on))

        for beginning in beginnings:
            note([beginning], self.scope.home)
        while waiting:
            if len(known) > MOST:
                raise Refusal(
                    _("The project has too many pages for an archive."),
                    _("More than %(number)s were found.") % {"number": MOST},
                    _("Tell whoever runs this installation."),
                )
            place, on = waiting.popleft()
            note(self._keep(place, on, walk), place.address)
            self.asked += 1
            self.tell(self.asked, self.asked + len(waiting))

    def _keep(self, place: Place, on: str, walk: Walk) -> list[str]:
        """Ask for one address and keep what is answered; the links found in it."""
        address = place.address
        shared = place.route in ONE_COPY or not place.route
        if shared and address in self.shared:
            if known := self.shared[address]:
                walk.kept[address] = known
            return []
        body = self._shelf()
        answer = self.visitor.ask(address, walk.language, body)
        if answer.status in LED_ON:
            to = self.scope.place_of(answer.to, address)
            if to is None or not to.inside:
                return []
            walk.led_on[address] = to.address
            return [to.address]
        if answer.status in GONE:
            if shared:
                self.shared[address] = None
            return []
        if answer.status != 200:
            raise Unanswered(address, answer.status)
        kept, links = self._put(place, on, walk.language, answer, body, shared)
        walk.kept[address] = kept
        if shared:
            self.shared[address] = kept
        return links

    def _put(
        self, place: Place, on: str, language: str, answer: Answer, body: Path, shared: bool
    ) -> tuple[Kept, list[str]]:
        folder = language if place.route and not shared else ("files" if place.route else "assets")
        address = place.address if place.route else f"/{place.address.removeprefix(settings.STATIC_URL)}"
        path = self.names.path_of(address, folder, answer.media_type, answer.file_name)
        title, links = "", []
        if answer.media_type == PAGE:
            bare: Bare = bare_page(answer.body)
            body.write_text(bare.text, encoding="utf-8")
            title, links = bare.title, bare.links
        elif answer.media_type == SHEET:
            links = linked_in_sheet(body.read_text(encoding="utf-8"))
        elif answer.media_type == DRAWING and place.route:
            links = links_of_drawing(body.read_text(encoding="utf-8"))
        return Kept(place.address, place.route, path, answer.media_type, on, body, title), links

    def _shelf(self) -> Path:
        self._shelves += 1
        return self.shelf / f"{self._shelves}"


class Unanswered(Exception):
    """A page of the house broke, or the house was too busy."""

    def __init__(self, address: str, status: int) -> None:
        super().__init__(f"{address}: {status}")
        self.address, self.status = address, status
