"""From a TOML file to a checked funder template. All that is wrong is told at once, each with its line."""

import datetime as dt
import re
import string
import tomllib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from .lines import Lines
from .spec import (
    BLANKS,
    COLUMNS,
    EVIDENCE,
    FACTS,
    Asked,
    AttendanceRules,
    Duty,
    FunderTemplate,
    Option,
    Per,
    Phrase,
    PublicityRules,
    ReportRules,
    Section,
    SectionKind,
    Source,
    WantedLogo,
)

KEY = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
LANGUAGES = ("lv", "en")
Thing = TypeVar("Thing")
Choice = TypeVar("Choice", bound=StrEnum)


class TemplateFaults(ValueError):
    """What is wrong with a template file. `faults`: (line, words) pairs."""

    def __init__(self, name: str, faults: Iterable[tuple[int, str]]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(f"{name}:{line}: {words}" for line, words in self.faults))


def read_file(path: Path) -> FunderTemplate:
    """The template of one file; its key is the file's name. Raises TemplateFaults."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise TemplateFaults(path.name, [(1, "the file is not UTF-8")]) from None
    return read_template(path.stem, text, path.name)


def read_template(key: str, text: str, name: str = "") -> FunderTemplate:
    """A template from the text of its file. Raises TemplateFaults with the lines."""
    name = name or f"{key}.toml"
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"at line (\d+)", str(fault))
        raise TemplateFaults(name, [(int(found[1]) if found else len(text.splitlines()) or 1, str(fault))]) from None
    reading = _Reading(table)
    template = _template(reading, key)
    if reading.faults:
        lines = Lines(text)
        raise TemplateFaults(name, [(lines.of(place), f"{place}: {words}") for place, words in reading.faults])
    return template


class _Reading:
    """Collects faults while a table is read. A place is like "publicity.logo.2.alt"."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.top = table
        self.faults: list[tuple[str, str]] = []
        self.sources: dict[str, Source] = {}

    def fault(self, place: str, words: str) -> None:
        self.faults.append((place, words))

    def only(self, table: Mapping[str, Any], place: str, known: str) -> None:
        for name in sorted(set(table) - set(known.split())):
            self.fault(_at(place, name), "there is no such setting")

    def table(self, name: str) -> Mapping[str, Any]:
        value = self.top.get(name)
        if isinstance(value, Mapping):
            return value
        self.fault(name, f"the table [{name}] is missing")
        return {}

    def each(
        self, table: Mapping[str, Any], place: str, name: str, read: Callable[[Mapping[str, Any], str], Thing]
    ) -> tuple[Thing, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            self.fault(_at(place, name), "here tables are expected")
            return ()
        return tuple(read(row, f"{_at(place, name)}.{number}") for number, row in enumerate(value, start=1))

    def phrase(self, table: Mapping[str, Any], place: str, name: str, *, needed: bool = True) -> Phrase:
        value = table.get(name)
        if value is None and not needed:
            return {}
        return self.checked_phrase(value, _at(place, name))

    def checked_phrase(self, value: object, place: str) -> Phrase:
        if not isinstance(value, Mapping) or not all(isinstance(words, str) for words in value.values()):
            self.fault(place, 'words by language are expected: { lv = "…", en = "…" }')
            return {}
        for language in LANGUAGES:
            if not value.get(language, "").strip():
                self.fault(place, f"the words in “{language}” are missing")
        for language in sorted(set(value) - set(LANGUAGES)):
            self.fault(place, f"“{language}” is no language of the house")
        return {language: str(words).strip() for language, words in value.items()}

    def key(self, table: Mapping[str, Any], place: str, name: str = "key") -> str:
        value = table.get(name, "")
        if isinstance(value, str) and len(value) <= 40 and KEY.fullmatch(value):
            return value
        self.fault(_at(place, name), "a short name of small letters, digits, - and _ is expected")
        return ""

    def whole(self, table: Mapping[str, Any], place: str, name: str, default: int, most: int) -> int:
        value = table.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
            return value
        self.fault(_at(place, name), f"a whole number from 0 to {most} is expected")
        return default

    def truth(self, table: Mapping[str, Any], place: str, name: str, default: bool) -> bool:
        value = table.get(name, default)
        if isinstance(value, bool):
            return value
        self.fault(_at(place, name), "true or false is expected")
        return default

    def one_of(self, table: Mapping[str, Any], place: str, name: str, options: type[Choice]) -> Choice:
        value = table.get(name)
        if isinstance(value, str) and value in set(options):
            return options(value)
        self.fault(_at(place, name), f"one of these is expected: {', '.join(options)}")
        return next(iter(options))

    def names(self, table: Mapping[str, Any], place: str, name: str, known: Iterable[str]) -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fault(_at(place, name), "a list of names is expected")
            return ()
        known = tuple(known)
        for one in value:
            if one not in known:
                self.fault(_at(place, name), f"“{one}” is none of these: {', '.join(known)}")
        for one in sorted({one for one in value if value.count(one) > 1}):
            self.fault(_at(place, name), f"“{one}” stands twice")
        return tuple(value)

    def source(self, table: Mapping[str, Any], place: str) -> Source | None:
        """The source a rule names. A rule without one says so itself: verified = false."""
        value = table.get("source")
        if value is None:
            if table.get("verified") is not False:
                self.fault(
                    place, "say where the rule stands (source = …), or that nobody has checked: verified = false"
                )
            return None
        if "verified" in table:
            self.fault(_at(place, "verified"), "a rule with a source does not say whether it was verified")
        if value not in self.sources:
            self.fault(_at(place, "source"), f"“{value}” is no [[source]] of this file")
            return None
        return self.sources[value]

    def once(self, keys: Iterable[str], place: str) -> None:
        keys = list(keys)
        for key in sorted({key for key in keys if key and keys.count(key) > 1}):
            self.fault(place, f"the short name “{key}” is used twice")


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _template(reading: _Reading, key: str) -> FunderTemplate:
    top = reading.top
    reading.only(top, "", "title funder fictional note source attendance publicity report evidence")
    if not KEY.fullmatch(key) or len(key) > 40:
        reading.fault("", "the file is named by small letters, digits, - and _, at most 40")
    sources = reading.each(top, "", "source", lambda row, place: _source(reading, row, place))
    reading.once([one.key for one in sources], "source")
    reading.sources = {one.key: one for one in sources}
    evidence = reading.names(top, "", "evidence", EVIDENCE)
    if not evidence:
        reading.fault("evidence", "say which items of an event's file the funder wants")
    return FunderTemplate(
        key=key,
        title=reading.phrase(top, "", "title"),
        funder=reading.phrase(top, "", "funder"),
        fictional=reading.truth(top, "", "fictional", False),
        note=reading.phrase(top, "", "note", needed=False),
        sources=sources,
        attendance=_attendance(reading, reading.table("attendance")),
        publicity=_publicity(reading, reading.table("publicity")),
        report=_report(reading, reading.table("report")),
        evidence=evidence,
    )


def _source(reading: _Reading, row: Mapping[str, Any], place: str) -> Source:
    reading.only(row, place, "key title url checked")
    url, checked = row.get("url", ""), row.get("checked")
    if not isinstance(url, str) or not url.startswith("https://"):
        reading.fault(_at(place, "url"), "an address that begins with https:// is expected")
        url = ""
    if not isinstance(checked, dt.date) or isinstance(checked, dt.datetime):
        reading.fault(_at(place, "checked"), "the day on which somebody looked is expected, like 2026-11-29")
        checked = dt.date.min
    return Source(reading.key(row, place), reading.phrase(row, place, "title"), url, checked)


def _attendance(reading: _Reading, table: Mapping[str, Any]) -> AttendanceRules:
    place = "attendance"
    reading.only(table, place, "per columns facts logos languages consent signers empty_rows asked source verified")
    asked = reading.each(table, place, "asked", lambda row, at: _asked(reading, row, at))
    reading.once([one.key for one in asked], f"{place}.asked")
    for one in asked:
        if one.key in COLUMNS:
            reading.fault(f"{place}.asked", f"“{one.key}” is the name of a column already")
    columns = reading.names(table, place, "columns", (*COLUMNS, *(one.key for one in asked)))
    for needed in ("name", "signature"):
        if needed not in columns:
            reading.fault(f"{place}.columns", f"the column “{needed}” is missing")
    signers = table.get("signers", [])
    if not isinstance(signers, list):
        reading.fault(f"{place}.signers", "a list of words by language is expected")
        signers = []
    return AttendanceRules(
        per=reading.one_of(table, place, "per", Per),
        columns=columns,
        facts=reading.names(table, place, "facts", FACTS),
        logos=reading.truth(table, place, "logos", True),
        languages=reading.names(table, place, "languages", LANGUAGES),
        consent=reading.phrase(table, place, "consent", needed=False),
        signers=tuple(reading.checked_phrase(one, f"{place}.signers") for one in signers),
        empty_rows=reading.whole(table, place, "empty_rows", 8, 100),
        asked=asked,
        source=reading.source(table, place),
    )


def _asked(reading: _Reading, row: Mapping[str, Any], place: str) -> Asked:
    reading.only(row, place, "key label why options source verified")
    options = reading.each(row, place, "options", lambda one, at: _option(reading, one, at))
    reading.once([one.key for one in options], f"{place}.options")
    if len(options) < 2:
        reading.fault(_at(place, "options"), "at least two answers to choose from are expected")
    return Asked(
        key=reading.key(row, place),
        label=reading.phrase(row, place, "label"),
        why=reading.phrase(row, place, "why"),
        options=options,
        source=reading.source(row, place),
    )


def _option(reading: _Reading, row: Mapping[str, Any], place: str) -> Option:
    reading.only(row, place, "key label")
    return Option(reading.key(row, place), reading.phrase(row, place, "label"))


def _publicity(reading: _Reading, table: Mapping[str, Any]) -> PublicityRules:
    place = "publicity"
    reading.only(table, place, "text logo duty source verified")
    text = reading.phrase(table, place, "text")
    for said in text.values():
        for blank in blanks_of(said):
            if blank not in BLANKS:
                reading.fault(f"{place}.text", f"{{{blank}}} is no blank; these are: {', '.join(BLANKS)}")
    logos = reading.each(table, place, "logo", lambda row, at: _logo(reading, row, at))
    duties = reading.each(table, place, "duty", lambda row, at: _duty(reading, row, at))
    reading.once([one.key for one in logos], f"{place}.logo")
    reading.once([one.key for one in duties], f"{place}.duty")
    return PublicityRules(text, logos, duties, reading.source(table, place))


def blanks_of(text: str) -> list[str]:
    """Names of the blanks in a text; a brace that stands alone is told as a blank without a name."""
    try:
        return [name for _said, name, _form, _conversion in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return [""]


def _logo(reading: _Reading, row: Mapping[str, Any], place: str) -> WantedLogo:
    reading.only(row, place, "key name alt least_px least_mm source verified")
    return WantedLogo(
        key=reading.key(row, place),
        name=reading.phrase(row, place, "name"),
        alt=reading.phrase(row, place, "alt"),
        least_px=reading.whole(row, place, "least_px", 0, 5000),
        least_mm=reading.whole(row, place, "least_mm", 0, 60),
        source=reading.source(row, place),
    )


def _duty(reading: _Reading, row: Mapping[str, Any], place: str) -> Duty:
    reading.only(row, place, "key words large_events source verified")
    return Duty(
        key=reading.key(row, place),
        words=reading.phrase(row, place, "words"),
        large_events=reading.truth(row, place, "large_events", False),
        source=reading.source(row, place),
    )


def _report(reading: _Reading, table: Mapping[str, Any]) -> ReportRules:
    place = "report"
    reading.only(table, place, "title section source verified")
    sections = reading.each(table, place, "section", lambda row, at: _section(reading, row, at))
    kinds = [one.kind.value for one in sections if one.kind != SectionKind.WRITTEN]
    for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        reading.fault(f"{place}.section", f"a section “{kind}” stands twice")
    reading.once([one.key for one in sections if one.kind == SectionKind.WRITTEN], f"{place}.section")
    if SectionKind.SUMMARY not in kinds:
        reading.fault(f"{place}.section", "the section “summary” is missing: no report is handed in without one")
    return ReportRules(reading.phrase(table, place, "title"), sections, reading.source(table, place))


def _section(reading: _Reading, row: Mapping[str, Any], place: str) -> Section:
    reading.only(row, place, "kind key title hint")
    kind = reading.one_of(row, place, "kind", SectionKind)
    if kind != SectionKind.WRITTEN and "key" in row:
        reading.fault(_at(place, "key"), "only a section of the kind “written” has a key")
    return Section(
        kind=kind,
        key=reading.key(row, place) if kind == SectionKind.WRITTEN else "",
        title=reading.phrase(row, place, "title"),
        hint=reading.phrase(row, place, "hint", needed=False),
    )
