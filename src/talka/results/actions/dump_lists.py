"""The lists of one event: registrations, feedback, costs."""

from pathlib import Path
from typing import Protocol

from talka.events.models import Event
from talka.people.models import Organisation, Person

from ..record_files import write_csv
from . import columns


class KeysOf(Protocol):
    def person(self, person: Person | None) -> str: ...

    def organisation(self, organisation: Organisation | None) -> str: ...


def write_event_lists(event: Event, folder: Path, keys: KeysOf) -> None:
    registrations = (
        event.registrations.filter(person__erased_at=None, person__merged_into=None)
        .select_related("person", "organisation")
        .prefetch_related("choices__item", "attendances")
        .order_by("person__sort_key", "pk")
    )
    write_csv(
        folder / "registrations.csv",
        columns.REGISTRATIONS,
        (
            (
                keys.person(r.person), r.state, r.source, keys.organisation(r.organisation), r.position, r.language,
                ";".join(c.item.key for c in r.choices.all()), r.diet, r.access_needs, r.interpretation, r.transport,
                "" if r.overnight is None else int(r.overnight), r.remark, r.code,
                ";".join(sorted(a.day.isoformat() for a in r.attendances.all())),
            )
            for r in registrations
        ),
    )  # fmt: skip
    write_csv(
        folder / "feedback.csv",
        columns.FEEDBACK,
        (
            (
                sheet.sent_by,
                sheet.on,
                ";".join(f"{k}={v}" for k, v in sorted(sheet.ratings.items())),
                sheet.best,
                sheet.better,
                sheet.next_topic,
            )
            for sheet in event.feedback.order_by("sent_by")
        ),
    )
    write_csv(
        folder / "costs.csv",
        columns.COSTS,
        (
            (
                c.what,
                c.budget_line.code if c.budget_line else "",
                c.planned_eur,
                c.spent_eur,
                c.document_number,
                c.document_date,
            )
            for c in event.costs.select_related("budget_line")
        ),
    )
