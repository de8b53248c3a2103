"""What the worker does for this room. Arguments are keys, never words about a person."""

from procrastinate.contrib.django import app


@app.task(name="people.enter_import", queueing_lock=None)
def enter_import(key: str) -> None:
    """Enter a long table that somebody has looked at and accepted."""
    from .actions.imports import enter

    enter(key)


@app.periodic(cron="23 3 * * *")
@app.task(name="people.forget", queueing_lock="people.forget", lock="people.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: erase names whose locks have ended, and what was kept for a time; people whom nothing holds."""
    from . import failed_codes, personal_links
    from .actions import journal
    from .actions.erasure import finish_erasures
    from .actions.retirement import DAILY

    finish_erasures()
    failed_codes.forget_old()
    personal_links.forget_old()
    journal.forget_old()
    for forget_more in DAILY:
        forget_more()
