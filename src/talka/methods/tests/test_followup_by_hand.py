"""The example that docs/organisers/follow-up.md works out by hand: the method says the same."""

import pytest

from talka.methods.followup.problem import Cover, Need, Option, Problem, Rules
from talka.methods.followup.solve import solve

COSTS = {"A": 1200.0, "B": 2000.0, "C": 700.0, "D": 500.0}
EFFECTS = {
    "A": {"data": 0.8},
    "B": {"trust": 0.6, "data": 0.2},
    "C": {"law": 1.0},
    "D": {"law": 0.5, "data": 0.1},
}
VOTES = {"data": 12.0, "trust": 8.0, "law": 6.0}
MUNICIPALITIES = {"data": 6.0, "trust": 20.0, "law": 4.0}


def _solved(weights, budget):
    problem = Problem(
        needs=tuple(Need(name, weight) for name, weight in weights.items()),
        options=tuple(Option(name, cost, ("2027-03-04",)) for name, cost in COSTS.items()),
        covers=tuple(Cover(option, need, share) for option, told in EFFECTS.items() for need, share in told.items()),
        rules=Rules(budget_eur=budget),
    )
    return solve(problem)


@pytest.mark.parametrize(
    ("weights", "budget", "chosen", "answered"),
    [
        (VOTES, 2500, "ACD", 16.8),
        (VOTES, 3500, "ACD", 16.8),
        (VOTES, 3900, "ABC", 22.8),
        (MUNICIPALITIES, 2500, "BD", 15.8),
    ],
)
def test_what_the_guide_says_is_what_is_computed(weights, budget, chosen, answered):
    result = _solved(weights, float(budget))
    assert ("".join(sorted(result.plan)), result.proven_optimal) == (chosen, True)
    assert result.objective == pytest.approx(answered)
