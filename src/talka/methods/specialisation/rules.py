"""What can be wrong with the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from talka.methods.contract import Fault
from talka.methods.specialisation.problem import PARTS, Problem


def rule_faults(problem: Problem) -> Iterator[Fault]:
    rules = problem.rules
    for name, industry in (("total", rules.total),):
        if industry is not None and industry not in problem.industries:
            yield Fault(("rules", name), "industry_unknown", f'there is no industry "{industry}"')
    for index, industry in enumerate(rules.leave_out):
        if industry not in problem.industries:
            yield Fault(("rules", "leave_out", index), "industry_unknown", f'there is no industry "{industry}"')
        elif industry == rules.total:
            what = f'"{industry}" is the total, which is never counted among the industries'
            yield Fault(("rules", "leave_out", index), "total_left_out", what)
    if len(problem.values) and not set(problem.industries) - {rules.total, *rules.leave_out}:
        yield Fault(("rules", "leave_out"), "none_left", "no industry is left to compare")
    yield from _merge_faults(problem)
    yield from _span_faults(problem)
    yield from _allowed_faults(problem)
    for index, part in enumerate(rules.parts):
        if part not in PARTS:
            what = f'"{part}" is none of {", ".join(PARTS)}'
            yield Fault(("rules", "parts", index), "part_unknown", what)
    for name, least in (("enough_areas", rules.enough_areas), ("enough_industries", rules.enough_industries)):
        if least < 3:
            yield Fault(
                ("rules", name), "too_few", f"{least} are too few to tell one from another; at least 3 are needed"
            )


def _merge_faults(problem: Problem) -> Iterator[Fault]:
    merge = problem.rules.merge
    often = Counter(member for members in merge.values() for member in members)
    for name, members in merge.items():
        if name in problem.areas:
            yield Fault(("rules", "merge", name), "name_taken", f'there is an area "{name}" already')
        if not members:
            yield Fault(("rules", "merge", name), "no_members", f'"{name}" is made of no areas')
        for index, member in enumerate(members):
            way = ("rules", "merge", name, index)
            if member not in problem.areas:
                yield Fault(way, "area_unknown", f'there is no area "{member}"')
            elif member == problem.reference:
                yield Fault(way, "reference_merged", f'"{member}" is the reference and no part of an area')
            elif often[member] > 1:
                yield Fault(way, "merged_twice", f'"{member}" is merged more than once')


def _span_faults(problem: Problem) -> Iterator[Fault]:
    if not len(problem.values):
        return
    years = set(problem.years)
    first, last = problem.span()
    for name, year in (("from", problem.rules.first), ("to", problem.rules.last)):
        if year is not None and year not in years:
            yield Fault(("rules", name), "year_unknown", f"there are no observations of {year}")
    if (problem.rules.first is not None or problem.rules.last is not None) and first >= last:
        name = "from" if problem.rules.first is not None else "to"
        yield Fault(
            ("rules", name), "no_span", f"a change is told from an earlier to a later year, not {first} to {last}"
        )


def _allowed_faults(problem: Problem) -> Iterator[Fault]:
    areas = {*problem.areas, *problem.rules.merge}
    for index, name in enumerate(problem.rules.allow_breaks):
        if name in areas or name in problem.industries or series_of(name, areas, set(problem.industries)):
            continue
        what = f'"{name}" is no area, no industry and no "area/industry"'
        yield Fault(("rules", "allow_breaks", index), "series_unknown", what)


def series_of(name: str, areas: set[str], industries: set[str]) -> tuple[str, str] | None:
    """The area and industry that "area/industry" names. Either may hold a slash itself, so every one is tried."""
    for place, sign in enumerate(name):
        if sign == "/" and name[:place] in areas and name[place + 1 :] in industries:
            return name[:place], name[place + 1 :]
    return None
