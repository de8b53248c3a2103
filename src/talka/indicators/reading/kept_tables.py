"""A table that was read, kept between two pages as one file of arrays."""

import io
import json
from dataclasses import asdict
from typing import Any

import numpy as np

from talka.documents.statistics.table import Category, CellFault, Dimension, Role, StatisticalTable

ARRAYS = ("places", "values", "statuses", "rows", "columns")
TEXTS = ("title", "code", "source", "licence", "updated", "unit", "language")


def packed(table: StatisticalTable) -> bytes:
    """The table as a compressed NumPy file."""
    told: dict[str, Any] = {name: getattr(table, name) for name in TEXTS}
    told["notes"] = list(table.notes)
    told["dimensions"] = [asdict(each) for each in table.dimensions]
    told["faults"] = [asdict(each) for each in table.faults]
    file = io.BytesIO()
    arrays = {name: getattr(table, name) for name in ARRAYS}
    np.savez_compressed(file, told=np.frombuffer(json.dumps(told).encode(), dtype=np.uint8), **arrays)
    return file.getvalue()


def unpacked(content: bytes) -> StatisticalTable:
    """What `packed` made. Raises ValueError, KeyError where the content is something else."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        told = json.loads(file["told"].tobytes())
        arrays = {name: file[name] for name in ARRAYS}
    dimensions = tuple(
        Dimension(d["code"], d["label"], Role(d["role"]), tuple(Category(**c) for c in d["categories"]))
        for d in told["dimensions"]
    )
    return StatisticalTable(
        dimensions=dimensions,
        notes=tuple(told["notes"]),
        faults=tuple(CellFault(**fault) for fault in told["faults"]),
        **arrays,
        **{name: told[name] for name in TEXTS},
    )
