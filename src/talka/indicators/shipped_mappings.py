"""Tables that Talka knows from the start, by their code and the labels of their dimensions."""

import tomllib
from functools import cache
from typing import Any

from talka.documents.statistics.table import StatisticalTable
from talka.ui.folding import fold

from .models import Indicator
from .queries.published import AREA, MEASURE, TOTAL, YEAR
from .reading.mapping import Mapping
from .register_files import REGISTER


@cache
def _known() -> dict[str, dict[str, Any]]:
    told = tomllib.loads((REGISTER / "tables.toml").read_text(encoding="utf-8"))
    return {each["code"]: each for each in told["tables"]}


def shipped(table: StatisticalTable) -> Mapping | None:
    """What is what in a table that Talka knows, or has written itself; None for another, or where it has changed beyond
    recognition."""
    own = _own(table)
    if own is not None:
        return own
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


def _own(table: StatisticalTable) -> Mapping | None:
    """What Talka wrote comes in as it went out: by the key of the indicator and the code of each dimension."""
    codes = [each.code for each in table.dimensions]
    measures = [c for each in table.dimensions if each.code == MEASURE for c in each.categories]
    if not {AREA, YEAR, MEASURE} <= set(codes) or len(codes) > 4:
        return None
    known = set(Indicator.objects.filter(key__in=[c.code for c in measures]).values_list("key", flat=True))
    breakdown = next((each for each in table.dimensions if each.code not in (AREA, YEAR, MEASURE)), None)
    return Mapping(
        area=AREA,
        time=YEAR,
        breakdown=breakdown.code if breakdown else "",
        classification=breakdown.code if breakdown else "",
        categories={c.label: "" if c.code == TOTAL else c.code for c in breakdown.categories} if breakdown else {},
        series={c.label: c.code for c in measures if c.code in known},
    )
