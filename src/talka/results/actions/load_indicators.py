"""What a programme's projects promised in numbers, and what was entered and kept."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from talka.events.models import Event
from talka.programmes.models import Activity, Project

from ..models import Indicator, IndicatorValue, Tally
from ..queries.counting import WAYS
from ..record_files import Row, read_csv
from . import columns
from .indicators import texts
from .load import Reading, at, checked, truth, unknown

MOST_DIGITS = 9


def load_indicators(reading: Reading) -> None:
    """Indicators in the order of the file, found by their number; values by their day, tallies by their event."""
    rows: dict[tuple[str, str], Indicator] = {}
    path = reading.folder / "indicators.csv"
    for order, (line, row) in enumerate(read_csv(path, columns.INDICATORS), start=1):
        where = at(path, line)
        project = reading.projects.get(row["project"])
        if project is None:
            raise unknown(where, row["project"])
        rows[project.slug, row["number"]] = _indicator(project, row, order, where)
    path = reading.folder / "indicator_values.csv"
    for line, row in read_csv(path, columns.INDICATOR_VALUES):
        where = at(path, line)
        if not row["evidence"]:
            raise unknown(where, row["evidence"])
        _check_address(row["link"], where)
        day = _day(row["day"], where)
        given = {"value": _needed(row["value"], where), "evidence": row["evidence"], "link": row["link"]}
        checked(IndicatorValue(day=day, **given), where)
        IndicatorValue.objects.update_or_create(
            indicator=_named(rows, row, where), day=day, withdrawn_at=None, defaults=given
        )
    path = reading.folder / "indicator_tallies.csv"
    for line, row in read_csv(path, columns.INDICATOR_TALLIES):
        where = at(path, line)
        if row["event"] not in reading.events:
            raise unknown(where, row["event"])
        people = row["people"]
        if not (people.isascii() and people.isdecimal() and len(people) <= MOST_DIGITS):
            raise unknown(where, people)
        Tally.objects.update_or_create(
            indicator=_named(rows, row, where), event=reading.events[row["event"]], defaults={"people": int(people)}
        )


def _indicator(project: Project, row: Row, order: int, where: str) -> Indicator:
    activity = None
    if row["activity"]:
        activity = Activity.objects.filter(project=project, number=row["activity"]).first()
        if activity is None:
            raise unknown(where, row["activity"])
    if row["counted"] and row["counted"] not in WAYS:
        raise unknown(where, row["counted"])
    if row["event_kind"] and row["event_kind"] not in Event.Kind.values:
        raise unknown(where, row["event_kind"])
    if row["kind"] not in Indicator.Kind.values:
        raise unknown(where, row["kind"])
    if (row["counted"] == "answered") != bool(row["question"]):
        raise unknown(where, row["question"])
    _check_address(row["source"], where)
    said: dict[str, object] = dict(row)
    kept = Indicator.objects.filter(project=project, number=row["number"]).first()
    retired = (kept.retired_at if kept else None) or timezone.now()
    given: dict[str, Any] = {
        **{name: row[name] for name in ("kind", "counted", "event_kind", "question", "answer", "source")},
        **{name: texts(said, name) for name in ("title", "unit", "remark")},
        "baseline": _figure(row["baseline"], where),
        "target": _figure(row["target"], where),
        "activity": activity,
        "public": truth(row, "public"),
        "retired_at": retired if truth(row, "retired") else None,
        "order": order,
    }
    checked(Indicator(number=row["number"], **given), where)
    indicator, _made = Indicator.objects.update_or_create(project=project, number=row["number"], defaults=given)
    return indicator


def _named(rows: dict[tuple[str, str], Indicator], row: Row, where: str) -> Indicator:
    found = rows.get((row["project"], row["indicator"]))
    if found is None:
        raise unknown(where, row["indicator"])
    return found


def _check_address(address: str, where: str) -> None:
    """A page links to it: nothing but the web."""
    if address and not address.startswith(("http://", "https://")):
        raise unknown(where, address)


def _figure(text: str, where: str) -> Decimal | None:
    return _needed(text, where) if text else None


def _needed(text: str, where: str) -> Decimal:
    try:
        figure = Decimal(text)
    except InvalidOperation:
        raise unknown(where, text) from None
    if not figure.is_finite():
        raise unknown(where, text)
    return figure


def _day(text: str, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise unknown(where, text) from None
