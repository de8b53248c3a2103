"""The real server on a port of its own, and browsers that watch every page they come to."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from talka.site.browsers import AXE, OVERFLOW, RULES, axe_script, browsing

from .own_database import own_database

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SMALL_PHONE = PHONE | {"viewport": {"width": 360, "height": 640}}
DESK = {"viewport": {"width": 1280, "height": 860}}
WALL = {"viewport": {"width": 1920, "height": 1080}}
STICKS_OUT = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(e => ![...(function*(p) { while (p = p.parentElement) yield p })(e)]
    .some(p => p !== document.body && p !== document.documentElement && getComputedStyle(p).overflowX !== 'visible'))
  .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""
# What a page is made of, however often: pages that differ in words only need to be looked at once.
SHAPE = (
    "[...new Set([...document.querySelectorAll('body *')].map(e => e.tagName + '.' + e.className))].sort().join(' ')"
)
OPEN_ALL = "document.querySelectorAll('details:not([data-confirm]):not([data-menu])').forEach(d => d.open = true)"
CONTRAST = "async () => (await axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']})).violations"


@contextlib.contextmanager
def house(blocker: DjangoDbBlocker, name: str, folder: Path) -> "Iterator[tuple[Browser, Server]]":
    """A database of its own, the server before it and a browser; at the end the server has said of no fault."""
    with own_database(blocker, name) as database, serving(database, folder) as server, browsing() as browser:
        yield browser, server
    assert "Traceback" not in (folder / "server.txt").read_text()


@contextlib.contextmanager
def serving(database: str, folder: Path) -> "Iterator[Server]":
    """The web process as `talka serve` starts it, on this database.

    `folder` becomes its TALKA_VAR, with the static files collected; what it says goes to server.txt there.
    """
    environment = os.environ | {
        "DATABASE_URL": database,
        "TALKA_VAR": str(folder),
        "TALKA_URL": "",
        "EMAIL_URL": "",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    folder.mkdir(exist_ok=True)
    prepare = [sys.executable, "-m", "talka.site.preparation", "static"]
    subprocess.run(prepare, env=environment, check=True, capture_output=True, timeout=120)
    server = Server(environment, folder / "server.txt")
    try:
        server.start()
        yield server
    finally:
        server.process.terminate()
        server.process.wait(10)
        server.listening.close()


class Server:
    """One web process on a socket that outlives it."""

    def __init__(self, environment: dict[str, str], output: Path) -> None:
        self.environment, self.output = environment, output
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self.output.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "talka.site.web", str(self.listening.fileno())],
                env=self.environment,
                stdout=said,
                stderr=said,
                pass_fds=[self.listening.fileno()],
            )
        _wait_for(self.port, self.process, self.output)

    def restart(self) -> None:
        """It dies as by a fault, and is started again."""
        self.process.kill()
        self.process.wait(10)
        self.start()


def _wait_for(port: int, process: subprocess.Popen[bytes], output: Path) -> None:
    until = time.monotonic() + 60
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        assert process.poll() is None, output.read_text()
        assert time.monotonic() < until, output.read_text()
        time.sleep(0.05)


@dataclass
class Watch:
    """What was found amiss by all visitors together, and which pages have been looked at."""

    faults: list[str] = field(default_factory=list)
    shapes: set[tuple[bool, str, str]] = field(default_factory=set)


class Visitor:
    """One person's browser. Every page they open or come to is watched and, where its make is new, looked at.

    screen: PHONE, DESK and the like, where `phone` does not say enough; language: lv or en.
    """

    def __init__(
        self,
        browser: Browser,
        site: str,
        watch: Watch,
        *,
        phone: bool = False,
        screen: dict[str, Any] | None = None,
        language: str = "lv",
    ) -> None:
        self.screen = screen or (PHONE if phone else DESK)
        self.site, self.watch, self.phone = site, watch, self.screen["viewport"]["width"] < 400
        self.cut_off = False
        """Whether the network is away on purpose, and browsers may say so."""
        self.context = browser.new_context(
            locale={"lv": "lv-LV", "en": "en-GB"}[language], base_url=site, **self.screen
        )
        self.context.add_cookies([{"name": "talka_language", "value": language, "url": site}])
        self.context.set_default_timeout(60_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._fault(f"error in a script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def _fault(self, words: str) -> None:
        self.watch.faults.append(f"{self.page.url.removeprefix(self.site)} {words}")

    def _heard(self, said: Any) -> None:
        # A form that is answered with what is wrong in it has a status of 4xx, and browsers say so.
        if self.cut_off and "net::ERR" in said.text:
            return
        if said.type in {"error", "warning"} and "status of 4" not in said.text:
            self._fault(f"says on the console: {said.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self._fault(f"asks {request.url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 500 or (response.status == 404 and response.request.resource_type != "document"):
            self._fault(f"gets {response.status} from {response.url}")
        policy = response.headers.get("content-security-policy", "")
        is_page = response.headers.get("content-type", "").startswith("text/html")
        if is_page and ("default-src 'none'" not in policy or "unsafe" in policy):
            self._fault(f"has the policy {policy!r}")

    def open(self, path: str) -> Page:
        """Go there; an answer that is no page is a failure of the test itself."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}: {self.page.inner_text('body')[:300]}"
        self.look()
        return self.page

    def press(self, selector: str) -> Page:
        """Press a button or link and see what comes; nothing may be refused."""
        with self.page.expect_navigation(wait_until="load") as coming:
            self.page.locator(selector).first.click()
        answer = coming.value
        self.look()
        assert answer is None or answer.status < 400, f"{selector} is answered {answer.status}: {self.told()}"
        return self.page

    def do(self, selector: str) -> Page:
        """Press a button of a page that does its deeds in place, and wait until the deed is done."""

        def answers_the_deed(request: Any) -> bool:
            before = request.redirected_from
            return before is not None and before.method == "POST"

        with self.page.expect_event("requestfinished", answers_the_deed) as coming:
            self.page.locator(selector).first.click()
        answer = coming.value.response()
        assert answer.status == 200, f"{selector} is answered {answer.status}"
        self.look()
        return self.page

    def sends(self, selector: str) -> None:
        """Press a button of a phone's page, and wait until what it did has been answered."""
        with self.page.expect_response("**/deeds/") as coming:
            self.page.locator(selector).first.click()
        assert coming.value.status == 200, f"{selector} is answered {coming.value.status}"

    def fill(self, **fields: str) -> None:
        """Fill form fields by their names."""
        for name, value in fields.items():
            self.page.locator(f"[name='{name}']:not([type=hidden])").first.fill(value)

    def choose(self, name: str, value: str) -> None:
        """Take an option of a list, or tick a box or radio button."""
        found = self.page.locator(f"select[name='{name}']")
        if found.count():
            found.first.select_option(value)
        else:
            self.page.locator(f"input[name='{name}'][value='{value}']").check()

    def told(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def fetch(self, path: str) -> bytes:
        """A file as this person's browser downloads it."""
        answer = self.context.request.get(path)
        assert answer.status == 200, f"{path} answers {answer.status}"
        return answer.body()

    def look(self) -> None:
        """Axe in light and dark, nothing wider than a phone, one heading, the language said."""
        page = self.page
        language, make = page.evaluate("document.documentElement.lang"), page.evaluate(SHAPE)
        if (self.phone, language, make) in self.watch.shapes:
            return
        in_the_dark = not any(shape[::2] == (self.phone, make) for shape in self.watch.shapes)
        self.watch.shapes.add((self.phone, language, make))
        page.evaluate(OPEN_ALL)
        page.evaluate(axe_script())
        self._violations(page.evaluate(AXE, RULES), "light")
        if in_the_dark:
            page.emulate_media(color_scheme="dark")
            self._violations(page.evaluate(CONTRAST), "dark")
            page.emulate_media(color_scheme="light")
        if not self.phone:
            page.set_viewport_size(PHONE["viewport"])
        if wider := page.evaluate(OVERFLOW):
            self._fault(f"is {wider} px wider than a phone: {page.evaluate(STICKS_OUT)}")
        if not self.phone:
            page.set_viewport_size(self.screen["viewport"])
        if page.locator("h1").count() != 1:
            self._fault(f"has {page.locator('h1').count()} main headings")

    def _violations(self, found: list[dict[str, Any]], theme: str) -> None:
        for violation in found:
            for node in violation["nodes"][:3]:
                self._fault(f"{theme}: {violation['id']} {node['target']} {node['html'][:160]}")
