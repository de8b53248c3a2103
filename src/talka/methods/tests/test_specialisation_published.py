"""Figures from textbooks and lectures, figures worked by hand, a real break, and another implementation beside ours."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from talka.methods.contract import InvalidProblem
from talka.methods.specialisation.complexity import complexity
from talka.methods.specialisation.concentration import concentrations
from talka.methods.specialisation.location_quotient import location_quotients
from talka.methods.specialisation.problem import Problem, Rules
from talka.methods.specialisation.relatedness import densities, proximities
from talka.methods.specialisation.solve import Specialisation, solve
from talka.methods.tests.real_data import folder

TOTALS = Rules(total="TOTAL", leave_out=("of_which_C",))
BOTH = {"Rīga and Pierīga": ("Rīga", "Pierīga")}


def test_a_lecture_s_shift_share_and_location_quotients():
    """Krumme, Geography 350, University of Washington: four industries of a made-up region, 1985 to 1995."""
    region = {1985: (500, 100, 200, 200), 1995: (1000, 100, 250, 280)}
    shares, growth = np.array((10, 20, 40, 30)), np.array((1.1, 1.2, 1.3, 1.4))
    nation = {1985: shares * 1000.0, 1995: shares * 1000.0 * growth}
    rows = [("region", i, y, region[y][i]) for y in region for i in range(4)]
    rows += [("nation", i, y, nation[y][i]) for y in region for i in range(4)]
    areas, industries, years, values = zip(*rows, strict=True)
    result = solve(Problem.of(areas, [f"I{i}" for i in industries], years, values, reference="nation"))
    assert result.lq[0, 0] == pytest.approx([5, 0.5, 0.5, 0.667], abs=5e-4)
    shift = result.shift_share
    assert shift.national[0] == pytest.approx([145, 29, 58, 58])
    assert shift.regional[0] == pytest.approx([450, -20, -10, 0])
    assert shift.mix[0] == pytest.approx([-95, -9, 2, 22])
    assert (shift.national + shift.mix + shift.regional)[0] == pytest.approx([500, 0, 50, 80])
    sums = [float(term.sum()) for term in (shift.total, shift.national, shift.regional, shift.mix)]
    assert sums == pytest.approx([630, 290, 420, -80])


def measures(own: Sequence[float], reference: Sequence[float]) -> dict[str, float]:
    found = concentrations(np.array([[own]], dtype=float), np.array([reference], dtype=float))
    return {name: float(getattr(found, name)[0, 0]) for name in ("herfindahl", "krugman", "gini", "hoover")}


def test_a_textbook_s_two_regions_without_a_common_industry():
    """Farhauer and Kröll, Standorttheorien (2013): the specialisation coefficient is 2, the most there is."""
    found = measures((20, 10, 70, 0, 0), (0, 0, 0, 60, 40))
    assert found["krugman"] == pytest.approx(2)
    assert found["hoover"] == pytest.approx(1)
    assert found["gini"] == pytest.approx(1)
    assert found["herfindahl"] == pytest.approx(0.54)


def test_a_textbook_s_gini_of_quotients():
    """Farhauer and Kröll (2013): 0.6222222, of quotients that count alike. Ours weighs them by the reference's shares;
    with each quotient weighed alike, it is theirs."""
    region = np.array((700, 600, 500, 10_000, 40_000), dtype=float)
    nation = np.array((30_000, 15_000, 10_000, 60_000, 50_000), dtype=float)
    quotients = location_quotients(region[None], nation)[0]
    alike = measures(quotients, np.ones(5))
    assert alike["gini"] == pytest.approx(0.6222222, abs=5e-8)


def test_gini_against_even_shares_is_the_ordinary_one():
    """The mean difference between all pairs, divided by twice the mean: 0, 10, 10, 30, 50 have 0.48."""
    assert measures((0, 10, 10, 30, 50), (1, 1, 1, 1, 1))["gini"] == pytest.approx(0.48)


def test_measures_by_hand():
    """Shares 0.5, 0.3, 0.2 beside 0.2, 0.3, 0.5. Quotients 0.4, 1, 2.5: under the curve lie 0.5·0.2/2 + 0.3·(0.2+0.5)/2
    + 0.2·(0.5+1)/2 = 0.305; Gini = 1 - 2·0.305 = 0.39."""
    found = measures((50, 30, 20), (20, 30, 50))
    assert found == pytest.approx({"herfindahl": 0.38, "krugman": 0.6, "hoover": 0.3, "gini": 0.39})


def test_proximity_density_and_complexity_by_hand():
    """Three areas, strong in x, y, z: a in all, b in x and y, c in x.

    P(y|x) = 2/3, P(x|y) = 1: proximity 2/3. x z: 1/3. y z: 1/2. Density of z in b: (1/3 + 1/2) / (1/3 + 1/2 + 1).
    Reflected: 1/18 · [11 5 2], 1/12 · [5 5 2], 1/3 · [1 1 1], of trace 49/36 and determinant 1/36; so the eigenvalues
    beside 1 add up to 13/36 and multiply to 1/36: they are 1/4 and 1/9. The vector of 1/4 is (2, -1, -4), its mean -1,
    its standard deviation √6. As means of industries: x = -4, (x + y)/2 = -1, (x + y + z)/3 = 2, so y = 2 and z = 8.
    """
    quotients = np.array([[2, 2, 2], [2, 2, 0], [2, 0, 0]], dtype=float)
    proximity = proximities(quotients)
    assert proximity == pytest.approx(np.array([[1, 2 / 3, 1 / 3], [2 / 3, 1, 1 / 2], [1 / 3, 1 / 2, 1]]))
    assert densities(quotients, proximity)[1, 2] == pytest.approx(5 / 11)
    found = complexity(quotients)
    assert found.eci == pytest.approx(np.array((3, 0, -3)) / 6**0.5)
    assert found.pci == pytest.approx(np.array((-3, 3, 9)) / 6**0.5)
    assert found.diversity.tolist() == [3, 2, 1]
    assert found.ubiquity.tolist() == [3, 2, 1]


def employment(rules: Rules, *, breaks: bool = True, areas: Sequence[str] | None = None) -> Problem:
    """Persons employed in Latvia's statistical regions; as Eurostat notes, 2014 breaks between Rīga and Pierīga."""
    names = {"Riga": "Rīga", "Pieriga": "Pierīga"}
    with (folder("latvia") / "lv_nuts3_employment_nace_2007_2017.csv").open(encoding="utf-8", newline="") as file:
        rows = [row | {"name": names.get(row["name"], row["name"])} for row in csv.DictReader(file)]
    rows = [row for row in rows if areas is None or row["name"] in areas]
    return Problem.of(
        [row["name"] for row in rows],
        [row["nace"] for row in rows],
        [int(row["year"]) for row in rows],
        [float(row["persons"]) for row in rows],
        statuses=["B" if breaks and row["year"] == "2014" and row["name"] in names.values() else "" for row in rows],
        reference="Latvija",
        rules=rules,
    )


def test_a_change_over_the_break_between_riga_and_pieriga_is_refused():
    problem = employment(TOTALS)
    with pytest.raises(InvalidProblem) as refused:
        solve(problem)
    faults = refused.value.faults
    assert {fault.code for fault in faults} == {"break"}
    assert len(faults) == 2 * 10  # ten industries; neither the part of one nor the total
    assert {problem.areas[problem.area[int(fault.path[1])]] for fault in faults} == {"Rīga", "Pierīga"}
    assert 'allow_breaks = ["Rīga/A"]' in faults[0].what


@pytest.mark.parametrize("span", [{"last": 2013}, {"first": 2014}])
def test_years_on_one_side_of_the_break_can_be_compared(span: dict[str, int]):
    assert solve(employment(replace(TOTALS, **span))).passed_breaks == ()


def test_the_two_merged_can_be_compared_over_the_break():
    result = solve(employment(replace(TOTALS, merge=BOTH)))
    assert result.areas == ("Kurzeme", "Latgale", "Rīga and Pierīga", "Vidzeme", "Zemgale")
    at = result.areas.index("Rīga and Pierīga")
    apart = employment(replace(TOTALS, parts=("location_quotient",)))
    sums = {
        year: sum(
            float(apart.values[apart.rows_of(area=area, industry="J") & (apart.year == year)][0])
            for area in ("Rīga", "Pierīga")
        )
        for year in (2007, 2017)
    }
    assert result.shift_share.total[at, result.industries.index("J")] == sums[2017] - sums[2007]
    # All of Latvia lies in its regions: what one gains of its own the others lose, up to what was rounded to tens.
    assert np.abs(result.shift_share.regional.sum(axis=0)).max() < 100
    assert result.passed_breaks == ()
    assert result.proximity is None
    assert {one.code for one in result.left_out} == {"few_areas"}


def test_breaks_that_are_allowed_by_name_are_passed_over_and_told():
    for names in (("Rīga", "Pierīga"), tuple("A B-E F G-I J K L M-N O-Q R-U".split())):  # noqa: SIM905
        result = solve(employment(replace(TOTALS, allow_breaks=names)))
        assert len(result.passed_breaks) == 20
    some = employment(replace(TOTALS, allow_breaks=("Rīga", "Pierīga/A", "Pierīga/B-E")))
    left = {some.industries[some.industry[int(fault.path[1])]] for fault in some.check()}
    assert left == set("F G-I J K L M-N O-Q R-U".split())  # noqa: SIM905


def test_a_break_in_one_part_of_a_merged_area_is_not_healed():
    problem = employment(replace(TOTALS, merge={"Rīga and Kurzeme": ("Rīga", "Kurzeme")}, allow_breaks=("Pierīga",)))
    assert {problem.areas[problem.area[int(fault.path[1])]] for fault in problem.check()} == {"Rīga"}
    for name in ("Rīga and Kurzeme", "Rīga"):
        named = replace(problem, rules=replace(problem.rules, allow_breaks=("Pierīga", name)))
        assert named.check() == ()


def test_where_the_reference_breaks_every_change_does():
    rows = [(area, "x", year, 1.0) for area in ("a", "land") for year in (2019, 2020)]
    areas, industries, years, values = zip(*rows, strict=True)
    problem = Problem.of(areas, industries, years, values, statuses=["", "", "", "B"], reference="land")
    assert [fault.path for fault in problem.check()] == [("observations", 3, "status")]


def test_real_quotients_and_shares_of_a_region_by_hand():
    """Information and communication in Latgale, from the figures of the file one by one."""
    problem = employment(TOTALS, breaks=False)
    result: Specialisation = solve(problem)

    def persons(area: str, industry: str, year: int) -> float:
        return float(problem.values[problem.rows_of(area=area, industry=industry) & (problem.year == year)][0])

    own = persons("Latgale", "J", 2017) / persons("Latgale", "TOTAL", 2017)
    other = persons("Latvija", "J", 2017) / persons("Latvija", "TOTAL", 2017)
    at = result.areas.index("Latgale"), result.industries.index("J")
    assert result.lq[-1][at] == pytest.approx(own / other)
    before, after = persons("Latgale", "J", 2007), persons("Latgale", "J", 2017)
    whole = persons("Latvija", "TOTAL", 2017) / persons("Latvija", "TOTAL", 2007)
    of_industry = persons("Latvija", "J", 2017) / persons("Latvija", "J", 2007)
    shift = result.shift_share
    assert shift.national[at] == pytest.approx(before * (whole - 1))
    assert shift.mix[at] == pytest.approx(before * (of_industry - whole))
    assert shift.regional[at] == pytest.approx(after - before * of_industry)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(4))
def test_the_same_as_another_implementation(seed: int):
    """Relatedness and complexity beside ecomplexity, by the Growth Lab at Harvard."""
    reason = "ecomplexity is not installed; it comes with the packages of `make bench`"
    other = pytest.importorskip("ecomplexity", reason=reason)
    pandas = pytest.importorskip("pandas", reason=reason)
    chance = np.random.default_rng(seed)
    areas, industries = 40 + 10 * seed, 15
    values = np.round(chance.lognormal(3, 1.5, (areas, industries)))
    values[chance.random(values.shape) < 0.3] = 0
    place = np.indices(values.shape).reshape(2, -1)
    frame = pandas.DataFrame({"year": 2020, "area": place[0], "industry": place[1], "value": values.ravel()})
    columns = {"time": "year", "loc": "area", "prod": "industry", "val": "value"}
    theirs = other.ecomplexity(frame, columns, check_logsupermodularity=False, verbose=False)
    theirs = theirs.sort_values(["area", "industry"])
    quotients = location_quotients(values, values.sum(axis=0))
    shape = values.shape
    assert np.allclose(quotients, theirs["rca"].to_numpy().reshape(shape))
    proximity = proximities(quotients)
    pairs = other.proximity(frame, columns).sort_values(["industry_1", "industry_2"])
    assert np.allclose(proximity, pairs["proximity"].to_numpy().reshape(industries, industries))
    assert np.allclose(densities(quotients, proximity), theirs["density"].to_numpy().reshape(shape))
    found = complexity(quotients)
    assert np.allclose(found.eci, theirs["eci"].to_numpy().reshape(shape)[:, 0])
    assert np.allclose(found.pci, theirs["pci"].to_numpy().reshape(shape)[0])
    assert np.array_equal(found.diversity, theirs["diversity"].to_numpy().reshape(shape)[:, 0])
    assert np.array_equal(found.ubiquity, theirs["ubiquity"].to_numpy().reshape(shape)[0])
