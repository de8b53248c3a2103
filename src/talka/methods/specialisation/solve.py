"""Every part that is asked for, year by year, over all areas at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from talka.methods.contract import Deadline, Result
from talka.methods.specialisation.arrays import Floats, WithArrays, listed
from talka.methods.specialisation.breaks import crossed
from talka.methods.specialisation.complexity import Degenerate, complexity
from talka.methods.specialisation.concentration import Concentration, concentrations
from talka.methods.specialisation.cube import Cube, cube_of
from talka.methods.specialisation.location_quotient import known_shares, location_quotients
from talka.methods.specialisation.problem import Problem
from talka.methods.specialisation.relatedness import PRESENT, proximities
from talka.methods.specialisation.shift_share import ShiftShare, dynamic_shift_share, shift_share

VERSION = "1"


@dataclass(frozen=True)
class LeftOut:
    """A part that was asked for and cannot be told, of one year or (None) at all; code: a key of `explain.ENGLISH`."""

    part: str
    year: int | None
    code: str


@dataclass(frozen=True, eq=False)
class Complexity(WithArrays):
    """eci, diversity: (T, A); pci, ubiquity: (T, I). NaN in years in which it cannot be told."""

    eci: Floats
    pci: Floats
    diversity: Floats
    ubiquity: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Specialisation(WithArrays, Result):
    """T years, A areas (the reference is none of them, merged areas are), I industries, each in order.

    lq: (T, A, I) location quotients, which relatedness and complexity need too. proximity: (T, I, I); densities of
    relatedness are made from it and lq when they are asked for (`relatedness.densities`), since there are as many of
    them as of quotients. known: (T, A), the share of the reference that lies in industries known of the area. A part is
    None where it was not asked for or is `left_out`. missing: how many values of areas are missing; reference_missing:
    of the reference; passed_breaks: breaks allowed by name, as (area, industry, year).
    """

    areas: tuple[str, ...]
    industries: tuple[str, ...]
    years: tuple[int, ...]
    reference: str | None
    missing: int
    reference_missing: int
    known: Floats
    lq: Floats | None
    shift_share: ShiftShare | None
    shift_share_dynamic: ShiftShare | None
    concentration: Concentration | None
    proximity: Floats | None
    complexity: Complexity | None
    left_out: tuple[LeftOut, ...]
    passed_breaks: tuple[tuple[str, str, int], ...]

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = listed(super().to_json())
        return data


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> Specialisation:
    """All parts asked for. Nothing is optimised or drawn: objective, bound and gap are None, the seed changes nothing.

    A part for which no time is left is left out, the others are whole. Raises InvalidProblem.
    """
    deadline = Deadline(time_limit)
    problem.require_valid()
    parts = _Parts(problem, cube_of(problem), deadline)
    lq = parts.quotients()
    classic, dynamic = parts.changes()
    return Specialisation(
        method="specialisation",
        version=VERSION,
        seed=seed,
        areas=parts.cube.areas,
        industries=parts.cube.industries,
        years=parts.cube.years,
        reference=problem.reference,
        missing=int(np.isnan(parts.cube.values).sum()),
        reference_missing=int(np.isnan(parts.cube.reference).sum()),
        known=np.stack(
            [known_shares(*pair) for pair in zip(parts.cube.values, parts.cube.reference, strict=True)],
        ),
        lq=lq,
        shift_share=classic,
        shift_share_dynamic=dynamic,
        concentration=parts.concentration(),
        proximity=parts.proximity(lq),
        complexity=parts.complexity(lq),
        left_out=tuple(parts.left_out),
        passed_breaks=tuple((one.area, one.industry, one.year) for one in crossed(problem)),
        seconds=deadline.spent,
    )


class _Parts:
    """The parts of one result; what cannot be told is noted in `left_out`."""

    def __init__(self, problem: Problem, cube: Cube, deadline: Deadline) -> None:
        self.problem, self.cube, self.deadline = problem, cube, deadline
        self.left_out: list[LeftOut] = []

    def quotients(self) -> Floats | None:
        """[year, area, industry], which relatedness and complexity are made of too."""
        if not {"location_quotient", "relatedness", "complexity"} & set(self.problem.rules.parts):
            return None
        cube = self.cube
        found = np.empty_like(cube.values)
        for year in range(len(cube.years)):
            location_quotients(
                cube.values[year],
                cube.reference[year],
                None if cube.totals is None else cube.totals[year],
                None if cube.reference_totals is None else float(cube.reference_totals[year]),
                out=found[year],
            )
        return found

    def changes(self) -> tuple[ShiftShare | None, ShiftShare | None]:
        """The classic form and the sum of yearly steps."""
        if not self._wanted("shift_share"):
            return None, None
        cube, (first, last) = self.cube, self.problem.span()
        if first == last:
            self.left_out.append(LeftOut("shift_share", None, "one_year"))
            return None, None
        begin, end = cube.years.index(first), cube.years.index(last)
        totals = cube.reference_totals
        classic = shift_share(
            cube.values[begin],
            cube.values[end],
            cube.reference[begin],
            cube.reference[end],
            (first, last),
            None if totals is None else (float(totals[begin]), float(totals[end])),
        )
        if end == begin + 1:
            return classic, classic  # a single step is its own sum
        years = slice(begin, end + 1)
        dynamic = dynamic_shift_share(
            cube.values[years],
            cube.reference[years],
            cube.years[years],
            None if totals is None else totals[years],
        )
        return classic, dynamic

    def concentration(self) -> Concentration | None:
        if not self._wanted("concentration"):
            return None
        return concentrations(self.cube.values, self.cube.reference)

    def proximity(self, lq: Floats | None) -> Floats | None:
        """[year, industry, other]; where there are too few areas or industries, none at all."""
        if not self._wanted("relatedness") or lq is None:
            return None
        if (code := self._too_few(lq)) is not None:
            self.left_out.append(LeftOut("relatedness", None, code))
            return None
        return np.stack([proximities(quotients) for quotients in lq])

    def complexity(self, lq: Floats | None) -> Complexity | None:
        if not self._wanted("complexity") or lq is None:
            return None
        if (code := self._too_few(lq)) is not None:
            self.left_out.append(LeftOut("complexity", None, code))
            return None
        shape = len(self.cube.years), len(self.cube.areas), len(self.cube.industries)
        areas, industries = (np.full((2, shape[0], width), np.nan) for width in shape[1:])
        rules, told = self.problem.rules, 0
        for at, year in enumerate(self.cube.years):
            try:
                one = complexity(lq[at], enough_areas=rules.enough_areas, enough_industries=rules.enough_industries)
            except Degenerate as why:
                self.left_out.append(LeftOut("complexity", year, why.code))
            else:
                told += 1
                areas[:, at], industries[:, at] = (one.eci, one.diversity), (one.pci, one.ubiquity)
        return Complexity(areas[0], industries[0], areas[1], industries[1]) if told else None

    def _wanted(self, part: str) -> bool:
        if part not in self.problem.rules.parts:
            return False
        if self.deadline.passed:
            self.left_out.append(LeftOut(part, None, "no_time"))
            return False
        return True

    def _too_few(self, lq: Floats) -> str | None:
        """Whether in no year enough areas and industries have anything present."""
        rules = self.problem.rules
        codes = []
        for quotients in lq:
            present = quotients >= PRESENT
            if present.any(axis=1).sum() < rules.enough_areas:
                codes.append("few_areas")
            elif present.any(axis=0).sum() < rules.enough_industries:
                codes.append("few_industries")
        return codes[0] if len(codes) == len(lq) else None
