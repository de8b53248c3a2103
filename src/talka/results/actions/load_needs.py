"""Needs and measures with their evidence, and what the organisers say of each event's findings."""

from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from talka.events.models import Event
from talka.needs.models import Competence, Findings, Need, NeedEvidence
from talka.workshops.models import Cluster

from ..record_files import Row, listed, read_csv, read_toml, words
from . import columns
from .load import Reading, at, checked, truth, unknown


def load_needs(reading: Reading) -> dict[str, Need]:
    """The needs by their keys."""
    for slug, event in reading.events.items():
        _findings(reading, slug, event)
    needs: dict[str, Need] = {}
    path = reading.folder / "needs.csv"
    for line, row in read_csv(path, columns.NEEDS):
        where = at(path, line)
        checked(Need(words=row["words"], recorded=False, source=row["source"], **said(row)), where)
        need, _made = Need.objects.update_or_create(
            programme=reading.programme,
            event=event_of(reading, row["event"], where),
            words=row["words"],
            merged_into=None,
            defaults=said(row)
            | {
                "recorded": truth(row, "recorded"),
                "source": row["source"],
                "competence": _competence(reading, row["competence"], where),
            },
        )
        needs[row["key"]] = need
        for theme in themes_of(reading, row, where):
            NeedEvidence.objects.get_or_create(need=need, cluster=theme)
    return needs


def _competence(reading: Reading, key: str, where: str) -> Competence | None:
    """The programme's own of this key, else the one that comes with the house."""
    if not key:
        return None
    rows = Competence.objects.filter(Q(programme=reading.programme) | Q(programme=None), key=key)
    found = rows.order_by(F("programme").asc(nulls_last=True)).first()
    if found is None:
        raise unknown(where, key)
    return found


def _findings(reading: Reading, slug: str, event: Event) -> None:
    told: dict[str, Any] = read_toml(reading.folder / "events" / f"{slug}.toml").get("findings", {})
    if not told:
        return
    findings, _made = Findings.objects.update_or_create(
        event=event, defaults={"lead": words(told.get("lead")), "follows": words(told.get("follows"))}
    )
    if told.get("public") and findings.published_at is None:
        findings.published_at = event.ends_at or timezone.now()
        findings.save(update_fields=["published_at"])


def said(row: Row) -> dict[str, str]:
    return {"theme": row["theme"], "state": row["state"], "reason": row["reason"]}


def event_of(reading: Reading, key: str, where: str) -> Event | None:
    if not key:
        return None
    if key not in reading.events:
        raise unknown(where, key)
    return reading.events[key]


def themes_of(reading: Reading, row: Row, where: str) -> list[Cluster]:
    found = []
    for name in listed(row["themes"]):
        event, _colon, key = name.rpartition(":")
        theme = reading.themes.get((event or row["event"], key))
        if theme is None:
            raise unknown(where, name)
        found.append(theme)
    return found
