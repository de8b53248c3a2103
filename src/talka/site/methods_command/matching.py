"""`talka methods matching angels.csv requests.csv`: matches.csv, unmatched.csv and result.json out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from talka.methods.matching.problem import Angel, Pair, Problem, Request
from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.tables import Faults, Table, number, read_table, whole_number, write_table

INPUTS = ("angels.csv", "requests.csv")
OPTIONAL_INPUTS: tuple[str, ...] = ()
RULES = False
MOST_MATCHES, MOST_WAITING = 10, 10
DESCRIPTION = (
    "Reads angels.csv (id,expertise,languages,organisation,lat,lon,max_requests, also taken: places that others hold) "
    "and requests.csv (id,topics,language,organisation,lat,lon,urgency); lists are joined by ;, lat and lon may be "
    "empty. --refused and --fixed are files (request,angel) of pairs that may not be proposed again, and of pairs "
    "already agreed. Writes matches.csv (request,angel,fit,km,reasons), unmatched.csv (request,reason) and result.json."
)

_COLUMNS = {
    "angels": ("id", "expertise", "languages", "organisation", "lat", "lon", "max_requests"),
    "requests": ("id", "topics", "language", "organisation", "lat", "lon", "urgency"),
    "refused": ("request", "angel"),
    "fixed": ("request", "angel"),
}


class Source:
    """The tables as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults, *, refused: str, fixed: str) -> None:
        self.faults = faults
        paths = dict(zip(("angels", "requests"), inputs, strict=True))
        paths |= {name: Path(file) for name, file in (("refused", refused), ("fixed", fixed)) if file}
        self.tables: dict[str, Table | None] = {
            name: read_table(path, faults, required=_COLUMNS[name]) for name, path in paths.items()
        }
        self.wrong: set[tuple[str | int, ...]] = set()

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found; all faults are reported."""
        problem = Problem(
            angels=tuple(
                Angel(
                    row["id"],
                    _names(row["expertise"]),
                    _names(row["languages"]),
                    row["organisation"],
                    *self._place("angels", index),
                    max_requests=self._whole("angels", index, "max_requests"),
                    taken=self._whole("angels", index, "taken") if row.get("taken") else 0,
                )
                for index, row in self._rows("angels")
            ),
            requests=tuple(
                Request(
                    row["id"],
                    _names(row["topics"]),
                    _names(row["language"]),
                    row["organisation"],
                    *self._place("requests", index),
                    urgency=self._number("requests", index, "urgency"),
                )
                for index, row in self._rows("requests")
            ),
            refused=self._pairs("refused"),
            fixed=self._pairs("fixed"),
        )
        for fault in problem.check():
            if not self._follows(fault.path, fault.code):
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of a part of the problem."""
        return place_in(self.tables, None, way)

    def _follows(self, path: tuple[str | int, ...], code: str) -> bool:
        """Whether the fault only follows from one reported already: an unreadable table, a cell that is no number."""
        about = {"request_unknown": "requests", "angel_unknown": "angels"}
        return path in self.wrong or (code in about and self.tables[about[code]] is None)

    def _rows(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        table = self.tables.get(name)
        return enumerate(table.rows if table else [])

    def _pairs(self, name: str) -> tuple[Pair, ...]:
        return tuple(Pair(row["request"], row["angel"]) for _, row in self._rows(name))

    def _place(self, name: str, row: int) -> tuple[float | None, float | None]:
        """Latitude and longitude; None where the cell is empty."""
        table = self.tables[name]
        assert table is not None
        given = [self._number(name, row, column) if table.rows[row][column] else None for column in ("lat", "lon")]
        if any((name, row, column) in self.wrong for column in ("lat", "lon")):
            return None, None
        return given[0], given[1]

    def _number(self, name: str, row: int, column: str) -> float:
        return self._read(name, row, column, number, "a number, such as 2.5") or 0.0

    def _whole(self, name: str, row: int, column: str) -> int:
        return int(self._read(name, row, column, whole_number, "a whole number, such as 2") or 0)

    def _read(self, name: str, row: int, column: str, read: Any, needed: str) -> float | None:
        table = self.tables[name]
        assert table is not None
        text = table.rows[row][column]
        found: float | None = read(text)
        if found is None:
            shown = f'"{text}" is not' if text else "the cell is empty; it needs"
            self.faults.add(table.path, table.line(row), column, f"{shown} {needed}")
            self.wrong.add((name, row, column))
        return found


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for part in cell.split(";") if (name := part.strip()))


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.matching.solve import solve as solve_matching

    return solve_matching(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write matches.csv and unmatched.csv in the order requests were given; returns what result.json shall hold."""
    from talka.methods.matching.explain import Explanation, words

    told = Explanation.of(problem, result)
    order = {request.id: index for index, request in enumerate(problem.requests)}
    matches = sorted(result.matches, key=lambda one: order[one.request])
    rows = ((one.request, one.angel, one.fit, one.km, words(told.facts(one.request))) for one in matches)
    write_table(out / "matches.csv", ("request", "angel", "fit", "km", "reasons"), rows)
    unmatched = sorted(result.unmatched, key=lambda one: order[one.request])
    waiting = ((one.request, words(told.of_unmatched(one))) for one in unmatched)
    write_table(out / "unmatched.csv", ("request", "reason"), waiting)
    data: dict[str, Any] = result.to_json()
    counts = dict(sorted(Counter(one.code for one in unmatched).items()))
    return {key: value for key, value in data.items() if key not in ("matches", "unmatched")} | {"waiting": counts}


def summary(problem: Problem, result: Any) -> list[str]:
    """The whole and its proof, the most urgent matches, who would come next, why others wait, what would help."""
    from talka.methods.matching.explain import Explanation, words
    from talka.methods.matching.wanted import what_is_wanted

    told = Explanation.of(problem, result)
    lines = [reason.sentence() for reason in told.overview(result)]
    lines += [_proof(result), ""]
    urgency = {request.id: request.urgency for request in problem.requests}
    matches = sorted(result.matches, key=lambda one: (-urgency[one.request], one.request))
    for one in matches[:MOST_MATCHES]:
        lines.append(f"{one.request} – {one.angel}: {words(told.of_match(one.request))}")
    if len(matches) > MOST_MATCHES:
        lines.append(f"… and {len(matches) - MOST_MATCHES} more; matches.csv names all.")
    waiting = sorted(result.unmatched, key=lambda one: (-urgency[one.request], one.request))
    if waiting:
        lines.append("")
    lines += [f"{one.request} waits: {words(told.of_unmatched(one))}" for one in waiting[:MOST_WAITING]]
    if len(waiting) > MOST_WAITING:
        lines.append(f"… and {len(waiting) - MOST_WAITING} more wait; unmatched.csv names all.")
    wanted = what_is_wanted(told, result)
    return lines + [""] * bool(wanted) + [reason.sentence() for reason in wanted]


def _proof(result: Any) -> str:
    if not result.proven_optimal:
        return (
            f"At best {result.bound:g} of urgency could be served; the time ran out before this was settled "
            f"({result.gap:.2%})."
        )
    served = "Nobody could serve more urgency"
    if result.proven_least_travel:
        return f"{served}, none that serves as much fits better, and none that fits as well travels less."
    if result.proven_best_fit:
        return f"{served}, and none that serves as much fits better; whether all travel least is not proven."
    return f"{served}; the fits add up to {result.fit:g}, and to {result.fit_bound:g} at most: more is not proven."
