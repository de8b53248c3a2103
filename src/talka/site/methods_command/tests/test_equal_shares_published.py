"""Real elections: the official outcome where equal shares were the rule, and the same as the reference implementation.

Faliszewski and others, "Participatory budgeting: data, tools, and analysis" (IJCAI 2023), describe the files.
"""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from talka.methods.equal_shares.check import check
from talka.methods.equal_shares.problem import Problem
from talka.methods.equal_shares.solve import EqualShares, solve
from talka.methods.tests.equal_shares_plainly import made_up
from talka.methods.tests.real_data import folder
from talka.site.methods_command import main
from talka.site.methods_command.equal_shares import Source
from talka.site.methods_command.rules_file import read_rules
from talka.site.methods_command.tables import Faults

FILES = (
    "France_Toulouse_2022",
    "Hungary_Budapest_2022_VIII_Jozsefvaros",
    "Hungary_Veszprem_2025",
    "Poland_Gdansk_2020_Chelm",
    "Poland_Gdansk_2020_Rudniki",
    "Poland_Katowice_2023",
    "Poland_Swiecie_2023",
    "Poland_Warszawa_2018_Praga-Polnoc",
    "Poland_Zabrze_2020",
    "Switzerland_Zurich_D5",
)
GROWING = tuple(name for name in FILES if not name.startswith("France_"))
"""Those whose growing shares are there in seconds; the other takes half a minute."""


def path_of(name: str) -> Path:
    return folder("pabulib") / f"{name}.pb"


def read(name: str, utility: str, completion: str) -> Problem:
    faults = Faults()
    source = Source([path_of(name)], read_rules(None, faults), faults, utility=utility, completion=completion)
    asked = source.problem()
    assert asked is not None, faults.lines()
    return asked.problem


def test_swiecie_selected_what_we_select(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = path_of("Poland_Swiecie_2023")
    assert main(["equal-shares", str(path), "--completion", "add1", "--out", str(tmp_path)]) == 0
    told = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert told["official"] == {"rule": "equalshares/add1", "same": True, "only_officially": [], "only_here": []}
    official = {
        cells[0]
        for cells in csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter=";")
        if cells[0].startswith("c") and cells[-1] == "1"
    }
    assert len(official) == 17
    assert {one["project"] for one in told["funded"]} == official
    assert "The file says that the same was selected by equalshares/add1." in capsys.readouterr().out


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("utility", ["cost", "cardinality"])
def test_every_election_is_read_and_its_result_is_what_it_says(name: str, utility: str):
    for completion in ("none", "greedy", *(["add1"] if name in GROWING else [])):
        problem = read(name, utility, completion)
        result = solve(problem, time_limit=120)
        assert check(problem, result) == ()
        assert len(result.funded) + len(result.unfunded) == len(problem.projects)


class Reference:
    """The reference implementation, on the same file."""

    def __init__(self, path: Path, utility: str) -> None:
        election = pytest.importorskip(
            "pabutools.election", reason="pabutools (requirements/bench.txt) is not installed"
        )
        self.rules = pytest.importorskip("pabutools.rules")
        self.instance, self.profile = election.parse_pabulib(str(path))
        self.sat = {
            "cost": election.Cost_Sat,
            "cardinality": election.Cardinality_Sat,
            "points": election.Additive_Cardinal_Sat,
        }[utility]

    def equal_shares(self, budget: Fraction, **more: Any) -> list[str]:
        from gmpy2 import mpq

        self.instance.budget_limit = mpq(budget.numerator, budget.denominator)
        return self._names(self.rules.method_of_equal_shares(self.instance, self.profile, sat_class=self.sat, **more))

    def greedily(self) -> list[str]:
        rules = [self.rules.method_of_equal_shares, self.rules.greedy_utilitarian_welfare]
        parameters = [{"sat_class": self.sat}] * 2
        done = self.rules.completion_by_rule_combination(self.instance, self.profile, rules, parameters)
        return self._names(done)

    def _names(self, allocation: Any) -> list[str]:
        return [project.name for project in allocation]


def written(problem: Problem, path: Path) -> Path:
    """The problem as a file of Pabulib."""
    kind, points = ("cumulative", ";points") if problem.utility == "points" else ("approval", "")
    lines = ["META", "key;value", f"budget;{problem.budget}", f"vote_type;{kind}", "PROJECTS", "project_id;cost"]
    lines += [f"{project.id};{project.cost}" for project in problem.projects]
    lines += ["VOTES", "voter_id;vote" + points]
    for ballot in problem.ballots:
        given = ";" + ",".join(str(float(one)) for one in ballot.points) if points else ""
        lines.append(f"{ballot.voter};{','.join(ballot.projects)}{given}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def names(result: EqualShares) -> list[str]:
    return [one.project for one in result.funded]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("utility", ["cost", "cardinality"])
def test_the_same_winners_in_the_same_order_as_the_reference(name: str, utility: str):
    reference, problem = Reference(path_of(name), utility), read(name, utility, "none")
    assert names(solve(problem)) == reference.equal_shares(problem.budget)
    assert names(solve(replace(problem, completion="greedy"))) == reference.greedily()


@pytest.mark.parametrize("name", ["Poland_Gdansk_2020_Chelm", "Poland_Gdansk_2020_Rudniki", "Switzerland_Zurich_D5"])
def test_points_are_counted_as_the_reference_counts_them(name: str):
    problem = read(name, "points", "none")
    assert names(solve(problem)) == Reference(path_of(name), "points").equal_shares(problem.budget)


@pytest.mark.parametrize("name", GROWING)
@pytest.mark.parametrize("utility", ["cost", "cardinality"])
def test_grown_shares_buy_what_the_reference_buys_with_them(name: str, utility: str):
    """At the last share the same projects in the same order; and where the next step spends too much, there too."""
    reference, problem = Reference(path_of(name), utility), read(name, utility, "add1")
    result = solve(problem, time_limit=120)
    voters, cost = len(problem.ballots), {project.id: project.cost for project in problem.projects}
    assert names(result) == reference.equal_shares(problem.budget + result.steps * voters)
    more = reference.equal_shares(problem.budget + (result.steps + 1) * voters)
    if result.stopped == "overspent":
        assert sum(cost[project] for project in more) > problem.budget


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
@pytest.mark.parametrize("name", ["Poland_Gdansk_2020_Rudniki", "Poland_Zabrze_2020", "Switzerland_Zurich_D5"])
def test_shares_grow_as_far_as_in_the_reference(name: str, utility: str):
    problem = read(name, utility, "add1")
    reference = Reference(path_of(name), utility)
    assert names(solve(problem)) == reference.equal_shares(problem.budget, voter_budget_increment=1)


@pytest.mark.parametrize("seed", range(12))
def test_elections_full_of_ties_end_as_in_the_reference(seed: int, tmp_path: Path):
    problem = made_up(seed, projects=12, voters=30, most=5, costs=(100, 100, 200, 300), completion="none")
    problem = replace(problem, ballots=tuple(ballot for ballot in problem.ballots if ballot.projects))
    reference = Reference(written(problem, tmp_path / "e.pb"), problem.utility)
    assert names(solve(problem)) == reference.equal_shares(problem.budget)
    assert names(solve(replace(problem, completion="greedy"))) == reference.greedily()
    grown = reference.equal_shares(problem.budget, voter_budget_increment=1)
    assert names(solve(replace(problem, completion="add1"))) == grown
