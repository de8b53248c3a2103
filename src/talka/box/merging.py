"""Two states of one event become one. Pure: neither database nor files.

What was written on one side only is taken; what was written side by side is decided by `rows.rank` and told.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from .rows import Row, Seen, Stamp, State, knows, knows_all, rank

PERSON = re.compile(r"person:[\w-]+")


@dataclass(frozen=True)
class Kind:
    """What merging must know of a model. shared: its rows belong to other events too and are never deleted by merging;
    whole: a row written on both sides is taken as a whole, because its parts belong together; quiet: fields whose
    conflicts nobody needs to hear of."""

    model: str
    shared: bool = False
    whole: bool = False
    quiet: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Conflict:
    """The same field written on both sides. stands, other: the values; other is "" in `field` "" for a row that was
    deleted on one side and changed on the other, and stays."""

    model: str
    identity: str
    field: str
    stands: Any = None
    other: Any = None


@dataclass
class Side:
    """One installation's state, and what it has seen. erased: persons (by identity) that it has erased."""

    state: State
    seen: Seen
    erased: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, state: State, seen: Seen) -> "Side":
        rows = state.rows.get("people.Person", {})
        return cls(state, seen, {key for key, row in rows.items() if row.fields.get("erased_at")})


def merge(mine: Side, theirs: Side, home: str, kinds: list[Kind]) -> tuple[State, list[Conflict]]:
    """The state after both, and what was written on both sides."""
    final, conflicts = State(), list[Conflict]()
    for kind in kinds:
        pair = _Pair(kind, mine, theirs, home, conflicts)
        names = [mine.state.of(kind.model), theirs.state.of(kind.model)]
        names += [mine.state.gone_of(kind.model), theirs.state.gone_of(kind.model)]  # type: ignore[list-item]
        for identity in dict.fromkeys(key for table in names for key in table):
            found = pair.merged(identity)
            if isinstance(found, Row):
                final.of(kind.model)[identity] = found
            elif found is not None:
                final.gone_of(kind.model)[identity] = found
    return final, conflicts


@dataclass
class _Pair:
    kind: Kind
    mine: Side
    theirs: Side
    home: str
    conflicts: list[Conflict]

    def merged(self, identity: str) -> Row | Stamp | None:
        """The row, or the stamp of its deletion."""
        model = self.kind.model
        here, there = self.mine.state.of(model).get(identity), self.theirs.state.of(model).get(identity)
        gone_here = self.mine.state.gone_of(model).get(identity)
        gone_there = self.theirs.state.gone_of(model).get(identity)
        if (erasing := self._erasing(identity)) is not None:
            row, gone = (here, gone_here) if erasing is self.mine else (there, gone_there)
            if row is not None or gone is not None:
                return row if row is not None else gone
        if here is not None and there is not None:
            return self._row(identity, here, there)
        if here is not None:
            return self._half(identity, here, self.mine, gone_there, self.theirs)
        if there is not None:
            return self._half(identity, there, self.theirs, gone_here, self.mine)
        stamps = [stamp for stamp in (gone_here, gone_there) if stamp is not None]
        return max(stamps, key=lambda stamp: rank(stamp, self.home))

    def _erasing(self, identity: str) -> Side | None:
        """Whose word about a person is the last: the side that has erased them, where the other has not."""
        if "person:" not in identity:
            return None
        persons = set(PERSON.findall(identity))
        if persons & (self.mine.erased - self.theirs.erased):
            return self.mine
        return self.theirs if persons & (self.theirs.erased - self.mine.erased) else None

    def _half(self, identity: str, row: Row, holder: Side, gone: Stamp | None, other: Side) -> Row | Stamp:
        """A row that one side has and the other does not."""
        if gone is None or self.kind.shared or knows(holder.seen, gone):
            return row
        if knows_all(other.seen, row.stamps.values()):
            return gone
        self.conflicts.append(Conflict(self.kind.model, identity, ""))
        return row

    def _row(self, identity: str, here: Row, there: Row) -> Row:
        chosen: dict[str, tuple[Any, Stamp]] = {}
        fought: list[str] = []
        for name in dict.fromkeys([*here.fields, *there.fields]):
            if name not in there.fields or name not in here.fields:
                row = here if name in here.fields else there
                chosen[name] = row.fields[name], row.stamps[name]
                continue
            a, b = (here.fields[name], here.stamps[name]), (there.fields[name], there.stamps[name])
            greater = max(a, b, key=lambda pair: rank(pair[1], self.home))
            known, known_there = knows(self.mine.seen, b[1]), knows(self.theirs.seen, a[1])
            if a[0] == b[0] or known == known_there:
                chosen[name] = greater
                if a[0] != b[0] and not known:
                    fought.append(name)
            else:
                chosen[name] = a if known else b
        if fought and self.kind.whole:
            greatest = max((here, there), key=lambda row: max(rank(row.stamps[name], self.home) for name in fought))
            chosen |= {name: (value, greatest.stamps[name]) for name, value in greatest.fields.items()}
        for name in fought:
            if name not in self.kind.quiet:
                stands = chosen[name][0]
                other = there.fields[name] if stands == here.fields[name] else here.fields[name]
                self.conflicts.append(Conflict(self.kind.model, identity, name, stands, other))
        return Row({name: value for name, (value, _s) in chosen.items()}, {name: s for name, (_v, s) in chosen.items()})
