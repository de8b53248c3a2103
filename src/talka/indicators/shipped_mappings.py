"""Tables that Talka knows from the start, by their code and the labels of their dimensions."""

import tomllib
from functools import cache
from typing import Any

from talka.documents.statistics.table import StatisticalTable
from talka.ui.folding import fold

from .reading.mapping import Mapping
from .register_files import REGISTER


@cache
def _known() -> dict[str, dict[str, Any]]:
    told = tomllib.loads((REGISTER / "tables.toml").read_text(encoding="utf-8"))
    return {each["code"]: each for each in told["tables"]}


def shipped(table: StatisticalTable) -> Mapping | None:
    """What is what in a table that Talka knows; None for another, or where it has changed beyond recognition."""
    known = _known().get(table.code)
    if known is None:
        return None
    codes = {fold(each.label): each.code for each in table.dimensions}
    named = [known[role] for role in ("area", "time", "breakdown") if known.get(role)]
    if any(fold(name) not in codes for name in named):
        return None
    return Mapping(
        area=codes[fold(known["area"])],
        time=codes[fold(known["time"])],
        breakdown=codes[fold(known["breakdown"])] if known.get("breakdown") else "",
        classification=known.get("classification", ""),
        categories=known.get("categories", {}),
        series=known["series"],
    )
