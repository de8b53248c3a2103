"""costs.csv, what each group of partners would pay on its own: up to a million rows, so read row by row into arrays."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from talka.site.methods_command.tables import Faults, Table, header_is_right

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from talka.methods.cost_sharing.game import Game, Gathering

COLUMNS = ("members", "cost")
JOINED = ";"
MOST_FAULTS = 100
"""So many faulty rows are named; a file of a million may be wrong in each."""


@dataclass
class CostsFile:
    """The rows as gathered; `line_of` a row is the line where it begins."""

    path: Path
    gathered: Gathering | None = None
    whole: bool = True
    lines: NDArray[np.int32] | list[int] = field(default_factory=list)

    def game(self, faults: Faults) -> Game | None:
        """The game; None where faults were found. A partner without a row of its own is a fault, as without it no one
        can tell which groups are missing."""
        if self.gathered is None or not self.whole:
            return None
        strangers = self.gathered.strangers()
        for fault in strangers:
            faults.add(*self.place(fault.path), fault.what)
        return None if strangers else self.gathered.game()

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of ("costs", row or members, column)."""
        row = way[1]
        if isinstance(row, str):
            found = self.gathered.row(row.split(JOINED)) if self.gathered and row != "all" else None
            row = -1 if found is None else found
        return self.path, 1 if row < 0 else int(self.lines[row]), str(way[2])


def read_costs(path: Path, text: str, faults: Faults) -> CostsFile:
    """The costs in a text whose header has the columns members and cost. A fault for each faulty row, up to 100."""
    from talka.methods.cost_sharing.game import Gathering

    file = CostsFile(path)
    found = len(faults.found)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        header = Table(path, tuple(cell.strip() for cell in next(filter(any, reader))))
        if not header_is_right(header, reader.line_num, faults, COLUMNS):
            file.whole = False
            return file
        members, cost = (header.columns.index(name) for name in COLUMNS)
        width, gathered, lines = len(header.columns), Gathering(), []
        begins = reader.line_num + 1
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if len(cells) != width:
                if any(cell.strip() for cell in cells) or len(cells) > 1:
                    column = header.columns[min(len(cells), width - 1)]
                    faults.add(path, line, column, f"the row has {len(cells)} cells, the header {width}")
                continue
            lines.append(line)
            amount = _number(cells[cost], path, line, faults)
            fault = gathered.add([name.strip() for name in cells[members].split(JOINED)], amount or 0.0)
            if fault and not (amount is None and fault.path[2] == "cost"):
                faults.add(path, line, str(fault.path[2]), fault.what)
            if len(faults.found) - found >= MOST_FAULTS:
                faults.add(path, line, "file", "there are too many faults; what follows was not read")
                break
    except csv.Error as error:
        faults.add(path, max(begins, reader.line_num), "file", f"is not CSV: {error}")
        file.whole = False
        return file
    file.gathered, file.lines = gathered, lines
    file.whole = len(faults.found) == found
    return file


def _number(text: str, path: Path, line: int, faults: Faults) -> float | None:
    """The cost of a cell; None and a fault where it is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        return value
    text = text.strip()
    hint = "; write decimals with a point" if "," in text else ""
    what = f'"{text}" is not a number{hint}' if text else "the cost is empty"
    faults.add(path, line, "cost", what)
    return None
