"""Whatever both sides do, however often and in whichever order files go: in the end both are equal, and every card that
was written anywhere and not withdrawn is there exactly once."""

import itertools
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from talka.box.actions.remembering import Memory, key_of, observed
from talka.box.clashes import settle
from talka.box.merging import Kind, Side, merge
from talka.box.rows import Row, Seen, Stamp, State, packed, stamps_of, together
from talka.box.values import digest

CARD, BALLOT = "workshops.Card", "workshops.Ballot"
KINDS = [Kind(CARD), Kind(BALLOT)]
LINKS = {BALLOT: {"card": (CARD, False)}, CARD: {}}
HOME = "home"


@dataclass
class Place:
    """An installation in memory: the same steps as `carrying`, without a database."""

    name: str
    rows: dict[str, dict[str, dict[str, object]]] = field(default_factory=lambda: {CARD: {}, BALLOT: {}})
    memory: Memory = field(default_factory=dict)
    seen: Seen = field(default_factory=dict)

    def look(self) -> State:
        state, self.seen = observed(self.rows, self.memory, self.name, self.seen)
        self.keep(state)
        return state

    def keep(self, state: State) -> None:
        key = key_of(self.name)
        self.memory = {
            (model, name): ({n: digest(v, key) for n, v in row.fields.items()}, stamps_of(packed(row.stamps)))
            for model, rows in state.rows.items()
            for name, row in rows.items()
        }
        self.memory |= {
            (model, name): ({}, {"": stamp}) for model, gone in state.gone.items() for name, stamp in gone.items()
        }

    def take(self, theirs: State, seen: Seen) -> None:
        mine = self.look()
        state, _conflicts = merge(Side.of(mine, self.seen), Side.of(theirs, seen), HOME, KINDS)
        self.seen = together(self.seen, seen)
        stamp = Stamp(self.name, max(self.seen.values(), default=0) + 1)
        if settle(state, [mine, theirs], LINKS, stamp):
            self.seen = self.seen | {self.name: stamp.tick}
        self.rows = {
            model: {name: dict(row.fields) for name, row in state.of(model).items()} for model in (CARD, BALLOT)
        }
        self.keep(state)


def copied(state: State) -> State:
    """As it goes through a file."""
    rows = {
        model: {name: Row(dict(row.fields), dict(row.stamps)) for name, row in found.items()}
        for model, found in state.rows.items()
    }
    return State(rows, {model: dict(gone) for model, gone in state.gone.items()})


places = st.sampled_from(["home", "a", "b"])
edits = st.one_of(
    st.tuples(st.just("write"), places),
    st.tuples(st.just("correct"), places, st.integers(0, 5)),
    st.tuples(st.just("withdraw"), places, st.integers(0, 5)),
    st.tuples(st.just("vote"), places, st.integers(0, 5)),
    st.tuples(st.just("unvote"), places, st.integers(0, 5)),
    st.tuples(st.just("carry"), places, places),
    st.tuples(st.just("old file"), places, st.integers(0, 5)),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(edits, max_size=25))
def test_all_come_to_the_same(deeds: list[tuple]) -> None:
    there = {name: Place(name) for name in ("home", "a", "b")}
    numbers, times = itertools.count(), itertools.count(1000)
    written: set[str] = set()
    withdrawn: set[str] = set()
    files: list[tuple[State, Seen]] = []

    def pack(name: str) -> tuple[State, Seen]:
        return copied(there[name].look()), dict(there[name].seen)

    for what, name, *more in deeds:
        place = there[name]
        cards = sorted(place.rows[CARD])
        if what == "write":
            key = f"card-{next(numbers)}"
            place.rows[CARD][key] = {"text": key, "edited_at": "", "withdrawn_at": None}
            written.add(key)
        elif what == "carry":
            files.append(pack(name))
            there[more[0]].take(copied(files[-1][0]), files[-1][1])
        elif what == "old file" and files:
            state, seen = files[more[0] % len(files)]
            place.take(copied(state), seen)
        elif cards and what in ("correct", "withdraw", "vote", "unvote"):
            card = cards[more[0] % len(cards)]
            if what == "correct":
                place.rows[CARD][card] |= {"text": f"{card}, {next(numbers)}", "edited_at": str(next(times))}
            elif what == "withdraw":
                place.rows[CARD][card] |= {"withdrawn_at": "now", "edited_at": str(next(times))}
                withdrawn.add(card)
            elif what == "vote":
                place.rows[BALLOT][f"({name},{card})"] = {"card": card, "value": next(numbers), "at": str(next(times))}
            else:
                place.rows[BALLOT].pop(f"({name},{card})", None)
    for _round in range(2):
        for one, other in itertools.permutations(there, 2):
            there[other].take(*pack(one))
    assert there["home"].rows == there["a"].rows == there["b"].rows
    assert set(there["home"].rows[CARD]) == written
    assert {key for key, card in there["home"].rows[CARD].items() if card["withdrawn_at"]} == withdrawn
