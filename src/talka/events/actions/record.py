"""What every deed of the day ends with: a moment in the event's stream, with ids and never with names."""

from talka.events.models import Event, Registration
from talka.live.actions import append
from talka.people.models import Person


def stream_of(event: Event | int) -> str:
    return f"event:{event if isinstance(event, int) else event.pk}"


def note(registration: Registration, kind: str, by: Person | None = None, **ids: str | int) -> None:
    """Append a moment about one registration. Call it last in the transaction."""
    if by is not None:
        ids["by"] = by.pk
    append(stream_of(registration.event_id), kind, registration=registration.pk, **ids)


def note_event(event: Event, kind: str, by: Person | None = None, **ids: str | int) -> None:
    if by is not None:
        ids["by"] = by.pk
    append(stream_of(event), kind, **ids)
