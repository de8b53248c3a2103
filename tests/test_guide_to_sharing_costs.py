"""The guide that explains shares to planners and mayors: its figures are those the method gives, in both languages."""

import re
from pathlib import Path

import pytest

from talka.methods.cost_sharing.problem import Game, Partner, Problem
from talka.methods.cost_sharing.solve import solve

GUIDES = Path(__file__).resolve().parents[1] / "docs" / "planners"
FILES = ("sharing-costs.md", "izmaksu-dalisana.md")
TOWNS = ("Priedes", "Ozoli", "Bērzi")
ROWS = 7
KEYS = ("equal", "population", "usage", "shapley", "nucleolus")
PARTNERS = tuple(
    Partner(name, population=people, usage=rides, fiscal_capacity=None)
    for name, people, rides in zip(TOWNS, (20_000, 10_000, 5_000), (2_000, 1_400, 900), strict=True)
)


def tables(name: str) -> list[list[list[str]]]:
    """Every table of a guide, as rows of cells without marks."""
    found: list[list[list[str]]] = [[]]
    for line in (GUIDES / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            found[-1].append([cell.strip(" *") for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [table[2:] for table in found if table]


def whole(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def game(name: str) -> Game:
    costs = {}
    for who, cost in tables(name)[0]:
        members = frozenset(town for town in TOWNS if town in who) or frozenset(TOWNS)
        costs[members] = float(whole(cost))
    assert len(costs) == ROWS
    return Game(TOWNS, costs)


@pytest.mark.parametrize("name", FILES)
def test_shares_of_the_table_are_those_of_the_method(name):
    problem = game(name)
    rows = tables(name)[1]
    assert len(rows) == len(KEYS)
    for key, row in zip(KEYS, rows, strict=True):
        found = solve(Problem(key, partners=PARTNERS, game=problem))
        shares = {share.id: share.eur for share in found.shares}
        assert [round(shares[town]) for town in TOWNS] == [whole(cell) for cell in row[1:4]], key
        leavers = next(check for check in found.keys if check.key == key).leavers
        named = {town for town in TOWNS if town[:4] in row[4]}
        if not leavers:
            assert not named and not re.search(r"\d", row[4]), key
            continue
        most = max(leavers, key=lambda one: one.gain_eur)
        assert named == set(most.members), key
        assert whole(row[4].split(":")[1]) == round(most.gain_eur), key


@pytest.mark.parametrize("name", FILES)
def test_what_is_said_beside_the_tables_is_so(name):
    text = (GUIDES / name).read_text(encoding="utf-8")
    problem = game(name)
    alone = sum(problem.costs[frozenset({town})] for town in TOWNS)
    together = problem.costs[frozenset(TOWNS)]
    told = [whole(each) for each in re.findall(r"\d[\d  ,]*\d(?= EUR)", text)]
    assert alone - together in told
    found = solve(Problem("nucleolus", game=problem))
    assert not found.core_empty and -round(found.least_core_eur) in told
