"""What is said of a result: each code where it belongs, each sentence with its figures."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from talka.methods.specialisation.explain import ENGLISH, Explanation, Reason, amount
from talka.methods.specialisation.problem import Problem, Rules
from talka.methods.specialisation.solve import LeftOut, solve
from talka.methods.tests.specialisation_case import from_rows, made_up

# 2019 and 2020 of farming, wood, data, trade
AMOUNTS: dict[str, tuple[tuple[float | None, ...], tuple[float | None, ...]]] = {
    "Hills": ((200, 100, 10, 190), (180, 160, 12, 205)),
    "Shore": ((50, 20, 30, 100), (40, 20, None, 90)),
    "Land": ((1_000, 500, 500, 2_000), (900, 550, 600, 2_100)),
}
INDUSTRIES = ("farming", "wood", "data", "trade")


def small() -> Problem:
    rows = [
        (area, industry, 2019 + at, value, "B" if (area, industry, at) == ("Hills", "wood", 1) else "")
        for area, years in AMOUNTS.items()
        for at, values in enumerate(years)
        for industry, value in zip(INDUSTRIES, values, strict=True)
    ]
    return from_rows(rows, reference="Land", rules=Rules(allow_breaks=("Hills/wood",)))


def told(problem: Problem) -> Explanation:
    return Explanation(problem, solve(problem))


def sentences(reasons: tuple[Reason, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for reason in reasons:
        found.setdefault(reason.code, []).append(reason.sentence())
    return found


def test_the_whole_opens_with_one_sentence_and_one_number():
    reasons = told(small()).overview()
    wanted = "differs_most compared gained_most lost_most missing passed_break few_areas"
    assert [reason.code for reason in reasons] == wanted.split()
    # Of 557: 180, 160; of 4,150: 900, 550. Farming and wood have 26.1 % more of Hills than of Land.
    assert reasons[0].sentence() == (
        "Hills differs most from Land: 26.1 % of it would have to be in other industries for the two to be alike "
        "(2020)."
    )
    assert "Hills/wood breaks in 2020" in reasons[5].sentence()


def test_what_an_area_is_good_at_and_what_grew_of_its_own():
    reasons = told(small()).of_area("Hills")
    said = sentences(reasons)
    assert reasons[0].sentence() == (
        '"wood" is what Hills is strongest in: its share is 2.17 times that in Land (2020).'
    )
    # Farming is larger than wood, so it is told first; it shrank.
    assert said["strong_but_shrinking"][0].startswith('In "farming" Hills is strong (32.3 % of the area, 1.49 times')
    assert said["good_at"] == [
        'Hills is good at "wood": 28.7 % of the area, 2.17 times the share in Land, and it grew by 60.0 % from 2019 to '
        "2020."
    ]
    assert said["change"][0].startswith("From 2019 to 2020 Hills changed by +57: ")
    # Wood grew by a tenth in the land, so 50 of 60 are the area's own.
    assert said["own_strength"][0] == (
        '"wood" grew by 60; 50 of it came of the area\'s own strength, as it grew faster than in Land.'
    )
    assert said["as_reference"] == ["26.1 % of Hills would have to be in other industries for it to be as Land."]
    assert said["few_carry"][0].startswith("Hills leans on few industries: as if there were only 3.")
    assert "gaps" not in said


def test_of_an_area_with_missing_values_it_is_said_what_its_shares_are_of():
    said = sentences(told(small()).of_area("Shore"))
    assert said["gaps"] == [
        "1 of 4 industries are not known; the shares are of the others, in which 86 % of Land lies."
    ]
    assert "change" not in said  # no sum of all industries, as one is not known
    with pytest.raises(KeyError):
        told(small()).of_area("Land")


def test_how_much_more_would_make_an_industry_strong_makes_it_so():
    problem = made_up(3, 10, 8, gaps=False)
    explanation = told(problem)
    areas = explanation.result.areas
    nearly = [(area, reason) for area in areas for reason in explanation.of_area(area) if reason.code == "nearly"]
    assert nearly
    for area, reason in nearly:
        industry, more = str(reason.parameters["industry"]), float(reason.parameters["more"])
        chosen = problem.rows_of(area=area, industry=industry) & (problem.year == 2017)
        place = areas.index(area), explanation.result.industries.index(industry)

        def quotient(added, chosen=chosen, place=place):
            return solve(replace(problem, values=np.where(chosen, problem.values + added, problem.values))).lq[-1][
                place
            ]

        assert quotient(more - 2) < 1.25 <= quotient(more) + 1e-9


def test_related_industries_that_lack_are_those_of_the_highest_density():
    explanation = told(made_up(8, 16, 8, gaps=False))
    areas = explanation.result.areas
    lacking = [reason for area in areas for reason in explanation.of_area(area) if reason.code == "lacks"]
    assert lacking
    for reason in lacking:
        assert 0 < float(reason.parameters["density"]) <= 100
        assert float(reason.parameters["lq"]) <= 1
    of_one = [reason.parameters["density"] for reason in explanation.of_area("a00") if reason.code == "lacks"]
    assert of_one == sorted(of_one, reverse=True)
    codes = {reason.code for area in areas for reason in explanation.of_area(area)}
    assert {"complex", "plain", "kept_by_strength", "own_weakness"} <= codes


def test_one_year_tells_no_change_but_what_is_strong():
    amounts = {"a": (30.0, 10.0), "b": (50.0, 50.0), "c": (0.0, 0.0), "all": (50.0, 50.0)}
    rows = [(area, "xy"[at], 2020, value, "") for area, pair in amounts.items() for at, value in enumerate(pair)]
    explanation = told(from_rows(rows, reference="all"))
    assert "one_year" in sentences(explanation.overview())
    assert sentences(explanation.of_area("a"))["strong"] == [
        'In "x" a is strong: 75.0 % of the area, 1.5 times the share in all.'
    ]
    assert "nothing_strong" in sentences(explanation.of_area("b"))
    assert "nothing_known" in sentences(explanation.of_area("c"))
    assert "all areas together" in told(from_rows(rows)).overview()[0].sentence()


def test_every_code_has_a_sentence_that_its_parameters_fill():
    for seed in range(6):
        explanation = told(made_up(seed))
        reasons = [*explanation.overview(), *(r for a in explanation.result.areas for r in explanation.of_area(a))]
        for reason in reasons:
            assert set(re.findall(r"{(\w+)}", ENGLISH[reason.code])) == set(reason.parameters), reason.code
            assert not re.search(r"[{}]|\bnan\b", reason.sentence()), reason.sentence()
    codes = ("not_connected", "tie", "alike", "no_direction", "no_time", "few_areas", "few_industries")
    problem = small()
    left_out = tuple(LeftOut("complexity", 2020, code) for code in codes)
    explanation = Explanation(problem, replace(solve(problem), left_out=left_out))
    assert set(codes) <= set(sentences(explanation.overview()))


def test_amounts_are_written_whole_where_they_are_large():
    assert [amount(value) for value in (1234.4, 3.14159, -50)] == ["1,234", "3.14", "-50"]
    assert amount(12, signed=True) == "+12"
