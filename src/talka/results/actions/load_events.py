"""Events with their agenda, registrations, attendance, feedback and costs."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from talka.events import clock
from talka.events.actions.release import draft_release, freeze
from talka.events.models import (
    AgendaItem,
    Attendance,
    Choice,
    Cost,
    Event,
    FeedbackAnswer,
    Presentation,
    Question,
    Registration,
    Speaker,
)
from talka.people.models import new_token
from talka.programmes.models import BudgetLine

from ..record_files import Row, listed, read_csv, read_toml, words
from . import columns
from .load import Reading, at, unknown
from .load_asked import load_answers, load_funder_answers, load_quotas
from .load_frame import fields


def load_events(reading: Reading) -> None:
    paths = sorted((reading.folder / "events").glob("*.toml"))
    data = {path.stem: read_toml(path) for path in paths}
    for slug, table in data.items():
        reading.events[slug] = _event(reading, slug, table)
    for slug, table in data.items():
        event, folder = reading.events[slug], reading.folder / "events" / slug
        if follows := table.get("follows"):
            if follows not in reading.events:
                raise unknown(f"{slug}.toml", follows)
            event.follows = reading.events[follows]
            event.save(update_fields=["follows"])
        load_quotas(reading, event, table.get("quota", []))
        _registrations(reading, event, folder)
        load_answers(reading, event, folder)
        load_funder_answers(reading, event, folder)
        _feedback(event, folder)
        _costs(event, folder)


def _event(reading: Reading, slug: str, data: Mapping[str, Any]) -> Event:
    where = f"{slug}.toml"
    if data["project"] not in reading.projects:
        raise unknown(where, data["project"])
    project = reading.projects[data["project"]]
    activity = project.activities.filter(number=str(data["activity"])).first() if "activity" in data else None
    event, _made = Event.objects.update_or_create(
        slug=slug,
        defaults=fields(data, columns.EVENT)
        | {"project": project, "activity": activity, "area": reading.area(data.get("area", ""), where)},
    )
    for order, item in enumerate(data.get("item", [])):
        reading.items[slug, item["key"]] = _item(reading, event, order, item)
    for order, question in enumerate(data.get("question", [])):
        Question.objects.update_or_create(
            event=event,
            key=question["key"],
            defaults={
                "kind": question["kind"],
                "label": words(question["label"]),
                "options": question.get("options", []),
                "required": question.get("required", False),
                "order": order,
            },
        )
    if data.get("item") and event.state != Event.State.DRAFT and not draft_release(event).nothing_new:
        freeze(event)
    return event


def _item(reading: Reading, event: Event, order: int, data: Mapping[str, Any]) -> AgendaItem:
    where = f"{event.slug}.toml"
    item, _made = AgendaItem.objects.update_or_create(
        event=event, key=data["key"], defaults=fields(data, columns.ITEM) | {"order": order}
    )
    item.facilitators.set([reading.person(key, where) for key in data.get("facilitators", [])])
    for place, speaker in enumerate(data.get("speaker", [])):
        Speaker.objects.update_or_create(
            item=item,
            person=reading.person(speaker["person"], where),
            defaults={"introduced_as": words(speaker.get("introduced_as")), "order": place},
        )
    for presentation in data.get("presentation", []):
        Presentation.objects.update_or_create(
            item=item, url=presentation["url"], defaults={"title": words(presentation["title"]), "published": True}
        )
    return item


def _registrations(reading: Reading, event: Event, folder: Path) -> None:
    path = folder / "registrations.csv"
    for line, row in read_csv(path, columns.REGISTRATIONS):
        where = at(path, line)
        organisation = reading.organisation(row["organisation"], where)
        registration, made = Registration.objects.update_or_create(
            event=event,
            person=reading.person(row["person"], where),
            defaults=_answers(row) | {"organisation": organisation},
            create_defaults=_answers(row) | {"organisation": organisation, "token": new_token()},
        )
        if made and registration.state == Registration.State.WAITING:
            registration.waiting_since = timezone.now()
            registration.save(update_fields=["waiting_since"])
        for rank, key in enumerate(listed(row["choices"]), start=1):
            if (event.slug, key) not in reading.items:
                raise unknown(where, key)
            item = reading.items[event.slug, key]
            Choice.objects.update_or_create(
                registration=registration, item=item, defaults={"rank": rank, "block": item.block}
            )
        for text in listed(row["attended"]):
            day = date.fromisoformat(text)
            begin = (
                event.starts_at if event.starts_at and day == event.first_day else clock.moment_at(event, day, time(9))
            )
            Attendance.objects.get_or_create(
                registration=registration, day=day, defaults={"at": begin, "how": Attendance.How.LIST}
            )


def _answers(row: Row) -> dict[str, Any]:
    return {
        "state": row["state"],
        "source": row["source"],
        "code": row["code"],
        "position": row["position"],
        "language": row["language"] or "lv",
        "diet": row["diet"],
        "access_needs": row["access_needs"],
        "interpretation": row["interpretation"],
        "transport": row["transport"],
        "overnight": {"1": True, "0": False}.get(row["overnight"]),
        "remark": row["remark"],
    }


def _feedback(event: Event, folder: Path) -> None:
    """Sheets carry no name; `sheet` only keeps one from being read twice."""
    for _line, row in read_csv(folder / "feedback.csv", columns.FEEDBACK):
        ratings = dict(pair.split("=", 1) for pair in listed(row["ratings"]))
        sheet, _made = FeedbackAnswer.objects.update_or_create(
            event=event,
            sent_by=row["sheet"],
            defaults={
                "ratings": {key: int(value) for key, value in ratings.items()},
                "best": row["best"],
                "better": row["better"],
                "next_topic": row["next_topic"],
            },
        )
        if row["on"]:
            FeedbackAnswer.objects.filter(pk=sheet.pk).update(on=date.fromisoformat(row["on"]))


def _costs(event: Event, folder: Path) -> None:
    """Costs in the same words are told apart by their order: the second row is the second of them."""
    path = folder / "costs.csv"
    seen: Counter[str] = Counter()
    for line, row in read_csv(path, columns.COSTS):
        budget = BudgetLine.objects.filter(project=event.project, code=row["budget_line"]).first()
        if row["budget_line"] and budget is None:
            raise unknown(at(path, line), row["budget_line"])
        values = {
            "budget_line": budget,
            "planned_eur": Decimal(row["planned_eur"] or 0),
            "spent_eur": Decimal(row["spent_eur"] or 0),
            "document_number": row["document_number"],
            "document_date": date.fromisoformat(row["document_date"]) if row["document_date"] else None,
        }
        seen[row["what"]] += 1
        known = Cost.objects.filter(event=event, what=row["what"]).order_by("pk")[seen[row["what"]] - 1 :].first()
        if known is None:
            Cost.objects.create(event=event, what=row["what"], **values)
        else:
            Cost.objects.filter(pk=known.pk).update(**values)
