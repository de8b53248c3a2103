"""What the worker does for programmes."""

from procrastinate.contrib.django import app


@app.periodic(cron="47 3 * * *")
@app.task(name="programmes.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: roles in projects whose retention date has passed."""
    from .actions.retention import forget_past_projects

    forget_past_projects()
