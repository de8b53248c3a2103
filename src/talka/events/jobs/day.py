"""What the worker does for events. Arguments are ids; what is to be done is found in the tables, so twice is once."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException


@app.periodic(cron="*/15 * * * *")
@app.task(name="events.tend", queueing_lock="events.tend", lock="events.tend")
def tend(timestamp: int | None = None) -> None:
    """Each quarter of an hour: reminders that are due, waiting lists that could move, feedback to be asked for."""
    from talka.events.actions import feedback, reminders, waiting_list
    from talka.events.models import Event

    reminders.remind_all()
    waiting_list.move_up_everywhere()
    for event in Event.objects.filter(feedback_open=True).select_related("project__programme"):
        while feedback.ask_for_feedback(event):
            pass


@app.periodic(cron="23 3 * * *")
@app.task(name="events.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: answers about diet and the like thirty days after the event, tables nobody decided on,
    and after the project's retention date whose registrations they were."""
    from talka.events.actions import forgetting, imports, retention

    forgetting.forget_answers()
    imports.forget_old_rows()
    retention.forget_past_projects()


@app.task(name="events.check_import")
def check_import(number: int) -> None:
    from talka.events.actions import imports
    from talka.events.models import SheetImport

    if (shelf := SheetImport.objects.filter(pk=number).first()) is not None:
        imports.check(shelf)
        shelf.refresh_from_db()
        if shelf.state == SheetImport.State.CHECKED and not shelf.faulty_count:
            imports.accept(shelf, by=shelf.by)


@app.task(name="events.take_import")
def take_import(number: int) -> None:
    from talka.events.actions import imports
    from talka.events.models import SheetImport

    if (shelf := SheetImport.objects.filter(pk=number).first()) is not None:
        imports.take(shelf)


@app.task(name="events.issue_certificates")
def issue_certificates(event: int, by: int) -> None:
    """Certificates for everybody who came, when they are many."""
    from talka.events.actions import certificates
    from talka.events.models import Event
    from talka.people.models import Person

    row = Event.objects.select_related("project__programme", "area").filter(pk=event).first()
    person = Person.objects.select_related("account").filter(pk=by).first()
    if row is not None and person is not None:
        certificates.issue_many(row, by=person)


def soon() -> None:
    """Ask the worker to tend events now; where it cannot be asked, it comes by within a quarter of an hour."""
    with suppress(AlreadyEnqueued, ConnectorException), transaction.atomic():
        tend.defer()
