"""`talka methods peers values.csv`: indicators in, the peers of every area out, and who of them does better."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.rules_reading import Rules
from talka.site.methods_command.tables import Faults, Table, read_table, write_table
from talka.site.methods_command.values_file import values_of

if TYPE_CHECKING:
    from talka.methods.peers.problem import Problem

INPUTS = ("values.csv",)
OPTIONAL_INPUTS: tuple[str, ...] = ()
RULES = True
DESCRIPTION = (
    "Reads values.csv (area,indicator,value, also year,group) and the rules indicators (weight and log of each; all "
    "without the rule), peers, among, least_shared, year and outcome (indicator and sign); writes peers.csv "
    "(area,peer,rank,distance,reasons), with an outcome better.csv (area,peer,rank,distance,value,peer_value,gap), and "
    "result.json."
)
_OUTCOME = ("indicator", "sign")


class Source:
    """The table and rules as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults) -> None:
        self.faults, self.rules = faults, rules
        self.table: Table | None = read_table(inputs[0], faults, required=("area", "indicator", "value"))

    def problem(self) -> _Asked | None:
        """The problem, or None when faults were found."""
        from talka.methods.peers.problem import Likeness, Problem

        values = values_of(self.table, self.faults, groups=True)
        asked = Rules(self.rules, self.faults)
        asked.only(("indicators", "peers", "among", "least_shared", "year", "outcome"))
        indicators = {
            name: Likeness(asked.number((*way, "weight"), 1.0), bool(asked.flag((*way, "log"), False)))
            for name, way in asked.tables("indicators", ("weight", "log"))
        }
        outcome = self._outcome(asked)
        there = sorted(set(values.indicator))
        if outcome and outcome[0] in indicators:
            asked.say(
                ("outcome", "indicator"), "peers are chosen by it, so that they hardly differ in it; leave it out there"
            )
        elif outcome and there and outcome[0] not in there:
            asked.say(("outcome", "indicator"), f'there are no values of "{outcome[0]}"')
        elif outcome and not indicators:
            # What is wanted is no likeness: seek peers by all the others.
            indicators = {name: Likeness() for name in there if name != outcome[0]}
        problem = Problem(
            values,
            indicators,
            peers=asked.whole(("peers",), 5) or 0,
            among=asked.text(("among",), "all"),
            least_shared=asked.number(("least_shared",), 0.5),
            year=asked.whole(("year",), None),
        )
        for fault in problem.check():
            if self.table is None and fault.code == "indicator_unknown":
                continue
            if tuple(fault.path[1:]) not in self.rules.wrong:
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else _Asked(problem, outcome)

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of a part of the problem."""
        return place_in({"values": self.table}, self.rules, way)

    def _outcome(self, asked: Rules) -> tuple[str, int] | None:
        given = self.rules.values.get("outcome")
        if given is None or not self.rules.typed(self.faults, ("outcome",), given, dict, "a table in braces"):
            return None
        asked.only(_OUTCOME, ("outcome",))
        name, sign = asked.text(("outcome", "indicator"), ""), asked.whole(("outcome", "sign"), 1)
        if not name and "indicator" not in given:
            asked.say(("outcome", "indicator"), "is missing: in what others shall do better")
        if sign not in (1, -1):
            asked.say(("outcome", "sign"), f"{sign} is no sign; it is 1 or -1")
        return (name, sign or 1) if name else None


class _Asked:
    """The problem, and in what peers shall do better."""

    def __init__(self, problem: Problem, outcome: tuple[str, int] | None) -> None:
        self.problem, self.outcome = problem, outcome

    def better(self, result: Any) -> tuple[Any, ...]:
        """Who does better, by the newest value of each area up to the year asked for."""
        from talka.methods.peers.better import who_does_better

        assert self.outcome is not None
        name, sign = self.outcome
        newest: dict[str, tuple[int, float]] = {}
        for area, indicator, year, value in self.problem.values.rows():
            late = self.problem.year is not None and year != self.problem.year
            if indicator == name and value is not None and not late:
                newest[area] = max(newest.get(area, (-1, 0.0)), (year or 0, value))
        return who_does_better(
            result, {area: value for area, (_year, value) in newest.items()}, indicator=name, sign=sign
        )


def solve(asked: _Asked, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.peers.solve import solve as solve_peers

    return solve_peers(asked.problem, seed=seed, time_limit=time_limit)


def write(out: Path, asked: _Asked, result: Any) -> Mapping[str, Any]:
    """Write peers.csv, and better.csv where it was asked for; returns what result.json shall hold."""
    from talka.methods.peers.explain import words

    rows = ((one.area, one.peer, one.rank, one.distance, words(one)) for one in result.peers)
    write_table(out / "peers.csv", ("area", "peer", "rank", "distance", "reasons"), rows)
    if asked.outcome is not None:
        columns = ("area", "peer", "rank", "distance", "value", "peer_value", "gap")
        better = ([getattr(one, column) for column in columns] for one in asked.better(result))
        write_table(out / "better.csv", columns, better)
    data: dict[str, Any] = result.to_json()
    return {key: value for key, value in data.items() if key != "peers"} | {"pairs": len(result.peers)}


def summary(asked: _Asked, result: Any) -> list[str]:
    """How many have peers, and the nearest pairs."""
    from talka.methods.peers.explain import overview, words

    lines = [reason.sentence() for reason in overview(result)]
    nearest = sorted((one for one in result.peers if one.rank == 1), key=lambda one: (one.distance, one.area))
    for one in nearest[:10]:
        told = words(one)
        lines.append(f"{one.distance:8.3f}  {one.area} – {one.peer}" + (f"  ({told})" if told else ""))
    return lines
