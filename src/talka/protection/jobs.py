"""What the worker does for this room."""

from procrastinate.contrib.django import app


@app.periodic(cron="27 3 * * *")
@app.task(name="protection.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: requests that were answered long ago."""
    from .actions.requests import forget_old

    forget_old()
