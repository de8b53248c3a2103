"""What Talka itself keeps of events, counted for a checklist: a fixed number of queries for any number of events."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from talka.events.models import (
    AgendaRelease,
    Attendance,
    Certificate,
    Cost,
    Event,
    FeedbackAnswer,
    Invitation,
    Photo,
    Presentation,
)
from talka.needs.models import Findings, Measure, Need
from talka.workshops.models import Card, Report

from ..models import EvidenceFile, Publication, Statement


@dataclass
class Facts:
    """Of one event. Numbers are of rows; people: who came, on any day; unpaid: spent without a document's number."""

    event: Event
    files: dict[str, list[EvidenceFile]] = field(default_factory=dict)
    taken_back: dict[str, list[EvidenceFile]] = field(default_factory=dict)
    publications: list[Publication] = field(default_factory=list)
    statements: dict[str, Statement] = field(default_factory=dict)
    release: AgendaRelease | None = None
    invited: int = 0
    invitations_sent: int = 0
    invited_at: dt.datetime | None = None
    people: int = 0
    checked_in_at: dt.datetime | None = None
    presentations: int = 0
    presented_at: dt.datetime | None = None
    photos: int = 0
    sheets: int = 0
    needs: int = 0
    measures: int = 0
    findings: bool = False
    cards: int = 0
    reports: int = 0
    written_at: dt.datetime | None = None
    costs: int = 0
    spent: Decimal = Decimal(0)
    unpaid: int = 0
    certificates: int = 0
    issued_at: dt.datetime | None = None


def facts_of(events: Collection[Event]) -> dict[int, Facts]:
    """By the events' ids. Sixteen queries, however many events."""
    found = {event.pk: Facts(event) for event in events}
    ids = list(found)
    _brought(found, ids)
    for release in (
        AgendaRelease.objects.filter(event__in=ids)
        .order_by("event_id", "-number")
        .distinct("event_id")
        .select_related("released_by")
    ):
        found[release.event_id].release = release
    _take(
        found,
        _by_event(Invitation.objects.filter(event__in=ids, withdrawn_at=None)).annotate(
            invited=Count("pk"), invitations_sent=Count("sent_at"), invited_at=Max("sent_at")
        ),
    )
    _take(
        found,
        _by_event(Attendance.objects.filter(registration__event__in=ids), "registration__event").annotate(
            people=Count("registration", distinct=True), checked_in_at=Max("at")
        ),
    )
    _take(
        found,
        _by_event(Presentation.objects.filter(item__event__in=ids), "item__event").annotate(
            presentations=Count("pk"), presented_at=Max("uploaded_at")
        ),
    )
    _take(found, _by_event(Photo.objects.filter(event__in=ids)).annotate(photos=Count("pk")))
    _take(found, _by_event(FeedbackAnswer.objects.filter(event__in=ids)).annotate(sheets=Count("pk")))
    _take(found, _by_event(Need.objects.filter(event__in=ids, merged_into=None)).annotate(needs=Count("pk")))
    _take(found, _by_event(Measure.objects.filter(event__in=ids, merged_into=None)).annotate(measures=Count("pk")))
    for pk in Findings.objects.filter(event__in=ids).values_list("event_id", flat=True):
        found[pk].findings = True
    true_work = Q(workshop__rehearsal=False, workshop__event__in=ids)
    _take(
        found,
        _by_event(Card.objects.filter(true_work, withdrawn_at=None), "workshop__event").annotate(
            cards=Count("pk"), written_at=Max("written_at")
        ),
    )
    reports = Report.objects.filter(group__workshop__rehearsal=False, group__workshop__event__in=ids)
    _take(found, _by_event(reports.exclude(text=""), "group__workshop__event").annotate(reports=Count("pk")))
    _take(
        found,
        _by_event(Cost.objects.filter(event__in=ids)).annotate(
            costs=Count("pk"),
            spent=Sum("spent_eur"),
            unpaid=Count("pk", filter=Q(spent_eur__gt=0, document_number="")),
        ),
    )
    _take(
        found,
        _by_event(Certificate.objects.filter(event__in=ids, revoked_at=None)).annotate(
            certificates=Count("pk"), issued_at=Max("issued_at")
        ),
    )
    return found


def _brought(found: dict[int, Facts], ids: list[int]) -> None:
    """Files, links and statements, with who brought them. Three queries."""
    for file in EvidenceFile.objects.filter(event__in=ids).select_related("uploaded_by", "taken_back_by"):
        facts = found[file.event_id]
        shelf = facts.files if file.taken_back_at is None else facts.taken_back
        file.event = facts.event
        shelf.setdefault(file.item, []).append(file)
    for row in Publication.objects.filter(event__in=ids, withdrawn_at=None).select_related("by", "copy"):
        found[row.event_id].publications.append(row)
    for statement in Statement.objects.filter(event__in=ids, withdrawn_at=None).select_related("by"):
        found[statement.event_id].statements[statement.item] = statement


def _by_event(rows: QuerySet[Any], path: str = "event") -> QuerySet[Any, dict[str, Any]]:
    return rows.order_by().values(path)


def _take(found: dict[int, Facts], rows: Iterable[dict[str, Any]]) -> None:
    """Set the columns of each row at the facts of its event, whichever way the row names it."""
    for row in rows:
        place = next(name for name in row if name.endswith("event"))
        for name, value in row.items():
            if name != place:
                setattr(found[row[place]], name, value)
