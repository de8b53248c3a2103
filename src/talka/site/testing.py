"""A pytest plugin (see pyproject.toml): where DATABASE_URL is not set, tests run on an embedded cluster of their own.

It is a plugin and no conftest.py, since the address must stand in the environment before Django's settings are read.
The process that collects starts the cluster; the workers of pytest-xdist inherit the address and make a database each.
Runs at the same time get a cluster each, so that none drops the other's database.
"""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from talka.site.browsers import browsing, chromium
from talka.site.embedded.cluster import Cluster
from talka.site.lock import Lock
from talka.site.translations import catalogues, rooms

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST_RUNS = 9
_owned: list[Cluster | Lock] = []


def _claim() -> str:
    """Take the first folder that no other run uses, and say the address its cluster will have."""
    var = Path(os.environ.get("TALKA_VAR", "var")).resolve()
    for number in range(1, MOST_RUNS + 1):
        folder = var / ("test" if number == 1 else f"test{number}")
        lock = Lock(folder / "talka.lock")
        if lock.take("tests"):
            cluster = Cluster(folder, throwaway=True)
            _owned.extend((lock, cluster))
            return cluster.url
    raise pytest.UsageError(f"{MOST_RUNS} test runs already use {var}; set TALKA_VAR to another folder.")


def _keep_bytecode() -> None:
    """Where none may be written beside the code, as in many containers, keep it in `var`: else each of the many
    servers and commands that tests start compiles everything anew."""
    if sys.dont_write_bytecode:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(os.environ.get("TALKA_VAR", "var")).resolve() / "bytecode")
        sys.pycache_prefix, sys.dont_write_bytecode = os.environ["PYTHONPYCACHEPREFIX"], False


_keep_bytecode()
if "PYTEST_XDIST_WORKER" not in os.environ:
    catalogues.compile_all(rooms())  # before anything is translated: what gettext has read once it keeps
os.environ.setdefault("TALKA_TABLES_FROM_MODELS", "1")
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = _claim()


@pytest.fixture
def browser() -> "Iterator[Browser]":
    """The system's browser, for one test."""
    with browsing() as found:
        yield found


def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.option.collectonly or "PYTEST_XDIST_WORKER" in os.environ:
        return
    for owned in _owned:
        if isinstance(owned, Cluster):
            owned.say = lambda text: print(text, file=sys.stderr)
            owned.start()


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it for garbage over and over took a fifth of all time."""
    from talka.site.emptying import empty_after_tests  # settings are read by now

    empty_after_tests()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 10)


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """What tells of moments has a connection of its own, which must not outlive a test's database."""
    if hints := sys.modules.get("talka.live.hints"):
        hints.notifier.close()
    if translation := sys.modules.get("django.utils.translation"):
        translation.deactivate()  # a page that was asked for leaves its reader's language to the thread


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser the tests that need one are left out, and the summary says so."""
    if chromium() is not None:
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    if browser:
        items[:] = [item for item in items if item not in browser]
        config.hook.pytest_deselected(items=browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if chromium() is None:
        terminalreporter.write_line("No Chromium was found (set CHROMIUM or install it): browser tests did not run.")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    for owned in reversed(_owned):
        if isinstance(owned, Cluster):
            owned.stop()
        else:
            owned.release()
    _owned.clear()
