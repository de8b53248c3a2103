"""What a funder wants to have: its attendance list, its publicity, its report and its evidence, as plain data."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from i18nfield.strings import LazyI18nString

Phrase = Mapping[str, str]
"""Words by language: {"lv": …, "en": …}."""

EVIDENCE = (
    "agenda", "invitation", "attendance_list", "signed_list", "presentations", "photos", "publicity", "feedback",
    "results", "publication_links", "costs",
)  # fmt: skip
"""Items of an event's file that a funder may ask for."""

COLUMNS = ("number", "name", "organisation", "organisation_kind", "municipality", "position", "signature")
"""Columns that every attendance list may have; what a funder asks participants about may be a column too."""

FACTS = ("project", "project_number", "funder", "event", "date", "place", "organiser")
"""Lines above the list."""

BLANKS = ("project", "number", "budget", "funder", "programme", "promoter", "website")
"""Blanks of a publicity text, written {project}."""


class Per(StrEnum):
    """For how long one signature stands."""

    DAY = "day"
    HALF_DAY = "half_day"


class SectionKind(StrEnum):
    """What a section of the report is filled from. Only `written` ones with a key of their own stand several times."""

    SUMMARY = "summary"
    WRITTEN = "written"
    DEVIATIONS = "deviations"
    RISKS = "risks"
    OUTPUTS = "outputs"
    OUTCOMES = "outcomes"
    ACTIVITIES = "activities"
    EVENTS = "events"
    COSTS = "costs"
    PUBLICITY = "publicity"
    PROOFS = "proofs"


@dataclass(frozen=True)
class Source:
    """Where a rule stands, and on which day somebody last looked."""

    key: str
    title: Phrase
    url: str
    checked: dt.date


@dataclass(frozen=True)
class Option:
    key: str
    label: Phrase


@dataclass(frozen=True)
class Asked:
    """Something a participant is asked for the funder's sake alone. why: told beside the question."""

    key: str
    label: Phrase
    why: Phrase
    options: tuple[Option, ...]
    source: Source | None

    def option(self, key: str) -> Option | None:
        return next((one for one in self.options if one.key == key), None)


@dataclass(frozen=True)
class AttendanceRules:
    """columns: in their order, names of COLUMNS or keys of `asked`. languages: empty for the event's own language.
    consent: a note above the signatures. signers: who signs at the end. empty_rows: for people who come unannounced."""

    per: Per
    columns: tuple[str, ...]
    facts: tuple[str, ...]
    logos: bool
    languages: tuple[str, ...]
    consent: Phrase
    signers: tuple[Phrase, ...]
    empty_rows: int
    asked: tuple[Asked, ...]
    source: Source | None


@dataclass(frozen=True)
class WantedLogo:
    """A logo that the funder wants, in the order of the file. least_px: the shorter side of the picture; least_mm: its
    height on paper; 0 where the rule gives none."""

    key: str
    name: Phrase
    alt: Phrase
    least_px: int
    least_mm: int
    source: Source | None


@dataclass(frozen=True)
class Duty:
    """Something that has to be done for the public. large_events: only where an event is a large one."""

    key: str
    words: Phrase
    large_events: bool
    source: Source | None


@dataclass(frozen=True)
class PublicityRules:
    """text: with blanks such as {project}."""

    text: Phrase
    logos: tuple[WantedLogo, ...]
    duties: tuple[Duty, ...]
    source: Source | None


@dataclass(frozen=True)
class Section:
    """A section of the report. key: of a written one, by which its words are kept; hint: what is to be written."""

    kind: SectionKind
    key: str
    title: Phrase
    hint: Phrase


@dataclass(frozen=True)
class ReportRules:
    title: Phrase
    sections: tuple[Section, ...]
    source: Source | None

    def section(self, kind: SectionKind) -> Section | None:
        return next((one for one in self.sections if one.kind == kind), None)


@dataclass(frozen=True)
class FunderTemplate:
    """Everything one funder wants. fictional: only for made-up programmes; note: what could not be verified."""

    key: str
    title: Phrase
    funder: Phrase
    fictional: bool
    note: Phrase
    sources: tuple[Source, ...]
    attendance: AttendanceRules
    publicity: PublicityRules
    report: ReportRules
    evidence: tuple[str, ...]


def words(phrase: Phrase) -> str:
    """In the active language, else in the one there is."""
    return str(LazyI18nString(dict(phrase))) if phrase else ""
