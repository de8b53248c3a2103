"""A format as plain tables again: what TOML, JSON and record files keep. What stands at its default is left out."""

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Any

from .spec import FormatSpec, StageSpec


def stage_table(stage: StageSpec) -> dict[str, Any]:
    """The table that `reading.read_stage` reads back to the same stage."""
    return _table(stage)


def format_table(spec: FormatSpec) -> dict[str, Any]:
    """The table that `reading.read_format` reads back to the same format."""
    table = _table(spec)
    size = {"min": table.pop("size_min", None), "max": table.pop("size_max", None)}
    table["group_size"] = {name: value for name, value in size.items() if value is not None}
    if not table["group_size"]:
        del table["group_size"]
    return table


def _table(thing: Any) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for field in dataclasses.fields(thing):
        value = getattr(thing, field.name)
        default = field.default
        if default is dataclasses.MISSING and field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        if value != default and value is not None:
            table[field.name] = _plain(value)
    return table


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return _table(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
