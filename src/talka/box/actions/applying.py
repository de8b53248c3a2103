"""Bringing the database from one set of rows to another, in bulk: no query per row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import F, Model
from django.db.models.deletion import ProtectedError
from django.db.models.sql import InsertQuery

from ..queries.world import World, part_links
from ..rows import State
from ..travels import BY_MODEL, TRAVELS, Parts, Travels
from ..values import INSIDE, column_value

BATCH = 500
ASIDE = 20000
"""Added to numbers of groups while they change places."""

Changes = dict[str, dict[str, set[str]]]
"""model -> identity -> names of fields that differ; of a new row all of them."""


@dataclass
class Applied:
    """What was written, by model and identity. kept: rows that something else here holds on to."""

    new: dict[str, set[str]] = field(default_factory=dict)
    changed: Changes = field(default_factory=dict)
    removed: dict[str, set[str]] = field(default_factory=dict)
    kept: dict[str, set[str]] = field(default_factory=dict)


def differences(world: World, state: State) -> Applied:
    """What must be written so that the rows here become those of `state`. Only compares."""
    found = Applied()
    for travels in TRAVELS:
        here, wanted = world.rows.get(travels.model, {}), state.of(travels.model)
        found.new[travels.model] = wanted.keys() - here.keys()
        found.removed[travels.model] = set() if travels.shared else here.keys() - wanted.keys()
        found.changed[travels.model] = {
            identity: names
            for identity in wanted.keys() & here.keys()
            if (names := {n for n, v in wanted[identity].fields.items() if here[identity].get(n) != v})
        }
    return found


def apply(world: World, state: State, found: Applied) -> None:
    """Write it, inside a transaction. `world.pks` knows the new rows afterwards. Raises ValueError naming a value that
    its column does not take, IntegrityError or DataError where the database does not."""
    writing = _Writing(world, state, found)
    writing.free()
    for travels in TRAVELS:
        writing.update(travels)
        writing.insert(travels)
    for travels in TRAVELS:
        writing.link(travels)
        for name, parts in travels.parts.items():
            writing.write_parts(travels, name, parts)
    for travels in reversed(TRAVELS):
        writing.remove(travels)


@dataclass
class _Writing:
    world: World
    state: State
    found: Applied

    def free(self) -> None:
        """Let go of what passes from one row to another, so that it never stands twice in between."""
        for travels in TRAVELS:
            for name in travels.freed:
                moving = [i for i, names in self.found.changed[travels.model].items() if name in names]
                self._rows(travels, [*moving, *self.found.removed[travels.model]]).update(**{name: None})
        groups = BY_MODEL["workshops.Group"]
        moving = [i for i, names in self.found.changed[groups.model].items() if "number" in names]
        self._rows(groups, [*moving, *self.found.removed[groups.model]]).update(number=F("number") + ASIDE)

    def _rows(self, travels: Travels, identities: list[str]) -> "models.QuerySet[Model]":
        pks = self.world.pks[travels.model]
        return travels.table._base_manager.filter(pk__in=[pks[identity] for identity in identities])

    def later(self, travels: Travels) -> set[str]:
        """Foreign keys to rows that may be made after these."""
        order = list(BY_MODEL)
        return {n for n, target in travels.links.items() if order.index(target) >= order.index(travels.model)}

    def _value(self, travels: Travels, column: Any, value: Any) -> Any:
        if column.name in travels.links:
            return None if value is None else self.world.pks[travels.links[column.name]][value]
        if change := INSIDE.get((travels.model, column.name)):
            return change(value, lambda model, name: self.world.pks[model].get(name))
        return column_value(column, value)

    def insert(self, travels: Travels) -> None:
        """As they are told: moments that a model sets by itself are those of the other installation."""
        later, objects, names = self.later(travels), [], sorted(self.found.new[travels.model])
        for identity in names:
            fields = self.state.of(travels.model)[identity].fields
            made = travels.table()
            for column in travels.fields:
                if column.name in fields:
                    value = None if column.name in later else fields[column.name]
                    setattr(made, column.attname, self._value(travels, column, value))
            objects.append(made)
        columns = [column for column in travels.table._meta.concrete_fields if not column.primary_key] + [
            column for column in travels.fields if column.primary_key
        ]
        pks = self.world.pks.setdefault(travels.model, {})
        for batch, told in zip(_batches(objects), _batches(names), strict=True):
            query = InsertQuery(travels.table)
            query.insert_values(columns, batch, raw=True)  # raw: nothing is set anew by `auto_now`
            compiler = cast(Any, query.get_compiler(using=DEFAULT_DB_ALIAS))
            made_keys = compiler.execute_sql([travels.table._meta.pk])
            pks |= {identity: key[0] for identity, key in zip(told, made_keys, strict=True)}

    def update(self, travels: Travels) -> None:
        """Rows whose same fields changed are written together."""
        later = self.later(travels)
        self._write(travels, {i: names - later for i, names in self.found.changed[travels.model].items()})

    def link(self, travels: Travels) -> None:
        """Keys to rows that were not yet made."""
        later = self.later(travels)
        wanted = {i: names & later for i, names in self.found.changed[travels.model].items()}
        for identity in self.found.new[travels.model]:
            fields = self.state.of(travels.model)[identity].fields
            wanted[identity] = {name for name in later if fields.get(name) is not None}
        self._write(travels, wanted)

    def _write(self, travels: Travels, wanted: Mapping[str, set[str]]) -> None:
        columns = {column.name: column for column in travels.fields}
        together: dict[tuple[str, ...], list[str]] = {}
        for identity, names in wanted.items():
            if used := tuple(sorted(names & columns.keys())):
                together.setdefault(used, []).append(identity)
        for used, identities in together.items():
            objects = []
            for identity in identities:
                fields = self.state.of(travels.model)[identity].fields
                made = travels.table(pk=self.world.pks[travels.model][identity])
                for name in used:
                    setattr(made, columns[name].attname, self._value(travels, columns[name], fields[name]))
                objects.append(made)
            travels.table._base_manager.bulk_update(objects, list(used), batch_size=BATCH)

    def write_parts(self, travels: Travels, name: str, parts: Parts) -> None:
        """Rewrite what hangs on rows whose list differs."""
        table, links = apps.get_model(parts.model), part_links(parts)
        changed = [i for i, names in self.found.changed[travels.model].items() if name in names]
        pks = self.world.pks[travels.model]
        table._base_manager.filter(**{f"{parts.of}__in": [pks[identity] for identity in changed]}).delete()
        made = []
        for identity in [*changed, *sorted(self.found.new[travels.model])]:
            for values in self.state.of(travels.model)[identity].fields.get(name, []):
                row = table(**{f"{parts.of}_id": pks[identity]})
                for part, value in zip(parts.fields, values, strict=True):
                    if part in links:
                        setattr(row, f"{part}_id", self.world.pks[links[part]][value])
                    else:
                        setattr(row, part, column_value(cast(Any, table._meta.get_field(part)), value))
                made.append(row)
        table._base_manager.bulk_create(made, batch_size=BATCH)

    def remove(self, travels: Travels) -> None:
        """What rooms above hold on to, as a need its theme, stays."""
        names = sorted(self.found.removed[travels.model])
        try:
            with transaction.atomic():
                self._rows(travels, names).delete()
        except ProtectedError:
            for identity in names:
                try:
                    with transaction.atomic():
                        self._rows(travels, [identity]).delete()
                except ProtectedError:
                    self.found.kept.setdefault(travels.model, set()).add(identity)
                    self.found.removed[travels.model].discard(identity)


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
