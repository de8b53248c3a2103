"""What the worker does for plans. Each job may run again without doing anything twice."""

from procrastinate.contrib.django import app


@app.periodic(cron="17 4 * * *")
@app.task(name="plans.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: tables that were sent a day ago."""
    from .actions.retirement import forget_imports

    forget_imports()
