"""What the worker does for results."""

from procrastinate.contrib.django import app


@app.periodic(cron="53 1 * * *")
@app.task(name="results.keep_tallies")
def keep_tallies(timestamp: int | None = None) -> None:
    """Each night, before answers that are thirty days old go: how many gave those that indicators count."""
    from .actions.values import keep_tallies

    keep_tallies()


@app.periodic(cron="57 3 * * *")
@app.task(name="results.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: who entered and handed in, after a project's retention date."""
    from .actions.retention import forget_past_projects

    forget_past_projects()
