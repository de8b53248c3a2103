"""How importers are fed with nonsense: for a few seconds in `make test`, as long as one likes by `make fuzz TIME=600`.

What every importer promises: no exception but its own refusal, nothing half-done, bounded time and memory.
"""

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

SECONDS = float(os.environ.get("TALKA_FUZZ_SECONDS", "0"))
"""How long each test goes on; 0: one short round, the same each time."""
QUICK = 25
ROUND = 200
# Each example takes a transaction or more: seeking the shortest one that fails would take minutes.
PHASES = [Phase.explicit, Phase.generate] + [Phase.shrink] * bool(SECONDS)
LONGEST = 20.0
"""Seconds that one file may take, also on a busy machine: none is larger than a megabyte."""
MOST_GROWTH = 600_000
"""Kilobytes by which the process may grow while one test goes on."""


def fed(strategy: SearchStrategy[Any], most: int = QUICK) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The test is called with what the strategy makes, as its last argument. most: examples of the short round."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        names = test.__code__.co_varnames[: test.__code__.co_argcount]

        @wraps(test)
        def whole(**fixtures: Any) -> None:
            def once(example: Any) -> None:
                begun = time.monotonic()
                test(**fixtures, **{names[-1]: example})
                assert time.monotonic() - begun < LONGEST, "too slow"

            begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            still = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "phases": PHASES}
            settings(max_examples=most, derandomize=True, **still)(given(strategy)(once))()
            while SECONDS and time.monotonic() - begun < SECONDS:
                again = settings(max_examples=ROUND, **still)(given(strategy)(once))
                seed(time.monotonic_ns())(again)()
            assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_GROWTH, "too much memory"

        whole.__signature__ = _without_last(test)  # type: ignore[attr-defined]
        return whole

    return decorate


def _without_last(test: Callable[..., None]) -> Any:
    import inspect

    told = inspect.signature(test)
    return told.replace(parameters=list(told.parameters.values())[:-1])


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows_in_all(*but: str) -> dict[str, int]:
    """How many rows each table holds, but those named: an import's own note of what was wrong may stay."""
    tables = [name for name in connection.introspection.table_names() if name not in but]
    counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(counted)
        return dict(cursor.fetchall())
