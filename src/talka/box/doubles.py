"""Persons and organisations that were found to be one on either side: files from before name the one that went."""

import re
from collections.abc import Callable
from typing import Any

from .actions.remembering import Memory
from .queries.world import World
from .rows import Row, State
from .travels import TRAVELS

SHARED = ("people.Person", "people.Organisation")
NAME = re.compile(r"(?:person|org):[\w-]+")


def renamed(world: World, theirs: State, memory: Memory) -> tuple[State, Memory]:
    """What came and what is remembered, with every double named as the one it was merged into; `world` is renamed in
    place. A double's own row keeps its name, and a row here goes on saying whose it is until merging changes that."""
    into = _into(world, theirs)
    if not into:
        return theirs, memory

    def new(text: Any) -> Any:
        if isinstance(text, str):
            return NAME.sub(lambda found: into.get(found[0], found[0]), text)
        return [new(part) for part in text] if isinstance(text, list) else text

    _rename(world, new)
    state = State()
    for travels in TRAVELS:
        own = travels.model in SHARED
        named = {*travels.links, *travels.parts} - {"merged_into"}
        for identity, row in theirs.of(travels.model).items():
            fields = {name: new(value) if name in named else value for name, value in row.fields.items()}
            state.of(travels.model).setdefault(identity if own else new(identity), Row(fields, row.stamps))
        for identity, stamp in theirs.gone_of(travels.model).items():
            if (name := new(identity)) not in state.of(travels.model):
                state.gone_of(travels.model)[name] = stamp
    return state, {(m, i if m in SHARED else new(i)): kept for (m, i), kept in memory.items()}


def _rename(world: World, new: Callable[[Any], Any]) -> None:
    for travels in TRAVELS:
        if travels.model in SHARED:
            continue
        rows, pks = world.rows[travels.model], world.pks[travels.model]
        nested = {*travels.parts, *(name for name, target in travels.links.items() if target not in SHARED)}
        for identity, fields in list(rows.items()):
            fields |= {name: new(fields[name]) for name in nested}
            name = new(identity)
            if name != identity and name not in rows:
                rows[name], pks[name] = rows.pop(identity), pks.pop(identity)


def _into(world: World, theirs: State) -> dict[str, str]:
    """Double -> the one that stands."""
    into: dict[str, str] = {}
    for model in SHARED:
        told = {key: row.fields.get("merged_into") for key, row in theirs.of(model).items()}
        here = {key: fields.get("merged_into") for key, fields in world.rows[model].items()}
        into |= {key: last for key, last in (told | {k: v for k, v in here.items() if v}).items() if last}
    for key in list(into):
        seen = {key}
        while (last := into[key]) in into and last not in seen:
            seen.add(last)
            into[key] = into[last]
    return into
