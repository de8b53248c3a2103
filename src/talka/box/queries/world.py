"""All that travels with an event as plain rows, each by an identity that is the same on every installation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from talka.events.models import Event

from ..travels import BY_MODEL, TRAVELS, Parts, Travels
from ..values import INSIDE, Named, name_of, plain
from .scope import scope_of


@dataclass
class World:
    """rows: model -> identity -> field -> value. pks: model -> identity -> row id here; names: the other way."""

    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    pks: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, dict[Any, str]] = field(default_factory=dict)


def world_of(event: Event | None, also: Mapping[str, Iterable[str]] | None = None) -> World:
    """Read everything in a fixed number of queries. also: see `scope_of`."""
    scope = scope_of(event, also)
    raw = {travels.model: _read(travels, scope) for travels in TRAVELS}
    world = World()
    for travels in TRAVELS:
        _name(world, travels, raw[travels.model])
    for travels in TRAVELS:
        parts = {name: _parts(world, travels, row) for name, row in travels.parts.items()}
        world.rows[travels.model] = {
            world.names[travels.model][pk]: _told(world, travels, values)
            | {name: found.get(pk, []) for name, found in parts.items()}
            for pk, values in raw[travels.model].items()
        }
    return world


def _read(travels: Travels, scope: dict[str, Any]) -> dict[Any, dict[str, Any]]:
    columns = [column.attname for column in travels.fields]
    rows = travels.table._base_manager.filter(travels.scope(scope)).order_by("pk").values_list("pk", *columns)
    names = [column.name for column in travels.fields]
    return {pk: dict(zip(names, values, strict=True)) for pk, *values in rows}


def _name(world: World, travels: Travels, raw: dict[Any, dict[str, Any]]) -> None:
    names: dict[Any, str] = {}
    for pk, values in raw.items():
        parts = []
        used = travels.identity
        if travels.otherwise and values[used[-1]] is None:
            used = (*used[:-1], travels.otherwise)
        for part in used:
            value = values[part]
            if part in travels.links:
                value = None if value is None else Named(world.names[travels.links[part]].get(value, f"?{value}"))
            elif change := INSIDE.get((travels.model, part)):
                value = Named(change(value, lambda model, key: world.names[model].get(key)))
            parts.append(value)
        names[pk] = name_of(parts, travels.prefix)
    world.names[travels.model] = names
    world.pks[travels.model] = {name: pk for pk, name in names.items()}


def _told(world: World, travels: Travels, values: dict[str, Any]) -> dict[str, Any]:
    """The row with other rows by their identity; those that do not travel are told as none."""
    told = {}
    for name, value in values.items():
        if (model := travels.links.get(name)) is not None:
            told[name] = None if value is None else world.names[model].get(value)
        elif change := INSIDE.get((travels.model, name)):
            told[name] = change(value, lambda model, key: world.names[model].get(key))
        else:
            told[name] = plain(value)
    return told


def _parts(world: World, travels: Travels, parts: Parts) -> dict[Any, list[list[Any]]]:
    """Row id -> what hangs on it, in an order that is the same everywhere."""
    table = apps.get_model(parts.model)
    links = part_links(parts)
    keys = [f"{name}_id" if name in links else name for name in parts.fields]
    found: dict[Any, list[list[Any]]] = {}
    rows = table._base_manager.filter(**{f"{parts.of}__in": list(world.names[travels.model])})
    for owner, *values in rows.values_list(f"{parts.of}_id", *keys):
        told = [
            world.names[links[name]].get(value) if name in links else plain(value)
            for name, value in zip(parts.fields, values, strict=True)
        ]
        if None not in told:
            found.setdefault(owner, []).append(told)
    return {owner: sorted(rows) for owner, rows in found.items()}


def part_links(parts: Parts) -> dict[str, str]:
    """Foreign keys among the fields of the parts -> the model that they point at."""
    table = apps.get_model(parts.model)
    columns = {name: table._meta.get_field(name) for name in parts.fields}
    return {
        name: column.related_model._meta.label
        for name, column in columns.items()
        if column.is_relation and column.related_model and column.related_model._meta.label in BY_MODEL
    }
