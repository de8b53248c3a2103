"""`talka methods clustering cards.csv`: cards in, clusters.csv, labels.csv and result.json out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talka.methods.clustering.problem import ALIKE, Card, Problem
from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.tables import Faults, read_table, write_table

INPUTS = ("cards.csv",)
OPTIONAL_INPUTS: tuple[str, ...] = ()
RULES = True
MOST_OF_ONE_KIND = 5
MOST_TOPICS = 25
DESCRIPTION = (
    "Reads cards.csv (id,text and, if you like, language); writes clusters.csv (id,cluster), labels.csv "
    '(cluster,label,size) and result.json. Rules: fixed = { card = "cluster" }, new_clusters = true, alike = 0.28.'
)

_RULE_NAMES = ("fixed", "new_clusters", "alike")


class Source:
    """The table and rules as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults, *, language: str) -> None:
        self.faults, self.rules, self.language = faults, rules, language
        self.cards = read_table(inputs[0], faults, required=("id", "text"))

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found; all faults are reported, those of rules too."""
        table, values = self.cards, self.rules.values
        for name in values:
            if name not in _RULE_NAMES:
                what = "no such rule; there are: " + ", ".join(_RULE_NAMES)
                self.faults.add(self.rules.path, self.rules.line((name,)), name, what)
        problem = Problem(
            cards=tuple(Card(row["id"], row["text"], row.get("language", "")) for row in table.rows) if table else (),
            language=self.language,
            fixed=self._fixed(values.get("fixed", {})),
            new_clusters=self._typed("new_clusters", values.get("new_clusters", False), bool, "true or false", False),
            alike=self._alike(values.get("alike", ALIKE)),
        )
        for fault in problem.check():
            if not (tuple(fault.path[1:]) in self.rules.wrong or (fault.code == "card_unknown" and table is None)):
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path | str, int, str]:
        """File, line and column of a part of the problem."""
        if way[0] == "language":
            return "command line", 1, "--language"
        return place_in({"cards": self.cards}, self.rules, way)

    def _fixed(self, value: Any) -> dict[str, str]:
        if not self.rules.typed(self.faults, ("fixed",), value, dict, "a table"):
            return {}
        what = "the name of a cluster in quotes"
        return {k: v for k, v in value.items() if self.rules.typed(self.faults, ("fixed", k), v, str, what)}

    def _alike(self, value: Any) -> float:
        number = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
        return float(self._typed("alike", number, float, "a number between 0 and 1", ALIKE))

    def _typed(self, name: str, value: Any, wanted: type, what: str, otherwise: Any) -> Any:
        return value if self.rules.typed(self.faults, (name,), value, wanted, what) else otherwise


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.clustering.solve import solve as solve_clustering

    return solve_clustering(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write clusters.csv and labels.csv, the largest cluster first, cards by id, in whatever order they were given."""
    cards: dict[str, list[str]] = {}
    for card, cluster in result.clusters.items():
        cards.setdefault(cluster, []).append(card)
    topics = result.topics
    rows = ((card, topic.cluster) for topic in topics for card in cards[topic.cluster])
    write_table(out / "clusters.csv", ("id", "cluster"), rows)
    write_table(out / "labels.csv", ("cluster", "label", "size"), ((t.cluster, t.label, t.size) for t in topics))
    data: dict[str, Any] = result.to_json()
    return {key: value for key, value in data.items() if key != "clusters"}


def summary(problem: Problem, result: Any) -> list[str]:
    """The topics with their size, then what is worth knowing, the many cut short."""
    from talka.methods.clustering.explain import overview

    reasons = overview(problem, result)
    lines = [reasons[0].sentence(), ""]
    several = [topic for topic in result.topics if topic.size > 1]
    lines += [f"{topic.size:>5}  {topic.label}" for topic in several[:MOST_TOPICS]]
    if len(several) > MOST_TOPICS:
        lines.append(f"       … and {len(several) - MOST_TOPICS} more topics")
    said: Counter[str] = Counter()
    lines.append("")
    for reason in reasons[1:]:
        said[reason.code] += 1
        if said[reason.code] <= MOST_OF_ONE_KIND:
            lines.append(reason.sentence())
    more = result.close_calls_in_all + result.joinable_in_all
    more -= sum(min(said[code], MOST_OF_ONE_KIND) for code in ("close_call", "nearly_joined", "joinable"))
    if more > 0:
        lines.append(f"… and {more} more that were close; result.json names the closest.")
    return lines
