"""The agenda as plain data for the printed paper."""

import datetime as dt

from django.utils import translation

from talka.documents import agenda as documents
from talka.events.clock import zone_of
from talka.events.models import Event
from talka.programmes.publicity import publicity_for_documents

from .agenda import Line, days_from, last_release
from .snapshot import frozen_items, names_of, people_in


def agenda_paper(event: Event, language: str, *, draft: bool = False) -> documents.Agenda | None:
    """The last release, or the draft; None where there is nothing, or no hours to print."""
    release = None if draft else last_release(event)
    items = frozen_items(event) if draft else release.items if release else []
    timed = [item for item in items if item["starts_at"] and not item["cancelled"]]
    if not timed:
        return None
    with translation.override(language):
        days = days_from(timed, zone_of(event), names_of(people_in(timed)), language)
        version = translation.gettext("Draft")
        if release:
            version = translation.gettext("Version %(number)s, %(when)s") % {
                "number": release.number,
                "when": release.released_at.astimezone(zone_of(event)).strftime("%d.%m.%Y"),
            }
        return documents.Agenda(
            event=str(event.title),
            days=tuple(
                documents.AgendaDay(
                    day.date,
                    tuple(
                        _item(slot.lines[0])
                        if not slot.parallel
                        else documents.AgendaItem(
                            start=_clock(slot.lines[0]),
                            end=slot.lines[0].ends.time() if slot.lines[0].ends else None,
                            title=slot.part or slot.lines[0].part or translation.gettext("In parallel"),
                            parallel=tuple(_item(line) for line in slot.lines),
                        )
                        for slot in day.slots
                    ),
                )
                for day in days
                if day.date
            ),
            place=", ".join(part for part in (str(event.venue), event.address) if part),
            version=version,
            organiser=str(event.project.controller),
            publicity=publicity_for_documents(event.project),
            language=language,
            illustrative=event.project.programme.illustrative,
        )


def _item(line: Line) -> documents.AgendaItem:
    return documents.AgendaItem(
        start=_clock(line),
        end=line.ends.time() if line.ends else None,
        title=line.title,
        speakers=tuple(f"{v.name}, {v.introduced}" if v.introduced else v.name for v in line.speakers),
        place=line.room,
        about=line.description,
        pause=line.quiet,
    )


def _clock(line: Line) -> dt.time:
    return line.starts.time() if line.starts else dt.time()
