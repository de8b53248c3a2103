"""What the files of initiatives may name, and what is read alike in all of them: words that were hidden, consents of
made-up people, what a thing came of."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from talka.initiatives.models import Choosing, Consultation, Deliberation, Initiative, ModerationStep
from talka.needs.models import Measure, Need
from talka.people.models import Consent, Organisation, Person
from talka.plans.models import Goal, PlanProject
from talka.workshops.models import Card, Sheet

from .load import Reading, checked, unknown, wrong
from .load_group_work import uuid_of
from .load_training_folder import Told, kept, moment, needed_moment

Row = TypeVar("Row", bound=Model)
Causes = Mapping[str, Mapping[str, Need | Measure]]
STEP = ("what", "reason")
PLANNED = {"goals": "plan_goal", "projects": "plan_project"}
SOURCES = {"needs": "need", "measures": "measure", "cards": "card", "themes": "theme", "sheets": "sheet"} | PLANNED
"""Under which word a file names what a thing came of, and its kind on the trail."""


@dataclass
class InitiativeFolder:
    """What was read so far, by the name of its file."""

    reading: Reading
    causes: Causes
    initiatives: dict[str, Initiative] = field(default_factory=dict)
    deliberations: dict[str, Deliberation] = field(default_factory=dict)
    consultations: dict[str, Consultation] = field(default_factory=dict)
    choosings: dict[str, Choosing] = field(default_factory=dict)
    _seen: Counter[tuple[object, ...]] = field(default_factory=Counter)

    @property
    def made_up(self) -> bool:
        return self.reading.programme.illustrative

    def standing(self, rows: QuerySet[Row], *alike: object) -> Row | None:
        """The row that this file told of when it was read before: of several alike the one in its place."""
        place = self._seen[alike]
        self._seen[alike] += 1
        return rows.order_by("pk")[place : place + 1].first()

    def named(self, table: Mapping[str, Row], key: Any, where: str) -> Row | None:
        if not key:
            return None
        if str(key) not in table:
            raise unknown(where, str(key))
        return table[str(key)]

    def somebody(self, key: Any, where: str) -> Person | None:
        return self.reading.person(str(key), where) if key else None

    def organisation(self, key: Any, where: str) -> Organisation | None:
        return self.reading.organisation(str(key or ""), where)

    def only_made_up(self, name: str, where: str) -> None:
        if not self.made_up:
            raise wrong(where, name, "Only of made-up people names stand in a file; true ones say so themselves.")

    def sources(self, told: Told, names: Iterable[str], where: str) -> list[tuple[str, str]]:
        """The things that a file names under these words: kind on the trail and number. Raises Refusal."""
        return [(SOURCES[name], self._source(name, str(key), where)) for name in names for key in told.get(name, [])]

    def _source(self, name: str, key: str, where: str) -> str:
        programme = self.reading.programme
        found: Model | None
        if name in ("needs", "measures"):
            found = self.causes[SOURCES[name]].get(key)
        elif name == "cards":
            cards = Card.objects.filter(workshop__event__project__programme=programme)
            found = cards.filter(pk=uuid_of(key, where)).first()
        elif name == "themes":
            event, _colon, theme = key.partition(":")
            found = self.reading.themes.get((event, theme))
        elif name == "sheets":
            found = self._sheet(key)
        else:
            plan, _colon, number = key.partition(":")
            model = Goal if name == "goals" else PlanProject
            found = model.objects.filter(plan__key=plan, number=number, retired_at=None).first()
        if found is None:
            raise unknown(where, key)
        return str(found.pk)

    def _sheet(self, key: str) -> Sheet | None:
        """`EVENT:WORKSHOP:GROUP:STEP`, the group by its number or agenda item; without a step the last sheet."""
        event, workshop, group, step = [*key.split(":", 3), "", "", ""][:4]
        rows = Sheet.objects.filter(
            group__workshop__event=self.reading.events.get(event), group__workshop__slug=workshop
        ).order_by("-stage__order")
        if group[:1] == "#" and group[1:].isdigit():
            rows = rows.filter(group__number=int(group[1:]))
        else:
            rows = rows.filter(group__item__key=group)
        return (rows.filter(stage__key=step) if step else rows).first()


def said(told: Told, names: Iterable[str], model: type[Model]) -> dict[str, Any]:
    """What a file says of these columns; where it is silent, what a new row has: the file is the whole of it."""
    fields = model._meta
    return {name: told[name] if name in told else fields.get_field(name).get_default() for name in names}  # type: ignore[union-attr]


def hidden(told: Told, where: str) -> dict[str, Any]:
    return {"hidden_why": told.get("hidden_why", "")} | {"hidden_at": moment(told, "hidden_at", where)}


def load_moderation(folder: InitiativeFolder, kind: str, row: Model, told: Told, where: str) -> None:
    """What was done about words; steps are found by their place."""
    there = list(ModerationStep.objects.filter(kind=kind, thing=row.pk).order_by("at", "pk"))
    steps: list[ModerationStep] = []
    for place, one in enumerate(told.get("moderation", [])):
        values: dict[str, Any] = said(one, STEP, ModerationStep)
        checked(ModerationStep(kind=kind, thing=row.pk, **values), where)
        answers = int(one.get("answers", 0))
        if answers > len(steps) or answers < 0:
            raise unknown(where, f"moderation {answers}")
        values["answers"] = steps[answers - 1] if answers else None
        values |= {"by": folder.somebody(one.get("by"), where), "at": needed_moment(one, "at", where)}
        steps.append(kept(there[place] if place < len(there) else ModerationStep(kind=kind, thing=row.pk), values))


def agreed(person: Person, subject: str, pk: int, at: dt.datetime, wording: str) -> None:
    """A made-up person lets everybody read their name with the thing. Once is enough."""
    Consent.objects.get_or_create(
        person=person,
        kind=Consent.Kind.QUOTING,
        subject_kind=subject,
        subject_id=str(pk),
        withdrawn_at=None,
        defaults={"wording": wording, "language": person.language, "given_at": at},
    )


def at_place(rows: Sequence[Row], place: int, else_: Row) -> Row:
    """The row that stands there, else a new one."""
    return rows[place] if place < len(rows) else else_
