"""JSON-stat 2.0 out: https://json-stat.org/full/. What is written here is read back equal by `json_stat`.

What the format has no property for stands in `extension`: table id and language under the names that PxWeb uses there.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from .table import Category, Dimension, Role, StatisticalTable, Status

WORDS = {Role.TIME: "time", Role.AREA: "geo", Role.MEASURE: "metric"}
ISO_MOMENT = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?"
    r"(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-][01]\d:[0-5]\d)?)?"
)


def status_words() -> dict[str, str]:
    """Each status in the active language."""
    return {
        Status.NORMAL: _("normal value"),
        Status.BREAK: _("break in the series"),
        Status.ESTIMATED: _("estimated"),
        Status.FORECAST: _("forecast"),
        Status.IMPUTED: _("imputed"),
        Status.MISSING: _("not available"),
        Status.PROVISIONAL: _("provisional"),
        Status.SUPPRESSED: _("confidential"),
        Status.UNRELIABLE: _("of low reliability"),
        Status.NIL: _("magnitude zero"),
    }


def written(table: StatisticalTable) -> bytes:
    """The table as a JSON-stat 2.0 dataset, UTF-8. Values as an array where every cell is there, else by place."""
    return json.dumps(document(table), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def document(table: StatisticalTable) -> dict[str, Any]:
    """The same as a structure, for those who put it into a larger document."""
    sizes = [len(each.categories) for each in table.dimensions]
    value, status = _cells(table, sizes)
    found: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": table.title,
        "source": table.source,
        "updated": table.updated if ISO_MOMENT.fullmatch(table.updated) else "",
        "note": list(table.notes),
        "role": _roles(table.dimensions),
        "id": [each.code for each in table.dimensions],
        "size": sizes,
        "dimension": {each.code: _dimension(each, table.unit) for each in table.dimensions},
        "value": value,
        "status": status,
        "extension": _extension(table, status),
    }
    return {key: part for key, part in found.items() if part or key in ("id", "size", "dimension", "value")}


def _cells(table: StatisticalTable, sizes: Sequence[int]) -> tuple[Any, dict[str, str]]:
    at = np.ravel_multi_index(tuple(table.places.T), sizes) if len(table.values) else np.zeros(0, np.int64)
    order = np.argsort(at, kind="stable")
    at = at[order]
    values = [_number(each) for each in table.values[order].tolist()]
    total = int(np.prod(sizes, dtype=object))
    value: Any = values if len(values) == total else dict(zip(map(str, at.tolist()), values, strict=True))
    told = zip(at.tolist(), table.statuses[order].tolist(), values, strict=True)
    return value, {
        str(place): status
        for place, status, number in told
        if status != (Status.NORMAL if number is not None else Status.MISSING)
    }


def _number(value: float) -> int | float | None:
    """Whole numbers without “.0”: many programs show what they read."""
    if value != value:
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _roles(dimensions: Sequence[Dimension]) -> dict[str, list[str]]:
    roles = {word: [each.code for each in dimensions if each.role == role] for role, word in WORDS.items()}
    return {word: codes for word, codes in roles.items() if codes}


def _dimension(dimension: Dimension, unit: str) -> dict[str, Any]:
    categories = dimension.categories
    children: dict[str, list[str]] = {}
    for each in categories:
        if each.under:
            children.setdefault(each.under, []).append(each.code)
    category: dict[str, Any] = {
        "index": [each.code for each in categories],
        "label": {each.code: each.label for each in categories},
        "note": {each.code: [each.note] for each in categories if each.note},
        "child": children,
        "unit": _units(dimension, unit),
    }
    depths = _depths(categories)
    found: dict[str, Any] = {
        "label": dimension.label,
        "category": {key: part for key, part in category.items() if part},
    }
    return {**found, "extension": {"depth": depths}} if depths else found


def _units(dimension: Dimension, unit: str) -> dict[str, dict[str, str]]:
    if dimension.role != Role.MEASURE:
        return {each.code: {"label": each.unit} for each in dimension.categories if each.unit}
    named = {each.code: each.unit or unit for each in dimension.categories}
    return {code: {"label": words} for code, words in named.items() if words}


def _depths(categories: Sequence[Category]) -> dict[str, int]:
    """Indents that the hierarchy alone does not give."""
    under = {each.code: each.under for each in categories if each.under}
    return {each.code: each.depth for each in categories if each.depth != _steps(each.code, under)}


def _steps(code: str, under: Mapping[str, str]) -> int:
    steps = 0
    while code in under and steps <= len(under):
        code, steps = under[code], steps + 1
    return steps


def _extension(table: StatisticalTable, status: Mapping[str, str]) -> dict[str, Any]:
    px = {key: fact for key, fact in (("tableid", table.code), ("language", table.language)) if fact}
    words = status_words()
    used = {code: words[Status(code)] for code in sorted(set(status.values()))}
    found: dict[str, Any] = {
        "px": px,
        "license": table.licence,
        "updated": "" if ISO_MOMENT.fullmatch(table.updated) else table.updated,
        "unit": table.unit,
        "status": {"label": used} if used else {},
    }
    return {key: part for key, part in found.items() if part}
