"""`talka methods specialisation observations.csv --reference AREA`: who is good at what, as CSV tables."""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talka.site.methods_command.observations import Observations
from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.tables import Faults

if TYPE_CHECKING:
    from talka.methods.specialisation.problem import Problem, Rules

INPUTS = ("observations.csv",)
OPTIONAL_INPUTS: tuple[str, ...] = ()
RULES = True
DESCRIPTION = (
    "Reads observations.csv (area,industry,year,value and, if wanted, status: B where a series breaks; an empty value "
    "is missing), rules total, leave_out, merge, from, to, allow_breaks, parts, enough_areas and enough_industries; "
    "without --reference areas are compared with the sum of all. Writes location_quotient.csv (area,industry,year,lq), "
    "shift_share.csv and shift_share_dynamic.csv (area,industry,from,to,national,mix,regional,total), "
    "concentration.csv "
    "(area,year,measure,value), where there are enough areas and industries relatedness.csv "
    "(industry,other,year,proximity), relatedness_density.csv (area,industry,year,density) and complexity.csv "
    "(id,year,measure,value), and result.json."
)
MOST_AREAS_TOLD = 12
_RULE_NAMES = (
    *("total", "leave_out", "merge", "from", "to", "allow_breaks", "parts"),
    *("enough_areas", "enough_industries"),
)


class Source:
    """The observations and rules as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults, *, reference: str = "") -> None:
        self.faults, self.rules, self.reference = faults, rules, reference
        self.observations = Observations(inputs[0], faults)

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found; all faults are reported, those of rules too."""
        # NumPy is loaded here and not above, so that --help answers at once.
        import numpy as np

        from talka.methods.specialisation.problem import Problem

        read, rules = self.observations, self._rules()
        if not read.readable:
            return None
        problem = Problem(
            areas=tuple(read.areas),
            industries=tuple(read.industries),
            area=np.asarray(read.area, dtype=np.int64),
            industry=np.asarray(read.industry, dtype=np.int64),
            year=np.asarray(read.year, dtype=np.int64),
            values=np.asarray(read.value, dtype=np.float64),
            statuses=None if read.status is None else np.array(read.status, dtype=np.str_),
            reference=self.reference or None,
            rules=rules,
        )
        for fault in problem.check():
            if not self._follows(fault.path, fault.code):
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path | str, int, str]:
        """File, line and column of a part of the problem."""
        if way[0] == "reference":
            return "command line", 1, "--reference"
        if way[0] == "rules":
            return place_in({}, self.rules, way)
        row = way[1] if len(way) > 1 else None
        line = self.observations.lines[row] if isinstance(row, int) else 1
        return self.observations.path, line, str(way[2]) if len(way) > 2 else "area"

    def _follows(self, path: tuple[str | int, ...], code: str) -> bool:
        """Whether the fault only follows from one reported already: a year that is none, a rule of a wrong type."""
        inner = tuple(path[1:])
        if path[0] == "rules":
            return any(inner[:length] in self.rules.wrong for length in range(1, len(inner) + 1))
        return code == "year" and any(
            entry[1:3] == (self.observations.lines[int(path[1])], "year") for entry in self.faults.found
        )

    def _rules(self) -> Rules:
        from talka.methods.specialisation.problem import PARTS, Rules

        values = self.rules.values
        for name in values:
            if name not in _RULE_NAMES:
                what = "no such rule; there are: " + ", ".join(_RULE_NAMES)
                self.faults.add(self.rules.path, self.rules.line((name,)), name, what)
        merge = values.get("merge", {})
        if not self.rules.typed(self.faults, ("merge",), merge, dict, "a table"):
            merge = {}
        total = values.get("total")
        return Rules(
            total=None if total is None else self._text(("total",), total),
            leave_out=self._texts(("leave_out",), values.get("leave_out", [])),
            merge={name: self._texts(("merge", name), members) for name, members in merge.items()},
            first=self._number("from"),
            last=self._number("to"),
            allow_breaks=self._texts(("allow_breaks",), values.get("allow_breaks", [])),
            parts=self._texts(("parts",), values.get("parts", list(PARTS))),
            enough_areas=self._number("enough_areas", Rules.enough_areas) or 0,
            enough_industries=self._number("enough_industries", Rules.enough_industries) or 0,
        )

    def _number(self, name: str, default: int | None = None) -> int | None:
        value = self.rules.values.get(name, default)
        if value is None or not self.rules.typed(self.faults, (name,), value, int, "a whole number"):
            return default
        return int(value)

    def _text(self, way: tuple[str | int, ...], value: Any) -> str:
        return value if self.rules.typed(self.faults, way, value, str, "a text in quotes") else ""

    def _texts(self, way: tuple[str | int, ...], value: Any) -> tuple[str, ...]:
        if not self.rules.typed(self.faults, way, value, list, "a list of texts"):
            return ()
        return tuple(self._text((*way, index), item) for index, item in enumerate(value))


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.specialisation.solve import solve as solve_specialisation

    return solve_specialisation(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write the tables of the parts asked for, in order; returns what result.json shall hold."""
    from talka.methods.contract import Result
    from talka.methods.specialisation.cube import cube_of

    given, parts = cube_of(problem).given, problem.rules.parts
    if "location_quotient" in parts:
        _write(out / "location_quotient.csv", ("area", "industry", "year", "lq"), _cells(result, given, result.lq))
    if "shift_share" in parts:
        terms = ("area", "industry", "from", "to", "national", "mix", "regional", "total")
        for name in ("shift_share", "shift_share_dynamic"):
            _write(out / f"{name}.csv", terms, _changes(result, given, getattr(result, name)))
    if "concentration" in parts:
        _write(out / "concentration.csv", ("area", "year", "measure", "value"), _concentration(result))
    if result.proximity is not None:
        _write(out / "relatedness.csv", ("industry", "other", "year", "proximity"), _relatedness(result))
        columns = ("area", "industry", "year", "density")
        _write(out / "relatedness_density.csv", columns, _cells(result, given, None))
    if result.complexity is not None:
        _write(out / "complexity.csv", ("id", "year", "measure", "value"), _complexity(result))
    data: dict[str, Any] = {each.name: getattr(result, each.name) for each in fields(Result)}
    return {
        **data,
        "reference": result.reference,
        "missing": result.missing,
        "reference_missing": result.reference_missing,
        "areas": len(result.areas),
        "industries": len(result.industries),
        "years": list(result.years),
        "left_out": [{"part": one.part, "year": one.year, "code": one.code} for one in result.left_out],
        "passed_breaks": [{"area": a, "industry": i, "year": year} for a, i, year in result.passed_breaks],
    }


def _write(path: Path, columns: tuple[str, ...], lines: Iterable[str]) -> None:
    """A table whose lines are made already: the csv module would take half as long again over millions of them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(columns) + "\n")
        file.writelines(lines)


def _quoted(names: Iterable[str]) -> list[str]:
    """Names as cells of a CSV file."""
    cells = []
    for name in names:
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow([name])
        cells.append(text.getvalue())
    return cells


def _cell(value: float) -> str:
    return "" if math.isnan(value) else repr(value)


def _cells(result: Any, given: Any, values: Any) -> Iterator[str]:
    """One line for each observation there is; of densities, which are made area by area, where no values are given."""
    industries = _quoted(result.industries)
    for at, area in enumerate(_quoted(result.areas)):
        of_area = (_densities(result, at) if values is None else values[:, at]).T.tolist()
        for place, there in enumerate(given[:, at].T.tolist()):
            start = f"{area},{industries[place]},"
            for year, value, is_there in zip(result.years, of_area[place], there, strict=True):
                if is_there:
                    yield f"{start}{year},{_cell(value)}\n"


def _densities(result: Any, at: int) -> Any:
    import numpy as np

    from talka.methods.specialisation.relatedness import densities

    years = range(len(result.years))
    return np.stack([densities(result.lq[year, at : at + 1], result.proximity[year])[0] for year in years])


def _changes(result: Any, given: Any, shift: Any) -> Iterator[str]:
    if shift is None:
        return
    industries = _quoted(result.industries)
    ends = [result.years.index(shift.first), result.years.index(shift.last)]
    for at, area in enumerate(_quoted(result.areas)):
        there = given[ends, at].any(axis=0).tolist()
        terms = zip(
            *(term[at].tolist() for term in (shift.national, shift.mix, shift.regional, shift.total)), strict=True
        )
        for industry, is_there, four in zip(industries, there, terms, strict=True):
            if is_there:
                yield f"{area},{industry},{shift.first},{shift.last}," + ",".join(map(_cell, four)) + "\n"


def _concentration(result: Any) -> Iterator[str]:
    from talka.methods.specialisation.concentration import MEASURES

    found = result.concentration
    if found is None:
        return
    values = [getattr(found, measure.lower()).T.tolist() for measure in MEASURES]
    for at, area in enumerate(_quoted(result.areas)):
        for place, year in enumerate(result.years):
            for measure, of_measure in zip(MEASURES, values, strict=True):
                yield f"{area},{year},{measure},{_cell(of_measure[at][place])}\n"


def _relatedness(result: Any) -> Iterator[str]:
    """Each pair once, as proximity is the same both ways."""
    names = _quoted(result.industries)
    for one, other in itertools.combinations(range(len(names)), 2):
        for year, value in zip(result.years, result.proximity[:, one, other].tolist(), strict=True):
            yield f"{names[one]},{names[other]},{year},{_cell(value)}\n"


def _complexity(result: Any) -> Iterator[str]:
    found = result.complexity
    for names, measures in (
        (result.areas, (("ECI", found.eci), ("diversity", found.diversity))),
        (result.industries, (("PCI", found.pci), ("ubiquity", found.ubiquity))),
    ):
        for at, name in enumerate(_quoted(names)):
            for place, year in enumerate(result.years):
                for measure, values in measures:
                    yield f"{name},{year},{measure},{_cell(float(values[place, at]))}\n"


def summary(problem: Problem, result: Any) -> list[str]:
    """The whole in a few sentences; where areas are few, each of them."""
    from talka.methods.specialisation.explain import Explanation

    told = Explanation(problem, result)
    lines = [reason.sentence() for reason in told.overview()]
    if len(result.areas) > MOST_AREAS_TOLD:
        return lines
    for area in result.areas:
        lines += ["", f"{area}:", *(f"  {reason.sentence()}" for reason in told.of_area(area))]
    return lines
