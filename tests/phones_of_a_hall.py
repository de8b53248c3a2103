"""One group work with two groups, and what a phone of it does and is prevented from."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from talka.workshops.actions import stages
from talka.workshops.factories import SeatFactory
from talka.workshops.models import Card, Group, Seat, Workshop
from talka.workshops.views.frame import cookie_name


@dataclass
class Hall:
    """One group work with two groups. `phone()` is a browser that has taken a seat of the first."""

    browser: Any
    server: Any
    workshop: Workshop
    groups: list[Group]
    organiser: Any
    faults: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    @property
    def site(self) -> str:
        return self.server.address

    def seat(self, group: int = 0, **more: Any) -> tuple[Seat, str]:
        credential = secrets.token_urlsafe(12)
        seat = SeatFactory(group=self.groups[group], credential=credential, joined_at=timezone.now(), **more)
        return seat, credential

    def phone(self, group: int = 0, *, credential: str = "", **how: Any) -> Any:
        from .live_site import PHONE

        context = self.browser.new_context(locale="lv-LV", base_url=self.site, **PHONE, **how)
        context.set_default_timeout(15_000)
        credential = credential or self.seat(group)[1]
        context.add_cookies([{"name": cookie_name(self.workshop), "value": credential, "url": self.site}])
        self.contexts.append(context)
        return self.open(context)

    def open(self, context: Any) -> Any:
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self._heard(said))
        page.goto(f"/w/{self.workshop.code}/")
        return page

    def _heard(self, said: Any) -> None:
        if said.type == "error" and "Failed to load resource" not in said.text and "net::ERR" not in said.text:
            self.faults.append(said.text)

    def go_to(self, key: str) -> None:
        stages.go_to(self.workshop, key, by=self.organiser)

    def texts(self) -> list[str]:
        return list(Card.objects.filter(workshop=self.workshop).order_by("written_at").values_list("text", flat=True))


def write(page: Any, text: str) -> None:
    page.locator("#write textarea").fill(text)
    page.locator("#write button[type=submit]").click()


def card(page: Any, text: str) -> Any:
    return page.locator("#board li[data-card]", has_text=text)


def until(holds: Any, page: Any = None) -> None:
    """Wait for what no part of a page shows. page: the one whose requests go on meanwhile."""
    last = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < last
        if page:
            page.wait_for_timeout(100)
        else:
            time.sleep(0.1)


def no_deeds(page: Any) -> None:
    """The network takes nothing from this phone, though pages still come."""
    page.context.route("**/deeds/", lambda route: route.abort())


def deeds_again(page: Any) -> None:
    page.context.unroute("**/deeds/")
    page.evaluate("dispatchEvent(new Event('online'))")
