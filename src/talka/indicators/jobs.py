"""What the worker does with figures."""

from procrastinate.contrib.django import app


@app.task(name="indicators.fetch_table")
def fetch_table(key: str) -> None:
    """Fetch a table that somebody named by its address."""
    from .actions.fetching import fetch

    fetch(key)


@app.task(name="indicators.read_table")
def read_table(key: str) -> None:
    """Read a large file of figures."""
    from .actions.imports import read

    read(key)


@app.task(name="indicators.enter_table")
def enter_table(key: str) -> None:
    """Enter a table that somebody has looked at and accepted."""
    from .actions.imports import enter_later

    enter_later(key)


@app.task(name="indicators.renew", queueing_lock="indicators.renew", lock="indicators.renew")
def renew() -> None:
    """What follows from figures; and the snapshot of heavy tables, where the set for that is installed. Charts have
    a job of their own."""
    from . import analysis_set
    from .actions.renewal import renew

    renew()
    if analysis_set.is_installed():
        from .tables.snapshot import snapshot

        snapshot()


@app.periodic(cron="17 4 * * *")
@app.task(name="indicators.draw_charts", queueing_lock="indicators.draw_charts", lock="indicators.draw_charts")
def draw_charts(timestamp: int | None = None) -> None:
    """Draw the charts of profiles that have changed: after a renewal, and each night what else changed them."""
    from .actions.charts import draw_charts

    draw_charts()


@app.periodic(cron="41 3 * * *")
@app.task(name="indicators.forget", queueing_lock="indicators.forget", lock="indicators.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: tables never entered, comparisons deleted a month ago, charts that no page asks for any more."""
    from .actions.retirement import forget_charts, forget_comparisons, forget_imports

    forget_imports()
    forget_comparisons()
    forget_charts()
