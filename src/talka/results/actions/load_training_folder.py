"""What stands in the folder of a training programme, and by what its files name people, teams and modules."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Model

from talka.learning.models import Cohort, Learner, Module, Team, Training
from talka.people.models import Person

from ..record_files import plain_words, read_toml, words
from .load import Reading, unknown, wrong

Told = Mapping[str, Any]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class TrainingFolder:
    """One training programme on its way into the database: what its files may name."""

    reading: Reading
    training: Training
    modules: Mapping[int, Module]

    @property
    def path(self) -> Path:
        return self.reading.folder / "trainings" / self.training.slug

    def file(self, name: str) -> tuple[dict[str, Any], str]:
        """A file as plain data, and how a refusal names it; without the file there is nothing in it."""
        path = self.path / name
        return read_toml(path) if path.exists() else {}, f"{self.training.slug}/{name}"

    def cohort(self, number: Any, where: str) -> Cohort:
        found = Cohort.objects.filter(training=self.training, number=int(number or 0), retired_at=None).first()
        if found is None:
            raise unknown(where, f"cohort {number}")
        found.training = self.training
        return found

    def team(self, cohort: Cohort, key: Any, where: str) -> Team:
        organisation = self.reading.organisation(str(key or ""), where)
        found = Team.objects.filter(cohort=cohort, organisation=organisation).first() if organisation else None
        if found is None:
            raise unknown(where, str(key))
        return found

    def learner(self, team: Team, key: Any, where: str) -> Learner:
        found = Learner.objects.filter(team=team, person=self.reading.person(str(key), where)).first()
        if found is None:
            raise unknown(where, str(key))
        return found

    def module(self, number: Any, where: str) -> Module | None:
        if not number:
            return None
        if int(number) not in self.modules:
            raise unknown(where, f"module {number}")
        return self.modules[int(number)]

    def somebody(self, key: Any, where: str) -> Person | None:
        return self.reading.person(str(key), where) if key else None


def given(told: Told, names: Iterable[str]) -> dict[str, Any]:
    return {name: told[name] for name in names if name in told}


def moment(told: Told, name: str, where: str) -> dt.datetime | None:
    """A moment with its distance from UTC; None where none is told. Raises Refusal."""
    value = told.get(name)
    if value is None or (isinstance(value, dt.datetime) and value.tzinfo is not None):
        return value
    raise wrong(where, f"{name} = {value}", "Write a moment such as 2026-05-04T10:00:00+03:00.")


def needed_moment(told: Told, name: str, where: str) -> dt.datetime:
    found = moment(told, name, where)
    if found is None:
        raise unknown(where, name)
    return found


def titled(rows: Iterable[Row], title: Any) -> Row | None:
    """The row that is called so, in every language."""
    wanted = plain_words(words(title))
    return next((row for row in rows if plain_words(getattr(row, "title")) == wanted), None)  # noqa: B009


def kept(row: Row, values: Mapping[str, Any]) -> Row:
    """Bring a row to these values and save it: also moments that a row else gets when it is made."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    type(row)._default_manager.filter(pk=row.pk).update(**values)
    return row
