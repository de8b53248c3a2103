"""Read a folder of record files into the database. Reading it again changes nothing that already says the same."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from i18nfield.fields import I18nCharField, I18nTextField

from talka.events.models import AgendaItem, Event
from talka.people.models import Organisation, Person
from talka.programmes.models import Programme, Project
from talka.territories.models import Area
from talka.ui.refusals import Refusal
from talka.workshops.models import Cluster

from ..further import parts
from ..record_files import Row, being_read, now_reading

Thing = TypeVar("Thing")


@dataclass
class Reading:
    """What has been read so far, by the keys that the files use among themselves."""

    folder: Path
    programme: Programme
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    items: dict[tuple[str, str], AgendaItem] = field(default_factory=dict)
    themes: dict[tuple[str, str], Cluster] = field(default_factory=dict)

    def organisation(self, key: str, where: str) -> Organisation | None:
        return self._known(self.organisations, key, where) if key else None

    def person(self, key: str, where: str) -> Person:
        return self._known(self.people, key, where)

    def area(self, key: str, where: str) -> Area | None:
        if not key:
            return None
        area = Area.objects.filter(key=key).first()
        if area is None:
            raise unknown(where, key)
        return area

    @staticmethod
    def _known(table: dict[str, Thing], key: str, where: str) -> Thing:
        if key not in table:
            raise unknown(where, key)
        return table[key]


def unknown(where: str, key: str) -> Refusal:
    return Refusal(
        _("%(where)s: “%(key)s” is not known.") % {"where": where, "key": key},
        _("Nothing was changed."),
        _("Correct the key, or add what it names to the folder."),
        status=422,
    )


def checked(thing: Model, where: str, *, but: Collection[str] = ()) -> None:
    """Raises Refusal naming the place where a column holds what is not kept: too long, too large, no such choice. but:
    columns that no file says."""
    others = {
        field.name
        for field in thing._meta.fields
        if field.is_relation or isinstance(field, I18nCharField | I18nTextField)
    }
    try:
        thing.clean_fields(exclude=others | set(but))
    except ValidationError as fault:
        name, messages = next(iter(fault.message_dict.items()))
        raise wrong(where, f"{name} = {str(getattr(thing, name))[:60]}", " ".join(messages)) from None


def wrong(where: str, text: str, advice: str) -> Refusal:
    return Refusal(
        _("%(where)s: “%(text)s” cannot be read.") % {"where": where, "text": text},
        _("Nothing was changed."),
        advice,
        status=422,
    )


def amount(value: Any, where: str) -> Decimal | None:
    """A number of a TOML file, exactly as it is written; None where none is. Raises Refusal."""
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise wrong(where, str(value), "A number is written in digits, with a point.") from None
    if not found.is_finite():
        raise wrong(where, str(value), "A number is written in digits, with a point.")
    return found


@contextmanager
def placed(where: str) -> Iterator[None]:
    """What a room refuses meanwhile is told with the place in the files."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(f"{where}: {refusal.what}", refusal.meaning, refusal.advice, refusal.status) from None


def at(path: Path, line: int) -> str:
    return f"{path.name}:{line}"


def truth(row: Row, name: str) -> bool:
    return row[name].lower() in {"1", "yes", "true", "x"}


# What reading raises where a value is of another kind than its place asks for, or the database cannot keep it.
WRONG_VALUES = (
    *(KeyError, IndexError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError),
    *(ValidationError, DataError, IntegrityError, ObjectDoesNotExist, MultipleObjectsReturned),
)


def unreadable(where: str) -> Refusal:
    return Refusal(
        _("%(where)s cannot be read.") % {"where": where},
        _("Nothing was changed."),
        _("Look at this place; docs/developers/record-files.md says what may stand there."),
        status=422,
    )


def load(folder: Path | str) -> Programme:
    """Read the programme in `folder` and everything in it; all or nothing. Returns the programme.

    Raises Refusal naming file and line where something is wrong. An operator's deed: from the command line only.
    """
    now_reading(Path("programme.toml"))
    try:
        with transaction.atomic():
            return _load(Path(folder))
    except Refusal:
        raise
    except WRONG_VALUES as fault:
        said = " ".join(str(fault).split())[:200]
        raise unreadable(f"{being_read()}: {type(fault).__name__}, {said}") from fault


def _load(folder: Path) -> Programme:
    from .load_agreements import load_agreements
    from .load_angels import load_angels
    from .load_competences import load_competences
    from .load_cooperation import load_cooperation
    from .load_events import load_events
    from .load_follow_ups import load_follow_ups
    from .load_formats import load_formats
    from .load_frame import load_frame
    from .load_group_work import load_group_work
    from .load_indicators import load_indicators
    from .load_initiatives import load_initiatives
    from .load_joint_projects import load_joint_projects
    from .load_measures import load_measures
    from .load_needs import load_needs
    from .load_plans import load_plans
    from .load_resources import load_resources
    from .load_trainings import load_trainings

    if not (folder / "programme.toml").exists():
        raise Refusal(
            _("There is no programme.toml in %(folder)s.") % {"folder": folder},
            _("Nothing was changed."),
            _("Name a folder that `talka dump` wrote or that has the same files."),
            status=422,
        )
    reading = load_frame(folder)
    load_resources(reading)
    load_competences(reading)
    load_events(reading)
    load_formats(reading)
    load_group_work(reading)
    needs = load_needs(reading)
    measures = load_measures(reading, needs)
    load_follow_ups(reading, needs, measures)
    load_indicators(reading)
    load_plans(reading, needs, measures)
    load_cooperation(reading, needs, measures)
    load_agreements(reading)
    load_joint_projects(reading, needs, measures)
    load_trainings(reading, needs, measures)
    load_angels(reading, needs, measures)
    load_initiatives(reading, needs, measures)
    for part in parts():
        part.load(reading)
    return reading.programme
