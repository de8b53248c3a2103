"""What the funder's template has a report say beyond indicators and events: its sections in their order, activities,
costs, publicity, and whom it asks about. Frozen with the report, so that a template changed later moves nothing."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from talka.events.models import Attendance, Cost, Event
from talka.programmes.funders import FunderTemplate, SectionKind, template_of
from talka.programmes.models import Project
from talka.ui import few

from .facts import Facts, Text, plain


@dataclass(frozen=True)
class Part:
    """A section as the template had it. key: of one that is written by hand."""

    kind: str
    title: Text
    key: str = ""


@dataclass(frozen=True)
class ActivityRow:
    """What an activity did in the period: events held, people and organisations that came, each counted once."""

    number: str
    title: Text
    events: int
    people: int
    organisations: int


@dataclass(frozen=True)
class CostRow:
    """EUR by budget line. before: spent by the eve of the period; spent: in it. code empty: no line was named."""

    code: str
    title: Text
    planned: Decimal | None
    before: Decimal
    spent: Decimal


@dataclass(frozen=True)
class DutyRow:
    """A duty of publicity. state: as the model says it, empty where nothing was said."""

    words: Text
    state: str
    day: dt.date | None
    note: str
    link: str


@dataclass(frozen=True)
class AskedRow:
    """People of the period who gave this answer; None where so few did that it is not told."""

    question: Text
    answer: Text
    people: int | None


@dataclass(frozen=True)
class FundersReport:
    """template: its key; title: what the funder calls the report."""

    template: str
    title: Text
    parts: tuple[Part, ...]
    activities: tuple[ActivityRow, ...] = ()
    costs: tuple[CostRow, ...] = ()
    duties: tuple[DutyRow, ...] = ()
    asked: tuple[AskedRow, ...] = ()


def funders_report(facts: Facts, starts: dt.date, ends: dt.date) -> FundersReport | None:
    """As the data and the template say now; None where no template is chosen. One query for each table it has."""
    project = facts.project
    template = template_of(project)
    if template is None:
        return None
    wanted = {one.kind for one in template.report.sections}
    held = [event for event in facts.events.values() if starts <= event.last_day <= ends]
    return FundersReport(
        template=template.key,
        title=dict(template.report.title),
        parts=tuple(Part(one.kind.value, dict(one.title), one.key) for one in template.report.sections),
        activities=_activities(facts, held) if SectionKind.ACTIVITIES in wanted else (),
        costs=_costs(project, starts, ends) if SectionKind.COSTS in wanted else (),
        duties=_duties(project, template) if SectionKind.PUBLICITY in wanted else (),
        asked=_asked(template, held) if SectionKind.EVENTS in wanted else (),
    )


def thawed_funders_report(data: Mapping[str, Any] | None) -> FundersReport | None:
    """From JSON. What a later release adds to the shape has its default."""
    if data is None:
        return None
    return FundersReport(
        template=data["template"],
        title=data["title"],
        parts=tuple(Part(**row) for row in data["parts"]),
        activities=tuple(ActivityRow(**row) for row in data["activities"]),
        costs=tuple(
            CostRow(**row | {name: _money(row[name]) for name in ("planned", "before", "spent")})
            for row in data["costs"]
        ),
        duties=tuple(
            DutyRow(**row | {"day": dt.date.fromisoformat(row["day"]) if row["day"] else None})
            for row in data["duties"]
        ),
        asked=tuple(AskedRow(**row) for row in data["asked"]),
    )


def _money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _activities(facts: Facts, held: Sequence[Event]) -> tuple[ActivityRow, ...]:
    by_activity: dict[int | None, list[Event]] = defaultdict(list)
    for event in held:
        by_activity[event.activity_id].append(event)
    rows = []
    for activity in facts.project.activities.all():
        events = by_activity[activity.pk]
        crowds = [facts.crowd(event.pk) for event in events]
        rows.append(
            ActivityRow(
                number=activity.number,
                title=plain(activity.title),
                events=len(events),
                people=len(set().union(*(crowd.people for crowd in crowds))),
                organisations=len(set().union(*(crowd.organisations for crowd in crowds))),
            )
        )
    return tuple(rows)


def _costs(project: Project, starts: dt.date, ends: dt.date) -> tuple[CostRow, ...]:
    """What the events cost by the day of the document, or of the event where it has none."""
    costs = Cost.objects.filter(event__project=project, spent_eur__gt=0).annotate(
        on=Coalesce("document_date", "event__last_day")
    )
    spent: dict[int | None, tuple[Decimal, Decimal]] = {
        line: (before or Decimal(0), within or Decimal(0))
        for line, before, within in costs.values("budget_line")
        .annotate(
            before=Sum("spent_eur", filter=Q(on__lt=starts)),
            within=Sum("spent_eur", filter=Q(on__range=(starts, ends))),
        )
        .values_list("budget_line", "before", "within")
        .order_by()
    }
    rows = [
        CostRow(line.code, plain(line.title), line.planned_eur, *spent.get(line.pk, (Decimal(0), Decimal(0))))
        for line in project.budget_lines.all()
    ]
    if any(spent.get(None, ())):
        rows.append(CostRow("", "", None, *spent[None]))
    return tuple(rows)


def _duties(project: Project, template: FunderTemplate) -> tuple[DutyRow, ...]:
    said = {row.key: row for row in project.publicity_duties.all()}
    rows = []
    for duty in template.publicity.duties:
        row = said.get(duty.key)
        rows.append(
            DutyRow(
                words=dict(duty.words),
                state=row.state if row else "",
                day=row.day if row else None,
                note=row.note if row else "",
                link=row.link if row else "",
            )
        )
    return tuple(rows)


def _asked(template: FunderTemplate, held: Sequence[Event]) -> tuple[AskedRow, ...]:
    """Each person once, by what they said at the last event they came to; figures of few people are not told."""
    questions = template.attendance.asked
    if not questions:
        return ()
    rows = Attendance.objects.filter(registration__event__in=[event.pk for event in held]).order_by("day", "pk")
    said: dict[int, Mapping[str, str]] = {}
    for person, answers in rows.values_list("registration__person", "registration__funder_answers"):
        said[person] = {**said.get(person, {}), **answers}
    found = []
    for question in questions:
        counted = Counter(answers.get(question.key, "") for answers in said.values())
        parts: list[tuple[str, Text]] = [*((option.key, dict(option.label)) for option in question.options), ("", "")]
        told = few.shown_parts([counted[key] for key, _label in parts])
        found += [
            AskedRow(dict(question.label), label, people) for (_key, label), people in zip(parts, told, strict=True)
        ]
    return tuple(found)
