"""The clause library: what each legal form's document is called and its clauses in order, read once and checked."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.ui.refusals import Words

from ..law.register import forms

FILE = Path(__file__).parent / "clauses.toml"
LANGUAGES = ("lv", "en")
PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")
PLACEHOLDERS: Mapping[str, Words] = {
    "lead": _("the party that leads"),
    "service": _("the service"),
    "subject": _("why the parties cooperate and about what"),
    "tasks": _("what is done together"),
    "budget": _("the budget, with what time it is for"),
    "capital": _("what of the budget is invested"),
    "running": _("what of the budget is for running the service"),
    "key": _("the cost key in words"),
    "seats": _("seats and votes of each party"),
    "notice": _("the months of notice"),
    "from": _("the day it takes effect"),
    "until": _("until when it holds, as a sentence"),
    "renewal": _("how it goes on, as a sentence"),
    "payment": _("your terms of payment"),
    "governance": _("your terms on steering it"),
    "monitoring": _("your terms on monitoring"),
    "liability": _("your terms on liability"),
    "disputes": _("your terms on disputes"),
    "data_protection": _("your terms on personal data"),
    "assets": _("your terms on property"),
    "review": _("your terms on review"),
    "way_out": _("your terms on leaving"),
}
"""What may stand in braces in a clause, and what it stands for."""


class LibraryFault(ValueError):
    """The clause library contradicts itself; says where."""


@dataclass(frozen=True)
class LibraryClause:
    """usual: leaving it out is warned of. texts: by language, with placeholders, one paragraph a line."""

    key: str
    heading: Mapping[str, str]
    texts: Mapping[str, str]
    usual: bool


@dataclass(frozen=True)
class Document:
    """What the agreement of a legal form is called, on which law it rests ("" where none names it), its clauses."""

    form: str
    name: Mapping[str, str]
    basis: Mapping[str, str]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """words, keys, gaps: single words and phrases that the documents need, by name and language."""

    documents: Mapping[str, Document]
    clauses: Mapping[str, LibraryClause]
    words: Mapping[str, Mapping[str, Any]]
    keys: Mapping[str, Mapping[str, str]]
    gaps: Mapping[str, Mapping[str, str]]

    def word(self, name: str, language: str) -> str:
        found: str = self.words[name][language]
        return found


@cache
def library() -> Library:
    return read_library(FILE)


def documents() -> Mapping[str, Document]:
    """By the key of the legal form, in the order of the file."""
    return library().documents


def form_name(form: str) -> LazyI18nString | str:
    """The legal form by its name; the key itself where the register of law does not know it."""
    found = forms().get(form)
    return found.name if found else form


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and is filled by nothing."""
    return sorted({name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS})


def read_library(path: Path) -> Library:
    """Raises LibraryFault where a clause is missing, said twice or not said in every language."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    clauses: dict[str, LibraryClause] = {}
    for row in raw["clause"]:
        key = row["key"]
        if key in clauses:
            raise LibraryFault(f"{path.name}: the clause {key!r} stands there twice")
        clauses[key] = _clause(path, row)
    documents: dict[str, Document] = {}
    for row in raw["document"]:
        missing = [key for key in row["clauses"] if key not in clauses]
        if missing or len(set(row["clauses"])) != len(row["clauses"]):
            raise LibraryFault(f"{path.name}: {row['form']}: clauses that are missing or twice: {missing}")
        documents[row["form"]] = Document(row["form"], row["name"], row["basis"], tuple(row["clauses"]))
    for name, words in (raw["words"] | raw["keys"] | raw["gaps"]).items():
        if set(words) != set(LANGUAGES):
            raise LibraryFault(f"{path.name}: {name!r} is not said in every language")
    return Library(documents, clauses, raw["words"], raw["keys"], raw["gaps"])


def _clause(path: Path, row: dict[str, Any]) -> LibraryClause:
    texts = {code: str(row[code]).strip() for code in LANGUAGES}
    said = {code: set(PLACEHOLDER.findall(text)) for code, text in texts.items()}
    if said["lv"] != said["en"]:
        raise LibraryFault(f"{path.name}: {row['key']}: the languages name different placeholders")
    unknown = said["lv"] - set(PLACEHOLDERS)
    if unknown:
        raise LibraryFault(f"{path.name}: {row['key']}: nothing fills {sorted(unknown)}")
    return LibraryClause(row["key"], row["heading"], texts, row.get("usual", True))
