"""What the files of this folder say: forms of cooperation, services that can be shared, what the law asks of them.

Read once per process; a fault is one of the program and names its place. A sentence either names the law and the
section in which it was read, or says that nobody verified it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from i18nfield.strings import LazyI18nString

from .articles import Place
from .reading import Table, by_key, file_of

FOLDER = Path(__file__).parent
HOLDS = dt.timedelta(days=365)
"""For how long a check is taken at its word."""


class CheckedBy(StrEnum):
    """The role of who read something against the law."""

    EDITORS = "editors"
    LAWYER = "lawyer"


class Answer(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Kind(StrEnum):
    """What kind of thing is done together."""

    PRODUCTION = "production"
    ADMINISTRATION = "administration"
    TRADE = "trade"
    PLANNING = "planning"


@dataclass(frozen=True)
class Law:
    """text_of: the day of the consolidated text that was read; None where the act was read as published."""

    key: str
    title: LazyI18nString
    url: str
    text_of: dt.date | None
    union: bool


@dataclass(frozen=True)
class Provision:
    """One sentence, and where it stands. law, at: None where it was not found in a law."""

    says: LazyI18nString | None
    law: Law | None
    at: Place | None

    @property
    def verified(self) -> bool:
        return self.law is not None

    @property
    def url(self) -> str:
        if self.law is None or self.at is None:
            return ""
        return f"{self.law.url}#{self.at.anchor}" if self.at.anchor else self.law.url


@dataclass(frozen=True)
class Checked:
    """When, and by which role, something was last read against the law, and by what text."""

    day: dt.date
    by: CheckedBy
    provisions: tuple[Provision, ...]

    @property
    def text_of(self) -> dt.date | None:
        """The day of the oldest consolidated text among its laws."""
        days = [one.law.text_of for one in self.provisions if one.law is not None and one.law.text_of]
        return min(days, default=None)

    @property
    def whole(self) -> bool:
        """Whether every sentence was found in a law."""
        return all(one.verified for one in self.provisions)

    def old(self, today: dt.date) -> bool:
        """Whether so much time has passed that the law is to be read again first."""
        return today - min(self.day, self.text_of or self.day) > HOLDS


@dataclass(frozen=True)
class Ability:
    answer: Answer
    why: LazyI18nString


@dataclass(frozen=True)
class Form:
    """A legal form of cooperation. must: what its document has to contain by law, said in must_at."""

    key: str
    name: LazyI18nString
    what: LazyI18nString
    when: tuple[LazyI18nString, ...]
    when_not: tuple[LazyI18nString, ...]
    decides: LazyI18nString
    legal_person: bool
    employ: Ability
    own: Ability
    borrow: Ability
    exit: LazyI18nString
    must: tuple[LazyI18nString, ...]
    must_at: Provision | None
    checked: Checked


@dataclass(frozen=True)
class Question:
    """One line of a checklist; a case answers it by its key."""

    key: str
    text: LazyI18nString


@dataclass(frozen=True)
class Constraint:
    """What the law asks. general: of every cooperation, whatever the service."""

    key: str
    name: LazyI18nString
    about: LazyI18nString
    general: bool
    questions: tuple[Question, ...]
    checked: Checked


@dataclass(frozen=True)
class Service:
    """A service that can be shared. unit: in what a year's volume is counted. site: to which place distance is counted.
    scale: a rule of thumb on why a larger volume may be cheaper; no elasticity is told where none is known.
    constraints: those of this service alone; `constraints_of` adds the general ones."""

    key: str
    name: LazyI18nString
    kind: Kind
    unit: LazyI18nString
    forms: tuple[Form, ...]
    constraints: tuple[Constraint, ...]
    count: tuple[LazyI18nString, ...]
    site: LazyI18nString | None
    scale: LazyI18nString
    checked: Checked


@cache
def laws() -> Mapping[str, Law]:
    return read_laws(FOLDER / "laws.toml")


@cache
def forms() -> Mapping[str, Form]:
    """By key, in the order of the file: from the lightest to the most binding."""
    return read_forms(FOLDER / "forms.toml", laws())


@cache
def agreed() -> tuple[LazyI18nString, ...]:
    """What every agreement should say, whatever its form."""
    return read_agreed(FOLDER / "forms.toml")


@cache
def constraints() -> Mapping[str, Constraint]:
    """By key, in the order of the file."""
    return read_constraints(FOLDER / "constraints.toml", laws())


@cache
def services() -> Mapping[str, Service]:
    """By key, in the order of the file."""
    return read_services(FOLDER / "services.toml", laws(), forms(), constraints())


def constraints_of(service: Service) -> tuple[Constraint, ...]:
    """What the law asks of that service: its own constraints, then those of every cooperation."""
    return (*service.constraints, *(one for one in constraints().values() if one.general))


def services_for(form: Form) -> tuple[Service, ...]:
    """The services that a form suits."""
    return tuple(one for one in services().values() if form.key in {each.key for each in one.forms})


def read_laws(path: Path) -> dict[str, Law]:
    """Raises LawFault."""
    return by_key(file_of(path).each("law", _law), path.name)


def read_forms(path: Path, known: Mapping[str, Law]) -> dict[str, Form]:
    """Raises LawFault."""
    return by_key(file_of(path).each("form", lambda row: _form(row, known)), path.name)


def read_agreed(path: Path) -> tuple[LazyI18nString, ...]:
    """Raises LawFault."""
    return file_of(path).all_words("agreed")


def read_constraints(path: Path, known: Mapping[str, Law]) -> dict[str, Constraint]:
    """Raises LawFault."""
    return by_key(file_of(path).each("constraint", lambda row: _constraint(row, known)), path.name)


def read_services(
    path: Path, known: Mapping[str, Law], suiting: Mapping[str, Form], asked: Mapping[str, Constraint]
) -> dict[str, Service]:
    """Raises LawFault."""
    return by_key(file_of(path).each("service", lambda row: _service(row, known, suiting, asked)), path.name)


def _law(row: Table) -> Law:
    url = row.line("url")
    if not url.startswith("https://"):
        raise row.fault("url", "an address that begins with https:// is expected")
    text_of = row.day("text_of") if row.has("text_of") else None
    return Law(row.key(), row.words("title"), url, text_of, row.truth("union"))


def _place(row: Table, law: Law) -> Place:
    text = row.line("at")
    try:
        return Place.parse(text, union=law.union)
    except ValueError as fault:
        raise row.fault("at", str(fault)) from None


def _provision(row: Table, known: Mapping[str, Law]) -> Provision:
    says = row.words("says")
    if not row.truth("verified", default=True):
        if row.has("at") or row.has("law"):
            raise row.fault("verified", "a sentence that nobody verified names no law and no section")
        return Provision(says, None, None)
    law = row.one_from("law", known, "law of laws.toml")
    return Provision(says, law, _place(row, law))


def _checked(row: Table, known: Mapping[str, Law]) -> Checked:
    provisions = row.each("provision", lambda one: _provision(one, known))
    if not provisions:
        raise row.fault("provision", "say where it stands, or that nobody verified it")
    return Checked(row.day("checked"), row.one_of("checked_by", CheckedBy), provisions)


def _ability(row: Table, name: str) -> Ability:
    table = row.table(name)
    found = Ability(table.one_of("answer", Answer), table.words("why"))
    table.done()
    return found


def _form(row: Table, known: Mapping[str, Law]) -> Form:
    return Form(
        key=row.key(),
        name=row.words("name"),
        what=row.words("what"),
        when=row.all_words("when"),
        when_not=row.all_words("when_not"),
        decides=row.words("decides"),
        legal_person=row.truth("legal_person"),
        employ=_ability(row, "employ"),
        own=_ability(row, "own"),
        borrow=_ability(row, "borrow"),
        exit=row.words("exit"),
        must=row.all_words("must"),
        must_at=_must_at(row, known),
        checked=_checked(row, known),
    )


def _must_at(row: Table, known: Mapping[str, Law]) -> Provision | None:
    """Where the law says what a document must contain: there exactly where it says anything."""
    if row.has("must_at") != bool(row.all_words("must")):
        raise row.fault("must_at", "what a document must contain and where the law says so go together")
    if not row.has("must_at"):
        return None
    table = row.table("must_at")
    law = table.one_from("law", known, "law of laws.toml")
    found = Provision(None, law, _place(table, law))
    table.done()
    return found


def _constraint(row: Table, known: Mapping[str, Law]) -> Constraint:
    questions = row.each("question", lambda one: Question(one.key(), one.words("text")))
    by_key(questions, row.place)
    if not questions:
        raise row.fault("question", "a constraint asks at least one question")
    return Constraint(
        key=row.key(),
        name=row.words("name"),
        about=row.words("about"),
        general=row.truth("general"),
        questions=questions,
        checked=_checked(row, known),
    )


def _service(
    row: Table, known: Mapping[str, Law], suiting: Mapping[str, Form], asked: Mapping[str, Constraint]
) -> Service:
    found = row.some_from("constraints", asked, "constraint of constraints.toml")
    for one in found:
        if one.general:
            raise row.fault("constraints", f"“{one.key}” holds for every service and is not repeated")
    return Service(
        key=row.key(),
        name=row.words("name"),
        kind=row.one_of("kind", Kind),
        unit=row.words("unit"),
        forms=row.some_from("forms", suiting, "form of forms.toml"),
        constraints=found,
        count=row.all_words("count"),
        site=row.words("site") if row.has("site") else None,
        scale=row.words("scale"),
        checked=_checked(row, known),
    )
