"""What a change of the schema does to those who are at work meanwhile: told before it is done.

Two things hold people up: work under a lock that grows with the table, and a schema that the pages which still run do
not understand. A migration that does either says in its class why it is worth it: `slow = "…"`; a test asks for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


@dataclass(frozen=True)
class Concern:
    """table: whose rows wait; breaks: the pages of the version before cannot go on beside it."""

    migration: str
    table: str
    what: str
    breaks: bool = False

    def __str__(self) -> str:
        return f"{self.migration}: {self.what}"


def concerns(plan: Sequence[migrations.Migration], state: ProjectState) -> list[Concern]:
    """All that holds somebody up in these migrations; `state` is the schema before them, and is not changed."""
    state = state.clone()
    found: list[Concern] = []
    new: set[tuple[str, str]] = set()
    for migration in plan:
        for operation in migration.operations:
            for part in _parts(operation):
                if isinstance(part, migrations.CreateModel):
                    new.add((migration.app_label, part.name.lower()))
                found += _of(part, migration, state, new)
            operation.state_forwards(migration.app_label, state)
    return found


def _parts(operation: Operation) -> Iterator[Operation]:
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        for part in operation.database_operations:
            yield from _parts(part)
    else:
        yield operation


def _of(
    operation: Any, migration: migrations.Migration, state: ProjectState, new: set[tuple[str, str]]
) -> Iterator[Concern]:
    name = f"{migration.app_label}.{migration.name}"
    model = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    if (migration.app_label, str(model).lower()) in new and not isinstance(operation, migrations.RunPython):
        return
    table = _table(state, migration.app_label, str(model))

    def concern(what: str, breaks: bool = False) -> Concern:
        return Concern(name, table, what, breaks)

    match operation:
        case migrations.AddField():
            field = operation.field
            told = isinstance(field, models.ManyToManyField) or field.null or field.has_db_default()
            if not told:
                yield concern(f"pages of before cannot write to {table}: {operation.name} must be filled", breaks=True)
            if field.unique or field.db_index or isinstance(field, models.ForeignKey):
                yield concern(f"an index is built on {table}, which cannot be written to meanwhile")
        case migrations.AlterField():
            yield from _altered(operation, state, migration.app_label, table, concern)
        case migrations.AddIndex():
            if not getattr(migration, "atomic", True):
                return
            yield concern(f"an index is built on {table}, which cannot be written to meanwhile")
        case migrations.AddConstraint():
            yield concern(f"all rows of {table} are looked at, which cannot be used meanwhile")
        case migrations.RemoveField() | migrations.RenameField():
            yield concern(f"pages of before ask for a column of {table} that is no longer there", breaks=True)
        case migrations.DeleteModel() | migrations.RenameModel() | migrations.AlterModelTable():
            yield concern(f"pages of before ask for the table {table}, which is no longer there", breaks=True)
        case migrations.RunPython() | migrations.RunSQL():
            yield Concern(name, "", "it changes rows by code of its own, which takes as long as there are rows")


def _altered(operation: Any, state: ProjectState, app: str, table: str, concern: Any) -> Iterator[Concern]:
    before = state.models[app, operation.model_name.lower()].fields.get(operation.name)
    after = operation.field
    if before is None or not hasattr(before, "get_internal_type"):
        return
    kinds = (before.get_internal_type(), after.get_internal_type())
    if (kinds[0] != kinds[1] and kinds != ("CharField", "TextField")) or _narrower(before, after):
        yield concern(f"{table} is written anew, since {operation.name} becomes another type", True)
    if before.null and not after.null:
        yield concern(f"all rows of {table} are looked at, since {operation.name} must be filled", True)
    if after.unique and not before.unique:
        yield concern(f"an index is built on {table}, which cannot be written to meanwhile")


def _narrower(before: Any, after: Any) -> bool:
    old, new = getattr(before, "max_length", None), getattr(after, "max_length", None)
    return new is not None and (old is None or new < old)


def _table(state: ProjectState, app: str, model: str) -> str:
    found = state.models.get((app, model.lower()))
    return str((found.options if found else {}).get("db_table") or f"{app}_{model.lower()}")
