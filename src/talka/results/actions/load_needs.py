"""Needs and measures with their evidence, and what the organisers say of each event's findings."""

from typing import Any

from django.utils import timezone

from talka.events.models import Event
from talka.needs.models import Answering, Findings, Measure, MeasureEvidence, Need, NeedEvidence
from talka.workshops.models import Cluster

from ..record_files import Row, listed, read_csv, read_toml, words
from . import columns
from .load import Reading, at, truth, unknown


def load_needs(reading: Reading) -> None:
    for slug, event in reading.events.items():
        _findings(reading, slug, event)
    needs: dict[str, Need] = {}
    path = reading.folder / "needs.csv"
    for line, row in read_csv(path, columns.NEEDS):
        where = at(path, line)
        need, _made = Need.objects.update_or_create(
            programme=reading.programme,
            event=_event(reading, row["event"], where),
            words=row["words"],
            merged_into=None,
            defaults=_said(row) | {"recorded": truth(row, "recorded"), "source": row["source"]},
        )
        needs[row["key"]] = need
        for theme in _themes(reading, row, where):
            NeedEvidence.objects.get_or_create(need=need, cluster=theme)
    path = reading.folder / "measures.csv"
    for line, row in read_csv(path, columns.MEASURES):
        where = at(path, line)
        measure, _made = Measure.objects.update_or_create(
            programme=reading.programme,
            event=_event(reading, row["event"], where),
            words=row["words"],
            merged_into=None,
            defaults=_said(row) | {"kind": row["kind"], "held_as": _event(reading, row["held_as"], where)},
        )
        for theme in _themes(reading, row, where):
            MeasureEvidence.objects.get_or_create(measure=measure, cluster=theme)
        for key in listed(row["needs"]):
            if key not in needs:
                raise unknown(where, key)
            Answering.objects.get_or_create(measure=measure, need=needs[key])


def _findings(reading: Reading, slug: str, event: Event) -> None:
    said: dict[str, Any] = read_toml(reading.folder / "events" / f"{slug}.toml").get("findings", {})
    if not said:
        return
    findings, _made = Findings.objects.update_or_create(
        event=event, defaults={"lead": words(said.get("lead")), "follows": words(said.get("follows"))}
    )
    if said.get("public") and findings.published_at is None:
        findings.published_at = event.ends_at or timezone.now()
        findings.save(update_fields=["published_at"])


def _said(row: Row) -> dict[str, str]:
    return {"theme": row["theme"], "state": row["state"], "reason": row["reason"]}


def _event(reading: Reading, key: str, where: str) -> Event | None:
    if not key:
        return None
    if key not in reading.events:
        raise unknown(where, key)
    return reading.events[key]


def _themes(reading: Reading, row: Row, where: str) -> list[Cluster]:
    found = []
    for name in listed(row["themes"]):
        event, _colon, key = name.rpartition(":")
        theme = reading.themes.get((event or row["event"], key))
        if theme is None:
            raise unknown(where, name)
        found.append(theme)
    return found
