"""What registration asks and limits: quotas, the answers to the organisers' own questions and to the funder's."""

import json
from collections.abc import Iterable
from pathlib import Path

from talka.events.models import Answer, Event, Quota, Registration

from ..record_files import write_csv
from . import columns
from .dump_lists import KeysOf


def quotas_of(quotas: Iterable[Quota], keys: KeysOf) -> list[dict[str, object]]:
    return [
        {
            "organisation": keys.organisation(one.organisation),
            "area": one.area.key if one.area else "",
            "each_organisation": one.each_organisation,
            "seats": one.seats,
        }
        for one in quotas
    ]


def write_answers(event: Event, folder: Path, keys: KeysOf) -> None:
    """One row an answer; its value as JSON, as several can be chosen."""
    answers = (
        Answer.objects.filter(
            question__event=event, registration__person__erased_at=None, registration__person__merged_into=None
        )
        .select_related("registration__person", "question")
        .order_by("registration__person__sort_key", "registration__pk", "question__order", "question__pk")
    )
    rows = (
        (keys.person(a.registration.person), a.question.key, json.dumps(a.value, ensure_ascii=False)) for a in answers
    )
    write_csv(folder / "registration_answers.csv", columns.REGISTRATION_ANSWERS, rows)


def write_funder_answers(event: Event, folder: Path, keys: KeysOf) -> None:
    """What participants told for the funder's sake; one row an answer."""
    registrations = (
        Registration.objects.filter(event=event, person__erased_at=None, person__merged_into=None)
        .exclude(funder_answers={})
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
    rows = ((keys.person(one.person), *pair) for one in registrations for pair in sorted(one.funder_answers.items()))
    write_csv(folder / "funder_answers.csv", columns.FUNDER_ANSWERS, rows)
