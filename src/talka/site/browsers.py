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
    from playwright.sync_api import Browser, Playwright

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = "async rules => (await axe.run({runOnly: rules, resultTypes: ['violations']})).violations"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""How many pixels a page is wider than its window."""


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


def violations(page: Any) -> list[Any]:
    """What axe finds on a page that has its script, and whether anything stands out of the window."""
    found = [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in page.evaluate(AXE, RULES)]
    return [*found, *(["overflow"] if page.evaluate(OVERFLOW) > 0 else [])]
