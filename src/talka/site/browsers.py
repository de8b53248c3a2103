"""The system's browser for tests that play pages: found, started, and what they all ask of a page."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = "async rules => (await axe.run({runOnly: rules, resultTypes: ['violations']})).violations"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""How many pixels a page is wider than its window."""
UNFOLD = """() => [...document.querySelectorAll('main details:not([open])')].map(each => each.open = true).length"""
"""Opens what is folded on a page; how much that was."""


def chromium() -> str | None:
    """The system's browser for browser tests: CHROMIUM, or what is found under the usual names."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@contextlib.contextmanager
def playing() -> "Iterator[Playwright]":
    """Playwright, in whose loop Django may be asked too. What it opens in the loop is closed with it.

    Connections of Django belong to a loop where one runs in the thread: one that an earlier player left open would lead
    the next one to a database that has been left meanwhile.
    """
    from django.db import connections
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as player:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the loop runs in this thread; its queries do not
        connections.close_all()
        try:
            yield player
        finally:
            connections.close_all()


def launched(playwright: "Playwright", *arguments: str) -> "Browser":
    """The system's browser, which talks to nobody by itself."""
    quiet = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")
    return playwright.chromium.launch(executable_path=chromium(), args=[*quiet, *arguments])


@contextlib.contextmanager
def browsing() -> "Iterator[Browser]":
    """A browser for as long as one plays (see `playing`)."""
    with playing() as player:
        browser = launched(player)
        yield browser
        browser.close()


@cache
def axe_script() -> str:
    """The checker that pages are looked at with."""
    import axe_playwright_python

    return next(Path(axe_playwright_python.__file__).parent.glob("**/axe.min.js")).read_text()


def opened(
    browser: "Browser", live_server: Any, person: Any = None, width: int = 1280, language: str = "lv", **more: Any
) -> "Page":
    """A page of its own at the tests' server: of somebody who signed in, or of nobody. more: of the context."""
    from django.conf import settings
    from django.test import Client

    context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 800}, **more)
    context.set_default_timeout(60_000)
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if person is not None:
        client = Client()
        client.force_login(person.account)
        cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    return context.new_page()


def looked_at(page: "Page", path: str = "") -> None:
    """Go there, or stay: axe finds nothing, and nothing stands out of the window; nor once what is folded is open."""
    if path:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
    page.evaluate(axe_script())
    assert not (found := violations(page)), (path or page.url, found)
    if page.evaluate(UNFOLD):
        assert not (found := violations(page)), (path or page.url, "unfolded", found)


def violations(page: Any) -> list[Any]:
    """What axe finds on a page that has its script, and whether anything stands out of the window."""
    found = [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in page.evaluate(AXE, RULES)]
    return [*found, *(["overflow"] if page.evaluate(OVERFLOW) > 0 else [])]
