"""What was written here since an event was last packed or merged, and keeping what stands now. See `rows`."""

import time
from typing import Any

from ..models import Carried, Remembered
from ..rows import Row, Seen, Stamp, State, packed, stamps_of
from ..travels import BY_MODEL, TRAVELS
from ..values import digest

Memory = dict[tuple[str, str], tuple[dict[str, str], dict[str, Stamp]]]
"""(model, identity) -> digests and stamps by field; no digests: the row is gone, its stamp stands under ""."""


def memory_of(carried: Carried | None) -> Memory:
    """One query."""
    rows = Remembered.objects.filter(carried=carried).values_list("model", "identity", "digests", "stamps")
    return {(model, identity): (digests, stamps_of(stamps)) for model, identity, digests, stamps in rows}


def next_tick(seen: Seen) -> int:
    """Grows, also after a database was put back from an older copy: it is the clock."""
    return max([time.time_ns() // 1000, *(tick + 1 for tick in seen.values())])


def observed(rows: dict[str, dict[str, dict[str, Any]]], memory: Memory, me: str, seen: Seen) -> tuple[State, Seen]:
    """The rows with stamps: as remembered where they are as they were, else new ones of ours. And what we know then."""
    tick, key = next_tick(seen), key_of(me)
    state, changed = State(), False
    for travels in TRAVELS:
        for identity, fields in rows.get(travels.model, {}).items():
            digests, stamps = memory.get((travels.model, identity), ({}, {}))
            when = next((fields[name] for name in travels.time if fields.get(name)), "")
            fresh = Stamp(me, tick, when)
            kept = {
                name: stamps[name] if digests.get(name) == digest(value, key) else fresh
                for name, value in fields.items()
            }
            changed = changed or fresh in kept.values()
            state.of(travels.model)[identity] = Row(fields, kept)
    for (model, identity), (digests, stamps) in memory.items():
        if model not in BY_MODEL or identity in state.of(model):
            continue
        if not digests:
            state.gone_of(model)[identity] = stamps[""]
        elif not BY_MODEL[model].shared:
            state.gone_of(model)[identity] = Stamp(me, tick)
            changed = True
    return state, seen | {me: tick} if changed else seen


def key_of(me: str) -> bytes:
    return me.encode()[:64]


def keep(carried: Carried, state: State, before: Memory, me: str) -> None:
    """Remember the state as it stands here now; what is remembered already is not written again."""
    key = key_of(me)
    after: Memory = {}
    for model, rows in state.rows.items():
        for identity, row in rows.items():
            after[model, identity] = {name: digest(value, key) for name, value in row.fields.items()}, row.stamps
    for model, gone in state.gone.items():
        for identity, stamp in gone.items():
            after[model, identity] = {}, {"": stamp}
    changed = [
        Remembered(carried=carried, model=model, identity=identity, digests=digests, stamps=packed(stamps))
        for (model, identity), (digests, stamps) in after.items()
        if before.get((model, identity)) != (digests, stamps)
    ]
    Remembered.objects.bulk_create(
        changed,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["carried", "model", "identity"],
        update_fields=["digests", "stamps"],
    )
    out = before.keys() - after.keys()
    for model in {model for model, _identity in out}:
        names = [identity for other, identity in out if other == model]
        Remembered.objects.filter(carried=carried, model=model, identity__in=names).delete()
