"""What registration asks and limits: quotas, the answers to the organisers' own questions and to the funder's."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from talka.events.funder_asked import asked_of
from talka.events.models import Answer, Event, Quota, Registration

from ..record_files import read_csv
from . import columns
from .load import Reading, at, unknown


def load_quotas(reading: Reading, event: Event, tables: Iterable[Mapping[str, Any]]) -> None:
    where = f"{event.slug}.toml"
    for table in tables:
        Quota.objects.update_or_create(
            event=event,
            organisation=reading.organisation(table.get("organisation", ""), where),
            area=reading.area(table.get("area", ""), where),
            each_organisation=table.get("each_organisation", False),
            defaults={"seats": table["seats"]},
        )


def load_answers(reading: Reading, event: Event, folder: Path) -> None:
    path = folder / "registration_answers.csv"
    rows = read_csv(path, columns.REGISTRATION_ANSWERS)
    if not rows:
        return
    questions = {question.key: question for question in event.questions.all()}
    registrations = dict(Registration.objects.filter(event=event).values_list("person_id", "pk"))
    for line, row in rows:
        person = reading.person(row["person"], at(path, line))
        if row["question"] not in questions:
            raise unknown(at(path, line), row["question"])
        if person.pk not in registrations:
            raise unknown(at(path, line), row["person"])
        try:
            value = json.loads(row["value"])
        except ValueError:
            raise unknown(at(path, line), row["value"]) from None
        Answer.objects.update_or_create(
            registration_id=registrations[person.pk], question=questions[row["question"]], defaults={"value": value}
        )


def load_funder_answers(reading: Reading, event: Event, folder: Path) -> None:
    """Only what the funder's template asks, and of its options; anything else is refused."""
    path = folder / "funder_answers.csv"
    asked = {one.key: one for one in asked_of(event)}
    registrations = {one.person_id: one for one in Registration.objects.filter(event=event)}
    told: dict[int, dict[str, str]] = {}
    for line, row in read_csv(path, columns.FUNDER_ANSWERS):
        person = reading.person(row["person"], at(path, line))
        if person.pk not in registrations:
            raise unknown(at(path, line), row["person"])
        if row["asked"] not in asked:
            raise unknown(at(path, line), row["asked"])
        if asked[row["asked"]].option(row["answer"]) is None:
            raise unknown(at(path, line), row["answer"])
        told.setdefault(person.pk, {})[row["asked"]] = row["answer"]
    for pk, answers in told.items():
        Registration.objects.filter(pk=registrations[pk].pk).update(funder_answers=answers)
