"""What two sides made that cannot stand side by side: each is settled the same way on every installation. Pure.

Nothing is thrown away for it but empty places that nobody had taken; what was settled is told.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .rows import Row, Stamp, State

Links = Mapping[str, Mapping[str, tuple[str, bool]]]
"""model -> foreign key -> (model it points at, may be empty)."""


@dataclass(frozen=True)
class Settled:
    """what: "renumbered", "unlinked", "dropped", "restored", "emptied"; of which row, in which field."""

    what: str
    model: str
    identity: str
    field: str = ""


@dataclass
class Settling:
    """`stamp` is put on what is changed here."""

    state: State
    stamp: Stamp
    settled: list[Settled] = field(default_factory=list)

    def set(self, model: str, identity: str, name: str, value: Any) -> None:
        row = self.state.of(model)[identity]
        self.state.of(model)[identity] = Row(row.fields | {name: value}, row.stamps | {name: self.stamp})

    def tell(self, what: str, model: str, identity: str, name: str = "") -> None:
        self.settled.append(Settled(what, model, identity, name))


def settle(state: State, before: list[State], links: Links, stamp: Stamp) -> list[Settled]:
    """Change `state` so that a database takes it. before: the states it was merged from; what it still needs of rows
    that one side deleted is taken from there. Raises KeyError(identity) where something points at what is nowhere."""
    work = Settling(state, stamp)
    _seats(work)
    _alone(work, "events.Certificate", ("registration",))
    _alone(work, "events.Registration", ("instead_of",))
    _alone(work, "workshops.Picture", ("card",))
    _numbers(work)
    _orders(work)
    _whole(work, before, links)
    return work.settled


def _same(work: Settling, model: str, names: tuple[str, ...]) -> list[list[str]]:
    """Identities of rows that share all these values, none of them empty."""
    found: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for identity, row in work.state.of(model).items():
        values = tuple(row.fields.get(name) for name in names)
        if None not in values:
            found[values].append(identity)
    return [sorted(identities) for identities in found.values() if len(identities) > 1]


def _alone(work: Settling, model: str, names: tuple[str, ...]) -> None:
    """All but one let go of what only one can hold."""
    for identities in _same(work, model, names):
        for identity in identities[1:]:
            work.set(model, identity, names[-1], None)
            work.tell("unlinked", model, identity, names[-1])


def _seats(work: Settling) -> None:
    """Two seats for one registration in one group work: who sat down first keeps it. An empty place goes; one that a
    phone has taken stays with its cards and votes, without a name."""
    model = "workshops.Seat"
    for identities in _same(work, model, ("workshop", "registration")):
        rows = work.state.of(model)

        def first(identity: str, rows: dict[str, Row] = rows) -> tuple[Any, ...]:
            fields = rows[identity].fields
            return (fields["joined_at"] is None, fields["joined_at"] or "", fields["created_at"], identity)

        for identity in sorted(identities, key=first)[1:]:
            if rows[identity].fields["joined_at"] is None and not _used(work.state, identity):
                del rows[identity]
                work.state.gone_of(model)[identity] = work.stamp
                for kind in ("workshops.Sitting", "workshops.Receipt"):
                    for other, row in list(work.state.of(kind).items()):
                        if row.fields["seat"] == identity:
                            del work.state.of(kind)[other]
                            work.state.gone_of(kind)[other] = work.stamp
                work.tell("dropped", model, identity)
            else:
                work.set(model, identity, "registration", None)
                work.tell("unlinked", model, identity, "registration")


def _used(state: State, seat: str) -> bool:
    given = ("workshops.Card", "workshops.Ballot", "workshops.Answer")
    return any(row.fields["seat"] == seat for model in given for row in state.of(model).values())


def _numbers(work: Settling) -> None:
    """Groups of one group work with the same number: the others get the next free ones."""
    model = "workshops.Group"
    rows = work.state.of(model)
    for identities in _same(work, model, ("workshop", "number")):
        workshop = rows[identities[0]].fields["workshop"]
        for identity in sorted(identities, key=lambda key: str(rows[key].fields["uid"]))[1:]:
            numbers = [row.fields["number"] for row in rows.values() if row.fields["workshop"] == workshop]
            work.set(model, identity, "number", max(numbers) + 1)
            work.tell("renumbered", model, identity, "number")


def _orders(work: Settling) -> None:
    """Steps of one group work at the same place: one after the other, by their keys."""
    model = "workshops.Stage"
    rows = work.state.of(model)
    clashing = {rows[identities[0]].fields["workshop"] for identities in _same(work, model, ("workshop", "order"))}
    for workshop in sorted(clashing):
        stages = [key for key, row in rows.items() if row.fields["workshop"] == workshop]
        stages.sort(key=lambda key: (rows[key].fields["order"], rows[key].fields["key"]))
        for place, identity in enumerate(stages, start=1):
            if rows[identity].fields["order"] != place:
                work.set(model, identity, "order", place)


def _whole(work: Settling, before: list[State], links: Links) -> None:
    """Nothing points at what is not there: what was deleted on one side and is needed by a row of the other comes back,
    and a key that may be empty is emptied."""
    restored = True
    while restored:
        restored = False
        for model in list(work.state.rows):
            for identity, row in list(work.state.of(model).items()):
                for name, (target, optional) in links.get(model, {}).items():
                    value = row.fields.get(name)
                    if value is None or value in work.state.of(target):
                        continue
                    if optional:
                        work.set(model, identity, name, None)
                        work.tell("emptied", model, identity, name)
                        continue
                    rows = [state.of(target)[value] for state in before if value in state.of(target)]
                    if not rows:
                        raise KeyError(value)
                    work.state.of(target)[value] = Row(dict(rows[0].fields), dict.fromkeys(rows[0].fields, work.stamp))
                    work.state.gone_of(target).pop(value, None)
                    work.tell("restored", target, value)
                    restored = True
