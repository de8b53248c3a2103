"""What the worker does for resources. Arguments are keys, never words about a person."""

from procrastinate.contrib.django import app


@app.task(name="resources.enter_import")
def enter_import(key: str) -> None:
    """Enter a long table that somebody has looked at and accepted."""
    from .actions.imports import carry_out

    carry_out(key)


@app.periodic(cron="47 6 * * 1")
@app.task(name="resources.remind", queueing_lock="resources.remind", lock="resources.remind")
def remind(timestamp: int | None = None) -> None:
    """Each Monday: who entered what nobody has confirmed for a year."""
    from .actions.reminders import remind_all

    remind_all()


@app.periodic(cron="41 3 * * *")
@app.task(name="resources.forget", queueing_lock="resources.forget", lock="resources.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: contacts of what was taken back a year ago, and tables that were sent a day ago."""
    from .actions.retention import forget_contacts, forget_imports

    forget_contacts()
    forget_imports()
