"""Darba kārtība on paper: for the folder, the wall and the funder's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.utils import translation
from django.utils.translation import gettext as _

from .pdf import render_pdf
from .printable import day_range, long_date, weekday
from .publicity import Publicity, publicity_data


@dataclass(frozen=True)
class AgendaItem:
    """A slot, in the event's local time. pause: coffee, lunch; parallel: what runs side by side in it."""

    start: time
    title: str
    end: time | None = None
    speakers: tuple[str, ...] = ()
    place: str = ""
    about: str = ""
    pause: bool = False
    parallel: tuple["AgendaItem", ...] = ()


@dataclass(frozen=True)
class AgendaDay:
    date: date
    items: tuple[AgendaItem, ...]


@dataclass(frozen=True)
class Agenda:
    """An event's agenda in one released version."""

    event: str
    days: tuple[AgendaDay, ...]
    place: str = ""
    version: str = ""
    organiser: str = ""
    publicity: Publicity | None = None
    language: str = "lv"
    illustrative: bool = False


def agenda_data(paper: Agenda) -> Mapping[str, object]:
    """What the template `agenda` gets."""
    language = paper.language

    def item_data(item: AgendaItem) -> dict[str, object]:
        hours = f"{item.start:%H:%M}–{item.end:%H:%M}" if item.end else f"{item.start:%H:%M}"
        return {
            "hours": hours,
            "title": item.title,
            "speakers": list(item.speakers),
            "place": item.place,
            "about": item.about,
            "pause": item.pause,
            "parallel": [item_data(each) for each in item.parallel],
        }

    with translation.override(language):
        title = _("Agenda")
        days = [day.date for day in paper.days]
        facts = [
            (_("Date"), day_range(min(days), max(days), language) if days else ""),
            (_("Place"), paper.place),
            (_("Organiser"), paper.organiser),
            (_("Version"), paper.version),
        ]
        return {
            "title": f"{title}: {paper.event}",
            "author": paper.organiser,
            "event": paper.event,
            "facts": [{"label": label, "value": value} for label, value in facts if value],
            "days": [
                {
                    "name": f"{weekday(day.date, language).capitalize()}, {long_date(day.date, language)}",
                    "items": [item_data(item) for item in day.items],
                }
                for day in paper.days
            ],
            "publicity": publicity_data(paper.publicity),
            "illustrative": paper.illustrative,
            "words": {"agenda": title},
        }


def agenda_pdf(paper: Agenda) -> bytes:
    """The agenda of all days as one PDF."""
    return render_pdf("agenda", agenda_data(paper), language=paper.language)
