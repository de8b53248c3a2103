"""What the worker does for event files. Arguments are ids; doing it twice is doing it once."""

from procrastinate.contrib.django import app


@app.task(name="evidence.make_package", lock="evidence.make_package")
def make_package(package: int) -> None:
    """One at a time: each may hold gigabytes."""
    from .actions.packages import make_package
    from .models import Package

    row = (
        Package.objects.select_related("event__project__programme", "event__area", "project__programme")
        .filter(pk=package)
        .first()
    )
    if row is not None:
        make_package(row)


@app.periodic(cron="17 6 * * *")
@app.task(name="evidence.remind", queueing_lock="evidence.remind", lock="evidence.remind")
def remind(timestamp: int | None = None) -> None:
    """Each morning: what is missing some days after an event."""
    from .actions.reminders import remind_all

    remind_all()


@app.periodic(cron="37 3 * * *")
@app.task(name="evidence.forget", queueing_lock="evidence.forget", lock="evidence.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: evidence whose retention date has passed."""
    from .actions.keeping import forget_past

    forget_past()
