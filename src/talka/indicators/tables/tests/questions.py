"""Every expression, asked of the planted country; by name, so that engines can be compared one question at a time."""

from talka.indicators.tables import expressions as ask

from .planted import ODD, REFORM, TODAY

IDLE = "idle-" + "x" * 70


def true(tables):
    return ask.of_indicators(tables.observations, ["people", "wage", IDLE, "firms"])


QUESTIONS = {
    "observations": lambda t: t.observations,
    "belongings": lambda t: t.belongings,
    "of_indicators": lambda t: ask.of_indicators(
        t.observations, ["people", "firms"], range(2020, 2023), ["municipality"], categories=["", ODD], on=TODAY
    ),
    "of_indicators of nothing": lambda t: ask.of_indicators(t.observations, []),
    "of_indicators made up": lambda t: ask.of_indicators(t.observations, ["people"], illustrative=True),
    "latest": lambda t: ask.latest(true(t)),
    "wide": lambda t: ask.wide(true(t), ["people", IDLE, f"firms:{ODD}", "firms:B", "wage"]),
    "with_rank": lambda t: ask.with_rank(true(t), less_is_better=[IDLE]),
    "with_rank within a region": lambda t: ask.with_rank(ask.latest(true(t)), among=("kind", "region")),
    "change": lambda t: ask.change(true(t), 2020, 2022),
    "quantiles": lambda t: ask.quantiles(true(t)),
    "quantiles of all years": lambda t: ask.quantiles(true(t), (10, 50), among=()),
    "shares": lambda t: ask.shares(true(t)),
    "aggregate_up": lambda t: ask.aggregate_up(
        true(t), t.belongings, on=TODAY, sums=["people", "firms"], means={"wage": "people"}
    ),
    "aggregate_up of before": lambda t: ask.aggregate_up(
        true(t), t.belongings, on=REFORM.replace(year=2020), sums=["people"]
    ),
    "aggregate_up twice": lambda t: ask.aggregate_up(
        ask.aggregate_up(true(t), t.belongings, on=TODAY, sums=["people"]), t.belongings, on=TODAY, sums=["people"]
    ),
    "aggregate_up and rank": lambda t: ask.with_rank(
        ask.aggregate_up(true(t), t.belongings, on=TODAY, sums=["people"]), among=("year", "kind")
    ),
}
