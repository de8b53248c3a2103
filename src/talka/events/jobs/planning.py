"""Letters to many people and long address lists. Each job may run again without doing anything twice."""

from procrastinate.contrib.django import app


@app.task(name="events.tell_release")
def tell_release(release: int) -> None:
    """Write to everybody who comes about a new version of the agenda."""
    from talka.events import letters_of_planning
    from talka.events.models import AgendaRelease

    row = AgendaRelease.objects.select_related("event__project__programme").filter(pk=release).first()
    if row is not None:
        letters_of_planning.tell_release(row)


@app.task(name="events.send_invitations")
def send_invitations(event: int, by: int | None) -> None:
    """Send every invitation of an event that has not been sent."""
    from talka.events.actions import invitations
    from talka.events.models import Event
    from talka.people.models import Person

    row = Event.objects.select_related("project__programme").filter(pk=event).first()
    if row is not None:
        invitations.send_waiting(row, by=Person.objects.select_related("account").filter(pk=by).first())


@app.task(name="events.take_in_invitations")
def take_in_invitations(sheet: int) -> None:
    """Turn the right rows of an address list into invitations."""
    from talka.events.actions import invitation_lists
    from talka.events.models import SheetImport

    row = SheetImport.objects.filter(pk=sheet, state=SheetImport.State.TAKING).first()
    if row is not None:
        invitation_lists.take_in(row)
