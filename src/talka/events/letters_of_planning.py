"""Letters of planning: the changed agenda, the invitation, the speaker's link, the event that will not be held."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from talka.letters.actions import File, queue_letter
from talka.letters.rendering import Words, render_letter
from talka.people.letters import language_of, letter_reference
from talka.people.models import Person

from . import addresses, calendars, clock
from .models import AgendaRelease, Event, Invitation, Registration
from .queries.changes import facts_place, facts_time, in_words, people_in_changes
from .queries.snapshot import frozen_facts, names_of
from .words import said

TYPE = "text/calendar; method=PUBLISH; charset=utf-8"


def about_event(event: Event, language: str) -> dict[str, object]:
    """What every letter about an event says: its title, day, place, address and whose money it is."""
    facts = frozen_facts(event)
    with translation.override(language):
        return {
            "event": event,
            "title": str(event.title),
            "summary": str(event.summary),
            "when": facts_time(facts, clock.zone_of(event)),
            "place": facts_place(facts),
            "page": addresses.whole(reverse("events:event", args=[event.slug])),
            "publicity": str(event.project.publicity),
            "illustrative": event.project.programme.illustrative,
        }


def release_words(release: AgendaRelease, language: str, own: str, names: dict[int, str] | None = None) -> Words:
    """The letter about a new version of the agenda, as one person gets it."""
    event = release.event
    changes = in_words(
        release.changes,
        clock.zone_of(event),
        names_of(people_in_changes(release.changes)) if names is None else names,
        language,
        event.first_day != event.last_day,
    )
    context = about_event(event, language) | {
        "release": release,
        "changes": changes,
        "note": said(release.note, language),
        "own": own,
    }
    return render_letter("events/letters/agenda_changed.txt", context, language)


def tell_release(release: AgendaRelease, registrations: QuerySet[Registration] | None = None) -> int:
    """A letter to each registered or waiting person. Doing it again writes nobody twice. How many letters stand."""
    event = release.event
    rows = registrations if registrations is not None else event.registrations.exclude(state="cancelled")
    names = names_of(people_in_changes(release.changes))
    files = {}
    count = 0
    for registration in rows.exclude(person__email="").select_related("person"):
        language = registration.language
        if language not in files:
            files[language] = [File("pasakums.ics", TYPE, calendars.event_calendar(event, language))]
        queue_letter(
            to=registration.person.email,
            to_name=registration.person.name,
            letter=release_words(release, language, addresses.own(registration), names),
            kind="agenda-changed",
            key=f"agenda-{release.pk}-{registration.pk}",
            person_ref=letter_reference(registration.person),
            about=("event", str(event.pk)),
            files=files[language],
        )
        count += 1
    return count


def tell_cancelled(event: Event) -> int:
    """The event will not be held: a letter with a cancelling calendar entry to everybody who registered or waits."""
    count = 0
    rows = event.registrations.exclude(state=Registration.State.CANCELLED).exclude(person__email="")
    for registration in rows.select_related("person"):
        language = registration.language
        queue_letter(
            to=registration.person.email,
            to_name=registration.person.name,
            letter=render_letter("events/letters/event_cancelled.txt", about_event(event, language), language),
            kind="event-cancelled",
            key=f"event-cancelled-{event.pk}-{registration.pk}",
            person_ref=letter_reference(registration.person),
            about=("event", str(event.pk)),
            files=[File("pasakums.ics", "text/calendar; method=CANCEL", calendars.event_calendar(event, language))],
        )
        count += 1
    return count


def invitation_words(invitation: Invitation, language: str) -> Words:
    context = about_event(invitation.event, language) | {
        "person": invitation.person,
        "link": addresses.whole(reverse("events:invitation", args=[invitation.token])),
    }
    return render_letter("events/letters/invitation.txt", context, language)


def send_invitation(invitation: Invitation, files: dict[str, File] | None = None) -> None:
    """Queue the letter with the personal link, in the person's language, with the event for their calendar."""
    person, event = invitation.person, invitation.event
    language = language_of(person)
    files = {} if files is None else files
    if language not in files:
        files[language] = File("pasakums.ics", TYPE, calendars.event_calendar(event, language))
    queue_letter(
        to=person.email,
        to_name=person.name,
        letter=invitation_words(invitation, language),
        kind="invitation",
        key=f"invitation-{invitation.pk}-{invitation.times_sent}",
        person_ref=letter_reference(person),
        about=("event", str(event.pk)),
        files=[files[language]],
    )


def send_speaker_link(event: Event, person: Person, link: str) -> None:
    """Where a speaker hands in their presentation, without an account."""
    language = language_of(person)
    with translation.override(language):
        context = about_event(event, language) | {"person": person, "link": link}
    queue_letter(
        to=person.email,
        to_name=person.name,
        letter=render_letter("events/letters/speaker_link.txt", context, language),
        kind="speaker-link",
        person_ref=letter_reference(person),
        about=("event", str(event.pk)),
    )
