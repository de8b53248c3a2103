"""Dalībnieku saraksts: one list per day to be signed, as the funder's controllers expect it. No contact data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .pdf import render_pdf
from .printable import long_date
from .publicity import Publicity, publicity_data


@dataclass(frozen=True)
class Attendee:
    """One row. note: small words in the signature cell, e.g. that the person checked in by code at 9:12."""

    name: str
    institution: str = ""
    position: str = ""
    note: str = ""


@dataclass(frozen=True)
class AttendanceDay:
    """Those of one local day, already in order. hours: e.g. 10.00–16.00."""

    date: date
    attendees: tuple[Attendee, ...]
    hours: str = ""


@dataclass(frozen=True)
class AttendanceList:
    """An event's lists, each day on pages of its own. empty_rows: for people who come unannounced."""

    event: str
    place: str
    days: tuple[AttendanceDay, ...]
    publicity: Publicity | None = None
    organiser: str = ""
    language: str = "lv"
    empty_rows: int = 0
    illustrative: bool = False


def attendance_data(paper: AttendanceList) -> Mapping[str, object]:
    """What the template `attendance_list` gets."""
    publicity = paper.publicity or Publicity()
    with translation.override(paper.language):
        title = _("Attendance list")
        days = []
        for day in paper.days:
            facts = [
                (_("Project"), publicity.project),
                (_("Project number"), publicity.number),
                (_("Funder"), publicity.funder),
                (_("Date"), ", ".join(part for part in (long_date(day.date, paper.language), day.hours) if part)),
                (_("Place"), paper.place),
                (_("Organiser"), paper.organiser),
            ]
            empty = (Attendee(""),) * paper.empty_rows
            days.append(
                {
                    "facts": [{"label": label, "value": value} for label, value in facts if value],
                    "rows": [
                        {
                            "number": at,
                            "name": one.name,
                            "institution": one.institution,
                            "position": one.position,
                            "note": one.note,
                        }
                        for at, one in enumerate(day.attendees + empty, start=1)
                    ],
                }
            )
        return {
            "title": f"{title}: {paper.event}",
            "author": paper.organiser,
            "event": paper.event,
            "days": days,
            "publicity": publicity_data(publicity),
            "illustrative": paper.illustrative,
            "words": {
                "attendance_list": title,
                "no": _("No."),
                "name": _("Name, surname"),
                "institution": _("Institution"),
                "position": pgettext("person", "Position"),
                "signature": _("Signature"),
                "responsible": _("Responsible for the list"),
                "date": _("Date"),
            },
        }


def attendance_pdf(paper: AttendanceList) -> bytes:
    """The lists of all days as one PDF."""
    return render_pdf("attendance_list", attendance_data(paper), language=paper.language)
