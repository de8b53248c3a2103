"""PC-Axis files (.px) in. Read here and not by a library: pyaxis wants pandas, drops notes and what the marks mean."""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import limits, marks
from .building import Cells, Faults, table_of
from .labels import categories_of, distinct, indented, role_of, single_roles
from .px_statements import Statements, statements_in, text_of
from .table import Category, Dimension, Role, StatisticalTable, Status

TOKEN = re.compile(r"\"[^\"]*\"|[^\s,;\"]+")
DEEPEST = 50
MARKS = {"." * dots: f"DATASYMBOL{dots}" for dots in range(1, 7)} | {"-": "DATASYMBOLNIL", "......": "DATASYMBOL6"}


def read_px(content: bytes, name: str) -> StatisticalTable:
    """Cells have no row and column: the figures run on over lines; a faulty one has its line."""
    px = statements_in(text_of(content), name)
    language = _language(px)
    own = [*px.values("STUB"), *px.values("HEADING")]
    names = [*_said(px, "STUB", language), *_said(px, "HEADING", language)]
    if len(own) != len(names):
        own = names
    if not names or len(names) > limits.MOST_DIMENSIONS or len(set(names)) != len(names):
        raise limits.damaged(name, _("STUB and HEADING do not name the dimensions."))
    variables = [Variable(*each) for each in zip(own, names, strict=True)]
    described = [_dimension(px, each, language, name) for each in variables]
    told = {one.code for one, each in zip(described, variables, strict=True) if _told_role(px, each, language)}
    dimensions = single_roles(described, told)
    sizes = [len(each.categories) for each in dimensions]
    if math.prod(sizes) > limits.MOST_CELLS and not any(key.word == "KEYS" for key in px.said):
        raise limits.too_many_cells(name)
    faults = Faults(name)
    legend = _legend(px, language)
    facts = _facts(px, language)
    notes = _notes(px, language)
    if any(key.word == "KEYS" for key in px.said):
        cells = _keyed(px, dimensions, own, legend, faults, name)
        found = cells.places, cells.values, cells.statuses
        return table_of(name, dimensions, *found, faults, rows=cells.rows, notes=notes, **facts)
    values, statuses, kept = _dense(px, math.prod(sizes), legend, faults, name)
    places = np.stack(np.unravel_index(kept, sizes), axis=1)
    return table_of(name, dimensions, places, values, statuses, faults, notes=notes, **facts)


def _language(px: Statements) -> str:
    """The visitor's language where the file has it, else "", its own."""
    own = px.first("LANGUAGE").lower()
    wanted = (get_language() or "").split("-")[0]
    return wanted if wanted != own and wanted in [each.lower() for each in px.values("LANGUAGES")] else ""


def _said(px: Statements, word: str, language: str, *of: str) -> tuple[str, ...]:
    return px.values(word, language, *of) or px.values(word, "", *of)


class Variable(NamedTuple):
    """A dimension by its name in the language of the file and in the one that is read."""

    own: str
    read: str


def _of(px: Statements, word: str, language: str, variable: Variable) -> tuple[str, ...]:
    """What is said of a dimension in the language that is read, else in the file's own."""
    return px.values(word, language, variable.read) or px.values(word, "", variable.own)


def _dimension(px: Statements, variable: Variable, language: str, name: str) -> Dimension:
    labels = _of(px, "VALUES", language, variable)
    codes = _of(px, "CODES", language, variable)
    if not labels:
        labels = codes or tuple(each for each in _of(px, "TIMEVAL", language, variable) if each[:1].isdigit())
    if not labels or (codes and len(codes) != len(labels)):
        why = _("The values of “%(name)s” are missing, or its codes are not as many as its values.") % {
            "name": variable.read[:80]
        }
        raise limits.damaged(name, why)
    notes = [_value_note(px, language, variable.read, each) for each in labels]
    units = [px.first("UNITS", language, each) for each in labels]
    under = _hierarchy(_of(px, "HIERARCHIES", language, variable), codes or labels)
    given = distinct([each.strip() or each for each in codes])
    categories = tuple(
        Category(each.code, each.label, each.note, each.depth, under.get(each.code, each.under), unit)
        for each, unit in zip(categories_of(labels, notes, given), units, strict=True)
    )
    code = next(iter(_of(px, "VARIABLECODE", language, variable)), variable.read)
    role = _told_role(px, variable, language)
    role = role or role_of(variable.own, variable.read, [each.label for each in categories])
    return Dimension(code, variable.read, role, categories)


def _value_note(px: Statements, language: str, variable: str, label: str) -> str:
    found = (px.first(word, language, variable, label) for word in ("VALUENOTEX", "VALUENOTE"))
    return " ".join(note.replace("#", " ").strip() for note in found if note)


def _told_role(px: Statements, variable: Variable, language: str) -> Role | None:
    """The role that the file itself gives the dimension."""
    if _of(px, "TIMEVAL", language, variable):
        return Role.TIME
    if variable.own in px.values("CONTVARIABLE") or variable.read in px.values("CONTVARIABLE", language):
        return Role.MEASURE
    kind = next(iter(_of(px, "VARIABLE-TYPE", language, variable)), "").casefold()
    if _of(px, "MAP", language, variable) or kind in ("geographical", "g"):
        return Role.AREA
    return None


def _hierarchy(said: Sequence[str], codes: Sequence[str]) -> dict[str, str]:
    """HIERARCHIES: the root, then pairs of parent and child; the marks between them are gone, so the pairs are told by
    their number: one root and an even rest."""
    known = set(codes)
    pairs = list(zip(said[1::2], said[2::2], strict=False)) if len(said) % 2 else []
    under: dict[str, str] = {}
    for parent, child in pairs:
        if (
            parent in known
            and child in known
            and parent != child
            and child not in under
            and not _above(child, parent, under)
        ):
            under[child] = parent
    return under


def _above(code: str, at: str, under: Mapping[str, str]) -> bool:
    """Whether `at` stands somewhere below `code`, or so deep that it cannot be told."""
    for _step in range(DEEPEST):
        if at not in under:
            return False
        at = under[at]
        if at == code:
            return True
    return True


def _legend(px: Statements, language: str) -> dict[str, Status]:
    """What each mark in the data means: by the words of DATASYMBOLn, else by a note that explains what is shown."""
    told = dict(filter(None, (marks.legend_line(line) for note in _notes(px, language) for line in note.split("\n"))))
    legend: dict[str, Status] = {}
    for mark, word in MARKS.items():
        shown = px.first(word, language)
        meant = marks.meant_by(shown) if len(shown) > 3 else None
        custom = marks.alone(shown.strip(), told) if shown else marks.alone(mark, told)
        legend[mark] = meant or custom or marks.ALONE[mark]
    return legend


def _dense(
    px: Statements, total: int, legend: Mapping[str, Status], faults: Faults, name: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values, statuses and the places of those that can be read."""
    tokens = TOKEN.findall(px.data)
    if len(tokens) != total:
        why = _("Values that there should be: %(right)s; found: %(found)s.") % {"right": total, "found": len(tokens)}
        raise limits.damaged(name, why)
    values, statuses = np.full(total, math.nan), np.full(total, Status.NORMAL.value, "<U1")
    bad: list[int] = []
    for at, token in enumerate(tokens):
        read = _read(token, legend)
        if read is None:
            bad.append(at)
        else:
            values[at], statuses[at] = read
    if bad:
        lines = _lines(px, bad)
        for at in bad:
            faults.add(
                lines[at], 0, _("This is not a number, and the file does not say what the sign means."), tokens[at]
            )
    kept = np.setdiff1d(np.arange(total), bad)
    return values[kept], statuses[kept], kept


def _read(token: str, legend: Mapping[str, Status]) -> tuple[float, str] | None:
    try:
        value = float(token)
        if math.isfinite(value) and "_" not in token:
            return value, Status.NORMAL.value
        return None
    except ValueError:
        pass
    mark = token.strip('"').strip()
    status = legend.get(mark) or marks.alone(mark, legend)
    return None if status is None else (math.nan, status.value)


def _lines(px: Statements, wanted: Sequence[int]) -> dict[int, int]:
    """The line of the file in which each of those values stands."""
    sought, found = set(wanted), {}
    line, last = px.data_line, 0
    for at, token in enumerate(TOKEN.finditer(px.data)):
        if at in sought:
            line += px.data.count("\n", last, token.start())
            last = token.start()
            found[at] = line
    return found


def _keyed(
    px: Statements,
    dimensions: Sequence[Dimension],
    names: Sequence[str],
    legend: Mapping[str, Status],
    faults: Faults,
    name: str,
) -> Cells:
    """Data of a file with KEYS: each line begins with the names of its place in the dimensions that have keys."""
    kinds = {
        key.of[0]: values[0].upper() for key, values in px.said.items() if key.word == "KEYS" and key.of and values
    }
    keyed = [at for at, variable in enumerate(names) if variable in kinds]
    free = [at for at in range(len(names)) if at not in keyed]
    known = [
        {
            (each.code if kinds[names[at]] == "CODES" else each.label): place
            for place, each in enumerate(dimensions[at].categories)
        }
        for at in keyed
    ]
    inside = [len(dimensions[at].categories) for at in free]
    width = math.prod(inside)
    if width > limits.MOST_CELLS:
        raise limits.too_many_cells(name)
    cells = Cells(name)
    for line, text in enumerate(px.data.splitlines(), start=px.data_line):
        tokens = TOKEN.findall(text)
        if not tokens:
            continue
        keys = [indented(token.strip('"').strip())[1] for token in tokens[: len(keyed)]]
        found = [places.get(key) for places, key in zip(known, keys, strict=False)]
        if len(tokens) != len(keyed) + width or None in found:
            faults.add(line, 0, _("This line does not name a place in the table, or has too few values."), text.strip())
            continue
        for token, within in zip(tokens[len(keyed) :], product(*map(range, inside)), strict=True):
            read = _read(token, legend)
            if read is None:
                faults.add(line, 0, _("This is not a number, and the file does not say what the sign means."), token)
                continue
            place = dict(zip([*keyed, *free], [*found, *within], strict=True))
            cells.add([int(place[at] or 0) for at in range(len(names))], *read, line, 0)
    return cells


def _notes(px: Statements, language: str) -> list[str]:
    """NOTEX must be shown, NOTE may be; those of a dimension and of cells have its name in front. “#” parts lines."""
    found = []
    languages = {key.language for key in px.said if key.language} | {""}
    for key, values in px.said.items():
        if key.word not in ("NOTE", "NOTEX", "CELLNOTE", "CELLNOTEX") or not values:
            continue
        in_other = key.language != language if language in languages else bool(key.language)
        if in_other and (key.language or px.values(key.word, language, *key.of)):
            continue
        text = values[0].replace("#", "\n").strip()
        found.append(f"{', '.join(key.of)}: {text}" if key.of else text)
    return found


def _facts(px: Statements, language: str) -> dict[str, str]:
    updated = px.first("LAST-UPDATED", language) or next(
        (values[0] for key, values in px.said.items() if key.word == "LAST-UPDATED" and values), ""
    )
    return {
        "title": px.first("DESCRIPTION", language) or px.first("TITLE", language) or px.first("CONTENTS", language),
        "code": px.first("TABLEID", language) or px.first("MATRIX", language),
        "source": px.first("SOURCE", language),
        "updated": updated,
        "unit": px.first("UNITS", language),
        "language": language or px.first("LANGUAGE").lower(),
    }
