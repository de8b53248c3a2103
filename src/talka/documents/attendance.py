"""Dalībnieku saraksts: one list per day to be signed, as the funder's controllers expect it. No contact data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .pdf import render_pdf
from .printable import long_date
from .publicity import Publicity, publicity_data

LANDSCAPE_FROM = 7
"""So many columns do not fit on an upright page."""


@dataclass(frozen=True)
class Attendee:
    """One row. note: small words in the signature cell, e.g. that the person checked in by code at 9:12; more: what
    stands in further columns of the layout, by their key."""

    name: str
    institution: str = ""
    position: str = ""
    note: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AttendanceDay:
    """Those of one local day, already in order. hours: e.g. 10.00–16.00."""

    date: date
    attendees: tuple[Attendee, ...]
    hours: str = ""


@dataclass(frozen=True)
class Layout:
    """What a funder wants the list to look like; without one it looks as below.

    columns: in their order; labels: those of columns that are not known here, by their key. halves: a signature for
    each half of the day. facts: lines above the list, in their order. logo_mm: least height of the logos. languages:
    the list's own words in each of them, side by side. consent: a note above the list. signers: who signs at its end.
    """

    columns: tuple[str, ...] = ("number", "name", "organisation", "position", "signature")
    labels: Mapping[str, str] = field(default_factory=dict)
    halves: bool = False
    facts: tuple[str, ...] = ("project", "project_number", "funder", "date", "place", "organiser")
    logos: bool = True
    logo_mm: int = 13
    languages: tuple[str, ...] = ()
    consent: str = ""
    signers: tuple[str, ...] = ()


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
    layout: Layout = field(default_factory=Layout)


def attendance_data(paper: AttendanceList) -> Mapping[str, object]:
    """What the template `attendance_list` gets."""
    publicity = paper.publicity or Publicity()
    layout = paper.layout
    said = _words(layout.languages or (paper.language,))
    labels = {**said, **layout.labels}
    with translation.override(paper.language):
        days = []
        for day in paper.days:
            values = {
                "project": publicity.project,
                "project_number": publicity.number,
                "funder": publicity.funder,
                "event": paper.event,
                "date": ", ".join(part for part in (long_date(day.date, paper.language), day.hours) if part),
                "place": paper.place,
                "organiser": paper.organiser,
            }
            empty = (Attendee(""),) * paper.empty_rows
            days.append(
                {
                    "facts": [
                        {"label": said[f"fact_{key}"], "value": values[key]} for key in layout.facts if values[key]
                    ],
                    "rows": [_row(layout, at, one) for at, one in enumerate(day.attendees + empty, start=1)],
                }
            )
        if not layout.logos:
            publicity = replace(publicity, logos=())
        columns = _columns(layout, labels)
        return {
            "title": f"{said['attendance_list']}: {paper.event}",
            "author": paper.organiser,
            "event": paper.event,
            "columns": columns,
            "landscape": len(columns) >= LANDSCAPE_FROM,
            "consent": layout.consent,
            "signers": list(layout.signers) or [said["responsible"]],
            "logo_mm": layout.logo_mm,
            "days": days,
            "publicity": publicity_data(publicity),
            "illustrative": paper.illustrative,
            "words": {"attendance_list": said["attendance_list"], "date": said["fact_date"]},
        }


def attendance_pdf(paper: AttendanceList) -> bytes:
    """The lists of all days as one PDF."""
    return render_pdf("attendance_list", attendance_data(paper), language=paper.language)


def _columns(layout: Layout, labels: Mapping[str, str]) -> list[dict[str, str]]:
    found = []
    for key in layout.columns:
        if key == "signature" and layout.halves:
            found += [{"key": half, "kind": "signature", "title": labels[half]} for half in ("morning", "afternoon")]
        else:
            kind = key if key in {"number", "name", "signature"} else "text"
            found.append({"key": key, "kind": kind, "title": labels[key]})
    return found


def _row(layout: Layout, at: int, one: Attendee) -> dict[str, str]:
    """The cells of one person by column. The note stands in the first cell for a signature."""
    return {
        **one.more,
        "number": str(at),
        "name": one.name,
        "organisation": one.institution,
        "position": one.position,
        "morning" if layout.halves else "signature": one.note,
        **({"afternoon": ""} if layout.halves else {}),
    }


def _words(languages: tuple[str, ...]) -> dict[str, str]:
    """The list's own words, in several languages side by side where they differ."""
    told: list[dict[str, str]] = []
    for language in languages:
        with translation.override(language):
            told.append(
                {
                    "attendance_list": _("Attendance list"),
                    "number": _("No."),
                    "name": _("Name, surname"),
                    "organisation": _("Institution"),
                    "organisation_kind": _("Kind of institution"),
                    "municipality": _("Municipality"),
                    "position": pgettext("person", "Position"),
                    "signature": _("Signature"),
                    "morning": _("Signature before noon"),
                    "afternoon": _("Signature after noon"),
                    "responsible": _("Responsible for the list"),
                    "fact_project": _("Project"),
                    "fact_project_number": _("Project number"),
                    "fact_funder": _("Funder"),
                    "fact_event": _("Event"),
                    "fact_date": _("Date"),
                    "fact_place": _("Place"),
                    "fact_organiser": _("Organiser"),
                }
            )
    return {key: " / ".join(dict.fromkeys(one[key] for one in told)) for key in told[0]}
