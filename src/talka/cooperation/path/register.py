"""The steps of the path, read from the files that come with the house and checked as they are read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from i18nfield.strings import LazyI18nString

FOLDER = Path(__file__).parent
KINDS = ("line", "text", "choice", "many", "yes_no", "date", "number", "money", "answer", "legal_form", "table")
CELLS = ("line", "choice", "yes_no", "date", "number", "money", "partner", "legal_form")
PARTS = (
    "causes",
    "checklist",
    "constraints",
    "appraisal",
    "matrix",
    "seats",
    "forms",
    "sums",
    "agreement",
    "votes",
    "focal_points",
    "audiences",
    "evaluations",
)
"""What a step's page holds beside its questions."""
SHOWN = ("", "partners", "figures")
"""Who sees what a partner answered: all partners of the case, or those whom the partner shows its figures."""
BODIES = ("", "task_force", "management", "monitoring")


@dataclass(frozen=True)
class Choice:
    key: str
    label: LazyI18nString


@dataclass(frozen=True)
class Column:
    """A column of a question that is a table."""

    key: str
    kind: str
    label: LazyI18nString
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Question:
    """What a step asks. public: everybody reads the answer in a published case. each: a table with a row for each
    partner. group: the heading it stands under."""

    key: str
    kind: str
    label: LazyI18nString
    help: LazyI18nString = field(default_factory=lambda: LazyI18nString({}))
    public: bool = False
    each: bool = False
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    group: LazyI18nString | str = ""


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    url: str


@dataclass(frozen=True)
class Step:
    """One step. questions: answered once for the case; partner_questions: by each partner; review_questions: anew each
    time the cooperation is evaluated. body: whose seats are filled here."""

    key: str
    number: int
    phase: str
    title: LazyI18nString
    purpose: LazyI18nString
    todo: tuple[LazyI18nString, ...]
    documents: tuple[LazyI18nString, ...]
    decisions: tuple[LazyI18nString, ...]
    sources: tuple[Source, ...]
    parts: tuple[str, ...]
    questions: tuple[Question, ...]
    partner_questions: tuple[Question, ...] = ()
    partners_shown: str = ""
    review_questions: tuple[Question, ...] = ()
    body: str = ""


@dataclass(frozen=True)
class Phase:
    key: str
    title: LazyI18nString
    about: LazyI18nString
    steps: tuple[Step, ...]


@cache
def phases() -> tuple[Phase, ...]:
    """In order. Raises ValueError, with the place, where a file does not hold together."""
    told = tomllib.loads((FOLDER / "steps.toml").read_text(encoding="utf-8"))
    sources = {row["key"]: Source(row["key"], row["title"], row["url"]) for row in told["sources"]}
    found = []
    number = 0
    for row in told["phases"]:
        steps = []
        for key in row["steps"]:
            number += 1
            steps.append(read_step(key, number, row["key"], sources))
        found.append(Phase(row["key"], _words(row, "title", "steps"), _words(row, "about", "steps"), tuple(steps)))
    return tuple(found)


@cache
def steps() -> Mapping[str, Step]:
    """By key, in the order of the path."""
    return {step.key: step for phase in phases() for step in phase.steps}


def read_step(key: str, number: int, phase: str, sources: Mapping[str, Source], folder: Path = FOLDER) -> Step:
    """One file of the folder `steps`. Raises ValueError with the place."""
    row = tomllib.loads((folder / "steps" / f"{key}.toml").read_text(encoding="utf-8"))
    groups = {one["key"]: _words(one, "title", key) for one in row.get("review_groups", [])}
    lost = [name for name in row.get("sources", []) if name not in sources]
    unknown = [name for name in row.get("parts", []) if name not in PARTS]
    shown, body = row.get("partners_shown", ""), row.get("body", "")
    if lost or unknown or shown not in SHOWN or body not in BODIES:
        _wrong(key, f"unknown: {[*lost, *unknown, shown, body]}")
    if bool(row.get("partner_questions")) != bool(shown):
        _wrong(key, "who sees what partners answer is said where partners answer, and only there")
    if ("seats" in row.get("parts", [])) != bool(body):
        _wrong(key, "a step with seats says whose they are")
    return Step(
        key=key,
        number=number,
        phase=phase,
        title=_words(row, "title", key),
        purpose=_words(row, "purpose", key),
        todo=_many(row, "todo", key),
        documents=_many(row, "documents", key),
        decisions=_many(row, "decisions", key),
        sources=tuple(sources[name] for name in row.get("sources", [])),
        parts=tuple(row.get("parts", [])),
        questions=_questions(row, "questions", key, {}),
        partner_questions=_questions(row, "partner_questions", key, {}),
        partners_shown=shown,
        review_questions=_questions(row, "review_questions", key, groups),
        body=body,
    )


def _questions(
    row: Mapping[str, Any], name: str, place: str, groups: Mapping[str, LazyI18nString]
) -> tuple[Question, ...]:
    found = tuple(_question(one, f"{place}/{name}", groups) for one in row.get(name, []))
    if len({one.key for one in found}) < len(found):
        _wrong(f"{place}/{name}", "a key stands twice")
    return found


def _question(row: Mapping[str, Any], place: str, groups: Mapping[str, LazyI18nString]) -> Question:
    where = f"{place}/{row.get('key', '?')}"
    kind = row.get("kind", "")
    choices = _choices(row, where)
    columns = tuple(_column(one, where) for one in row.get("columns", []))
    if kind not in KINDS:
        _wrong(where, f"unknown kind {kind!r}")
    if (kind in ("choice", "many")) != bool(choices) or (kind == "table") != bool(columns):
        _wrong(where, "choices stand where one chooses, columns where a table is asked")
    if len({one.key for one in columns}) < len(columns):
        _wrong(where, "a column stands twice")
    if row.get("each") and all(column.kind != "partner" for column in columns):
        _wrong(where, "a table with a row for each partner names the partner")
    group = row.get("group", "")
    if group and group not in groups:
        _wrong(where, f"unknown group {group!r}")
    return Question(
        key=row["key"],
        kind=kind,
        label=_words(row, "label", where),
        help=_words(row, "help", where) if "help" in row else LazyI18nString({}),
        public=bool(row.get("public", False)),
        each=bool(row.get("each", False)),
        choices=choices,
        columns=columns,
        group=groups.get(group, ""),
    )


def _column(row: Mapping[str, Any], place: str) -> Column:
    where = f"{place}/{row.get('key', '?')}"
    choices = _choices(row, where)
    if row.get("kind") not in CELLS or (row["kind"] == "choice") != bool(choices):
        _wrong(where, "a column has a known kind, and choices where one chooses")
    return Column(row["key"], row["kind"], _both(row, where), choices)


def _choices(row: Mapping[str, Any], place: str) -> tuple[Choice, ...]:
    found = tuple(Choice(one["key"], _both(one, place)) for one in row.get("choices", []))
    if len({one.key for one in found}) < len(found):
        _wrong(place, "a choice stands twice")
    return found


def _many(row: Mapping[str, Any], name: str, place: str) -> tuple[LazyI18nString, ...]:
    found = tuple(_both(one, f"{place}/{name}") for one in row.get(name, []))
    return found or _wrong(place, f"{name} is missing")


def _words(row: Mapping[str, Any], name: str, place: str) -> LazyI18nString:
    return _both(row.get(name) or {}, f"{place}/{name}")


def _both(row: Mapping[str, Any], place: str) -> LazyI18nString:
    """Latvian and English; both have to be there."""
    said = {language: row.get(language, "") for language in ("lv", "en")}
    return LazyI18nString(said) if all(said.values()) else _wrong(place, "words are missing in a language")


def _wrong(place: str, what: str) -> NoReturn:
    raise ValueError(f"cooperation/path/steps: {place}: {what}")
