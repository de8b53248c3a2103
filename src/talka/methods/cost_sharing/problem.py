"""The question: a cost, the partners who share it, the key; or what each group of them would pay on its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from talka.methods.contract import Fault, InvalidProblem
from talka.methods.cost_sharing.cents import CENT, exact
from talka.methods.cost_sharing.game import MOST_EUR, Game
from talka.methods.cost_sharing.keys import COLUMN, OF_GAMES, Key
from talka.methods.cost_sharing.partner import Partner

MOST_NUMBER = 1e15
FIELDS = ("population", "usage", "fiscal_capacity")


@dataclass(frozen=True)
class Problem:
    """key: a Key, or as a person writes it. partners: with what the key needs of each; may be left out where a game is
    given and the key needs nothing. cost_eur: what is shared, above 0, with at most two decimals; with a game it may be
    left out, as it is the cost of all together. game: then it is also told who would be better off outside.
    """

    key: str | Key
    partners: tuple[Partner, ...] = ()
    cost_eur: Decimal | float | None = None
    game: Game | None = None

    @property
    def chosen(self) -> Key:
        """The key. ValueError if it is none."""
        return Key.parse(self.key) if isinstance(self.key, str) else self.key

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem; empty if nothing is. Paths are ("partners", row or "all", column),
        ("costs", members or "all", column), ("rules", "key" or "cost")."""
        game_faults = self.game.check() if self.game else ()
        faults = (*_partner_faults(self), *game_faults, *_key_faults(self), *_cost_faults(self))
        return faults if game_faults else (*faults, *_both_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def known(partners: tuple[Partner, ...], column: str) -> bool:
    """Whether the column can be a key: known and above 0 of each partner (a fiscal capacity may be 0, but not all)."""
    numbers = [getattr(one, column) for one in partners]
    least = 0 if column == "fiscal_capacity" else 1 / MOST_NUMBER
    return bool(numbers) and all(number is not None and number >= least for number in numbers) and any(numbers)


def _partner_faults(problem: Problem) -> Iterator[Fault]:
    seen: set[str] = set()
    for row, one in enumerate(problem.partners):
        if not one.id:
            yield Fault(("partners", row, "id"), "id_empty", "the id is empty")
        elif one.id in seen:
            yield Fault(("partners", row, "id"), "id_twice", f'"{one.id}" stands twice')
        seen.add(one.id)
        for column in FIELDS:
            number = getattr(one, column)
            if number is not None and not 0 <= number <= MOST_NUMBER:
                what = "is below 0" if number < 0 else "is no number that can be reckoned with"
                yield Fault(("partners", row, column), "number", f"{number:g} {what}")
    if problem.game is None and len(problem.partners) < 2:
        what = f"a cost is shared by two partners or more; there are {len(problem.partners)}"
        yield Fault(("partners", "all", "id"), "one_partner", what)


def _key_faults(problem: Problem) -> Iterator[Fault]:
    way = ("rules", "key")
    try:
        key = problem.chosen
    except ValueError as error:
        yield Fault(way, "key", str(error))
        return
    if wrong := key.wrong():
        yield Fault(way, "key", wrong)
        return
    if key.kind in OF_GAMES and problem.game is None:
        what = f"{key} needs the cost of every group of partners on its own, which is not given"
        yield Fault(way, "needs_game", what)
    if key.column is None:
        return
    if not problem.partners:
        what = f"{key} needs the {_spoken(key.column)} of each partner; no partners are given"
        yield Fault(way, "needs_partners", what)
        return
    yield from _column_faults(problem, key)


def _column_faults(problem: Problem, key: Key) -> Iterator[Fault]:
    """What is wrong with the numbers that the key is in proportion to."""
    column = str(COLUMN[key.kind])
    numbers = [getattr(one, column) for one in problem.partners]
    if all(number is None for number in numbers):
        what = f"{key} needs the {_spoken(column)} of each partner; it is given of none"
        yield Fault(("rules", "key"), "needs_column", what)
    elif all(not number for number in numbers):
        what = f"every {_spoken(column)} is 0, so that the key gives nobody a part"
        yield Fault(("partners", "all", column), "all_zero", what)
    else:
        for row, number in enumerate(numbers):
            if number is None:
                what = f"the key {key} needs the {_spoken(column)} of each partner; here it is empty"
                yield Fault(("partners", row, column), "missing", what)
            elif 0 <= number < 1 / MOST_NUMBER and column != "fiscal_capacity":
                what = f"{number:g} is not above 0, as the key {key} needs; leave the partner out or choose another key"
                yield Fault(("partners", row, column), "zero", what)


def _cost_faults(problem: Problem) -> Iterator[Fault]:
    way, cost = ("rules", "cost"), problem.cost_eur
    if cost is None:
        if problem.game is None:
            yield Fault(way, "cost_missing", "the cost to be shared is missing")
        return
    number = Decimal(repr(float(cost))) if isinstance(cost, (float, int)) else cost
    if not number.is_finite() or not 0 < number <= Decimal(MOST_EUR):
        yield Fault(way, "cost", f"{number} EUR is no cost that can be shared; it is above 0 and at most 10^12")
    elif number != number.quantize(CENT):
        yield Fault(way, "cost_decimals", f"{number} EUR has more than two decimals; a cost is in whole cents")


def _both_faults(problem: Problem) -> Iterator[Fault]:
    """Partners and a game, or a cost and a game, that contradict each other."""
    if problem.game is None:
        return
    players = set(problem.game.players)
    for row, one in enumerate(problem.partners):
        if one.id and one.id not in players:
            what = f'"{one.id}" stands in no group whose cost is given'
            yield Fault(("partners", row, "id"), "no_costs", what)
    if problem.partners:
        for player in sorted(players - {one.id for one in problem.partners}):
            what = f'"{player}" is in groups whose cost is given, but not among the partners'
            yield Fault(("costs", "all", "members"), "not_a_partner", what)
    whole = problem.game.values[-1]
    cost = problem.cost_eur
    if cost is not None and Decimal(str(cost)).is_finite() and abs(float(exact(cost)) - whole) >= float(CENT) / 2:
        what = f"{cost} EUR is not the {whole:.2f} EUR that all together pay; leave it out, the groups' costs say it"
        yield Fault(("rules", "cost"), "cost_differs", what)


def _spoken(column: str) -> str:
    return column.replace("_", " ")
