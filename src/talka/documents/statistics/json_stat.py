"""JSON-stat 2.0 in: https://json-stat.org/full/ (classes dataset, and collection with one dataset inside).

Read here and not by a library: pyjstat wants pandas and gives a frame of labels, without status, notes and hierarchies.
"""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from . import limits, marks
from .building import Faults, cleaned, status_of_value, table_of
from .cell_values import unexplained
from .labels import distinct, role_of, single_roles
from .table import Category, Dimension, Role, StatisticalTable, Status

ROLES = {"time": Role.TIME, "geo": Role.AREA, "metric": Role.MEASURE}
MOST_PARTS = 3 * limits.MOST_CELLS
DEEPEST = 200


def parsed(text: str, name: str) -> Any:
    """The JSON. Refuses what is damaged, or nested or cut into more parts than a table can be."""
    if text.count("[") + text.count("{") > limits.MOST_CELLS or text.count(",") + text.count(":") > MOST_PARTS:
        raise limits.too_many_cells(name)
    try:
        return json.loads(text)
    except RecursionError as fault:
        raise limits.damaged(name, _("It is nested more deeply than a table ever is.")) from fault
    except ValueError as fault:
        where = _("Line %(line)s cannot be understood.") % {"line": fault.lineno} if hasattr(fault, "lineno") else ""
        raise limits.damaged(name, where) from fault


def read_json_stat(text: str, name: str) -> StatisticalTable:
    """The table of a JSON-stat document. Cells have no row and column: a person does not count them in such a file."""
    dataset = _dataset(parsed(text, name), name)
    faults = Faults(name)
    ids: Any = dataset.get("id")
    sizes: Any = dataset.get("size")
    described: Any = dataset.get("dimension")
    if not _right_shape(ids, sizes, described):
        raise _not_as_published(name, _("The names and sizes of its dimensions are missing or do not agree."))
    roles = _roles(dataset)
    dimensions = single_roles(
        [_dimension(code, size, described, roles, name) for code, size in zip(ids, sizes, strict=True)], roles
    )
    total = math.prod(sizes)
    values = _indexed(dataset.get("value"), total, "value", name)
    told = _statuses(dataset.get("status"), total, list(values), name)
    legend = _legend(dataset)
    kept_at, kept_values, kept_statuses = [], [], []
    unknown: dict[str, int] = {}
    for at in sorted(values.keys() | told.keys()) if told else values:
        value = _value(values.get(at), at, faults)
        if value is False:
            continue
        flag = told.get(at)
        status = _status(flag, legend, value) if flag is not None else None
        if flag is not None and status is None:
            unknown[flag] = unknown.get(flag, 0) + 1
        kept_at.append(at)
        kept_values.append(math.nan if value is None else value)
        kept_statuses.append(status_of_value(value, status))
    places: Any = np.stack(np.unravel_index(np.asarray(kept_at, np.int64), sizes), axis=1) if kept_at else []
    return table_of(
        name,
        dimensions,
        places,
        kept_values,
        kept_statuses,
        faults,
        notes=[*_notes(dataset.get("note")), *_notes_of_dimensions(dataset), *unexplained(unknown)],
        **_facts(dataset, dimensions),
    )


def _dataset(found: Any, name: str) -> Mapping[str, Any]:
    """The one dataset of the document, by its class; in a collection, the one that it holds whole."""
    if not isinstance(found, dict):
        raise _not_as_published(name, _("It does not begin with an object."))
    if found.get("class") == "dataset" or ("id" in found and "value" in found):
        return found
    if found.get("class") == "collection":
        items = _object(found.get("link")).get("item")
        whole = [
            each
            for each in (items if isinstance(items, list) else ())
            if isinstance(each, dict) and "value" in each and "id" in each
        ]
        if len(whole) == 1:
            return whole[0]
        raise limits.refused(
            _("The collection “%(name)s” does not hold exactly one table.") % {"name": name},
            _("Tables are read one at a time."),
            _("Send each table as a file of its own."),
        )
    old = [each for each in found.values() if isinstance(each, dict) and "dimension" in each]
    if old:
        raise _not_as_published(name, _("It is of an older version of JSON-stat."))
    raise _not_as_published(name, _("It is JSON, but not a table of JSON-stat."))


def _object(found: Any) -> dict[str, Any]:
    """The object, where it is one: what else stands in its place says nothing."""
    return found if isinstance(found, dict) else {}


def _not_as_published(name: str, why: str) -> Exception:
    return limits.refused(
        _("The file “%(name)s” is not a table of JSON-stat 2.") % {"name": name},
        why,
        _("Choose the format “JSON-stat 2” where the table is exported, or another one of the formats read here."),
    )


def _right_shape(ids: Any, sizes: Any, described: Any) -> bool:
    return (
        isinstance(ids, list)
        and isinstance(sizes, list)
        and isinstance(described, dict)
        and 0 < len(ids) == len(sizes) <= limits.MOST_DIMENSIONS
        and all(isinstance(each, str) for each in ids)
        and len(set(ids)) == len(ids)
        and all(type(size) is int and 0 < size <= limits.MOST_CELLS for size in sizes)
        and math.prod(sizes) < 2**62
    )


def _roles(dataset: Mapping[str, Any]) -> dict[str, Role]:
    """The role of each dimension as the file says it; older files say it inside the dimension."""
    inside = dataset["dimension"].get("role")
    told = dataset.get("role", inside)
    if not isinstance(told, dict):
        return {}
    return {
        code: role
        for word, role in ROLES.items()
        for code in (told[word] if isinstance(told.get(word), list) else ())
        if isinstance(code, str)
    }


def _dimension(code: str, size: int, described: Mapping[str, Any], roles: Mapping[str, Role], name: str) -> Dimension:
    about = described.get(code)
    category = about.get("category") if isinstance(about, dict) else None
    if not isinstance(about, dict) or not isinstance(category, dict):
        raise _not_as_published(name, _("The dimension “%(code)s” is not described.") % {"code": code[:80]})
    labels = _object(category.get("label"))
    codes = _codes(category, labels)
    if codes is None or len(codes) != size:
        why = _("The dimension “%(code)s” does not have as many categories as it says.") % {"code": code[:80]}
        raise _not_as_published(name, why)
    notes, units = _object(category.get("note")), _object(category.get("unit"))
    under = _under(category.get("child"), set(codes))
    depths = _object(_object(about.get("extension")).get("depth"))
    categories = tuple(
        Category(
            each,
            cleaned(labels.get(each, each)) or each,
            "\n".join(_notes(notes.get(each))),
            _depth(each, under, depths),
            under.get(each, ""),
            _unit(units.get(each)),
        )
        for each in codes
    )
    label = cleaned(about.get("label")) or code
    role = roles.get(code) or role_of(code, label, [each.code for each in categories])
    return Dimension(code, label, role, categories)


def _codes(category: Mapping[str, Any], labels: Mapping[str, Any]) -> list[str] | None:
    """The codes in their order: an array, an object of places, or the one label where there is no index."""
    index = category.get("index")
    if index is None:
        found = list(labels) if len(labels) == 1 else None
    elif isinstance(index, dict):
        right = all(type(place) is int for place in index.values())
        found = sorted(index, key=index.__getitem__) if right else None
        if found is not None and [index[code] for code in found] != list(range(len(found))):
            found = None
    else:
        found = index if isinstance(index, list) and all(isinstance(code, str) for code in index) else None
    return found if found is not None and distinct(found) == found else None


def _under(child: Any, codes: set[str]) -> dict[str, str]:
    """The category that each one stands below; what would go round in a circle is left out."""
    under: dict[str, str] = {}
    if not isinstance(child, dict):
        return under
    for parent, children in child.items():
        for each in children if isinstance(children, list) else ():
            if isinstance(each, str) and each in codes and parent in codes and each not in under:
                at: str | None = parent
                for _step in range(DEEPEST):
                    if at is None or at == each:
                        break
                    at = under.get(at)
                if at is None:
                    under[each] = parent
    return under


def _depth(code: str, under: Mapping[str, str], told: Mapping[str, Any]) -> int:
    if type(told.get(code)) is int and 0 <= told[code] <= DEEPEST:
        return int(told[code])
    depth = 0
    while code in under:
        code, depth = under[code], depth + 1
    return depth


def _unit(unit: Any) -> str:
    """The label of the unit, else what it is based on."""
    if not isinstance(unit, dict):
        return ""
    return cleaned(unit.get("label") or unit.get("base") or "")


def _indexed(found: Any, total: int, what: str, name: str) -> dict[int, Any]:
    """The values by place, whether they stand in an array, all, or in an object, only those that there are."""
    if isinstance(found, list):
        if total > limits.MOST_CELLS:
            raise limits.too_many_cells(name)
        if len(found) != total:
            why = _("Values that there should be: %(right)s; found: %(found)s.") % {"right": total, "found": len(found)}
            raise _not_as_published(name, why)
        return dict(enumerate(found))
    if isinstance(found, dict):
        if len(found) > limits.MOST_CELLS:
            raise limits.too_many_cells(name)
        if all(len(key) < 20 and key.isascii() and key.isdecimal() and int(key) < total for key in found):
            return {int(key): value for key, value in found.items()}
    raise _not_as_published(name, _("Its values are not where they should be."))


def _statuses(found: Any, total: int, valued: Sequence[int], name: str) -> dict[int, str]:
    """The flags by place: an array, an object, or one for all that have a value."""
    if found is None:
        return {}
    if isinstance(found, str):
        return dict.fromkeys(valued, found)
    if isinstance(found, list) and len(found) == 1 != total:
        return dict.fromkeys(valued, str(found[0])) if found[0] is not None else {}
    return {at: str(flag) for at, flag in _indexed(found, total, "status", name).items() if flag not in (None, "")}


def _value(found: Any, at: int, faults: Faults) -> float | bool | None:
    """The number; None where there is none; False where it is something else, which is a fault."""
    if found is None:
        return None
    if isinstance(found, int | float) and not isinstance(found, bool):
        try:
            value = float(found)
        except OverflowError:
            value = math.inf
        if math.isfinite(value):
            return value
        faults.add(
            0, 0, _("Value %(place)s is not a finite number.") % {"place": at}, found if value == value else "NaN"
        )
        return False
    if isinstance(found, str) and (found.strip() == "" or marks.alone(found.strip(), {}) is not None):
        return None
    faults.add(0, 0, _("Value %(place)s is not a number.") % {"place": at}, found)
    return False


def _legend(dataset: Mapping[str, Any]) -> dict[str, Status]:
    """What the publisher's own flags mean, where the extension tells it."""
    labels = _object(_object(_object(dataset.get("extension")).get("status")).get("label"))
    told = {flag: marks.meant_by(str(words)) for flag, words in labels.items()}
    return {flag: status for flag, status in told.items() if status is not None}


def _status(flag: str, legend: Mapping[str, Status], value: float | bool | None) -> Status | None:
    """Capitals are SDMX's; else what the file's legend says, else custom."""
    if flag in legend and flag not in marks.SDMX:
        return legend[flag]
    return marks.beside(flag) if value is not None else (marks.beside(flag) or marks.alone(flag.strip(), {}))


def _notes_of_dimensions(dataset: Mapping[str, Any]) -> list[str]:
    described = dataset["dimension"].values()
    return [note for about in described if isinstance(about, dict) for note in _notes(about.get("note"))]


def _notes(found: Any) -> list[str]:
    if isinstance(found, str):
        found = [found]
    return [cleaned(each) for each in found if cleaned(each)] if isinstance(found, list) else []


def _facts(dataset: Mapping[str, Any], dimensions: Sequence[Dimension]) -> dict[str, str]:
    """title, source, updated, code, language, licence and the unit, where all measures have one."""
    extension = _object(dataset.get("extension"))
    px = _object(extension.get("px"))
    units = {each.unit for dimension in dimensions if dimension.role == Role.MEASURE for each in dimension.categories}
    licences = _object(dataset.get("link")).get("license")
    first = _object(licences[0]) if isinstance(licences, list) and licences else {}
    return {
        "title": cleaned(dataset.get("label")),
        "source": cleaned(dataset.get("source")),
        "updated": cleaned(extension.get("updated") or dataset.get("updated")),
        "code": cleaned(px.get("tableid") or px.get("matrix") or extension.get("id")),
        "language": cleaned(px.get("language") or extension.get("lang")),
        "licence": cleaned(extension.get("license") or first.get("label") or first.get("href")),
        "unit": units.pop() if len(units) == 1 else cleaned(extension.get("unit")),
    }
