"""Measures with what they cost, take and answer, and the catalogue they were made of."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.needs.actions.measures import FIRST_YEAR, LAST_YEAR
from talka.needs.models import Answering, CatalogueMeasure, Measure, MeasureDate, MeasureEvidence, Need
from talka.programmes.models import BudgetLine

from ..record_files import Row, listed, read_csv, read_toml, words
from . import columns
from .load import Reading, at, checked, unknown, wrong
from .load_needs import event_of, said, themes_of

MOST_WHOLE = 1_000_000_000


def load_measures(reading: Reading, needs: dict[str, Need]) -> dict[str, Measure]:
    """The measures by their keys. needs: those read before, by theirs."""
    kept = _catalogue(reading)
    measures: dict[str, Measure] = {}
    path = reading.folder / "measures.csv"
    for line, row in read_csv(path, columns.MEASURES):
        where = at(path, line)
        if row["catalogue"] and row["catalogue"] not in kept:
            raise unknown(where, row["catalogue"])
        given = (
            said(row)
            | {name: row[name] for name in ("kind", "description", "document_number", "pattern")}
            | {
                "planned_eur": amount(row, "planned_eur", where),
                "spent_eur": amount(row, "spent_eur", where),
                "hours": amount(row, "hours", where),
                "capacity": whole_number(row, "capacity", where),
                "days": whole_number(row, "days", where) or 1,
                "budget_line": _line(reading, row["budget_line"], where),
                "expert": reading.person(row["expert"], where) if row["expert"] else None,
                "decided_day": day_of(row["decided_day"], where) if row["decided_day"] else None,
                "catalogue": kept.get(row["catalogue"]),
                "held_as": event_of(reading, row["held_as"], where),
            }
        )
        checked(Measure(words=row["words"], **given), where)
        measure, _made = Measure.objects.update_or_create(
            programme=reading.programme,
            event=event_of(reading, row["event"], where),
            words=row["words"],
            merged_into=None,
            defaults=given,
        )
        for theme in themes_of(reading, row, where):
            MeasureEvidence.objects.get_or_create(measure=measure, cluster=theme)
        for text in listed(row["dates"]):
            MeasureDate.objects.get_or_create(measure=measure, day=day_of(text, where))
        for text in listed(row["needs"]):
            key, _sign, share = text.partition("=")
            if key not in needs:
                raise unknown(where, key)
            Answering.objects.update_or_create(
                measure=measure, need=needs[key], defaults={"effect": _share(share or "1", where)}
            )
        measures[row["key"]] = measure
    return measures


def _catalogue(reading: Reading) -> dict[str, CatalogueMeasure]:
    """catalogue.toml; what stands in the catalogue under the same title in the same kind is that."""
    path = reading.folder / "catalogue.toml"
    if not path.exists():
        return {}
    found: dict[str, CatalogueMeasure] = {}
    for number, row in enumerate(tables_of(read_toml(path), "measure", path.name), start=1):
        where = f"{path.name} [[measure]] {number}"
        title = words(row.get("title"))
        same = Q(title=title, kind=row.get("kind", Measure.Kind.OTHER))
        entry = CatalogueMeasure.objects.filter(same).first() or CatalogueMeasure(title=title)
        given = {name: str(row.get(name, "")) for name in columns.CATALOGUE}
        entry.description = words(row.get("description"))
        entry.kind, entry.pattern = row.get("kind", Measure.Kind.OTHER), given["pattern"]
        entry.planned_eur, entry.hours = amount(given, "planned_eur", where), amount(given, "hours", where)
        entry.capacity = whole_number(given, "capacity", where)
        entry.days = whole_number(given, "days", where) or 1
        entry.illustrative = reading.programme.illustrative
        entry.retired_at = (entry.retired_at or timezone.now()) if row.get("retired") else None
        checked(entry, where)
        entry.save()
        found[given["key"]] = entry
    return found


def _line(reading: Reading, text: str, where: str) -> BudgetLine | None:
    if not text:
        return None
    slug, _colon, code = text.partition(":")
    project = reading.projects.get(slug)
    line = BudgetLine.objects.filter(project=project, code=code).first() if project else None
    if line is None:
        raise unknown(where, text)
    return line


def amount(row: Row, name: str, where: str) -> Decimal | None:
    """A decimal number of 0 or more, None where the cell is empty."""
    if not row[name]:
        return None
    try:
        value = Decimal(row[name])
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value < 0:
        raise wrong(where, row[name], _("Write a number of 0 or more, such as 1200.50."))
    return value


def whole_number(row: Row, name: str, where: str) -> int | None:
    value = amount(row, name, where)
    if value is not None and (value > MOST_WHOLE or value != int(value)):
        raise wrong(where, row[name], _("Write a whole number."))
    return None if value is None else int(value)


def day_of(text: object, where: str) -> dt.date:
    try:
        day = text if type(text) is dt.date else dt.date.fromisoformat(str(text))
    except ValueError:
        day = dt.date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise wrong(where, str(text), _("A day is written as 2027-03-31."))
    return day


def tables_of(data: Mapping[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    """The [[name]] tables of a TOML file."""
    rows = data.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong(where, f"{name} = {str(rows)[:60]}", _("Each begins with a line [[%(name)s]].") % {"name": name})
    return rows


def _share(text: str, where: str) -> Decimal:
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = Decimal(0)
    if not 0 < share <= 1:
        raise wrong(where, text, _("A measure answers a share of a need: more than 0, at most 1."))
    return share
