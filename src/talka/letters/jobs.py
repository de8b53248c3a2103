"""What the worker does with letters. Job arguments hold no words and no addresses."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

LOCK = "letters"


@app.periodic(cron="* * * * *")
@app.task(name="letters.send_due", queueing_lock=LOCK, lock=LOCK)
def send_due_letters(timestamp: int | None = None) -> None:
    """Each minute, and whenever a letter is queued: send what is due."""
    from . import actions

    actions.send_due()


@app.periodic(cron="17 * * * *")
@app.task(name="letters.forget_words")
def forget_letters(timestamp: int | None = None) -> None:
    """Each hour: forget expired codes and what is kept long enough."""
    from . import actions

    actions.forget_words()


def wake() -> None:
    """Ask the worker to send now. Where it is asked already once is enough; where it cannot be, a minute's wait."""
    with suppress(AlreadyEnqueued, ConnectorException), transaction.atomic():
        send_due_letters.defer()
